"""Assumptions and action items: which are over or overdue, what they are about, what hangs on them.

Days are ISO dates, which sort as the days do; an empty `today` is before all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, ActionItem, Assumption
from dfdmodeler.model.triage import decision_id

FollowUp = Assumption | ActionItem

ASSUMPTION_WORDS: Mapping[str, str] = {"holds": "Holds", "unsure": "Unsure", "wrong": "Wrong"}
ACTION_WORDS: Mapping[str, str] = {"open": "Open", "done": "Done"}
KIND_WORDS: Mapping[str, str] = {"assumption": "Assumption", "action": "Action item"}
OVER, OVERDUE = "Past its date", "Overdue"


def follow_ups(model: Model) -> list[FollowUp]:
    """All of them: assumptions first, then action items, each by its day, those without one last."""
    return [
        *sorted(model.of(Assumption), key=lambda one: _place(one.valid_until, one)),
        *sorted(model.of(ActionItem), key=lambda one: _place(one.due, one)),
    ]


def _place(day: str, one: FollowUp) -> tuple[str, str, str]:
    return day or "~", one.text.casefold(), one.id


def is_late(one: FollowUp, today: str) -> bool:
    """Whether the last day of an assumption has passed, or an action item is overdue."""
    if isinstance(one, Assumption):
        return bool(one.valid_until) and one.valid_until < today
    return one.status == "open" and bool(one.due) and one.due < today


def is_in_doubt(one: FollowUp, today: str) -> bool:
    """Whether an assumption can no longer be relied on."""
    return isinstance(one, Assumption) and (one.status == "wrong" or is_late(one, today))


def asks_for_a_look(one: FollowUp, today: str) -> bool:
    """Whether somebody should look at it now."""
    return is_in_doubt(one, today) or is_late(one, today)


def is_settled(one: FollowUp, today: str) -> bool:
    """Whether nothing is to be done about it now."""
    return one.status in ("holds", "done") and not is_late(one, today)


def state_words(one: FollowUp, today: str) -> str:
    """How it stands, and that its day has passed."""
    words = ASSUMPTION_WORDS if isinstance(one, Assumption) else ACTION_WORDS
    late = (OVER if isinstance(one, Assumption) else OVERDUE) if is_late(one, today) else ""
    if late and one.status in ("holds", "open"):
        return late
    return f"{words[one.status]}, {late.lower()}" if late else words[one.status]


def day_words(one: FollowUp) -> str:
    """Until when it holds or is to be done; empty if nobody said."""
    if isinstance(one, Assumption):
        return f"until {one.valid_until}" if one.valid_until else ""
    return f"due {one.due}" if one.due else ""


def title_of(one: FollowUp) -> str:
    """Its first line, or what kind of thing it is."""
    lines = one.text.strip().splitlines()
    return lines[0].strip() if lines else f"{KIND_WORDS[one.kind]} without a text"


def about(model: Model, ids: Iterable[str]) -> list[FollowUp]:
    """Those that are about one of some elements, flows, boundaries or threats."""
    wanted = {alias for id_ in ids for alias in (id_, decision_id(id_))}
    return [one for one in follow_ups(model) if not wanted.isdisjoint(one.subjects)]


def subject_words(model: Model, titles: Mapping[str, str], subject: str) -> str:
    """What something that one is about is called; `titles` are those of threats, by id."""
    if subject == DIAGRAM_SUBJECT:
        return "the model as a whole"
    threat = titles.get(subject) or titles.get(decision_id(subject))
    if threat:
        return threat
    return model.name_of(subject) if subject in model else f"{subject} (gone)"


def doubts(model: Model, today: str) -> dict[str, tuple[str, ...]]:
    """What is said of threats and places that hang on an assumption which cannot be relied on, by id."""
    found: dict[str, list[str]] = {}
    for one in follow_ups(model):
        for said in _doubt(one, today):
            for subject in one.subjects:
                found.setdefault(subject, []).append(said)
    return {subject: tuple(said) for subject, said in found.items()}


def _doubt(one: FollowUp, today: str) -> Iterator[str]:
    if isinstance(one, Assumption) and is_in_doubt(one, today):
        how = "is wrong" if one.status == "wrong" else f"was valid until {one.valid_until}"
        yield f"It hangs on an assumption that {how}: “{title_of(one)}”"
