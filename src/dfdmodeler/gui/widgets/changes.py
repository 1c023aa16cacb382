"""A box with changes that can be made together: what to do, what it does, and a button that does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.labels import PointableLabel, label, link

Instruction = tuple[str, str]
"""What to do, and the id of what it is about."""


class ChangesBox(QFrame):
    """Pointing at a change tells whom it is about, a click chooses it, the button applies all at once."""

    pointed = Signal(object)
    chosen = Signal(object)
    applied = Signal()

    def __init__(
        self,
        instructions: Sequence[Instruction],
        action: str,
        *,
        number: int = 0,
        help: str = "Changes the model in one step, which can be undone",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("changes")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        for place, (text, subject) in enumerate(instructions):
            begin = "and " if place else f"{number}. " if number else ""
            said = begin + (text if not place else text[:1].lower() + text[1:])
            sentence = PointableLabel(said, (subject,))
            sentence.pointed.connect(self.pointed)
            sentence.chosen.connect(self.chosen)
            layout.addWidget(sentence)
        self.foot = label("", "muted")
        self.button = link(action, help)
        self.button.setAccessibleName(f"{action}: {', '.join(text for text, _ in instructions)}")
        self.button.clicked.connect(self.applied)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)

    def tell(self, text: str) -> None:
        """Says below what the changes do."""
        self.foot.setText(text)
