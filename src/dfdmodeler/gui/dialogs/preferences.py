"""Preferences: the fields of the settings that a person sets, with the words of the settings themselves.

The window stays open beside the work; what is changed counts at once, in all windows.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import settings
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.widgets.fields import ChoiceField, Option, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.settings import Preference

WIDTH, HELP_WIDTH = 520, 376
SCROLL_BAR, FRAME = 16, 4
"""Pixels that what scrolls takes beside the form, and around it."""
ROOM_AROUND = 96
"""Pixels of the screen's height that are left to the title bar and what the desktop has."""


class PreferencesDialog(QDialog):
    """`fields` by the names of the settings."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferences")
        self.setWindowTitle("Preferences")
        self._preferences = preferences
        self.fields: dict[str, QWidget] = {}
        self.problem = label("", "error")
        self.reset = QPushButton("Reset all")
        self.reset.setToolTip("What is shown here becomes as it was at first")
        self.reset.clicked.connect(lambda: self._preferences.change(**settings.defaults()))
        self._body = QWidget()
        form = QFormLayout(self._body)
        form.setContentsMargins(16, 4, 16, 8)
        form.setVerticalSpacing(4)
        form.setHorizontalSpacing(16)
        group = ""
        for known in settings.preferences():
            if known.group != group:
                group = known.group
                heading = label(group, "section", wrap=False)
                heading.setContentsMargins(0, 12, 0, 4)
                form.addRow(heading)
            self._add(form, known)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset, QDialogButtonBox.ButtonRole.ResetRole)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # Enter ends a field, not the window
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        self._area = self._scrolled()
        layout.addWidget(self._area, 1)
        for widget in (self.problem, buttons):
            widget.setContentsMargins(16, 0, 16, 0)
            layout.addWidget(widget)
        self.setMinimumWidth(WIDTH)
        self.finished.connect(preferences.changed.connect(lambda _: self.show_settings()))
        self.show_settings()

    def _scrolled(self) -> QScrollArea:
        """The form, which scrolls where large text leaves it no room."""
        area = QScrollArea()
        area.setAccessibleName("Preferences")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        return area

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the form, if the screen is."""
        super().showEvent(event)
        form = self._body.layout()
        width = max(WIDTH, form.totalMinimumSize().width() + SCROLL_BAR)
        rest = self.layout().totalSizeHint().height() - self._area.sizeHint().height()
        wanted = max(form.totalHeightForWidth(width), form.totalMinimumSize().height()) + rest + FRAME
        self.resize(width, min(wanted, self.screen().availableGeometry().height() - ROOM_AROUND))

    def show_settings(self) -> None:
        """Shows what holds now, wherever it was changed."""
        for name, field in self.fields.items():
            _SHOW[type(field)](field, getattr(self._preferences.now, name))
        problem = self._preferences.problem
        self.problem.setText(f"{problem.what} {problem.hint}".strip() if problem else "")
        self.problem.setVisible(problem is not None)

    def _add(self, form: QFormLayout, known: Preference) -> None:
        field = self.fields[known.name] = self._field(known)
        field.setAccessibleName(known.title)
        field.setAccessibleDescription(known.help)
        form.addRow("" if isinstance(field, QCheckBox) else known.title, field)
        help = label(known.help, "muted")
        help.setMinimumWidth(HELP_WIDTH)  # its least height is that of the least width
        form.addRow("", help)

    def _field(self, known: Preference) -> QWidget:
        def change(value: Any) -> None:
            self._preferences.change(**{known.name: value})

        if known.choices:
            choice = ChoiceField([Option(*pair) for pair in known.choices], unset=None)
            choice.edited.connect(change)
            return choice
        if known.is_flag:
            box = QCheckBox(known.title)
            box.toggled.connect(change)
            return box
        text = TextField()
        text.left.connect(lambda: change(text.text().strip()))
        return text


def _tick(box: QCheckBox, value: bool) -> None:
    box.blockSignals(True)
    box.setChecked(value)
    box.blockSignals(False)


_SHOW: dict[type, Any] = {
    TextField: TextField.show_value,
    ChoiceField: ChoiceField.show_value,
    QCheckBox: _tick,
}
