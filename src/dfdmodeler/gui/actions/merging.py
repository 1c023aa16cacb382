"""Merging: another version taken into the document, and what that leaves to choose."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context


def has_conflicts(context: Context) -> bool:
    """Whether a merge left anything to choose."""
    return context.window.merging.count > 0


MERGING: tuple[Action, ...] = (
    Action("merge-with", "File", 1, "Merge with…", lambda c: c.window.merging.ask(),
           help="Takes another version of this model into it, field by field"),
    Action("conflicts", "File", 1, "Choose between versions…", lambda c: c.window.merging.show(),
           enabled=has_conflicts, help="What a merge left to choose"),
)  # fmt: skip
