"""The preferences in force, kept in their file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dfdmodeler import settings
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.event import Event
from dfdmodeler.settings import Settings


class Preferences:
    """Every change is written at once, on top of what the file holds by then: other processes write it too.

    `problem` is what went wrong last, if anything did.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now: Settings
        self.problem: Problem | None
        self.now, self.problem = settings.load(path)
        self.changed: Event[None] = Event()

    def change(self, **fields: Any) -> None:
        """Sets some fields, tells everybody and writes the file."""
        self.update(lambda now: now.model_copy(update=fields))

    def update(self, change: Callable[[Settings], Settings]) -> None:
        """Turns the settings into others, tells everybody and writes the file."""
        there = self._there()
        now = change(there)
        if now != there:
            self.problem = settings.save(now, self._path)
        if now != self.now:
            self.now = now
            self.changed.emit(None)

    def _there(self) -> Settings:
        """What the file holds, or what is in force if there is none that can be used."""
        if not os.path.isfile(self._path):
            return self.now
        there, problem = settings.load(self._path)
        return self.now if problem else there
