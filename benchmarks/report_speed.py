"""How long a report takes, beside one naive table of the same words made with reportlab's own layout."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.analysis_speed import shipped
from benchmarks.measure import Result, growth, medians
from benchmarks.systems import system
from dfdmodeler import paths
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.report.compose import compose
from dfdmodeler.report.document import Document, Heading

SIZES = (300, 1_000)
ELEMENTS = 300
"""Elements of the system whose threats are reported on; it has more than the largest size."""
COLUMNS = 7
PRINTED = ("text", "title", "subtitle", "rows", "fields", "points", "columns", "note", "counts")
"""Fields of blocks whose words are printed."""
RUNS = 3


def measure() -> Iterator[Result]:
    from dfdmodeler.report import pdf

    documents = {size: _document(size) for size in SIZES}
    fonts = paths.fonts()
    times: dict[int, list[float]] = {}
    for size, document in documents.items():
        table = _cells(document)
        times[size] = medians(RUNS, partial(pdf.render, document, fonts), partial(_naive, table))
    for size, (own, naive) in times.items():
        detail = f"{own:.0f} ms; naive table {naive:.0f} ms"
        yield Result(f"PDF of {size:,} threats", own / naive, 1, "x", detail)
    slope = growth(SIZES, [own for own, _ in times.values()])
    yield Result("growth from 300 to 1,000 threats", slope, 1.1, "", "exponent; 1 is linear")


def _document(threats: int) -> Document:
    """The report on a number of threats of one system, taken evenly from all of them."""
    library = shipped()
    model = system(ELEMENTS, library.catalog)
    analysis = analyze(library, model)
    rows = register(library, analysis, model)
    chosen = sorted(random.Random(threats).sample(range(len(rows.threats)), threats))
    some: Register = replace(rows, threats=tuple(rows.threats[place] for place in chosen))
    return compose(model, library, analysis, some, date="2026-01-01")


def _cells(document: Document) -> list[list[str]]:
    """All words of the report: a row per heading, its words in equal columns."""
    rows: list[list[str]] = [[]]
    for block in document.blocks:
        if isinstance(block, Heading):
            rows.append([])
        rows[-1] += " ".join(_texts(block)).split()
    return [_columns(words) for words in rows if words]


def _columns(words: Sequence[str]) -> list[str]:
    share = -(-len(words) // COLUMNS)
    return [" ".join(words[share * column : share * (column + 1)]) for column in range(COLUMNS)]


def _texts(part: Any) -> Iterator[str]:
    """Every text in a block that is printed."""
    if isinstance(part, tuple):
        for inner in part:
            yield from _texts(inner)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name in (
                "text",
                "title",
                "subtitle",
                "rows",
                "fields",
                "points",
                "columns",
                "note",
                "counts",
            ):
                yield from _texts(getattr(part, field.name))
    elif isinstance(part, str):
        yield part


def _naive(rows: list[list[str]]) -> bytes:
    """A table with a paragraph in every cell, as a first attempt would have it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 6, 7
    cells = [[Paragraph(escape(text), style) for text in row] for row in rows]
    target = BytesIO()
    template = SimpleDocTemplate(target, pagesize=A4)
    widths = [template.width / COLUMNS] * COLUMNS
    template.build([Table(cells, colWidths=widths, repeatRows=1, splitInRow=1)])
    return target.getvalue()
