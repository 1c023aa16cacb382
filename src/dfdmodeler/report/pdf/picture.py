"""One diagram as a PDF of its own, on a page of just its size."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.report.pdf.canvas import printable
from dfdmodeler.report.pdf.painter import Painter

MARGIN = 24.0
POINTS_PER_UNIT = 0.75
LONGEST = 14_400.0
"""Points that a side of a page may have; a larger picture is scaled down."""


def render_picture(picture: Picture, title: str, fonts: Path) -> bytes:
    """The picture as PDF with the fonts of a directory embedded. Equal pictures give equal bytes."""
    box = picture.bounds.grown(MARGIN)
    scale = min(POINTS_PER_UNIT, LONGEST / max(box.width, box.height, 1.0))
    width, height = max(box.width * scale, 1.0), max(box.height * scale, 1.0)
    target = BytesIO()
    canvas = Canvas(target, pagesize=(width, height), invariant=1, lang="en")
    canvas.setTitle(printable(title))
    Painter(canvas, Metrics(fonts), fonts).items(picture.items, scale, -box.x * scale, height + box.y * scale)
    canvas.save()
    return target.getvalue()
