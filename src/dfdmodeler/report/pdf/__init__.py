"""Renders a report to PDF: reportlab lays out what the blocks of the document are set as.

The only package that knows reportlab. Importing it takes a quarter of a second: import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.fit import fit
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Picture
from dfdmodeler.report.document import Document
from dfdmodeler.report.pdf.canvas import printable
from dfdmodeler.report.pdf.painter import Painter
from dfdmodeler.report.pdf.setting import Setter
from dfdmodeler.report.pdf.template import ReportTemplate

Tell = Callable[[float], None]
"""Is told now and then how much is done, from 0 to 1; it may raise to stop."""
_EVERY = 20
_PICTURE_MARGIN = 24.0
_LARGEST_PAGE = 14_400.0
"""The longest side of a page that viewers must accept, in points."""


def render(document: Document, fonts: Path, tell: Tell = lambda share: None, compress: bool = True) -> bytes:
    """The document as PDF with the fonts of a directory embedded. The same document gives the same bytes."""
    target = BytesIO()
    metrics = Metrics(fonts)
    setter = Setter(document, metrics, fonts)

    def story() -> Iterator[Any]:
        for count, block in enumerate(document.blocks):
            if count % _EVERY == 0:
                tell(count / len(document.blocks))
            yield from setter.flowables(block)

    ReportTemplate(target, document, metrics, compress=compress).print(story(), fonts)
    tell(1.0)
    return target.getvalue()


def render_picture(picture: Picture, title: str, fonts: Path) -> bytes:
    """A picture on one page as large as it needs, a point for each diagram unit."""
    bounds = picture.bounds.grown(_PICTURE_MARGIN)
    scale = min(1.0, _LARGEST_PAGE / max(bounds.width, bounds.height))
    size = (bounds.width * scale, bounds.height * scale)
    place = fit(bounds, Box(0.0, 0.0, *size), scale)
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, pageCompression=1, invariant=1, lang="en")
    canvas.setTitle(printable(title))
    canvas.setCreator("dfdmodeler")
    Painter(canvas, Metrics(fonts), fonts).items(picture.items, place.scale, place.dx, size[1] - place.dy)
    canvas.save()
    return target.getvalue()
