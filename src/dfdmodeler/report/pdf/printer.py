"""Printing pages: strips and figures in their places, links, outline and page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.report.document import Document
from dfdmodeler.report.pdf.lines import Fragment
from dfdmodeler.report.pdf.pages import Page
from dfdmodeler.report.pdf.painter import Painter
from dfdmodeler.report.pdf.plates import MARGIN, Sheet
from dfdmodeler.report.pdf.setting import Strip
from dfdmodeler.report.pdf.styles import FOOTER, MARGIN_SIDE, MARGIN_TOP, STYLES, Style

_DESCENT = 0.25


class Printer:
    """Prints the pages of one document."""

    def __init__(
        self, canvas: Canvas, document: Document, pages: Sequence[Page], metrics: Metrics, fonts: Path
    ) -> None:
        self._canvas, self._document, self._metrics = canvas, document, metrics
        self._painter = Painter(canvas, metrics, fonts)
        self._count = len(pages)
        self._page_of = {
            heading.anchor: number for number, page in enumerate(pages, 1) for _, heading in page.outline
        }
        self._level = -1
        canvas.setTitle(_printable(document.title))
        canvas.setAuthor(_printable(document.author))
        canvas.setSubject(_printable(document.subject))
        canvas.setCreator("dfdmodeler")
        canvas.showOutline()

    def print(self, page: Page, number: int) -> None:
        """Prints the next page."""
        width, height = page.size
        self._canvas.setPageSize(page.size)
        for top, heading in page.outline:
            self._canvas.bookmarkHorizontalAbsolute(heading.anchor, height - MARGIN_TOP - top + 12)
            self._level = min(heading.level - 1, self._level + 1)
            title = _printable(heading.text)
            self._canvas.addOutlineEntry(title, heading.anchor, self._level, closed=self._level > 0)
        if page.sheet:
            self._print_sheet(page.sheet)
        for top, strip in page.strips:
            self._print_strip(strip, height - MARGIN_TOP - top)
        if number > 1:
            self._print_footer(width, number, MARGIN if page.sheet else MARGIN_SIDE)
        self._canvas.showPage()

    def _print_strip(self, strip: Strip, top: float) -> None:
        if strip.shapes:
            self._painter.primitives(strip.shapes, MARGIN_SIDE, top)
        base = top - strip.base
        for line in strip.lines:
            if line.marks:
                self._painter.primitives(line.marks, MARGIN_SIDE, base)
            for fragment in line.fragments:
                self._print_fragment(fragment, base)

    def _print_fragment(self, fragment: Fragment, base: float) -> None:
        text, x, width = fragment.text, MARGIN_SIDE + fragment.x, fragment.width
        if fragment.page_of:
            text = str(self._page_of.get(fragment.page_of, ""))
            width = self._metrics.width(text, fragment.size, fragment.weight)
            x -= width
        self._painter.text(x, base, text, fragment.size, fragment.weight, fragment.color)
        if fragment.link in self._page_of:
            descent = fragment.size * _DESCENT
            place = (x, base - descent, x + width, base + fragment.size)
            self._canvas.linkAbsolute("", fragment.link, place)

    def _print_sheet(self, sheet: Sheet) -> None:
        canvas, height = self._canvas, sheet.size[1]
        style, window, place = STYLES["level2"], sheet.window, sheet.place
        room = sheet.size[0] - 2 * MARGIN
        caption = self._metrics.lines(sheet.caption, style.size, room, 1, style.weight)
        self._text(MARGIN, height - MARGIN - style.size, "".join(caption), style)
        canvas.saveState()
        if sheet.clipped:
            path = canvas.beginPath()
            path.rect(window.x, height - window.bottom, window.width, window.height)
            canvas.clipPath(path, stroke=0, fill=0)
        self._painter.items(sheet.items, place.scale, place.dx, height - place.dy)
        canvas.restoreState()
        self._link_figure(sheet)

    def _link_figure(self, sheet: Sheet) -> None:
        """Elements, and labels of flows, lead to their threats."""
        (scale, dx, dy), height, window = sheet.place, sheet.size[1], sheet.window
        for item in sheet.items:
            anchor = sheet.figure.links.get(item.subject, "")
            box = item.shape if item.role in ("element", "label") else None
            if box is None or anchor not in self._page_of:
                continue
            left, top = box.x * scale + dx, box.y * scale + dy
            right, bottom = box.right * scale + dx, box.bottom * scale + dy
            if window.grown(1).contains(left, top) and window.grown(1).contains(right, bottom):
                self._canvas.linkAbsolute("", anchor, (left, height - bottom, right, height - top))

    def _print_footer(self, width: float, number: int, margin: float) -> None:
        style = STYLES["footer"]
        room = width - 2 * margin - 120
        title = self._metrics.lines(self._document.title, style.size, room, 1, style.weight)
        self._text(margin, FOOTER, "".join(title), style)
        page = f"Page {number} of {self._count}"
        self._text(width - margin - self._metrics.width(page, style.size), FOOTER, page, style)

    def _text(self, x: float, y: float, text: str, style: Style) -> None:
        self._painter.text(x, y, text, style.size, style.weight, style.color)


def _printable(text: str) -> str:
    """Text for the outline and the metadata, where viewers choose the font: no control characters."""
    kept = (c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return " ".join("".join(kept).split())
