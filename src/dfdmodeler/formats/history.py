"""The revisions of a file in the git repository that holds it, newest first."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dfdmodeler.formats.git_program import git
from dfdmodeler.model.problem import Problem

_FORMAT = "%h%x00%as%x00%an%x00%s"


class Revision(NamedTuple):
    """One revision that changed the file."""

    id: str
    date: str
    author: str
    subject: str


def revisions(path: Path, most: int) -> tuple[Revision, ...] | Problem:
    """The last revisions of a file; none if it was never kept, a problem where git cannot tell."""
    # no-color, and no signatures: what a person configured for reading would stand in between
    options = ("--no-color", "--no-show-signature", f"--max-count={most}", f"--format={_FORMAT}")
    # literally, for a name that begins with a colon would mean other files
    said = git(path.absolute().parent, "--literal-pathspecs", "log", *options, "--", path.name)
    if isinstance(said, Problem):
        return said
    lines = said.output.decode("utf-8", "replace").splitlines()
    rows = [line.split("\x00", 3) for line in lines]
    return tuple(Revision(*row) for row in rows if len(row) == len(Revision._fields))
