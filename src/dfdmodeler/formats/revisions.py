"""A file as it was in a revision of the git repository that holds it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from dfdmodeler.formats.git_program import program
from dfdmodeler.model.problem import Problem

_FILES = ("100644", "100755")
"""Modes of what git keeps as files; links and submodules have others."""
_SHALLOW = "If the repository was fetched in part, fetch the revision first."


def load_revision(path: Path, revision: str, limit: int) -> bytes | Problem | None:
    """The content that a file had in a revision, or why it cannot be read; None if it was not there.

    The file is looked for by its present name. Nothing that the repository configures is run.
    """
    where = f"{path} at {revision}"
    try:
        commit = _git(path, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit.returncode:
            return _unknown(path, revision)
        listed = _git(path, "ls-tree", "-l", "-z", _line(commit.stdout), "--", path.name)
        if listed.returncode:
            return Problem(where, f"git cannot read it: {_line(listed.stderr)}", _SHALLOW)
        if not listed.stdout:
            return None
        mode, _, blob, size = listed.stdout.split(b"\t")[0].decode("ascii").split()
        if mode not in _FILES:
            return Problem(where, "This is not a file.")
        if int(size) > limit:
            return Problem(where, f"The file is larger than {limit // 1024 // 1024} MB.")
        content = _git(path, "cat-file", "blob", blob)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Problem(where, f"git cannot be run: {reason}.", "Install git, or name a file instead.")
    except ValueError:  # a revision or a listing that is no text
        return _unknown(path, revision)
    if content.returncode:
        return Problem(where, f"git cannot read it: {_line(content.stderr)}", _SHALLOW)
    return content.stdout


def _unknown(path: Path, revision: str) -> Problem:
    what = f"'{revision}' is neither a file nor a revision of a git repository that holds {path.name}."
    return Problem(str(path), what, _SHALLOW)


def _git(path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([program(), *arguments], cwd=path.absolute().parent, capture_output=True)


def _line(output: bytes) -> str:
    return " ".join(output.decode("utf-8", "replace").split())[:200]
