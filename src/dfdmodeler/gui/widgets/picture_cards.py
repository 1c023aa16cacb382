"""Cards: a small picture with a name below, to choose from; as many beside each other as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QToolButton, QWidget

from dfdmodeler.gui.theme import SMALL_PIXELS, Theme, body_font, scaled

PICTURE = QSize(176, 96)
LINE = 20
"""Height of a line of text of the usual size."""
GAP = 16
_CORNER = 8.0


class PictureCard(QAbstractButton):
    """`missing` cards cannot be chosen, `removable` ones can be taken off the list (button, Delete)."""

    removed = Signal()

    def __init__(
        self, title: str, detail: str, theme: Theme, *, missing: bool = False, removable: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._detail, self._missing = theme, detail, missing
        self._image: QImage | None = None
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self._take_room()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if missing else Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if removable:
            self._add_remove()

    def _take_room(self) -> None:
        lines = 2 if self._detail else 1
        self.setFixedSize(PICTURE.width(), PICTURE.height() + scaled(LINE) * lines + 8)

    def _add_remove(self) -> None:
        button = self.remove_button = QToolButton(self)
        button.setText("×")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keyboard there is Delete
        button.setAccessibleName(f"Remove {self.text()} from the list")
        button.setToolTip("Remove from the list (Delete)")
        button.clicked.connect(self.removed)
        button.setObjectName("remove")
        button.setFixedSize(24, 24)
        button.move(self.width() - button.width() - 4, 4)

    @property
    def has_picture(self) -> bool:
        return self._image is not None

    def show_picture(self, png: bytes) -> None:
        """The picture is there."""
        self._image = QImage.fromData(png, "PNG")  # type: ignore[call-overload]
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._take_room()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(1, 1, PICTURE.width() - 2, PICTURE.height() - 2)
        outline = QPainterPath()
        outline.addRoundedRect(frame, _CORNER, _CORNER)
        painter.fillPath(outline, self._theme.color("panel" if self._missing else "canvas"))
        if self._image:
            painter.setClipPath(outline)
            painter.drawImage(QRectF(0, 0, PICTURE.width(), PICTURE.height()), self._image)
            painter.setClipping(False)
        strong = self.hasFocus() or (self.underMouse() and not self._missing)
        style = Qt.PenStyle.DashLine if self._missing else Qt.PenStyle.SolidLine
        painter.setPen(
            QPen(self._theme.color("accent" if strong else "line"), 2 if self.hasFocus() else 1, style)
        )
        painter.drawPath(outline)
        self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        """The name and what is told of it, each in one line."""
        for text, top, token, font in (
            (self.text(), PICTURE.height() + 4, "muted" if self._missing else "ink", body_font(strong=True)),
            (self._detail, PICTURE.height() + 4 + scaled(LINE), "muted", body_font(SMALL_PIXELS)),
        ):
            painter.setFont(font)
            painter.setPen(self._theme.color(token))
            line = QRect(2, top, PICTURE.width() - 4, scaled(LINE))
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)


class PictureCards(QWidget):
    """Cards in rows; the arrow keys go between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[PictureCard] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def set_cards(self, cards: Sequence[PictureCard]) -> None:
        """Shows other cards."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards, columns, self._columns = list(cards), self._columns, 0
        self.set_columns(max(1, columns))

    def set_columns(self, columns: int) -> None:
        """So many beside each other."""
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(columns, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns, Qt.Key.Key_Down: self._columns,
        }  # fmt: skip
        focused = next((n for n, card in enumerate(self.cards) if card.hasFocus()), None)
        step = steps.get(Qt.Key(event.key()))
        if focused is not None and step and 0 <= focused + step < len(self.cards):
            self.cards[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def columns_in(width: int) -> int:
    """How many cards fit beside each other, four at most."""
    return max(1, min(4, (width + GAP) // (PICTURE.width() + GAP)))
