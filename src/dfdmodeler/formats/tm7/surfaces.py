"""A drawing surface: its shapes and lines as records, and where they are drawn."""

from __future__ import annotations

from xml.etree.ElementTree import Element as Node

from dfdmodeler.formats.tm7 import attributes
from dfdmodeler.formats.tm7.attributes import Said
from dfdmodeler.formats.tm7.curves import Box, Point, around, sample
from dfdmodeler.formats.tm7.intake import SHOWN, Intake
from dfdmodeler.formats.tm7.joints import Surface, nest
from dfdmodeler.formats.tm7.tree import child, children, kind, text
from dfdmodeler.model.records import (
    Boundary,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    layout_id,
)

ELEMENT_TYPES = {"GE.P": "process", "GE.EI": "external_entity", "GE.DS": "data_store"}
SHAPE_TYPES = {
    "StencilEllipse": "process",
    "StencilRectangle": "external_entity",
    "StencilParallelLines": "data_store",
}
"""What a shape means where a template has its own generic types."""

BOUNDARY_KINDS = {
    "Internet": "internet",
    "CorpNet": "organisation",
    "Machine": "device",
    "MobileDeviceTrustBoundary": "device",
    "IoTDeviceZone": "device",
    "Sandbox": "sandbox",
    "AppContainer": "sandbox",
    "Kernel": "privilege",
}
"""Boundary kinds by the last part of the stencil's id; only where the stencil leaves no doubt."""

LINE_PIECES = 24
"""Straight pieces that stand for the curve of a line boundary."""
LINE_POINTS = 4
"""Stretches between the points that a line boundary is drawn through, so that it can be bent by hand."""


class SurfaceReader:
    """Reads one drawing surface; flows are joined after all surfaces have been read."""

    def __init__(self, intake: Intake, stencils: dict[str, str]) -> None:
        self._intake = intake
        self._stencils = stencils

    def read(self, node: Node, order: int) -> Surface:
        """The surface's elements, boundaries and notes; its flows are named but not joined yet."""
        said = attributes.read(node, {})
        name = said.name or f"Diagram {order + 1}"
        guid = text(node, "Guid") or f"diagram-{order + 1}"
        surface = Surface(self._intake.claim(guid, f"Diagram '{name[:SHOWN]}'"), guid)
        self._intake.add(Diagram(id=surface.id, name=name, order=order))
        for entry in children(node, "Borders"):
            self._read_shape(surface, entry)
        for entry in children(node, "Lines"):
            self._read_line(surface, entry)
        nest(self._intake, surface)
        return surface

    def _identify(self, surface: Surface, entry: Node, what: str) -> str:
        guid = text(entry, "Value", "Guid") or text(entry, "Key")
        record_id = self._intake.claim(guid, what)
        surface.ids.setdefault(guid, record_id)
        return record_id

    def _read_shape(self, surface: Surface, entry: Node) -> None:
        shape = child(entry, "Value")
        if shape is None:
            self._intake.tell("A shape without content was left out.")
            return
        said = attributes.read(shape, self._stencils)
        generic = text(shape, "GenericTypeId")
        record_id = self._identify(surface, entry, f"'{said.label or 'A shape'}'")
        box = self._box(shape, record_id, said)
        if generic == "GE.A":
            self._add_note(surface, record_id, said, box)
            return
        if kind(shape) == "BorderBoundary" or generic == "GE.TB.B":
            self._add_boundary(record_id, shape, said, "box")
            surface.boxes[record_id] = box
        else:
            self._add_element(record_id, shape, said)
        surface.centres[record_id] = box.centre
        self._place(surface, record_id, box)

    def _box(self, shape: Node, record_id: str, said: Said) -> Box:
        what = f"The place of '{said.label or record_id}'"

        def number(part: str, default: float) -> float:
            return self._intake.number(text(shape, part), default, what, record_id)

        left, top, width, height = (
            number("Left", 0),
            number("Top", 0),
            number("Width", 100),
            number("Height", 100),
        )
        return Box(left, top, left + max(width, 0.0), top + max(height, 0.0))

    def _place(self, surface: Surface, record_id: str, box: Box, points: tuple[Point, ...] = ()) -> None:
        self._intake.add(
            Placement(
                id=layout_id(surface.id, record_id),
                diagram=surface.id,
                subject=record_id,
                x=box.left,
                y=box.top,
                width=box.width,
                height=box.height,
                points=points,
            )
        )

    def _add_note(self, surface: Surface, record_id: str, said: Said, box: Box) -> None:
        note = Note(
            id=record_id,
            diagram=surface.id,
            text="\n".join(part for part in (said.name, said.notes) if part),
            x=box.left,
            y=box.top,
            width=box.width,
            height=box.height,
        )
        self._intake.add(note)

    def _named(self, record_id: str, said: Said, what: str) -> str:
        if not said.name:
            shown = f"; it is called '{said.stencil}' after its stencil" if said.stencil else f": {record_id}"
            self._intake.tell(f"{what} has no name{shown}.", record_id, "info")
        return said.name or said.stencil

    def _add_element(self, record_id: str, shape: Node, said: Said) -> None:
        generic = text(shape, "GenericTypeId")
        element_type = ELEMENT_TYPES.get(generic) or SHAPE_TYPES.get(kind(shape), "process")
        if generic not in ELEMENT_TYPES:
            words = element_type.replace("_", " ")
            self._intake.tell(
                f"'{said.label}' is of a type of its template; by its shape it was read as {words}.",
                record_id,
                "info" if kind(shape) in SHAPE_TYPES else "warning",
            )
        self._intake.add(
            Element(
                id=record_id,
                type=element_type,
                name=self._named(record_id, said, "An element"),
                notes=said.notes,
                properties=said.properties,
                source_type=said.stencil or text(shape, "TypeId"),
            )
        )

    def _add_boundary(self, record_id: str, shape: Node, said: Said, form: str) -> None:
        self._intake.add(
            Boundary.model_validate(
                {
                    "id": record_id,
                    "name": self._named(record_id, said, "A trust boundary"),
                    "type": BOUNDARY_KINDS.get(text(shape, "TypeId").rpartition(".")[2], ""),
                    "shape": form,
                    "notes": said.notes,
                    "source_type": said.stencil or text(shape, "TypeId"),
                }
            )
        )

    def _read_line(self, surface: Surface, entry: Node) -> None:
        line = child(entry, "Value")
        if line is None:
            self._intake.tell("A line without content was left out.")
            return
        said = attributes.read(line, self._stencils)
        record_id = self._identify(surface, entry, f"'{said.label or 'A line'}'")
        start, end, handle = self._course(line, record_id, said)
        if kind(line) == "LineBoundary" or text(line, "GenericTypeId") == "GE.TB.L":
            self._add_boundary(record_id, line, said, "line")
            curve = sample(start, handle, end, LINE_PIECES)
            surface.lines[record_id] = curve
            self._place(surface, record_id, around(curve), sample(start, handle, end, LINE_POINTS))
            return
        self._intake.add(
            Flow(
                id=record_id,
                name=said.name,
                notes=said.notes,
                properties=said.properties,
                source_type=said.stencil or text(line, "TypeId"),
            )
        )
        surface.flows.append((record_id, line))
        surface.courses[record_id] = (start, end, handle)

    def _course(self, line: Node, record_id: str, said: Said) -> tuple[Point, Point, Point | None]:
        what = f"The course of '{said.label or record_id}'"

        def point(end: str) -> Point:
            x, y = (self._intake.number(text(line, end + axis), 0, what, record_id) for axis in "XY")
            return (x, y)

        handle = point("Handle") if text(line, "HandleX") and text(line, "HandleY") else None
        return point("Source"), point("Target"), handle
