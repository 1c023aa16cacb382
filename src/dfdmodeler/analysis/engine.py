"""The engine: which rules fire at which subjects, how grave, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dfdmodeler.analysis.findings import Ways, began
from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.ranking import Key, Ranking
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.analysis.threat import (
    AskedQuestion,
    Evidence,
    Finding,
    MitigationState,
    Witness,
)
from dfdmodeler.analysis.update import Update, concerns, is_about_rules, is_large
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Answer, joined_id
from dfdmodeler.rules.evidence import Explainer
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.leaf import Leaf
from dfdmodeler.rules.rule import Question
from dfdmodeler.rules.strata import Strata

SLICE = 10
"""Subjects between two pauses of a run."""


class Analysis:
    """Findings of a library's rules in the model of the last completed run."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._found = completed(began(library, EMPTY_MODEL))
        self._explained: dict[str, Evidence] = {}
        self._runs = 0
        """How many runs and updates were completed."""
        self._strata = Strata(library.program)
        self._rules = {row.rule.id: row for row in library.compiled}
        self._mitigations = {
            id_: [name for name in rule.mitigations if name in library.mitigations]
            for id_, rule in library.rules.items()
        }

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: gravest first, then confirmed, exposed, valuable, then by id."""
        return self._found.findings

    def at(self, subject: str) -> list[Finding]:
        """The findings at one subject, by rule."""
        return [entry[1] for _, entry in sorted(self._found.at.get(subject, {}).items())]

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

    def finding(self, id_: str) -> Finding | None:
        """The finding with this id, if there is one."""
        return self._found.find(id_)

    def ways(self, rule: str, subject: str) -> Ways:
        """What a rule's condition is asked of at a subject; nothing where the rule is about other things."""
        return self._ways(self._found.topology, self._rules[rule], subject)

    def run(self, model: Model, *, pausing: bool = True) -> Slices[None]:
        """Analyses a model, with a pause after each table and every few subjects.

        Who waits for nothing else does without the pauses of updates, before each of which all is put back.

        What was found before stays in force until the run is through; a run may be dropped half-way. Of an
        edited model only that is analysed again which may have changed.
        """
        change = diff(self._found.model, model) if self._runs else Change()
        told_otherwise = is_about_rules(change)
        change = concerns(change)
        if not self._runs or told_otherwise or is_large(change, self._found):
            yield from self._run(model)
        elif not change:
            self._found.model = model
        else:
            yield from self._update(change, model, pausing=pausing)

    def update(self, model: Model) -> Slices[None]:
        """Brings the findings up to date with an edited model, in slices like `run`."""
        return self.run(model)

    def _run(self, model: Model) -> Slices[None]:
        """Analyses a model from scratch."""
        found = yield from began(self.library, model)
        yield from found.stated.prepare()
        yield from found.granted.prepare()
        graded: defaultdict[tuple[int, bool], list[tuple[Key, Finding]]] = defaultdict(list)
        for done, case in enumerate(found.cases(), 1):
            if findings := found.judged(case):
                entries = found.ranking.keyed(case[1], findings)
                found.at[case[1]] = {entry[1].rule: entry for entry in entries}
                for entry in entries:
                    graded[entry[0][:2]].append(entry)
            if done % SLICE == 0:
                yield
        for _, grade in sorted(graded.items()):
            yield
            grade.sort()
            found.keys += [key for key, _ in grade]
            found.findings += tuple([finding for _, finding in grade])
        self._found = found
        self._runs += 1
        self._explained = {}

    def _update(self, change: Change, model: Model, *, pausing: bool) -> Slices[None]:
        """Carries a change out; starts over if another run is completed meanwhile."""
        runs = self._runs
        update = Update(self.library, self._strata, self._found, change, model)
        try:
            for _ in update.steps():
                if not pausing:
                    continue
                update.suspend()
                yield
                if self._runs != runs:
                    yield from self.run(model)
                    return
                update.resume()
        except BaseException:
            if update.applied:
                update.suspend()
            raise
        update.commit()
        self._runs += 1
        self._explained = {}

    def explain(self, finding: Finding | str) -> Evidence:
        """Why a finding stands; empty evidence for one that does not."""
        id_ = finding if isinstance(finding, str) else finding.id
        known = self._found.find(id_)
        if known is None:
            return Evidence()
        if id_ not in self._explained:
            self._explained[id_] = self._explanation(known)
        return self._explained[id_]

    def grounds(self, finding: Finding | str) -> tuple[Leaf, ...]:
        """The facts that settle how grave a finding is; none where its rule knows one severity alone."""
        known = self._found.find(finding if isinstance(finding, str) else finding.id)
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

    def open_questions(self) -> int:
        """How many of the review questions nobody has answered, without making them."""
        model = self._found.model
        asked = self.library.in_force(model).questions.values()
        return sum(joined_id(row.id, subject) not in model for row in asked for subject in self._places(row))

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
        paths, basis = tuple(Witness(*path) for path in found.paths), found.basis
        return Evidence(tuple(found.facts), paths, basis.digest(), basis)

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
            yield from (id_ for id_, halves in sorted(topology.halves.items()) if any(map(holds, halves)))
        else:
            for node in topology.nodes:
                if node.drawn and (place.types is None or node.type in place.types) and holds(node):
                    yield node.id

    def _asked(self, question: Question, subject: str) -> AskedQuestion:
        answer = self._found.model.find(Answer, joined_id(question.id, subject))
        text, section, sets, rules = question.text, question.section, question.sets, question.rules
        return AskedQuestion(question.id, subject, text, section, sets, rules, answer)


def analyze(library: Library, model: Model) -> Analysis:
    """A completed analysis."""
    analysis = Analysis(library)
    completed(analysis.run(model))
    return analysis
