"""Pages: strips below one another until a page is full, and figures on pages of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from dfdmodeler.report.document import Heading
from dfdmodeler.report.pdf.plates import Sheet, sheets
from dfdmodeler.report.pdf.setting import Piece, Plate, Strip
from dfdmodeler.report.pdf.styles import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP


class Area(NamedTuple):
    """A page in points, and how large the column of text on it is."""

    page: tuple[float, float]
    width: float
    height: float


def area(paper: tuple[float, float]) -> Area:
    width, height = paper
    return Area(paper, width - 2 * MARGIN_SIDE, height - MARGIN_TOP - MARGIN_BOTTOM)


@dataclass(slots=True)
class Page:
    """A page of text: strips and how far their tops are below the top of the column."""

    size: tuple[float, float]
    strips: list[tuple[float, Strip]] = field(default_factory=list)
    sheet: Sheet | None = None
    """A page of a figure instead."""
    outline: list[tuple[float, Heading]] = field(default_factory=list)
    """Headings and how far they are below the top of the column."""


class Paginator:
    """Fills pages."""

    def __init__(self, where: Area) -> None:
        self._area = where
        self.pages: list[Page] = []
        self._used = 0.0
        self._full = True

    def place(self, pieces: Iterable[Piece]) -> None:
        """Puts pieces below what is there. What is glued together stays together if a page can hold it."""
        for unit in _units(pieces):
            if isinstance(unit, Plate):
                self._place_figure(unit)
                continue
            height = _height(unit)
            crowded = self._area.height >= height > self._area.height - self._used
            self._full = self._full or unit[0].begins_page or crowded
            for strip in unit:
                self._place_strip(strip)

    def _place_figure(self, plate: Plate) -> None:
        for number, sheet in enumerate(sheets(plate.figure, self._area.page)):
            page = Page(sheet.size, sheet=sheet)
            if number == 0 and plate.figure.anchor:
                page.outline.append((0.0, Heading(1, plate.figure.title, plate.figure.anchor)))
            self.pages.append(page)
        self._full = True

    def _place_strip(self, strip: Strip) -> None:
        if self._full or self._used + strip.above + strip.height > self._area.height:
            self.pages.append(Page(self._area.page))
            self._used, self._full = 0.0, False
            for part in strip.header:
                self._put(part, 0.0)
            self._put(strip, 0.0)
        else:
            self._put(strip, strip.above if self._used else 0.0)

    def _put(self, strip: Strip, above: float) -> None:
        top = self._used + above
        self.pages[-1].strips.append((top, strip))
        if strip.heading:
            self.pages[-1].outline.append((top, strip.heading))
        self._used = top + strip.height


def _units(pieces: Iterable[Piece]) -> Iterator[list[Strip] | Plate]:
    unit: list[Strip] = []
    for piece in pieces:
        if isinstance(piece, Plate):
            if unit:
                yield unit
            unit = []
            yield piece
            continue
        unit.append(piece)
        if not piece.glued:
            yield unit
            unit = []
    if unit:
        yield unit


def _height(unit: list[Strip]) -> float:
    return sum(strip.above + strip.height for strip in unit)
