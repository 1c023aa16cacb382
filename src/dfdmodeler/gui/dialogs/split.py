"""Asking how an element is split: what the two are called, and which flows the second takes over."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.gui.widgets.fields import TextField
from dfdmodeler.gui.widgets.labels import label

_FLOWS = "Flows that the second takes over"
_NO_FLOWS = "It has no flows yet."
_KEPT = "Answers and decisions count for both where the same threats are found."
MOST_HIGH = 320
"""Pixels of the list of flows; more are scrolled to."""


class SplitDialog(QDialog):
    """`names` and `chosen` are the answers; the flows that are not ticked stay."""

    def __init__(
        self, name: str, other: str, flows: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """`flows` has the flows at the element in words, by id."""
        super().__init__(parent)
        self.setWindowTitle("Split element")
        self.first, self.second = TextField(), TextField()
        self.first.setText(name)
        self.second.setText(other)
        self.first.setAccessibleName("First")
        self.second.setAccessibleName("Second")
        form = QFormLayout()
        form.addRow("First", self.first)
        form.addRow("Second", self.second)
        self.boxes = {flow: QCheckBox(words.replace("&", "&&")) for flow, words in flows.items()}
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Split")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for field in (self.first, self.second):
            field.textChanged.connect(self._check)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addLayout(form)
        layout.addSpacing(8)
        layout.addWidget(label(_FLOWS if flows else _NO_FLOWS, "strong" if flows else "muted"))
        if flows:
            layout.addWidget(self._listed(), 1)
        layout.addWidget(label(_KEPT, "muted"))
        layout.addSpacing(8)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(440)
        self.second.setFocus()
        self.second.selectAll()

    @property
    def names(self) -> tuple[str, str]:
        """What the two are called."""
        return " ".join(self.first.text().split()), " ".join(self.second.text().split())

    @property
    def chosen(self) -> frozenset[str]:
        """The flows that the second takes over."""
        return frozenset(flow for flow, box in self.boxes.items() if box.isChecked())

    def _listed(self) -> QScrollArea:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for box in self.boxes.values():
            rows.addWidget(box)
        rows.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(_FLOWS)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(body)
        area.setMinimumHeight(min(MOST_HIGH, body.sizeHint().height()))
        return area

    def _check(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(all(self.names))
