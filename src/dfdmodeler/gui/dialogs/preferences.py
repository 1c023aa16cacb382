"""Preferences: the fields of the settings that a person sets, with the words of the settings themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, Option, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.settings import Settings

_COLORS = (Option("system", "As the system"), Option("light", "Light"), Option("dark", "Dark"))
_YES_NO = (Option("yes", "Yes"), Option("no", "No"))


class PreferencesDialog(QDialog):
    """`result_settings` is what was chosen, once accepted."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self._settings = settings
        self.author = TextField()
        self.author.show_value(settings.author)
        self.colors = ChoiceField(_COLORS, unset=None)
        self.colors.show_value(settings.theme)
        self.snap = ChoiceField(_YES_NO, unset=None)
        self.snap.show_value("yes" if settings.snap_to_grid else "no")
        form = QFormLayout()
        form.setVerticalSpacing(4)
        for name, field in (("author", self.author), ("theme", self.colors), ("snap_to_grid", self.snap)):
            info = Settings.model_fields[name]
            field.setAccessibleName(info.title or name)
            form.addRow(info.title or name, field)
            form.addRow("", label(info.description or "", "muted", wrap=False))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addLayout(form)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    def result_settings(self) -> Settings:
        """The settings with what was chosen here."""
        chosen = {
            "author": self.author.text().strip(),
            "theme": self.colors.currentData(),
            "snap_to_grid": self.snap.currentData() == "yes",
        }
        return self._settings.model_copy(update=chosen)
