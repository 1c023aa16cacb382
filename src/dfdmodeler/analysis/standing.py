"""How threats stand: new since the last review, to be reviewed again, ended, open again, or as they were.

Two things are looked at: the last review that the model keeps, and what became of threats in the course of a
session, where a step may take threats away and another bring them back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dfdmodeler.analysis.threat import Standing, Threat
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Entry, Review
from dfdmodeler.model.triage_records import CLOSED

_NEVER = "~"
"""Later than any day."""
Stood = Decision | None
"""How a threat stood about which something is kept: with its decision, or not at all, for it was gone."""
GONE: Stood = None
_UNDECIDED = Decision(id="-", threat="-")
"""How a threat stood about which nothing was kept."""
_Changes = dict[str, tuple[Stood, Stood]]
"""How threats stood before and after, by id."""


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


class Course:
    """What became of the threats of a session about which something is kept, step by step.

    It follows the history of steps: who goes back in it finds threats as they were there. Each moment keeps
    what differs from the one before.
    """

    def __init__(self) -> None:
        self._steps: list[int] = []
        """After how many steps each moment was."""
        self._changes: list[_Changes] = []
        self._at = -1
        """The moment at which threats stood as in `_stood`; -1 before all."""
        self._stood: dict[str, Stood] = {}

    def cut(self, step: int) -> None:
        """Forgets what was after so many steps or more: another step was done instead."""
        place = self._place(step)
        self._go(min(self._at, place - 1))
        del self._steps[place:], self._changes[place:]

    def note(self, step: int, threats: Iterable[Threat], gone: Iterable[Decision]) -> None:
        """Notes how threats stand after so many steps."""
        stood: dict[str, Stood] = {row.id: row.decision for row in threats if row.decision}
        stood |= {decision.threat: GONE for decision in gone}
        place = self._place(step)
        known = place < len(self._steps) and self._steps[place] == step
        ahead: dict[str, Stood] | None = None
        if place + known < len(self._steps):
            self._go(place + known)
            ahead = dict(self._stood)
        self._go(place - 1)
        self._steps[place : place + known] = [step]
        self._changes[place : place + known] = [_differing(self._stood, stood)]
        if ahead is not None:
            self._changes[place + 1] = _differing(stood, ahead)
        self._at, self._stood = place, stood

    def reopened(self, step: int) -> frozenset[str]:
        """The threats that were gone or settled and are there, or open, again after so many steps."""
        found: set[str] = set()
        for changes in self._changes[1 : self._place(step + 1)]:
            for threat, (before, after) in changes.items():
                _follow(found, threat, before, after)
        return frozenset(found)

    def gone_by(self, step: int, done: Sequence[Done]) -> dict[str, str]:
        """The step that took each threat away that is gone after so many steps, by its label."""
        labels: dict[str, str] = {}
        for place in range(1, self._place(step + 1)):
            steps = done[self._steps[place - 1] : self._steps[place]]
            for threat, (_, after) in self._changes[place].items():
                labels.pop(threat, None)
                if after is GONE and steps:
                    labels[threat] = _took_away(threat, steps)
        return labels

    def _place(self, step: int) -> int:
        """The first moment after so many steps or more."""
        return bisect_left(self._steps, step)

    def _go(self, place: int) -> None:
        """Goes to another moment."""
        while self._at > place:
            self._apply({threat: before for threat, (before, _) in self._changes[self._at].items()})
            self._at -= 1
        while self._at < place:
            self._at += 1
            self._apply({threat: after for threat, (_, after) in self._changes[self._at].items()})

    def _apply(self, stood: dict[str, Stood]) -> None:
        self._stood = {i: one for i, one in (self._stood | stood).items() if one is not _UNDECIDED}


def _differing(before: Mapping[str, Stood], after: Mapping[str, Stood]) -> _Changes:
    pairs = {i: (before.get(i, _UNDECIDED), after.get(i, _UNDECIDED)) for i in before.keys() | after.keys()}
    return {i: pair for i, pair in pairs.items() if pair[0] is not pair[1]}


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


def _follow(found: set[str], threat: str, before: Stood, after: Stood) -> None:
    """Brings the threats that were reopened up to date with what became of one."""
    if after is GONE:
        found.discard(threat)
    elif before is GONE or (_is_closed(before) and not _is_closed(after)):
        found.add(threat)
    elif _is_closed(after) and _verdict(before) != _verdict(after):
        found.discard(threat)


def _is_closed(stood: Stood) -> bool:
    return stood is not None and stood.status in CLOSED


def _verdict(stood: Stood) -> tuple[str, ...]:
    assert stood is not None
    return stood.status, stood.reason, stood.author, stood.date, stood.evidence, stood.expires


def _took_away(threat: str, steps: Sequence[Done]) -> str:
    """Of some steps the one that removed the subject of a threat, or else the last one."""
    subject = threat.partition("@")[2] or threat.partition("@")[0]
    removing = (step for step in steps if subject in step.change and step.change[subject][1] is None)
    return next(removing, steps[-1]).label
