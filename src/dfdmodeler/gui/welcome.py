"""What an empty canvas says: how to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from dfdmodeler.gui.widgets.labels import label, link

Beginning = tuple[str, Callable[[], object]]


class Welcome(QFrame):
    """Stands in the middle of its parent while the model is empty.

    The parent is the viewport of the canvas: clicks and drops beside the links go through to it.
    """

    def __init__(self, beginnings: Sequence[Beginning], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(4)
        heading = label("Draw a data-flow diagram", "heading", wrap=False)
        layout.addWidget(heading)
        layout.addWidget(label("Choose a stencil on the left, then click here.", "muted", wrap=False))
        layout.addWidget(label("Threats appear as soon as something is connected.", "muted", wrap=False))
        title = label("Or begin with", "section", wrap=False)
        title.setContentsMargins(0, 16, 0, 0)
        layout.addWidget(title)
        for text, run in beginnings:
            button = link(text)
            button.clicked.connect(lambda _=False, run=run: run())
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        parent.installEventFilter(self)
        self.place()

    def place(self) -> None:
        """Takes its place again after the parent has another size."""
        parent = self.parentWidget()
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, max(24, (parent.height() - self.height()) * 2 // 5))

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.place()  # scrolling the canvas would take it along

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.place()
        return super().eventFilter(watched, event)
