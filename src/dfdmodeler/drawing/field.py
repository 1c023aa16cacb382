"""The field: what already stands on a diagram, found by place. Routes and labels are chosen by it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields

from dfdmodeler.drawing.geometry import Point, Polyline, box_of, point_along, segments
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box

Segment = tuple[Point, Point]
SegmentKey = tuple[str, int]

_CHUNK = 240.0
"""Slanting lines are filed in pieces of about this length, so that their boxes stay small."""


@dataclass(slots=True)
class Field:
    """Shapes, boundary names and frames, flows and labels of one diagram."""

    shapes: Grid[str] = field(default_factory=Grid)
    """Elements and notes: nothing may run through them."""
    names: Grid[str] = field(default_factory=Grid)
    """Names of boundaries: flows and labels go around them if they can."""
    corners: Grid[str] = field(default_factory=Grid)
    """Where badges stand, or will stand: labels keep off."""
    frames: Grid[str] = field(default_factory=Grid)
    """Boxes of trust boundaries."""
    labels: Grid[str] = field(default_factory=Grid)
    sketched: dict[str, Box] = field(default_factory=dict)
    """Labels of flows that are merely sketched: for show, nothing keeps off them."""
    courses: dict[str, Polyline] = field(default_factory=dict)
    _segments: Grid[SegmentKey] = field(default_factory=Grid)
    _pieces: dict[str, list[Segment]] = field(default_factory=dict)

    def copy(self) -> Field:
        """The same field, to be changed apart from this one."""
        return Field(*(getattr(self, part.name).copy() for part in fields(self)))

    def lay(self, flow: str, course: Polyline) -> None:
        """Enter a flow's course, in place of an earlier one."""
        self.lift(flow)
        self.courses[flow] = course
        pieces = [piece for a, b in segments(course) for piece in _chunks(a, b)]
        self._pieces[flow] = pieces
        for number, piece in enumerate(pieces):
            self._segments.put((flow, number), box_of(piece))

    def sketch(self, flow: str, course: Polyline, label: Box | None) -> None:
        """Enter a course and its label for show, which neither routes nor labels of others regard."""
        self.lift(flow)
        self.labels.drop(flow)
        self.courses[flow] = course
        if label:
            self.sketched[flow] = label

    def lift(self, flow: str) -> None:
        """Take a flow's course out, if there is one."""
        self.courses.pop(flow, None)
        self.sketched.pop(flow, None)
        for number in range(len(self._pieces.pop(flow, ()))):
            self._segments.drop((flow, number))

    def lines_near(self, box: Box) -> list[tuple[str, Segment]]:
        """Pieces of flows whose boxes share a point with this one, with their flow."""
        return [(flow, self._pieces[flow][number]) for flow, number in self._segments.near(box)]


def _chunks(a: Point, b: Point) -> list[Segment]:
    distance = math.dist(a, b)
    if a[0] == b[0] or a[1] == b[1] or distance <= _CHUNK:
        return [(a, b)]
    count = math.ceil(distance / _CHUNK)
    stops = [a, *(point_along((a, b), distance * i / count) for i in range(1, count)), b]
    return list(segments(stops))
