"""How far the work is since the last review: a chart of what is left, its numbers, and the same in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dfdmodeler.analysis.burndown import Burndown, burndown_words
from dfdmodeler.analysis.columns import is_day
from dfdmodeler.gui.theme import SMALL_PIXELS, Theme, body_font, scaled
from dfdmodeler.gui.widgets.labels import label, link

_LEFT, _BOTTOM, _TOP, _RIGHT = 40, 28, 16, 24
_MOST_TICKS = 5
NO_REVIEW = (
    "No review was finished yet. Threats > Finish review keeps which threats are open; from then on this "
    "tells how many of them are left, day by day, and what is new."
)


def ticks(most: int) -> list[int]:
    """Round numbers from 0 that reach at least as far as a number, few enough to be read."""
    step = 1
    for factor in _steps():
        step = factor
        if most <= step * (_MOST_TICKS - 1):
            break
    return list(range(0, max(most, 1) + step, step)) if most % step else list(range(0, most + 1, step)) or [0]


def _steps() -> list[int]:
    return [part * 10**power for power in range(7) for part in (1, 2, 5)]


class BurndownChart(QWidget):
    """What is left of the threats that were open at the review, as steps from day to day."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._found: Burndown | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Open threats since the last review")
        stop = theme.changed.connect(lambda _: self.update())
        self.destroyed.connect(lambda _: stop())

    def show_burndown(self, found: Burndown) -> None:
        self._found = found
        self.setAccessibleDescription(burndown_words(found))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(560), scaled(280))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(240), scaled(160))

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(body_font(SMALL_PIXELS))
        room = QRectF(self.rect()).adjusted(scaled(_LEFT), _TOP, -_RIGHT, -scaled(_BOTTOM))
        marks = ticks(max(point.left for point in self._found.points))
        self._grid(painter, room, marks)
        self._days(painter, room)
        self._steps(painter, room, max(marks[-1], 1))
        painter.end()

    def _grid(self, painter: QPainter, room: QRectF, marks: list[int]) -> None:
        for mark in marks:
            y = room.bottom() - room.height() * mark / max(marks[-1], 1)
            painter.setPen(QPen(self._theme.color("line"), 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(self._theme.color("muted"))
            told = QRectF(0, y - 10, room.left() - 8, 20)
            painter.drawText(told, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{mark:,}")

    def _days(self, painter: QPainter, room: QRectF) -> None:
        assert self._found
        first, last = self._found.points[0].day, self._found.points[-1].day
        painter.setPen(self._theme.color("muted"))
        below = QRectF(room.left(), room.bottom() + 4, room.width(), scaled(_BOTTOM) - 4)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, f"Review, {first}")
        if last != first:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, last)

    def _steps(self, painter: QPainter, room: QRectF, most: int) -> None:
        assert self._found
        line, height = QPolygonF(), 0.0
        for place, point in enumerate(self._found.points):
            x = room.left() + room.width() * self._share(point.day)
            height = room.bottom() - room.height() * point.left / most
            if place:
                line.append(QPointF(x, line.last().y()))
            line.append(QPointF(x, height))
        area = QPolygonF(
            [QPointF(line.first().x(), room.bottom()), *line, QPointF(line.last().x(), room.bottom())]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent_tint"))
        painter.drawPolygon(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawPolyline(line)
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(QPointF(line.last().x(), height), 4, 4)

    def _share(self, day: str) -> float:
        """How far along a day is, from the review (0) to the last day (1)."""
        assert self._found
        first, last = _ordinal(self._found.points[0].day), _ordinal(self._found.points[-1].day)
        return min(1.0, max(0.0, (_ordinal(day) - first) / max(last - first, 1)))


def _ordinal(day: str) -> int:
    """A day as a number; what a damaged file has for a date is none."""
    return date.fromisoformat(day).toordinal() if is_day(day) else 0


class Figure(QWidget):
    """A number with what it counts."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.number = label("", "title", wrap=False)
        self.words = label(words, "muted", wrap=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 24, 0)
        layout.setSpacing(0)
        layout.addWidget(self.number)
        layout.addWidget(self.words)

    def show_number(self, number: int) -> None:
        self.number.setText(f"{number:,}")
        self.setAccessibleName(f"{self.words.text()}: {number:,}")


class Progress(QWidget):
    """The chart with its numbers; what is new can be gone to."""

    new_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = BurndownChart(theme)
        self.heading = label("", "heading")
        self.words = label("", "muted")
        self.empty = label(NO_REVIEW, "empty")
        self.show_new = link("Show what is new or open again")
        self.show_new.clicked.connect(self.new_wanted)
        self.figures = {
            name: Figure(words)
            for name, words in (
                ("left", "left of them"), ("closed", "closed since"), ("new", "new and open"),
                ("reopened", "open again"), ("open_now", "open altogether"),
            )
        }  # fmt: skip
        self._lay_out()

    def _lay_out(self) -> None:
        numbers = QHBoxLayout()
        for figure in self.figures.values():
            numbers.addWidget(figure)
        numbers.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.show_new)
        below.addStretch(1)
        self.inside = QWidget()
        inside = QVBoxLayout(self.inside)
        inside.setContentsMargins(8, 8, 16, 8)
        inside.setSpacing(12)
        inside.addWidget(self.heading)
        inside.addLayout(numbers)
        inside.addWidget(self.chart, 1)
        inside.addWidget(self.words)
        inside.addLayout(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)
        layout.addWidget(self.inside, 1)

    def show_burndown(self, found: Burndown | None) -> None:
        """Shows the work since a review, or what will be here after the first one."""
        self.inside.setVisible(found is not None)
        self.empty.setVisible(found is None)
        if found is None:
            return
        self.chart.show_burndown(found)
        by = f" by {found.review.reviewer}" if found.review.reviewer else ""
        self.heading.setText(f"{found.start:,} open at the review{by} on {found.review.date}")
        self.words.setText(burndown_words(found))
        numbers = {
            "left": found.left, "closed": found.settled + found.vanished, "new": len(found.new),
            "reopened": len(found.reopened), "open_now": found.open_now,
        }  # fmt: skip
        for name, number in numbers.items():
            self.figures[name].show_number(number)
        self.show_new.setVisible(bool(found.new or found.reopened))
