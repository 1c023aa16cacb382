"""What hangs on attributes that nobody has answered: which findings each answer would change.

Every answer is tried on the rules that read the attribute, near or through tables, in both readings. What no
rule asked for while all of them ran cannot matter and is not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import SEVERITIES, Finding
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Boundary, Element, Flow
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.reading import Readers

DRAWN = frozenset({"out_of_scope", "bidirectional"})
"""What shapes the graph and is stated rather than asked, but may be looked at one by one."""
NOT_ASKED = frozenset(
    {"out_of_scope", "controls", "bidirectional", "carries", "carries_back", "line_crossings"}
)
"""What is drawn, stated beside threats, or proposed from names, rather than asked."""
SHAPING = frozenset({"trust", "operator", "exposure"})
"""Attributes that shape the graph itself: an answer is tried by analysing the model anew."""
DEFAULTED = frozenset({"trust", "operator"})
"""What types and boundaries settle as a rule; asked only of types that are to answer it first."""
CALLED = "exposure"
"""Stands for callers that are not drawn; asked only where nothing that is drawn flows in."""
OFF_THE_RECORD = "validity"
"""The track of findings about the drawing itself, which are no threats."""
SLICE = 10
LARGEST = 400
"""Elements and flows of a model on which answers are still tried: the work grows with the square of them."""
Found = Mapping[str, Finding]
Ways = Sequence[Sequence[Node | Hop | Area]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer would change. A finding stands here as it would be; a vanishing one as it is."""

    value: str
    appears: tuple[Finding, ...] = ()
    vanishes: tuple[Finding, ...] = ()
    confirms: tuple[Finding, ...] = ()
    regrades: tuple[Finding, ...] = ()
    """Findings whose severity would be another, or that would be less sure."""

    @property
    def changes(self) -> tuple[Finding, ...]:
        return (*self.appears, *self.vanishes, *self.confirms, *self.regrades)


@dataclass(frozen=True, slots=True)
class Stake:
    """What hangs on one attribute of one element or flow that is unknown."""

    subject: str
    attribute: str
    outcomes: tuple[Outcome, ...]
    """Of the answers that would change anything; one of several answers that no rule tells apart."""

    @property
    def decides(self) -> Mapping[str, str]:
        """The threats that some answer changes: id to the gravest severity among the outcomes."""
        gravest: dict[str, str] = {}
        for finding in (finding for outcome in self.outcomes for finding in outcome.changes):
            known = gravest.get(finding.id, finding.severity)
            gravest[finding.id] = min(known, finding.severity, key=SEVERITIES.index)
        return dict(sorted(gravest.items()))


class _Noted(dict[str, Value]):
    """Attribute values that note which of them were asked for."""

    __slots__ = ("read",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Value | None = None) -> Value | None:  # type: ignore[override]
        self.read.add(name)
        return super().get(name, default)


@dataclass(slots=True)
class _Bench:
    """One model on which answers are tried: its facts in both readings, and what the rules found."""

    model: Model
    topology: Topology
    stated: Facts
    granted: Facts
    rules: tuple[CompiledRule, ...]
    """Those in force, without those about the drawing itself."""
    found: dict[str, Found] = field(default_factory=dict)
    """Findings by rule, then by id."""
    cases: dict[tuple[str, frozenset[str] | None], tuple[tuple[str, Ways], ...]] = field(default_factory=dict)


class Stakes:
    """Tries answers. One serves any number of models under a library, one after the other."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._readers = Readers(library.program)
        self._shaping = SHAPING | {
            case.attribute for stencil in library.catalog.stencils.values() for case in stencil.trust_when
        }
        self._whole = Analysis(library)
        self._bench: _Bench | None = None
        """Of the model that was looked at last, one subject after the other."""

    def weighed(self, model: Model) -> Slices[tuple[Stake, ...]]:
        """What hangs on each unknown attribute on which anything does: by subject, then as in the catalog.

        Nothing of a model that is too large.
        """
        if is_too_large(model):
            return ()
        bench = yield from self._prepared(model)
        found: list[Stake] = []
        for subject, attribute, shaping in self._open(bench):
            answers = [(value, as_value(attribute, value)) for value in self._answers(attribute)]
            if outcomes := (yield from self._outcomes(bench, subject, attribute, answers, shaping)):
                found.append(Stake(subject, attribute.name, outcomes))
        return tuple(found)

    def answers_at(self, model: Model, subject: str) -> Slices[Mapping[str, tuple[Outcome, ...]]]:
        """What each other answer about one element or flow would change, by attribute; known ones too.

        Of a boundary, what each other kind would change, as ``type``.

        Of an attribute with several values, an answer adds one of them or takes it away. Answers that would
        change nothing are left out. Nothing of a model that is too large.
        """
        if is_too_large(model):
            return {}
        if self._bench is None or self._bench.model is not model:
            self._bench = None  # or it would be taken for that of the model if the work is given up
            self._bench = yield from self._prepared(model)
        bench, found = self._bench, {}
        if model.find(Boundary, subject):
            return (yield from self._kinds_at(bench, subject))
        for attribute, shaping in self._offered(bench, subject):
            answers = _other_answers(attribute, _value_at(model, subject, attribute.name))
            if outcomes := (yield from self._outcomes(bench, subject, attribute, answers, shaping)):
                found[attribute.name] = outcomes
        return found

    def _outcomes(
        self,
        bench: _Bench,
        subject: str,
        attribute: Attribute,
        answers: Iterable[tuple[str, Value]],
        shaping: bool,
    ) -> Slices[tuple[Outcome, ...]]:
        """What each answer would change, with a pause after each; those that change nothing are left out."""
        found: list[Outcome] = []
        for answer, value in answers:
            if shaping:
                outcome = yield from self._analysed(bench, subject, attribute, answer, value)
            else:
                outcome = self._tried(bench, subject, attribute, answer, value)
            if outcome.changes:
                found.append(outcome)
            yield
        return tuple(found)

    def _kinds_at(self, bench: _Bench, boundary: str) -> Slices[Mapping[str, tuple[Outcome, ...]]]:
        """What each other kind of a boundary would change."""
        model, outcomes = bench.model, []
        now = model[boundary]
        for kind in (UNKNOWN, *self._library.catalog.boundary_kinds):
            value = "" if kind == UNKNOWN else kind
            if isinstance(now, Boundary) and value != now.type:
                other = edits.set_type(model, [boundary], value)
                outcomes.append((yield from self._compared(bench, kind, other)))
        changing = tuple(outcome for outcome in outcomes if outcome.changes)
        return {"type": changing} if changing else {}

    def _offered(self, bench: _Bench, subject: str) -> Iterator[tuple[Attribute, bool]]:
        """The attributes of one element or flow that some rule asked for, or that shape the graph."""
        record, catalog = bench.model.get(subject), self._library.catalog
        things: Sequence[Node | Hop] = ()
        offered: Sequence[Attribute] = ()
        if isinstance(record, Element):
            node = bench.topology.node(subject)
            things, offered = ((node,) if node else ()), catalog.attributes(record.type)
        elif isinstance(record, Flow):
            things, offered = bench.topology.halves.get(subject, ()), catalog.flow_attributes
        read = _read_of(things)
        for row in offered if things else ():
            shaping = row.name in self._shaping | DRAWN or len(things) > 1
            asked = row.name not in NOT_ASKED - DRAWN and row.values
            if asked and (shaping or row.name in read):
                yield row, shaping

    def _prepared(self, model: Model) -> Slices[_Bench]:
        library = self._library
        topology = yield from Topology.in_slices(model, library.catalog, library.kinds)
        things: list[Node | Hop] = [*topology.nodes, *topology.flows, *topology.bad_flows]
        for thing in things:
            thing.props = _Noted(thing.props)
        report = model.about.report_unknowns
        stated = Facts(topology, library.program, report_unknowns=report)
        granted = Facts(topology, library.program, granted=True, report_unknowns=report, shared=stated)
        in_force = library.in_force(model).compiled
        rules = tuple(row for row in in_force if row.rule.track != OFF_THE_RECORD)
        bench = _Bench(model, topology, stated, granted, rules)
        for done, row in enumerate(rules, 1):
            bench.found[row.rule.id] = self._findings(bench, row, stated, granted)
            if done % SLICE == 0:
                yield
        return bench

    def _open(self, bench: _Bench) -> Iterator[tuple[str, Attribute, bool]]:
        """The attributes that are unknown and that some rule asked for, or that shape the graph."""
        catalog, topology = self._library.catalog, bench.topology
        for element in bench.model.of(Element):
            node = topology.node(element.id)
            if node is not None:
                offered = catalog.attributes(element.type)
                keys = catalog.key_attributes(element.type)
                called = any(hop.drawn for hop in node.inflows)
                asked = [
                    row
                    for row in offered
                    if (row.name not in DEFAULTED or row.name in keys) and not (called and row.name == CALLED)
                ]
                yield from self._open_of(element.id, (node,), asked)
        for flow in bench.model.of(Flow):
            halves = topology.halves.get(flow.id, ())
            yield from self._open_of(flow.id, halves, catalog.flow_attributes)

    def _open_of(
        self, subject: str, things: Sequence[Node | Hop], attributes: Iterable[Attribute]
    ) -> Iterator[tuple[str, Attribute, bool]]:
        read = _read_of(things)
        for attribute in attributes:
            name = attribute.name
            if name in NOT_ASKED or not attribute.values:
                continue
            if all(thing.props.get(name, UNKNOWN) == UNKNOWN for thing in things):
                # The way back of a flow has ends of its own: what is said of them is turned round.
                shaping = name in self._shaping or len(things) > 1
                if shaping or name in read:
                    yield subject, attribute, shaping

    def _answers(self, attribute: Attribute) -> tuple[str, ...]:
        """The answers to try. What shapes the graph is not read by conditions alone: there, all of them."""
        values = (*attribute.values, NOT_APPLICABLE)
        return values if attribute.name in self._shaping else self._readers.told_apart(attribute.name, values)

    def _tried(self, bench: _Bench, subject: str, attribute: Attribute, answer: str, value: Value) -> Outcome:
        """What the rules that read an attribute would find if it had a value."""
        name, own = attribute.name, self._readers.of(attribute.name)
        thing = bench.topology.node(subject) or bench.topology.halves[subject][0]
        before = thing.props
        thing.props = {key: held for key, held in before.items() if key != name}
        if value != UNKNOWN:
            thing.props = {**thing.props, name: value}
        try:
            program = self._library.program
            report = bench.model.about.report_unknowns
            stated = Facts(bench.topology, program, report_unknowns=report, shared=bench.stated, own=own)
            granted = Facts(
                bench.topology, program, granted=True, report_unknowns=report, shared=bench.granted, own=own
            )
            rows = [row for row in bench.rules if row.fires in own or row.grades in own]
            was: dict[str, Finding] = {}
            now: dict[str, Finding] = {}
            for row in rows:
                was |= bench.found[row.rule.id]
                now |= self._findings(bench, row, stated, granted)
        finally:
            thing.props = before
        return outcome_of(answer, was, now)

    def _analysed(
        self, bench: _Bench, subject: str, attribute: Attribute, answer: str, value: Value
    ) -> Slices[Outcome]:
        """The same by analysing the model anew, for answers that change the graph."""
        model = edits.set_property(bench.model, [subject], attribute.name, value)
        return (yield from self._compared(bench, answer, model))

    def _compared(self, bench: _Bench, answer: str, model: Model) -> Slices[Outcome]:
        yield from self._whole.run(model)
        known = bench.found
        was = {id_: finding for found in known.values() for id_, finding in found.items()}
        now = {finding.id: finding for finding in self._whole.findings if finding.rule in known}
        return outcome_of(answer, was, now)

    def _findings(self, bench: _Bench, row: CompiledRule, stated: Facts, granted: Facts) -> Found:
        fires, grades, sure = (
            stated.function(row.fires),
            stated.function(row.grades),
            granted.function(row.fires),
        )
        found: dict[str, Finding] = {}
        for subject, ways in _cases(bench, row):
            firing = [things for things in ways if fires(*things)]
            if firing:
                severity = min((grades(*things) for things in firing), key=SEVERITIES.index)
                certain = any(sure(*things) for things in ways)
                rated = severity if row.override else ""
                finding = Finding(row.rule.id, subject, row.override or severity, certain, rated=rated)
                found[finding.id] = finding
        return found


def is_too_large(model: Model) -> bool:
    """Whether trying all answers on a model would take too long."""
    return len(model.of(Element)) + len(model.of(Flow)) > LARGEST


def as_value(attribute: Attribute, value: str) -> Value:
    """One answer as the attribute's value."""
    return (value,) if attribute.multiple and value != NOT_APPLICABLE else value


def _read_of(things: Iterable[Node | Hop]) -> set[str]:
    """The attributes that some rule asked for at the things."""
    return {name for thing in things if isinstance(thing.props, _Noted) for name in thing.props.read}


def _value_at(model: Model, subject: str, name: str) -> Value:
    record = model.get(subject)
    return record.properties.get(name, UNKNOWN) if isinstance(record, Element | Flow) else UNKNOWN


def _other_answers(attribute: Attribute, present: Value) -> Iterator[tuple[str, Value]]:
    """The answers that differ from the present one, each with the value that the attribute would have."""
    if not attribute.multiple:
        yield from (
            (value, value) for value in (UNKNOWN, *attribute.values, NOT_APPLICABLE) if value != present
        )
        return
    held = () if present == UNKNOWN else (present,) if isinstance(present, str) else present
    for value in attribute.values:
        kept = [one for one in held if one not in (value, NOT_APPLICABLE)]
        others = kept if value in held else [*kept, value]
        yield value, tuple(sorted(others)) or UNKNOWN
    if NOT_APPLICABLE not in held:
        yield NOT_APPLICABLE, NOT_APPLICABLE


def outcome_of(value: str, was: Found, now: Found) -> Outcome:
    """What differs between the findings before and after an answer."""
    both = [(was[id_], finding) for id_, finding in now.items() if id_ in was and was[id_] != finding]
    confirms = tuple(new for old, new in both if new.confirmed and not old.confirmed)
    return Outcome(
        value,
        appears=tuple(finding for id_, finding in now.items() if id_ not in was),
        vanishes=tuple(finding for id_, finding in was.items() if id_ not in now),
        confirms=confirms,
        regrades=tuple(new for _, new in both if new not in confirms),
    )


def _cases(bench: _Bench, row: CompiledRule) -> tuple[tuple[str, Ways], ...]:
    """The subjects at which a rule may fire, each with what its functions are called with."""
    key = row.rule.scope, row.types
    if key not in bench.cases:
        bench.cases[key] = tuple(_cases_of(bench.topology, *key))
    return bench.cases[key]


def _cases_of(topology: Topology, scope: str, types: frozenset[str] | None) -> Iterator[tuple[str, Ways]]:
    if scope == "node":
        for node in topology.nodes:
            if node.drawn and not node.out_of_scope and (types is None or node.type in types):
                yield node.id, ((node,),)
    elif scope == "flow":
        for flow, halves in topology.halves.items():
            if not halves[0].out_of_scope:
                yield flow, tuple((half,) for half in halves)
    elif scope == "badflow":
        yield from ((hop.id, ((hop,),)) for hop in topology.bad_flows if not hop.out_of_scope)
    elif scope == "boundary":
        yield from ((area.id, ((area,),)) for area in topology.areas)
    else:
        yield DIAGRAM_SUBJECT, ((),)
