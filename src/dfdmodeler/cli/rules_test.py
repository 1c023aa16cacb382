"""`rules test`: whether rules fire, and stay silent, where their examples say so."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.examples import Trial, try_packs
from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.outputs import counted, refuse, say
from dfdmodeler.rules.load import load_packs, missing_packs
from dfdmodeler.rules.taxonomies import load_taxonomies

Directory = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="A rule pack, or a directory of packs; all packs if not given."),
]


def try_rules(directory: Directory = None) -> None:
    """Try the examples of rule packs; exit with 1 if one fails or is missing."""
    if directory and (missing := missing_packs([directory])):
        refuse(missing)
    places = [directory] if directory else [paths.shipped_rules(), paths.user_rules()]
    trials = [_trial(place) for place in places]
    problems = [problem for trial in trials for problem in trial.problems]
    for problem in problems:
        say(str(problem))
    packs = ", ".join(f"{pack.id} {pack.version}" for trial in trials for pack in trial.packs)
    tried, failed = sum(trial.tried for trial in trials), sum(trial.failed for trial in trials)
    others = counted(len(problems) - failed, "other problem")
    say(f"{packs}: {counted(tried, 'example')} tried, {failed} failed, {others}")
    if problems:
        raise typer.Exit(EXIT_GATE)


def _trial(place: Path) -> Trial:
    """The examples of the packs in a directory, under the shipped rules and those packs alone."""
    catalog, _ = load_catalog([paths.shipped_stencils(), paths.user_stencils()])
    tested, problems = load_packs([place])
    if problems and not tested:
        refuse(problems)
    ids = {pack.info.id for pack in tested}
    shipped = [pack for pack in load_packs([paths.shipped_rules()])[0] if pack.info.id not in ids]
    taxonomies, _ = load_taxonomies([paths.shipped_taxonomies()])
    library = Library(catalog, [*shipped, *tested], taxonomies)
    return try_packs(library, tested, (*problems, *library.problems))
