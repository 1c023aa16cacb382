"""Two versions of a diagram: how what differs is marked, and both as one, with what is gone as ghosts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dfdmodeler.drawing.primitives import Item, Path, Primitive, Rectangle, Shade, Style, Text
from dfdmodeler.model import edits
from dfdmodeler.model.differences import Difference, Differences, How
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Placement, Record, Route, Threat

DRAWN = (Element, Flow, Boundary, Note)
MARKS: Mapping[How, Shade] = {
    "added": Shade("data", "+", "added"),
    "removed": Shade("explained", "\N{EN DASH}", "removed"),
    "changed": Shade("training", "\N{GREEK CAPITAL LETTER DELTA}", "changed"),
}
"""How each sort of difference looks: a colour, and a sign for those who do not see it."""
_DASH = (5.0, 4.0)
_SUBJECTS = ("subject", "subjects")


def shades(found: Differences, *hows: How) -> Mapping[str, Shade]:
    """What differs in some of the ways, by the thing that is drawn of it."""
    return {
        row.id: MARKS[row.change]
        for row in found.changes
        if row.change in hows and isinstance(record_of(found, row), DRAWN)
    }


def gone(found: Differences) -> frozenset[str]:
    """What is drawn of the version before alone."""
    return frozenset(shades(found, "removed")) - found.after.keys()


def both(found: Differences) -> Model:
    """The version after, with what is gone where it was. For drawing: what it means is neither version."""
    lost = gone(found)
    records = [found.before[id_] for id_ in sorted(lost)]
    for record in found.before.values():
        if isinstance(record, Placement | Route) and record.subject in lost:
            records.append(record)
    return edits.put(found.after, *records)


def subject_of(found: Differences, row: Difference) -> str:
    """The thing on a diagram that a difference is about; empty if it is about none."""
    record = record_of(found, row)
    if isinstance(record, DRAWN):
        return record.id
    if threat := getattr(record, "threat", ""):
        return subject_of_threat(found, str(threat))
    for name in _SUBJECTS:
        subjects = getattr(record, name, ())
        if subjects:
            return subjects if isinstance(subjects, str) else str(subjects[0])
    return ""


def subject_of_threat(found: Differences, threat: str) -> str:
    """Where a threat is, by its id; a stated one says it itself."""
    stated, _, subject = threat.partition("@")
    record = found.after.get(stated) or found.before.get(stated)
    return subject or (record.subject if isinstance(record, Threat) else "")


def record_of(found: Differences, row: Difference) -> Record | None:
    """The record of a difference: as it is, or was."""
    record: Record | None = (found.before if row.change == "removed" else found.after).get(row.id)
    return record


def ghost(item: Item) -> Item:
    """An item as one of what is no longer there: dashed, not filled, and faint."""
    return replace(item, primitives=tuple(_ghostly(part) for part in item.primitives))


def _ghostly(part: Primitive) -> Primitive:
    if isinstance(part, Text):
        return part if part.color == "on_mark" else replace(part, color="faint")
    if _is_chip(part.style):
        return part
    return replace(part, style=_ghost_style(part))


def _is_chip(style: Style) -> bool:
    """Whether it is the sign that tells of the difference, which stays plain."""
    return style.stroke == "canvas" or style.fill == "on_mark"


def _ghost_style(part: Rectangle | Path) -> Style:
    style = part.style
    small = isinstance(part, Path) and any(name == "Z" for name, _ in part.segments)
    dash = style.dash if small or not style.stroke else _DASH
    clear = isinstance(part, Rectangle) and style.stroke is not None
    return replace(style, dash=dash, fill=None if clear else style.fill)
