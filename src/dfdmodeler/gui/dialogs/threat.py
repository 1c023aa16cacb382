"""Stating a threat by hand, and changing one that a person stated or a file brought along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from dfdmodeler.analysis.columns import LEVELS
from dfdmodeler.analysis.register import STRIDE
from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField, Option, TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.names import NameField
from dfdmodeler.gui.widgets.tags import TagsField
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Boundary, Element, Flow, Threat

WHOLE = "The model as a whole"
_BLANK = Threat(id="new")


class ThreatDialog(QDialog):
    """Asks what the threat is; `fields` are those of the record. It may be at any place of the model."""

    def __init__(self, model: Model, threat: Threat = _BLANK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Edit a threat" if threat.id in model else "State a threat")
        places = [Option(record_id, name) for record_id, name in sorted(_places(model), key=_by_name)]
        self.title = TextField()
        self.title.setAccessibleName("Title")
        self.title.show_value(threat.title)
        self.subject = ChoiceField([Option(DIAGRAM_SUBJECT, WHOLE), *places], unset=None)
        self.subject.setAccessibleName("At")
        self.subject.show_value(threat.subject)
        self.severity = ChoiceField([Option(level, level) for level in LEVELS], unset=None)
        self.severity.setAccessibleName("Severity")
        self.severity.show_value(threat.severity)
        self.category = NameField()
        self.category.setAccessibleName("Category")
        self.category.setPlaceholderText("Such as spoofing")
        self.category.offer_later(lambda: _categories(model), str)
        self.category.setText(threat.category)
        self.description = LongTextField(lines=4)
        self.description.setAccessibleName("Description")
        self.description.show_value(threat.description)
        self.mitigation = LongTextField(lines=2)
        self.mitigation.setAccessibleName("Mitigation")
        self.mitigation.show_value(threat.mitigation)
        self.related = TagsField(places, "Nothing else")
        self.related.setAccessibleName("Also concerns")
        self.related.show_value(threat.related)
        self._related = threat.related
        self.related.edited.connect(self._relate)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.title.textChanged.connect(self._check)
        self._lay_out(threat.origin)
        self.setMinimumWidth(440)
        self._check()

    def _lay_out(self, origin: str) -> None:
        form = QFormLayout()
        for name, field in (
            ("Title", self.title),
            ("At", self.subject),
            ("Severity", self.severity),
            ("Category", self.category),
            ("Description", self.description),
            ("Mitigation", self.mitigation),
            ("Also concerns", self.related),
        ):
            form.addRow(name, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        if origin:
            layout.addWidget(label(f"Recorded in {origin}", "muted"))
        layout.addLayout(form)
        layout.addSpacing(8)
        layout.addWidget(self.buttons)

    def fields(self) -> dict[str, Any]:
        """What was written."""
        return {
            "title": self.title.text().strip(),
            "subject": self.subject.currentData(),
            "severity": self.severity.currentData(),
            "category": " ".join(self.category.text().split()),
            "description": self.description.toPlainText().strip(),
            "mitigation": self.mitigation.toPlainText().strip(),
            "related": self._related,
        }

    def _relate(self, value: tuple[str, ...] | None) -> None:
        self._related = tuple(value or ())

    def _check(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setEnabled(bool(self.title.text().strip()))


def _places(model: Model) -> Iterator[tuple[str, str]]:
    """Everything that a threat can be at, with what it is called."""
    for record in model.values():
        if isinstance(record, Element | Boundary):
            yield record.id, model.name_of(record.id)
        elif isinstance(record, Flow):
            ends = " to ".join(model.name_of(i) if i else "nowhere" for i in (record.source, record.target))
            yield record.id, f"{record.name.strip()}: {ends}" if record.name.strip() else ends


def _by_name(place: tuple[str, str]) -> tuple[str, str]:
    return place[1].casefold(), place[0]


def _categories(model: Model) -> list[Option]:
    """Categories that stated threats have, and those of STRIDE."""
    known = {threat.category for threat in model.of(Threat) if threat.category}
    usual = {words.capitalize() for words in STRIDE}
    return [Option(words, words) for words in sorted(known | usual, key=str.casefold)]
