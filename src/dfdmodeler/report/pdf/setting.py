"""Setting blocks: from what is said to strips of lines, each as high as it will be on its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from dfdmodeler.drawing.badges import circle
from dfdmodeler.drawing.metrics import MIDDLE, Metrics
from dfdmodeler.drawing.primitives import Path, Primitive
from dfdmodeler.drawing.primitives import Style as Ink
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
    Table,
)
from dfdmodeler.report.pdf.lines import Breaker, Fragment, Line
from dfdmodeler.report.pdf.styles import HAIRLINE, INDENT, LABEL_WIDTH, LINK, STYLES, Style

_COLUMN_GAP = 12.0
_ROW_PADDING = 5.0
_SHORT = 4
"""The last two of some labelled rows stay together if the first of them has no more lines."""
_LONG_ROW = 12
"""Table rows with more lines than this may be divided between pages."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A horizontal piece of the text column that stays in one piece: a line, or lines side by side."""

    height: float
    lines: tuple[Line, ...] = ()
    base: float = 0.0
    """Where the base line runs, from the top."""
    shapes: tuple[Primitive, ...] = ()
    """Drawn with their vertical zero at the top of the strip."""
    above: float = 0.0
    """Room before it, unless it begins a page."""
    glued: bool = False
    """Whether it stays on one page with the next."""
    begins_page: bool = False
    heading: Heading | None = None
    """The heading that begins here: an anchor and a line of the outline."""
    header: tuple[Strip, ...] = ()
    """What is repeated above it where it begins a page."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure, which takes pages of its own."""

    figure: Figure


Piece = Strip | Plate


class Setter:
    """Sets the blocks of a document for a column of text of one width."""

    def __init__(self, document: Document, metrics: Metrics, width: float, height: float) -> None:
        self._document, self._width, self._height = document, width, height
        self._breaker = Breaker(metrics)

    def pieces(self, block: Block) -> list[Piece]:
        """The strips of a block, or its plate."""
        return list(self._set(block))

    @singledispatchmethod
    def _set(self, block: object) -> Iterable[Piece]:
        raise TypeError(type(block))

    @_set.register
    def _(self, block: Figure) -> Iterable[Piece]:
        yield Plate(block)

    @_set.register
    def _(self, block: Cover) -> Iterable[Piece]:
        yield Strip(self._height * 0.2, begins_page=True)
        yield from self._text((Span(block.title),), STYLES["title"], glued=True)
        yield from self._text((Span(block.subtitle),), STYLES["subtitle"], glued=True)
        if block.counts:
            yield Strip(36.0, shapes=(self._rule(24.0),), glued=True)
            yield from self._counts(block.counts)
        yield Strip(36.0, shapes=(self._rule(24.0),), glued=True)
        for label, text in block.fields:
            yield from self._field(label, text)

    def _counts(self, counts: Sequence[tuple[str, str]]) -> Iterable[Piece]:
        """Large numbers side by side, what they count below."""
        step = self._width / len(counts)
        for place, style in enumerate((STYLES["count"], STYLES["label"])):
            lines = tuple(
                self._breaker.one_line((Span(count[place]),), style, step - _COLUMN_GAP, i * step)
                for i, count in enumerate(counts)
            )
            yield Strip(style.leading, lines, _base(style), glued=not place)

    @_set.register
    def _(self, block: Contents) -> Iterable[Piece]:
        title = self._text((Span(block.title),), STYLES["level1"], glued=True)
        yield from [replace(strip, begins_page=not i) for i, strip in enumerate(title)]
        headings = [b for b in self._document.blocks if isinstance(b, Heading | Figure) and b.anchor]
        for heading in headings:
            level = heading.level if isinstance(heading, Heading) else 1
            if level < 3:
                style = STYLES["chapter line" if level == 1 else "section line"]
                yield self._contents_line(heading, style, 0.0 if level == 1 else INDENT)

    def _contents_line(self, heading: Heading | Figure, style: Style, indent: float) -> Strip:
        text = heading.text if isinstance(heading, Heading) else heading.title
        span = Span(text, severity=heading.severity if isinstance(heading, Heading) else "")
        line = self._breaker.one_line((span,), style, self._width - indent - 44, indent)
        fragments = tuple(fragment._replace(link=heading.anchor) for fragment in line.fragments)
        page = self._page_of(heading.anchor, style, self._width)
        line = replace(line, fragments=(*fragments, page))
        return Strip(style.leading, (line,), _base(style), above=style.above)

    def _page_of(self, anchor: str, style: Style, right: float) -> Fragment:
        return Fragment(right, 0.0, "", style.size, style.weight, LINK, anchor, anchor)

    @_set.register
    def _(self, block: Heading) -> Iterable[Piece]:
        style = STYLES[f"level{block.level}"]
        spans = [Span(block.text, severity=block.severity)]
        strips = self._text(spans, style, glued=True)
        if block.level == 3:
            strips[0] = replace(strips[0], shapes=(self._rule(-style.above * 0.55),))
        strips[0] = replace(strips[0], heading=block, begins_page=block.new_page)
        yield from strips
        if block.note:
            yield from self._text((Span(block.note),), replace(STYLES["note"], above=1.0), glued=True)

    @_set.register
    def _(self, block: Paragraph) -> Iterable[Piece]:
        yield from self._text(block.text, STYLES["body"], glued=block.role == "lead")

    @_set.register
    def _(self, block: Points) -> Iterable[Piece]:
        for point in block.points:
            yield from self._point(point, STYLES["item"], 0.0)

    @_set.register
    def _(self, block: Fields) -> Iterable[Piece]:
        rows = [self._field(label, content) for label, content in block.rows]
        if len(rows) > 1 and len(rows[-2]) <= _SHORT:
            rows[-2] = [replace(strip, glued=True) for strip in rows[-2]]
        for row in rows:
            yield from row

    def _field(self, label: str, content: Rich | tuple[Point, ...]) -> list[Strip]:
        """A muted label, and beside it a paragraph or a list."""
        strips: list[Strip] = []
        text: Rich = tuple(part for part in content if isinstance(part, Span))
        if text:
            strips = self._text(text, STYLES["item"], x=LABEL_WIDTH)
        for point in content:
            if isinstance(point, Point):
                strips += self._point(point, STYLES["item"], LABEL_WIDTH)
        if strips:
            line = self._breaker.one_line((Span(label),), STYLES["label"], LABEL_WIDTH - 8)
            first = strips[0]
            strips[0] = replace(first, lines=(line, *first.lines), above=5.0)
        return strips

    def _point(self, point: Point, style: Style, x: float) -> list[Strip]:
        strips = self._text(point.text, style, x=x + INDENT)
        middle = strips[0].base - style.size * MIDDLE
        strips[0] = replace(strips[0], shapes=(_MARKS[point.mark](x, middle),))
        return strips

    @_set.register
    def _(self, block: Table) -> Iterable[Piece]:
        shares = sum(column.share for column in block.columns)
        room = self._width - _COLUMN_GAP * (len(block.columns) - 1)
        widths = [room * column.share / shares for column in block.columns]
        starts = [sum(widths[:i]) + i * _COLUMN_GAP for i in range(len(widths))]
        places = list(zip(block.columns, starts, widths, strict=True))
        titles = self._row([(Span(column.title),) for column in block.columns], places, STYLES["column"])
        header = tuple(replace(strip, glued=True) for strip in titles)
        first = header[0]
        yield from (replace(first, above=10.0), *header[1:])
        for row in block.rows:
            strips = self._row(row, places, STYLES["cell"])
            strips[0] = replace(strips[0], header=header)
            yield from strips

    def _row(
        self,
        cells: Sequence[Rich | PageOf],
        places: Sequence[tuple[object, float, float]],
        style: Style,
    ) -> list[Strip]:
        """Cells side by side above a hairline."""
        columns: list[list[Line]] = []
        for cell, (column, x, width) in zip(cells, places, strict=True):
            right = getattr(column, "align", "left") == "right"
            if isinstance(cell, PageOf):
                columns.append([Line((self._page_of(cell.anchor, style, x + width),))])
                continue
            lines = self._breaker.lines(cell, style, width, x)
            columns.append([_moved(line, width - line.width) if right else line for line in lines])
        count = max(map(len, columns))
        strips = [
            Strip(
                style.leading,
                tuple(lines[i] for lines in columns if i < len(lines)),
                _base(style),
                glued=count <= _LONG_ROW,
            )
            for i in range(count)
        ]
        strips[0] = _padded(strips[0])
        last = strips[-1]
        height = last.height + _ROW_PADDING
        strips[-1] = replace(last, height=height, shapes=(self._rule(height),), glued=False)
        return strips

    def _text(
        self, text: Sequence[Span], style: Style, *, x: float = 0.0, glued: bool = False
    ) -> list[Strip]:
        """A paragraph. Its first two lines stay together, and its last two."""
        lines = self._breaker.lines(text, style, self._width - x, x)
        strips = [Strip(style.leading, (line,), _base(style), glued=glued) for line in lines]
        for i in {0, len(strips) - 2} if len(strips) > 1 else ():
            strips[i] = replace(strips[i], glued=True)
        strips[0] = replace(strips[0], above=style.above)
        return strips

    def _rule(self, y: float) -> Path:
        return Path((("M", (0.0, y)), ("L", (self._width, y))), Ink(stroke="line", width=HAIRLINE))


def _base(style: Style) -> float:
    """The base line of a line of text: its capitals stand in the middle of its height."""
    return style.leading / 2 + style.size * MIDDLE


def _padded(strip: Strip) -> Strip:
    return replace(strip, height=strip.height + _ROW_PADDING, base=strip.base + _ROW_PADDING)


def _moved(line: Line, by: float) -> Line:
    return replace(line, fragments=tuple(f._replace(x=f.x + by) for f in line.fragments))


def _bullet(x: float, y: float) -> Path:
    return Path(circle(x + 4.0, y, 1.6), Ink(fill="muted"))


def _open(x: float, y: float) -> Path:
    return Path(circle(x + 4.0, y, 3.2), Ink(stroke="muted", width=1.0))


def _done(x: float, y: float) -> Path:
    tick = (("M", (x + 0.8, y)), ("L", (x + 3.2, y + 2.6)), ("L", (x + 7.6, y - 3.0)))
    return Path(tick, Ink(stroke="ink", width=1.5))  # type: ignore[arg-type]


_MARKS = {"bullet": _bullet, "open": _open, "done": _done}
