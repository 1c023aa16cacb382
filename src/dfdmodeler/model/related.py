"""What is like what is chosen, and what is joined to it: for selecting more at once."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note


def similar(model: Model, ids: Iterable[str], among: Collection[str]) -> list[str]:
    """Those of some things that are of the same sort as one of the chosen, sorted.

    Elements and boundaries are so by their type, flows by the kinds of data that they carry; all notes are.
    """
    sorts = {_sort(model, i) for i in ids} - {None}
    return sorted(i for i in among if _sort(model, i) in sorts)


def connected(model: Model, ids: Iterable[str], among: Collection[str]) -> list[str]:
    """The chosen with the flows at them, and what is at the other ends of these, as far as it is among some
    things; sorted.
    """
    chosen, there = set(ids), set(among)
    found = set(chosen)
    for flow in model.of(Flow):
        ends = {end for end in (flow.source, flow.target) if end is not None}
        if flow.id in there and (flow.id in chosen or ends & chosen):
            found |= {flow.id, *(ends & there)}
    return sorted(found)


def _sort(model: Model, subject: str) -> Hashable:
    record = model.get(subject)
    match record:
        case Element():
            return "element", record.type
        case Boundary():
            return "boundary", record.type, record.shape
        case Flow():
            carries = record.properties.get("carries", ())
            return "flow", (carries,) if isinstance(carries, str) else tuple(sorted(carries))
        case Note():
            return "note"
    return None
