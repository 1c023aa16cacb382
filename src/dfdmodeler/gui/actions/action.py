"""What an action is: a row of the tables of actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from dfdmodeler.gui.context import Context

Menu = Literal["File", "Edit", "View", "Diagram", "Threats", "Help"]
Keys = str | QKeySequence.StandardKey | Qt.Key
Standard = QKeySequence.StandardKey


@dataclass(frozen=True)
class Action:
    """One row. Rows of a menu stand in the order of the table, a line between groups."""

    id: str
    menu: Menu
    group: int
    text: str
    run: Callable[[Context], object]
    keys: Keys = ""
    enabled: Callable[[Context], bool] | None = None
    checked: Callable[[Context], bool] | None = None
    label: Callable[[Context], str] | None = None
    """A text that depends on the state, such as "Undo move"."""
    local: bool = False
    """Whether its keys count only while the canvas or the outline has the focus."""
    below: str = ""
    """The submenu in which it stands; that stands where its first row would."""
    part: int = 0
    """Its group within the submenu."""
    short: str = ""
    """Text where there is little room, as on the floating tool bar."""
    help: str = ""

    def within(self, text: str) -> str:
        """A text of it as it is told away from its menu: with the submenu before it."""
        return f"{self.below}: {text}" if self.below else text


@dataclass(frozen=True)
class Choice:
    """An entry of a submenu that depends on what there is."""

    text: str
    run: Callable[[], object]
    checked: bool | None = None


@dataclass(frozen=True)
class Submenu:
    """A submenu that stands after an action and is filled when it opens."""

    after: str
    text: str
    choices: Callable[[Context], list[Choice]]
