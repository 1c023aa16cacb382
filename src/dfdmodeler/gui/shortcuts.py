"""Which keys belong to which action: those of the table of actions, unless a person chose others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from dfdmodeler.gui.preferences import Preferences

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_FIXED = frozenset(
    {
        Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        Qt.Key.Key_Space, Qt.Key.Key_Slash, Qt.Key.Key_Backspace,
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    }
)  # fmt: skip
"""Keys that mean the same everywhere, unless Ctrl or Alt is held."""
ALWAYS: tuple[tuple[str, str], ...] = (
    ("/", "Offer everything that can be drawn"),
    ("Tab", "Offer what comes after the selected element"),
    ("Shift+Tab", "Offer what comes before the selected element"),
    ("Ctrl+arrow", "Go to the nearest element in a direction"),
    ("Ctrl+Shift+arrow", "Go along a flow: to the flow, then to its end"),
    ("Arrow", "Move what is selected; with nothing selected, scroll"),
    ("Enter", "Rename"),
    ("Escape", "Drop what is under way, then the tool, then the selection"),
    ("Space and dragging", "Move the view"),
)
"""What keys do on the canvas that belong to no action and cannot be given to one."""
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True)
class Bound:
    """An action as far as its keys are concerned; `first` are those of the table of actions."""

    id: str
    menu: str
    text: str
    help: str
    first: tuple[QKeySequence, ...]
    local: bool


class Shortcuts:
    """Reads and writes the shortcuts in the preferences."""

    def __init__(self, rows: Iterable[Bound], preferences: Preferences) -> None:
        self.rows = {row.id: row for row in rows}
        self.preferences = preferences

    def keys(self, row: Bound) -> list[QKeySequence]:
        """The keys of an action. What is no key in the preferences is passed over."""
        own = self.preferences.now.shortcuts.get(row.id)
        if own is None:
            return list(row.first)
        return [keys for text in own if not (keys := QKeySequence(text, _PORTABLE)).isEmpty()]

    def is_own(self, row: Bound) -> bool:
        """Whether a person chose the keys."""
        return row.id in self.preferences.now.shortcuts

    def holder(self, keys: QKeySequence, besides: Bound) -> Bound | None:
        """Another action that has these keys."""
        return next(
            (row for row in self.rows.values() if row is not besides and keys in self.keys(row)), None
        )

    def assign(self, row: Bound, keys: QKeySequence) -> None:
        """Gives an action these keys; an action that had them goes without."""
        holder = self.holder(keys, row)
        own = dict(self.preferences.now.shortcuts)
        if holder:
            own[holder.id] = _texts(known for known in self.keys(holder) if known != keys)
        self._keep(own | {row.id: _texts([keys])})

    def remove(self, row: Bound) -> None:
        """Takes the shortcut of an action away."""
        self._keep({**self.preferences.now.shortcuts, row.id: ()})

    def reset(self, row: Bound) -> Bound | None:
        """Gives an action its first keys back; the action that has them now, if so, is not robbed of them."""
        for keys in row.first:
            holder = self.holder(keys, row)
            if holder:
                return holder
        self._keep({name: own for name, own in self.preferences.now.shortcuts.items() if name != row.id})
        return None

    def reset_all(self) -> None:
        """Gives all actions their first keys back."""
        self._keep({})

    def _keep(self, own: dict[str, tuple[str, ...]]) -> None:
        first = {row.id: _texts(row.first) for row in self.rows.values()}
        kept = {i: keys for i, keys in own.items() if keys != first.get(i)}
        self.preferences.change(shortcuts=dict(sorted(kept.items())))


def first_keys(keys: str | QKeySequence.StandardKey | Qt.Key) -> tuple[QKeySequence, ...]:
    """The platform's keys for a standard action where it has some, else those that are given."""
    if isinstance(keys, QKeySequence.StandardKey):
        return tuple(QKeySequence.keyBindings(keys))
    return (QKeySequence(keys),) if keys else ()


def refusal(keys: QKeySequence, row: Bound) -> str:
    """Why these keys cannot be a shortcut of the action; empty if they can."""
    combination = keys[0]
    held = bool(combination.keyboardModifiers() & _HELD)
    if combination.key() in _FIXED and not held:
        return "This key means the same everywhere. Hold Ctrl or Alt with it."
    writes = Qt.Key.Key_Space <= combination.key() <= Qt.Key.Key_ydiaeresis
    if writes and not held and not row.local:
        return "A letter alone would be typed. Hold Ctrl or Alt with it."
    return ""


def _texts(keys: Iterable[QKeySequence]) -> tuple[str, ...]:
    return tuple(one.toString(_PORTABLE) for one in keys)
