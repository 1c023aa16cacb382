"""Light and dark: colours by token name, and how the platform's widgets wear them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
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


class Theme:
    """The colours in force. `choice` is "system", "light" or "dark"; the system may change at any time."""

    def __init__(self, choice: str = "system") -> None:
        self.choice = choice
        self.changed: Event[None] = Event()
        self._hints = QGuiApplication.styleHints()
        self.dark = self._wanted()
        self._hints.colorSchemeChanged.connect(self._follow)

    def color(self, token: str) -> QColor:
        """The colour of a token in the present scheme."""
        return QColor(color(token, "dark" if self.dark else "light"))

    def choose(self, choice: str) -> None:
        """Overrides the system's scheme, or follows it again."""
        self.choice = choice
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
        sheet = stylesheet(self.color, self.mixed)
        if app.styleSheet() != sheet:  # another window has dressed it already
            app.setPalette(self.palette())
            app.setStyleSheet(sheet)

    def _wanted(self) -> bool:
        if self.choice in ("light", "dark"):
            return self.choice == "dark"
        return self._hints.colorScheme() == Qt.ColorScheme.Dark

    def _follow(self, *_: object) -> None:
        dark = self._wanted()
        if dark == self.dark:
            return
        self.dark = dark
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit(None)


def prepare(app: QApplication, fonts: Path) -> None:
    """What does not change with the scheme: the widget style and the fonts that ship with the program."""
    app.setStyle(QStyleFactory.create("Fusion"))
    for name in SCREEN_FONTS:
        QFontDatabase.addApplicationFont(str(fonts / name))
    app.setFont(body_font())


def body_font(pixels: int = BODY_PIXELS, *, strong: bool = False) -> QFont:
    """The interface's font; `strong` is its one heavier weight."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
