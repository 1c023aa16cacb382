"""What reportlab lays out on pages besides its own: paragraphs with marks, and pages of figures."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from reportlab.platypus import Flowable, LongTable, Paragraph

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Primitive
from dfdmodeler.drawing.strip import strip
from dfdmodeler.report.document import Heading, Strip
from dfdmodeler.report.pdf.plates import MARGIN, Sheet
from dfdmodeler.report.pdf.styles import MARGIN_BOTTOM, MARGIN_TOP, MOST_IN_ROW, STYLES, Style


class Text(Paragraph):  # type: ignore[misc]
    """A paragraph that may have shapes at its first line, begin a chapter, and end in a page number."""

    shapes: tuple[Primitive, ...] = ()
    """Their vertical zero is at the top, and their left edge that of the column."""
    heading: Heading | None = None
    anchor = ""
    """Where links lead to, if it is no heading."""
    page_of: tuple[str, Style] | None = None
    """The anchor whose page number stands at the right edge of the first line."""
    _broken = 0.0
    """The width for which it was broken into lines."""

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size; the same width is not broken into lines again, however often reportlab asks."""
        if self._broken != width or not hasattr(self, "blPara"):
            super().wrap(width, height)
            self._broken = width
        return width, self.height

    def draw(self) -> None:
        if self.heading:
            self.canv.begin(self.heading, 0.0, self.height)
        if self.anchor:
            self.canv.place(self.anchor, 0.0, self.height)
        if self.shapes:
            self.canv.mark(self.shapes, self.height)
        super().draw()
        if self.page_of:
            anchor, style = self.page_of
            self.canv.page_of(anchor, self.width, self.height - style.size, style)

    def split(self, width: float, height: float) -> list[Any]:
        """The parts that fit; what stands at the first line stays there."""
        parts: list[Any] = super().split(width, height)
        if parts and parts[0] is not self:
            parts[0].shapes, parts[0].heading, parts[0].page_of = self.shapes, self.heading, self.page_of
            parts[0].anchor = self.anchor
        return parts


class Rows(LongTable):  # type: ignore[misc]
    """A table whose rows stay whole, unless one is tall."""

    def split(self, width: float, height: float) -> list[Any]:
        """The parts that fit; none if just a piece of the first row would: then the table begins a page.

        A tall row is broken right where the page ends: if it were left for the rest of the table, that rest
        would begin on the same page, with another row of titles.
        """
        self._calc(width, height)
        rows, ends = self._rowHeights, list(accumulate(self._rowHeights))
        most = (self.canv._pagesize[1] - MARGIN_TOP - MARGIN_BOTTOM) * MOST_IN_ROW
        over = next((place for place, end in enumerate(ends) if end > height), len(rows) - 1)
        if rows[over] > most and (parts := self._splitRows(height, doInRowSplit=1)):
            return list(parts)
        if over <= self.repeatRows and rows[over] <= most:
            return []
        rest: list[Any] = super().split(width, height)
        return rest


class Plate(Flowable):  # type: ignore[misc]
    """A page that shows a diagram or a part of it."""

    def __init__(self, sheet: Sheet, heading: Heading | None = None) -> None:
        super().__init__()
        self.sheet, self.heading = sheet, heading

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A whole page."""
        return self.sheet.size

    def draw(self) -> None:
        canvas, sheet, style = self.canv, self.sheet, STYLES["level2"]
        (width, height), window, place = sheet.size, sheet.window, sheet.place
        if self.heading:
            canvas.begin(self.heading, 0.0, height - MARGIN)
        caption = canvas.metrics.lines(sheet.caption, style.size, width - 2 * MARGIN, 1, style.weight)
        base = height - MARGIN - style.size
        canvas.painter.text(MARGIN, base, "".join(caption), style.size, style.weight, style.color)
        canvas.saveState()
        if sheet.clipped:
            path = canvas.beginPath()
            path.rect(window.x, height - window.bottom, window.width, window.height)
            canvas.clipPath(path, stroke=0, fill=0)
        canvas.painter.items(sheet.items, place.scale, place.dx, height - place.dy)
        canvas.restoreState()
        self._link()

    def _link(self) -> None:
        """Elements, and labels of flows, lead to their threats."""
        (scale, dx, dy), height, window = self.sheet.place, self.sheet.size[1], self.sheet.window.grown(1)
        for item in self.sheet.items:
            anchor = self.sheet.figure.links.get(item.subject, "")
            box = item.shape if item.role in ("element", "label") else None
            if box is None or not anchor:
                continue
            left, top = box.x * scale + dx, box.y * scale + dy
            right, bottom = box.right * scale + dx, box.bottom * scale + dy
            if window.contains(left, top) and window.contains(right, bottom):
                self.canv.link(anchor, left, height - bottom, right, height - top)


class Inset(Flowable):  # type: ignore[misc]
    """A path as a small figure within the text."""

    _SCALE = 0.66
    """Points for each unit: its names are then as large as the text around it."""

    def __init__(self, block: Strip, width: float, indent: float, metrics: Metrics) -> None:
        super().__init__()
        self._indent, self._links = indent, block.links
        self._picture = strip(block.stops, block.flows, (width - indent) / self._SCALE, metrics)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Its size."""
        return width, self._picture.bounds.height * self._SCALE

    def draw(self) -> None:
        scale, bounds = self._SCALE, self._picture.bounds
        top = (bounds.height + bounds.y) * scale
        self.canv.painter.items(self._picture.items, scale, self._indent, top)
        for item in self._picture.items:
            if item.shape and item.subject in self._links:
                left, below = self._indent + item.shape.x * scale, top - item.shape.bottom * scale
                size = item.shape.width * scale, item.shape.height * scale
                self.canv.link(self._links[item.subject], left, below, left + size[0], below + size[1])
