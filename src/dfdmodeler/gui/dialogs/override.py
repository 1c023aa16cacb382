"""Giving a rule another severity, or switching it off: never without a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option
from dfdmodeler.gui.widgets.labels import label

_SCOPE = "It holds for this model only, is saved with it and stands in its reports."


class OverrideDialog(QDialog):
    """Asks for a reason and, if there are levels to choose from, for a severity."""

    def __init__(
        self,
        title: str,
        rule: str,
        levels: Sequence[str] = (),
        now: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        """`now` is the severity and the reason to begin with."""
        super().__init__(parent)
        self.setWindowTitle(title)
        severity, reason = now
        self.severity = ChoiceField([Option(level, level) for level in levels], unset=None)
        self.severity.setAccessibleName("Severity")
        self.severity.show_value(severity)
        self.severity.edited.connect(lambda _: self._check())
        self.reason = LongTextField(lines=3)
        self.reason.setAccessibleName("Reason")
        self.reason.show_value(reason)
        self.reason.edited.connect(lambda _: self._check())
        form = QFormLayout()
        if levels:
            form.addRow("Severity", self.severity)
        form.addRow("Reason", self.reason)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(rule, "heading"))
        layout.addWidget(label(_SCOPE, "muted"))
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self._levels = bool(levels)
        self.setMinimumWidth(440)
        self._check()

    def said(self) -> tuple[str, str]:
        """The severity, empty where none was asked for, and the reason."""
        severity = self.severity.currentData() if self._levels else None
        return severity or "", self.reason.toPlainText().strip()

    def _check(self) -> None:
        severity, reason = self.said()
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(bool(reason) and (bool(severity) or not self._levels))
