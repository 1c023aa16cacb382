"""Connecting and moving into boundaries by choosing from a list: what dragging does, without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from dfdmodeler.catalog.search import Wording, find
from dfdmodeler.drawing import room
from dfdmodeler.drawing.geometry import around
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.commands import selected
from dfdmodeler.gui.canvas.offering import Question
from dfdmodeler.gui.canvas.snapping import snapped
from dfdmodeler.gui.widgets.marks import BOUNDARY_ICON
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.model import edits, moves
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas

R = TypeVar("R", Element, Boundary)
NO_BOUNDARY = "-"
"""The key of the row that stands for no boundary; no id looks so."""
_MARGIN = 32.0


def ask_target(canvas: Canvas) -> None:
    """Offers the elements of the model; a flow is drawn to the chosen one from each selected element."""
    model = canvas.session.model
    sources = [i for i in selected(canvas) if model.find(Element, i)]
    rows = [_element_row(canvas, e) for e in _by_name(model, model.of(Element)) if [e.id] != sources]
    title = f"Connect {_named(model, sources)} to"
    _ask(canvas, title, sources, rows, lambda key: connect(canvas, sources, key))


def connect(canvas: Canvas, sources: Iterable[str], target: str) -> None:
    """Draws flows from some elements to one, in one step, and selects them."""
    session = canvas.session
    model, flows = session.model, []
    for source in sources:
        if source != target:
            name = f"{model.name_of(source)} {model.name_of(target)}"
            flow = Flow(id=session.new_id(name), source=source, target=target)
            while flow.id in {other.id for other in flows}:
                flow = Flow(id=session.new_id(name), source=source, target=target)
            flows.append(flow)
    canvas.commit("Add flow" if len(flows) == 1 else "Add flows", lambda model: edits.put(model, *flows))
    session.selection.set(flow.id for flow in flows)


def ask_home(canvas: Canvas) -> None:
    """Offers the boundaries that what is selected may go into, and none."""
    model = canvas.session.model
    moved = movable(canvas)
    own = {*moved, *(i for b in moved if model.find(Boundary, b) for i in edits.descendants(model, b))}
    boxes = [b for b in _by_name(model, model.of(Boundary)) if b.shape == "box" and b.id not in own]
    rows = [_boundary_row(canvas, boundary) for boundary in boxes]
    rows.append(Row("No boundary", NO_BOUNDARY, help="Takes it out of all boundaries"))
    _ask(
        canvas,
        f"Move {_named(model, moved)} into",
        moved,
        rows,
        lambda key: move_into(canvas, moved, None if key == NO_BOUNDARY else key),
    )


def movable(canvas: Canvas) -> list[str]:
    """What is selected and may lie in a boundary."""
    return [i for i in selected(canvas) if isinstance(canvas.session.model[i], Element | Boundary)]


def move_into(canvas: Canvas, ids: Iterable[str], home: str | None) -> None:
    """Makes things members of a boundary, or of none, and draws them there, in one step.

    A boundary without room grows, and so do those around it.
    """
    model, diagram, content = canvas.session.model, canvas.diagram, canvas.content
    ids = list(ids)
    rects = moves.placed(model, diagram, content.size_of)
    index = content.drawn.index
    away = {i: Box(*rects[i]) for i in ids if i in rects and index.inside(*Box(*rects[i]).center) != home}
    frame = Box(*rects[home]) if home in rects else None
    bounds = around(away.values())
    place = _room(canvas, bounds, frame, home) if away and (frame or home is None) else bounds

    def edit(model: Model) -> Model:
        model = edits.reparent(model, ids, home)
        model = moves.move(model, diagram, away, place.x - bounds.x, place.y - bounds.y)
        return _grown(model, diagram, home, place, rects) if away and frame else model

    canvas.commit("Move into boundary" if home else "Move out of boundary", edit)
    if away:
        canvas.reveal(next(iter(away)))


def _room(canvas: Canvas, bounds: Box, frame: Box | None, home: str | None) -> Box:
    """Where some things find room: in a boundary, or below it where it has none; or outside of all."""
    index = canvas.content.drawn.index
    wanted = bounds
    if frame:
        x, y = frame.center
        wanted = Box(snapped(x - bounds.width / 2), snapped(y - bounds.height / 2), *bounds[2:])
    found = room.near(index, wanted, home)
    if index.inside(*found.center) == home:
        return found
    whole = frame or index.bounds
    return Box(snapped(whole.x + _MARGIN), snapped(whole.bottom + (0 if frame else _MARGIN)), *bounds[2:])


def _grown(model: Model, diagram: str, home: str | None, place: Box, rects: dict[str, moves.Rect]) -> Model:
    """The boundary around a place, and those around it, each large enough."""
    seen: set[str] = set()
    while home is not None and home in rects and home not in seen:
        seen.add(home)
        frame = Box(*rects[home])
        if not (frame.contains(place.x, place.y) and frame.contains(place.right, place.bottom)):
            frame = frame.united(place.grown(_MARGIN / 2))
            model = edits.place(model, diagram, {home: tuple(frame)})
        place, record = frame, model.find(Boundary, home)
        home = record.parent if record else None
    return model


def _ask(canvas: Canvas, title: str, ids: list[str], rows: list[Row], take: Callable[[str], None]) -> None:
    items = [canvas.content.item(i) for i in ids]
    boxes = [item.shape or item.bounds for item in items if item]
    near = around(boxes) if boxes else Box(*canvas.visible_box().center, 0, 0)
    if boxes:
        canvas.show_box(near)

    def show(key: str) -> None:
        canvas.overlay.target(canvas.content.item(key))

    question = Question(
        title, lambda query: find(rows, query, lambda row: Wording(row.text, row.aside)), show, take
    )
    canvas.offering.ask(question, near)


def _by_name(model: Model, records: Iterable[R]) -> list[R]:
    return sorted(records, key=lambda record: (model.name_of(record.id).casefold(), record.id))


def _named(model: Model, ids: list[str]) -> str:
    return model.name_of(ids[0]) if len(ids) == 1 else f"{len(ids)} things"


def _element_row(canvas: Canvas, element: Element) -> Row:
    catalog, model = canvas.session.library.catalog, canvas.session.model
    icon, color = catalog.icon(element.type), catalog.color(element.type)
    aside = catalog.label(element.type)
    return Row(model.name_of(element.id), element.id, aside=aside, icon=icon, color=color)


def _boundary_row(canvas: Canvas, boundary: Boundary) -> Row:
    kind = canvas.session.library.catalog.boundary_kinds.get(boundary.type)
    icon = (kind.icon if kind else None) or BOUNDARY_ICON
    name, aside = canvas.session.model.name_of(boundary.id), kind.label if kind else ""
    return Row(name, boundary.id, aside=aside, icon=icon, color="boundary")
