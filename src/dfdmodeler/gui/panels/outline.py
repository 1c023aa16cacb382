"""The outline: the canvas's twin for keyboard and screen reader, with the same selection."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.outline_tree import ID_ROLE, OutlineModel
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.marks import BOUNDARY_ICON, FLOW_ICON, NOTE_ICON, line_icon
from dfdmodeler.gui.widgets.search import SearchField
from dfdmodeler.gui.widgets.trees import ArrowTree, menu_place
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change, Pair
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Record
from dfdmodeler.session.session import Session

_EMPTY = "Elements, flows and boundaries are listed here as you draw them."
_NOT_FOUND = "Nothing in the model has these words in its name or its kind."
_STRUCTURE = ("kind", "type", "parent", "source", "target", "text")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_MOVE = QItemSelectionModel.SelectionFlag.NoUpdate


class OutlineTree(ArrowTree):
    """F2 renames, Delete deletes, Enter goes to the properties."""

    delete_asked = Signal()
    properties_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not editing:
            self.delete_asked.emit()
        elif event.key() in _ENTER and not editing and not event.modifiers() & ~_KEYPAD:
            self.properties_asked.emit()
        else:
            super().keyPressEvent(event)


class OutlinePanel(LiveWidget):
    """Follows the model; selecting here selects on the canvas and the other way round."""

    menu_requested = Signal(QPoint)
    """Where on the screen a menu of what is selected is wanted."""
    properties_asked = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._rebuild = True
        self._selecting = False
        self._words: list[str] = []
        self._folded: list[str] = []
        """What a person folded, for as long as the filter unfolds all."""
        self._icons = lru_cache(maxsize=256)(self._draw_icon)
        self.tree_model = OutlineModel(session.library.catalog, self._icon_of, self._rename)
        self.tree = OutlineTree(self)
        self.tree.setAccessibleName("Outline of the model")
        self.tree.setModel(self.tree_model)
        self.tree.setHeaderHidden(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(16)
        self.search = SearchField("Filter the outline")
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.empty = label("", "empty")
        top = QVBoxLayout()
        top.setContentsMargins(8, 4, 8, 4)
        top.addWidget(self.search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 8, 4, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.tree, 1)
        self.tree.selectionModel().selectionChanged.connect(self._selected)
        self.tree.delete_asked.connect(self._delete)
        self.tree.properties_asked.connect(self.properties_asked)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._ask_menu)
        session.changed.connect(self._changed)
        session.opened.connect(self._opened)
        session.selection.changed.connect(lambda _: self._show_selection())
        theme.changed.connect(self._theme_changed)

    def refresh(self) -> None:
        if self._rebuild:
            self._rebuild = False
            if not self.tree_model.words:
                self._folded = self._closed()
            self._selecting = True
            self.tree_model.show_model(self._session.model, self._words)
            self.tree.expandAll()
            for record_id in () if self._words else self._folded:
                self.tree.collapse(self.tree_model.index_of(record_id))
            self._selecting = False
        filled = self.tree_model.rowCount() > 0
        self.tree.setVisible(filled)
        self.search.setVisible(filled or bool(self._words))
        self.empty.setVisible(not filled)
        self.empty.setText(_NOT_FOUND if self._words else _EMPTY)
        self._show_selection()

    def _filter(self, text: str) -> None:
        self._words, self._rebuild = text.casefold().split(), True
        self.invalidate()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, Down or Enter goes into the tree, Escape ends it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, *_ENTER):
                self.update_now()
                self._enter_tree()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _enter_tree(self) -> None:
        """The keyboard goes to the selected row, or to the first that was found."""
        if not self.tree.currentIndex().data(ID_ROLE):
            found = next(iter(self.tree_model.found()), "")
            self._session.selection.set([found] if found else [])
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)

    def rename_current(self) -> bool:
        """Edits the current row's name; false if the person is not here."""
        index = self.tree.currentIndex()
        if not self.tree.hasFocus() or not index.data(ID_ROLE):
            return False
        self.tree.edit(index)
        return True

    def _closed(self) -> list[str]:
        """The boundaries and elements that a person folded."""
        records = (*self._session.model.of(Boundary), *self._session.model.of(Element))
        indexes = ((r.id, self.tree_model.index_of(r.id)) for r in records)
        return [
            i
            for i, at in indexes
            if at.isValid() and self.tree_model.rowCount(at) and not self.tree.isExpanded(at)
        ]

    def _changed(self, change: Change) -> None:
        pairs = {i: pair for i, pair in change.items() if any(isinstance(r, _SHOWN) for r in pair)}
        structural = any(_differs(before, after) for before, after in pairs.values())
        if structural or self._rebuild:
            self._rebuild = True
            self.invalidate()
        elif pairs := pairs or {i: change[i] for i in change if _says_where(change[i])}:
            self.tree_model.show_names(self._session.model, list(pairs))
            self.tree.viewport().update()

    def _opened(self, _: None) -> None:
        self._rebuild = True
        self.invalidate()

    def _theme_changed(self, _: None) -> None:
        self._icons.cache_clear()
        self.tree.viewport().update()

    def _selected(self, *_: QItemSelection) -> None:
        if self._selecting:
            return
        indexes = self.tree.selectionModel().selectedIndexes()
        ids = [index.data(ID_ROLE) for index in indexes]
        current = self.tree.currentIndex().data(ID_ROLE)
        ids.sort(key=lambda i: i == current)
        self._selecting = True
        self._session.selection.set(i for i in ids if i)
        self._selecting = False

    def _show_selection(self) -> None:
        if self._selecting or not self.isVisible():
            return
        self._selecting = True
        model, chosen = self.tree.selectionModel(), QItemSelection()
        indexes = [self.tree_model.index_of(i) for i in self._session.selection.ids]
        for index in indexes:
            if index.isValid():
                chosen.select(index, index)
        model.select(chosen, _SELECT)
        if indexes and indexes[-1].isValid():
            model.setCurrentIndex(indexes[-1], _MOVE)
            self.tree.scrollTo(indexes[-1])
        self._selecting = False

    def _ask_menu(self, at: QPoint) -> None:
        where = menu_place(self.tree, at)
        if where is not None and self._session.selection.ids:
            self.menu_requested.emit(where)

    def _delete(self) -> None:
        ids = self._session.selection.ids
        self._session.edit("Delete", lambda model: edits.delete(model, ids))
        self._session.selection.clear()

    def _rename(self, record_id: str, name: str) -> None:
        self._session.edit("Rename", lambda model: edits.rename(model, record_id, name))

    def _icon_of(self, record: Record) -> QIcon:
        catalog = self._session.library.catalog
        if isinstance(record, Element):
            return self._icons(catalog.icon(record.type), catalog.color(record.type))
        if isinstance(record, Boundary):
            kind = catalog.boundary_kinds.get(record.type)
            return self._icons((kind.icon if kind else None) or BOUNDARY_ICON, "boundary")
        return self._icons(FLOW_ICON if isinstance(record, Flow) else NOTE_ICON, "flow")

    def _draw_icon(self, data: str, token: str) -> QIcon:
        return line_icon(data, self._theme.color(token), 16)


_SHOWN = (Element, Flow, Boundary, Note)


def _differs(before: Record | None, after: Record | None) -> bool:
    """Whether more than a name changed in what the tree shows of a record."""
    return any(getattr(before, name, None) != getattr(after, name, None) for name in _STRUCTURE)


def _says_where(pair: Pair) -> bool:
    """Whether something came to a diagram or left one, or a diagram is called otherwise."""
    before, after = pair
    if isinstance(before or after, Placement):
        return before is None or after is None
    return isinstance(before or after, Diagram)
