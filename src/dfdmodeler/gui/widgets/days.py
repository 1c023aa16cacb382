"""A day: typed as an ISO date or chosen in a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.widgets.arrow_button import GAP, ArrowButton
from dfdmodeler.gui.widgets.fields import SEVERAL, TextField, mark_unset
from dfdmodeler.gui.widgets.labels import label, link

AHEAD: tuple[tuple[str, int], ...] = (("30 days", 30), ("90 days", 90), ("180 days", 180), ("1 year", 365))
"""Days that are often chosen, counted from today."""
_FORMAT = Qt.DateFormat.ISODate
_WRONG = "A date is written like 2027-03-31."


def day_of(text: str) -> date | None:
    """The day that an ISO date names, or None."""
    try:
        return date.fromisoformat(text) if len(text) == len("2027-03-31") else None
    except ValueError:
        return None


class DayField(ArrowButton):
    """Shows an ISO date, or what it means that there is none.

    Click, Space or Enter opens the calendar, a digit begins a date.
    """

    edited = Signal(str)
    """The day as an ISO date; empty: none."""
    left = Signal()

    def __init__(self, unset: str, today: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._unset, self._today = unset, today
        self.value = ""
        self.popup: DayPopup | None = None
        self.show_value("")

    def show_value(self, value: str | None, mixed: bool = False) -> None:
        """Shows a day without telling anybody."""
        self.value = "" if mixed else value or ""
        self.setText(SEVERAL if mixed else self.value or self._unset)
        self.setAccessibleDescription(self.text())
        mark_unset(self, not self.value)

    def open_below(self) -> None:
        self.popup = DayPopup(self.value, self._today(), self._unset, self)
        self.popup.chosen.connect(self._choose)
        below = self.below
        size, room = self.popup.sizeHint(), self.screen().availableGeometry()
        up = below.y() + size.height() > room.bottom()
        x = max(room.left(), min(below.x(), room.right() - size.width()))
        self.popup.move(x, self.mapToGlobal(QPoint(0, -size.height() - GAP)).y() if up else below.y())
        self.popup.show()

    def _choose(self, value: str) -> None:
        if value != self.value:
            self.show_value(value)
            self.edited.emit(value)
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose("")
        elif event.text().isdecimal():
            self.open_below()
            if self.popup:
                self.popup.text.setText(event.text())
        else:
            super().keyPressEvent(event)


def plain_calendar() -> QCalendarWidget:
    """A calendar in the colours of the window: weekends are days as others."""
    calendar = QCalendarWidget()
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, calendar.weekdayTextFormat(Qt.DayOfWeek.Monday))
    for name, arrow, spoken in (("prev", "‹", "Previous month"), ("next", "›", "Next month")):
        button = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
        if button is not None:
            button.setIcon(QIcon())
            button.setText(arrow)
            button.setAccessibleName(spoken)
    return calendar


class DayPopup(QFrame):
    """A field to type into, days that are often chosen, a calendar. Escape changes nothing."""

    chosen = Signal(str)

    def __init__(self, value: str, today: str, unset: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.text = TextField()
        self.text.setText(value)
        self.text.setPlaceholderText("Such as 2027-03-31")
        self.text.setAccessibleName("Date")
        self.text.returnPressed.connect(self._take_text)
        self.wrong = label("", "error")
        self.wrong.hide()
        self.none = link(unset)
        self.none.clicked.connect(lambda: self._take(""))
        self.calendar = plain_calendar()
        start = day_of(value) or day_of(today)
        if start:
            self.calendar.setSelectedDate(QDate(start.year, start.month, start.day))
        self.calendar.clicked.connect(lambda day: self._take(day.toString(_FORMAT)))
        self.calendar.activated.connect(lambda day: self._take(day.toString(_FORMAT)))
        self.ahead: list[QPushButton] = []
        self._lay_out(day_of(today))
        self.text.setFocus()
        self.text.selectAll()

    def _lay_out(self, today: date | None) -> None:
        often = QHBoxLayout()
        often.setSpacing(4)
        for words, days in AHEAD if today else ():
            button = link(words, f"From today: {today + timedelta(days)}" if today else "")
            button.clicked.connect(lambda _, days=days: today and self._take(str(today + timedelta(days))))
            self.ahead.append(button)
            often.addWidget(button)
        often.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.text)
        layout.addWidget(self.wrong)
        layout.addLayout(often)
        layout.addWidget(self.calendar)
        layout.addWidget(self.none)

    def _take_text(self) -> None:
        written = self.text.text().strip()
        if written and day_of(written) is None:
            self.wrong.setText(_WRONG)
            self.wrong.show()
            return
        self._take(written)

    def _take(self, value: str) -> None:
        self.chosen.emit(value)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        parent = self.parentWidget()
        if parent:
            parent.setFocus()
