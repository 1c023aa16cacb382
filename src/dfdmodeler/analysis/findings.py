"""What was found in one model, and how rules are asked of its subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.ranking import Key, Ranking
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import SEVERITIES, Finding
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT
from dfdmodeler.rules.facts import Ask, Facts

Ways = Sequence[Sequence[Node | Hop | Area]]
"""What a rule's function is called with: once, or once per direction of a bidirectional flow."""
Armed = tuple[CompiledRule, Ask, Ask, Ask]
"""A rule, whether it fires and how gravely as stated, and whether it fires with unknown controls granted."""
Case = tuple[Sequence[Armed], str, Ways]
"""A subject, with the rules that may fire there."""


@dataclass(slots=True)
class Found:
    """All that was found in one model."""

    model: Model
    topology: Topology
    stated: Facts
    granted: Facts
    ranking: Ranking
    rules: tuple[CompiledRule, ...]
    """The rules in force."""
    findings: tuple[Finding, ...] = ()
    keys: list[Key] = field(default_factory=list)
    """The sort keys of the findings, in their order."""
    at: dict[str, dict[str, tuple[Key, Finding]]] = field(default_factory=dict)
    """By subject and rule."""
    done: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Whether mitigations are done at a subject, as far as somebody asked."""
    armed: dict[tuple[str, str], list[Armed]] = field(default_factory=dict)
    """The rules of a scope and element type, as far as somebody asked."""

    def find(self, id_: str) -> Finding | None:
        """The finding with this id, if there is one."""
        rule, _, subject = id_.partition("@")
        entry = self.at.get(subject, {}).get(rule)
        return entry and entry[1]

    def rules_for(self, scope: str, type_: str = "") -> list[Armed]:
        """The rules that may fire for subjects of a scope, and for elements of a type."""
        if (scope, type_) not in self.armed:
            stated, granted = self.stated.function, self.granted.function
            self.armed[scope, type_] = [
                (row, stated(row.fires), stated(row.grades), granted(row.fires))
                for row in self.rules
                if row.rule.scope == scope and (scope != "node" or row.types is None or type_ in row.types)
            ]
        return self.armed[scope, type_]

    def about_nodes(self, nodes: Iterable[Node]) -> Iterator[Case]:
        """Those of some elements that may be subjects."""
        for node in nodes:
            if node.drawn and not node.out_of_scope:
                yield self.rules_for("node", node.type), node.id, ((node,),)

    def about_flows(self, ids: Iterable[str]) -> Iterator[Case]:
        """Those of some flows that may be subjects."""
        rules = self.rules_for("flow")
        for id_ in ids:
            halves = self.topology.halves.get(id_)
            if halves is not None and not halves[0].out_of_scope:
                yield rules, id_, tuple([(half,) for half in halves])

    def about_areas(self, areas: Iterable[Area]) -> Iterator[Case]:
        rules = self.rules_for("boundary")
        yield from ((rules, area.id, ((area,),)) for area in areas)

    def about_the_rest(self) -> Iterator[Case]:
        """Flows that are not sound, and the model as a whole."""
        rules = self.rules_for("badflow")
        bad = (hop for hop in self.topology.bad_flows if not hop.out_of_scope)
        yield from ((rules, hop.id, ((hop,),)) for hop in bad)
        yield self.rules_for("diagram"), DIAGRAM_SUBJECT, ((),)

    def cases(self) -> Iterator[Case]:
        """All subjects."""
        yield from self.about_nodes(self.topology.nodes)
        yield from self.about_flows(list(self.topology.halves))
        yield from self.about_areas(self.topology.areas)
        yield from self.about_the_rest()

    def judged(self, case: Case) -> list[Finding]:
        """What is found at a subject: of two directions of a flow the graver, confirmed if either is."""
        rules, subject, ways = case
        if len(ways) == 1:
            things = ways[0]
            return [
                _finding(row, subject, grades(*things), granted is fires or bool(granted(*things)))
                for row, fires, grades, granted in rules
                if fires(*things)
            ]
        found: list[Finding] = []
        for row, fires, grades, granted in rules:
            firing = [things for things in ways if fires(*things)]
            if firing:
                severity = min((grades(*things) for things in firing), key=SEVERITIES.index)
                found.append(_finding(row, subject, severity, any(granted(*things) for things in ways)))
        return found


def _finding(row: CompiledRule, subject: str, severity: str, sure: bool) -> Finding:
    if row.override:
        return Finding(row.rule.id, subject, row.override, sure, rated=severity)
    return Finding(row.rule.id, subject, severity, sure)


def began(library: Library, model: Model) -> Slices[Found]:
    """A model made ready for its rules."""
    topology = yield from Topology.in_slices(model, library.catalog, library.kinds)
    report = model.about.report_unknowns
    stated = Facts(topology, library.program, report_unknowns=report)
    granted = Facts(
        topology, library.program, granted=True, report_unknowns=report, shared=stated, own=library.varying
    )
    rules = library.in_force(model).compiled
    return Found(model, topology, stated, granted, Ranking(topology), rules)
