"""Elements and notes as primitives: the notation of data-flow diagrams, with an icon and a family colour."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from dfdmodeler.drawing import icons
from dfdmodeler.drawing.badges import HEIGHT as BADGE_HEIGHT
from dfdmodeler.drawing.badges import badge_primitives, badge_width
from dfdmodeler.drawing.metrics import LINE_HEIGHT, MIDDLE, Metrics, Weight
from dfdmodeler.drawing.primitives import Badge, Box, Item, Path, Primitive, Rectangle, Segment, Style, Text
from dfdmodeler.model.records import Boundary, Element

NAME_SIZE = 13.0
TYPE_SIZE = 11.0
DEFAULT_WIDTH, DEFAULT_HEIGHT = 136.0, 56.0
RADIUS = 14.0
OUTLINE, EXPLAINED_OUTLINE = 1.6, 2.6
_PADDING = 14.0
_ICON_ROOM = icons.GRID + 10.0
_MAX_TEXT_WIDTH = 156.0
_MAX_NAME_LINES = 3
_NARROW = 112.0
"""A box narrower than this has its icon above the text."""
_NAME_STEP = NAME_SIZE * LINE_HEIGHT
_TYPE_STEP = TYPE_SIZE * LINE_HEIGHT
_NAME_SIZES = (NAME_SIZE, 12.0, 11.0)
"""In a box that somebody sized, text may be a little smaller where that spares it an ellipsis."""
_TYPE_SIZES = (TYPE_SIZE, 10.0, 9.0)


_DOOR = 14.0


@dataclass(frozen=True, slots=True)
class Look:
    """What the catalog says of a type's picture."""

    shape: Literal["entity", "process", "store"]
    color: str
    icon: str
    label: str


def shown_name(record: Element | Boundary) -> str:
    """What a shape is called on the diagram: as everywhere else, so that text about it can be followed."""
    return record.name if record.name.strip() else record.id


def element_size(name: str, look: Look, metrics: Metrics) -> tuple[float, float]:
    """The size of an element that nobody sized: 136 by 56, growing with its name in steps of 8."""
    name_lines, type_lines = _texts(name, look, metrics, _MAX_TEXT_WIDTH, _MAX_NAME_LINES)
    widths = [metrics.width(line, NAME_SIZE, 600) for line in name_lines]
    widths += [metrics.width(line, TYPE_SIZE) for line in type_lines]
    width = max(DEFAULT_WIDTH, _PADDING + _ICON_ROOM + max(widths, default=0.0) + _PADDING)
    height = max(DEFAULT_HEIGHT, 2 * 10 + len(name_lines) * _NAME_STEP + len(type_lines) * _TYPE_STEP)
    return math.ceil(width / 8) * 8.0, math.ceil(height / 8) * 8.0


def element_primitives(
    name: str, look: Look, box: Box, metrics: Metrics, highlighted: bool = False, out_of_scope: bool = False
) -> tuple[Primitive, ...]:
    """Outline, icon, name and type of an element in its box.

    On a path that is explained its outline is heavier but keeps its colour: the strong line is the flows'.
    """
    width = EXPLAINED_OUTLINE if highlighted else OUTLINE
    style = Style(stroke=look.color, width=width, dash=(5.0, 4.0) if out_of_scope else ())
    return (*_OUTLINES[look.shape](box, style), *_content(name, look, box, metrics))


def badge_box(badge: Badge, box: Box, metrics: Metrics) -> Box:
    """Where the badge of a shape stands: across its upper right corner."""
    width = badge_width(badge, metrics)
    return Box(box.right - width + 10, box.y - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)


def badge_at_corner(badge: Badge, box: Box, metrics: Metrics) -> tuple[Primitive, ...]:
    """The badge of a shape."""
    place = badge_box(badge, box, metrics)
    return badge_primitives(badge, place.x, place.y, metrics)


def element_item(
    element: Element, look: Look, box: Box, z: int, metrics: Metrics, badge: Badge | None, marked: bool
) -> Item:
    """An element in its box, with its badge."""
    out_of_scope = element.properties.get("out_of_scope") == "yes"
    primitives = element_primitives(shown_name(element), look, box, metrics, marked, out_of_scope)
    bounds = box.grown(2)
    if badge:
        primitives += badge_at_corner(badge, box, metrics)
        bounds = bounds.united(badge_box(badge, box, metrics).grown(1))
    return Item(element.id, "element", z, bounds, primitives, shape=box)


def door_box(box: Box) -> Box:
    """Where the mark stands of an element that opens a diagram."""
    return Box(box.right - _DOOR - 10, box.bottom - _DOOR / 2, _DOOR, _DOOR)


def with_door(item: Item, color: str) -> Item:
    """An element that opens a diagram of its own: a small square with a plus across its lower edge."""
    assert item.shape
    door = door_box(item.shape)
    middle_x, middle_y = door.center
    arm = _DOOR / 2 - 3.5
    plus: tuple[Segment, ...] = (
        ("M", (middle_x - arm, middle_y)),
        ("L", (middle_x + arm, middle_y)),
        ("M", (middle_x, middle_y - arm)),
        ("L", (middle_x, middle_y + arm)),
    )
    drawn = (
        Rectangle(door, Style("panel", color, OUTLINE), 3.0),
        Path(plus, Style(stroke=color, width=OUTLINE)),
    )
    bounds = item.bounds.united(door.grown(1))
    return replace(item, primitives=(*item.primitives, *drawn), bounds=bounds)


def door_of(item: Item) -> Box | None:
    """Where the mark of an item is that opens a diagram; None if it opens none."""
    if item.role != "element" or item.shape is None:
        return None
    door = door_box(item.shape)
    return door if any(isinstance(part, Rectangle) and part.box == door for part in item.primitives) else None


def _entity(box: Box, style: Style) -> tuple[Primitive, ...]:
    return (Rectangle(box, Style("panel", style.stroke, style.width, style.dash)),)


def _process(box: Box, style: Style) -> tuple[Primitive, ...]:
    radius = min(RADIUS, box.width / 2, box.height / 2)
    return (Rectangle(box, Style("panel", style.stroke, style.width, style.dash), radius),)


def _store(box: Box, style: Style) -> tuple[Primitive, ...]:
    return (
        Rectangle(box, Style(fill="panel")),
        Path((("M", (box.x, box.y)), ("L", (box.right, box.y))), style),
        Path((("M", (box.x, box.bottom)), ("L", (box.right, box.bottom))), style),
    )


def outline(shape: str, box: Box, style: Style) -> tuple[Primitive, ...]:
    """The outline of ``entity``, ``process`` or ``store``."""
    return _OUTLINES[shape](box, style)


_OUTLINES = {"entity": _entity, "process": _process, "store": _store}


def _texts(
    name: str, look: Look, metrics: Metrics, width: float, max_lines: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the name and of the type; an element without a name goes by its type."""
    name_lines = metrics.lines(name, NAME_SIZE, width, max(1, max_lines), 600)
    if not name_lines:
        return metrics.lines(look.label, NAME_SIZE, width, max(1, max_lines), 600), ()
    return name_lines, metrics.lines(look.label, TYPE_SIZE, width, 1)


def _fitted(
    text: str,
    lines: tuple[str, ...],
    sizes: tuple[float, ...],
    metrics: Metrics,
    width: float,
    most: int,
    weight: Weight,
) -> tuple[float, tuple[str, ...]]:
    """The largest size at which the text is there in full, with its lines; else the usual one."""
    whole = _letters(text)
    for size in sizes if lines and _letters("".join(lines)) != whole else ():
        fitting = metrics.lines(text, size, width, max(1, most), weight)
        if _letters("".join(fitting)) == whole:
            return size, fitting
    return sizes[0], lines


def _letters(text: str) -> str:
    return "".join(text.split())


def _content(name: str, look: Look, box: Box, metrics: Metrics) -> tuple[Primitive, ...]:
    beside = box.width >= _NARROW
    icon_above = not beside and box.height >= 64
    top = box.y + 8 + (icons.GRID + 2 if icon_above else 0)
    room = box.bottom - 6 - top
    width = box.width - (_ICON_ROOM + 2 * _PADDING if beside else 12.0)
    fitting = int((room - _TYPE_STEP) // _NAME_STEP)
    width, most = max(width, 8.0), min(fitting, _MAX_NAME_LINES)
    name_lines, type_lines = _texts(name, look, metrics, width, most)
    name_size, name_lines = _fitted(name or look.label, name_lines, _NAME_SIZES, metrics, width, most, 600)
    type_size, type_lines = _fitted(look.label, type_lines, _TYPE_SIZES, metrics, width, 1, 400)
    if fitting < 1:
        type_lines = ()
    name_step = name_size * LINE_HEIGHT
    height = len(name_lines) * name_step + len(type_lines) * type_size * LINE_HEIGHT
    above = box.y + (box.height - height) / 2 if beside else top + (room - height) / 2
    x = box.x + _PADDING + _ICON_ROOM if beside else box.center[0]
    anchor: Literal["start", "middle"] = "start" if beside else "middle"
    names = stacked(name_lines, x, above, name_size, "ink", 600, anchor)
    types = stacked(type_lines, x, above + len(name_lines) * name_step, type_size, "muted", 400, anchor)
    return (*_icon(look, box, beside, icon_above), *names, *types)


def _icon(look: Look, box: Box, beside: bool, above: bool) -> tuple[Primitive, ...]:
    if not look.icon or not (beside or above):
        return ()
    x = box.x + _PADDING if beside else box.center[0] - icons.GRID / 2
    y = box.center[1] - icons.GRID / 2 if beside else box.y + 8
    return (Path(icons.placed(look.icon, x, y), Style(stroke=look.color, width=icons.STROKE)),)


def stacked(
    lines: Iterable[str],
    x: float,
    top: float,
    size: float,
    color: str,
    weight: Literal[400, 600] = 400,
    anchor: Literal["start", "middle"] = "start",
) -> list[Text]:
    """Lines of text below each other, the first one's top at `top`."""
    step = size * LINE_HEIGHT
    first = top + step / 2 + size * MIDDLE
    return [
        Text(x, round(first + i * step, 2), line, size, color, weight, anchor) for i, line in enumerate(lines)
    ]
