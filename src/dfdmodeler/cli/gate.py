"""`gate`: whether a model has what a policy asks for, for builds that are to stop if it does not."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.check import check_all
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.gate.checks import judge
from dfdmodeler.analysis.gate.export import as_json
from dfdmodeler.analysis.gate.outcome import Given
from dfdmodeler.analysis.gate.policy import Policy, load_policy
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.cli import EXIT_GATE, EXIT_UNUSABLE
from dfdmodeler.cli.inputs import Input, Packs, Today, day_of, local, open_input, regions_of
from dfdmodeler.cli.outputs import deliver, refuse, visible, warn
from dfdmodeler.formats.earlier import read_earlier
from dfdmodeler.report.compose_gate import Gate, compose_gate
from dfdmodeler.report.markdown import markdown
from dfdmodeler.report.plain_text import plain_text
from dfdmodeler.report.sarif import uri_of
from dfdmodeler.report.sarif_gate import gate_as_sarif


class GateFormat(StrEnum):
    """How the result is written."""

    text = "text"
    json = "json"
    md = "md"
    sarif = "sarif"


def print_policy(wanted: bool) -> None:
    """Prints a policy to begin with, and ends."""
    if wanted:
        typer.echo(paths.policy().read_text("utf-8"), nl=False)
        raise typer.Exit


def gate(
    file: Annotated[Path, typer.Argument(help="The model.")],
    policy: Annotated[
        Path, typer.Option("--policy", metavar="POLICY.toml", help="What is asked of the model.")
    ],
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="FILE|REVISION",
            help="The model that it is compared with: another file, or a git revision of the same file.",
        ),
    ] = None,
    format: Annotated[
        GateFormat,
        typer.Option(
            "--format", help="Text, JSON for programs, Markdown for a summary, SARIF for code scanning."
        ),
    ] = GateFormat.text,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    today: Today = None,
    packs: Packs = None,
    example: Annotated[
        bool,
        typer.Option(
            "--print-policy", callback=print_policy, is_eager=True, help="Print a policy to begin with."
        ),
    ] = False,
) -> None:
    """Check a model against a policy; exit with 1 if it does not have what that asks for."""
    opened = open_input(file, packs, drawn=False)
    rules = _policy(policy, opened.library.catalog)
    result = _gate(rules, policy, file, opened, base, day_of(today))
    deliver(output, _written(result, format, file), file)
    if not result.outcome.passed:
        raise typer.Exit(EXIT_GATE)


def _policy(path: Path, catalog: Catalog) -> Policy:
    """The policy, or the end of the command with everything that is wrong with it."""
    policy = load_policy(path, catalog)
    if isinstance(policy, Policy):
        return policy
    for problem in policy:
        warn(str(problem), error=True)
    raise typer.Exit(EXIT_UNUSABLE)


def _gate(policy: Policy, name: Path, file: Path, opened: Input, base: str | None, today: str) -> Gate:
    model, library = opened.model, opened.library
    analysis = analyze(library, model)
    threats = register(library, analysis, model, today=today)
    problems = check_all(model, library, threats, opened.problems)
    known = _base(file, base, opened, today) if base is not None else None
    given = Given(model, analysis, threats, today, problems, known.threats if known else None)
    places, against = regions_of(file, opened), known.name if known else ""
    return Gate(given, judge(policy, given), places, str(file), against, str(name))


class _Base(NamedTuple):
    """What a model is compared with."""

    name: str
    threats: Register


def _base(file: Path, base: str, opened: Input, today: str) -> _Base:
    """What was found in the base; nothing, where the file was not there yet."""
    reading = read_earlier(file, base, opened.context)
    if reading is None:
        warn(f"{file} was not there at {base}: everything in it counts as new.")
        return _Base(f"{base}, which does not have it", Register())
    if reading.model is None:
        refuse(reading.problems)
    model, library = reading.model, opened.library
    return _Base(base, register(library, analyze(library, model), model, today=today))


def _written(result: Gate, format: GateFormat, file: Path) -> str:
    if format is GateFormat.sarif:
        return gate_as_sarif(result, uri_of(local(file)))
    if format is GateFormat.json:
        head = {"file": result.file, "base": result.base, "policy": result.policy}
        told = as_json(result.outcome, result.regions, result.given.register.threats)
        return json.dumps({**head, "today": result.given.today, **told}, indent=2, ensure_ascii=False) + "\n"
    blocks = compose_gate(result)
    text = markdown(blocks) if format is GateFormat.md else plain_text(blocks)
    return "".join(f"{visible(line)}\n" for line in text.splitlines())
