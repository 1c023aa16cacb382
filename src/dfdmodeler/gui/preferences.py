"""The preferences in force, kept in their file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dfdmodeler import settings
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.event import Event
from dfdmodeler.settings import Settings


class Preferences:
    """Reads the file once; every change is written at once. `problem` is what went wrong last, if any."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now: Settings
        self.problem: Problem | None
        self.now, self.problem = settings.load(path)
        self.changed: Event[None] = Event()

    def change(self, **fields: Any) -> None:
        """Sets some fields, tells everybody and writes the file."""
        self.replace(self.now.model_copy(update=fields))

    def replace(self, now: Settings) -> None:
        """Takes other settings as a whole."""
        if now != self.now:
            self.now = now
            self.problem = settings.save(now, self._path)
            self.changed.emit(None)
