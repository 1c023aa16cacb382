"""The model that somebody compares a file with: another file, or the same file in a git revision."""

from __future__ import annotations

import os
from pathlib import Path

from dfdmodeler.formats.registry import MAX_BYTES, Context, Reading, read_content, read_stated
from dfdmodeler.formats.revisions import load_revision
from dfdmodeler.model.problem import Problem


def read_earlier(file: Path, named: str, context: Context) -> Reading | None:
    """What `named` means beside a file: the file of that name, or else a revision; None if the file was not
    there in the revision.
    """
    other = Path(named)
    if named and os.path.isfile(other):
        return read_stated(other, context)
    data = load_revision(file, named, MAX_BYTES)
    if isinstance(data, Problem):
        return Reading(None, (data,), None)
    if data is None:
        return None
    model, problems, known = read_content(data, file, context)
    told = tuple(
        Problem(f"{named}: {one.where}", one.what, one.hint, one.gravity, one.subject) for one in problems
    )
    return Reading(model, told, known)
