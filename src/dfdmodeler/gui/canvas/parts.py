"""Splitting and merging what is selected, with what was decided about it, as one step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from dfdmodeler.analysis.copies import carriable
from dfdmodeler.drawing import room
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas.commands import PASTE_SHIFT, selected
from dfdmodeler.gui.canvas.locked import movable
from dfdmodeler.gui.canvas.offering import on_grid
from dfdmodeler.model import edits
from dfdmodeler.model.joining import join
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import Rect
from dfdmodeler.model.records import Flow
from dfdmodeler.model.splitting import split as split_model

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
