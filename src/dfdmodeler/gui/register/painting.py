"""How the rows of the register look: what is seen is drawn in one go, as thousands are scrolled through."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from dfdmodeler.analysis.columns import Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.gui.register.header import paint_chevron
from dfdmodeler.gui.register.rows import Head, RegisterModel
from dfdmodeler.gui.theme import Theme, body_font
from dfdmodeler.gui.widgets.marks import paint_severity, severity_token

MARGIN, MARK, MARK_ROOM = 8, 10, 18
_PLAIN = ("severity", "title", "subject", "state")
"""Columns in full ink; the others that cannot be written are quiet."""
_MOST_KEPT = 20_000
"""Texts whose widths are kept."""


class RowPainter:
    """Draws rows in the colours and fonts in force; `dress` takes them anew."""

    def __init__(self, theme: Theme, rows: RegisterModel) -> None:
        self._theme, self._rows = theme, rows
        self.dress()

    def dress(self) -> None:
        """Other colours or another text size are in force."""
        self._colors: dict[str, QColor] = {}
        self._fitted: dict[tuple[str, int, bool], str] = {}
        self._fonts: tuple[QFont, QFont] = (body_font(), body_font(strong=True))
        self._metrics = tuple(QFontMetricsF(font) for font in self._fonts)

    def _color(self, token: str) -> QColor:
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = self._theme.color(token)
        return found

    def paint_line(
        self,
        painter: QPainter,
        line: Line,
        room: QRect,
        cells: list[tuple[int, int, Column]],
        *,
        chosen: bool,
    ) -> None:
        """Draws a line; `cells` are the left sides and widths of its columns."""
        if chosen:
            painter.fillRect(room, self._color("accent_tint"))
        settled = line.threat.decided or line.is_gone
        middle = room.top() + room.height() / 2
        for left, width, column in cells:
            words = " ".join(column.words(line).split())
            x, right = left + MARGIN, left + width - MARGIN
            if column.id == "severity" and words:
                token = "faint" if settled else severity_token(words)
                mark = QRectF(x, middle - MARK / 2, MARK, MARK)
                paint_severity(painter, words, mark, self._color(token))
                x += MARK_ROOM
            if words:
                strong = self._is_strong(line, column, settled=settled)
                ink = "faint" if settled else self._ink(column)
                self._text(painter, words, QRect(x, room.top(), right - x, room.height()), ink, strong=strong)
        self.paint_rule(painter, room)

    def paint_rule(self, painter: QPainter, room: QRect) -> None:
        """The hairline below a row."""
        painter.fillRect(room.left(), room.bottom(), room.width(), 1, self._color("line"))

    def paint_head(self, painter: QPainter, head: Head, room: QRect) -> None:
        """Draws the title of a group, across all columns."""
        painter.fillRect(room, self._color("window"))
        painter.setPen(self._color("muted"))
        paint_chevron(painter, room.left() + 2 * MARGIN, room.center().y(), 0 if head.folded else 90)
        told = room.adjusted(3 * MARGIN + 2, 0, -MARGIN, 0)
        self._text(painter, f"{head.title} ({head.count:,})", told, "muted", strong=True)
        self.paint_rule(painter, room)

    def paint_focus(self, painter: QPainter, room: QRect) -> None:
        """Frames where the keyboard is."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._color("accent"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(room).adjusted(1.5, 1.5, -1.5, -2.5), 4, 4)

    def _ink(self, column: Column) -> str:
        return "ink" if column.id in _PLAIN or column.cell else "muted"

    def _is_strong(self, line: Line, column: Column, *, settled: bool) -> bool:
        """Titles of what is open, and what asks for a look."""
        if column.id == "title":
            return not settled
        if column.id == "state":
            return not line.is_gone
        return column.id == "due" and self._rows.is_overdue(line)

    def _text(self, painter: QPainter, words: str, room: QRect, ink: str, *, strong: bool) -> None:
        key = (words, room.width(), strong)
        shown = self._fitted.get(key)
        if shown is None:
            if len(self._fitted) > _MOST_KEPT:
                self._fitted.clear()
            metrics = self._metrics[strong]
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            self._fitted[key] = shown
        painter.setFont(self._fonts[strong])
        painter.setPen(self._color(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
