"""`rules show`: everything that there is to say about one rule, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from dfdmodeler import paths
from dfdmodeler.analysis.examples import examples_of
from dfdmodeler.analysis.reference import Remedy, RuleSheet, counted, rule_sheets
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.cli.inputs import Packs, open_library
from dfdmodeler.cli.outputs import refuse, say
from dfdmodeler.model.problem import Problem
from dfdmodeler.rules.conditions import Line
from dfdmodeler.rules.examples import Example
from dfdmodeler.rules.load import load_packs
from dfdmodeler.rules.taxonomies import case_words, reference_words

WIDTH = 100
INDENT = "  "


def show_rule(
    rule: Annotated[str, typer.Argument(metavar="ID", help="The id of the rule, such as ML-5.")],
    packs: Packs = None,
) -> None:
    """Print everything about one rule, in words: when it fires, how grave, what helps, and examples."""
    library = open_library(packs)
    id_ = library.current_id(rule)
    if id_ not in library.rules:
        hint = suggestion(rule, library.rules) or "`dfdmodeler rules list` names them all."
        refuse([Problem("", f"There is no rule '{rule}'.", hint)])
    examples, _ = examples_of(load_packs(paths.rule_packs(packs or []))[0])
    (sheet,) = rule_sheets(library, [entry.row for entry in examples], [id_])
    for line in rule_text(sheet):
        say(line)


def rule_text(sheet: RuleSheet) -> Iterator[str]:
    """The lines of a sheet."""
    rule = sheet.rule
    yield f"{rule.id}  {rule.title}"
    yield "; ".join(
        fact for fact in (rule.track.capitalize(), rule.family, f"rule pack {sheet.pack}") if fact
    )
    for heading, lines in (
        ("Why", _wrapped(sheet.why)),
        ("Like", _wrapped(rule.parallel)),
        ("Threatens", _wrapped(sheet.violates)),
        (
            "Fires",
            [sheet.asked, *outlined(sheet.when)],
        ),
        ("Severity", list(_levels(sheet))),
        ("What helps", [line for remedy in sheet.remedies for line in _remedy(remedy)]),
        ("Questions", [line for row in sheet.questions for line in _item(f"{row.id}  {row.text}")]),
        (
            "References",
            [row for words in reference_words(sheet.references) for row in _item(": ".join(words))],
        ),
        ("Known cases", [line for case in sheet.incidents for line in _item(case_words(case))]),
        ("Examples", list(_examples(sheet.examples))),
    ):
        if lines:
            yield ""
            yield heading
            yield from (f"{INDENT}{line}" for line in lines)


def outlined(lines: Iterable[Line]) -> list[str]:
    """A condition in words as an indented list."""
    return [
        row
        for line in lines
        for row in textwrap.wrap(
            line.text,
            WIDTH,
            initial_indent=f"{INDENT * line.depth}- ",
            subsequent_indent=f"{INDENT * line.depth}  ",
        )
    ]


def _levels(sheet: RuleSheet) -> Iterator[str]:
    for level, lines in sheet.levels:
        if lines:
            yield f"{level}, if {counted(lines).lower()} is true:"
            yield from (f"{INDENT}{line}" for line in outlined(lines))
        else:
            yield f"{level}, otherwise" if len(sheet.levels) > 1 else f"{level}, always"


def _remedy(remedy: Remedy) -> Iterator[str]:
    row = remedy.mitigation
    yield from _item(f"{row.id}  {row.title} ({row.kind}). {row.text}")
    if remedy.seen:
        seen = counted(remedy.seen).lower()
        yield f"{INDENT}Counts as done if {seen} is true, or if it is named under Other controls:"
        yield from (f"{INDENT * 2}{line}" for line in outlined(remedy.seen))
    else:
        yield f"{INDENT}Counts as done if it is named under Other controls."


def _examples(examples: Sequence[Example]) -> Iterator[str]:
    for number, example in enumerate(examples, 1):
        yield f"{number}. {example.note}".rstrip()
        yield from (f"{INDENT * 2}{line.strip()}" for line in example.system.splitlines())
        yield from (f"{INDENT}{line}" for sentence in told(example) for line in _wrapped(sentence))


def told(example: Example) -> Iterator[str]:
    """What an example says, in sentences."""
    if not example.fires:
        yield f"Silent at {example.at}."
        return
    how = ", ".join(part for part in (example.severity, example.confidence) if part)
    yield f"Fires at {example.at}{f': {how}' if how else ''}."
    for change, level in example.severity_if.items():
        yield f"{level} with: {change}"
    for change, confidence in example.confidence_if.items():
        yield f"{confidence.capitalize()} with: {change}"
    yield from (f"Silent with: {change}" for change in example.silent_if)


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="- ", subsequent_indent=INDENT)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)
