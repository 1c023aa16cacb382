"""Preferences: the fields of the settings that a person sets, with the words of the settings themselves.

The window stays open beside the work; what is changed counts at once, in all windows.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler import settings
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.widgets.fields import ChoiceField, Option, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.settings import Preference


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
        form = QFormLayout()
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
        layout.setContentsMargins(16, 4, 16, 16)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.problem)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setMinimumWidth(440)
        self.finished.connect(preferences.changed.connect(lambda _: self.show_settings()))
        self.show_settings()

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
        form.addRow("", label(known.help, "muted", wrap=False))

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
