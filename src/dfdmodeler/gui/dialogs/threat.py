"""Stating a threat by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option, TextField
from dfdmodeler.gui.widgets.labels import label

LEVELS = ("Critical", "Important", "Moderate", "Low")


class ThreatDialog(QDialog):
    """Asks what the threat is; `fields` are those of the record to make."""

    def __init__(self, where: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("State a threat")
        self.title = TextField()
        self.title.setAccessibleName("Title")
        self.severity = ChoiceField([Option(level, level) for level in LEVELS], unset=None)
        self.severity.setAccessibleName("Severity")
        self.severity.show_value("Moderate")
        self.description = LongTextField(lines=4)
        self.description.setAccessibleName("Description")
        self.mitigation = LongTextField(lines=2)
        self.mitigation.setAccessibleName("Mitigation")
        form = QFormLayout()
        form.addRow("Title", self.title)
        form.addRow("Severity", self.severity)
        form.addRow("Description", self.description)
        form.addRow("Mitigation", self.mitigation)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.title.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(label(f"At: {where}", "muted"))
        layout.addLayout(form)
        layout.addSpacing(8)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(440)
        self._check()

    def fields(self) -> dict[str, str]:
        """What was written."""
        return {
            "title": self.title.text().strip(),
            "severity": self.severity.currentData(),
            "description": self.description.toPlainText().strip(),
            "mitigation": self.mitigation.toPlainText().strip(),
        }

    def _check(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(bool(self.title.text().strip()))
