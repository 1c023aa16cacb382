"""The words of the form that are not attributes."""

from __future__ import annotations

TEXTS = ("name", "description", "notes", "source_type")
"""Texts of boundaries, elements and flows; each is a field of the record."""
ABOUT = (
    "title",
    "description",
    "owner",
    "contributors",
    "reviewer",
    "assumptions",
    "external_dependencies",
)
"""Texts of the system; each is a field of what the document says of itself."""
SYSTEM_ID = "text_id"
"""Where the `id` of the system is kept: a field that only this form knows."""
BOUNDARY = ("id", "name", "kind", "parent", "shape", "inside", "description", "notes", "source_type")
ELEMENT = ("id", "type", "name", "boundary", "description", "notes", "source_type")
FLOW = ("id", "name", "from", "to", "direction", "description", "notes", "source_type")
ROOT = ("id", *ABOUT, "report_unknowns", "boundaries", "elements", "flows", "positions")

RESERVED = frozenset({*BOUNDARY, *ELEMENT, *FLOW})
"""No attribute can have one of these names."""
