"""What would remove a threat: sets of changes after which its rule no longer fires at its subject.

All sets of up to three changes that leave nothing out and nothing over; else a minimum cut of the paths; else
changes gathered one by one. Where no change removes a threat: what its mitigations ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from dfdmodeler.analysis.measures import Measure, Measures, claim
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import Finding
from dfdmodeler.analysis.trials import NOTHING, Trial, Trials
from dfdmodeler.graph.cuts import Place, minimum_cut
from dfdmodeler.graph.topology import Hop, Node
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.rules.support import Ground, PathTerm

MOST_CHANGES = 3
"""Up to so many changes, all sets are found."""
MOST_FOR_MARKER = 2
"""Up to so many changes are tried to bring one mitigation about."""
MOST_TRIALS = 2000
"""Changed models that are tried for one threat before the search for all sets ends."""
MOST_GATHERED = 60
MOST_MITIGATING = 4
Way = Literal["exact", "cut", "greedy", "mitigation"]
"""How a proposal was found: it is among all smallest ones; it closes all paths at the fewest places; changes
were gathered one by one, so that there may be a smaller one; or it makes the threat count as mitigated."""
Ask = Callable[[Measures], Ground | None]
"""What stands in the way after some changes; None if nothing does."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes to be made together, in a fixed order."""

    measures: tuple[Measure, ...]
    way: Way
    none_smaller: bool = False
    """Whether it is known that no set of fewer changes does."""

    @property
    def removes(self) -> bool:
        """Whether the threat is gone afterwards, rather than mitigated."""
        return self.way != "mitigation"


@dataclass(frozen=True, slots=True)
class Remedies:
    """The proposals for one threat, fewest changes first."""

    threat: str
    proposals: tuple[Proposal, ...] = ()
    complete: bool = True
    """Whether all sets of up to three changes were looked at."""


def remedying(trials: Trials, finding: Finding) -> Slices[Remedies]:
    """What would remove a finding, or mitigate it, in slices. Each was checked by running the rule."""

    def ask(chosen: Measures) -> Ground | None:
        return trials.ground(chosen, finding.rule, finding.subject)

    yield from trials.making(NOTHING)
    if ask(NOTHING) is None:
        return Remedies(finding.id)
    found, complete = yield from _all_smallest(trials, ask, MOST_CHANGES)
    if found:
        return Remedies(finding.id, _ordered(found, "exact", complete), complete)
    attempts: tuple[tuple[Way, Iterator[Measures]], ...] = (
        ("cut", _cuts(trials, finding)),
        ("greedy", _gathered(trials, ask)),
    )
    for way, larger in attempts:
        found = yield from _checked(trials, finding, larger)
        if found:
            return Remedies(finding.id, _ordered(found[:1], way, complete), complete)
    mitigating = yield from _mitigating(trials, finding)
    return Remedies(finding.id, mitigating, complete)


def _all_smallest(trials: Trials, ask: Ask, most: int) -> Slices[tuple[list[Measures], bool]]:
    """All sets of up to so many changes that reach the goal while no part of them does.

    What is in the way rests on some attributes, and any set that reaches the goal changes one of them: so
    it is enough to go on with these.
    """
    found: list[Measures] = []
    level: dict[Measures, None] = {NOTHING: None}
    tried = 0
    for size in range(most + 1):
        wider: dict[Measures, None] = {}
        for chosen in level:
            if any(less <= chosen for less in found):
                continue
            if tried == MOST_TRIALS:
                return found, False
            tried += 1
            yield from trials.making(chosen)
            ground = ask(chosen)
            if ground is None:
                found.append(chosen)
            elif size < most:
                wider.update((chosen | {one}, None) for one in trials.options(ground, chosen))
        level = wider
    return found, True


def _checked(trials: Trials, finding: Finding, larger: Iterable[Measures]) -> Slices[list[Measures]]:
    """Those sets after which the rule is silent, without what they do not need."""
    found: list[Measures] = []
    for chosen in larger:
        yield from trials.making(chosen)
        if chosen and not trials.fires(chosen, finding.rule, finding.subject):
            for one in sorted(chosen, key=lambda one: one.key):
                yield from trials.making(chosen - {one})
                if not trials.fires(chosen - {one}, finding.rule, finding.subject):
                    chosen -= {one}
            found.append(chosen)
    return sorted(found, key=_cost)


def _gathered(trials: Trials, ask: Ask) -> Iterator[Measures]:
    """Changes one by one, each about something that is still in the way."""
    chosen = NOTHING
    for _ in range(MOST_GATHERED):
        ground = ask(chosen)
        options = [] if ground is None else trials.options(ground, chosen)
        if not options:
            break
        chosen |= {min(options, key=lambda one: (one.is_design, trials.is_flow(one.subject), one.key))}
    yield chosen


def _cuts(trials: Trials, finding: Finding) -> Iterator[Measures]:
    """For each path that the rule needs, the fewest places where changes close all of its kind."""
    ground = trials.ground(NOTHING, finding.rule, finding.subject)
    for term in ground.terms if ground else ():
        yield _cut(trials, term)


def _cut(trials: Trials, term: PathTerm) -> Measures:
    now = trials.after(NOTHING)
    at: dict[str, set[Measure]] = {}
    for one in trials.options(now.support.read_by(term)):
        at.setdefault(one.subject, set()).add(one)
    closes = _Closed(term, now, trials.after(frozenset[Measure]().union(*at.values())))

    def at_place(place: Place) -> set[Measure]:
        owner = place.id if place.drawn else place.id.partition("@")[2]
        return {one for one in at.get(owner, ()) if (one.attribute == "exposure") is not place.drawn}

    def price(place: Place) -> int | None:
        return len(at_place(place)) or None if closes(place) else None

    way = now.support.way(term.call, term.names)
    starts, ends = ((term.near,), term.ends) if term.onward else (term.ends, (term.near,))
    places = minimum_cut(now.facts.topology, way, starts, ends, price)
    return frozenset(one for place in places or () for one in at_place(place))


class _Closed:
    """Which places of a path are closed once everything that can be done about it is done."""

    def __init__(self, term: PathTerm, now: Trial, then: Trial) -> None:
        self._before = now.support.way(term.call, term.names)
        topology = then.facts.topology
        self._nodes = {node.id: node for node in topology.nodes}
        self._hops = {(hop.id, hop.source.id): hop for hop in topology.flows}
        names = {name: self._same(value) for name, value in term.names.items()}
        self._after = then.support.way(term.call, names)

    def __call__(self, place: Place) -> bool:
        if isinstance(place, Node):
            node = self._nodes.get(place.id)
            return node is None or not self._after.passable[node.index]
        hop = self._hops.get((place.id, place.source.id))
        return hop is None or not self._usable(hop)

    def _usable(self, hop: Hop) -> bool:
        way = self._after
        return bool(hop.kinds & (way.first | way.later)) and (way.open is None or way.open(hop))

    def _same(self, value: Any) -> Any:
        if isinstance(value, Node):
            return self._nodes.get(value.id, value)
        if isinstance(value, Hop):
            return self._hops.get((value.id, value.source.id), value)
        return value


def _mitigating(trials: Trials, finding: Finding) -> Slices[tuple[Proposal, ...]]:
    """What makes a finding count as mitigated: one mitigation that suffices, or one that prevents together
    with one that detects.
    """
    library, subject = trials.library, finding.subject
    if not isinstance(trials.model.get(subject), Element | Flow):
        return ()
    known = [id_ for id_ in library.rules[finding.rule].mitigations if id_ in library.mitigations]
    rows = [library.mitigations[id_] for id_ in known if trials.has_place(id_, subject)]
    done = {row.id for row in rows if trials.is_done(NOTHING, row.id, subject)}
    kinds = {row.kind for row in rows if row.id in done}
    if {"proactive", "detective"} <= kinds or any(row.sufficient for row in rows if row.id in done):
        return ()
    missing = {"proactive", "detective"} - kinds
    brought: dict[str, list[Measures]] = {kind: [] for kind in sorted(missing)}
    alone: list[Measures] = []
    for row in rows:
        if row.id not in done and (row.sufficient or row.kind in missing):
            measures = yield from _bringing_about(trials, row.id, subject)
            (alone if row.sufficient else brought[row.kind]).append(measures)
    together = [frozenset[Measure]().union(*parts) for parts in product(*brought.values())]
    chosen = sorted(dict.fromkeys([*alone, *together]), key=_claims_last)[:MOST_MITIGATING]
    return _ordered(chosen, "mitigation")


def _bringing_about(trials: Trials, mitigation: str, subject: str) -> Slices[Measures]:
    """The fewest changes after which a mitigation shows at a subject; else it is claimed there."""

    def ask(chosen: Measures) -> Ground | None:
        return trials.undone(chosen, mitigation, subject)

    found, _ = yield from _all_smallest(trials, ask, MOST_FOR_MARKER)
    return min(found, key=_cost, default=frozenset({claim(subject, mitigation)}))


def _ordered(found: Sequence[Measures], way: Way, complete: bool = False) -> tuple[Proposal, ...]:
    """Proposals of sets; all smaller ones were looked at if the search for up to three was complete."""
    ordered = found if way == "mitigation" else sorted(found, key=_cost)
    return tuple(
        Proposal(
            tuple(sorted(one, key=lambda part: part.key)), way, complete and len(one) <= MOST_CHANGES + 1
        )
        for one in ordered
    )


def _cost(measures: Measures) -> tuple[int, int, list[tuple[str, str, tuple[str, ...]]]]:
    """Few changes first, controls before changes of design."""
    return len(measures), sum(one.is_design for one in measures), sorted(one.key for one in measures)


def _claims_last(measures: Measures) -> tuple[int, int]:
    """Attributes say more than claims; for the rest, the order of the rule's mitigations stands."""
    return sum(one.attribute == "controls" for one in measures), len(measures)
