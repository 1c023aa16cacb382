"""Breaking rich text into lines, by the same font metrics as the diagram."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dfdmodeler.drawing.badges import severity_mark, token
from dfdmodeler.drawing.metrics import Metrics, Weight
from dfdmodeler.drawing.primitives import Box, Primitive
from dfdmodeler.report.document import Span
from dfdmodeler.report.pdf.styles import LINK, Style

_PIECES = re.compile(r"\n|[^\S\n]+|[^\s/_-]*[/_-]+|[^\s/_-]+")
_SPACE = " "
_MOST_BREAKS = 2
"""Empty lines in a row are one."""
MARK_ROOM = 1.25
"""Width of a severity mark with the space after it, as a multiple of the size."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line in one look. `x` counts from the left edge of the text column."""

    x: float
    width: float
    text: str
    size: float
    weight: Weight
    color: str
    link: str = ""
    page_of: str = ""
    """Instead of the text, the page number of this anchor, ending at `x`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and the marks in it, whose vertical zero is the base line."""

    fragments: tuple[Fragment, ...] = ()
    marks: tuple[Primitive, ...] = ()
    width: float = 0.0


@dataclass(slots=True)
class _Word:
    """What cannot be divided between lines unless it is wider than one."""

    parts: list[Fragment]
    space: float = 0.0
    """Width of the space before it."""
    breaks: int = 0
    """How many lines end before it."""
    mark: str = ""

    @property
    def width(self) -> float:
        return sum(part.width for part in self.parts)


class Breaker:
    """Breaks text into lines."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def width(self, text: str, style: Style) -> float:
        return self._metrics.width(text, style.size, style.weight)

    def lines(self, spans: Iterable[Span], style: Style, width: float, x: float = 0.0) -> list[Line]:
        """The text in lines of at most `width`, beginning at `x`; at least one line."""
        lines: list[list[_Word]] = [[]]
        used = 0.0
        for word in self._words(spans, style):
            full = bool(lines[-1]) and used + word.space + word.width > width
            if word.breaks or full:
                lines += [[] for _ in range(word.breaks or 1)]
                used = 0.0
            if not lines[-1]:
                word.space = 0.0
            for piece in self._fitting(word, width):
                if lines[-1] and used + piece.space + piece.width > width:
                    lines.append([])
                    used = 0.0
                lines[-1].append(piece)
                used += piece.space + piece.width
        return [_set(words, style, x) for words in lines]

    def one_line(self, spans: Sequence[Span], style: Style, width: float, x: float = 0.0) -> Line:
        """The first line; what does not fit ends in an ellipsis."""
        text = " ".join("".join(span.text for span in spans).split())
        short = self._metrics.lines(text, style.size, width, 1, style.weight) or ("",)
        return self.lines([replace(spans[0], text=short[0])], style, width + 1, x)[0]

    def _words(self, spans: Iterable[Span], style: Style) -> Iterator[_Word]:
        word: _Word | None = None
        space, breaks = 0.0, 0
        for span in spans:
            for piece in self._pieces(span, style):
                if isinstance(piece, str):
                    if word:
                        yield word
                    word, space = None, self._metrics.width(_SPACE, style.size, style.weight)
                    breaks = min(breaks + (piece == "\n"), _MOST_BREAKS)
                elif word and not piece.mark and not _breaks_after(word.parts[-1].text):
                    word.parts += piece.parts
                else:
                    if word:
                        yield word
                    piece.space, piece.breaks = space, breaks
                    word, space, breaks = piece, 0.0, 0
        if word:
            yield word

    def _pieces(self, span: Span, style: Style) -> Iterator[_Word | str]:
        """A span as white space, and as words of one part that may still have to be joined."""
        weight: Weight = 600 if span.strong else style.weight
        color = LINK if span.link else "muted" if span.muted else style.color
        if span.severity:
            room = Fragment(0.0, style.size * MARK_ROOM, "", style.size, weight, color)
            yield _Word([room], mark=span.severity)
        for text in _PIECES.findall(span.text.replace("\r\n", "\n").replace("\r", "\n")):
            if text.isspace():
                yield text
                continue
            for part in _breakable(text):
                measured = self._metrics.width(part, style.size, weight)
                yield _Word([Fragment(0.0, measured, part, style.size, weight, color, span.link)])

    def _fitting(self, word: _Word, width: float) -> Iterator[_Word]:
        """The word, in pieces if it is wider than a line."""
        if word.width <= width:
            yield word
            return
        first = True
        for part in word.parts:
            rest = part.text
            while rest:
                count = self._fit(rest, part, width)
                text = rest[:count]
                measured = self._metrics.width(text, part.size, part.weight)
                yield _Word([replace(part, text=text, width=measured)], word.space if first else 0.0)
                first, rest = False, rest[count:]

    def _fit(self, text: str, part: Fragment, width: float) -> int:
        """How many characters of the text fit; at least one."""
        used = 0.0
        for count, character in enumerate(text):
            used += self._metrics.width(character, part.size, part.weight)
            if used > width:
                return max(count, 1)
        return len(text)


def _breakable(text: str) -> Iterator[str]:
    """The text between two spaces, divided where scripts without spaces may be."""
    start = 0
    for i, character in enumerate(text):
        if character > "\u10ff" and unicodedata.east_asian_width(character) in "WF":
            yield text[start : i + 1]
            start = i + 1
    if start < len(text):
        yield text[start:]


def _breaks_after(text: str) -> bool:
    last = text[-1:]
    return last in ("-", "/", "_") or (last > "\u10ff" and unicodedata.east_asian_width(last) in "WF")


def _set(words: Sequence[_Word], style: Style, x: float) -> Line:
    """Words in their places; neighbours that look alike become one fragment."""
    fragments: list[Fragment] = []
    marks: list[Primitive] = []
    start = x
    for word in words:
        gap = word.space
        if word.mark:
            side = style.size * 0.72
            box = Box(x + gap, -side - style.size * 0.01, side, side)
            marks.append(severity_mark(word.mark, box, token(word.mark)))
        for part in word.parts:
            last = fragments[-1] if fragments else None
            if last and _alike(last, part) and part.text and last.text and not word.mark:
                space = _SPACE if gap else ""
                fragments[-1] = replace(
                    last, text=last.text + space + part.text, width=last.width + gap + part.width
                )
            elif part.text:
                fragments.append(replace(part, x=x + gap))
            x += gap + part.width
            gap = 0.0
    return Line(tuple(fragments), tuple(marks), x - start)


def _alike(one: Fragment, other: Fragment) -> bool:
    return (one.weight, one.color, one.link) == (other.weight, other.color, other.link)
