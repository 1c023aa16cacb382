"""`git`: makes git merge models by what they mean, and show their differences in words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.cli import git_setup
from dfdmodeler.cli.inputs import open_library
from dfdmodeler.cli.outputs import deliver, refuse, say, visible, warn
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import MAX_BYTES, NATIVE, Context, format_of, read_content
from dfdmodeler.model.problem import Problem
from dfdmodeler.report.listing import listing

app = typer.Typer(help="Merging and comparing models in git.")
User = Annotated[
    bool,
    typer.Option("--user", help="For all repositories of yours instead of the one around this directory."),
]


@app.command("text")
def show_text(file: Annotated[Path, typer.Argument(help="The model, of any name.")]) -> None:
    """Print a model as lines, the way `git diff` compares it."""
    data = storage.load(file, MAX_BYTES)
    if isinstance(data, Problem):
        refuse([data])
    library = open_library()
    context = Context(library.catalog, Metrics(paths.fonts()))
    known = file if format_of(file) else file.with_name(file.name + NATIVE.suffixes[0])
    model, problems, _ = read_content(data, known, context)
    if model is None:  # git would stop here; what is no model is shown as it is
        warn(str(problems[0]))
        lines = data.decode("utf-8", "replace").splitlines()
    else:
        lines = list(listing(model, library))
    deliver(None, "".join(f"{visible(line)}\n" for line in lines))


@app.command()
def install(user: User = False) -> None:
    """Let git merge models by record and field, and show differences in words."""
    done = git_setup.install(Path.cwd(), user)
    if isinstance(done, Problem):
        refuse([_advised(done, user)])
    attributes, changed = done
    whose = "all your repositories" if user else "this repository"
    say(f"Git merges models and shows their differences in words, in {whose}.")
    say(f"{attributes}: {git_setup.LINE.decode()}" if changed else "It was set up already.")
    if changed and not user:
        say("Commit that file; everyone who works on the models runs `dfdmodeler git install` once.")


@app.command()
def uninstall(user: User = False) -> None:
    """Take out what `git install` set, and nothing else."""
    done = git_setup.uninstall(Path.cwd(), user)
    if isinstance(done, Problem):
        refuse([_advised(done, user)])
    _, changed = done
    say("Git treats models like any text again." if changed else "There was nothing to take out.")


def _advised(problem: Problem, user: bool) -> Problem:
    if user or problem.hint:
        return problem
    hint = "Change into one first, or use --user for all repositories of yours."
    return Problem(problem.where, problem.what, hint)
