"""A thing of the model in words, for those who do not see it: on the canvas and in the outline."""

from __future__ import annotations

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.primitives import Badge
from dfdmodeler.drawing.scene import flow_text
from dfdmodeler.model.diagrams import own
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note


def describe(model: Model, catalog: Catalog, subject: str, badge: Badge | None = None) -> str:
    """What a thing is, where it is, and how many open threats it has, in a phrase."""
    threats = "" if badge is None else f"{badge.count} open threat{'s' if badge.count > 1 else ''}"
    parts = (*_parts(model, catalog, subject), threats)
    return ", ".join(part for part in parts if part)


def _parts(model: Model, catalog: Catalog, subject: str) -> tuple[str, ...]:
    record = model.get(subject)
    match record:
        case Element():
            opens = "opens a diagram" if own(model, subject) else ""
            name, type_ = model.name_of(subject), catalog.label(record.type)
            return (name, type_ if type_ != name else "", _inside(model, record.parent), opens)
        case Boundary():
            kind = catalog.boundary_kinds.get(record.type)
            what = "trust boundary line" if record.shape == "line" else "trust boundary"
            side = f"inside at the {record.inside}" if record.shape == "line" and record.inside else ""
            what = f"{what}{f' of kind {kind.label}' if kind else ''}"
            return (model.name_of(subject), what, side, _inside(model, record.parent))
        case Flow():
            ends = [model.name_of(end) if end else "nowhere" for end in (record.source, record.target)]
            return (flow_text(record, catalog) or "Flow", f"from {ends[0]} to {ends[1]}")
        case Note():
            return ("Legend" if record.shows else "Note", record.text)
    return ()


def _inside(model: Model, parent: str | None) -> str:
    return f"in {model.name_of(parent)}" if parent is not None and parent in model else ""
