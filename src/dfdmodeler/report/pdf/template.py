"""The pages of a report: title page, text, and figures upright or across, with their footers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.report.document import Document
from dfdmodeler.report.pdf.canvas import ReportCanvas, printable
from dfdmodeler.report.pdf.plates import MARGIN
from dfdmodeler.report.pdf.styles import (
    COVER_TOP,
    FOOTER,
    MARGIN_BOTTOM,
    MARGIN_SIDE,
    MARGIN_TOP,
    PAPERS,
    STYLES,
)

_AHEAD = 64
"""How many pieces of the text are kept ready. Few, because reportlab takes each from the front of a list."""
_NUMBER_ROOM = 120.0


class ReportTemplate(BaseDocTemplate):  # type: ignore[misc]
    """Lays out the text of one document on its pages."""

    def __init__(self, target: BinaryIO, document: Document, metrics: Metrics, *, compress: bool) -> None:
        self._document, self._metrics = document, metrics
        self._story: Iterator[Any] = iter(())
        paper = PAPERS[document.paper]
        super().__init__(
            target,
            pagesize=paper,
            pageTemplates=self._templates(paper),
            title=printable(document.title),
            author=printable(document.author),
            subject=printable(document.subject),
            creator="dfdmodeler",
            pageCompression=int(compress),
            invariant=1,
            lang="en",
        )

    def _templates(self, paper: tuple[float, float]) -> list[Any]:
        width, height = column(paper)
        cover = Frame(MARGIN_SIDE, MARGIN_BOTTOM, width, height * (1 - COVER_TOP), **_BARE)
        text = Frame(MARGIN_SIDE, MARGIN_BOTTOM, width, height, **_BARE)
        pages = [
            PageTemplate("cover", [cover], pagesize=paper, autoNextPageTemplate="text"),
            PageTemplate("text", [text], pagesize=paper, onPageEnd=partial(self._footer, MARGIN_SIDE)),
        ]
        for name, size in (("upright", paper), ("across", paper[::-1])):
            page = Frame(0, 0, *size, **_BARE)
            pages.append(PageTemplate(name, [page], pagesize=size, onPageEnd=partial(self._footer, MARGIN)))
        return pages

    def _footer(self, margin: float, canvas: ReportCanvas, template: ReportTemplate) -> None:
        style, width, number = STYLES["footer"], template.pageTemplate.pagesize[0], template.page
        room = width - 2 * margin - _NUMBER_ROOM
        title = "".join(self._metrics.lines(self._document.title, style.size, room, 1, style.weight))
        canvas.painter.text(margin, FOOTER, title, style.size, style.weight, style.color)
        canvas.write_later(lambda count: f"Page {number} of {count}", width - margin, FOOTER, style)

    def print(self, story: Iterator[Any], fonts: Path) -> None:
        """Lays out and writes the whole story, which is read as pages fill."""
        self._story = story
        anchors = self._document.anchors
        canvas = partial(ReportCanvas, metrics=self._metrics, fonts=fonts, anchors=anchors)
        self.build(list(islice(story, _AHEAD)), canvasmaker=canvas)

    def filterFlowables(self, flowables: list[Any]) -> None:  # noqa: N802
        """Is called by reportlab before it places a piece of the story, or one of its own."""
        if flowables is not self._hanging and len(flowables) < _AHEAD:
            flowables.extend(islice(self._story, _AHEAD))


def column(paper: tuple[float, float]) -> tuple[float, float]:
    """Width and height of the column of text on a page."""
    width, height = paper
    return width - 2 * MARGIN_SIDE, height - MARGIN_TOP - MARGIN_BOTTOM


_BARE = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
