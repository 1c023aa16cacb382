"""`analyze`: the threats of a model, as a table or as JSON, and a gate for builds."""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.engine import analyze as run_analysis
from dfdmodeler.analysis.export import as_json
from dfdmodeler.analysis.gate.levels import is_undecided
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.analysis.triage_words import decision_words
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import Packs, Today, day_of, local, open_input, regions_of, tell_of_file
from dfdmodeler.cli.outputs import counted, deliver, tables, visible, warn

WHOLE_ID = 30
"""Ids up to this length stay in one line, to be copied from there; longer ones leave no room for the rest."""


class TableFormat(StrEnum):
    """How the result is written."""

    table = "table"
    json = "json"
    sarif = "sarif"


class Level(StrEnum):
    """Severities a gate can look at, gravest first."""

    critical = "critical"
    important = "important"
    moderate = "moderate"
    low = "low"


def analyze(
    file: Annotated[Path, typer.Argument(help="The model to analyze.")],
    format: Annotated[
        TableFormat,
        typer.Option("--format", help="A table for people, JSON for programs, SARIF for code scanning."),
    ] = TableFormat.table,
    fail_on: Annotated[
        Level | None,
        typer.Option(
            "--fail-on",
            case_sensitive=False,
            help="Exit with 1 if a threat of this severity or a graver one is undecided.",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    today: Today = None,
    packs: Packs = None,
) -> None:
    """List the threats of a model."""
    given = open_input(file, packs, drawn=False)
    analysis = run_analysis(given.library, given.model)
    threats = register(given.library, analysis, given.model, today=day_of(today))
    if format is TableFormat.json:
        result = as_json(given.library, analysis, threats, given.model, given.problems)
        deliver(output, json.dumps(result, indent=2, ensure_ascii=False) + "\n", file)
    elif format is TableFormat.sarif:
        from dfdmodeler.report.sarif import Source, uri_of
        from dfdmodeler.report.sarif_threats import threats_as_sarif

        source = Source(uri_of(local(file)), regions_of(file, given))
        deliver(output, threats_as_sarif(given.library, analysis, threats, given.model, source), file)
    else:
        tell_of_file(given.problems, file)
        deliver(output, _table(output, threats, given.model.about.title or file.name), file)
    stopped = [threat for threat in threats.threats if _stops(threat, fail_on)]
    if stopped and fail_on:
        are = "is" if len(stopped) == 1 else "are"
        warn(f"{counted(len(stopped), 'undecided threat')} {are} {fail_on.value} or graver.")
        raise typer.Exit(EXIT_GATE)


def _stops(threat: Threat, level: Level | None) -> bool:
    """Whether a gate at this level stops at this threat."""
    return level is not None and is_undecided(threat, level.value)


def _table(output: Path | None, threats: Register, title: str) -> str:
    table = Table(box=None, pad_edge=False, header_style="bold")
    whole = max((len(threat.id) for threat in threats.threats), default=0) <= WHOLE_ID
    for heading in ("Severity", "Where", "Threat", "Confidence", "Status", "Id"):
        table.add_column(heading, overflow="fold", no_wrap=whole and heading == "Id")
    for threat in threats.threats:
        cells = (threat.levels, threat.subject_name, threat.title, threat.confidence)
        row = (*cells, decision_words(threat).lower(), threat.id)
        table.add_row(*(Text(visible(cell)) for cell in row))
    head, foot = Text(visible(title), style="bold"), Text(summary(threats))
    return tables(output, (head, table, foot) if threats.threats else (head, foot))


def summary(threats: Register) -> str:
    """How many threats there are, by severity."""
    counts = Counter(threat.severity for threat in threats.threats)
    parts = [f"{counts[severity]} {severity.lower()}" for severity in SEVERITIES if counts[severity]]
    text = counted(len(threats.threats), "threat")
    text += f": {', '.join(parts)}" if parts else ""
    if threats.gone:
        text += f"; {counted(len(threats.gone), 'decision')} about threats that are gone"
    return text
