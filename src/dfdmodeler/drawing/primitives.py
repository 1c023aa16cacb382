"""The display list: what is drawn, in diagram units, with colours by token name.

A `Picture` is a list of `Item`s, one per record, sorted from back to front. Each item holds primitives;
whoever draws (Qt painter, SVG, PDF) handles just these types. Text is already measured and broken into lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Segment = tuple[Literal["M", "L", "C", "Z"], tuple[float, ...]]
"""Path commands with absolute coordinates: M x y, L x y, C x1 y1 x2 y2 x y, Z."""
Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """An axis-parallel rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        return (self.x + self.width / 2, self.y + self.height / 2)

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies inside or on the edge."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def holds(self, other: Box) -> bool:
        """Whether the other box lies inside or on the edge."""
        return self.contains(other.x, other.y) and self.contains(other.right, other.bottom)

    def meets(self, other: Box) -> bool:
        """Whether the two boxes share a point."""
        return (
            self.x <= other.right
            and other.x <= self.right
            and self.y <= other.bottom
            and other.y <= self.bottom
        )

    def grown(self, by: float) -> Box:
        """The same box with `by` added on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def united(self, other: Box) -> Box:
        """The smallest box around both."""
        left, top = min(self.x, other.x), min(self.y, other.y)
        return Box(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)


@dataclass(frozen=True, slots=True)
class Style:
    """How a shape is painted: colour tokens (None: not at all), line width in units, dashes in units."""

    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, its corners rounded by `radius`."""

    box: Box
    style: Style
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """Lines and curves; icons, flows, arrow heads and markers are paths."""

    segments: tuple[Segment, ...]
    style: Style


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `x` is where it starts, is centred or ends, by `anchor`; `y` is its base line."""

    x: float
    y: float
    text: str
    size: float
    color: str
    weight: Literal[400, 600] = 400
    anchor: Anchor = "start"


Primitive = Rectangle | Path | Text
Role = Literal["boundary", "flow", "element", "note", "label"]


@dataclass(frozen=True, slots=True)
class Item:
    """The picture of one record."""

    subject: str
    role: Role
    z: int
    bounds: Box
    """Everything it paints lies inside."""
    primitives: tuple[Primitive, ...]
    shape: Box | None = None
    """The element's or boundary's own box, without badges and labels."""
    line: tuple[tuple[float, float], ...] = ()
    """For a flow or a line boundary: its course as a polyline, ends included."""
    label: Box | None = None
    """Where a flow's label stands."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn diagram: items from back to front, and the box around all of them."""

    items: tuple[Item, ...]
    bounds: Box
    by_subject: Mapping[str, Item] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Badge:
    """A count of open threats at a subject, with the gravest severity among them."""

    count: int
    severity: str


@dataclass(frozen=True, slots=True)
class Shade:
    """What an overlay says of a subject: a colour token, a short text that is drawn, and words."""

    color: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What is laid over a diagram: badges by subject, the ids of the path being explained, and an overlay."""

    badges: Mapping[str, Badge] = field(default_factory=dict)
    highlighted: frozenset[str] = frozenset()
    shades: Mapping[str, Shade] | None = None
    """What an overlay says, by subject; what has no shade is drawn faintly. None while there is none."""

    def shade(self, subject: str) -> Shade | None:
        """What the overlay says of a subject."""
        return self.shades.get(subject) if self.shades is not None else None

    def badge(self, subject: str) -> Badge | None:
        """The badge of a subject; an overlay takes the place of badges, whose colours would mislead."""
        return self.badges.get(subject) if self.shades is None else None
