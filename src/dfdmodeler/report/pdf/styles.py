"""How the parts of a report look: sizes in points, colours by token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from dfdmodeler.drawing.metrics import FONT_FILES, MIDDLE, Weight
from dfdmodeler.report.pdf.painter import font_name, ink


@dataclass(frozen=True, slots=True)
class Style:
    """Type of a paragraph: size and distance of base lines in points, and the room above it."""

    size: float
    leading: float
    above: float = 0.0
    weight: Weight = 400
    color: str = "ink"

    @property
    def middle(self) -> float:
        """The middle of capitals in the first line, from its top."""
        return self.size * (1 - MIDDLE)

    @property
    def linked(self) -> Style:
        """The same for what leads somewhere."""
        return replace(self, color=LINK)


LINK = "accent"
Align = Literal["left", "right"]

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
COVER_TOP = 0.2
"""The part of the title page's column that is empty above the title."""
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 71.0, 68.0, 76.0
FOOTER = 40.0
"""Base line of the footer above the lower edge."""
MOST_KEPT = 0.5
"""The part of a page that is left empty at most to keep things together."""
MOST_IN_ROW = 0.3
"""The same for one row of a table."""
LABEL_WIDTH = 82.0
INDENT = 14.0
"""How far the text of a list item stands in from its mark."""
HAIRLINE = 0.6


class Look(NamedTuple):
    """A style by its name, as one paragraph has it."""

    name: str
    indent: float = 0.0
    align: Align = "left"
    spare: float = 0.0
    """Room kept free at the right edge."""
    labelled: bool = False
    """Whether a label stands beside it, which takes a little more room above."""

    def paragraph_style(self, fonts: Path) -> Any:
        """The same for reportlab. A paragraph's first two lines stay together, and its last two."""
        style, label = STYLES[self.name], STYLES["label"]
        return ParagraphStyle(
            self.name,
            fontName=font_name(fonts / FONT_FILES[style.weight][0]),
            fontSize=style.size,
            leading=style.leading,
            textColor=ink(style.color),
            spaceBefore=5.0 if self.labelled else style.above,
            leftIndent=self.indent,
            rightIndent=self.spare,
            alignment=TA_RIGHT if self.align == "right" else TA_LEFT,
            allowWidows=0,
            allowOrphans=0,
            splitLongWords=1,
            spaceShrinkage=0,
            bulletFontName=font_name(fonts / FONT_FILES[label.weight][0]),
            bulletFontSize=label.size,
            bulletColor=ink(label.color),
        )
