"""Renders a report to PDF: reportlab lays out what the blocks of the document are set as.

The only package that knows reportlab. Importing it takes a quarter of a second: import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.report.document import Document
from dfdmodeler.report.pdf.picture import render_picture
from dfdmodeler.report.pdf.setting import Setter
from dfdmodeler.report.pdf.template import ReportTemplate

__all__ = ["Tell", "render", "render_picture"]

Tell = Callable[[float], None]
"""Is told now and then how much is done, from 0 to 1; it may raise to stop."""
_EVERY = 20


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
