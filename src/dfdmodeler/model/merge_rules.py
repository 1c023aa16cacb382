"""How fields merge when both versions changed them, as tables by kind of record and field.

What is not named here merges by `DEFAULT`: sets of texts are merged as sets, anything else is a conflict. So
a new kind of record needs a row only where that would be wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from dfdmodeler.model.fields import plain
from dfdmodeler.model.triage import VERDICT

Part = Mapping[str, Any]
"""Fields that merge together, by name; one that is not set is missing."""
Rule = Callable[[Part, Part, Part], Part | None]
"""Makes one of base, ours and theirs, all different; None if only a person can."""


def _text(part: Part) -> str:
    return json.dumps({name: plain(value) for name, value in part.items()}, sort_keys=True, default=str)


def disagree(base: Part, ours: Part, theirs: Part) -> None:
    """Only a person can tell."""


def take_ours(base: Part, ours: Part, theirs: Part) -> Part:
    """Where something is drawn: either is right, and ours is before us."""
    return ours


def take_greater(base: Part, ours: Part, theirs: Part) -> Part:
    """Nobody's work: which one does not matter, but it is the same from both sides."""
    return max(ours, theirs, key=_text)


def as_sets(base: Part, ours: Part, theirs: Part) -> Part | None:
    """What either added is in, what either took out is not: as in base, then what is new, sorted."""
    (name,) = {*ours, *theirs}
    sides = [side.get(name, ()) for side in (base, ours, theirs)]
    if not all(_is_set(side) for side in sides):
        return None
    before, mine, others = sides
    kept = [text for text in before if text in mine and text in others]
    return {name: (*kept, *sorted({*mine, *others} - {*before}))}


def _is_set(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(text, str) for text in value)


def same_if(*fields: str, text: str) -> Rule:
    """Two people who say the same are no conflict: the one with words counts, then the later."""

    def rule(base: Part, ours: Part, theirs: Part) -> Part | None:
        said = {side.get(text) or "" for side in (ours, theirs)} - {""}
        if len(said) > 1 or any(ours.get(name) != theirs.get(name) for name in fields):
            return None
        return max(ours, theirs, key=lambda side: (side.get(text) or "", side.get("date") or "", _text(side)))

    return rule


class Unit(NamedTuple):
    """Fields that only make sense together, and how they merge. The first names a conflict about them."""

    fields: tuple[str, ...]
    rule: Rule = disagree


DEFAULT: Rule = as_sets
_BOX = ("x", "y", "width", "height")

UNITS: Mapping[str, tuple[Unit, ...]] = {
    "decision": (
        Unit(VERDICT, same_if("status", "expires", text="reason")),
        Unit(("severity", "severity_reason"), same_if("severity", text="severity_reason")),
    ),
    "answer": (Unit(("text", "status", "author", "date"), same_if("status", text="text")),),
    "override": (
        Unit(("severity", "off", "reason", "author", "date"), same_if("severity", "off", text="reason")),
    ),
    "suggestion": (Unit(("previous", "value", "score", "reason"), take_greater),),
    "conflict": (Unit(("base", "ours", "theirs"), take_ours),),
    "placement": (Unit((*_BOX, "points"), take_ours),),
    "route": (Unit(("bends", "source_point", "target_point"), take_ours),),
    "note": (Unit(_BOX, take_ours),),
}
"""Fields that belong together, by kind."""

FIELDS: Mapping[str, Mapping[str, Rule]] = {
    "about": {"packs.*": take_greater},
    "diagram": {"order": take_ours, "style": take_ours},
    "placement": {"*": take_ours},
    "route": {"*": take_ours},
    "note": {"z": take_ours, "locked": take_ours},
    "view": {"sort": disagree, "columns": disagree},
}
"""Rules of single fields, by kind: of the field, of a mapping (``packs.*``), or of all others (``*``)."""

Presence = Literal["edited", "ours", "deleted"]
PRESENCE: Mapping[str, Presence] = {
    "placement": "ours",
    "route": "ours",
    "suggestion": "deleted",
    "conflict": "deleted",
}
"""Which counts of a record that one deleted and the other changed; "edited", the default, is a conflict."""

BLANK: Mapping[str, tuple[str, ...]] = {"decision": ("threat", "title")}
"""Kinds of which a record that says nothing is the same as none, and what it is about: what one took back and
the other added to merges by field."""

REFERENCES: Mapping[str, tuple[str, ...]] = {
    "flow": ("source", "target"),
    "placement": ("diagram", "subject"),
    "route": ("diagram", "subject"),
    "suggestion": ("subject",),
    "note": ("diagram",),
}
"""Fields that name what a record cannot be without: it is deleted with that, and comes back with it."""
TRACES = ("placement", "route", "suggestion")
"""Kinds that say nothing on their own, and go with what they name."""


def rule_of(kind: str, path: str) -> Rule:
    """How one field merges."""
    rules = FIELDS.get(kind, {})
    return rules.get(path) or rules.get(f"{path.partition('.')[0]}.*") or rules.get("*") or DEFAULT
