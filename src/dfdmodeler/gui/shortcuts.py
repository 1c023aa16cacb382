"""Which keys belong to which action: those of the table of actions, unless a person chose others."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.table import ACTIONS
from dfdmodeler.gui.preferences import Preferences

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_FIXED = frozenset(
    {
        Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
        Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    }
)  # fmt: skip
"""Keys that mean the same everywhere, unless Ctrl or Alt is held."""
_HELD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class Shortcuts:
    """Reads and writes the shortcuts in the preferences."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def keys(self, row: Action) -> list[QKeySequence]:
        """The keys of an action. What is no key in the preferences is passed over."""
        own = self._preferences.now.shortcuts.get(row.id)
        if own is None:
            return default_keys(row)
        return [keys for text in own if not (keys := QKeySequence(text, _PORTABLE)).isEmpty()]

    def is_own(self, row: Action) -> bool:
        """Whether a person chose the keys."""
        return row.id in self._preferences.now.shortcuts

    def holder(self, keys: QKeySequence, besides: Action) -> Action | None:
        """Another action that has these keys."""
        return next((row for row in ACTIONS if row is not besides and keys in self.keys(row)), None)

    def assign(self, row: Action, keys: QKeySequence) -> None:
        """Gives an action these keys; an action that had them goes without."""
        holder = self.holder(keys, row)
        own = dict(self._preferences.now.shortcuts)
        if holder:
            own[holder.id] = _texts(known for known in self.keys(holder) if known != keys)
        self._keep(own | {row.id: _texts([keys])})

    def remove(self, row: Action) -> None:
        """Takes the shortcut of an action away."""
        self._keep({**self._preferences.now.shortcuts, row.id: ()})

    def reset(self, row: Action) -> Action | None:
        """Gives an action its first keys back; the action that has them now, if so, is not robbed of them."""
        for keys in default_keys(row):
            holder = self.holder(keys, row)
            if holder:
                return holder
        self._keep({name: own for name, own in self._preferences.now.shortcuts.items() if name != row.id})
        return None

    def reset_all(self) -> None:
        """Gives all actions their first keys back."""
        self._keep({})

    def _keep(self, own: dict[str, tuple[str, ...]]) -> None:
        rows = {row.id: row for row in ACTIONS}
        kept = {i: keys for i, keys in own.items() if i not in rows or keys != _texts(default_keys(rows[i]))}
        self._preferences.change(shortcuts=dict(sorted(kept.items())))


def default_keys(row: Action) -> list[QKeySequence]:
    """The platform's keys for a standard action where it has some, else the table's."""
    if isinstance(row.keys, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(row.keys)
    return [QKeySequence(row.keys)] if row.keys else []


def refusal(keys: QKeySequence, row: Action) -> str:
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
