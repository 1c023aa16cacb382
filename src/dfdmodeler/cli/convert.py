"""`convert`: one format into another, with suggested types and data if wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.suggest import THRESHOLD, apply_suggestions, load_words, suggest
from dfdmodeler.cli.inputs import Input, open_input
from dfdmodeler.cli.outputs import counted, refuse, say, warn
from dfdmodeler.formats.registry import write_file
from dfdmodeler.model.model import Model


def convert(
    file: Annotated[Path, typer.Argument(metavar="IN", help="The model to read.")],
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write; its name says the format.")
    ],
    suggestions: Annotated[
        bool,
        typer.Option(
            "--suggest", help="Give generic shapes and flows the AI types and data they seem to have."
        ),
    ] = False,
    threshold: Annotated[
        float,
        typer.Option(
            "--threshold", min=0, max=1, metavar="X", help="With --suggest: the least score, from 0 to 1."
        ),
    ] = THRESHOLD,
) -> None:
    """Convert a model to another format."""
    given = open_input(file)
    for problem in given.problems:
        warn(str(problem))
    model = _suggested(given, threshold) if suggestions else given.model
    outcome = write_file(output, model, given.context)
    errors = [problem for problem in outcome if problem.gravity == "error"]
    if errors:
        refuse(errors)
    for problem in outcome:
        warn(str(problem))
    warn(f"wrote {output}")


def _suggested(given: Input, threshold: float) -> Model:
    """The model with what it seems to mean; every choice is printed with its score and reason."""
    words, problems = load_words(paths.suggestion_words())
    if problems:
        refuse(problems)
    chosen = suggest(given.model, given.library.catalog, words, threshold)
    for choice in chosen:
        value = choice.value if isinstance(choice.value, str) else ", ".join(choice.value)
        about = given.model.name_of(choice.subject)
        say(f"{about}: {choice.field} = {value} ({choice.score:.2f}: {choice.reason})")
    say(f"{counted(len(chosen), 'suggestion')}; each stays marked until a person confirms it.")
    return apply_suggestions(given.model, chosen)
