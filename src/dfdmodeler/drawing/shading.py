"""Overlays on a picture: what has a shade takes its colour and gets a chip; what has none steps back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dfdmodeler.drawing.badges import HEIGHT, chip_primitives, chip_width
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.flows import Z_LABEL
from dfdmodeler.drawing.geometry import Polyline, crosses_box, length, point_along
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Item, Marks, Path, Primitive, Rectangle, Shade, Style, Text

TINT = 0.16
"""How much of its colour a shaded shape is filled with."""
OUTLINE, LINE = 2.2, 2.4
_REACH_IN, _REACH_OUT = 4.0, 10.0
"""How far a chip reaches into a shape, where text may begin, and beyond its side."""
_GAP = 3.0
"""Room between a chip and the label that it belongs to."""
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where on a flow a chip may stand, as shares of its length."""
_QUIET = {"ink": "faint", "muted": "faint", "flow": "faint"}
_ON_SHAPE, _ON_LABEL, _ON_TIP, _ON_LINE, _ON_FRAME = 8, 6, 4, 2, 1
_TIP = 14.0
"""How much of a line's end is its head."""


def shaded(item: Item, marks: Marks, field: Field, metrics: Metrics) -> Item:
    """The item as it is drawn while there is an overlay. Its chip takes a place in the field, so that others,
    and labels that are placed later, keep off it.
    """
    shade = marks.shade(item.subject)
    if shade is None:
        return item if item.subject in marks.highlighted else _dimmed(item)
    match item.role:
        case "element":
            return _element(item, shade, field, metrics)
        case "boundary":
            return _chipped(
                _colored(item, shade.color), shade, _corners(item, shade, metrics), field, metrics
            )
        case "flow":
            return item if item.subject in marks.highlighted else _colored(item, shade.color)
        case "label":
            return _chipped(
                _colored(item, shade.color), shade, _along(item, shade, field, metrics), field, metrics
            )
    return item


def differing(before: Marks, after: Marks, drawn: Iterable[str]) -> frozenset[str]:
    """What looks different with other marks."""
    if (before.shades is None) != (after.shades is None):
        return frozenset(drawn)
    ids = (
        before.badges.keys()
        | after.badges.keys()
        | (before.shades or {}).keys()
        | (after.shades or {}).keys()
    )
    said = {i for i in ids if (before.badge(i), before.shade(i)) != (after.badge(i), after.shade(i))}
    return (before.highlighted ^ after.highlighted) | said


def bare_label(flow: str, course: Polyline, marks: Marks) -> Item | None:
    """What carries the chip of a flow that has no label."""
    shade = marks.shade(flow)
    if shade is None or not shade.mark:
        return None
    x, y = point_along(course, length(course) / 2)
    return Item(flow, "label", Z_LABEL + 1, Box(x, y, 0.0, 0.0), ())


def _dimmed(item: Item) -> Item:
    """Lines, icons and text step back; the tint of a note and what labels stand on stay."""
    if item.role in ("boundary", "note"):
        return item
    return replace(item, primitives=tuple(_quiet(part) for part in item.primitives))


def _quiet(part: Primitive) -> Primitive:
    if isinstance(part, Text):
        return replace(part, color=_QUIET.get(part.color, part.color))
    style = part.style
    fill = "dimmed" if style.fill == "flow" else style.fill
    return replace(part, style=replace(style, fill=fill, stroke="dimmed" if style.stroke else None))


def _colored(item: Item, color: str) -> Item:
    return replace(item, primitives=tuple(_with_color(part, color) for part in item.primitives))


def _with_color(part: Primitive, color: str) -> Primitive:
    """A line or head in another colour, a line of a flow also wider; text and what it stands on stay."""
    if isinstance(part, Text):
        return part
    style = part.style
    width = LINE if style.stroke == "flow" else style.width
    fill = color if style.fill == "flow" else style.fill
    return replace(part, style=replace(style, fill=fill, stroke=color if style.stroke else None, width=width))


def _element(item: Item, shade: Shade, field: Field, metrics: Metrics) -> Item:
    """Outline and icon in the colour, the shape tinted with it, and the chip at a corner."""
    first, *rest = _colored(item, shade.color).primitives
    primitives: tuple[Primitive, ...] = (first, *rest)
    if isinstance(first, Rectangle):
        tint = Rectangle(first.box, Style(fill=shade.color, fill_opacity=TINT), first.radius)
        primitives = (first, tint, *rest)
    primitives = tuple(_heavier(part) for part in primitives)
    tinted = replace(item, primitives=primitives)
    return _chipped(tinted, shade, _corners(item, shade, metrics), field, metrics)


def _heavier(part: Primitive) -> Primitive:
    """Outlines are heavier under an overlay; icons, which are made of many strokes, are not."""
    icon = isinstance(part, Path) and len(part.segments) > 2
    if isinstance(part, Text) or icon or not part.style.stroke or part.style.width > OUTLINE:
        return part
    return replace(part, style=replace(part.style, width=OUTLINE))


def _chipped(item: Item, shade: Shade, places: Iterable[Box], field: Field, metrics: Metrics) -> Item:
    """The item with the shade's chip at the first place where it covers least, which it then takes."""
    if not shade.mark:
        return item
    place = _freest(places, _crowding(item.subject, field))
    taken = field.corners.box(item.subject) if item.subject in field.corners else place
    field.corners.put(item.subject, taken.united(place))
    drawn = chip_primitives(shade, place.x, place.y, metrics)
    bounds = place.grown(1)
    return replace(
        item,
        primitives=(*item.primitives, *drawn),
        bounds=item.bounds.united(bounds) if item.primitives else bounds,
        shape=(item.shape or place).united(place) if item.role == "label" else item.shape,
    )


def _corners(item: Item, shade: Shade, metrics: Metrics) -> Iterator[Box]:
    """Across the corners of a shape, the upper right one first."""
    box = item.shape or item.bounds
    width = chip_width(shade, metrics)
    right, left = box.right - width + _REACH_OUT, box.x - _REACH_OUT
    above, below = box.y - HEIGHT + _REACH_IN, box.bottom - _REACH_IN
    for x, y in ((right, above), (left, above), (right, below), (left, below)):
        yield Box(x, y, width, HEIGHT)


def _along(item: Item, shade: Shade, field: Field, metrics: Metrics) -> Iterator[Box]:
    """Beside the label of a flow, or on its line."""
    width = chip_width(shade, metrics)
    if item.label:
        (x, y), box = item.label.center, item.label
        yield Box(box.right + _GAP, y - HEIGHT / 2, width, HEIGHT)
        yield Box(box.x - _GAP - width, y - HEIGHT / 2, width, HEIGHT)
        yield Box(x - width / 2, box.bottom + _GAP, width, HEIGHT)
        yield Box(x - width / 2, box.y - _GAP - HEIGHT, width, HEIGHT)
    course = field.courses.get(item.subject, ())
    for share in _SHARES if len(course) > 1 else ():
        x, y = point_along(course, length(course) * share)
        yield Box(x - width / 2, y - HEIGHT / 2, width, HEIGHT)
    if not item.label and len(course) < 2:
        yield Box(item.bounds.x, item.bounds.y, width, HEIGHT)


def _freest(places: Iterable[Box], crowding: Callable[[Box], int]) -> Box:
    """The first place that is free, or else the first of those that cover least."""
    offers: list[tuple[int, int, Box]] = []
    for number, place in enumerate(places):
        cost = crowding(place)
        if not cost:
            return place
        offers.append((cost, number, place))
    return min(offers)[2]


def _crowding(subject: str, field: Field) -> Callable[[Box], int]:
    """How much else a place would cover. Its own line and shape a chip may cover, its own label not."""

    def cost(box: Box) -> int:
        around = box.grown(1)
        shapes = sum(other != subject for other in field.shapes.near(around))
        written = len(field.labels.near(around)) + sum(name != subject for name in field.names.near(around))
        chips = sum(other != subject for other in field.corners.near(around))
        lines = {flow for flow, (a, b) in field.lines_near(around) if crosses_box(a, b, around)} - {subject}
        course = field.courses.get(subject, ())
        tips = sum(around.grown(_TIP).contains(*end) for end in (*course[:1], *course[-1:]))
        frames = sum(
            frame.meets(box) and not _within(box, frame) for frame in field.frames.near(box).values()
        )
        return (
            _ON_SHAPE * (shapes + chips)
            + _ON_LABEL * written
            + _ON_LINE * len(lines)
            + _ON_TIP * tips
            + _ON_FRAME * frames
        )

    return cost


def _within(box: Box, frame: Box) -> bool:
    return frame.contains(box.x, box.y) and frame.contains(box.right, box.bottom)
