"""What goes into the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, Option
from dfdmodeler.gui.widgets.labels import label

PAPERS = ("A4", "Letter")


class ReportDialog(QDialog):
    """Asks for paper and parts; `paper` and `chosen` once accepted."""

    def __init__(
        self, parts: Mapping[str, str], without: Iterable[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export PDF report")
        left_out = frozenset(without)
        self._paper = ChoiceField([Option(paper, paper) for paper in PAPERS], unset=None)
        self._paper.setAccessibleName("Paper")
        self._paper.show_value(PAPERS[0])
        self.parts: dict[str, QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(6)
        layout.addWidget(label("What should be in the report?", "heading"))
        for name, text in parts.items():
            box = self.parts[name] = QCheckBox(text)
            box.setChecked(name not in left_out)
            layout.addWidget(box)
        form = QFormLayout()
        form.addRow("Paper", self._paper)
        layout.addLayout(form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Export")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.setMinimumWidth(360)

    @property
    def paper(self) -> str:
        """The paper that was chosen."""
        return str(self._paper.currentData())

    @property
    def chosen(self) -> frozenset[str]:
        """The names of the ticked parts."""
        return frozenset(name for name, box in self.parts.items() if box.isChecked())
