"""What counts in one model: its packs, rules and questions, and what packs or the model itself override."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Override as RecordedOverride
from dfdmodeler.rules.rule import DRAWING_LEVELS, THREAT_LEVELS, PackInfo, Question, Rule

if TYPE_CHECKING:
    from dfdmodeler.analysis.library import CompiledRule, Library

_PACK_HINT = "Put it into the directory of your rule packs, or name it with --pack."
_VERSION_HINT = "Its rules may find other threats; decisions on evidence that changed ask for another look."
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Override:
    """Another severity for a rule, or none: the rule is off. Said by a rule pack, or in the model."""

    rule: str
    severity: str = ""
    reason: str = ""
    pack: str = ""
    """The pack that says so; empty for the model."""
    author: str = ""
    date: str = ""

    @property
    def off(self) -> bool:
        return not self.severity

    @property
    def source(self) -> str:
        """Who says so, in words."""
        if self.pack:
            return f"rule pack {self.pack}"
        return ", ".join(part for part in ("this model", self.author, self.date) if part)


@dataclass(frozen=True, slots=True)
class InForce:
    """What of a library counts in one model."""

    packs: tuple[PackInfo, ...]
    compiled: tuple[CompiledRule, ...]
    questions: Mapping[str, Question]
    overrides: Mapping[str, Override]
    """By rule, in the order of rule ids."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each pack by its id."""
        return {pack.id: pack.version for pack in self.packs}

    def severity(self, rule: str) -> Override | None:
        """The override that gives a rule another severity."""
        override = self.overrides.get(rule)
        return override if override and not override.off else None


def levels_of(rule: Rule) -> tuple[str, ...]:
    """The severities that can stand for a rule."""
    return DRAWING_LEVELS if rule.track == "validity" else THREAT_LEVELS


def flaw(rule: str, severity: str, library: Library) -> tuple[str, str]:
    """Why a rule cannot be overridden so, and a hint; empty if it can."""
    known = library.rules.get(library.current_id(rule))
    if known is None:
        return f"There is no rule '{rule[:_SHOWN]}' to override.", suggestion(rule, library.rules)
    if severity and severity not in levels_of(known):
        levels = ", ".join(levels_of(known))
        return f"'{severity[:_SHOWN]}' is no severity for rule '{known.id}'.", f"It may be {levels}."
    return "", ""


def in_force(library: Library, model: Model, own: tuple[RecordedOverride, ...]) -> InForce:
    """What counts in a model that makes these overrides. Of several about one rule, the model's counts, or
    else that of the first pack.
    """
    off = set(model.about.packs_off)
    found = [_override(record, library) for record in own if not _ineffective(record, library)]
    overrides = {override.rule: override for override in found}
    for override in library.overrides:
        if override.pack not in off:
            overrides.setdefault(override.rule, override)
    rows = tuple(
        replace(row, override=overrides[row.rule.id].severity) if row.rule.id in overrides else row
        for row in library.compiled
        if library.pack_of[row.rule.id] not in off
        and not (row.rule.id in overrides and overrides[row.rule.id].off)
    )
    return InForce(
        tuple(pack for pack in library.packs if pack.id not in off),
        rows,
        {id_: row for id_, row in library.questions.items() if library.pack_of[id_] not in off},
        dict(sorted(overrides.items())),
    )


def _override(record: RecordedOverride, library: Library) -> Override:
    severity = "" if record.off else record.severity
    rule = library.current_id(record.rule)
    return Override(rule, severity, record.reason.strip(), "", record.author, record.date)


def _ineffective(record: RecordedOverride, library: Library) -> bool:
    said = record.off or bool(record.severity)
    return not said or any(flaw(record.rule, "" if record.off else record.severity, library))


def own_overrides(model: Model, rule: str, library: Library) -> list[str]:
    """Ids of what a model itself says of a rule, by whichever of its names."""
    return [r.id for r in model.of(RecordedOverride) if library.current_id(r.rule) == rule]


def cause_of_absence(threat: str, library: Library, model: Model) -> str:
    """Why a rule that a decision was about cannot fire at all; empty if it can."""
    rule = library.current_id(threat.partition("@")[0])
    if not rule or not threat.partition("@")[2]:
        return ""
    if rule not in library.rules:
        return f"No rule pack here has the rule {rule}."
    if library.pack_of[rule] in model.about.packs_off:
        return f"The rule pack {library.pack_of[rule]} is not used for this model."
    override = library.in_force(model).overrides.get(rule)
    if override is None or not override.off:
        return ""
    reason = f": {override.reason}" if override.reason else "."
    return f"The rule {rule} is switched off ({override.source}){reason}"


def check_rules(model: Model, library: Library) -> Iterator[Problem]:
    """Packs that are not those of the last save, and overrides without effect."""
    off = model.about.packs_off
    here = {id_: version for id_, version in library.versions.items() if id_ not in off}
    saved = model.about.packs
    for pack, version in saved.items():
        if pack in off:
            continue
        if pack not in here:
            what = f"The rule pack '{pack}' {version}, which the model was saved with, is not here."
            yield Problem("", what, _PACK_HINT, "warning")
        elif here[pack] != version:
            what = f"The rule pack '{pack}' is {here[pack]} here; the model was saved with {version}."
            yield Problem("", what, _VERSION_HINT, "info")
    for pack in here if saved else ():
        if pack not in saved:
            what = f"The rule pack '{pack}' {here[pack]} was not in use when the model was saved."
            yield Problem("", what, "It can be switched off for this model.", "info")
    for record in model.of(RecordedOverride):
        what, hint = flaw(record.rule, "" if record.off else record.severity, library)
        if what:
            yield Problem(record.id, what, f"{hint} It has no effect.".strip(), "warning", record.id)
