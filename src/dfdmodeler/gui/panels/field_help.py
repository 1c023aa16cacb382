"""Below the inspector: what the field that one is in means, and what each answer would change."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.spec import FieldSpec
from dfdmodeler.gui.widgets.labels import label, rule

LINES = 7
NOTHING = "Choose a field to read what it means and what an answer would change."
UNCHANGED = "No answer changes a threat."


class FieldHelp(QWidget):
    """Keeps its height, so that nothing above jumps; what is longer scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "strong")
        self.text = label(NOTHING, "muted")
        self.changes = label("", "muted")
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        for part in (self.title, self.text, self.changes):
            inside.addWidget(part)
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addWidget(area)
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + 16)
        self.show_field(None, {}, "")

    def show_field(self, spec: FieldSpec | None, changes: Mapping[str, str], otherwise: str) -> None:
        """Explains a field: its help, and what the answers that change threats change, by value.

        `otherwise` is said where no answer does, or where nobody knows.
        """
        self.title.setText(spec.label if spec else "")
        self.title.setVisible(spec is not None)
        self.text.setText((spec.help if spec else NOTHING) or "")
        self.text.setVisible(bool(self.text.text()))
        lines = _lines(spec, changes)
        asked = spec is not None and (spec.asked or bool(lines))
        self.changes.setText("\n".join(lines) or (otherwise if asked else ""))
        self.changes.setVisible(bool(self.changes.text()))

    @property
    def words(self) -> str:
        """All that is said, for those who do not see it."""
        return " ".join(part.text() for part in (self.text, self.changes) if part.text())


def _lines(spec: FieldSpec | None, changes: Mapping[str, str]) -> list[str]:
    """What choices change, those that change the same in one line."""
    alike: dict[str, list[str]] = {}
    for choice in spec.choices if spec else ():
        if choice.value in changes:
            alike.setdefault(changes[choice.value], []).append(choice.text)
    return [f"{', '.join(texts)}: {words}" for words, texts in alike.items()]
