"""From a model to its report in one call, for the window and the command line alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dfdmodeler.analysis.columns import is_day
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.plan import MANY, Plan, open_threats, planning
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.model.model import Model
from dfdmodeler.report.compose import EVERYTHING, ReportOptions, compose
from dfdmodeler.report.document import Figure
from dfdmodeler.report.figures import figures

Progress = Callable[[float, str], bool]
"""Is told how much is done, from 0 to 1, and what is being done; returns whether to go on."""
_ANALYSED, _EXPLAINED, _PLANNED, _DRAWN, _COMPOSED = 0.1, 0.25, 0.4, 0.5, 0.55
_EVERY = 25


class CancelledError(Exception):
    """The caller asked to stop."""


def build_pdf(
    model: Model,
    library: Library,
    *,
    date: str,
    fonts: Path,
    options: ReportOptions = EVERYTHING,
    progress: Progress | None = None,
) -> bytes:
    """The report on a model as PDF. Equal arguments give equal bytes; may run in any thread or process.

    Where `date` is an ISO date, decisions that ended and what is late by then are told as such.
    Raises CancelledError once `progress` has returned False.
    """
    from dfdmodeler.report import pdf

    def tell(share: float, doing: str) -> None:
        if progress is not None and not progress(share, doing):
            raise CancelledError

    analysis = Analysis(library)
    for _ in analysis.run(model):
        tell(_ANALYSED / 2, "Analysing")
    for number, finding in enumerate(analysis.findings):
        if number % _EVERY == 0:
            share = number / len(analysis.findings)
            tell(_ANALYSED + (_EXPLAINED - _ANALYSED) * share, "Explaining threats")
        analysis.explain(finding)
    today = date if is_day(date) else ""
    rows = register(library, analysis, model, today=today)
    plan = _plan(model, library, rows, options, lambda share: tell(share, "Choosing controls"))
    tell(_PLANNED, "Drawing diagrams")
    drawings: list[Figure] = []
    if options.diagrams:
        threats = [threat for threat in rows.threats if threat.track != "validity"]
        drawings = figures(model, library.catalog, Metrics(fonts), threats)
    tell(_DRAWN, "Writing the report")
    document = compose(
        model, library, analysis, rows, date=date, options=options, figures=drawings, plan=plan, today=today
    )
    return pdf.render(
        document, fonts, lambda share: tell(_COMPOSED + (1 - _COMPOSED) * share, "Laying out pages")
    )


def _plan(
    model: Model,
    library: Library,
    rows: Register,
    options: ReportOptions,
    tell: Callable[[float], None],
) -> Plan | None:
    """The best next controls, if they are wanted."""
    usual = len(open_threats(rows.threats)) <= MANY
    if not (usual if options.controls is None else options.controls):
        return None

    def told(done: int, of: int) -> None:
        tell(_EXPLAINED + (_PLANNED - _EXPLAINED) * done / (of or 1))

    return completed(planning(Trials(library, model), rows.threats, told=told))
