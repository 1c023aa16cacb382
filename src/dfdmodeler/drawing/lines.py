"""Open-line boundaries as geometry: which flows cut them, which way, and what an edit changes about that.

The attribute ``line_crossings`` of a flow names the lines that it cuts. As on import, a flow cuts a line an
odd number of times, by its course through its bends or by its chord; the router's detours say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from dfdmodeler.drawing.boundaries import curve
from dfdmodeler.drawing.geometry import Point, Polyline, box_of, segments
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import SizeOf
from dfdmodeler.model.records import Boundary, Flow, Placement, Route, evolve, layout_id
from dfdmodeler.model.values import NOT_APPLICABLE

CROSSINGS = "line_crossings"
Way = Literal["enters", "leaves", "crosses"]
"""How a flow crosses a boundary, from its source to its target; ``crosses`` where it goes both ways, or where
nobody said which side is inside."""


def line_curve(model: Model, diagram: str, boundary: str) -> Polyline:
    """The course of a line boundary on a diagram; none if it is drawn there as no line."""
    record, placement = model.find(Boundary, boundary), model.find(Placement, layout_id(diagram, boundary))
    drawn = record is not None and record.shape == "line" and placement is not None
    return curve(placement.points) if drawn and placement and len(placement.points) > 1 else ()


def course(model: Model, diagram: str, flow: Flow, size_of: SizeOf) -> Polyline:
    """A flow from the middle of its source through its bends to the middle of its target, where both are
    drawn.
    """
    route = model.find(Route, layout_id(diagram, flow.id))
    source = _end(model, diagram, flow.source, route.source_point if route else None, size_of)
    target = _end(model, diagram, flow.target, route.target_point if route else None, size_of)
    return (source, *(route.bends if route else ()), target) if source and target else ()


def lines_of(flow: Flow) -> tuple[str, ...]:
    """The lines that a flow is said to cut."""
    said = flow.properties.get(CROSSINGS, ())
    return tuple(i for i in ((said,) if isinstance(said, str) else said) if i != NOT_APPLICABLE)


@lru_cache(maxsize=8192)
def cuts(line: Polyline, other: Polyline) -> bool:
    """Whether a flow's course, or the chord between its ends, cuts a line an odd number of times.

    Kept, because all that stands still is asked again at each step of a drag.
    """
    if not line or not other or not box_of(line).meets(box_of(other)):
        return False
    drawn = len(_cuts(other, line)) % 2
    return bool(drawn or (len(other) > 2 and len(_cuts((other[0], other[-1]), line)) % 2))


def way_across(line: Polyline, other: Polyline, inside: str) -> Way:
    """How a course crosses a line whose inside is at the left or right of one who walks it from its start."""
    found = (_cuts(other, line) or _cuts((other[0], other[-1]), line)) if other and line else []
    if not found or inside not in ("left", "right"):
        return "crosses"
    return "enters" if found[-1] == (inside == "left") else "leaves"


def following(edit: Callable[[Model], Model], diagram: str, size_of: SizeOf) -> Callable[[Model], Model]:
    """An edit that also brings up to date what flows are said to cut."""
    return lambda model: follow_lines(model, edit(model), diagram, size_of)


def follow_lines(before: Model, after: Model, diagram: str, size_of: SizeOf) -> Model:
    """The model after an edit, with what flows are said to cut where the edit changed what they cut.

    What was said otherwise than drawn stays as it is until the drawing changes: people may state more than a
    diagram shows. Of a copy, and of a flow that ends elsewhere now, only what is drawn counts.
    """
    lines = _drawn_lines(after, diagram)
    changed = diff(before, after) if lines else Change()
    if not changed:
        return after
    earlier = _drawn_lines(before, diagram)
    moved = {i for i, points in lines.items() if points != earlier.get(i)}
    flows = after.of(Flow) if moved else _touched(after, changed, diagram)
    found = []
    for flow in flows:
        was, new = before.find(Flow, flow.id), course(after, diagram, flow, size_of)
        old = course(before, diagram, was, size_of) if was else ()
        concerned = lines if new != old else moved
        if new and concerned:
            now = {i for i in concerned if cuts(lines[i], new)}
            then = {i for i in concerned if cuts(earlier.get(i, ()), old)}
            if was is None or _ends(was) != _ends(flow):  # it was said of another place
                then = lines.keys() & set(lines_of(flow))
            found.append(_followed(flow, now - then, then - now))
    return edits.put(after, *(flow for flow in found if flow is not after[flow.id]))


def _ends(flow: Flow) -> tuple[str | None, str | None]:
    return flow.source, flow.target


def _followed(flow: Flow, gained: Set[str], lost: Set[str]) -> Flow:
    said = frozenset(lines_of(flow))
    now = (said | gained) - lost
    return flow if now == said else evolve(flow, properties=flow.properties.with_(CROSSINGS, tuple(now)))


def _drawn_lines(model: Model, diagram: str) -> dict[str, Polyline]:
    ids = sorted(r.id for r in model.values() if type(r) is Boundary and r.shape == "line")
    return {i: points for i in ids if (points := line_curve(model, diagram, i))}


def _touched(model: Model, changed: Iterable[str], diagram: str) -> list[Flow]:
    """The flows that were changed, bent anew, or whose ends were moved."""
    prefix = f"{diagram}/"
    ids = {i.removeprefix(prefix) for i in changed}
    return [f for f in model.of(Flow) if f.id in ids or f.source in ids or f.target in ids]


def _end(
    model: Model, diagram: str, element: str | None, loose: Point | None, size_of: SizeOf
) -> Point | None:
    placement = model.find(Placement, layout_id(diagram, element)) if element else None
    if placement is None or element is None:
        return loose
    sized = placement.width > 0 and placement.height > 0
    width, height = (placement.width, placement.height) if sized else size_of(element)
    return placement.x + width / 2, placement.y + height / 2


def _cuts(course_: Polyline, line: Polyline) -> list[bool]:
    """The crossings along a course, each whether it leads to the left of the line.

    A point on a segment counts as right of it, so that a corner is met once.
    """
    found = []
    for a, b in segments(course_):
        sides = [_left(a, b, point) for point in line]
        for i, (one, other) in enumerate(pairwise(sides)):
            if one is not other:
                to_left = _left(line[i], line[i + 1], b)
                if _left(line[i], line[i + 1], a) is not to_left:
                    found.append(to_left)
    return found


def _left(a: Point, b: Point, p: Point) -> bool:
    """Whether a point lies at the left of one who walks from a to b; y grows downwards."""
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < 0
