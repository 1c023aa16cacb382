"""What can be drawn, as records on the canvas; stencils are named by the keys of `catalog.offers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.offers import LINE, LINE_LABEL, NOTE, boundary_kind, is_boundary
from dfdmodeler.drawing.geometry import Point, box_of
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.model import edits, moves
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Record

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.tools.tool import Edit, Stage

MIME_TYPE = "application/x-dfdmodeler-stencil"
NEW = "@new"
"""Id of what is not yet made: no record of a model is called so."""
_BOUNDARY_SIZE = (320.0, 240.0)
_SIZES = {LINE: (32.0, 240.0), NOTE: (160.0, 64.0)}


def box_at(stage: Stage, stencil: str, x: float, y: float, snap: bool = True) -> Box:
    """Where a stencil put at a point comes to lie: its middle there, on the grid."""
    if is_boundary(stencil):
        width, height = _BOUNDARY_SIZE
    else:
        width, height = _SIZES.get(stencil) or stage.content.new_size(stencil)
    on = snap and stage.snap
    return Box(snapped(x - width / 2, on), snapped(y - height / 2, on), width, height)


@dataclass(frozen=True, slots=True)
class Join:
    """The element that a new one is joined to by a flow."""

    other: str
    forward: bool
    """Whether the flow runs to the new element."""


def add(stage: Stage, stencil: str, box: Box, join: Join | None = None) -> str:
    """Adds what a stencil stands for, inside the boundary it lies in, and selects it; its id."""
    session = stage.session
    label = label_of(stencil, session.library.catalog)
    name = free_name(session.model, label)
    record = _record(stage, stencil, box, session.new_id("note" if stencil == NOTE else name), name)
    flows = [_flow(stage, record, join)] if join and isinstance(record, Element) else []
    return _add(stage, label, record, _adding(stage, record, box, flows=flows))


def add_line(stage: Stage, points: Sequence[Point]) -> str:
    """Adds a boundary line through some points and selects it; its id."""
    name = free_name(stage.session.model, LINE_LABEL)
    record = Boundary(id=stage.session.new_id(name), name=name, shape="line")
    return _add(stage, LINE_LABEL, record, _adding(stage, record, box_of(points), points))


def trying(stage: Stage, stencil: str, box: Box) -> Edit:
    """What `add` would do, to be shown before it is done."""
    name = label_of(stencil, stage.session.library.catalog)
    return _adding(stage, _record(stage, stencil, box, NEW, name), box)


def trying_line(stage: Stage, points: Sequence[Point]) -> Edit:
    """What `add_line` would do, to be shown before it is done."""
    record = Boundary(id=NEW, name=LINE_LABEL, shape="line")
    return _adding(stage, record, box_of(points), points)


def _add(stage: Stage, label: str, record: Record, edit: Edit) -> str:
    stage.commit(f"Add {label}", edit)
    stage.session.selection.set([record.id])
    return record.id


def _adding(
    stage: Stage, record: Record, box: Box, points: Sequence[Point] = (), flows: Iterable[Flow] = ()
) -> Edit:
    diagram, size_of = stage.diagram, stage.content.size_of
    middle = box.center[0]
    through = points or ((middle, box.y), (middle, box.bottom))

    def edit(model: Model) -> Model:
        if model.find(Diagram, diagram) is None:
            model = edits.put(model, Diagram(id=diagram, name="Diagram"))
        model = edits.put(model, record, *flows)
        if isinstance(record, Note):
            return model
        if isinstance(record, Boundary) and record.shape == "line":
            model = edits.draw_line(model, diagram, record.id, through)
        else:
            model = edits.place(model, diagram, {record.id: tuple(box)})
        return moves.settle(model, diagram, [record.id], size_of)

    return edit


def _record(stage: Stage, stencil: str, box: Box, record_id: str, name: str) -> Record:
    if stencil == NOTE:
        x, y, width, height = box
        return Note(id=record_id, diagram=stage.diagram, x=x, y=y, width=width, height=height)
    if stencil == LINE:
        return Boundary(id=record_id, name=name, shape="line")
    if is_boundary(stencil):
        return Boundary(id=record_id, name=name, type=boundary_kind(stencil))
    return Element(id=record_id, type=stencil, name=name)


def _flow(stage: Stage, element: Element, join: Join) -> Flow:
    ends = (join.other, element.id) if join.forward else (element.id, join.other)
    names = [element.name if end == element.id else stage.session.model.name_of(end) for end in ends]
    return Flow(id=stage.session.new_id(" ".join(names)), source=ends[0], target=ends[1])


def label_of(stencil: str, catalog: Catalog) -> str:
    """What a stencil is called."""
    if stencil in (NOTE, LINE):
        return "note" if stencil == NOTE else LINE_LABEL
    if not is_boundary(stencil):
        return catalog.label(stencil)
    kind = catalog.boundary_kinds.get(boundary_kind(stencil))
    return kind.label if kind else "Trust boundary"


def free_name(model: Model, name: str) -> str:
    """The name itself, or with the first number that makes it a new one."""
    taken = {getattr(record, "name", "") for record in model.values()}
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free
