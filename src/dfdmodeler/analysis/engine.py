"""The engine: which rules fire at which subjects, how grave, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.ranking import Key, Ranking
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.analysis.threat import (
    SEVERITIES,
    AskedQuestion,
    Evidence,
    Finding,
    MitigationState,
    Witness,
)
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import (
    DIAGRAM_SUBJECT,
    About,
    Answer,
    Boundary,
    Element,
    Flow,
    Override,
    joined_id,
)
from dfdmodeler.rules.evidence import Explainer
from dfdmodeler.rules.facts import Ask, Facts
from dfdmodeler.rules.leaf import Leaf
from dfdmodeler.rules.rule import Question

SLICE = 10
"""Subjects between two pauses of a run."""
Ways = Sequence[Sequence[Node | Hop | Area]]
"""What a rule's function is called with: once, or once per direction of a bidirectional flow."""
Armed = tuple[CompiledRule, Ask]
"""A rule and its function over the stated facts."""
READ = (Element, Flow, Boundary, About, Override)
"""Records that findings depend on; of the rest, none can change one."""


@dataclass(slots=True)
class _Found:
    """All that was found in one model."""

    model: Model
    topology: Topology
    stated: Facts
    granted: Facts
    ranking: Ranking
    findings: tuple[Finding, ...] = ()
    by_id: dict[str, Finding] = field(default_factory=dict)
    done: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Whether mitigations are done at a subject, as far as somebody asked."""


class Analysis:
    """Findings of a library's rules in the model of the last completed run."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._found = completed(self._begin(EMPTY_MODEL))
        self._explained: dict[str, Evidence] = {}
        self._has_run = False
        self._rules = {row.rule.id: row for row in library.compiled}
        self._mitigations = {
            id_: [name for name in rule.mitigations if name in library.mitigations]
            for id_, rule in library.rules.items()
        }

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: gravest first, then confirmed, exposed, valuable, then by id."""
        return self._found.findings

    @property
    def ranking(self) -> Ranking:
        """The order of threats in the model that was analysed."""
        return self._found.ranking

    @property
    def topology(self) -> Topology:
        """The index of the model that was analysed."""
        return self._found.topology

    @property
    def facts(self) -> Facts:
        """What rules read of the model that was analysed, as stated."""
        return self._found.stated

    def ways(self, rule: str, subject: str) -> Ways:
        """What a rule's condition is asked of at a subject; nothing where the rule is about other things."""
        return self._ways(self._found.topology, self._rules[rule], subject)

    def run(self, model: Model) -> Slices[None]:
        """Analyses a model, with a pause after each table and every few subjects.

        What was found before stays in force until the run is through; a run may be dropped half-way.
        """
        if self._has_run and not _differ(self._found.model, model):
            self._found.model = model
            return
        found = yield from self._begin(model)
        yield from found.stated.prepare()
        yield from found.granted.prepare()
        graded: dict[tuple[int, bool], list[tuple[Key, Finding]]] = {}
        for done, (rules, subject, ways) in enumerate(self._work(found), 1):
            for row in _firing(rules, ways):
                finding = self._finding(found, row, subject, ways)
                key = found.ranking.key(finding)
                graded.setdefault(key[:2], []).append((key, finding))
            if done % SLICE == 0:
                yield
        for _, grade in sorted(graded.items()):
            yield
            found.findings += tuple([finding for _, finding in sorted(grade)])
        yield
        found.by_id = {finding.id: finding for finding in found.findings}
        self._found, self._has_run = found, True
        self._explained = {}

    def update(self, model: Model) -> Slices[None]:
        """Brings the findings up to date with an edited model, in slices like `run`."""
        return self.run(model)

    def explain(self, finding: Finding | str) -> Evidence:
        """Why a finding stands; empty evidence for one that does not."""
        id_ = finding if isinstance(finding, str) else finding.id
        known = self._found.by_id.get(id_)
        if known is None:
            return Evidence()
        if id_ not in self._explained:
            self._explained[id_] = self._explanation(known)
        return self._explained[id_]

    def grounds(self, finding: Finding | str) -> tuple[Leaf, ...]:
        """The facts that settle how grave a finding is; none where its rule knows one severity alone."""
        known = self._found.by_id.get(finding if isinstance(finding, str) else finding.id)
        if known is None or known.rated:
            return ()
        row = self._rules[known.rule]
        fires, grades = (self._found.stated.function(name) for name in (row.fires, row.grades))
        ways = self._ways(self._found.topology, row, known.subject)
        things = next(way for way in ways if fires(*way) and grades(*way) == known.severity)
        found = Explainer(self._found.stated, self.library.definitions).explain(
            row.level, things[0] if things else None
        )
        return tuple(found.facts)

    def mitigations(self, finding: Finding) -> tuple[MitigationState, ...]:
        """The mitigations of a finding's rule, and whether the model shows them as done at its subject."""
        states, done = self.library.states, self._found.done.setdefault(finding.subject, {})
        ids = self._mitigations[finding.rule]
        if missing := [id_ for id_ in ids if id_ not in done]:
            subject = self._as_element(finding.subject)
            done |= {id_: self._is_done(id_, subject) for id_ in missing}
        return tuple([states[id_, done[id_]] for id_ in ids])

    def questions(self) -> tuple[AskedQuestion, ...]:
        """The review questions that concern the model, in the order of the packs, each at every subject."""
        return tuple(
            self._asked(question, subject)
            for question in self.library.in_force(self._found.model).questions.values()
            for subject in self._places(question)
        )

    def _begin(self, model: Model) -> Slices[_Found]:
        library = self.library
        topology = yield from Topology.in_slices(model, library.catalog, library.kinds)
        report_unknowns = model.about.report_unknowns

        stated = Facts(topology, library.program, report_unknowns=report_unknowns)
        granted = Facts(
            topology, library.program, granted=True, report_unknowns=report_unknowns, shared=stated
        )
        return _Found(model, topology, stated, granted, Ranking(topology))

    def _work(self, found: _Found) -> Iterator[tuple[Sequence[Armed], str, Ways]]:
        """All subjects, with the rules that may fire there."""
        topology = found.topology
        by_type: dict[str, list[Armed]] = {}
        about_nodes = self._armed(found, "node")
        for node in topology.nodes:
            if node.drawn and not node.out_of_scope:
                rules = by_type.get(node.type)
                if rules is None:
                    rules = [
                        (row, f) for row, f in about_nodes if row.types is None or node.type in row.types
                    ]
                    by_type[node.type] = rules
                yield rules, node.id, ((node,),)
        rules = self._armed(found, "flow")
        for flow_id, halves in topology.halves.items():
            if not halves[0].out_of_scope:
                yield rules, flow_id, tuple((half,) for half in halves)
        rules = self._armed(found, "badflow")
        yield from ((rules, hop.id, ((hop,),)) for hop in topology.bad_flows if not hop.out_of_scope)
        rules = self._armed(found, "boundary")
        yield from ((rules, area.id, ((area,),)) for area in topology.areas)
        yield self._armed(found, "diagram"), DIAGRAM_SUBJECT, ((),)

    def _armed(self, found: _Found, scope: str) -> list[Armed]:
        rows = [row for row in self.library.in_force(found.model).compiled if row.rule.scope == scope]
        return [(row, found.stated.function(row.fires)) for row in rows]

    def _finding(self, found: _Found, row: CompiledRule, subject: str, ways: Ways) -> Finding:
        """The finding of a rule that fires: of two directions the graver one, confirmed if either is."""
        grades, granted = found.stated.function(row.grades), found.granted.function(row.fires)
        firing = ways
        if len(ways) > 1:
            fires = found.stated.function(row.fires)
            firing = tuple(things for things in ways if fires(*things))
        severity = min((grades(*things) for things in firing), key=SEVERITIES.index)
        sure = any(granted(*things) for things in ways)
        if row.override:
            return Finding(row.rule.id, subject, row.override, sure, rated=severity)
        return Finding(row.rule.id, subject, severity, sure)

    def _ways(self, topology: Topology, row: CompiledRule, subject: str) -> Ways:
        """What a rule's function is called with for a subject."""
        if row.rule.scope == "flow":
            return [[half] for half in topology.halves.get(subject, ())]
        thing: Node | Hop | Area | None = None
        if row.rule.scope == "node":
            thing = topology.node(subject)
        elif row.rule.scope == "boundary":
            thing = topology.area(subject)
        elif row.rule.scope == "badflow":
            thing = next((hop for hop in topology.bad_flows if hop.id == subject), None)
        return [] if thing is None and row.rule.scope != "diagram" else [[thing] if thing else []]

    def _explanation(self, finding: Finding) -> Evidence:
        row = self._rules[finding.rule]
        fires = self._found.stated.function(row.fires)
        ways = self._ways(self._found.topology, row, finding.subject)
        things = next(things for things in ways if fires(*things))
        explainer = Explainer(self._found.stated, self.library.definitions)
        found = explainer.explain(row.when, things[0] if things else None)
        return Evidence(tuple(found.facts), tuple(Witness(*path) for path in found.paths), found.digest)

    def _as_element(self, subject: str) -> Node:
        """The subject of a finding as markers see it."""
        topology = self._found.topology
        node = topology.node(subject)
        return node or topology.stand_in(*topology.halves.get(subject, ()))

    def _is_done(self, mitigation: str, subject: Node) -> bool:
        controls = subject.props.get("controls", ())
        claimed = mitigation in ((controls,) if isinstance(controls, str) else controls)
        shown = self._found.stated.function(self.library.markers[mitigation].holds)
        return claimed or bool(shown(subject))

    def _places(self, question: Question) -> Iterator[str]:
        place = self.library.places[question.id]
        holds = self._found.stated.function(place.holds)
        topology = self._found.topology
        if question.scope == "flow":
            yield from (id_ for id_, halves in topology.halves.items() if any(map(holds, halves)))
        else:
            for node in topology.nodes:
                if node.drawn and (place.types is None or node.type in place.types) and holds(node):
                    yield node.id

    def _asked(self, question: Question, subject: str) -> AskedQuestion:
        answer = self._found.model.find(Answer, joined_id(question.id, subject))
        text, section, sets, rules = question.text, question.section, question.sets, question.rules
        return AskedQuestion(question.id, subject, text, section, sets, rules, answer)


def _differ(before: Model, after: Model) -> bool:
    """Whether anything that findings depend on is another."""
    return any(isinstance(record, READ) for pair in diff(before, after).values() for record in pair)


def _firing(rules: Sequence[Armed], ways: Ways) -> list[CompiledRule]:
    """The rules that fire for a subject, in any of its ways."""
    if len(ways) == 1:
        things = ways[0]
        return [row for row, fires in rules if fires(*things)]
    return [row for row, fires in rules if any(fires(*things) for things in ways)]


def analyze(library: Library, model: Model) -> Analysis:
    """A completed analysis."""
    analysis = Analysis(library)
    completed(analysis.run(model))
    return analysis
