"""What became of each rule at each subject of a model: fired, silent, or not asked, and why it was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import CompiledRule
from dfdmodeler.analysis.overrides import cause_of_absence
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT
from dfdmodeler.rules.rule import Rule
from dfdmodeler.rules.wording import Wording, indefinite, lowered, sentence

Kind = Literal["fires", "silent", "not_applicable", "out_of_scope", "off"]
KINDS: Mapping[Kind, str] = {
    "fires": "Fires",
    "silent": "Silent",
    "not_applicable": "Not applicable",
    "out_of_scope": "Out of scope",
    "off": "Switched off",
}
ABOUT: Mapping[str, str] = {
    "node": "elements",
    "flow": "flows with a direction and two ends",
    "badflow": "flows that lack a direction or an end",
    "boundary": "trust boundaries",
    "diagram": "the model as a whole",
}
"""What the rules of a scope are about."""
Thing = Node | Hop | Area


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one rule at one subject."""

    rule: str
    subject: str
    kind: Kind
    note: str = ""
    """Why the rule was not asked, in a sentence."""

    @property
    def id(self) -> str:
        """The id of the threat that it is about."""
        return f"{self.rule}@{self.subject}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often some rules came to which verdict."""

    rules: tuple[Rule, ...]
    by_kind: Mapping[Kind, int]

    @property
    def examined(self) -> int:
        """How often a condition was asked."""
        return self.by_kind["fires"] + self.by_kind["silent"]


class Verdicts:
    """The verdicts of one finished analysis of a model."""

    def __init__(self, analysis: Analysis, model: Model) -> None:
        library, topology = analysis.library, analysis.topology
        self.analysis = analysis
        self._library = library
        self._model = model
        self._fired: dict[str, set[str]] = {}
        for finding in analysis.findings:
            self._fired.setdefault(finding.rule, set()).add(finding.subject)
        self._rows = {row.rule.id: row for row in library.compiled}
        self._on = {row.rule.id for row in library.in_force(model).compiled}
        self._wording = Wording(library.catalog, library.kinds)
        self._things: Mapping[str, Mapping[str, Thing | None]] = {
            "node": {node.id: node for node in topology.nodes if node.drawn},
            "flow": {id_: halves[0] for id_, halves in topology.halves.items()},
            "badflow": {hop.id: hop for hop in topology.bad_flows},
            "boundary": {area.id: area for area in topology.areas},
            "diagram": {DIAGRAM_SUBJECT: None},
        }
        things = {id_: thing for group in self._things.values() for id_, thing in group.items()}
        self._types = {node.id: node.type for node in topology.nodes}
        self._outside = {i for i, x in things.items() if isinstance(x, Node | Hop) and x.out_of_scope}
        self._names = {id_: thing.name if thing else "the whole model" for id_, thing in things.items()}

    @property
    def subjects(self) -> Mapping[str, str]:
        """All that rules can be about: names by id."""
        return self._names

    def named(self, subject: str) -> str:
        """A subject as a sentence names it; its id where nothing of the kind is drawn."""
        thing = self._thing(subject)
        if isinstance(thing, Hop):
            return self._wording.argument(thing)
        return self.subjects.get(subject, subject)

    def kind(self, rule: str, subject: str) -> Kind:
        """What became of a rule at a subject, without the words. Raises KeyError if there is no such rule."""
        return self._kind(self._rows[rule], subject)

    def at(self, rule: str, subject: str) -> Verdict:
        """What became of a rule at a subject. Raises KeyError if there is no such rule."""
        row = self._rows[rule]
        kind = self._kind(row, subject)
        return Verdict(rule, subject, kind, self._note(row, subject, kind))

    def of_subject(self, subject: str) -> tuple[Verdict, ...]:
        """What became of all rules at a subject, in the order of the packs."""
        return tuple(self.at(rule, subject) for rule in self._rows)

    def of_rule(self, rule: str) -> tuple[Verdict, ...]:
        """What became of a rule at all that it is about, by id. Raises KeyError if there is no such rule."""
        return tuple(self.at(rule, subject) for subject in self._things[self._rows[rule].rule.scope])

    def kinds(self, rule: str, subjects: Iterable[str] | None = None) -> Mapping[str, Kind]:
        """What became of a rule at some subjects, or at all that it is about. Raises KeyError like `kind`."""
        row = self._rows[rule]
        wanted = self._things[row.rule.scope] if subjects is None else subjects
        return {subject: self._kind(row, subject) for subject in wanted}

    def tallying(self, subjects: Iterable[str] | None = None) -> Slices[tuple[Tally, ...]]:
        """`tallies`, at some subjects or at all, with a pause after each rule."""
        chosen = None if subjects is None else [subject for subject in subjects if subject in self._names]
        rows = []
        for id_, row in self._rows.items():
            rows.append(Tally((row.rule,), Counter(self.kinds(id_, chosen).values())))
            yield
        return tuple(rows)

    def tallies(self) -> tuple[Tally, ...]:
        """How often each rule came to which verdict, in the order of the packs."""
        return completed(self.tallying())

    def _kind(self, row: CompiledRule, subject: str) -> Kind:
        rule = row.rule.id
        if rule not in self._on:
            return "off"
        if subject not in self._things[row.rule.scope]:
            return "not_applicable"
        if subject in self._fired.get(rule, ()):
            return "fires"
        if subject in self._outside:
            return "out_of_scope"
        type_ = self._types.get(subject)
        fits = row.types is None or type_ is None or type_ in row.types
        return "silent" if fits else "not_applicable"

    def _note(self, row: CompiledRule, subject: str, kind: Kind) -> str:
        """Why a rule was not asked; nothing if it was."""
        scope, thing = row.rule.scope, self._thing(subject)
        if kind == "off":
            return cause_of_absence(f"{row.rule.id}@{subject}", self._library, self._model)
        if kind == "out_of_scope":
            return f"{sentence(self._wording.argument(thing))} is out of scope, so no rule is asked about it."
        if kind != "not_applicable":
            return ""
        if subject not in self._things[scope]:
            return f"Only for {ABOUT[scope]}; {self._other(subject, scope)}."
        assert isinstance(thing, Node)
        assert row.types is not None
        return f"Only for {self._wording.only(row.types)}; {self._described(thing)}."

    def _thing(self, subject: str) -> Thing | None:
        """What a subject is; None for the model as a whole, and for what is not drawn."""
        return next((things[subject] for things in self._things.values() if subject in things), None)

    def _described(self, thing: Thing) -> str:
        """A thing and what it is, in words."""
        if isinstance(thing, Node):
            return f"{thing.name} is {indefinite(lowered(self._library.catalog.label(thing.type)))}"
        if isinstance(thing, Area):
            return f"{thing.name} is a trust boundary"
        return f"{self._wording.argument(thing)} is a flow"

    def _other(self, subject: str, scope: str) -> str:
        """What a subject is that rules of a scope are not about."""
        found = self._thing(subject)
        if found is None:
            whole = subject == DIAGRAM_SUBJECT
            return "this is the model as a whole" if whole else f"nothing with the id “{subject}” is drawn"
        if isinstance(found, Hop) and scope in ("flow", "badflow"):
            return f"{self._wording.argument(found)} {'has both' if scope == 'badflow' else 'lacks one'}"
        return self._described(found)


def families(rows: Iterable[Tally]) -> Mapping[str, Tally]:
    """Tallies of single rules, summed over the rules of each family."""
    by_family: dict[str, Tally] = {}
    for row in rows:
        before = by_family.get(row.rules[0].family, Tally((), Counter()))
        summed = Counter(before.by_kind) + Counter(row.by_kind)
        by_family[row.rules[0].family] = Tally((*before.rules, *row.rules), summed)
    return by_family
