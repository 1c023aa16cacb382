"""Whether a picture is fit to be seen: what must hold of every drawn diagram, as a list of what is wrong.

Judges the display list alone, with geometry of its own, so that it can be run on any model's picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from dfdmodeler.drawing.primitives import Box, Item, Picture
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow

Segment = tuple[tuple[float, float], tuple[float, float]]


def faults(picture: Picture, model: Model) -> list[str]:
    """Everything that is wrong, in plain words; empty for a good picture."""
    return [
        *label_faults(picture),
        *flow_faults(picture, model),
        *boundary_faults(picture, model),
        *page_faults(picture),
    ]


def label_faults(picture: Picture) -> list[str]:
    """Labels of flows on other labels, on shapes or on names of boundaries."""
    labels = [(item.subject, item.label) for item in picture.items if item.role == "label" and item.label]
    names = [(item.subject, item.label) for item in picture.items if item.role == "boundary" and item.label]
    shapes = [(item.subject, item.shape) for item in _shapes(picture) if item.shape]
    found = [
        f"label {a} meets label {b}"
        for (a, one), (b, two) in combinations([*labels, *names], 2)
        if _overlap(one, two)
    ]
    found += [f"label {a} meets shape {b}" for a, one in labels for b, two in shapes if _overlap(one, two)]
    tips = [
        (item.subject, tip)
        for item in picture.items
        if item.role == "flow"
        for tip in (item.line[0], item.line[-1])
    ]
    found += [f"label {a} covers an end of {b}" for a, one in labels for b, tip in tips if one.contains(*tip)]
    return found


def struck_labels(picture: Picture) -> list[str]:
    """Labels that hide a part of another flow's line."""
    labels = [item for item in picture.items if item.role == "label" and item.label]
    flows = [item for item in picture.items if item.role == "flow"]
    return [
        f"label {label.subject} lies on {flow.subject}"
        for label in labels
        for flow in flows
        if label.label
        and label.subject != flow.subject
        and any(_through(s, label.label) for s in pairwise(flow.line))
    ]


def flow_faults(picture: Picture, model: Model) -> list[str]:
    """Flows through or along shapes that they do not end at, and through their own ends."""
    found = []
    for item in picture.items:
        if item.role != "flow":
            continue
        flow = model.find(Flow, item.subject)
        ends = (flow.source, flow.target) if flow else ()
        for shape in _shapes(picture):
            if not shape.shape:
                continue
            room = shape.shape.grown(-1.0) if shape.subject in ends else shape.shape.grown(1.0)
            if any(_through(segment, room) for segment in pairwise(item.line)):
                found.append(f"flow {item.subject} runs through {shape.subject}")
    return found


def shared_stretches(picture: Picture, longest: float = 6.0) -> list[str]:
    """Pairs of flows that run on the same line for longer than this."""
    flows = [item for item in picture.items if item.role == "flow"]
    return [
        f"flows {one.subject} and {two.subject} share {shared:.0f}"
        for one, two in combinations(flows, 2)
        if (shared := sum(_shared(a, b) for a in pairwise(one.line) for b in pairwise(two.line))) > longest
    ]


def crossings(picture: Picture) -> int:
    """How often flows cross each other."""
    flows = [item for item in picture.items if item.role == "flow"]
    return sum(
        _cross(a, b)
        for one, two in combinations(flows, 2)
        for a in pairwise(one.line)
        for b in pairwise(two.line)
    )


def boundary_faults(picture: Picture, model: Model) -> list[str]:
    """Members outside their boundary, and others inside it."""
    found = []
    placed = [
        item
        for item in picture.items
        if item.role in ("element", "boundary") and item.shape and not item.line
    ]
    for frame in placed:
        if frame.role != "boundary" or frame.shape is None:
            continue
        for item in placed:
            if item.subject == frame.subject or item.shape is None:
                continue
            member = frame.subject in _around(item.subject, model)
            if member and not _inside(item.shape, frame.shape):
                found.append(f"{item.subject} is not inside {frame.subject}")
            encloses = item.subject in _around(frame.subject, model)
            if not member and not encloses and _overlap(item.shape, frame.shape):
                found.append(f"{item.subject} meets {frame.subject}, to which it does not belong")
    return found


def page_faults(picture: Picture) -> list[str]:
    """Items beyond the picture's bounds, and shapes on each other."""
    found = [
        f"{i.subject} sticks out of the page" for i in picture.items if not _inside(i.bounds, picture.bounds)
    ]
    for item in picture.items:
        parts = [part for part in (item.shape, None if item.role == "flow" else item.label) if part]
        if any(not _inside(part, item.bounds) for part in parts):
            found.append(f"{item.subject} sticks out of its bounds")
    shapes = [item for item in _shapes(picture) if item.shape]
    for one, two in combinations(shapes, 2):
        if one.shape and two.shape and _overlap(one.shape, two.shape):
            found.append(f"{one.subject} covers {two.subject}")
    return found


def _shapes(picture: Picture) -> Iterator[Item]:
    return (item for item in picture.items if item.role in ("element", "note"))


def _around(subject: str, model: Model) -> set[str]:
    """Ids of all boundaries around a record."""
    record = model.get(subject)
    around: set[str] = set()
    while isinstance(record, Element | Boundary) and record.parent and record.parent not in around:
        around.add(record.parent)
        record = model.get(record.parent)
    return around


def _overlap(one: Box, two: Box) -> bool:
    return (
        one.x < two.right - 0.01
        and two.x < one.right - 0.01
        and one.y < two.bottom - 0.01
        and two.y < one.bottom - 0.01
    )


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - 0.01
        and inner.y >= outer.y - 0.01
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


def _through(segment: Segment, box: Box) -> bool:
    """Whether a segment has a point strictly inside a box, by clipping (Liang and Barsky)."""
    (x0, y0), (x1, y1) = segment
    low, high = 0.0, 1.0
    for p, q in (
        (x0 - x1, x0 - box.x),
        (x1 - x0, box.right - x0),
        (y0 - y1, y0 - box.y),
        (y1 - y0, box.bottom - y0),
    ):
        if p == 0:
            if q <= 0:
                return False
        elif p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    return low < high - 1e-9


def _shared(one: Segment, two: Segment) -> float:
    for axis in (0, 1):
        level = {round(point[1 - axis], 1) for point in (*one, *two)}
        if max(level) - min(level) < 2.0:
            low = max(min(p[axis] for p in one), min(p[axis] for p in two))
            high = min(max(p[axis] for p in one), max(p[axis] for p in two))
            return max(0.0, high - low)
    return 0.0


def _cross(one: Segment, two: Segment) -> bool:
    def side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return side(*one, two[0]) * side(*one, two[1]) < 0 and side(*two, one[0]) * side(*two, one[1]) < 0
