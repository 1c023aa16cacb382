"""Small pictures of files, drawn one after the other beside the window and kept in the user's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.formats import storage
from dfdmodeler.gui.work import Tell, Work

WIDTH, HEIGHT = 176, 96
MOST_BYTES = 4_000_000
"""A larger file is not drawn: that would take longer than anybody looks at it."""
MOST_KEPT = 200
REST = 200
"""Milliseconds before the first is drawn: what a person asked for comes first."""
LOOK = "2"
"""Counts up when pictures look different, so that old ones are not shown."""
Done = Callable[[bytes], object]


class Wanted(NamedTuple):
    """A picture that is asked for: of a file, at so many pixels for a point, in light or dark."""

    path: Path
    ratio: float
    theme: str


class Thumbnails(QObject):
    """`picture_of` reads a file and draws its first diagram; it runs beside the window."""

    def __init__(
        self, picture_of: Callable[[Path], Picture | None], directory: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._picture_of, self._directory = picture_of, directory
        self._queue: list[tuple[Wanted, Done]] = []
        self._work: Work[bytes] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._next)

    def ask(self, wanted: Wanted, done: Done) -> None:
        """Gives the picture as PNG: at once if it is kept, else when it is drawn, never if that cannot be."""
        kept = self._kept(wanted)
        if kept:
            done(kept)
        else:
            self._queue.append((wanted, done))
            if not self._soon.isActive():
                self._soon.start(REST)

    def drop(self) -> None:
        """Nobody waits any more."""
        self._queue.clear()
        if self._work:
            self._work.cancel()

    def _next(self) -> None:
        if self._work or not self._queue:
            return
        wanted, done = self._queue.pop(0)

        def make(_: Tell) -> bytes:
            return self._drawn(wanted)

        work = self._work = Work(
            f"Looking at {wanted.path.name}", make, lambda data: data and done(data), None
        )
        work.ended.connect(self._ended)
        work.start()

    def _ended(self) -> None:
        self._work = None
        self._soon.start(0)

    def _drawn(self, wanted: Wanted) -> bytes:
        """The picture, which is kept as well; nothing if the file cannot be drawn."""
        from dfdmodeler.gui.pictures import thumbnail

        place = self._place(wanted)
        picture = self._picture_of(wanted.path) if place else None
        if picture is None or place is None:
            return b""
        size = round(WIDTH * wanted.ratio), round(HEIGHT * wanted.ratio)
        content = thumbnail(picture, *size, wanted.theme)
        with suppress(OSError):  # what cannot be kept is drawn again
            self._directory.mkdir(parents=True, exist_ok=True)
            storage.replace(place, content)
            _thin_out(self._directory)
        return content

    def _kept(self, wanted: Wanted) -> bytes | None:
        place = self._place(wanted)
        content = storage.load(place, MOST_BYTES) if place else None
        return content if isinstance(content, bytes) else None

    def _place(self, wanted: Wanted) -> Path | None:
        """Where the picture of the file as it is now is kept; None if the file is not there, or too large."""
        try:
            status = wanted.path.stat()
        except (OSError, ValueError):
            return None
        if status.st_size > MOST_BYTES:
            return None
        known = (wanted.path.absolute(), status.st_mtime_ns, status.st_size, wanted.ratio, wanted.theme, LOOK)
        name = hashlib.sha256(repr(known).encode("utf-8", "backslashreplace")).hexdigest()[:32]
        return self._directory / f"{name}.png"


def _thin_out(directory: Path) -> None:
    """Keeps the newest pictures."""
    pictures = sorted(directory.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
    for path in pictures[:-MOST_KEPT]:
        path.unlink()
