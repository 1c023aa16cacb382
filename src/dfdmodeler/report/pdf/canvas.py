"""The canvas of a report: knows its fonts and anchors, and writes page numbers once it knows them."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Primitive
from dfdmodeler.report.document import Heading
from dfdmodeler.report.pdf.painter import Painter
from dfdmodeler.report.pdf.styles import Style

Words = Callable[[int], str]
"""What to write, given the number of pages."""
_ABOVE = 12.0
"""How far above a heading a page is scrolled to that a link leads to."""
_LONGEST = 300.0
"""Room for words that are written later."""
_MARK_BOX = (-1.0, -40.0, 200.0, 1.0)
_PAGE_LINK = 30.0


class ReportCanvas(Canvas):  # type: ignore[misc]
    """A PDF canvas for one report.

    What depends on page numbers is a form, used where it stands and drawn when all pages are done: so the
    text is laid out once.
    """

    def __init__(self, *args: Any, metrics: Metrics, fonts: Path, anchors: Set[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.painter = Painter(self, metrics, fonts)
        self.metrics = metrics
        self._known = anchors
        self._pages: dict[str, int] = {}
        self._later: list[tuple[Words, Style]] = []
        self._marks: dict[tuple[Primitive, ...], str] = {}
        self._level = -1
        self.showOutline()

    def begin(self, heading: Heading, x: float, top: float) -> None:
        """Makes a place in the current coordinates the target of links, and a line of the outline."""
        self.place(heading.anchor, x, top)
        self._level = min(heading.level - 1, self._level + 1)
        self.addOutlineEntry(printable(heading.text), heading.anchor, self._level, closed=self._level > 0)

    def place(self, anchor: str, x: float, top: float) -> None:
        """Makes a place in the current coordinates the target of links."""
        self._pages[anchor] = self.getPageNumber()
        self.bookmarkHorizontal(anchor, x, top + _ABOVE)

    def link(self, anchor: str, left: float, bottom: float, right: float, top: float) -> None:
        """Makes a rectangle in the current coordinates lead to an anchor, if the report has it."""
        if anchor in self._known:
            self.linkRect("", anchor, (left, bottom, right, top), relative=1)

    def page_of(self, anchor: str, right: float, base: float, style: Style) -> None:
        """The page number of an anchor, ending at `right`."""
        self.write_later(lambda count: str(self._pages.get(anchor, "")), right, base, style)
        self.link(anchor, right - _PAGE_LINK, base - style.size * 0.25, right, base + style.size)

    def write_later(self, words: Words, right: float, base: float, style: Style) -> None:
        """Words that are known when all pages are, ending at `right`."""
        self._use(_form(len(self._later)), right, base)
        self._later.append((words, style))

    def mark(self, shapes: tuple[Primitive, ...], top: float) -> None:
        """Shapes with their origin at the left edge and `top`; those of many lines are a form, drawn once."""
        name = self._marks.setdefault(shapes, f"mark-{len(self._marks)}")
        if not self.hasForm(name):
            self.beginForm(name, *_MARK_BOX)
            self.painter.primitives(shapes, 0.0, 0.0)
            self.endForm()
        self._use(name, 0.0, top)

    def _use(self, form: str, x: float, y: float) -> None:
        self.saveState()
        self.translate(x, y)
        self.doForm(form)
        self.restoreState()

    def save(self) -> None:
        """Writes what had to wait, then the file."""
        count = self.getPageNumber() - 1
        for number, (words, style) in enumerate(self._later):
            text = words(count)
            self.beginForm(_form(number), -_LONGEST, -style.leading, 1, style.leading)
            width = self.metrics.width(text, style.size, style.weight)
            self.painter.text(-width, 0.0, text, style.size, style.weight, style.color)
            self.endForm()
        super().save()


def printable(text: str) -> str:
    """Text for the outline and the metadata, where viewers choose the font: no control characters."""
    kept = (c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return " ".join("".join(kept).split())


def _form(number: int) -> str:
    return f"later-{number}"
