"""`explain`: why a threat stands, or why a rule is silent at a subject; and what became of all rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.table import Table
from rich.text import Text

from dfdmodeler.analysis.engine import analyze as run_analysis
from dfdmodeler.analysis.explained import explained_as_json, tallies_as_json
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.sections import Section, headline, sections
from dfdmodeler.analysis.silence import Account, account
from dfdmodeler.analysis.verdicts import KINDS, Kind, Tally, Verdicts, families
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.cli.inputs import Input, Packs, day_of, open_input, tell_of_file
from dfdmodeler.cli.outputs import deliver, refuse, tables, visible
from dfdmodeler.model.problem import Problem

MARKS = {"yes": "✓", "no": "✗", "": "•", "step": "↓"}


class ExplainFormat(StrEnum):
    """How the result is written."""

    text = "text"
    json = "json"


def explain(
    file: Annotated[Path, typer.Argument(help="The model.")],
    threat: Annotated[
        str,
        typer.Argument(
            metavar="[RULE@SUBJECT]",
            help="A rule and the id or name of an element, flow or boundary, as in LLM-01@chatbot;"
            " with --coverage a rule alone.",
        ),
    ] = "",
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="What became of the rules: fired, silent, or not applicable."),
    ] = False,
    format: Annotated[
        ExplainFormat, typer.Option("--format", help="Text for people, or JSON for programs.")
    ] = ExplainFormat.text,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    packs: Packs = None,
) -> None:
    """Explain why a threat stands, or why a rule does not fire."""
    if not threat and not coverage:
        raise typer.BadParameter("name a threat, as in LLM-01@chatbot, or ask for --coverage")
    given = open_input(file, packs, drawn=False)
    tell_of_file(given.problems, file)
    verdicts = Verdicts(run_analysis(given.library, given.model), given.model)
    as_json = format is ExplainFormat.json
    if not coverage:
        rule, subject = _threat(given, verdicts, threat, file)
        deliver(output, _explained(given, verdicts, account(verdicts, rule, subject), as_json), file)
    elif threat:
        deliver(output, _cases(verdicts, _rule(given, threat.partition("@")[0], file), as_json), file)
    else:
        deliver(output, _tallies(verdicts, output, as_json), file)


def _threat(given: Input, verdicts: Verdicts, threat: str, file: Path) -> tuple[str, str]:
    """The rule and the subject that somebody named."""
    rule, separator, subject = threat.partition("@")
    if not separator or not subject:
        _refuse(file, f"'{threat}' names no rule and subject.", "Write it as in LLM-01@chatbot.")
    rule = _rule(given, rule, file)
    known = verdicts.subjects
    if subject in known:
        return rule, subject
    named = [id_ for id_, name in known.items() if name.casefold() == subject.casefold()]
    if not named:
        hint = suggestion(subject, [*known, *known.values()])
        _refuse(file, f"There is no element, flow or boundary '{subject}'.", hint)
    if len(named) > 1:
        _refuse(file, f"The name '{subject}' is used {len(named)} times.", f"Say which: {', '.join(named)}.")
    return rule, named[0]


def _rule(given: Input, name: str, file: Path) -> str:
    rules = {id_.casefold(): id_ for id_ in given.library.rules}
    rule = given.library.current_id(rules.get(name.casefold(), name))
    if rule not in given.library.rules:
        _refuse(file, f"There is no rule '{name}'.", suggestion(name, given.library.rules))
    return rule


def _refuse(file: Path, what: str, hint: str) -> NoReturn:
    refuse([Problem(str(file), what, hint)])


def _explained(given: Input, verdicts: Verdicts, found: Account, as_json: bool) -> str:
    threats = register(given.library, verdicts.analysis, given.model, today=day_of(None))
    threat = threats.find(found.verdict.id)
    if as_json:
        return _json(explained_as_json(verdicts, found, threat))
    rule = given.library.rules[found.verdict.rule]
    name = verdicts.subjects.get(found.verdict.subject, found.verdict.subject)
    head = [f"{found.verdict.id}: {rule.title}", headline(found, threat, name)]
    body = (line for section in sections(verdicts, found) for line in _laid_out(section))
    return "".join(f"{visible(line)}\n" for line in (*head, *body))


def _laid_out(section: Section) -> Iterator[str]:
    yield from ("", section.title)
    for line in section.lines:
        if section.form == "points":
            yield f"  - {line.text}"
        elif section.form == "path":
            yield f"    {MARKS['step']} {line.text}" if line.mark else f"    {line.text}"
        else:
            yield f"  {'  ' * line.depth}{MARKS[line.mark]} {line.text}"


def _tallies(verdicts: Verdicts, output: Path | None, as_json: bool) -> str:
    rows = verdicts.tallies()
    by_family = families(rows)
    if as_json:
        return _json(tallies_as_json(by_family, rows))
    kinds = [kind for kind in KINDS if any(row.by_kind.get(kind) for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Rule", "Title", "Examined", *(KINDS[kind] for kind in kinds)):
        table.add_column(
            heading, overflow="fold", justify="left" if heading in ("Rule", "Title") else "right"
        )
    for family, summed in by_family.items():
        table.add_row("", Text(family, style="bold"), *_numbers(summed, kinds))
        for row in rows:
            if row.rules[0] in summed.rules:
                table.add_row(row.rules[0].id, row.rules[0].title, *_numbers(row, kinds))
    return tables(output, [table])


def _numbers(tally: Tally, kinds: Sequence[Kind]) -> list[str]:
    counts = (tally.examined, *(tally.by_kind.get(kind, 0) for kind in kinds))
    return [str(count) if count else "–" for count in counts]


def _cases(verdicts: Verdicts, rule: str, as_json: bool) -> str:
    """A rule at all that it is about, each with its verdict and the short reason."""
    found = [account(verdicts, rule, case.subject) for case in verdicts.of_rule(rule)]
    if as_json:
        return _json({"cases": [explained_as_json(verdicts, case, None) for case in found]})
    names = verdicts.subjects
    text = [f"{rule}: {verdicts.analysis.library.rules[rule].title}"]
    for case in found:
        if case.whole:
            verdict = case.verdict
            text += ["", f"{KINDS[verdict.kind]} at {names[verdict.subject]} ({verdict.subject})"]
            text += [f"  - {reason}" for reason in case.short]
    unasked = [case.verdict for case in found if not case.whole]
    for kind in KINDS:
        of_kind = [names[verdict.subject] for verdict in unasked if verdict.kind == kind]
        text += ["", f"{KINDS[kind]}: {', '.join(of_kind)}"] if of_kind else []
    return "".join(f"{visible(line)}\n" for line in text)


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
