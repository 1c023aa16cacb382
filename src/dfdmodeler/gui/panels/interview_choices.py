"""The answers that a question offers, each with its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from dfdmodeler.analysis.interview import Page
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.model.values import NOT_APPLICABLE

KEYS = "123456789ACEFGHIJKLM"
"""Keys of the answers, in their order; N stands for what does not apply."""
NOT_HERE = "N"
AS_STATED = "as stated"
"""The answer to a question in words that the model gives already."""

_ONE, _SEVERAL = "A key chooses", "Keys choose, several where several hold"
_BY_KEY = ", Enter confirms. D don't know, S skip, B back, R remark, Escape finishes."
_IN_WORDS = "Enter keeps the answer, Shift+Enter begins a line. Escape leaves the field for the other keys."
_NAMELESS = " Your name is not set: answers are kept without one until you set it in the preferences."


class AnswerChoices(QWidget):
    """One of the answers can be chosen, or several where the question allows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        """By key."""
        self.chosen: list[str] = []
        self._values: list[str] = []
        self._several = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    def offer(self, page: Page | None, attribute: Attribute | None, held: Iterable[str] = ()) -> None:
        """Shows the answers to a page, those that are held already as chosen; none without a page."""
        for button in self.buttons.values():
            self._layout.removeWidget(button)
            button.deleteLater()
        self.buttons, self._values, self.chosen = {}, [], list(held)
        self._several = attribute is not None and attribute.multiple
        for key, value, text in _answers(page, attribute):
            self._add(key, value, text)
        self.setVisible(bool(self.buttons))

    def _add(self, key: str, value: str, text: str) -> None:
        button = QPushButton(f"{key}   {text}")
        button.setCheckable(True)
        button.setProperty("role", "answer")
        button.setAccessibleName(text)
        button.setChecked(value in self.chosen)
        button.clicked.connect(lambda: self.choose(value))
        self._layout.addWidget(button)
        self.buttons[key] = button
        self._values.append(value)

    def choose(self, value: str) -> None:
        """Chooses an answer, or takes it back where there may be several."""
        if self._several and value != NOT_APPLICABLE:
            kept = [one for one in self.chosen if one != NOT_APPLICABLE]
            self.chosen = [one for one in kept if one != value] if value in kept else [*kept, value]
        else:
            self.chosen = [value]
        for button, own in zip(self.buttons.values(), self._values, strict=True):
            button.setChecked(own in self.chosen)

    def press(self, key: str) -> bool:
        """Chooses the answer of a key, if there is one."""
        if key not in self.buttons:
            return False
        self.choose(self._values[list(self.buttons).index(key)])
        return True

    def step(self, by: int) -> None:
        """Moves the choice up or down; not where there may be several, for there it would add up."""
        if self._values and not self._several:
            before = self._values.index(self.chosen[0]) if self.chosen else (-1 if by > 0 else 0)
            self.choose(self._values[(before + by) % len(self._values)])


def _answers(page: Page | None, attribute: Attribute | None) -> Sequence[tuple[str, str, str]]:
    """Key, value and words of each answer."""
    rows: list[tuple[str, str, str]] = []
    if page is None:
        return rows
    if attribute is not None:
        rows += [(k, v, attribute.label_of(v)) for k, v in zip(KEYS, attribute.values, strict=False)]
    elif page.settled:
        rows.append((KEYS[0], AS_STATED, f"As the model says. {page.settled}"))
    return [*rows, (NOT_HERE, NOT_APPLICABLE, "Does not apply")]


def key_hint(page: Page, attribute: Attribute | None, *, named: bool) -> str:
    """Which keys do what on a page, and that nobody's name would be kept with the answer."""
    if attribute is None and not page.settled:
        keys = _IN_WORDS
    else:
        keys = (_SEVERAL if attribute is not None and attribute.multiple else _ONE) + _BY_KEY
    return keys if named else keys + _NAMELESS
