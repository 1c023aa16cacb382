"""Sign-off: a named person finishes a review of a state, and what has moved on since.

A review holds digests of the model, of the decisions and of the rule packs, and a short print of each record.
The digests tell whether anything differs, the prints tell what.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.slices import Slices, completed
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model import edits
from dfdmodeler.model.meaning import DECISIONS, MODEL, Digests, Meanings, digest_of
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Review

PACK = "pack"
"""The kind under which reviews keep the prints of rule packs."""
OFF_THE_RECORD = "validity"
"""The track of findings about the drawing itself, which are no threats."""
_WHOSE, _WHAT = 6, 5
"""Characters of a print that tell whose it is, and what it says: among 10,000 records two are alike by
accident in fewer than one model of a thousand, and then only what is listed is wrong, not the digests."""
_ID_DIGITS = 8
_Differing = tuple[tuple[str, ...], tuple[str, ...], int]
"""Ids of what is new, of what says something else, and how many are gone."""


@dataclass(frozen=True, slots=True)
class State:
    """What a review is about: what each record means, and what each rule pack says, in digests."""

    model: str
    decisions: str
    packs: str
    meanings: Digests
    """By kind, then by id of the record or pack."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What differs from the state that a review was about."""

    model: bool = False
    decisions: bool = False
    packs: bool = False
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids by kind: of records, and of rule packs."""
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    """How many are gone, by kind: what they were called is not kept."""
    opened: tuple[str, ...] = ()
    """Threats that are open now and were not, in the order of the register."""

    @property
    def at_all(self) -> bool:
        return self.model or self.decisions or self.packs or bool(self.opened)

    def count(self, kind: str) -> int:
        """How many of a kind differ."""
        return len(self.added.get(kind, ())) + len(self.changed.get(kind, ())) + self.removed.get(kind, 0)


def open_ids(threats: Iterable[Threat]) -> tuple[str, ...]:
    """The threats that nobody settled, in their order."""
    return tuple(row.id for row in threats if row.track != OFF_THE_RECORD and not row.decided)


def reviews(model: Model) -> list[Review]:
    """All reviews, the oldest first; those of one day in the order in which they were finished."""
    return sorted(model.of(Review), key=lambda review: (review.date, review.id))


def last_review(model: Model) -> Review | None:
    """The newest review, if there is any."""
    return max(model.of(Review), key=lambda review: (review.date, review.id), default=None)


def verdicts(model: Model) -> dict[str, Review]:
    """The newest review of each reviewer, by name: it takes the place of what they said before."""
    return {review.reviewer: review for review in reviews(model)}


class SignOff:
    """Finishes reviews, and compares models with what was reviewed, under one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._meanings = Meanings()

    def state(self, model: Model) -> Slices[State]:
        """What a review of a model now would be about."""
        digests = yield from self._meanings.of(model)
        packs = self._library.in_force(model).packs
        contents = {pack.id: f"{pack.version} {self._library.contents[pack.id]}" for pack in packs}
        yield
        of_model = digest_of(digests, MODEL)
        yield
        return State(
            of_model,
            digest_of(digests, DECISIONS),
            _digest("\n".join(f"{id_} {content}" for id_, content in sorted(contents.items()))),
            {**digests, PACK: contents},
        )

    def finish(
        self, model: Model, register: Register, *, reviewer: str, date: str, approves: bool, remark: str = ""
    ) -> Model:
        """The model with a review of what it is now. Reviews before it stay."""
        state = completed(self.state(model))
        said = {"reviewer": reviewer.strip(), "date": date, "approves": approves, "remark": remark.strip()}
        number = len(model.of(Review)) + 1
        content = [state.model, state.decisions, state.packs, *(str(value) for value in said.values())]
        review = Review.model_validate(
            {
                "id": f"review/{number:03}-{_digest(chr(10).join(content))[:_ID_DIGITS]}",
                **said,
                "model": state.model,
                "decisions": state.decisions,
                "packs": state.packs,
                "prints": {kind: list(_prints(found).values()) for kind, found in state.meanings.items()},
                "open": open_ids(register.threats),
            }
        )
        return edits.put(model, review)

    def moved(self, model: Model, register: Register, review: Review) -> Moved:
        """What differs in a model from the state that a review was about."""
        return completed(self.moving(model, register, review))

    def moving(self, model: Model, register: Register, review: Review) -> Slices[Moved]:
        """The same in slices."""
        state = yield from self.state(model)
        known = frozenset(review.open)
        opened = tuple(id_ for id_ in open_ids(register.threats) if id_ not in known)
        same = (state.model, state.decisions, state.packs) == (review.model, review.decisions, review.packs)
        if same:
            return Moved(opened=opened)
        differing: dict[str, _Differing] = {}
        for kind in sorted({*review.prints, *state.meanings}):
            yield
            differing[kind] = self._compared(review, state, kind)
        return Moved(
            state.model != review.model,
            state.decisions != review.decisions,
            state.packs != review.packs,
            {kind: added for kind, (added, _, _) in differing.items() if added},
            {kind: changed for kind, (_, changed, _) in differing.items() if changed},
            {kind: removed for kind, (_, _, removed) in differing.items() if removed},
            opened,
        )

    def _compared(self, review: Review, state: State, kind: str) -> _Differing:
        """What of a kind is new, what says something else, and how many are gone."""
        if not review.prints:  # written by a program that keeps none: only the digests tell
            return (), (), 0
        kept = review.prints.get(kind, ())
        then = {one[:_WHOSE]: one[_WHOSE:] for one in ((kept,) if isinstance(kept, str) else kept)}
        now = _prints(state.meanings.get(kind, {}))
        added = tuple(sorted(id_ for id_, one in now.items() if one[:_WHOSE] not in then))
        changed = tuple(
            sorted(i for i, one in now.items() if one[_WHOSE:] != then.get(one[:_WHOSE], one[_WHOSE:]))
        )
        return added, changed, len(then.keys() - {one[:_WHOSE] for one in now.values()})


def _prints(meanings: Mapping[str, str]) -> dict[str, str]:
    """The print of each record of a kind."""
    return {id_: _short(id_)[:_WHOSE] + _short(told)[:_WHAT] for id_, told in meanings.items()}


def _short(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
