"""Trying changes out: the facts of changed models, each made once, and what a rule says there."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.measures import CONTROLS_AT, Measure, Measures, applied, measures_at
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Flow
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.plain import Interpreter
from dfdmodeler.rules.support import Ground, Read, Support
from dfdmodeler.rules.trees import called

Thing = Node | Hop | Area
MOST_KEPT = 400
MOST_RECORDS = 60_000
"""Changed models whose facts are kept for the next question, and how many records they may have together."""
LEAST_KEPT = 3
NOTHING: Measures = frozenset()


@dataclass(slots=True)
class Trial:
    """A changed model with what rules can ask of it."""

    model: Model
    facts: Facts
    support: Support
    grounds: dict[tuple[str, str], Ground | None] = field(default_factory=dict)
    """What a rule that fires at a subject rests on; None where it does not fire."""


class Trials:
    """Questions about a model and about what would be if it were changed."""

    def __init__(self, library: Library, model: Model) -> None:
        self.library = library
        self.model = model
        self.rules: Mapping[str, CompiledRule] = {row.rule.id: row for row in library.compiled}
        self._kept: dict[Measures, Trial] = {}
        self._room = max(LEAST_KEPT, min(MOST_KEPT, MOST_RECORDS // (len(model) + 1)))
        self._options: dict[Read, tuple[Measure, ...]] = {}

    def after(self, measures: Measures) -> Trial:
        """The model with these changes, made when first asked for."""
        return self._kept.get(measures) or completed(self.making(measures))

    def making(self, measures: Measures) -> Slices[Trial]:
        """The same in slices; whoever is in no hurry has it made so before asking."""
        known = self._kept.get(measures)
        if known is None:
            made = yield from self._made(applied(self.model, measures))
            if len(self._kept) >= self._room:
                self._kept = {NOTHING: self._kept[NOTHING]} if NOTHING in self._kept else {}
            known = self._kept[measures] = made
        return known

    def ground(self, measures: Measures, rule: str, subject: str) -> Ground | None:
        """What a rule rests on that fires at a subject after these changes; None if it does not fire."""
        trial = self.after(measures)
        key = rule, subject
        if key not in trial.grounds:
            trial.grounds[key] = self._ground(trial, self.rules[rule], subject)
        return trial.grounds[key]

    def fires(self, measures: Measures, rule: str, subject: str) -> bool:
        """Whether a rule fires at a subject after these changes: the rule itself, run there."""
        trial = self.after(measures)
        fires = trial.facts.function(self.rules[rule].fires)
        return any(fires(*way) for way in _ways(trial.facts.topology, self.rules[rule], subject))

    def is_done(self, measures: Measures, mitigation: str, subject: str) -> bool:
        """Whether a mitigation shows at an element or flow after these changes, or is claimed there."""
        trial = self.after(measures)
        thing = _as_element(trial.facts.topology, subject)
        shown = trial.facts.function(self.library.markers[mitigation].holds)
        return mitigation in thing.props.get(CONTROLS_AT, ()) or bool(shown(thing))

    def has_place(self, mitigation: str, subject: str) -> bool:
        """Whether there is anything for a mitigation at an element or flow, such as actions to approve.

        There is nothing if its marker asks something of all members of a collection that is empty there.
        """
        expression = self.library.markers[mitigation].expression
        members = expression.tree.args[0] if called(expression.tree) == "done_all" else None  # type: ignore[attr-defined]
        if not isinstance(members, ast.GeneratorExp):
            return True
        facts = self.after(NOTHING).facts
        run = Interpreter(facts, self.library.definitions)
        return bool(
            run.value(members.generators[0].iter, {expression.variable: _as_element(facts.topology, subject)})
        )

    def undone(self, measures: Measures, mitigation: str, subject: str) -> Ground | None:
        """Why a mitigation does not show at an element or flow after these changes; None if it does."""
        if self.is_done(measures, mitigation, subject):
            return None
        trial = self.after(measures)
        expression = self.library.markers[mitigation].expression
        return trial.support.ground(expression, _as_element(trial.facts.topology, subject))

    def is_flow(self, subject: str) -> bool:
        return isinstance(self.model.get(subject), Flow)

    def options(self, ground: Ground, chosen: Measures = NOTHING) -> list[Measure]:
        """What people can do about any of the attributes that a value rests on, besides what is chosen."""
        found: dict[Measure, None] = {}
        for read in ground.reads:
            if read not in self._options:
                at = measures_at(self.model, self.library.catalog, *read)
                self._options[read] = tuple(at)
            found.update(dict.fromkeys(self._options[read]))
        return sorted((one for one in found if one not in chosen), key=lambda one: one.key)

    def _made(self, model: Model) -> Slices[Trial]:
        library = self.library
        topology = yield from Topology.in_slices(model, library.catalog, library.kinds)
        yield
        facts = Facts(topology, library.program, report_unknowns=model.about.report_unknowns)
        return Trial(model, facts, Support(facts, library.definitions))

    def _ground(self, trial: Trial, row: CompiledRule, subject: str) -> Ground | None:
        fires = trial.facts.function(row.fires)
        for way in _ways(trial.facts.topology, row, subject):
            if fires(*way):
                return trial.support.ground(row.when, way[0] if way else None)
        return None


def _as_element(topology: Topology, subject: str) -> Node:
    """An element or flow as markers of mitigations see it."""
    return topology.node(subject) or topology.stand_in(*topology.halves.get(subject, ()))


def _ways(topology: Topology, row: CompiledRule, subject: str) -> Sequence[Sequence[Thing]]:
    """What the condition of a rule is asked about at a subject: both directions of a bidirectional flow."""
    if subject == DIAGRAM_SUBJECT and row.rule.scope == "diagram":
        return [()]
    if row.rule.scope == "flow":
        return [(half,) for half in topology.halves.get(subject, ())]
    thing = topology.area(subject) if row.rule.scope == "boundary" else topology.node(subject)
    return [] if thing is None else [(thing,)]
