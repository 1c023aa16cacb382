"""Splitting, merging, putting into flows and taking out, with what was decided about it, as one step each."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from dfdmodeler.analysis.copies import carriable
from dfdmodeler.catalog.offers import offers
from dfdmodeler.catalog.search import find_offers
from dfdmodeler.drawing import room
from dfdmodeler.drawing.geometry import length, point_along
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.commands import PASTE_SHIFT, selected
from dfdmodeler.gui.canvas.locked import movable
from dfdmodeler.gui.canvas.offering import Question, on_grid
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.gui.widgets.stencil_rows import grouped_rows, stencil_row
from dfdmodeler.model import edits, moves
from dfdmodeler.model.joining import join
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import Rect
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.model.splitting import split as split_model
from dfdmodeler.model.waypoints import bridge, insert, passing

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas


class Asked(Protocol):
    """What was answered about a split."""

    @property
    def names(self) -> tuple[str, str]:
        """Of the element itself, and of the new one."""

    @property
    def chosen(self) -> Collection[str]:
        """The flows that the new one takes over."""


def elements(canvas: Canvas) -> list[str]:
    """The selected elements, in the order in which they were selected."""
    model = canvas.session.model
    return [i for i in selected(canvas) if model.element(i)]


def flow_words(model: Model, flow: Flow) -> str:
    """A flow by its name and ends."""
    ends = [model.name_of(end) if end else "nowhere" for end in (flow.source, flow.target)]
    way = f"{ends[0]} → {ends[1]}"
    return f"{flow.name}: {way}" if flow.name.strip() else way


def split(canvas: Canvas, element: str, asked: Asked, *, author: str, date: str) -> None:
    """Splits an element; what was decided about it counts for both, where the same threats are found."""
    session = canvas.session
    name, other = asked.names
    new = session.new_id(other)
    boxes = _beside(canvas, element)

    def edit(model: Model) -> Model:
        after = split_model(model, element, new, name=other, flows=asked.chosen, boxes=boxes)
        if after is model:
            return model
        if name != model.name_of(element):
            after = edits.rename(after, element, name)
        offer = carriable(session.foreseen(after), after, {element: new})
        return offer.carried(after, author=author, date=date)

    if canvas.commit("Split element", edit):
        session.selection.set((element, new))
        canvas.reveal(new)


def merge(canvas: Canvas, *, author: str, date: str) -> None:
    """Merges the selected elements into the one that was selected first."""
    first, *others = elements(canvas)
    free = movable(canvas, others)
    if not free:
        return
    session = canvas.session
    names = ", ".join(f"“{session.model.name_of(i)}”" for i in free)
    kept = session.model.name_of(first)
    canvas.commit("Merge elements", lambda model: join(model, first, free, author=author, date=date))
    session.selection.set((first,))
    canvas.say(f"{names} merged into “{kept}”, with all decisions. Undo makes them several again.")


def whole_flow(canvas: Canvas) -> Flow | None:
    """The selected flow, if it is the only thing selected and has both its ends."""
    ids = selected(canvas)
    flow = canvas.session.model.find(Flow, ids[0]) if len(ids) == 1 else None
    return flow if flow and flow.source and flow.target and canvas.content.item(flow.id) else None


def ask_insert(canvas: Canvas, *, author: str, date: str) -> None:
    """Offers the elements that may be put into the selected flow, at its middle."""
    flow = whole_flow(canvas)
    item = canvas.content.item(flow.id) if flow else None
    if flow is None or item is None:
        return
    catalog = canvas.session.library.catalog
    types = [offer for offer in offers(catalog) if offer.key in catalog.stencils]
    x, y = point_along(item.line, length(item.line) / 2)
    index = canvas.content.drawn.index

    def box_of(type_: str) -> Box:
        return on_grid(room.near(index, stencils.box_at(canvas, type_, x, y), index.inside(x, y)))

    def rows(query: str) -> list[Row]:
        found = find_offers(types, query)
        return [stencil_row(offer, offer.group) for offer in found] if query.strip() else grouped_rows(found)

    def take(type_: str) -> None:
        _insert(canvas, flow.id, type_, box_of(type_), author=author, date=date)

    name = canvas.session.model.name_of(flow.id)
    show = Question(f"Put into {name}", rows, lambda type_: canvas.overlay.band(box_of(type_)), take)
    canvas.offering.ask(show, Box(x, y, 0, 0))


def _insert(canvas: Canvas, flow: str, type_: str, box: Box, *, author: str, date: str) -> None:
    """The flow ends at the new element, a second one goes on; decisions count for both."""
    session, size_of, diagram = canvas.session, canvas.content.size_of, canvas.diagram
    label = stencils.label_of(type_, session.library.catalog)
    name = stencils.free_name(session.model, label)
    element, second = Element(id=session.new_id(name), type=type_, name=name), session.new_id(f"{name} on")

    def edit(model: Model) -> Model:
        after = insert(model, flow, element, second)
        if after is model:
            return model
        after = moves.settle(
            edits.place(after, diagram, {element.id: tuple(box)}), diagram, [element.id], size_of
        )
        offer = carriable(session.foreseen(after), after, {flow: second})
        return offer.carried(after, author=author, date=date)

    if canvas.commit(f"Put {label} into a flow", edit):
        session.selection.set([element.id])
        canvas.reveal(element.id)


def bridgeable(canvas: Canvas) -> str | None:
    """The selected element, if one flow leads to it and one from it."""
    ids = selected(canvas)
    return ids[0] if len(ids) == 1 and passing(canvas.session.model, ids[0]) else None


def take_out(canvas: Canvas, *, author: str, date: str) -> None:
    """Deletes the selected element and lets the flow to it go on to where the one from it led."""
    element = bridgeable(canvas)
    if element is None or not movable(canvas, [element]):
        return
    kept, _ = passing(canvas.session.model, element)
    canvas.commit("Take out of the flow", lambda model: bridge(model, element, author=author, date=date))
    canvas.session.selection.set([kept.id])


def _beside(canvas: Canvas, element: str) -> dict[str, Rect]:
    """A place on the shown diagram: free, and in the same boundary; over the first if there is none."""
    item, index = canvas.content.item(element), canvas.content.drawn.index
    if item is None or item.shape is None:
        return {}
    shape = item.shape
    home, size = index.inside(*shape.center), (shape.width, shape.height)
    over = Box(shape.x + PASTE_SHIFT, shape.y + PASTE_SHIFT, *size)
    places = (room.beside(index, shape, size, forward=True, home=home), room.near(index, over, home))
    box = next((box for box in places if index.inside(*box.center) == home), over)
    return {canvas.diagram: tuple(on_grid(box))}
