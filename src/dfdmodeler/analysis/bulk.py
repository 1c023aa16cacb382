"""Triage of many threats at once: one decision about all, or one field of all, as one change of the model.

What is kept under a former name of a rule is carried to the present id first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.columns import COLUMN, SEPARATOR
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register import adopting
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.record import evolve
from dfdmodeler.model.records import Status
from dfdmodeler.model.values import Value


@dataclass(frozen=True, slots=True)
class Signed:
    """Who does it, and on which day (ISO date)."""

    author: str
    date: str


def decide_all(
    model: Model,
    threats: Sequence[Threat],
    evidence: Mapping[str, str],
    status: Status,
    reason: str,
    expires: str,
    by: Signed,
) -> Model:
    """Decides about threats alike; `evidence` has the digests that it is decided on, by threat id."""
    model = adopting(model, threats, author=by.author, date=by.date)
    wanted = [
        triage.decided(
            model, threat.id, status=status, reason=reason, author=by.author, date=by.date,
            evidence=evidence.get(threat.id, ""), title=threat.title, expires=expires,
        )
        for threat in threats
    ]  # fmt: skip
    return triage.keep(model, wanted, author=by.author, date=by.date)


def set_all(model: Model, threats: Sequence[Threat], by: Signed, **fields: Value) -> Model:
    """Sets fields beside the verdict, such as `owner`, for all of some threats."""
    model = adopting(model, threats, author=by.author, date=by.date)
    titles = {one.id: one.title for one in threats}
    return triage.track(model, titles, author=by.author, date=by.date, titles=titles, **fields)


def retag(
    model: Model, threats: Sequence[Threat], add: Iterable[str], drop: Iterable[str], by: Signed
) -> Model:
    """Adds tags to all of some threats and takes others away; those that are not named stay."""
    model = adopting(model, threats, author=by.author, date=by.date)
    added, dropped = tuple(add), frozenset(drop)
    wanted = []
    for threat in threats:
        held = triage.decision_on(model, threat.id)
        kept = [tag for tag in held.tags if tag not in dropped]
        wanted.append(evolve(held, tags=tuple(dict.fromkeys((*kept, *added)))))
    return triage.keep(model, wanted, author=by.author, date=by.date)


def shared(values: Iterable[Value]) -> Value | None:
    """The value that all have; None if they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def shared_words(lines: Sequence[Line], column: str) -> str | None:
    """What lines have in common in a column: of tags those that all have; None if they differ."""
    if column == "tags":
        return SEPARATOR.join(shared_tags([line.kept.tags for line in lines]))
    value = shared(COLUMN[column].words(line) for line in lines)
    return None if value is None else str(value)


def shared_tags(tags: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The tags that all have, in the order of the first."""
    held = list(tags)
    return tuple(tag for tag in held[0] if all(tag in other for other in held)) if held else ()
