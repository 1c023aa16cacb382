"""The shipped fonts as Qt fonts, set so that texts are as wide as `drawing.metrics` measured them."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from dfdmodeler import paths
from dfdmodeler.drawing.metrics import FALLBACK_FAMILY, FAMILY, FONT_FILES

_WEIGHTS = {400: QFont.Weight.Normal, 600: QFont.Weight.DemiBold}
_FIRST_FALLBACK = "\u0590"
"""The main font has all that comes before this character: Latin, Greek, Cyrillic, Armenian."""


@cache
def load_fonts() -> None:
    """Makes the main fonts known to Qt, once; the application may have done so already."""
    if FAMILY not in QFontDatabase.families():
        for files in FONT_FILES.values():
            QFontDatabase.addApplicationFont(str(paths.fonts() / files[0]))


@cache
def load_fallback() -> None:
    """Makes the large fallback font known to Qt, once, when a text first needs it."""
    if FALLBACK_FAMILY not in QFontDatabase.families():
        QFontDatabase.addApplicationFont(str(paths.fonts() / FONT_FILES[400][1]))


@cache
def font(size: float, weight: int) -> QFont:
    """A font of `size` diagram units: no kerning, no hinting, like the measured widths."""
    load_fonts()
    made = QFont([FAMILY, FALLBACK_FAMILY])
    made.setPixelSize(max(1, round(size)))
    made.setWeight(_WEIGHTS.get(weight, QFont.Weight.Normal))
    made.setKerning(False)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def font_for(text: str, size: float, weight: int) -> QFont:
    """The font for a text, with the fallback loaded if the text needs it."""
    if text and max(text) >= _FIRST_FALLBACK:
        load_fallback()
    return font(size, weight)
