"""`register --import`: edits made in a spreadsheet are listed and taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import typer

from dfdmodeler import paths, settings
from dfdmodeler.analysis.bulk import Signed
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.sheet_edits import SheetEdit, SheetEdits, edits_of, take_over
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import Input
from dfdmodeler.cli.outputs import counted, refuse, say, warn
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import NATIVE, write_file
from dfdmodeler.formats.sheets import MAX_BYTES, read_sheets
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem

NOTHING = "nothing"
"""What stands for an empty cell."""
_ELSEWHERE = "Name a file for it with -o."


class Wanted(NamedTuple):
    """What was asked for."""

    file: Path
    sheet: Path
    output: Path | None
    dry_run: bool
    conflicts: bool
    author: str | None
    day: str


def import_sheet(given: Input, analysis: Analysis, lines: Sequence[Line], wanted: Wanted) -> None:
    """Lists the edits of a sheet and takes over those that are not in doubt, or all; ends with 1 if something
    was left out."""
    found = _read(wanted.sheet, lines)
    chosen = found.edits if wanted.conflicts else found.sure
    _list(found, wanted.conflicts)
    left = len(found.edits) - len(chosen)
    if chosen and not wanted.dry_run:
        digests = {edit.threat: analysis.explain(edit.threat).digest for edit in chosen}
        by = Signed(_author(wanted.author), wanted.day)
        _write(take_over(given.model, chosen, digests, by), given, wanted)
    done = "would be taken over" if wanted.dry_run else "taken over"
    say(f"{counted(len(chosen), 'edit')} {done}, {left} left out, {counted(len(found.left_out), 'problem')}")
    if left or found.left_out:
        raise typer.Exit(EXIT_GATE)


def _read(sheet: Path, lines: Sequence[Line]) -> SheetEdits:
    """The edits in a file, with what is wrong in it told."""
    data = storage.load(sheet, MAX_BYTES)
    grids = data if isinstance(data, Problem) else read_sheets(data, str(sheet))
    if isinstance(grids, Problem):
        refuse([grids])
    found = edits_of(grids, lines, str(sheet))
    if unusable := [problem for problem in found.problems if problem.gravity == "error"]:
        refuse(unusable)
    for problem in found.problems:
        warn(str(problem))
    return found


def _list(found: SheetEdits, conflicts: bool) -> None:
    """Every edit with what it replaces, by threat."""
    for _, edits in groupby(found.edits, lambda edit: edit.threat):
        group = list(edits)
        threat = group[0].line.threat
        say(f"{threat.id}  {threat.title} ({threat.subject_name})")
        for edit in group:
            left = bool(edit.doubt) and not conflicts
            say(f"  {told(edit)}{f'  (left out: {edit.doubt})' if left else ''}")


def told(edit: SheetEdit) -> str:
    """An edit in a line."""
    return f"{edit.column.title}: {edit.before or NOTHING} → {edit.after or NOTHING}"


def _author(given: str | None) -> str:
    """Who decides: whoever was named, or the name in the preferences."""
    if given is not None:
        return given
    kept, problem = settings.load(paths.user_config() / settings.FILE_NAME)
    if problem:
        warn(str(problem))
    return kept.author


def _write(model: Model, given: Input, wanted: Wanted) -> None:
    """Writes the model where it came from, or elsewhere; a format that holds less never replaces it."""
    output = wanted.output or wanted.file
    if wanted.output is None and given.format is not NATIVE:
        refuse([Problem(str(wanted.file), "This format may not hold all that is taken over.", _ELSEWHERE)])
    outcome: Iterable[Problem] = write_file(output, model, given.context)
    if errors := [problem for problem in outcome if problem.gravity == "error"]:
        refuse(errors)
    for problem in outcome:
        warn(str(problem))
    warn(f"wrote {output}")
