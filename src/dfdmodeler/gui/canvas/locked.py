"""What gestures leave alone because it is locked, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dfdmodeler.model import locking

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.tools.tool import Stage


def movable(stage: Stage, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some things that are not locked; that the others stay is said."""
    chosen = tuple(ids)
    free = locking.unlocked(stage.session.model, stage.diagram, chosen)
    held = [i for i in chosen if i not in free]
    if held:
        one = f"“{stage.session.model.name_of(held[0])}” is locked and stays: unlock it first."
        stage.say(one if len(held) == 1 else "What is locked stays: unlock it first.")
    return free
