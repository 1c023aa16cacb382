"""Because of which edits threats came, went or changed: found by making parts of what differs and analysing.

First each part is made alone. What no part does alone is looked for among the parts that its evidence
touches, and then among all, down to a smallest set. A reason is never guessed: the model before with just its
parts was analysed, and shows what the model after shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from dfdmodeler.analysis.delta import EVIDENCE, EXISTENCE, Delta, Reason, Turn
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.register import progress_of
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.model.differences import WHOLE, Difference, Differences, Part
from dfdmodeler.model.records import Flow

WORK = 10_000_000
LEAST = 60
"""Trials, times the records of the model, after which the search ends; but so many are made of any model."""
MOST_EXPLAINED = 1_000_000
"""Threats, times the records of the model, of which the evidence is looked at."""
MOST_REASONS = 3
"""Of edits that each would have done alone, so many are told."""
READ: Mapping[str, frozenset[str]] = {
    "element": frozenset({"name", "description", "notes", "source_type"}),
    "flow": frozenset({"name", "description", "notes", "source_type"}),
    "boundary": frozenset({"name", "description", "notes", "source_type"}),
    "override": frozenset({"reason", "author", "date"}),
}
"""Kinds of records that rules depend on, and their fields that they do not."""
ABOUT = frozenset({"report_unknowns", "packs_off"})
"""What a document says of itself that rules depend on."""
ABOUT_THREATS = ("decision", "mitigation")
"""Kinds of records that are about one threat."""
SETTLING: Mapping[str, tuple[str, ...]] = {
    "status": ("status", "expires"),
    "severity": ("severity",),
    "proposed": ("status", "measure"),
}
"""Fields of such records that settle something about the threat."""
Value = Any


class Goal(NamedTuple):
    """What a reason is looked for: something about a threat that the model after shows."""

    threat: str
    aspect: str


def _of_finding(read: Callable[[Analysis, str], Value]) -> Callable[[Analysis, str], Value]:
    return lambda analysis, id_: None if analysis.finding(id_) is None else read(analysis, id_)


ASPECTS: Mapping[str, Callable[[Analysis, str], Value]] = {
    EXISTENCE: lambda analysis, id_: analysis.finding(id_) is not None,
    "severity": _of_finding(lambda analysis, id_: analysis.finding(id_).severity),  # type: ignore[union-attr]
    "confidence": _of_finding(lambda analysis, id_: analysis.finding(id_).confirmed),  # type: ignore[union-attr]
    "proposed": _of_finding(
        lambda analysis, id_: progress_of(analysis.mitigations(analysis.finding(id_)))  # type: ignore[arg-type]
    ),
    EVIDENCE: lambda analysis, id_: analysis.explain(id_).digest,
}
"""What analysis alone says about a threat."""


def tracing(found: Differences, delta: Delta, analysis: Analysis) -> Slices[Delta]:
    """The delta with its reasons, in slices. The analysis is of some model in between, afterwards."""
    tracer = _Tracer(found, analysis)
    reasons = yield from tracer.reasons(delta)
    told = {turn.id: replace(turn, reasons=reasons[turn.id]) for turn in delta.turns}
    return replace(
        delta,
        appeared=tuple(told[turn.id] for turn in delta.appeared),
        gone=tuple(told[turn.id] for turn in delta.gone),
        changed=tuple(told[turn.id] for turn in delta.changed),
        traced=not tracer.exhausted,
    )


class _Tracer:
    """Looks for the reasons of one comparison."""

    def __init__(self, found: Differences, analysis: Analysis) -> None:
        self._found, self._analysis = found, analysis
        self._parts = tuple(part for row in found.changes for part in _read(row))
        self._left = max(LEAST, WORK // (len(found.before) + 1))
        self._targets: dict[Goal, Value] = {}
        self._reasons: dict[Goal, list[Reason]] = {}
        self._known: dict[frozenset[Part], frozenset[Goal]] = {}
        """Of parts that were tried together, which cheap goals they reach."""
        self.exhausted = False

    def reasons(self, delta: Delta) -> Slices[Mapping[str, tuple[Reason, ...]]]:
        """Reasons by threat."""
        yield from self._analysis.run(self._found.after, pausing=False)
        goals = [Goal(turn.id, aspect) for turn in delta.turns if turn.row.rule for aspect in turn.aspects]
        goals = [goal for goal in goals if goal.aspect in ASPECTS]
        self._targets = {goal: self._value(goal) for goal in goals}
        yield from self._analysis.run(self._found.before, pausing=False)
        self._targets = {goal: value for goal, value in self._targets.items() if self._value(goal) != value}
        yield from self._singles()
        near = self._near()
        for goal in self._open():
            yield from self._together(goal, near(goal.threat.partition("@")[2]))
        touched = yield from self._touched()
        for goal in self._open():
            yield from self._together(goal, touched.get(goal.threat, ()))
        for goal in self._open():
            yield from self._together(goal, self._parts)
        return {turn.id: tuple(self._told(turn)) for turn in delta.turns}

    def _told(self, turn: Turn) -> Iterable[Reason]:
        for aspect in turn.aspects:
            goal = Goal(turn.id, aspect)
            if goal in self._targets:
                yield from self._reasons.get(goal, [])
            elif parts := self._said_of(turn, aspect):
                yield Reason(aspect, parts)

    def _said_of(self, turn: Turn, aspect: str) -> tuple[Part, ...]:
        """What people changed that they say of this very threat: the fields that settle it, if they tell."""
        own = {row.id for row in self._found.changes if self._is_about(row, turn)}
        parts = tuple(part for part in self._found.parts if part.id in own)
        telling = (WHOLE, *SETTLING.get(aspect, ()))
        return tuple(part for part in parts if part.field in telling) or parts

    def _is_about(self, row: Difference, turn: Turn) -> bool:
        if row.kind == "threat":
            return not turn.row.rule and turn.id == f"{row.id}@"
        if row.kind not in ABOUT_THREATS:
            return False
        record = self._found.after.get(row.id) or self._found.before.get(row.id)
        decisions = {side.decision.id for side in (turn.before, turn.after) if side and side.decision}
        return row.id in decisions or getattr(record, "threat", None) == turn.id

    # Trials

    def _value(self, goal: Goal) -> Value:
        return ASPECTS[goal.aspect](self._analysis, goal.threat)

    def _trial(self, parts: frozenset[Part]) -> Slices[bool]:
        """Analyses the model before with these parts; false if there is no time left for it."""
        if self._left <= 0:
            self.exhausted = True
            return False
        self._left -= 1
        yield
        yield from self._analysis.run(self._found.applied(sorted(parts)), pausing=False)
        self._known[parts] = frozenset(
            goal
            for goal, value in self._targets.items()
            if goal.aspect != EVIDENCE and self._value(goal) == value
        )
        return True

    def _reaches(self, parts: Iterable[Part], goal: Goal) -> Slices[bool]:
        """Whether these parts together do something."""
        key = frozenset(parts)
        if not key:
            return False
        if goal.aspect != EVIDENCE and key in self._known:
            return goal in self._known[key]
        if not (yield from self._trial(key)):
            return False
        return bool(self._value(goal) == self._targets[goal])

    # The search

    def _singles(self) -> Slices[None]:
        """Which parts do something alone."""
        if not any(goal.aspect != EVIDENCE for goal in self._targets):
            return
        for part in self._parts:
            key = frozenset([part])
            if (yield from self._trial(key)):
                for goal in self._known[key]:
                    known = self._reasons.setdefault(goal, [])
                    if len(known) < MOST_REASONS:
                        known.append(Reason(goal.aspect, (part,)))

    def _open(self) -> list[Goal]:
        """The goals without a reason."""
        return [goal for goal in self._targets if goal not in self._reasons]

    def _near(self) -> Callable[[str], tuple[Part, ...]]:
        """The parts at a thing and what it is joined to, by its id."""
        joined: dict[str, set[str]] = {}
        for model in (self._found.before, self._found.after):
            for flow in model.of(Flow):
                for end in (flow.source, flow.target):
                    joined.setdefault(end or "", set()).add(flow.id)
                    joined.setdefault(flow.id, set()).add(end or "")
        by_id: dict[str, list[Part]] = {}
        for part in self._parts:
            by_id.setdefault(part.id, []).append(part)

        def near(id_: str) -> tuple[Part, ...]:
            first = joined.get(id_, set())
            ids = {id_, *first, *(far for one in first for far in joined.get(one, ()))}
            found = {part for one in ids for part in by_id.get(one, ())}
            return tuple(part for part in self._parts if part in found) if found else ()

        return near

    def _touched(self) -> Slices[Mapping[str, tuple[Part, ...]]]:
        """The parts that the evidence of threats without a reason touches, in one of the models."""
        open_ = list(dict.fromkeys(goal.threat for goal in self._open()))
        ids: dict[str, set[str]] = {id_: {id_.partition("@")[2]} for id_ in open_}
        for model in (self._found.after, self._found.before) if open_ else ():
            yield from self._analysis.run(model, pausing=False)
            for id_ in open_[: max(LEAST, MOST_EXPLAINED // (len(model) + 1))]:
                ids[id_] |= self._analysis.explain(id_).ids
                yield
        return {id_: tuple(part for part in self._parts if part.id in near) for id_, near in ids.items()}

    def _together(self, goal: Goal, parts: tuple[Part, ...]) -> Slices[None]:
        """Which of some parts do something together."""
        if (yield from self._reaches(parts, goal)):
            found = yield from self._least((), False, parts, goal)
            least = yield from self._confirmed(found, goal)
            if least:
                self._reasons[goal] = [Reason(goal.aspect, tuple(p for p in self._parts if p in least))]

    def _confirmed(self, parts: tuple[Part, ...], goal: Goal) -> Slices[tuple[Part, ...]]:
        """The parts, if they do it together and none of them is idle; what is idle is left out.

        One part may take back what another does, so halving alone proves neither.
        """
        if not (yield from self._reaches(parts, goal)):
            return ()
        for part in parts:
            others = tuple(other for other in parts if other != part)
            if (yield from self._reaches(others, goal)):
                return (yield from self._confirmed(others, goal))
        return () if self.exhausted else parts

    def _least(
        self, with_: tuple[Part, ...], grown: bool, parts: tuple[Part, ...], goal: Goal
    ) -> Slices[tuple[Part, ...]]:
        """Of parts that do something together with some others, as few as are needed.

        Halves are tried in turn (as QuickXplain does), so few parts of many are found in few trials.
        """
        if grown and (yield from self._reaches(with_, goal)):
            return ()
        if len(parts) == 1:
            return parts
        half = len(parts) // 2
        first, second = parts[:half], parts[half:]
        needed = yield from self._least((*with_, *first), True, second, goal)
        rest = yield from self._least((*with_, *needed), bool(needed), first, goal)
        return (*rest, *needed)


def _read(row: Difference) -> Iterable[Part]:
    """The parts of a difference that rules may depend on."""
    for part in row.parts:
        if row.kind == "about":
            wanted = part.field in ABOUT
        else:
            wanted = row.kind in READ and part.field not in READ[row.kind]
        if wanted:
            yield part
