"""Breaking rich text into lines, by the same font metrics as the diagram."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dfdmodeler.drawing.badges import severity_mark, token
from dfdmodeler.drawing.metrics import Metrics, Weight
from dfdmodeler.drawing.primitives import Box, Primitive
from dfdmodeler.report.document import Rich, Span
from dfdmodeler.report.pdf.styles import LINK, Style

_PIECES = re.compile(r"\n|[^\S\n]+|\S+")
_BREAKS = re.compile(r"(?<=[/_])(?![/_])|(?<=[^\W\d_]{2}-)(?=[^\W\d_])")
"""Where words may be divided: after strokes, and after hyphens between letters, not in dates and numbers."""
_SPACE = " "
_MOST_BREAKS = 2
"""Empty lines in a row are one."""
_FIRST_WIDE = "\u10ff"
"""Below this no character is wide."""
_MARK_SIZE, MARK_ROOM = 0.72, 1.25
"""Side of a severity mark, and its width with the space after it, as multiples of the size of the text."""


class Fragment(NamedTuple):
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
    width: float
    joins: bool = True
    """Whether it belongs to the word before, if no space comes between."""
    space: float = 0.0
    """Width of the space before it."""
    breaks: int = 0
    """How many lines end before it."""


class Breaker:
    """Breaks text into lines."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._broken: dict[tuple[Rich, Style, float, float], list[Line]] = {}

    def lines(self, spans: Sequence[Span], style: Style, width: float, x: float = 0.0) -> list[Line]:
        """The text in lines of at most `width`, beginning at `x`; at least one line."""
        key = (tuple(spans), style, width, x)
        known = self._broken.get(key)
        if known is None:
            known = self._broken[key] = self._lines(key[0], style, width, x)
        return list(known)

    def _lines(self, spans: Rich, style: Style, width: float, x: float) -> list[Line]:
        severity = spans[0].severity if spans else ""
        room = style.size * MARK_ROOM if severity else 0.0
        lines = [_set(words, x + room) for words in self._filled(spans, style, width - room)]
        if severity:
            lines[0] = replace(lines[0], marks=(_mark(severity, style.size, x),))
        return lines

    def one_line(self, spans: Sequence[Span], style: Style, width: float, x: float = 0.0) -> Line:
        """All on one line in the look of the first; what does not fit ends in an ellipsis."""
        text = " ".join("".join(span.text for span in spans).split())
        short = self._metrics.lines(text, style.size, width, 1, style.weight) or ("",)
        return self.lines([replace(spans[0], text=short[0])], style, 2 * width, x)[0]

    def _filled(self, spans: Iterable[Span], style: Style, width: float) -> list[list[_Word]]:
        """Words in lines that are as full as they can be."""
        lines: list[list[_Word]] = [[]]
        used = 0.0
        for word in self._words(spans, style):
            if word.breaks or (lines[-1] and used + word.space + word.width > width):
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
        return lines

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
                elif word and piece.joins:
                    word.parts += piece.parts
                    word.width += piece.width
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
        color = LINK if span.link and not span.quiet else "muted" if span.muted else style.color
        for text in _PIECES.findall(span.text.replace("\r\n", "\n").replace("\r", "\n")):
            if text.isspace():
                yield text
                continue
            for number, part in enumerate(_divided(text)):
                measured = self._metrics.width(part, style.size, weight)
                fragment = Fragment(0.0, measured, part, style.size, weight, color, span.link)
                yield _Word([fragment], measured, joins=number == 0)

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
                piece = part._replace(text=text, width=measured)
                yield _Word([piece], measured, space=word.space if first else 0.0)
                first, rest = False, rest[count:]

    def _fit(self, text: str, part: Fragment, width: float) -> int:
        """How many characters of the text fit; at least one."""
        used = 0.0
        for count, character in enumerate(text):
            used += self._metrics.width(character, part.size, part.weight)
            if used > width:
                return max(count, 1)
        return len(text)


def _divided(text: str) -> Iterator[str]:
    """The text between two spaces, divided where a line may end in it."""
    for part in _BREAKS.split(text):
        start = 0
        for i, character in enumerate(part, 1):
            if character > _FIRST_WIDE and unicodedata.east_asian_width(character) in "WF":
                yield part[start:i]
                start = i
        if start < len(part):
            yield part[start:]


def _set(words: Sequence[_Word], start: float) -> Line:
    """Words in their places; neighbours that look alike become one fragment."""
    fragments: list[Fragment] = []
    said: list[str] = []
    x = start
    for word in words:
        gap = word.space
        for part in word.parts:
            last = fragments[-1] if fragments else None
            if last is None or not _alike(last, part):
                _close(fragments, said, x)
                fragments.append(part._replace(x=x + gap))
            elif gap:
                said.append(_SPACE)
            said.append(part.text)
            x += gap + part.width
            gap = 0.0
    _close(fragments, said, x)
    return Line(tuple(fragments), width=x - start)


def _close(fragments: list[Fragment], said: list[str], x: float) -> None:
    """Gives the last fragment its text and its width, up to `x`."""
    if fragments:
        fragments[-1] = fragments[-1]._replace(text="".join(said), width=x - fragments[-1].x)
    said.clear()


def _mark(severity: str, size: float, x: float) -> Primitive:
    side = size * _MARK_SIZE
    return severity_mark(severity, Box(x, -side, side, side), token(severity))


def _alike(one: Fragment, other: Fragment) -> bool:
    return (one.weight, one.color, one.link) == (other.weight, other.color, other.link)
