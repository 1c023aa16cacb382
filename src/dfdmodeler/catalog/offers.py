"""What can be drawn, under one name each: elements, trust boundaries and notes.

The key of an offer is an element type, ``boundary``, ``boundary:<kind>``, ``line`` or ``note``.
"""

from __future__ import annotations

from dataclasses import dataclass

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import BoundaryKind, Stencil

BOUNDARY = "boundary"
LINE = "line"
NOTE = "note"
LINE_LABEL = "Trust boundary line"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to draw, as lists show it."""

    key: str
    label: str
    group: str
    help: str = ""
    words: str = ""
    """Other words that people look for it by."""
    icon: str = ""
    """SVG path data; empty for a plain boundary and a note, which have none in the catalog."""
    color: str = "muted"
    """Name of a colour token."""


def offers(catalog: Catalog) -> tuple[Offer, ...]:
    """Everything that can be drawn, group by group: elements by palette, boundaries, the note."""
    elements = (_element(catalog, row, title) for title, rows in catalog.palettes() for row in rows)
    plain = Offer(
        BOUNDARY, "Trust boundary", "Boundary", "A line around what is trusted alike.", "zone", "", BOUNDARY
    )
    kinds = (_boundary(kind) for kind in catalog.boundary_kinds.values())
    line = Offer(
        LINE, LINE_LABEL, "Boundary", "An open line that flows cross.", "border wall perimeter", "", BOUNDARY
    )
    note = Offer(NOTE, "Note", "Text", "Free text on the diagram.", "comment text label annotation")
    return (*elements, plain, line, *kinds, note)


def is_boundary(key: str) -> bool:
    """Whether a key names a trust boundary, of a kind or plain."""
    return key.partition(":")[0] == BOUNDARY


def boundary_kind(key: str) -> str:
    """The kind in the key of a boundary; empty for a plain one."""
    return key.partition(":")[2]


def _element(catalog: Catalog, row: Stencil, title: str) -> Offer:
    icon, color = catalog.icon(row.type), catalog.color(row.type)
    return Offer(row.type, row.label, title, row.help, row.words, icon, color)


def _boundary(kind: BoundaryKind) -> Offer:
    return Offer(
        f"{BOUNDARY}:{kind.id}", kind.label, "Boundary", kind.help, kind.words, kind.icon or "", BOUNDARY
    )
