"""What is in force: the catalog, and the rules, mitigations and questions of all packs, compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from dfdmodeler.analysis.overrides import InForce, Override, flaw, in_force
from dfdmodeler.analysis.threat import MitigationState
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import Entry, suggestion
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Override as RecordedOverride
from dfdmodeler.rules.compile import Compiler
from dfdmodeler.rules.glossary import definitions
from dfdmodeler.rules.load import Pack, load_packs
from dfdmodeler.rules.parsing import RefusedError
from dfdmodeler.rules.rule import LEVELS, VARIABLES, Mitigation, PackInfo, Question, Rule
from dfdmodeler.rules.syntax import Checker, Expression
from dfdmodeler.rules.taxonomies import NO_TAXONOMIES, Taxonomies, load_taxonomies, named_ids
from dfdmodeler.rules.vocabulary import AREA, FLOW, NODE

SUBJECT = "{subject}"
PLACEHOLDER = re.compile(r"\{\s*\w+\s*\}")
"""What looks like a name to be filled in. The only one that is, is that of the subject."""
SORTS = {"node": NODE, "flow": FLOW, "badflow": FLOW, "boundary": AREA}
"""What the variable of each scope stands for."""
MARKER_SCOPE = {"x": NODE}
SLOW_HINT = "It works, but takes long in large models; ask what reaches or is reached by the subject instead."


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its checked conditions and the names of their functions in the library's program."""

    rule: Rule
    when: Expression
    level: Expression
    fires: str
    grades: str
    types: frozenset[str] | None
    """The only element types for which it can fire; None for any, and for rules about other things."""
    override: str = ""
    """The severity in force, whatever it grades; empty for its own."""


@dataclass(frozen=True, slots=True)
class CompiledCondition:
    """A marker of a mitigation, or the place where a question is asked."""

    expression: Expression
    holds: str
    types: frozenset[str] | None


_Row = TypeVar("_Row", Rule, Mitigation, Question)


class Library:
    """Catalog and packs, made for use. Immutable; one library serves any number of models."""

    def __init__(
        self, catalog: Catalog, packs: Sequence[Pack] = (), taxonomies: Taxonomies = NO_TAXONOMIES
    ) -> None:
        self.catalog = catalog
        self.taxonomies = taxonomies
        """The public catalogs to which rules refer."""
        self.kinds = Kinds(catalog)
        self.packs: tuple[PackInfo, ...] = tuple(pack.info for pack in packs)
        self.problems: tuple[Problem, ...] = ()
        """What was left out of the packs, and why."""
        signatures, self.definitions = definitions(catalog, self.kinds)
        self._checker = Checker(catalog, self.kinds, signatures)
        self._compiler = Compiler(catalog, signatures, self.definitions)
        self._problems: list[Problem] = []
        rules = self._unique("rule", [entry for pack in packs for entry in pack.rules])
        mitigations = self._unique("mitigation", [entry for pack in packs for entry in pack.mitigations])
        questions = self._unique("question", [entry for pack in packs for entry in pack.questions])
        self.compiled: tuple[CompiledRule, ...] = tuple(self._each(rules, self._rule))
        self.markers: Mapping[str, CompiledCondition] = dict(self._each(mitigations, self._marker))
        self.places: Mapping[str, CompiledCondition] = dict(self._each(questions, self._place))
        self.rules: Mapping[str, Rule] = MappingProxyType({row.rule.id: row.rule for row in self.compiled})
        self.mitigations: Mapping[str, Mitigation] = _kept(mitigations, self.markers)
        self.questions: Mapping[str, Question] = _kept(questions, self.places)
        self.states: Mapping[tuple[str, bool], MitigationState] = {
            (row.id, done): MitigationState(row.id, row.title, row.kind, done, row.sufficient, row.text)
            for row in self.mitigations.values()
            for done in (False, True)
        }
        """Each mitigation, not done and done."""
        self.program = self._compiler.program
        self.varying = self.program.varying()
        """The names in it that may differ between the two readings."""
        self.pack_of: Mapping[str, str] = {
            entry.row.id: pack.info.id for pack in reversed(packs) for entry in pack.entries
        }
        """The pack that a rule, mitigation or question is from."""
        self._current = {alias: rule.id for rule in self.rules.values() for alias in rule.aliases}
        self.overrides: tuple[Override, ...] = tuple(self._overrides(packs))
        """What packs override, the first pack first."""
        self._in_force: tuple[Model, object, InForce]
        self._in_force = EMPTY_MODEL, None, in_force(self, EMPTY_MODEL, ())
        self._check_references(rules)
        self._check_words(rules)
        self._check_outside_references((*rules, *mitigations))
        self.problems = tuple(self._problems)

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each pack by its id."""
        return {pack.id: pack.version for pack in self.packs}

    @cached_property
    def contents(self) -> Mapping[str, str]:
        """A digest of what each pack says, by its id: the rows of it that are in use, and its overrides."""
        rows: tuple[Rule | Mitigation | Question, ...]
        rows = (*self.rules.values(), *self.mitigations.values(), *self.questions.values())
        texts: dict[str, list[str]] = {pack.id: [] for pack in self.packs}
        for row in rows:
            texts[self.pack_of[row.id]].append(f"{type(row).__name__} {row.model_dump_json()}")
        for override in self.overrides:
            texts[override.pack].append(f"{override.rule} {override.severity}")
        return {
            pack: hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest() for pack, told in texts.items()
        }

    def current_id(self, rule: str) -> str:
        """The id of a rule that is named by it or by a former one."""
        return rule if rule in self.rules else self._current.get(rule, rule)

    def in_force(self, model: Model) -> InForce:
        """What of all this counts in a model; the same value as long as the model overrides the same."""
        asked, known, found = self._in_force
        if model is asked:
            return found
        own = tuple(model.of(RecordedOverride))
        key = model.about.packs_off, own
        if key != known:
            found = in_force(self, model, own)
        self._in_force = model, key, found
        return found

    def _overrides(self, packs: Sequence[Pack]) -> Iterator[Override]:
        """What packs say of the rules of others; what makes no sense is told."""
        first: dict[str, str] = {}
        for pack in packs:
            for entry in pack.overrides:
                row, severity = entry.row, entry.row.severity or ""
                what, hint = flaw(row.rule, severity, self)
                rule = self.current_id(row.rule)
                if not what:
                    yield Override(rule, severity, row.reason, pack.info.id)
                    if first.setdefault(rule, entry.where) != entry.where:
                        what, hint = f"Rule '{rule}' is overridden in {first[rule]} too.", "The first counts."
                if what:
                    key = "severity" if row.rule in self.rules and severity else "rule"
                    self._problems.append(Problem(entry.of(key, value=True), what, hint, "warning"))

    def _unique(self, kind: str, entries: Iterable[Entry[_Row]]) -> list[Entry[_Row]]:
        """The first of all rows with one id."""
        first: dict[str, Entry[_Row]] = {}
        for entry in entries:
            if entry.row.id in first:
                what = f"There is already a {kind} '{entry.row.id}' ({first[entry.row.id].where})."
                hint = "Give one of them another id."
                hint += " To change its severity or switch it off, write [[override]]." * (kind == "rule")
                self._problems.append(Problem(entry.of("id"), what, hint))
            else:
                first[entry.row.id] = entry
        return list(first.values())

    def _each(
        self, entries: Iterable[Entry[_Row]], make: Callable[[Entry[_Row]], _Made | None]
    ) -> Iterable[_Made]:
        """What is made of each row; one that makes none is left out, and why is told."""
        for entry in entries:
            slow = self._compiler.program.slow
            made = make(entry)
            if made is None:
                continue
            yield made
            if self._compiler.program.slow > slow:
                what = f"'{entry.row.id}' searches the whole graph for each subject."
                self._problems.append(Problem(entry.where, what, SLOW_HINT, "warning"))

    def _rule(self, entry: Entry[Rule]) -> CompiledRule | None:
        rule, variable = entry.row, VARIABLES[entry.row.scope]
        scope = {variable: SORTS[rule.scope]} if variable else {}
        when = self._checked(entry, "when", lambda: self._checker.condition(rule.when, scope))
        level = self._checked(entry, "severity", lambda: self._checker.level(rule.severity, scope, LEVELS))
        if when is None or level is None:
            return None
        types = self._compiler.candidates(when) if rule.scope == "node" else None
        compiler = self._compiler
        return CompiledRule(rule, when, level, compiler.condition(when), compiler.condition(level), types)

    def _marker(self, entry: Entry[Mitigation]) -> tuple[str, CompiledCondition] | None:
        return self._condition(entry, "marker", MARKER_SCOPE)

    def _place(self, entry: Entry[Question]) -> tuple[str, CompiledCondition] | None:
        scope = entry.row.scope
        return self._condition(entry, "where", {VARIABLES[scope]: SORTS[scope]})

    def _condition(
        self, entry: Entry[_Row], key: str, scope: Mapping[str, str]
    ) -> tuple[str, CompiledCondition] | None:
        text = getattr(entry.row, key)
        expression = self._checked(entry, key, lambda: self._checker.condition(text, scope))
        if expression is None:
            return None
        holds, types = self._compiler.condition(expression), self._compiler.candidates(expression)
        return entry.row.id, CompiledCondition(expression, holds, types)

    def _checked(self, entry: Entry[_Row], key: str, check: Callable[[], Expression]) -> Expression | None:
        """A condition of a row, or None if the language does not have it: that is told with its place."""
        try:
            return check()
        except RefusedError as error:
            lines = getattr(entry.row, key).split("\n")
            index = sum(len(line) + 1 for line in lines[: error.line - 1]) + error.column - 1
            what = f"'{entry.row.id}' is left out: in '{key}', {error.what}."
            self._problems.append(Problem(entry.inside(key, index), what, error.hint))
            return None

    def _check_references(self, rules: Iterable[Entry[Rule]]) -> None:
        for entry in rules:
            for key, ids, known in (
                ("mitigations", entry.row.mitigations, self.mitigations),
                ("questions", entry.row.questions, self.questions),
            ):
                for number, id_ in enumerate(ids):
                    if id_ not in known:
                        what = f"Rule '{entry.row.id}' names an unknown {key[:-1]} '{id_}'."
                        hint = suggestion(id_, known)
                        self._problems.append(Problem(entry.of(key, number), what, hint, "warning"))

    def _check_words(self, rules: Iterable[Entry[Rule]]) -> None:
        """Whether words of rules have no placeholder but the subject: any other would be shown as it is."""
        for entry in rules:
            for key in ("title", "why"):
                for found in PLACEHOLDER.finditer(getattr(entry.row, key)):
                    if found[0] != SUBJECT:
                        what = f"'{entry.row.id}' has '{found[0]}' in '{key}', which stands for nothing."
                        hint = f"The name of the subject is {SUBJECT}."
                        self._problems.append(
                            Problem(entry.inside(key, found.start()), what, hint, "warning")
                        )

    def _check_outside_references(self, entries: Iterable[Entry[Rule] | Entry[Mitigation]]) -> None:
        for entry in entries:
            for key, ids in named_ids(entry.row).items():
                for id_ in self.taxonomies.unknown(key, ids):
                    table = self.taxonomies.tables[key]
                    what = f"'{entry.row.id}' refers to '{id_}'; {table.name} {table.edition} has no such id."
                    hint = suggestion(id_, [term.id for term in table.entries])
                    way = ("refs", key) if isinstance(entry.row, Rule) else ("atlas",)
                    place = entry.of(*way, ids.index(id_))
                    self._problems.append(Problem(place, what, hint, "warning"))


_Made = TypeVar("_Made")


def _kept(entries: Iterable[Entry[_Row]], compiled: Mapping[str, CompiledCondition]) -> Mapping[str, _Row]:
    return MappingProxyType({entry.row.id: entry.row for entry in entries if entry.row.id in compiled})


def load_library(
    stencil_directories: Sequence[Path],
    pack_directories: Sequence[Path],
    taxonomy_directories: Sequence[Path] = (),
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of all stencils, rule packs and taxonomies in some directories, and what was left out.

    Never raises because of what files hold or because they cannot be read: that is told in the problems.
    """
    catalog, stencil_problems = load_catalog(stencil_directories)
    packs, pack_problems = load_packs(pack_directories)
    taxonomies, taxonomy_problems = load_taxonomies(taxonomy_directories)
    library = Library(catalog, packs, taxonomies)
    return library, (*stencil_problems, *pack_problems, *taxonomy_problems, *library.problems)
