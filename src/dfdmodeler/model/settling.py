"""The verbs that settle what a merge left to choose. Each is one edit, to be taken back like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import ValidationError

from dfdmodeler.model import triage
from dfdmodeler.model.conflict import Conflict, Side
from dfdmodeler.model.edits import delete, put, remove
from dfdmodeler.model.fields import IDENTITY, flat, kind_of, made, plain
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import RECORD_TYPES, Decision, Opaque, Record

Choice = Literal["ours", "theirs", "both", "keep"]
"""One version, both joined, or what stands in the model now, be it neither."""
JOINED = ("description", "notes", "reason", "text", "remark", "assumptions", "external_dependencies")
"""Texts of which both can be kept, one below the other."""
_SIGNED = ("author", "date", "evidence", "title")
"""Fields that say who spoke and of what, and may differ where texts are joined."""


def unsettled(model: Model) -> list[Conflict]:
    """What is left to choose, by what it is about: the names of subjects, then fields."""
    conflicts = model.of(Conflict)
    return sorted(conflicts, key=lambda c: (model.name_of(c.subject).casefold(), c.subject, c.id))


def settle(model: Model, conflict: str, choice: Choice, *, author: str = "", date: str = "") -> Model:
    """Makes a choice, which ends the conflict; who chose and when is noted where that changes a decision.

    A choice that `offered` does not name changes nothing.
    """
    found = model.find(Conflict, conflict)
    return model if found is None else _settled(model, [found], choice, author, date)


def settle_all(model: Model, choice: Choice, *, author: str = "", date: str = "") -> Model:
    """Makes the same choice for everything that is left, as far as it is offered."""
    return _settled(model, unsettled(model), choice, author, date)


def _settled(model: Model, conflicts: Sequence[Conflict], choice: Choice, author: str, date: str) -> Model:
    """All of them at once: several may be about one record, and deleting looks at the whole model."""
    settled = [conflict for conflict in conflicts if choice in offered(model, conflict)]
    records: dict[str, Record | None] = {}
    for conflict in settled if choice != "keep" else ():
        subject = records.get(conflict.subject) or model.get(conflict.subject)
        records[conflict.subject] = _made(subject, conflict, _side(conflict, choice))
    decisions = [record for record in records.values() if isinstance(record, Decision)]
    others = [record for record in records.values() if record and not isinstance(record, Decision)]
    model = put(model, *others)
    model = triage.keep(model, decisions, author=author, date=date) if decisions else model
    gone = [subject for subject, record in records.items() if record is None]
    model = delete(model, gone) if gone else model
    return remove(model, [conflict.id for conflict in settled])


def offered(model: Model, conflict: Conflict) -> tuple[Choice, ...]:
    """The choices that there are. What another program wrote into a conflict may fit no record, and what it
    is about may be gone; what stands can always be kept.
    """
    choices: tuple[Choice, ...] = ("ours", "theirs", "both")
    return (*(choice for choice in choices if _fits(model, conflict, choice)), "keep")


def standing(model: Model, conflict: Conflict) -> Choice | None:
    """Which version is in the model now; None if it is neither."""
    subject = model.get(conflict.subject)
    if _stands(conflict, conflict.ours, subject):
        return "ours"
    return "theirs" if _stands(conflict, conflict.theirs, subject) else None


def _stands(conflict: Conflict, side: Side | None, subject: Record | None) -> bool:
    if subject is None or side is None:
        return subject is None and side is None and not conflict.field
    if not conflict.field:
        return side.get("kind") == kind_of(subject)
    fields, said = flat(subject), side.plain()
    return all(plain(fields.get(name)) == said.get(name) for name in conflict.fields)


def subject_of(model: Model, conflict: Conflict) -> tuple[str | None, str | None]:
    """What is drawn of a conflict, if anything is, and the threat that it is about."""
    record = model.get(conflict.subject)
    threat = getattr(record, "threat", None)
    if isinstance(threat, str) and threat:
        subject = threat.partition("@")[2] or getattr(model.get(threat.removesuffix("@")), "subject", None)
        return (subject if subject in model else None), threat
    about = getattr(record, "subject", conflict.subject)
    return (about if isinstance(about, str) and about in model else None), None


def joined(conflict: Conflict) -> Side | None:
    """Both versions of a text as one, if they differ in a text of which both can be kept."""
    if conflict.ours is None or conflict.theirs is None or not conflict.field:
        return None
    ours, theirs = conflict.ours.plain(), conflict.theirs.plain()
    differing = [n for n in conflict.fields if n not in _SIGNED and ours.get(n) != theirs.get(n)]
    if len(differing) != 1 or differing[0] not in JOINED:
        return None
    (name,) = differing
    if not all(isinstance(side.get(name), str) and side[name] for side in (ours, theirs)):
        return None
    later = max(theirs, ours, key=lambda side: str(side.get("date", "")))
    authors = dict.fromkeys(str(side["author"]) for side in (ours, theirs) if side.get("author"))
    signed = {"author": ", ".join(authors)} if "author" in later else {}
    return Side({**later, **signed, name: f"{ours[name]}\n{theirs[name]}"})


def _side(conflict: Conflict, choice: Choice) -> Side | None:
    return {"ours": conflict.ours, "theirs": conflict.theirs, "both": joined(conflict)}[choice]


def _fits(model: Model, conflict: Conflict, choice: Choice) -> bool:
    if choice == "both" and joined(conflict) is None:
        return False
    try:
        _made(model.get(conflict.subject), conflict, _side(conflict, choice))
    except (ValidationError, LookupError):
        return False
    return True


def _made(subject: Record | None, conflict: Conflict, side: Side | None) -> Record | None:
    """What the subject is after a choice; None if it is deleted."""
    if conflict.field:
        if subject is None:
            raise LookupError(conflict.subject)
        return _with_fields(subject, conflict, {} if side is None else side.plain())
    if side is None:
        return None
    kind = side["kind"]
    record_type = RECORD_TYPES.get(kind, Opaque) if isinstance(kind, str) else Opaque
    return record_type.model_validate({**side, "id": conflict.subject})


def _with_fields(record: Record, conflict: Conflict, side: Mapping[str, Any]) -> Record:
    if strange := set(IDENTITY).intersection(conflict.fields):
        raise LookupError(*strange)
    kept = {name: value for name, value in flat(record).items() if name not in conflict.fields}
    return made(record, {**kept, **side})
