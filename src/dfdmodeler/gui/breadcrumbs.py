"""The way in to a diagram that an element opens, over the canvas: each step leads back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from dfdmodeler.gui.canvas.view import Canvas
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.model.change import Change
from dfdmodeler.model.diagrams import trail
from dfdmodeler.model.records import Diagram, Placement
from dfdmodeler.session.session import Session

_CORNER = 12
_LONGEST = 32
"""Characters of a name; of a longer one the beginning is shown."""


class Breadcrumbs(QFrame):
    """Floats at the upper left of the canvas; hidden on a diagram that nothing opens."""

    chosen = Signal(str)
    """A diagram on the way, to go back to."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self._shown: tuple[tuple[str, str], ...] = ()
        self.setObjectName("floating")
        self.setAccessibleName("Way to this diagram")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 2, 8, 2)
        self._row.setSpacing(4)
        self.hide()
        canvas.diagram_changed.connect(lambda _: self._show())
        session.changed.connect(self._follow)
        session.opened.connect(lambda _: self._show())

    def _follow(self, change: Change) -> None:
        kinds = (Diagram, Placement)
        if self.isVisible() or any(isinstance(record, kinds) for pair in change.values() for record in pair):
            self._show()

    def _show(self) -> None:
        model = self._session.model
        way = tuple((diagram, model.name_of(diagram)) for diagram in trail(model, self._canvas.diagram))
        self.setVisible(len(way) > 1)
        if len(way) > 1 and way != self._shown:
            self._fill(way)
        self.adjustSize()
        self.move(_CORNER, _CORNER)

    def _fill(self, way: tuple[tuple[str, str], ...]) -> None:
        self._shown = way
        while (item := self._row.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for diagram, name in way[:-1]:
            step = link(_short(name).replace("&", "&&"), f"Back to {name}")
            step.setAccessibleName(f"Back to {name}")
            step.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            step.clicked.connect(lambda _=False, diagram=diagram: self.chosen.emit(diagram))
            self._add(step)
            self._add(label("›", "muted", wrap=False))
        self._add(label(_short(way[-1][1]), "strong", wrap=False))

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()  # at once: what is not shown has no size yet


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
