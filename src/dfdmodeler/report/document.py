"""A report as data: what is said, in which order and in which role, but not how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.drawing.strip import Link, Stop


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text. It may hold anything a user wrote: nothing in it is mark-up."""

    text: str
    link: str = ""
    """The anchor that it leads to."""
    strong: bool = False
    muted: bool = False
    severity: str = ""
    """A severity level whose mark stands before the text; for the first span alone."""
    quiet: bool = False
    """Whether it looks like other text although it leads somewhere."""


Rich = tuple[Span, ...]
"""Text in pieces."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page."""

    title: str
    subtitle: str
    fields: tuple[tuple[str, Rich], ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    """A number and what it counts."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents; its lines are the headings down to level 2."""

    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 a chapter, level 2 a section, level 3 a threat."""

    level: Literal[1, 2, 3]
    text: str
    anchor: str
    severity: str = ""
    note: str = ""
    """A few muted words after it."""
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line feed in it begins a new line. A lead stays with what follows it."""

    text: Rich
    role: Literal["body", "lead"] = "body"


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a list."""

    text: Rich
    mark: Literal["bullet", "done", "open"] = "bullet"


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A path as a small figure below the point that tells of it; `links` leads from subjects to anchors."""

    stops: tuple[Stop, ...]
    flows: tuple[Link, ...]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels and what they stand for: one paragraph or several points each."""

    rows: tuple[tuple[str, tuple[Point | Strip, ...] | Rich], ...]
    anchors: Mapping[str, str] = field(default_factory=dict)
    """Anchors of rows that links lead to, by label."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; widths are shares of the whole."""

    title: str
    share: float
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class PageOf:
    """A table cell that holds the page number of an anchor."""

    anchor: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column titles, which are repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Rich | PageOf, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A diagram on pages of its own; `links` leads from subjects to anchors."""

    title: str
    picture: Picture
    links: Mapping[str, str] = field(default_factory=dict)
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """What is unfolded by whoever wants to read it, below a title; for text alone, not for print."""

    title: str
    blocks: tuple[TextBlock, ...]


TextBlock = Heading | Paragraph | Points | Folded
"""What is also rendered as Markdown, HTML and plain text."""
Block = Cover | Contents | Heading | Paragraph | Points | Fields | Table | Figure


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    author: str
    subject: str
    blocks: tuple[Block, ...]
    paper: Literal["A4", "Letter"] = "A4"

    @property
    def anchors(self) -> frozenset[str]:
        """All that links can lead to."""
        headings = {block.anchor for block in self.blocks if isinstance(block, Heading | Figure)}
        rows = {a for block in self.blocks if isinstance(block, Fields) for a in block.anchors.values()}
        return frozenset(headings | rows) - {""}
