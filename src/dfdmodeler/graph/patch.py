"""Changes in place that can be taken back and done again."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

NOTHING: Any = object()
"""Stands for an item that is not there."""
Step = tuple[Any, Any, Any]
"""A container, a key, and what else was or is to be there."""


class Patch:
    """A list of assignments, each with what was there before.

    Objects that refer to one another in circles, as nodes and flows do, cannot share what stays the same with
    a changed copy. So they are changed in place; between two steps of long work all is put back as it was.
    """

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self.applied = True
        self.note: Callable[[Step], None] = self._steps.append
        """Is told of what was put where there was `NOTHING` before, by whoever did it."""

    def set(self, owner: object, attribute: str, value: object) -> None:
        """Assigns an attribute of an object."""
        self._steps.append((_Attributes(owner), attribute, getattr(owner, attribute)))
        setattr(owner, attribute, value)

    def put(self, container: Any, key: Any, value: Any) -> None:
        """Assigns an item of a dictionary, or one that a list has."""
        before = container.get(key, NOTHING) if isinstance(container, dict) else container[key]
        self._steps.append((container, key, before))
        container[key] = value

    def drop(self, container: MutableMapping[Any, Any], key: Any, default: Any = None) -> Any:
        """Takes an item out of a dictionary; the item."""
        before = container.pop(key, NOTHING)
        if before is NOTHING:
            return default
        self._steps.append((container, key, before))
        return before

    def undo(self) -> None:
        """Puts everything back as it was."""
        self._swap(reversed(range(len(self._steps))))
        self.applied = False

    def redo(self) -> None:
        """Changes everything again."""
        self._swap(range(len(self._steps)))
        self.applied = True

    def _swap(self, order: Any) -> None:
        steps = self._steps
        for place in order:
            container, key, other = steps[place]
            if isinstance(container, dict):
                present = container.get(key, NOTHING)
                if other is NOTHING:
                    container.pop(key, None)
                else:
                    container[key] = other
            else:
                present = container[key]
                container[key] = other
            steps[place] = container, key, present


class _Attributes:
    """The attributes of an object as items."""

    __slots__ = ("_owner",)

    def __init__(self, owner: object) -> None:
        self._owner = owner

    def __getitem__(self, name: str) -> Any:
        return getattr(self._owner, name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self._owner, name, value)
