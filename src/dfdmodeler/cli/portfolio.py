"""`portfolio`: every model below a directory, worst first, and the threats that recur."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.portfolio import Portfolio, Summary, gathered
from dfdmodeler.analysis.portfolio_json import as_json
from dfdmodeler.cli import EXIT_GATE
from dfdmodeler.cli.inputs import Packs, Today, day_of, open_library
from dfdmodeler.cli.model_files import ModelFile, model_files
from dfdmodeler.cli.outputs import (
    StoppedError,
    counted,
    deliver,
    refuse,
    refuse_target,
    tables,
    visible,
    warn,
)
from dfdmodeler.cli.portfolio_work import Job, Opening, Told, analysed, contents_of, processes
from dfdmodeler.formats.registry import FORMATS
from dfdmodeler.model.problem import Problem
from dfdmodeler.report.compose_portfolio import Block, compose_portfolio
from dfdmodeler.report.document import Heading, PageOf, Paragraph, Points, Rich
from dfdmodeler.report.document import Table as TableBlock
from dfdmodeler.rules.rule import Rule


class PortfolioFormat(StrEnum):
    """How the result is written."""

    text = "text"
    html = "html"
    json = "json"


def portfolio(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where the models are, at any depth.")],
    format: Annotated[
        PortfolioFormat, typer.Option("--format", help="Text, an HTML page, or JSON for programs.")
    ] = PortfolioFormat.text,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, metavar="N", help="Processes that work at once; all cores if not given."
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Work on the Dask cluster with this scheduler."),
    ] = None,
    today: Today = None,
    packs: Packs = None,
) -> None:
    """Analyze every model below a directory, worst first; exit with 1 if one of them cannot be analyzed."""
    files, unread = _files(directory)
    sources = [file.path for file in files]
    if output:
        refuse_target(output, *sources)
    library = open_library(packs)
    job = Job(tuple(str(pack.absolute()) for pack in packs or ()), day_of(today))
    with _progress(len(files)) as told:
        if scheduler:
            found = _on_cluster(scheduler, files, job._replace(contents=contents_of(library)), told)
        else:
            found = _interruptible(files, job, min(jobs or _cores(), len(files)), told)
    found += [Summary(problem.where, problem=problem) for problem in unread]
    result = gathered(found)
    content = _written(result, library.rules, job.today, format, output)
    deliver(output, content, *sources)
    if result.failed:
        warn(f"{counted(len(result.failed), 'file')} could not be analysed.")
        raise typer.Exit(EXIT_GATE)


def _files(directory: Path) -> tuple[list[ModelFile], list[Problem]]:
    if not os.path.isdir(directory):
        refuse([Problem(str(directory), "There is no such directory.")])
    files, unread = model_files(directory)
    if not files and not unread:
        known = ", ".join(suffix for format_ in FORMATS for suffix in format_.suffixes)
        refuse([Problem(str(directory), "There is no model below this directory.", f"Known are {known}.")])
    return files, unread


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _on_cluster(address: str, files: Sequence[ModelFile], job: Job, told: Told) -> list[Summary]:
    from dfdmodeler.cli.portfolio_cluster import connected

    with connected(address) as cluster:
        return _interruptible(files, job, cluster.threads, told, lambda _: nullcontext(cluster.executor))


def _interruptible(
    files: Sequence[ModelFile], job: Job, workers: int, told: Told, opening: Opening = processes
) -> list[Summary]:
    """The summaries; Ctrl+C ends the command, with nothing written."""
    done: list[Summary] = []

    def count(one: Summary) -> None:
        done.append(one)
        told(one)

    try:
        return analysed(files, job, opening, workers, count)
    except KeyboardInterrupt:
        count_words = f"{len(done)} of {counted(len(files), 'model')}"
        raise StoppedError(f"{count_words} were done, and nothing was written.") from None


@contextmanager
def _progress(total: int) -> Iterator[Told]:
    """A bar for people who watch: on a terminal only, and gone when all is done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("Analysing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda _: bar.advance(task)


def _written(
    found: Portfolio,
    rules: Mapping[str, Rule],
    today: str,
    format_: PortfolioFormat,
    output: Path | None,
) -> str:
    if format_ is PortfolioFormat.json:
        return json.dumps(as_json(found, rules, today), indent=2, ensure_ascii=False) + "\n"
    if format_ is PortfolioFormat.html:
        from dfdmodeler.report.web import page

        return page("Portfolio", compose_portfolio(found, rules))
    blocks = compose_portfolio(found, rules, brief=True)
    return tables(output, [part for block in blocks for part in _drawn(block)]).lstrip("\n")


def _drawn(block: Block) -> Iterator[RenderableType]:
    """A block as a terminal shows it."""
    match block:
        case TableBlock():
            yield ""
            yield _table(block)
        case Heading(text=text):
            yield Text(f"\n{visible(text)}", style="bold")
        case Paragraph(text=text):
            yield Text(f"\n{_plain(text)}")
        case Points(points=points):
            yield from (Text(f"- {_plain(point.text)}") for point in points)


def _table(block: TableBlock) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in block.columns:
        number = column.align == "right"
        table.add_column(column.title, justify=column.align, overflow="fold", no_wrap=number)
    for row in block.rows:
        table.add_row(*(Text("" if isinstance(cell, PageOf) else _plain(cell)) for cell in row))
    return table


def _plain(text: Rich) -> str:
    return visible("".join(span.text for span in text))
