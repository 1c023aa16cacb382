"""Bytes on disk: reading within bounds, and replacing a file so that no moment exists at which it is lost."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from dfdmodeler.formats.processes import machine, runs
from dfdmodeler.model.problem import Problem

BACKUP_SUFFIX = ".bak"
TEMPORARY_SUFFIX = ".tmp"


def load(path: Path, limit: int) -> bytes | Problem:
    """The content of a file of at most `limit` bytes, or why it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1) if os.fstat(file.fileno()).st_size <= limit else None
    except OSError as error:
        return Problem(str(path), f"The file cannot be read: {_reason(error)}.")
    except ValueError:
        return Problem(str(path), "This is not the name of a file.")
    if data is None or len(data) > limit:
        return Problem(str(path), f"The file is larger than {limit // 1024 // 1024} MB.")
    return data


def replace(
    path: Path,
    data: bytes,
    *,
    backup: bool = False,
    verify: Callable[[bytes], bool] | None = None,
) -> Problem | None:
    """Writes a file whole or not at all; None when it is safely on disk.

    The bytes go to a temporary file beside it, are flushed to the disk, read back and checked, and then
    take the file's place in one step. A link stays one: what it leads to is replaced. With `backup` a version
    before that differs stays beside it, its name ending in ``.bak``. What a program that was killed meanwhile
    left beside it goes with the next version.
    """
    try:
        if _is_device(path):  # before links are followed: where a pipe leads is no name
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data, backup, verify)
    except OSError as error:
        hint = "Nothing was changed on disk. Choose another place, or make room."
        return Problem(str(path), f"The file cannot be written: {_reason(error)}.", hint)
    except ValueError:
        return Problem(str(path), "This is not the name of a file.")
    return None


def set_aside(path: Path, limit: int) -> Path | Problem:
    """Copies a file beside itself under a free name, for a version that is about to be replaced."""
    data = load(path, limit)
    if isinstance(data, Problem):
        return data
    stem, suffix = path.name.partition(".")[0] or path.name, "".join(path.suffixes)
    for number in count(1):
        copy = path.with_name(f"{stem} (other version{f' {number}' if number > 1 else ''}){suffix}")
        if not os.path.lexists(copy):
            break
    return replace(copy, data) or copy


def _replace(path: Path, data: bytes, backup: bool, verify: Callable[[bytes], bool] | None) -> None:
    mine = f"{_temporary_prefix(path)}{os.getpid()}-"
    handle, name = tempfile.mkstemp(prefix=mine, suffix=TEMPORARY_SUFFIX, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            if path.exists() and not os.access(path, os.W_OK):  # renaming over it would not ask
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        written = temporary.read_bytes()
        if written != data or (verify and not verify(written)):
            raise OSError("what was written could not be read back")
        _take_mode(path, temporary)
        if backup and path.exists():
            _keep(path, data)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):  # why it failed is what counts; the next version takes it along
            temporary.unlink()
        raise
    _flush_directory(path.parent)
    _tidy_up(path)


def _temporary_prefix(path: Path) -> str:
    return f".{path.name[:40]}.{machine()}-"


def _tidy_up(path: Path) -> None:
    """Removes what processes of this machine left that were killed while they replaced the file, or kept the
    version before.
    """
    prefixes = _temporary_prefix(path), _temporary_prefix(_kept_beside(path))
    with suppress(OSError):  # it does no harm, and the next version takes it along
        for entry in os.listdir(path.parent):
            prefix = next(filter(entry.startswith, prefixes), None)
            if prefix and entry.endswith(TEMPORARY_SUFFIX):
                process = entry.removeprefix(prefix).partition("-")[0]
                if process.isdecimal() and not runs(int(process)):
                    path.with_name(entry).unlink()


def _is_device(path: Path) -> bool:
    """Whether this is a device or a pipe, such as ``/dev/null``: written to, but never replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _take_mode(path: Path, temporary: Path) -> None:
    """A replaced file keeps its permissions; a new one gets those that the user's mask allows."""
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o7777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)


def _keep(path: Path, data: bytes) -> None:
    """Leaves a copy of the present file beside it, itself made in one step, unless nothing changes."""
    content = path.read_bytes()
    if content != data:
        _replace(_kept_beside(path), content, backup=False, verify=None)


def _kept_beside(path: Path) -> Path:
    return path.with_name(path.name + BACKUP_SUFFIX)


def _flush_directory(directory: Path) -> None:
    """Makes the new name last. The file is in its place already, and some file systems cannot do more;
    Windows neither offers nor needs this.
    """
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(directory, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower().rstrip(".")
