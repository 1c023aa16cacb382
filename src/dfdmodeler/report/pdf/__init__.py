"""Renders a report to PDF, in one pass: blocks are set, pages filled, then drawn.

The only package that knows reportlab. Importing it takes a quarter of a second: import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.report.document import Document
from dfdmodeler.report.pdf.pages import Page, Paginator, area
from dfdmodeler.report.pdf.printer import Printer
from dfdmodeler.report.pdf.setting import Setter
from dfdmodeler.report.pdf.styles import PAPERS

Tell = Callable[[float], None]
"""Is told now and then how much is done, from 0 to 1; it may raise to stop."""
_SETTING = 0.6
_EVERY = 50


def render(document: Document, fonts: Path, tell: Tell = lambda share: None, compress: bool = True) -> bytes:
    """The document as PDF with the fonts of a directory embedded. The same document gives the same bytes."""
    pages = paginate(document, fonts, tell)
    target = BytesIO()
    canvas = Canvas(
        target, pagesize=PAPERS[document.paper], pageCompression=int(compress), invariant=1, lang="en"
    )
    printer = Printer(canvas, document, pages, Metrics(fonts), fonts)
    for number, page in enumerate(pages, 1):
        printer.print(page, number)
        tell(_SETTING + (1 - _SETTING) * number / len(pages))
    canvas.save()
    return target.getvalue()


def paginate(document: Document, fonts: Path, tell: Tell = lambda share: None) -> list[Page]:
    """The pages of a document, before anything is drawn."""
    where = area(PAPERS[document.paper])
    setter = Setter(document, Metrics(fonts), where.width, where.height)
    paginator = Paginator(where)
    pieces = []
    for count, block in enumerate(document.blocks):
        pieces += setter.pieces(block)
        if count % _EVERY == 0:
            tell(_SETTING * count / len(document.blocks))
    paginator.place(pieces)
    return paginator.pages
