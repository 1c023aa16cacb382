"""Git as a program: run with lists of arguments, never through a shell."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from dfdmodeler.model.problem import Problem

NO_REPOSITORY = "This is not inside a git repository with files."
_TIMEOUT = 60.0


class Said(NamedTuple):
    """What git answered: its exit code, and its output as bytes, for names and files are no text."""

    code: int
    output: bytes


def git(where: Path, *arguments: str, expected: tuple[int, ...] = (0,)) -> Said | Problem:
    """Runs git in a directory; a problem if there is none, or if it ends with a code that is not expected."""
    try:
        command = [program(), "-C", os.fspath(where), *arguments]
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_TIMEOUT, check=False
        )
    except FileNotFoundError:
        hint = "Install it from https://git-scm.com, or through your system."
        return Problem("git", "The program git is not installed, or not on the PATH.", hint)
    except OSError as error:
        return Problem("git", f"The program git cannot be started: {(error.strerror or str(error)).lower()}.")
    except subprocess.TimeoutExpired:
        return Problem("git", f"The program git did not answer within {_TIMEOUT:.0f} seconds.")
    if done.returncode not in expected:
        return Problem(os.fspath(where), f"Git refuses: {_reason(done.stderr, done.returncode)}.")
    return Said(done.returncode, done.stdout)


def top(where: Path) -> Path | Problem:
    """The directory of the repository's files around a directory."""
    inside = git(where, "rev-parse", "--is-inside-work-tree", expected=(0, 128))
    if isinstance(inside, Problem):
        return inside
    if inside.code or inside.output.strip() != b"true":
        found = git(where, "rev-parse", "--git-dir")
        if isinstance(found, Problem) and "not a git repository" not in found.what:
            return found  # such as one that belongs to somebody else, of which git tells what to do
        return Problem(os.fspath(where), NO_REPOSITORY)
    found = git(where, "rev-parse", "--show-toplevel")
    return found if isinstance(found, Problem) else named(found.output)


def named(output: bytes) -> Path:
    """The path that git printed."""
    return Path(os.fsdecode(output.removesuffix(b"\n").removesuffix(b"\r")))


def program() -> str:
    """Where git is. Looked for on the PATH alone: Windows would try the directory of the model first, where a
    stranger may have put a program of that name.

    Raises:
        FileNotFoundError: it is not there.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    for directory in os.get_exec_path():
        candidate = os.path.join(directory, name)
        if os.path.isabs(directory) and os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def _reason(errors: bytes, code: int) -> str:
    """What git said first, without the word that it puts before."""
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    first = lines[0] if lines else f"exit code {code}"
    return first.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
