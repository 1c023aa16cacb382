"""The diagrams of the model as tabs below the canvas; hidden while there is only one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from dfdmodeler.gui.canvas.editor import NameEditor
from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.theme import Theme
from dfdmodeler.model import diagrams, edits
from dfdmodeler.model.change import Change
from dfdmodeler.model.records import Diagram
from dfdmodeler.session.session import Session

_WIDEST = 220
_RIGHT = QTabBar.ButtonPosition.RightSide


class Tabs(QTabBar):
    """Tabs that can be dragged; F2 or a double click renames one, Delete deletes it, Enter goes to it."""

    rename_asked = Signal()
    delete_asked = Signal()
    chosen = Signal()
    """The person wants to go on with what the tab shows."""
    taken = Signal()
    """A button goes down on it."""
    dropped = Signal()
    """A tab may have another place now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Diagrams")
        self.setMovable(True)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setDrawBase(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def ids(self) -> list[str]:
        """The diagrams in the order of their tabs."""
        return [self.tabData(at) for at in range(self.count())]

    def tabSizeHint(self, index: int) -> QSize:
        return super().tabSizeHint(index).boundedTo(QSize(_WIDEST, 1000))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Where there is no room for all, they scroll; names are not cut down to nothing."""
        return self.tabSizeHint(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.taken.emit()  # only now: a name that ends may move the tabs beside it

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.dropped.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tabAt(event.position().toPoint()) >= 0:
            self.rename_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {
            Qt.Key.Key_F2: self.rename_asked,
            Qt.Key.Key_Delete: self.delete_asked,
            Qt.Key.Key_Return: self.chosen,
            Qt.Key.Key_Escape: self.chosen,
        }.get(Qt.Key(event.key()))
        if asked:
            asked.emit()
        else:
            super().keyPressEvent(event)


class DiagramTabs(QWidget):
    """Follows the model and the canvas. What its buttons do are actions, which `run` does by their id."""

    menu_requested = Signal(QPoint)
    """Where on the screen a menu of the diagram is wanted; it is shown."""

    def __init__(
        self, session: Session, canvas: Canvas, theme: Theme, run: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("diagram-tabs")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session, self._canvas, self._theme, self._run = session, canvas, theme, run
        self.editor: NameEditor | None = None
        self.bar = Tabs(self)
        add = QToolButton(self)
        add.setText("+")
        side = add.fontMetrics().height() + 6
        add.setFixedSize(side, side)
        add.setAccessibleName("New diagram")
        add.setToolTip("New diagram")
        add.clicked.connect(lambda: self._do("new-diagram"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 1, 8, 0)  # below the line at the top
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addWidget(add)
        layout.addStretch(1)
        self.bar.currentChanged.connect(self._chosen)
        self.bar.taken.connect(self._end_rename)
        self.bar.dropped.connect(self._dropped)
        self.bar.rename_asked.connect(self.rename)
        self.bar.delete_asked.connect(lambda: self._do("delete-diagram"))
        self.bar.chosen.connect(canvas.setFocus)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.customContextMenuRequested.connect(self._ask_menu)
        canvas.diagram_changed.connect(lambda _: self._show_current())
        later = QTimer(self)  # not `singleShot`: it would keep the whole window alive
        later.setSingleShot(True)
        later.timeout.connect(self._end_rename)
        canvas.diagram_changed.connect(lambda _: later.start(0))
        session.changed.connect(self._follow)
        session.opened.connect(lambda _: self._rebuild())
        self._rebuild()

    def rename(self) -> None:
        """Opens the name of the shown diagram for editing, in its tab."""
        diagram = self._session.model.find(Diagram, self._canvas.diagram)
        if diagram is None:
            return
        self.show()
        self.layout().activate()
        rect = self.bar.tabRect(self.bar.currentIndex()).translated(self.bar.pos()).adjusted(0, 4, 0, -4)
        self.editor = NameEditor(self, diagram.name, lambda text: self._named(diagram.id, text), lines=False)
        colors = (self._theme.color(token) for token in ("ink", "panel", "accent"))
        self.editor.open_at(rect, self.bar.font(), 1.0, *colors)

    def _end_rename(self) -> None:
        """The person turns to something else: what was typed is kept."""
        if self.editor:
            self.editor.finish(True)

    def _do(self, action: str) -> None:
        self._end_rename()
        self._run(action)

    def _named(self, diagram: str, name: str | None) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.editor = None
        if name:
            self._session.edit("Rename diagram", lambda model: edits.rename(model, diagram, name))
        self.setVisible(self.bar.count() > 1)
        if had_focus or not self.window().focusWidget():
            self._canvas.setFocus()

    def _follow(self, change: Change) -> None:
        if any(isinstance(record, Diagram) for pair in change.values() for record in pair):
            self._rebuild()

    def _rebuild(self) -> None:
        shown = self._session.model.diagrams
        if self.bar.ids != [diagram.id for diagram in shown]:
            self._make_tabs(shown)
        for at, diagram in enumerate(shown):
            name = diagram.name or diagram.id
            self.bar.setTabText(at, name.replace("&", "&&"))
            self.bar.setTabToolTip(at, name)
        self._show_current()
        self.setVisible(len(shown) > 1 or self.editor is not None)

    def _make_tabs(self, shown: list[Diagram]) -> None:
        self.bar.blockSignals(True)
        while self.bar.count():
            self.bar.removeTab(0)
        for at, diagram in enumerate(shown):
            self.bar.addTab("")
            self.bar.setTabData(at, diagram.id)
            self.bar.setTabButton(at, _RIGHT, self._delete_button())
        self.bar.blockSignals(False)

    def _delete_button(self) -> QToolButton:
        button = QToolButton(self.bar)
        button.setText("×")
        button.setAccessibleName("Delete diagram")
        button.setToolTip("Delete diagram")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = button.fontMetrics().height() + 2
        button.setFixedSize(side, side)
        button.clicked.connect(lambda: self._do("delete-diagram"))
        return button

    def _show_current(self) -> None:
        """Marks the shown diagram; only its tab offers to delete it."""
        ids = self.bar.ids
        if self._canvas.diagram in ids:
            self.bar.blockSignals(True)
            self.bar.setCurrentIndex(ids.index(self._canvas.diagram))
            self.bar.blockSignals(False)
        for at, diagram in enumerate(ids):
            self.bar.tabButton(at, _RIGHT).setVisible(diagram == self._canvas.diagram)

    def _chosen(self, at: int) -> None:
        if at >= 0 and self.bar.tabData(at) != self._canvas.diagram:
            self._canvas.set_diagram(self.bar.tabData(at))

    def _dropped(self) -> None:
        order = self.bar.ids
        if order != [diagram.id for diagram in self._session.model.diagrams]:
            self._session.edit("Move diagram", lambda model: diagrams.arranged(model, order))

    def _ask_menu(self, at: QPoint) -> None:
        tab = self.bar.tabAt(at)
        if tab >= 0:
            self.bar.setCurrentIndex(tab)
        self.menu_requested.emit(self.bar.mapToGlobal(at))
