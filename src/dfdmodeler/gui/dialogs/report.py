"""What goes into the report, and on which paper."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.fields import ChoiceField, Option
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.report.compose import ReportOptions

PAPERS = ("A4", "Letter")
PARTS = {
    "diagrams": "Diagrams",
    "controls": "Best next controls",
    "questions": "Review questions and their answers",
    "mitigations": "What each mitigation means",
    "comments": "What people said about threats",
}
"""Parts by the name of their option; the threats are always there."""


ON_WISH = ("comments",)
"""What is left out unless somebody asks for it."""


class ReportDialog(QDialog):
    """`options` is what was chosen, once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export PDF report")
        self.paper = ChoiceField([Option(paper, paper) for paper in PAPERS], unset=None)
        self.paper.setAccessibleName("Paper")
        self.paper.show_value(PAPERS[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label("What should be in the report besides the threats?", "strong"))
        self.parts: dict[str, QCheckBox] = {}
        for name, text in PARTS.items():
            box = self.parts[name] = QCheckBox(text)
            box.setChecked(name not in ON_WISH)
            layout.addWidget(box)
        form = QFormLayout()
        form.addRow("Paper", self.paper)
        layout.addLayout(form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Export…")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(8)
        layout.addWidget(buttons)
        self.setMinimumWidth(380)

    def options(self) -> ReportOptions:
        """What was chosen."""
        chosen: dict[str, bool | None] = {name: box.isChecked() for name, box in self.parts.items()}
        chosen["controls"] = None if chosen["controls"] else False  # a large model would take minutes
        return ReportOptions(paper=self.paper.currentData(), **chosen)
