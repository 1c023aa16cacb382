"""Who has a document open: a small file beside it names the program, so that another one can say so.

It is a notice, not a barrier: whoever reads it may still go on. One whose process is gone, on this machine,
is ignored. Where nothing can be written beside the document, it lies in a directory of the user's own.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from dfdmodeler.formats.processes import born, runs

MAX_BYTES = 4096
PATIENCE = 0.5
"""Seconds to wait for another process that is looking at locks at this very moment."""
_numbers = count(1)


class Holder(NamedTuple):
    """A program that has a document open."""

    pid: int
    host: str
    user: str
    born: str
    """What tells the process from a later one with the same number, where the system says so, else empty."""
    token: str
    """Tells two windows of one process apart."""

    @property
    def is_here(self) -> bool:
        """Whether it is this very process."""
        return (self.pid, self.host) == (os.getpid(), socket.gethostname())

    @property
    def is_alive(self) -> bool:
        """Whether its process still runs; of other machines this cannot be known, and yes is assumed."""
        if self.host != socket.gethostname():
            return True
        return runs(self.pid) and self.born in ("", born(self.pid))


class Lock:
    """The lock of one document, for one window. `aside` is a directory of the user's own."""

    def __init__(self, path: Path, aside: Path) -> None:
        real = os.path.realpath(path)
        name = hashlib.sha256(os.fsencode(real)).hexdigest()[:32]
        self._aside = aside
        self._places = (
            Path(real).with_name(f".{Path(real).name}.lock"),
            aside / f"{name}.lock",
        )
        self._me = _myself()
        self._held: Path | None = None

    @property
    def is_held(self) -> bool:
        """Whether the lock is ours."""
        return self._held is not None

    def take(self) -> Holder | None:
        """Makes the lock ours, or tells who else has it.

        Where no file can be written at all, there is no lock and nobody to tell of.
        """
        if self._held:
            return None
        try:
            with self._alone():
                return self.holder() or self._write()
        except (OSError, Timeout):
            return None

    def holder(self) -> Holder | None:
        """Who else has the document open; what a process that is gone left behind does not count."""
        for place in self._places:
            found = _read(place)
            if found and found.token != self._me.token and found.is_alive:
                return found
        return None

    def release(self) -> None:
        """The document is no longer open here. The lock of somebody else stays."""
        if self._held and _read(self._held) == self._me:
            with suppress(OSError):  # what cannot be removed is ignored once this process has ended
                self._held.unlink(missing_ok=True)
        self._held = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes of this user from judging the same leftovers meanwhile."""
        self._aside.mkdir(parents=True, exist_ok=True)
        with FileLock(self._aside / "looking", timeout=PATIENCE):
            yield

    def _write(self) -> Holder | None:
        for place in self._places:
            try:
                if not _create(place, self._me):
                    return _read(place)
            except OSError:
                continue
            self._held = place
            return None
        return None


def _create(place: Path, holder: Holder) -> bool:
    """Writes a lock file whole and at once; false if somebody else was faster."""
    leftover = _read(place)
    if place.exists() and (leftover is None or not leftover.is_alive):
        place.unlink()
    _tidy_up(place)
    draft = place.with_name(f"{place.name}.{holder.pid}")
    try:
        draft.write_text(json.dumps(holder._asdict()), encoding="utf-8")
        _give_name(draft, place)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def _tidy_up(place: Path) -> None:
    """Removes drafts of processes that were killed before they could give them the name."""
    with suppress(OSError):  # they do no harm
        for entry in os.listdir(place.parent):
            process = entry.removeprefix(f"{place.name}.")
            if entry != process and process.isdecimal():
                draft = place.with_name(entry)
                holder = _read(draft)
                if not (holder.is_alive if holder else runs(int(process))):
                    draft.unlink()


def _give_name(draft: Path, place: Path) -> None:
    """Fails if the name is taken. Not every file system knows links; there, a moment's doubt is accepted."""
    try:
        os.link(draft, place)
    except FileExistsError:
        raise
    except OSError:
        with place.open("x", encoding="utf-8") as file:
            file.write(draft.read_text(encoding="utf-8"))


def _read(place: Path) -> Holder | None:
    """Who wrote a lock file; None if there is none, or it says nothing of use."""
    try:
        with place.open("rb") as file:
            plain = json.loads(file.read(MAX_BYTES))
        texts = (str(plain[name])[:200] for name in Holder._fields[1:])
        return Holder(int(plain["pid"]), *texts)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _myself() -> Holder:
    pid, host = os.getpid(), socket.gethostname()
    return Holder(pid, host, _user(), born(pid), f"{host}-{pid}-{born(pid)}-{next(_numbers)}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process whose user has no name
        return ""
