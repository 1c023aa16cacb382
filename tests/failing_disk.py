"""Disks that fail: small ones that are full, read-only ones, and network shares that have vanished.

Small and read-only ones are real where the tests may mount them; a share that is gone is played, since none
can be made to vanish everywhere.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

TOUCHING = (
    "access", "chmod", "link", "listdir", "lstat", "mkdir", "open", "readlink", "remove", "rename", "replace",
    "rmdir", "scandir", "stat", "symlink", "unlink", "utime",
)  # fmt: skip
"""Functions of `os` by which everything else touches files; those that take two names fail for either."""


@contextmanager
def vanished(*directories: Path, number: int = errno.ESTALE) -> Iterator[None]:
    """Whatever is below these directories, and they themselves, can be neither read nor written."""
    roots = [os.path.abspath(directory) for directory in directories]

    def refused(name: Any) -> bool:
        if not isinstance(name, str | bytes | os.PathLike):
            return False
        path = os.path.abspath(os.fsdecode(name))
        return any(path == root or path.startswith(root + os.sep) for root in roots)

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            for name in args[:2]:
                if refused(name):
                    raise OSError(number, os.strerror(number), os.fsdecode(name))
            return real(*args, **kwargs)

        return call

    with ExitStack() as stack:
        for name in TOUCHING:
            replaced = failing(getattr(os, name)) if name != "access" else _access(os.access, refused)
            stack.enter_context(mock.patch.object(os, name, replaced))
        opened = failing(io.open)
        stack.enter_context(mock.patch.object(io, "open", opened))
        stack.enter_context(mock.patch.object(builtins, "open", opened))
        yield


def _access(real: Callable[..., bool], refused: Callable[[Any], bool]) -> Callable[..., bool]:
    return lambda path, *args, **kwargs: not refused(path) and real(path, *args, **kwargs)


@contextmanager
def mounted(directory: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A disk of this size in a directory of its own, such as ``64k``; gives a way to mount it otherwise,
    ``ro`` or ``rw``. The test is skipped where nobody lets it.
    """
    directory.mkdir()
    made = _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(directory))
    if made:
        pytest.skip(f"no disk can be mounted here: {made}")

    def again(how: str) -> None:
        failed = _mount("-o", f"remount,{how}", str(directory))
        assert not failed, failed

    try:
        yield again
    finally:
        subprocess.run(["umount", "-l", str(directory)], check=True)


def _mount(*arguments: str) -> str:
    """Why it failed, if it did."""
    try:
        return subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False).stderr
    except OSError as error:
        return str(error)


def fill(directory: Path) -> Path:
    """Fills the disk that a directory is on to the last byte; the file that does so."""
    filler = directory / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 512)
    return filler
