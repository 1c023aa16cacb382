"""`analyze`: the threats of a model, as a table or as JSON, and a gate for builds."""

from __future__ import annotations

import io
import json
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.engine import analyze as run_analysis
from dfdmodeler.analysis.export import as_json
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import deliver, open_input, tell_of_file, warn

GATED_TRACKS = ("security", "reliability", "privacy")
NARROW = 100
"""Columns of a table that goes to a file."""


class TableFormat(StrEnum):
    """How the result is written."""

    table = "table"
    json = "json"


class Level(StrEnum):
    """Severities a gate can look at, gravest first."""

    critical = "critical"
    important = "important"
    moderate = "moderate"
    low = "low"


RANKS = {"Critical": 0, "Important": 1, "Privacy": 1, "Moderate": 2, "Low": 3}
"""How a gate ranks severities: Privacy counts as Important."""


def analyze(
    file: Annotated[Path, typer.Argument(help="The model to analyze.")],
    format: Annotated[
        TableFormat, typer.Option("--format", help="A table for people, or JSON for programs.")
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
) -> None:
    """List the threats of a model."""
    given = open_input(file)
    analysis = run_analysis(given.library, given.model)
    threats = register(given.library, analysis, given.model)
    if format is TableFormat.json:
        result = as_json(given.library, analysis, threats, given.model, given.problems)
        deliver(output, json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    else:
        tell_of_file(given.problems, file)
        _deliver_table(output, threats, given.model.about.title or file.name)
    stopped = [threat for threat in threats.threats if _stops(threat, fail_on)]
    if stopped and fail_on:
        many = "One undecided threat is" if len(stopped) == 1 else f"{len(stopped)} undecided threats are"
        warn(f"{many} {fail_on.value} or graver.")
        raise typer.Exit(EXIT_GATE)


def _stops(threat: Threat, level: Level | None) -> bool:
    """Whether a gate at this level stops at this threat."""
    if level is None or threat.decided or threat.track not in GATED_TRACKS:
        return False
    return RANKS[threat.severity] <= list(Level).index(level)


def _deliver_table(output: Path | None, threats: Register, title: str) -> None:
    if output is None:
        _print(Console(), threats, title)
        return
    text = io.StringIO()
    _print(Console(file=text, width=NARROW, color_system=None), threats, title)
    deliver(output, text.getvalue())


def _print(console: Console, threats: Register, title: str) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Severity", "Where", "Threat", "Confidence", "Status", "Id"):
        table.add_column(heading, overflow="fold")
    for threat in threats.threats:
        cells = (threat.severity, threat.subject_name, threat.title, threat.confidence)
        table.add_row(*map(Text, (*cells, threat.status.replace("_", " "), threat.id)))
    console.print(Text(title, style="bold"))
    if threats.threats:
        console.print(table)
    console.print(Text(summary(threats)))


def summary(threats: Register) -> str:
    """How many threats there are, by severity."""
    counts = Counter(threat.severity for threat in threats.threats)
    parts = [f"{counts[severity]} {severity.lower()}" for severity in SEVERITIES if counts[severity]]
    total = len(threats.threats)
    text = f"{total} {'threat' if total == 1 else 'threats'}"
    text += f": {', '.join(parts)}" if parts else ""
    gone = len(threats.gone)
    return (
        f"{text}; {gone} {'decision' if gone == 1 else 'decisions'} about threats that are gone"
        if gone
        else text
    )
