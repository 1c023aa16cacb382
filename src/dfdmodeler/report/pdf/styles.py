"""How the parts of a report look: sizes in points, colours by token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dfdmodeler.drawing.metrics import Weight


@dataclass(frozen=True, slots=True)
class Style:
    """Type of a paragraph: size and distance of base lines in points, and the room above it."""

    size: float
    leading: float
    above: float = 0.0
    weight: Weight = 400
    color: str = "ink"


STYLES = {
    "title": Style(30, 38, 0, 600),
    "subtitle": Style(14, 20, 8, 400, "muted"),
    "count": Style(24, 28, 0, 600),
    "level1": Style(20, 26, 40, 600),
    "level2": Style(14, 20, 30, 600),
    "level3": Style(12, 17, 18, 600),
    "body": Style(11, 16, 6),
    "note": Style(9.5, 14, 4, 400, "muted"),
    "item": Style(10, 14.5, 3),
    "label": Style(9.5, 14.5, 3, 400, "muted"),
    "cell": Style(10, 14, 0),
    "column": Style(9.5, 14, 0, 400, "muted"),
    "chapter line": Style(11, 18, 8, 600),
    "section line": Style(10.5, 16, 0),
    "footer": Style(9, 12, 0, 400, "muted"),
}

PAPERS: dict[str, tuple[float, float]] = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 71.0, 68.0, 76.0
FOOTER = 40.0
"""Base line of the footer above the lower edge."""
LABEL_WIDTH = 82.0
INDENT = 14.0
"""How far the text of a list item stands in from its mark."""
HAIRLINE = 0.6

LINK = "accent"
Align = Literal["left", "right"]
