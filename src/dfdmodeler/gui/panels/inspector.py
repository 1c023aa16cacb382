"""The inspector: what can be said about the selection, or about the model when nothing is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.form import Form
from dfdmodeler.gui.panels.specs import about_sections, sections
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import ABOUT_ID, Boundary, Element, Flow, Note, Record
from dfdmodeler.session.session import Session

_KINDS: tuple[tuple[type[Record], str, str], ...] = (
    (Element, "element", "elements"),
    (Flow, "flow", "flows"),
    (Boundary, "boundary", "boundaries"),
    (Note, "note", "notes"),
)


class InspectorPanel(LiveWidget):
    """Shows a form for the selection. The form is rebuilt only when another kind of thing is selected."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._key: object = None
        self.form: Form | None = None
        self.title = label("", "heading")
        self.subtitle = label("", "muted")
        self.reverse = QPushButton("Reverse")
        self.reverse.setToolTip("Swap where the flow comes from and where it goes")
        self.reverse.clicked.connect(self._reverse)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 4)
        head.addLayout(names, 1)
        head.addWidget(self.reverse, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        session.changed.connect(self.invalidate)
        session.opened.connect(self.invalidate)
        session.selection.changed.connect(self.invalidate)

    def refresh(self) -> None:
        session = self._session
        records = [session.model[i] for i in session.selection.ids if i in session.model]
        key = _form_key(records)
        if key != self._key or self.form is None:
            self._key = key
            self.form = Form(session, sections(session.library, records) if records else about_sections())
            self._scroll.setWidget(self.form)
        self.form.show_records(tuple(r.id for r in records) or (ABOUT_ID,))
        self.title.setText(_title(session.model, records))
        self.subtitle.setText(_subtitle(session, records))
        self.subtitle.setVisible(bool(self.subtitle.text()))
        self.reverse.setVisible(bool(records) and all(isinstance(r, Flow) for r in records))

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        self.update_now()
        if self.form:
            self.form.focus_first()

    def _reverse(self) -> None:
        ids = self._session.selection.ids
        self._session.edit("Reverse flow", lambda model: edits.reverse(model, ids))


def _form_key(records: Sequence[Record]) -> object:
    """What the fields depend on: the kinds and types that are selected, and whether it is one record."""
    kinds = {(type(record).__name__, getattr(record, "type", "")) for record in records}
    trusts = {str(r.properties.get("physical_access")) for r in records if isinstance(r, Element)}
    return (frozenset(kinds), frozenset(trusts), len(records) == 1)


def _title(model: Model, records: Sequence[Record]) -> str:
    if not records:
        return "About this model"
    if len(records) == 1:
        record = records[0]
        name = "" if isinstance(record, Note) else getattr(record, "name", "")
        if isinstance(record, Flow) and not name:
            ends = (model.name_of(i) if i in model else "nowhere" for i in (record.source, record.target))
            return " to ".join(ends)
        return " ".join(name.split()) or f"Unnamed {_kind_words(records)}"
    return f"{_kind_words(records)} selected"


def _subtitle(session: Session, records: Sequence[Record]) -> str:
    if not records:
        return "Select something in the diagram to see and change what is known of it."
    if len(records) > 1:
        return "Changes apply to all of them."
    record, catalog = records[0], session.library.catalog
    if isinstance(record, Element):
        stencil = catalog.stencil(record.type)
        return stencil.help if stencil else catalog.label(record.type)
    return ""


def _kind_words(records: Sequence[Record]) -> str:
    parts = []
    for kind, one, many in _KINDS:
        count = sum(isinstance(record, kind) for record in records)
        if count:
            parts.append(one if len(records) == 1 else f"{count} {one if count == 1 else many}")
    return ", ".join(parts)
