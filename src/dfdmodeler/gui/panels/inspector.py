"""The inspector: what can be said about the selection, or about the model when nothing is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.field_help import FieldHelp
from dfdmodeler.gui.panels.following_links import FollowUpLinks
from dfdmodeler.gui.panels.form import Form
from dfdmodeler.gui.panels.prospects import Prospects
from dfdmodeler.gui.panels.spec import FieldSpec, unanswered_first
from dfdmodeler.gui.panels.specs import about_sections, sections
from dfdmodeler.gui.panels.whereabouts import Whereabouts
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.search import SearchField
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

    given_back = Signal()
    """Escape: the keyboard goes back to where it came from."""

    def __init__(
        self,
        session: Session,
        diagram: Callable[[], str] = str,
        today: Callable[[], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._diagram = session, diagram
        self._key: object = None
        self._spec: FieldSpec | None = None
        self._folded: set[str] = set()
        self.came_from = ""
        """The panel that the keyboard came from; empty for the canvas."""
        self.form: Form | None = None
        self.title = label("", "heading")
        self.subtitle = label("", "muted")
        self.whereabouts = Whereabouts()
        self._today = today
        self.following = FollowUpLinks(adds=False)
        self.reverse = QPushButton("Reverse")
        self.reverse.setToolTip("Swap where the flow comes from and where it goes")
        self.reverse.clicked.connect(self._reverse)
        self.search = SearchField("Filter properties")
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.open_first = QPushButton("Unanswered first")
        self.open_first.setCheckable(True)
        self.open_first.setProperty("role", "choice")
        self.open_first.setFixedWidth(self._width_when_chosen())
        self.open_first.setToolTip("Lists what nobody has answered yet before everything else")
        self.open_first.toggled.connect(lambda _: self._rebuild())
        self.nothing = label("No property matches the filter.", "empty")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.help = FieldHelp()
        self.prospects = Prospects(session, self)
        self.prospects.known.connect(self._show_prospects)
        self._lay_out()
        session.changed.connect(self.invalidate)
        session.opened.connect(self._opened)
        session.threats_changed.connect(self.invalidate)
        session.selection.changed.connect(self.invalidate)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        names.addWidget(self.whereabouts)
        names.addWidget(self.following)
        head = QHBoxLayout()
        head.setContentsMargins(12, 12, 12, 4)
        head.addLayout(names, 1)
        head.addWidget(self.reverse, 0, Qt.AlignmentFlag.AlignTop)
        narrowing = QHBoxLayout()
        narrowing.setContentsMargins(12, 4, 12, 4)
        narrowing.setSpacing(8)
        narrowing.addWidget(self.search, 1)
        narrowing.addWidget(self.open_first)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(narrowing)
        layout.addWidget(self.nothing)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.help)

    def _width_when_chosen(self) -> int:
        """The width of the button with its text in the heavier weight, so that nothing jumps."""
        font = QFont(self.open_first.font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font).horizontalAdvance(self.open_first.text()) + 24

    def refresh(self) -> None:
        session = self._session
        records = [session.model[i] for i in session.selection.ids if i in session.model]
        self._make_form(records)
        assert self.form is not None
        self.form.show_records(_ids(records))
        self.title.setText(_title(session.model, records))
        self.subtitle.setText(_subtitle(session, records))
        self.subtitle.setVisible(bool(self.subtitle.text()))
        alone = records[0].id if len(records) == 1 else ""
        self.whereabouts.show_subject(session.model, alone, self._diagram())
        self.following.show_subjects(session.model, [alone] if alone else [], self._today())
        self.reverse.setVisible(bool(records) and all(isinstance(r, Flow) for r in records))
        single = (
            records[0].id if len(records) == 1 and isinstance(records[0], Element | Flow | Boundary) else ""
        )
        self.prospects.look(single)
        self._show_prospects()

    def _make_form(self, records: Sequence[Record]) -> None:
        """Another form, if other fields are to be shown."""
        session, first = self._session, self.open_first.isChecked()
        diagram = "" if records else self._diagram()
        key = (_form_key(records), diagram, _ids(records) if first else ())
        if key == self._key and self.form is not None:
            return
        self._key, self._spec = key, None
        shown = sections(session.library, records) if records else about_sections(diagram)
        if first:
            shown = unanswered_first(shown, session.model, _ids(records))
        self.form = Form(session, shown, folded=self._folded)
        self.form.entered.connect(self._enter)
        self.form.reached.connect(lambda widget: self._scroll.ensureWidgetVisible(widget, 0, 40))
        self._scroll.setWidget(self.form)
        self.open_first.setVisible(any(spec.asked for section in shown for spec in section.fields))
        self._narrow(self.search.text())

    def _rebuild(self) -> None:
        self._key = None
        self.invalidate()

    def _opened(self, _: None) -> None:
        self.prospects.forget()
        self._rebuild()

    # Help.

    def _enter(self, spec: FieldSpec | None) -> None:
        self._spec = spec
        self._show_help()

    def _show_prospects(self) -> None:
        """What answers change, beside the choices and in the help below."""
        alone = len(self._session.selection.ids) == 1
        for row in self.form.rows if self.form and alone else ():
            if hasattr(row.field, "show_stakes"):
                name = row.spec.name
                row.field.show_stakes(self.prospects.beside(name), self.prospects.mark(name))
        self._show_help()

    def _show_help(self) -> None:
        spec = self._spec
        changes = self.prospects.in_full(spec.name) if spec else {}
        self.help.show_field(spec, changes, self.prospects.otherwise)
        field = self.form.field(spec.name) if self.form and spec else None
        if field is not None:
            field.setAccessibleDescription(self.help.words)

    # Narrowing.

    def _narrow(self, text: str) -> None:
        found = self.form.narrow(text) if self.form else 0
        self.nothing.setVisible(not found)
        self._scroll.setVisible(bool(found))

    # By keyboard.

    def focus_first(self) -> None:
        """Puts the cursor into the first field."""
        self.update_now()
        if self.form:
            self.form.focus_first()

    def focus_field(self, name: str) -> bool:
        """Puts the cursor into a field, whatever is filtered or folded; false if it is not offered."""
        self.search.clear()
        self.update_now()
        return self.form is not None and self.form.focus_field(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.focus_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_back.emit()
        else:
            super().keyPressEvent(event)

    def _reverse(self) -> None:
        ids = self._session.selection.ids
        self._session.edit("Reverse flow", lambda model: edits.reverse(model, ids))


def _ids(records: Sequence[Record]) -> tuple[str, ...]:
    return tuple(record.id for record in records) or (ABOUT_ID,)


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
        return "A change applies to all that have the property."
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
