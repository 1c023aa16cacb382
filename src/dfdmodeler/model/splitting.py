"""Making two elements of one: flows are shared out, and what is said of the one is said of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import Rect
from dfdmodeler.model.records import (
    Answer,
    Flow,
    Placement,
    Record,
    Route,
    Suggestion,
    evolve,
    joined_id,
    layout_id,
)

GAP = 48.0
"""Units between the two, where nobody says where the new one stands."""


def split(
    model: Model,
    element: str,
    new: str,
    *,
    name: str,
    flows: Collection[str] = (),
    boxes: Mapping[str, Rect] | None = None,
) -> Model:
    """Adds a second element that takes over some flows of the first; `boxes` are its places, by diagram.

    Answers are given at both. What was decided about the first stays there; `analysis.copies` carries along
    what counts for the second too. Nothing happens if there is no such element, or the new id is taken.
    """
    first = model.element(element)
    if first is None or new in model:
        return model
    moved = [flow for flow in edits.ends_at(model, [element]) if flow.id in flows]
    records: list[Record] = [
        evolve(first, id=new, name=name),
        *(_ended(flow, element, new) for flow in moved),
    ]
    freed = {flow.id for flow in moved}
    for record in model.values():
        if isinstance(record, Placement) and record.subject == element:
            records.append(_beside(record, new, (boxes or {}).get(record.diagram)))
        elif isinstance(record, Suggestion) and record.subject == element:
            records.append(evolve(record, id=layout_id(new, record.field), subject=new))
        elif isinstance(record, Answer) and record.subject == element:
            records.append(evolve(record, id=joined_id(record.question, new), subject=new))
        elif isinstance(record, Route) and record.subject in freed:
            records.append(evolve(record, bends=(), label=None))
    return edits.put(model, *records)


def _ended(flow: Flow, former: str, present: str) -> Flow:
    """A flow with another element in place of one; a flow from an element to itself moves as a whole."""
    ends = {end: present for end in ("source", "target") if getattr(flow, end) == former}
    return evolve(flow, **ends)


def _beside(drawn: Placement, new: str, box: Rect | None) -> Placement:
    x, y, width, height = box or (drawn.x + drawn.width + GAP, drawn.y, drawn.width, drawn.height)
    fresh = {"x": x, "y": y, "width": width, "height": height, "locked": False}
    return evolve(drawn, id=layout_id(drawn.diagram, new), subject=new, **fresh)
