"""How threats stand: new since the last review, to be reviewed again, ended, open again, or as they were.

Two things are looked at: the last review that the model keeps, and what became of threats in the course of a
session, where a step may take threats away and another bring them back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from dfdmodeler.analysis.threat import Standing, Threat
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Entry, Review
from dfdmodeler.model.triage_records import CLOSED

GONE = None
"""How a threat stood that was not found."""
_NEVER = "~"
"""Later than any day."""
Stood = Decision | None
"""How a threat stood about which something is kept: with its decision, or not at all."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the last review and the histories of threats tell."""

    review: Review | None
    open_then: frozenset[str]
    first: Mapping[str, str]
    """The day of the first entry or decision, by threat id."""

    def standing(self, ids: Iterable[str], *, decided: bool, changed: bool, expired: bool) -> Standing:
        """How a threat stands, of which people may have spoken under some ids."""
        if expired:
            return "expired"
        if changed:
            return "again"
        if decided or self.review is None:
            return "unchanged"
        known = set(ids)
        if not self.open_then.isdisjoint(known):
            return "unchanged"
        spoken_of = any(self.first.get(id_, _NEVER) <= self.review.date for id_ in known)
        return "reopened" if spoken_of else "new"


def baseline(model: Model) -> Baseline:
    """Reads the reviews and histories of a model."""
    first: dict[str, str] = {}
    reviews: list[Review] = []
    for record in model.values():
        if type(record) is Review:
            reviews.append(record)
        elif type(record) is Entry or (type(record) is Decision and record.date):
            first[record.threat] = min(first.get(record.threat, record.date), record.date)
    review = max(reviews, key=lambda one: (one.date, one.id), default=None)
    return Baseline(review, frozenset(review.open if review else ()), first)


class Done(Protocol):
    """A step of a session."""

    @property
    def label(self) -> str: ...

    @property
    def change(self) -> Change: ...


@dataclass(frozen=True, slots=True)
class _Moment:
    """How threats stood after so many steps."""

    step: int
    stood: Mapping[str, Stood]


class Course:
    """What became of the threats of a session about which something is kept, step by step.

    It follows the history of steps: who goes back in it finds threats as they were there.
    """

    def __init__(self) -> None:
        self._moments: list[_Moment] = []

    def cut(self, step: int) -> None:
        """Forgets what was after fewer steps than now lead there: another step was done instead."""
        del self._moments[self._place(step) :]

    def note(self, step: int, threats: Iterable[Threat], gone: Iterable[Decision]) -> None:
        """Notes how threats stand after so many steps."""
        stood: dict[str, Stood] = {row.id: row.decision for row in threats if row.decision}
        stood |= {decision.threat: GONE for decision in gone}
        place = self._place(step)
        known = self._moments[place - 1].stood if place else None
        moment = _Moment(step, known if known == stood and known is not None else stood)
        same = place < len(self._moments) and self._moments[place].step == step
        self._moments[place : place + same] = [moment]

    def reopened(self, step: int) -> frozenset[str]:
        """The threats that were gone or settled and are there, or open, again after so many steps."""
        found: set[str] = set()
        moments = self._moments[: self._place(step + 1)]
        for before, after in pairwise(moments):
            if before.stood is not after.stood:
                _follow(found, before.stood, after.stood)
        return frozenset(found)

    def gone_by(self, step: int, done: Sequence[Done]) -> dict[str, str]:
        """The step that took each threat away that is gone after so many steps, by its label."""
        moments = self._moments[: self._place(step + 1)]
        labels: dict[str, str] = {}
        for before, after in pairwise(moments):
            if before.stood is not after.stood:
                went = {
                    i for i, now in after.stood.items() if now is GONE and before.stood.get(i, i) is not GONE
                }
                labels |= {i: _took_away(i, done[before.step : after.step]) for i in went}
        last = moments[-1].stood if moments else {}
        return {i: label for i, label in labels.items() if label and last.get(i, i) is GONE}

    def _place(self, step: int) -> int:
        return bisect_left(self._moments, step, key=lambda moment: moment.step)


def told(threats: tuple[Threat, ...], reopened: frozenset[str]) -> tuple[Threat, ...]:
    """The threats, those that are open again in this session as such.

    One that came back with its decision, on the same evidence, is as it was.
    """
    if not reopened:
        return threats
    return tuple(
        replace(row, standing="reopened")
        if row.id in reopened and row.standing in ("unchanged", "new") and not row.decided
        else row
        for row in threats
    )


def _follow(found: set[str], before: Mapping[str, Stood], after: Mapping[str, Stood]) -> None:
    """Brings the threats that were reopened up to date with another moment."""
    for threat in before.keys() | after.keys():
        was, now = (stood.get(threat, _UNDECIDED) for stood in (before, after))
        if now is GONE:
            found.discard(threat)
        elif was is GONE or (_is_closed(was) and not _is_closed(now)):
            found.add(threat)
        elif _is_closed(now) and was is not now and _verdict(was) != _verdict(now):
            found.discard(threat)


_UNDECIDED = Decision(id="-", threat="-")


def _is_closed(stood: Stood) -> bool:
    return stood is not None and stood.status in CLOSED


def _verdict(stood: Stood) -> tuple[str, ...]:
    assert stood is not None
    return stood.status, stood.reason, stood.author, stood.date, stood.evidence, stood.expires


def _took_away(threat: str, steps: Sequence[Done]) -> str:
    """Of some steps the one that removed the subject of a threat, or else the last one."""
    subject = threat.partition("@")[2] or threat.partition("@")[0]
    removing = (step for step in steps if subject in step.change and step.change[subject][1] is None)
    chosen = next(removing, steps[-1] if steps else None)
    return chosen.label if chosen else ""
