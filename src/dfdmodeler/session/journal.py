"""The recovery journal: what was done since the last save, on disk before the next edit begins.

A journal starts with the whole document that its edits build on, so that it needs no other file to be
recovered. It belongs to one running program, which holds a lock beside it; a journal whose lock is free was
left behind by a program that did not end in order. Each edit is one line, flushed to the operating system:
a process that is killed loses at most the edit in progress. (A machine that loses power may lose what the
system had not written yet.) A journal that holds nothing beyond what its file holds, because its program was
killed before its first edit was whole or right after saving, goes at the next start.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from dfdmodeler.formats import native
from dfdmodeler.formats.canonical import plain
from dfdmodeler.formats.hostile_json import MAX_BYTES
from dfdmodeler.formats.processes import runs
from dfdmodeler.formats.storage import load
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import AnyRecord, Record
from dfdmodeler.model.values import EMPTY
from dfdmodeler.session.open_file import look

SUFFIX = ".journal"
LOCK_SUFFIX = ".lock"
VERSION = 1
_NEWER = "Start that version of dfdmodeler to recover what it holds; nothing was changed."
_RECORD: TypeAdapter[Record] = TypeAdapter(AnyRecord)
_IDS: TypeAdapter[list[str]] = TypeAdapter(list[str])


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a journal still holds."""

    journal: Path
    model: Model
    path: Path | None
    """The file of the document, if it had one and that file is still what the edits began from."""
    original: Path | None
    """The file of the document, if it had one."""
    edits: int


@dataclass(slots=True)
class _Log:
    """A journal file of this program, and the lock that says so."""

    path: Path
    lock: FileLock
    file: IO[str] | None = None

    def write(self, entry: dict[str, Any]) -> None:
        assert self.file
        self.file.write(json.dumps(entry, ensure_ascii=True, separators=(",", ":")) + "\n")

    def close(self) -> None:
        """Ends writing. On a failing disk closing flushes, and fails, once more."""
        if self.file:
            with suppress(OSError):
                self.file.close()

    def remove(self) -> None:
        """Each step on its own: what cannot be removed is offered at the next start."""
        self.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.lock.release()
            Path(self.lock.lock_file).unlink(missing_ok=True)


class Journal:
    """One running program's journal; nothing is written before the first edit after opening or saving."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._log: _Log | None = None
        self._interrupted: list[_Log] = []
        """Journals that could not be continued: all there is, until one that holds more is on disk."""
        self._original: Path | None = None
        self.problem: Problem | None = None
        """Why nothing can be recorded, while that is so."""

    def restart(self, path: Path | None) -> None:
        """Another document, or the same one saved: what was recorded so far is of no use any more."""
        self.close()
        self._original = path

    def append(self, before: Model, change: Change, label: str) -> None:
        """Records one edit of the model `before`. A full or read-only disk is noted in `problem`; editing
        goes on, and the next edit tries again with a journal of its own.
        """
        try:
            log = self._log or self._begin(before)
            log.write(_entry(change, label))
            assert log.file
            log.file.flush()
        except OSError as error:
            hint = "Save the document: until then a crash would lose your latest changes."
            self.problem = Problem(
                str(self._directory), f"The recovery journal cannot be written: {error}.", hint
            )
            self._interrupt()
        else:
            self.problem = None
            self._remove_interrupted()

    def close(self) -> None:
        """The program ends in order: nothing is left to recover."""
        self._remove_interrupted()
        if self._log:
            self._log.remove()
        self._log = None

    def _begin(self, base: Model) -> _Log:
        self._directory.mkdir(parents=True, exist_ok=True)
        self._log = log = self._claim()
        log.file = log.path.open("w", encoding="ascii", newline="\n")
        log.write(
            {
                "version": VERSION,
                "path": str(self._original) if self._original else None,
                "sha256": _digest(self._original),
                "base": native.write(base).decode(),
            }
        )
        return log

    def _claim(self) -> _Log:
        """A journal name that no other running program uses."""
        for number in range(1, 10_000):
            path = self._directory / f"{os.getpid()}-{number}{SUFFIX}"
            lock = FileLock(f"{path}{LOCK_SUFFIX}", timeout=0)
            if not path.exists():
                try:
                    lock.acquire()
                except Timeout:
                    continue
                return _Log(path, lock)
        raise OSError("too many journals were left behind")

    def _interrupt(self) -> None:
        """Keeps what was recorded before writing failed; one that failed at its very start holds nothing."""
        if self._log:
            self._log.close()
            if isinstance(_read_quietly(self._log.path), Recovery):
                self._interrupted.append(self._log)
            else:
                self._log.remove()
        self._log = None

    def _remove_interrupted(self) -> None:
        for log in self._interrupted:
            log.remove()
        self._interrupted = []


def find(directory: Path) -> tuple[list[Recovery], list[Problem]]:
    """What programs that did not end in order left behind, and which journals cannot be read."""
    found: list[Recovery] = []
    problems: list[Problem] = []
    try:
        names = sorted(os.listdir(directory)) if os.path.isdir(directory) else []
    except OSError as error:
        return [], [Problem(str(directory), f"Recovery journals cannot be looked for: {error}.")]
    for path in (directory / name for name in names if name.endswith(SUFFIX)):
        outcome = _left(path)
        if isinstance(outcome, Recovery):
            found.append(outcome)
        elif outcome:
            problems.append(outcome)
    _tidy_up(directory, names)
    return found, problems


def _left(path: Path) -> Recovery | Problem | None:
    """What one journal holds; None of one that is in use, and of one that holds nothing, which goes."""
    lock = FileLock(f"{path}{LOCK_SUFFIX}", timeout=0)
    try:
        with lock:
            outcome = _read(path)
            if outcome is None:
                path.unlink(missing_ok=True)
    except Timeout:
        return None
    except OSError as error:
        return Problem(str(path), f"The recovery journal cannot be read: {error}.")
    return outcome


def _tidy_up(directory: Path, names: list[str]) -> None:
    """Removes locks without a journal: their programs were killed as they began or ended one."""
    for lock in (directory / name for name in names if name.endswith(f"{SUFFIX}{LOCK_SUFFIX}")):
        journal = lock.with_name(lock.name.removesuffix(LOCK_SUFFIX))
        with suppress(OSError):  # it does no harm, and goes another time
            process = lock.name.partition("-")[0]  # while it runs, it may be about to begin the journal
            if not journal.exists() and process.isdecimal() and not runs(int(process)):
                lock.unlink()


def discard(journal: Path) -> None:
    """Removes a journal that was recovered or is not wanted; one that cannot be removed is offered again."""
    for path in (journal, Path(f"{journal}{LOCK_SUFFIX}")):
        with suppress(OSError):
            path.unlink()


def _read_quietly(path: Path) -> Recovery | Problem | None:
    try:
        return _read(path)
    except OSError:
        return None


def _read(path: Path) -> Recovery | Problem | None:
    """What the journal holds; None if that is no whole edit, or nothing that its file does not hold."""
    lines = path.read_text(encoding="ascii", errors="replace").split("\n")
    whole = lines[:-1]  # the last line is whole only if a line end follows it
    if len(whole) < 2:
        return None
    try:
        header = json.loads(whole[0])
        if header["version"] > VERSION:
            return Problem(str(path), "This recovery journal is of a newer version.", _NEWER)
        base, _ = native.read(header["base"].encode(), str(path))
        if "\0" in (header["path"] or ""):
            raise ValueError("no system knows such a path")
        original = Path(header["path"]) if header["path"] else None
        if base is None:
            return Problem(str(path), "The recovery journal begins with a document that cannot be read.")
        model, edits = _replayed(base, whole[1:])
        unchanged = original is not None and _digest(original) == header["sha256"]
        if original and _holds(original, model):
            return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Problem(str(path), "This is not a recovery journal of this version.")
    return Recovery(path, model, original if unchanged else None, original, edits)


def _holds(path: Path, model: Model) -> bool:
    """Whether a file holds just this document. Only saving notes which rule packs are in force."""
    data = load(path, MAX_BYTES)
    theirs = None if isinstance(data, Problem) else native.read(data, "")[0]
    return theirs is not None and _without_packs(theirs) == _without_packs(model)


def _without_packs(model: Model) -> bytes:
    return native.write(edits.set_about(model, packs=EMPTY))


def _replayed(base: Model, lines: list[str]) -> tuple[Model, int]:
    """The base with all edits up to the first that is not whole."""
    model, edits = base, 0
    for entry in _entries(lines):
        pairs: dict[str, tuple[Record | None, Record | None]] = {}
        for record in entry["set"]:
            pairs[record.id] = (model.get(record.id), record)
        for record_id in entry["del"]:
            pairs[record_id] = (model.get(record_id), None)
        model, edits = model.with_(Change(pairs)), edits + 1
    return model, edits


def _entries(lines: list[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            entry = json.loads(line)
            yield {
                "set": [_RECORD.validate_python(row) for row in entry["set"]],
                "del": _IDS.validate_python(entry["del"]),
            }
        except (ValueError, KeyError, TypeError, RecursionError):
            return


def _entry(change: Change, label: str) -> dict[str, Any]:
    after = [record for _, record in change.values() if record is not None]
    gone = [record_id for record_id, (_, record) in change.items() if record is None]
    return {"label": label, "set": [plain(record) for record in after], "del": gone}


def _digest(path: Path | None) -> str | None:
    """The file's SHA-256, or None if there is no such file now."""
    stamp = look(path) if path else None
    return stamp.digest if stamp else None
