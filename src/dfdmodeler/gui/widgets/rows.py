"""A list in sections, drawn by one delegate: hundreds of rows cost nothing until they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dfdmodeler.gui.theme import SMALL_PIXELS, Theme, body_font, scaled
from dfdmodeler.gui.widgets.focus import paint_focus
from dfdmodeler.gui.widgets.marks import paint_line_icon, paint_severity, severity_token

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2

SECTION_HEIGHT, LINE_HEIGHT, PAIR_HEIGHT, SENTENCE_HEIGHT, DETAIL_HEIGHT = 32, 28, 48, 48, 16
MARGIN, MARK_WIDTH, MARK = 12, 22, 10


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a section's title (without a key), or something that can be chosen."""

    text: str
    key: str = ""
    detail: str = ""
    """A muted second line."""
    aside: str = ""
    """Muted text at the right, such as keys."""
    severity: str = ""
    """The severity whose mark stands before the text."""
    icon: str = ""
    """SVG path data of an icon before the text, and the token of its colour."""
    color: str = "muted"
    long: bool = False
    """Whether the text is a sentence, which takes two lines."""
    faded: bool = False
    """Done with: shown, but quietly."""
    indent: int = 0
    """How far it stands in, as part of the row above."""
    help: str = ""
    said: str = ""
    """What its look tells, in words for those who do not see it."""

    @property
    def height(self) -> int:
        """Pixels at the text size in force."""
        return scaled(self._usual_height)

    @property
    def _usual_height(self) -> int:
        if not self.key:
            return SECTION_HEIGHT
        if self.long:
            return SENTENCE_HEIGHT + (DETAIL_HEIGHT if self.detail else 0)
        return PAIR_HEIGHT if self.detail else LINE_HEIGHT

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        severity = "" if self.detail.startswith(self.severity) else self.severity
        parts = [severity, self.text, self.detail, self.aside, self.said]
        return ", ".join(part for part in parts if part)


class RowModel(QAbstractListModel):
    """Rows as Qt wants them; sections can be neither selected nor dragged."""

    mime = ""
    """What a dragged row's key is called; empty: rows cannot be dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> bool:
        """Shows these rows; false if the same rows as before only look different now."""
        same = [row.key or row.text for row in rows] == [row.key or row.text for row in self.rows]
        if same:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        return not same

    def row_of(self, key: str | None) -> int:
        """The number of the row with this key, or -1."""
        return next((i for i, row in enumerate(self.rows) if key and row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.ToolTipRole:
                return row.help or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(120, row.height)
            case _:
                return {ROW_ROLE: row, KEY_ROLE: row.key}.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        drag = Qt.ItemFlag.ItemIsDragEnabled if self.mime else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | drag

    def mimeTypes(self) -> list[str]:
        return [self.mime] if self.mime else []

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(self.mime, self.rows[indexes[0].row()].key.encode())
        return data


class RowDelegate(QStyledItemDelegate):
    """Draws a row: mark or icon, text, a muted second line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._take_fonts(None)
        stop = theme.changed.connect(self._take_fonts)
        self.destroyed.connect(lambda _: stop())  # the theme outlives lists that come and go

    def _take_fonts(self, _: None) -> None:
        """The fonts at the text size in force."""
        self._body, self._strong = body_font(), body_font(strong=True)
        self._small, self._section = body_font(SMALL_PIXELS), body_font(SMALL_PIXELS, strong=True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, index.data(ROW_ROLE).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        rect = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.save()
        if not row.key:
            self._text(painter, rect.adjusted(0, scaled(8), 0, 0), row.text, self._section, "muted")
        else:
            self._background(painter, option)
            rect = self._mark(painter, row, rect.adjusted(row.indent, 0, 0, 0))
            self._words(painter, row, rect)
        painter.restore()

    def _background(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        chosen = option.state & QStyle.StateFlag.State_Selected
        pointed = option.state & QStyle.StateFlag.State_MouseOver
        if not (chosen or pointed):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        theme = self.theme
        painter.setBrush(theme.color("accent_tint") if chosen else theme.mixed("panel", "ink", 0.05))
        painter.drawRoundedRect(QRectF(option.rect).adjusted(4, 1, -4, -1), 6, 6)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.color("accent"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(4.5, 1.5, -4.5, -1.5), 6, 6)

    def _mark(self, painter: QPainter, row: Row, rect: QRect) -> QRect:
        if row.severity:
            top = rect.top() + scaled(15 if row.detail else 14) - MARK / 2
            color = self.theme.color(severity_token(row.severity))
            if row.faded:
                color = self.theme.color("faint")
            paint_severity(painter, row.severity, QRectF(rect.left(), top, MARK, MARK), color)
        elif row.icon:
            paint_line_icon(
                painter, row.icon, self.theme.color(row.color), rect.left(), rect.center().y() - 8
            )
            return rect.adjusted(MARK_WIDTH + 6, 0, 0, 0)
        else:
            return rect
        return rect.adjusted(MARK_WIDTH, 0, 0, 0)

    def _words(self, painter: QPainter, row: Row, rect: QRect) -> None:
        ink = "faint" if row.faded else "ink"
        if row.long:
            rect = self._aside(painter, row, rect)
            self._sentence(painter, row, rect, ink)
        elif not row.detail:
            self._text(painter, self._aside(painter, row, rect), row.text, self._body, ink)
        else:
            half = rect.adjusted(0, scaled(5), 0, 0)
            half.setHeight(scaled(20))
            strong = self._body if row.faded else self._strong
            self._text(painter, self._aside(painter, row, half), row.text, strong, ink)
            half.translate(0, scaled(19))
            self._text(painter, half, row.detail, self._small, "faint" if row.faded else "muted")

    def _aside(self, painter: QPainter, row: Row, rect: QRect) -> QRect:
        """Writes what stands at the right; the room that it leaves."""
        if not row.aside:
            return rect
        self._text(painter, rect, row.aside, self._small, "muted", Qt.AlignmentFlag.AlignRight)
        taken = QFontMetrics(self._small).horizontalAdvance(row.aside)
        return rect.adjusted(0, 0, -taken - MARGIN, 0)

    def _sentence(self, painter: QPainter, row: Row, rect: QRect, ink: str) -> None:
        """Two lines of text, the second one cut off if need be, and the detail below."""
        top = rect.adjusted(0, scaled(5), 0, 0)
        top.setHeight(scaled(19))
        first, rest = broken(row.text, self._body, rect.width())
        for line in (first, rest) if rest else (first,):
            self._text(painter, top, line, self._body, ink)
            top.translate(0, scaled(18))
        if row.detail:
            self._text(painter, top, row.detail, self._small, "faint" if row.faded else "muted")

    def _text(
        self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(self.theme.color(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, shown)


def broken(text: str, font: QFont, width: int) -> tuple[str, str]:
    """A text's first line at a width, and all that follows."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    return text[: line.textLength()].rstrip(), text[line.textLength() :].lstrip()


class RowList(QListView):
    """The list itself. `chosen` is emitted when a person moves to a row, not when rows change under them."""

    chosen = Signal(str)
    opened = Signal(str)
    """Double-click or Enter."""

    def __init__(self, theme: Theme, model: RowModel | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model or RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(theme, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._showing = False
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(KEY_ROLE)))
        stop = theme.changed.connect(lambda _: self.scheduleDelayedItemsLayout())
        self.destroyed.connect(lambda _: stop())  # the theme outlives lists that come and go

    @property
    def current_key(self) -> str:
        """The key of the row the person is at, or empty."""
        return self.currentIndex().data(KEY_ROLE) or ""

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows other rows; the current row and the scroll position stay where that is possible."""
        key, scroll = self.current_key, self.verticalScrollBar().value()
        self._showing = True
        if self.rows.set_rows(rows):
            self._go(key)
            self.verticalScrollBar().setValue(scroll)
        self._showing = False

    def show_key(self, key: str | None) -> None:
        """Moves to a row without telling anybody, or to none."""
        if (key or "") != self.current_key:
            self._showing = True
            self._go(key)
            self._showing = False

    def step(self, by: int) -> None:
        """Moves to the next row that can be chosen, as a person would; stays at the last one."""
        chosen = self.selectionModel().selectedIndexes()
        before = -1 if by > 0 else len(self.rows.rows)
        row = (chosen[0].row() if chosen else before) + by
        while 0 <= row < len(self.rows.rows):
            if self.rows.rows[row].key:
                self.setCurrentIndex(self.rows.index(row))
                return
            row += by

    def _go(self, key: str | None) -> None:
        row = self.rows.row_of(key)
        if row < 0:
            self.selectionModel().clear()
        else:
            self.setCurrentIndex(self.rows.index(row))
            self._show_current()

    def _show_current(self) -> None:
        """Scrolls to the current row; the first one of a section shows the title of the section as well."""
        row = self.currentIndex().row()
        if row > 0 and not self.rows.rows[row - 1].key:
            self.scrollTo(self.rows.index(row - 1))
        self.scrollTo(self.currentIndex())

    def _current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        key = current.data(KEY_ROLE)
        if key and not self._showing:
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key:
            self.opened.emit(self.current_key)
        elif event.key() == Qt.Key.Key_Home:
            self.selectionModel().clear()  # Qt would go to a title, and thus nowhere
            self.step(1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_focus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.current_key:
            self._show_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        chosen = self.current_key
        self._showing = True  # Qt goes to the first row by itself; nobody chose it
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clear()
        self._showing = False

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def model(self) -> QAbstractItemModel:
        return self.rows
