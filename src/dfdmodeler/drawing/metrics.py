"""Text widths and line breaking, measured once from the shipped font files.

Whoever draws loads the same files, without kerning and hinting, so screen, SVG and PDF break lines alike.
Only the tables head, hhea, hmtx and cmap are read, each font when a text first needs it.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Weight = Literal[400, 600]

FAMILY = "Noto Sans"
FALLBACK_FAMILY = "Droid Sans Fallback"
FONT_FILES: dict[Weight, tuple[str, ...]] = {
    400: ("NotoSans-Regular.ttf", "DroidSansFallbackFull.ttf"),
    600: ("NotoSans-SemiBold.ttf", "DroidSansFallbackFull.ttf"),
}
"""Font files by weight: the main one, then those asked for what it lacks."""

LINE_HEIGHT = 1.28
"""Distance of base lines, as a multiple of the size."""
MIDDLE = 0.36
"""From the base line up to the middle of a capital letter, as a multiple of the size."""
ELLIPSIS = "…"
MISSING_WIDTH = 1.0
"""Width of a character that no font has, in ems; it is drawn as a boxed code point."""


class Run(NamedTuple):
    """A piece of text in one font file; `font` is None where no font has the characters."""

    font: str | None
    text: str
    width: float


class Font:
    """Advance widths of one font file, in ems."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _tables(self) -> tuple[Mapping[int, str], Mapping[str, tuple[int, int]], int]:
        from fontTools.ttLib import TTFont

        with TTFont(self.path, lazy=True) as font:
            glyphs: Mapping[int, str] = font.getBestCmap()
            advances: Mapping[str, tuple[int, int]] = dict(font["hmtx"].metrics)
            return glyphs, advances, int(font["head"].unitsPerEm)

    def advance(self, character: str) -> float | None:
        """Width of one character in ems, or None if the font lacks it."""
        glyphs, advances, units = self._tables
        glyph = glyphs.get(ord(character))
        return None if glyph is None else advances[glyph][0] / units


class Metrics:
    """Measures and breaks text in the fonts of one directory. Cheap to make; fonts are read at first need."""

    def __init__(self, fonts: Path) -> None:
        files = sorted({name for names in FONT_FILES.values() for name in names})
        self._fonts = {name: Font(fonts / name) for name in files}
        self._advances: dict[tuple[str, Weight], tuple[str | None, float]] = {}
        self._widths: dict[tuple[str, Weight], float] = {}

    def width(self, text: str, size: float, weight: Weight = 400) -> float:
        """Width of one line of text in diagram units."""
        key = (text, weight)
        ems = self._widths.get(key)
        if ems is None:
            ems = self._widths[key] = sum(self._advance(character, weight)[1] for character in text)
        return ems * size

    def runs(self, text: str, size: float, weight: Weight = 400) -> tuple[Run, ...]:
        """The text split where the font changes, for drawers that do not choose fallback fonts themselves."""
        runs: list[Run] = []
        for character in text:
            font, ems = self._advance(character, weight)
            if runs and runs[-1].font == font and font is not None:
                last = runs.pop()
                runs.append(Run(font, last.text + character, last.width + ems * size))
            else:
                runs.append(Run(font, character, ems * size))
        return tuple(runs)

    def lines(
        self, text: str, size: float, max_width: float, max_lines: int = 1, weight: Weight = 400
    ) -> tuple[str, ...]:
        """The text in at most `max_lines` lines of at most `max_width`; what does not fit ends in "…".

        White space of any kind separates words. A word wider than a line is broken anywhere, as is text in
        scripts that are written without spaces. An empty text has no lines.
        """
        broken: list[str] = []
        rest = " ".join(text.split())
        while rest and len(broken) < max_lines:
            if self.width(rest, size, weight) <= max_width:
                return (*broken, rest)
            if len(broken) == max_lines - 1:
                return (*broken, self._shortened(rest, size, max_width, weight))
            line, rest = self._split(rest, size, max_width, weight)
            broken.append(line)
        return tuple(broken)

    def _split(self, text: str, size: float, max_width: float, weight: Weight) -> tuple[str, str]:
        fitting = max(1, self._fitting(text, size, max_width, weight))
        cut = _break_before(text, fitting)
        return text[:cut].rstrip(), text[cut:].lstrip()

    def _shortened(self, text: str, size: float, max_width: float, weight: Weight) -> str:
        room = max_width - self.width(ELLIPSIS, size, weight)
        return text[: self._fitting(text, size, room, weight)].rstrip() + ELLIPSIS

    def _fitting(self, text: str, size: float, max_width: float, weight: Weight) -> int:
        used = 0.0
        for count, character in enumerate(text):
            used += self._advance(character, weight)[1] * size
            if used > max_width:
                return count
        return len(text)

    def _advance(self, character: str, weight: Weight) -> tuple[str | None, float]:
        key = (character, weight)
        known = self._advances.get(key)
        if known is None:
            known = self._advances[key] = self._measured(character, weight)
        return known

    def _measured(self, character: str, weight: Weight) -> tuple[str | None, float]:
        for name in FONT_FILES[weight]:
            ems = self._fonts[name].advance(character)
            if ems is not None:
                return name, ems
        return None, MISSING_WIDTH


def _break_before(text: str, fitting: int) -> int:
    """Where to end a line that has room for `fitting` characters: the last fair break, else right there."""
    for cut in range(fitting, 0, -1):
        if text[cut] == " " or _breaks_after(text[cut - 1]):
            return cut
    return fitting


def _breaks_after(character: str) -> bool:
    return character in "-/_" or unicodedata.east_asian_width(character) in "WF"
