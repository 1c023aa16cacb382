"""The history: every step that can be taken back or done again, and which of them the file holds."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.session.history import History, Step
from dfdmodeler.session.session import Session

PRESENT = "M5 4 L12 9 L5 14 Z"
"""The mark of the present step: an arrow that points at it."""
SAVED, UNSAVED, BEGINNING = "In the file", "Not saved yet", "As opened"


class HistoryPanel(LiveWidget):
    """Oldest first. A click or Enter goes to a step, several at once; undo and redo go one by one."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.count = label("", "muted")
        self.list = RowList(theme)
        self.list.setAccessibleName("History")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.count.setContentsMargins(12, 8, 12, 4)
        layout.addWidget(self.count)
        layout.addWidget(self.list, 1)
        self.list.clicked.connect(lambda _: self._go(self.list.current_key))
        self.list.opened.connect(self._go)
        session.state_changed.connect(self.invalidate)
        session.opened.connect(self.invalidate)

    def refresh(self) -> None:
        history = self._session.history
        self.list.set_rows(history_rows(history))
        self.list.show_key(str(len(history.done)))
        self.count.setText(history_words(history))

    def _go(self, key: str) -> None:
        if key:
            self._session.go_to(int(key))


def history_rows(history: History) -> list[Row]:
    """The steps as rows, each with the number of steps that are done when it is the last one."""
    done, saved = len(history.done), history.saved_at
    rows: list[Row] = []
    for number, step in enumerate((None, *history.steps)):
        if number == 0 and saved is not None:
            rows.append(Row(SAVED))
        if number == (0 if saved is None else saved + 1):
            rows.append(Row(UNSAVED))
        rows.append(_row(number, step, done, saved))
    return rows


def _row(number: int, step: Step | None, done: int, saved: int | None) -> Row:
    states = [
        *(["present"] if number == done else []),
        *(["saved"] if number == saved else []),
        *(["undone"] if number > done else []),
    ]
    time = step.time.partition("T")[2] if step else ""
    text = step.label if step else BEGINNING
    return Row(
        text,
        str(number),
        aside=time,
        icon=PRESENT if number == done else " ",
        color="accent",
        faded=number > done,
        said=", ".join(states),
    )


def history_words(history: History) -> str:
    """Where one is, in a sentence."""
    if not history.steps:
        return "Nothing was changed yet."
    done, undone = len(history.done), len(history.undone)
    words = f"{done} {_steps(done)} done" + (f", {undone} undone" if undone else "")
    if history.is_clean:
        return f"{words}. The file holds this state."
    since = 0 if history.saved_at is None else abs(done - history.saved_at)
    return f"{words}. {since} {_steps(since)} away from the file." if since else f"{words}. Not in a file."


def _steps(count: int) -> str:
    return "step" if count == 1 else "steps"
