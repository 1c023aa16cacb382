"""The field: what already stands on a diagram, found by place. Routes and labels are chosen by it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from dfdmodeler.drawing.geometry import Polyline, Segment, box_of, crosses_box, pieces
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box

SegmentKey = tuple[str, int]


@dataclass(slots=True)
class Field:
    """Shapes, boundary names and frames, flows and labels of one diagram."""

    shapes: Grid[str] = field(default_factory=Grid)
    """Elements and notes: nothing may run through them."""
    names: Grid[str] = field(default_factory=Grid)
    """Names of boundaries: flows and labels go around them if they can."""
    corners: Grid[str] = field(default_factory=Grid)
    """Where badges and chips stand, or badges will stand: labels keep off."""
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
        self._pieces[flow] = placed = pieces(course)
        for number, piece in enumerate(placed):
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

    def crowding(self, box: Box) -> int:
        """How many things a text in a box would cover: shapes count twice, edges of frames and lines once."""
        near = self.frames.near(box).values()
        frames = sum(frame.meets(box) and not frame.holds(box) for frame in near)
        lines = sum(crosses_box(a, b, box) for _, (a, b) in self.lines_near(box))
        return 2 * len(self.shapes.near(box)) + frames + lines
