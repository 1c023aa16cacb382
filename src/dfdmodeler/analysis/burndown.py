"""How far the work is since the last review: of what was open then, how much is left, day by day.

The review tells what was open, the entries tell when it was decided, and the register tells how it stands
now. On which day a threat went with the drawing nobody noted; such threats count until today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dfdmodeler.analysis.signoff import last_review
from dfdmodeler.analysis.threat import NOT_COUNTED, Threat
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Entry, Review
from dfdmodeler.model.triage_history import CARRIED, in_time
from dfdmodeler.model.triage_records import CLOSED

Turns = list[tuple[str, bool]]
"""Days on which a threat was settled or opened again, in order: open from then on?"""


@dataclass(frozen=True, slots=True)
class Point:
    """How many of the threats that were open at the review are open at the end of a day."""

    day: str
    left: int


@dataclass(frozen=True, slots=True)
class Burndown:
    """The work since a review."""

    review: Review
    points: tuple[Point, ...]
    """The day of the review, each day on which something changed, and the last day."""
    settled: int
    """Of those open then: decided since."""
    vanished: int
    """Of those open then: no longer found."""
    left: int
    """Of those open then: still open, or open again."""
    new: tuple[str, ...] = ()
    """Ids of threats that are open and were not there."""
    reopened: tuple[str, ...] = ()
    """Ids of threats that are open and were settled."""

    @property
    def start(self) -> int:
        """How many were open at the review."""
        return self.settled + self.vanished + self.left

    @property
    def open_now(self) -> int:
        return self.left + len(self.new) + len(self.reopened)


def burndown(model: Model, threats: Iterable[Threat], today: str) -> Burndown | None:
    """The work since the last review, until an ISO date; nothing if no review was finished."""
    review = last_review(model)
    if review is None:
        return None
    rows = [threat for threat in threats if threat.track != NOT_COUNTED]
    reader = _Reader(model, review, rows)
    last = max(today, review.date)
    found = {id_: reader.present(id_) for id_ in dict.fromkeys(review.open)}
    then = {row.id for row in found.values() if row}
    turns = [reader.turns(id_, row, last) for id_, row in found.items()]
    settled = sum(1 for row in found.values() if row and row.decided)
    vanished = sum(1 for row in found.values() if row is None)
    since = [row for row in rows if not row.decided and row.id not in then]
    return Burndown(
        review,
        _points(review.date, turns, last),
        settled,
        vanished,
        len(found) - settled - vanished,
        tuple(row.id for row in since if row.standing == "new"),
        tuple(row.id for row in since if row.standing != "new"),
    )


class _Reader:
    """What the histories tell of threats that were open at a review."""

    def __init__(self, model: Model, review: Review, rows: Iterable[Threat]) -> None:
        self._review = review
        self._entries: dict[str, list[Entry]] = {}
        self._became: dict[str, str] = {}
        for record in model.values():
            if type(record) is not Entry:
                continue
            if record.field == CARRIED:
                self._became.setdefault(record.before, record.threat)
            elif record.field == "status" and record.date >= review.date:
                self._entries.setdefault(record.threat, []).append(record)
        self._rows: dict[str, Threat] = {}
        for row in rows:
            for id_ in (row.id, *row.former, *((row.decision.threat,) if row.decision else ())):
                self._rows.setdefault(id_, row)

    def present(self, id_: str) -> Threat | None:
        """The threat that was open under an id, as it is now; None if it is not found any more."""
        seen = set()
        while id_ not in self._rows and id_ in self._became and id_ not in seen:
            seen.add(id_)
            id_ = self._became[id_]
        return self._rows.get(id_)

    def turns(self, id_: str, row: Threat | None, last: str) -> Turns:
        """When a threat that was open then was settled, and opened again."""
        ids = {id_, id_.removesuffix("@")} | ({row.id, row.id.removesuffix("@")} if row else set())
        entries = sorted((e for one in ids for e in self._entries.get(one, ())), key=in_time)
        turns = [(entry.date, entry.after not in CLOSED) for entry in entries]
        decision = row.decision if row else None
        if row and row.expired and decision:
            turns.append((max(_day_after(decision.expires), turns[-1][0] if turns else ""), True))
        is_open = row is not None and not row.decided
        if not turns and decision and decision.date > self._review.date and not is_open:
            turns.append((decision.date, False))  # of a file without entries
        if not turns or turns[-1][1] != is_open:
            turns.append((last, is_open))
        return turns


def _points(start: str, all_turns: Iterable[Turns], last: str) -> tuple[Point, ...]:
    changes: dict[str, int] = {start: 0, last: 0}
    left = 0
    for turns in all_turns:
        left += 1
        before = True
        for day, is_open in turns:
            within = min(max(day, start), last)
            changes[within] = changes.get(within, 0) + is_open - before
            before = is_open
    points: list[Point] = []
    for day in sorted(changes):
        left += changes[day]
        points.append(Point(day, left))
    return tuple(points)


def _day_after(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(1)).isoformat()
    except ValueError:
        return day


def burndown_words(found: Burndown) -> str:
    """The work since a review in a few sentences, for those who do not see the chart."""
    by = f" by {found.review.reviewer}" if found.review.reviewer else ""
    parts = [f"At the review{by} on {found.review.date}, {_threats(found.start, 'was', 'were')} open."]
    if found.start:
        closed = found.settled + found.vanished
        went = f", {found.vanished:,} by being found no longer" if found.vanished else ""
        parts.append(f"{closed:,} {_is(closed)} closed since{went}; {found.left:,} {_is(found.left)} left.")
    new, again = len(found.new), len(found.reopened)
    parts.append(f"{new:,} {_is(new)} new and open, {again:,} {_is(again)} open again.")
    return " ".join(parts)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _threats(count: int, one: str, many: str) -> str:
    return f"1 threat {one}" if count == 1 else f"{count:,} threats {many}"
