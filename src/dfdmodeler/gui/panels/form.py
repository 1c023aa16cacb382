"""A form made from sections of field specs: shows some records, edits them together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.specs import FieldSpec, SectionSpec
from dfdmodeler.gui.widgets.fields import ChoiceField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.model.records import layout_id
from dfdmodeler.session.session import Session

LABEL_WIDTH = 124


class Form(QWidget):
    """Fields for some records; every change that a person makes is one edit, typing a text one step."""

    def __init__(
        self, session: Session, sections: Sequence[SectionSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: tuple[str, ...] = ()
        self._rows: list[tuple[FieldSpec, Any, QLabel]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 16)
        self._layout.setSpacing(6)
        for section in sections:
            self._add_section(section)
        self._layout.addStretch(1)

    def field(self, name: str) -> Any:
        """The field of this name, or None."""
        return next((field for spec, field, _ in self._rows if spec.name == name), None)

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        if self._rows:
            self._rows[0][1].setFocus()

    def show_records(self, ids: tuple[str, ...]) -> None:
        """Shows these records' values; the model is the session's."""
        self._ids = ids
        model = self._session.model
        for spec, field, caption in self._rows:
            values = [spec.read(model, i) for i in ids] or [None]
            if spec.options and isinstance(field, ChoiceField):
                field.set_options(spec.options(model))
            field.show_value(values[0], mixed=any(value != values[0] for value in values))
            suggested = any(layout_id(i, spec.name) in model for i in ids)
            caption.setText(f"{spec.label} (suggested)" if suggested else spec.label)

    def _add_section(self, section: SectionSpec) -> None:
        if section.title:
            title = label(section.title, "section")
            title.setContentsMargins(0, 12, 0, 0)
            self._layout.addWidget(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for spec in section.fields:
            self._add_field(grid, spec, section.title)
        self._layout.addLayout(grid)

    def _add_field(self, grid: QGridLayout, spec: FieldSpec, title: str) -> None:
        field: Any = spec.make()
        field.setObjectName(spec.name)
        field.setAccessibleName(spec.label)
        field.setAccessibleDescription(spec.help)
        caption = label(spec.label)
        caption.setBuddy(field)
        caption.setToolTip(spec.help)
        if not isinstance(field, ChoiceField) or spec.help:
            field.setToolTip(spec.help)
        field.edited.connect(partial(self._edit, spec))
        field.left.connect(self._session.history.seal)
        row = grid.rowCount()
        if spec.wide:
            if spec.label == title:
                caption.hide()  # showing it before it has a parent would make it a window of its own
            grid.addWidget(caption, row, 0, 1, 2)
            grid.addWidget(field, row + 1, 0, 1, 2)
        else:
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        self._rows.append((spec, field, caption))

    def _edit(self, spec: FieldSpec, value: object) -> None:
        ids = tuple(self._ids)
        merge = f"{spec.name}:{','.join(ids)}" if not isinstance(self.field(spec.name), ChoiceField) else None
        self._session.edit(f"Set {spec.label.lower()}", lambda model: spec.write(model, ids, value), merge)
