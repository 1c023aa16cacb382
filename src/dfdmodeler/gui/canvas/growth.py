"""Growing a diagram from what is there: the next element with its flow, or a flow to another element."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import dist
from typing import TYPE_CHECKING

from dfdmodeler.catalog.following import following
from dfdmodeler.catalog.offers import Offer, offers
from dfdmodeler.catalog.search import Wording, find, wording_of
from dfdmodeler.drawing import room
from dfdmodeler.drawing.geometry import border_point
from dfdmodeler.drawing.index import Key
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.offering import Question, on_grid
from dfdmodeler.gui.canvas.stencils import Join
from dfdmodeler.gui.canvas.tools.connect import add_flow
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.model.records import Element, Flow

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas

_NEW, _OLD = "new:", "old:"
_MOST_NEW, _MOST_OLD = 8, 6
"""How many of each kind are listed while nothing is typed."""
_MOST_FOUND = 60
_MOST_BEFORE = 4
"""How many new ones stand before the elements that a query also means: those stay in sight."""


def grow(canvas: Canvas, *, forward: bool = True) -> bool:
    """Offers what may come after the selected element, or before it; false if there is none alone.

    A selected flow is gone on from at its end.
    """
    start = _start(canvas, forward)
    item = canvas.content.item(start or "")
    if start is None or item is None or item.shape is None:
        return False
    anchor = item.shape
    index = canvas.content.drawn.index

    def box_of(type_: str) -> Box:
        size, home = canvas.content.new_size(type_), index.inside(*anchor.center)
        return on_grid(room.beside(index, anchor, size, forward=forward, home=home))

    join = Join(start, forward)
    whole = anchor.united(box_of(next(iter(_ranks(canvas, join)), "")))
    canvas.show_box(whole)
    near = Box(anchor.x, whole.y, anchor.width, whole.height)
    canvas.offering.ask(_question(canvas, join, anchor, box_of), near)
    return True


def grow_to(canvas: Canvas, start: str, x: float, y: float) -> None:
    """Offers what may come after an element at a point that a flow from it was drawn to."""
    item = canvas.content.item(start)
    if item is None or item.shape is None:
        return
    anchor = item.shape

    def box_of(type_: str) -> Box:
        return on_grid(_box_at(anchor, (x, y), canvas.content.new_size(type_)))

    canvas.offering.ask(_question(canvas, Join(start, True), anchor, box_of), Box(x, y, 0, 0))


def can_grow(canvas: Canvas, *, forward: bool = True) -> bool:
    """Whether there is an element to go on from."""
    return canvas.content.item(_start(canvas, forward) or "") is not None


def _start(canvas: Canvas, forward: bool) -> str | None:
    """The element that is gone on from."""
    ids = canvas.session.selection.ids
    record = canvas.session.model.get(ids[0]) if len(ids) == 1 else None
    if isinstance(record, Flow):
        return record.target if forward else record.source
    return record.id if isinstance(record, Element) else None


def _question(canvas: Canvas, join: Join, anchor: Box, box_of: Callable[[str], Box]) -> Question:
    name = canvas.session.model.name_of(join.other)
    added, connected = (
        (f"Add after {name}", f"Connect {name} to")
        if join.forward
        else (f"Add before {name}", f"Connect to {name}")
    )
    ranks = _ranks(canvas, join)
    new, old = _new(canvas, ranks), _old(canvas, join, anchor, ranks)

    def rows(query: str) -> list[Row]:
        if not query.strip():
            there = [_old_row(canvas, element) for element in old[:_MOST_OLD]]
            return _sections({added: [_new_row(offer) for offer in new[:_MOST_NEW]], connected: there})
        groups: dict[str, list[Row]] = {}
        found = find([*new, *old], query, lambda thing: _wording(canvas, thing))
        for thing in found[:_MOST_FOUND]:
            row = _new_row(thing) if isinstance(thing, Offer) else _old_row(canvas, thing)
            groups.setdefault(added if isinstance(thing, Offer) else connected, []).append(row)
        if connected in groups and added in groups:
            fresh = groups[added]
            groups[added], groups["More to add"] = fresh[:_MOST_BEFORE], fresh[_MOST_BEFORE:]
        return _sections(groups)

    def show(key: str) -> None:
        overlay, item = canvas.overlay, canvas.content.item(key.removeprefix(_OLD))
        box = box_of(key.removeprefix(_NEW)) if key.startswith(_NEW) else item.shape if item else None
        if box is None:
            return
        if key.startswith(_NEW):
            overlay.band(box)
        else:
            overlay.target(item)
        line = [border_point(anchor, box.center), border_point(box, anchor.center)]
        overlay.line(line if join.forward else line[::-1])

    def take(key: str) -> None:
        if key.startswith(_NEW):
            type_ = key.removeprefix(_NEW)
            canvas.reveal(stencils.add(canvas, type_, box_of(type_), join))
        else:
            ends = (join.other, key.removeprefix(_OLD))
            add_flow(canvas, *(ends if join.forward else ends[::-1]))

    return Question("Add or connect to" if join.forward else "Add or connect from", rows, show, take)


def _new(canvas: Canvas, ranks: Mapping[str, int]) -> list[Offer]:
    """All types, those that usually come there first."""
    catalog = canvas.session.library.catalog
    elements = [offer for offer in offers(catalog) if offer.key in catalog.stencils]
    return sorted(elements, key=lambda offer: ranks.get(offer.key, len(ranks)))


def _old(canvas: Canvas, join: Join, anchor: Box, ranks: Mapping[str, int]) -> list[Element]:
    """The other elements of the diagram that it is not joined to yet, likely types first, then near ones."""
    joined, middle = _joined(canvas, join), anchor.center
    items = canvas.content.drawn.items
    found: list[tuple[int, float, str, Element]] = []
    for element in canvas.session.model.of(Element):
        item = items.get(Key(element.id, "element"))
        if item is not None and item.shape and element.id != join.other and element.id not in joined:
            rank = min(ranks.get(element.type, _MOST_NEW), _MOST_NEW)
            found.append((rank, dist(middle, item.shape.center), element.id, element))
    return [element for *_, element in sorted(found, key=lambda entry: entry[:3])]


def _new_row(offer: Offer) -> Row:
    return Row(offer.label, _NEW + offer.key, icon=offer.icon, color=offer.color, help=offer.help)


def _old_row(canvas: Canvas, element: Element) -> Row:
    catalog, name = canvas.session.library.catalog, canvas.session.model.name_of(element.id)
    icon, color = catalog.icon(element.type), catalog.color(element.type)
    return Row(name, _OLD + element.id, aside=catalog.label(element.type), icon=icon, color=color)


def _wording(canvas: Canvas, thing: Offer | Element) -> Wording:
    if isinstance(thing, Offer):
        return wording_of(thing)
    session = canvas.session
    return Wording(session.model.name_of(thing.id), session.library.catalog.label(thing.type))


def _ranks(canvas: Canvas, join: Join) -> dict[str, int]:
    """Types by how likely they come there."""
    model = canvas.session.model
    element = model.element(join.other)
    types = {other.id: other.type for other in model.of(Element)}
    near = following(
        canvas.session.library.catalog,
        element.type if element else "",
        forward=join.forward,
        present=set(types.values()),
        joined={types[i] for i in _joined(canvas, join) if i in types},
    )
    return {type_: rank for rank, type_ in enumerate(near)}


def _joined(canvas: Canvas, join: Join) -> set[str]:
    """The elements at the other ends of its flows in this direction."""
    ends = [
        (f.source, f.target) if join.forward else (f.target, f.source) for f in canvas.session.model.of(Flow)
    ]
    return {far for near, far in ends if near == join.other and far}


def _sections(groups: Mapping[str, list[Row]]) -> list[Row]:
    return [row for title, rows in groups.items() if rows for row in (Row(title), *rows)]


def _box_at(anchor: Box, at: tuple[float, float], size: tuple[float, float]) -> Box:
    """A box of a size whose side towards the anchor has its middle at a point."""
    (x, y), (width, height) = at, size
    across, down = x - anchor.center[0], y - anchor.center[1]
    if abs(across) * anchor.height >= abs(down) * anchor.width:
        return Box(x if across > 0 else x - width, y - height / 2, width, height)
    return Box(x - width / 2, y if down > 0 else y - height, width, height)
