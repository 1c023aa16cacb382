"""`rules docs` and `rules glossary`: the reference of all rules as a page, and the words that rules use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.examples import examples_of
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.reference import rule_sheets
from dfdmodeler.catalog.terms import Term, found_terms, load_terms
from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import deliver, refuse, warn
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.svg import svg
from dfdmodeler.model.problem import Problem
from dfdmodeler.report.figures import drawn
from dfdmodeler.report.reference_page import Draw, Reference, reference_page
from dfdmodeler.rules.examples import Case, Example
from dfdmodeler.rules.load import load_packs
from dfdmodeler.rules.sketch import SketchError

PAGE = "rules.html"


def write_docs(
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write, or a directory for it.")],
    packs: Packs = None,
) -> None:
    """Write everything about all rules as one page of HTML."""
    library = open_library(packs)
    examples, problems = examples_of(load_packs(paths.rule_packs(packs or []))[0])
    for problem in problems:
        warn(str(problem))
    sheets = rule_sheets(library, [entry.row for entry in examples], library.rules)
    page = reference_page(Reference(library, sheets, _terms(), _draw(library)))
    deliver(output / PAGE if os.path.isdir(output) else output, page)


def show_glossary(
    term: Annotated[str, typer.Argument(help="A word to look for; all words if not given.")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A Markdown file to write.")] = None,
) -> None:
    """Explain the words that rules and reports use."""
    terms = found_terms(_terms(), term) if term else list(_terms())
    if not terms:
        refuse([Problem("", f"The glossary has no '{term}'.", "Without a word, all of it is printed.")])
    plain = "\n".join(f"{row.term}{_also(row)}\n  {row.text}\n" for row in terms)
    deliver(output, glossary_text(terms) if output else plain)


def glossary_text(terms: list[Term]) -> str:
    """The glossary as Markdown."""
    rows = [f"**{term.term}**{_also(term)}: {term.text}\n" for term in terms]
    return "\n".join(["# Glossary\n", "Words that rules, threats and reports use.\n", *rows])


def _also(term: Term) -> str:
    return f" ({', '.join(term.aliases)})" if term.aliases else ""


def _terms() -> tuple[Term, ...]:
    terms, problems = load_terms(paths.glossary())
    for problem in problems:
        warn(str(problem))
    return terms


def _draw(library: Library) -> Draw:
    """Draws the system of an example; of one that cannot be drawn there is no picture."""
    metrics = Metrics(paths.fonts())

    def draw(example: Example) -> str:
        try:
            model = drawn(Case(example).model(library.catalog), library.catalog, metrics)
        except SketchError:
            return ""
        shown = picture(model, library.catalog, model.diagrams[0].id, metrics)
        return svg(shown, title=example.rule).partition("?>\n")[2]

    return draw
