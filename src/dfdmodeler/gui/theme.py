"""Light and dark, contrast and text size: colours by token name, and how the platform's widgets wear them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from dfdmodeler.drawing.metrics import FAMILY
from dfdmodeler.drawing.tokens import color
from dfdmodeler.gui.stylesheet import stylesheet
from dfdmodeler.session.event import Event

BODY_PIXELS = 13
SMALL_PIXELS = 12
SCREEN_FONTS = ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf")

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "panel"),
    (QPalette.ColorRole.WindowText, "ink"),
    (QPalette.ColorRole.Base, "panel"),
    (QPalette.ColorRole.AlternateBase, "window"),
    (QPalette.ColorRole.Text, "ink"),
    (QPalette.ColorRole.PlaceholderText, "faint"),
    (QPalette.ColorRole.Button, "panel"),
    (QPalette.ColorRole.ButtonText, "ink"),
    (QPalette.ColorRole.BrightText, "explained"),
    (QPalette.ColorRole.ToolTipBase, "panel"),
    (QPalette.ColorRole.ToolTipText, "ink"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_mark"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Light, "panel"),
    (QPalette.ColorRole.Midlight, "window"),
    (QPalette.ColorRole.Dark, "line"),
    (QPalette.ColorRole.Shadow, "line"),
)
_DISABLED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class _Shown(NamedTuple):
    """What is in force, of what was chosen and what the system wants."""

    dark: bool
    high_contrast: bool
    scale: float


class Theme:
    """The colours in force, and how large text is. `choice` is "system", "light" or "dark", `contrast`
    "system", "normal" or "high"; the system may change at any time.
    """

    def __init__(self, choice: str = "system", contrast: str = "system", text_scale: str = "100") -> None:
        self.choice, self.contrast, self.text_scale = choice, contrast, text_scale
        self.changed: Event[None] = Event()
        self._hints = QGuiApplication.styleHints()
        self._shown = self._wanted()
        self._hints.colorSchemeChanged.connect(self._follow)
        if access := _accessibility(self._hints):
            access.contrastPreferenceChanged.connect(self._follow)

    @property
    def dark(self) -> bool:
        return self._shown.dark

    @property
    def high_contrast(self) -> bool:
        return self._shown.high_contrast

    def color(self, token: str) -> QColor:
        """The colour of a token in the present scheme."""
        theme = "dark" if self.dark else "light"
        return QColor(color(token, theme, high_contrast=self.high_contrast))

    def choose(self, choice: str, contrast: str | None = None, text_scale: str | None = None) -> None:
        """Overrides what the system wants, or follows it again; what is not given stays."""
        self.choice = choice
        self.contrast = contrast or self.contrast
        self.text_scale = text_scale or self.text_scale
        self._follow()

    def palette(self) -> QPalette:
        """The palette that all widgets start from."""
        palette = QPalette()
        for role, token in _ROLES:
            palette.setColor(role, self.color(token))
        for role in _DISABLED:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.mixed("ink", "panel", 0.55))
        return palette

    def mixed(self, token: str, other: str, share: float) -> QColor:
        """A colour between two tokens: `share` of the second one."""
        one, two = self.color(token), self.color(other)
        parts = [a + (b - a) * share for a, b in zip(one.getRgb()[:3], two.getRgb()[:3], strict=True)]
        return QColor(*(round(part) for part in parts))

    def apply(self, app: QApplication) -> None:
        """Dresses the application: palette, style sheet and font."""
        body = QFont(app.font())
        body.setPixelSize(round(BODY_PIXELS * self._shown.scale))
        if app.font().pixelSize() != body.pixelSize():
            app.setFont(body)
        sheet = stylesheet(self.color, self.mixed, self._shown.scale)
        if app.styleSheet() != sheet:  # another window has dressed it already
            app.setPalette(self.palette())
            app.setStyleSheet(sheet)

    def _wanted(self) -> _Shown:
        dark = self._hints.colorScheme() == Qt.ColorScheme.Dark
        access = _accessibility(self._hints)
        high = bool(access) and access.contrastPreference() == Qt.ContrastPreference.HighContrast
        return _Shown(
            dark if self.choice not in ("light", "dark") else self.choice == "dark",
            high if self.contrast not in ("normal", "high") else self.contrast == "high",
            _share(self.text_scale),
        )

    def _follow(self, *_: object) -> None:
        shown = self._wanted()
        if shown == self._shown:
            return
        self._shown = shown
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit(None)


def _share(percent: str) -> float:
    """A text size as a share of the usual one; what a damaged file says is held within bounds."""
    return min(200, max(100, int(percent))) / 100 if percent.isdecimal() else 1.0


def _accessibility(hints: QStyleHints) -> Any:
    """What the system says of contrast, where this Qt can tell (from 6.10)."""
    return hints.accessibility() if hasattr(hints, "accessibility") else None


def prepare(app: QApplication, fonts: Path) -> None:
    """What does not change with the scheme: the widget style and the fonts that ship with the program."""
    app.setStyle(QStyleFactory.create("Fusion"))
    for name in SCREEN_FONTS:
        QFontDatabase.addApplicationFont(str(fonts / name))
    body = QFont(FAMILY)
    body.setPixelSize(BODY_PIXELS)
    app.setFont(body)


def scaled(pixels: float) -> int:
    """Pixels at the text size that a person chose, which the application's font tells.

    A font that is measured in points is the system's, before anything was dressed: nothing was chosen yet.
    """
    shown = QApplication.font().pixelSize()
    return round(pixels * shown / BODY_PIXELS) if shown > 0 else round(pixels)


def body_font(pixels: int = BODY_PIXELS, *, strong: bool = False) -> QFont:
    """The interface's font at the text size in force; `strong` is its one heavier weight."""
    font = QFont(FAMILY)
    font.setPixelSize(scaled(pixels))
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
