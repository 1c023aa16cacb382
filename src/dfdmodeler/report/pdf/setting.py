"""Setting blocks: from what is said to the paragraphs and tables that reportlab lays out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatchmethod
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from reportlab.platypus import CondPageBreak, HRFlowable, PageBreakIfNotEmpty
from reportlab.platypus import Table as Grid

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Primitive
from dfdmodeler.report.document import (
    Block,
    Contents,
    Cover,
    Document,
    Fields,
    Figure,
    Heading,
    PageOf,
    Paragraph,
    Point,
    Points,
    Rich,
    Span,
    Strip,
    Table,
)
from dfdmodeler.report.pdf.flowables import Inset, Plate, Rows, Text
from dfdmodeler.report.pdf.marks import MARKS, severity_room, severity_shape
from dfdmodeler.report.pdf.markup import Markup
from dfdmodeler.report.pdf.painter import ink
from dfdmodeler.report.pdf.plates import sheets
from dfdmodeler.report.pdf.styles import (
    HAIRLINE,
    INDENT,
    LABEL_WIDTH,
    MOST_KEPT,
    PAPERS,
    STYLES,
    Align,
    Look,
    Style,
)
from dfdmodeler.report.pdf.template import column

_COLUMN_GAP = 12.0
_ROW_PADDING = 5.0
_PAGE_ROOM = 44.0
"""Width kept for page numbers in the table of contents."""
_FOLLOWING = {1: 90.0, 2: 110.0, 3: 60.0}
"""Room that is left below a heading of a level, or it begins a page: some lines of what it is about."""
_AFTER_LEAD = 50.0

_ROWS = [
    ("LINEBELOW", (0, 0), (-1, -1), HAIRLINE, ink("line")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("TOPPADDING", (0, 0), (-1, -1), _ROW_PADDING),
    ("BOTTOMPADDING", (0, 0), (-1, -1), _ROW_PADDING),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-2, -1), _COLUMN_GAP),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
]
_PLAIN_ROWS = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0), *_ROWS[4:]]


class Setter:
    """Sets the blocks of a document."""

    def __init__(self, document: Document, metrics: Metrics, fonts: FilePath) -> None:
        self._paper = PAPERS[document.paper]
        self._width, self._height = column(self._paper)
        self._metrics = metrics
        self._next = {id(block): after for block, after in pairwise(document.blocks)}
        self._headings = [b for b in document.blocks if isinstance(b, Heading | Figure) and b.anchor]
        self._markup = Markup(metrics, fonts, document.anchors)
        self._looks: dict[Look, Any] = {}
        self._fonts = fonts

    def flowables(self, block: Block) -> Iterator[Any]:
        """What reportlab lays out for a block."""
        yield from self._set(block)

    @singledispatchmethod
    def _set(self, block: object) -> Iterable[Any]:
        raise TypeError(type(block))

    @_set.register
    def _(self, block: Figure) -> Iterable[Any]:
        heading = Heading(1, block.title, block.anchor) if block.anchor else None
        for sheet in sheets(block, self._paper):
            yield PageBreakIfNotEmpty("upright" if sheet.size == self._paper else "across")
            yield Plate(sheet, heading)
            heading = None
        yield PageBreakIfNotEmpty("text")

    @_set.register
    def _(self, block: Cover) -> Iterable[Any]:
        yield PageBreakIfNotEmpty("cover")
        yield self._text((Span(block.title),), Look("title"))
        yield self._text((Span(block.subtitle),), Look("subtitle"))
        if block.counts:
            yield self._rule(24.0, 12.0)
            yield self._counts(block.counts)
        yield self._rule(24.0, 12.0)
        for label, text in block.fields:
            yield from self._field(label, text)

    def _counts(self, counts: Sequence[tuple[str, str]]) -> Any:
        """Large numbers side by side, what they count below."""
        step = self._width / len(counts)
        rows = [
            [self._text((Span(self._short(count[place], name, step)),), Look(name)) for count in counts]
            for place, name in enumerate(("count", "label"))
        ]
        return Grid(rows, [step] * len(counts), style=_PLAIN_ROWS)

    @_set.register
    def _(self, block: Contents) -> Iterable[Any]:
        yield PageBreakIfNotEmpty("text")
        yield self._text((Span(block.title),), Look("level1"))
        for heading in self._headings:
            level = heading.level if isinstance(heading, Heading) else 1
            if level < 3:
                yield self._contents_line(heading, level)

    def _contents_line(self, heading: Heading | Figure, level: int) -> Any:
        text = heading.text if isinstance(heading, Heading) else heading.title
        name, indent = ("chapter line", 0.0) if level == 1 else ("section line", INDENT)
        short = self._short(text, name, self._width - indent - _PAGE_ROOM)
        line = self._text((Span(short, heading.anchor, quiet=True),), Look(name, indent, spare=_PAGE_ROOM))
        line.page_of = heading.anchor, STYLES[name].linked
        return line

    @_set.register
    def _(self, block: Heading) -> Iterable[Any]:
        if block.new_page:
            yield PageBreakIfNotEmpty("text")
        title = self._text((Span(block.text, severity=block.severity),), Look(f"level{block.level}"))
        title.heading = block
        parts = [title]
        if block.level == 3:
            above = STYLES["level3"].above
            parts.insert(0, self._rule(above * 0.45, above * 0.55))
        if block.note:
            parts.append(self._text((Span(block.note),), Look("note")))
        yield from self._kept(parts, max(_FOLLOWING[block.level], self._beginning(self._next.get(id(block)))))

    @_set.register
    def _(self, block: Paragraph) -> Iterable[Any]:
        text = self._text(block.text, Look("body"))
        after = max(_AFTER_LEAD, self._beginning(self._next.get(id(block))))
        yield from self._kept([text], after) if block.role == "lead" else (text,)

    @_set.register
    def _(self, block: Points) -> Iterable[Any]:
        for point in block.points:
            yield self._point(point, 0.0)

    @_set.register
    def _(self, block: Fields) -> Iterable[Any]:
        rows = [list(self._field(label, content)) for label, content in block.rows]
        if len(rows) > 1 and len(rows[-2]) == 1:
            rows[-2][0].keepWithNext = 1
        for (label, _), row in zip(block.rows, rows, strict=True):
            row[0].anchor = block.anchors.get(label, "")
            yield from row

    def _field(self, label: str, content: Rich | tuple[Point | Strip, ...]) -> Iterator[Any]:
        """A muted label, and beside it a paragraph or a list."""
        text: Rich = tuple(part for part in content if isinstance(part, Span))
        if text:
            yield self._text(text, Look("item", LABEL_WIDTH, labelled=True), label)
            label = ""
        for point, following in zip(content, (*content[1:], None), strict=True):
            if isinstance(point, Point):
                made = self._point(point, LABEL_WIDTH, label)
                made.keepWithNext = int(isinstance(following, Strip))
                yield made
                label = ""
            elif isinstance(point, Strip):
                yield Inset(point, self._width, LABEL_WIDTH + INDENT, self._metrics)

    def _point(self, point: Point, x: float, label: str = "") -> Any:
        text = self._text(point.text, Look("item", x + INDENT, labelled=bool(label)), label)
        text.shapes = (*text.shapes, MARKS[point.mark](x, STYLES["item"].middle))
        return text

    @_set.register
    def _(self, block: Table) -> Iterable[Any]:
        yield self._table(block, block.rows)

    def _table(self, block: Table, cells: Sequence[tuple[Rich | PageOf, ...]]) -> Rows:
        gaps = _COLUMN_GAP * (len(block.columns) - 1)
        shares = sum(column.share for column in block.columns)
        widths = [
            (self._width - gaps) * column.share / shares + _COLUMN_GAP * (column is not block.columns[-1])
            for column in block.columns
        ]
        titles = [self._text((Span(c.title),), Look("column", align=c.align)) for c in block.columns]
        rows = [
            [self._cell(cell, c.align) for cell, c in zip(row, block.columns, strict=True)] for row in cells
        ]
        return Rows([titles, *rows], widths, style=_ROWS, repeatRows=1, splitInRow=1, spaceBefore=10)

    def _beginning(self, block: Block | None) -> float:
        """Height of what of a block must stay with the heading before it: a table's titles and first row."""
        if isinstance(block, Paragraph) and block.role == "lead":
            lead = self._text(block.text, Look("body"))
            height: float = lead.getSpaceBefore() + lead.wrap(self._width, self._height)[1]
            return height + self._beginning(self._next.get(id(block)))
        if isinstance(block, Table):
            table = self._table(block, block.rows[:1])
            return float(table.getSpaceBefore() + table.wrap(self._width, self._height)[1])
        return 0.0

    def _cell(self, cell: Rich | PageOf, align: Align) -> Any:
        if isinstance(cell, PageOf):
            number = self._text((), Look("cell"))
            number.page_of = cell.anchor, STYLES["cell"].linked
            return number
        return self._text(cell, Look("cell", align=align))

    def _text(self, text: Rich, look: Look, label: str = "") -> Text:
        """A paragraph, with a label beside its first line if it has one."""
        style = STYLES[look.name]
        severity = text[0].severity if text else ""
        shapes: tuple[Primitive, ...] = ()
        if severity:
            shapes = (severity_shape(severity, style, look.indent),)
            look = look._replace(indent=look.indent + severity_room(style))
        words = self._markup.rich(text, style)
        if label:
            short = self._short(label, "label", LABEL_WIDTH - 8)
            words = f"<bullet>{self._markup.escaped(short, STYLES['label'].weight)}</bullet>{words}"
        made = Text(words, self._style(look))
        made.shapes = shapes
        return made

    def _style(self, look: Look) -> Any:
        known = self._looks.get(look)
        if known is None:
            known = self._looks[look] = look.paragraph_style(self._fonts)
        return known

    def _short(self, text: str, name: str, room: float) -> str:
        """Text on one line; what does not fit ends in an ellipsis."""
        style: Style = STYLES[name]
        spelled = self._markup.spelled(" ".join(text.split()), style.weight)
        return "".join(self._metrics.lines(spelled, style.size, room, 1, style.weight))

    def _kept(self, parts: Sequence[Any], following: float) -> Iterator[Any]:
        """Parts that stand on one page, with some room below them."""
        heights = (part.getSpaceBefore() + part.wrap(self._width, self._height)[1] for part in parts)
        yield CondPageBreak(min(sum(heights) + following, self._height * MOST_KEPT))
        yield from parts

    def _rule(self, above: float, below: float) -> Any:
        return HRFlowable("100%", HAIRLINE, "butt", ink("line"), above, below)
