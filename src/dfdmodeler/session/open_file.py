"""The file of the open document: whether it is still as it was read or written, and who else has it open."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Literal, NamedTuple

from dfdmodeler.session.lock import Holder, Lock

State = Literal["same", "changed", "gone"]


class Stamp(NamedTuple):
    """What a file looked like: size in bytes, time of its last change in nanoseconds, SHA-256."""

    size: int
    time: int
    digest: str


class OpenFile:
    """`stamp` is how the file was when it was read; `aside` is where a lock lies if not beside it."""

    def __init__(self, path: Path, aside: Path, stamp: Stamp | None) -> None:
        self.path = path
        self.lock = Lock(path, aside)
        self._known = stamp
        self._kept: str | None = None
        self.version: str | None = None
        """The digest of what the file held when its state was looked at last."""

    def seen(self, stamp: Stamp | None) -> None:
        """The document was read from the file when it looked so."""
        self._known, self._kept = stamp, None

    def state(self, *, thorough: bool = False) -> State:
        """Whether the file is as it was. Without `thorough`, the same size and time are believed."""
        now = look(self.path, None if thorough else self._known)
        self.version = now.digest if now else None
        if now is None:
            return "same" if self._known is None else "gone"
        if self._known and now.digest == self._known.digest:
            self._known = now  # written again with what it held, or only touched
            return "same"
        return "changed"

    def keep_mine(self) -> None:
        """A person has seen what the file holds now, and prefers what is open."""
        now = look(self.path)
        self._kept = now.digest if now else None

    @property
    def mine_is_preferred(self) -> bool:
        """Whether what the file holds now is what a person chose to replace."""
        now = look(self.path)
        return now is not None and now.digest == self._kept

    def written(self) -> None:
        """The file now holds the document."""
        self.seen(look(self.path))

    def holder(self) -> Holder | None:
        """Who else has it open; if nobody has, the lock is ours from now on."""
        return self.lock.take()

    def close(self) -> None:
        """The document is no longer open here."""
        self.lock.release()


def look(path: Path, known: Stamp | None = None) -> Stamp | None:
    """How a file looks; `known` itself if size and time are as they were; None if there is no such file."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return None
        if known and (status.st_size, status.st_mtime_ns) == known[:2]:
            return known
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, digest)
