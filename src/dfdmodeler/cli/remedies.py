"""`remedies`: what would remove threats, and the few controls that would help most."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.measures import Measure
from dfdmodeler.analysis.outcomes import NOT_COUNTED, Outcome, Outlook
from dfdmodeler.analysis.plan import MANY, Plan, open_threats, planning
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.remedies import Proposal, Remedies, remedying
from dfdmodeler.analysis.remedy_words import (
    NO_PLAN,
    NOTHING_OPEN,
    PLAN_NOTE,
    changes,
    counts_words,
    proposal_words,
    step_words,
    verdict,
)
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.threat import Finding, Threat
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.cli.inputs import Input, Packs, day_of, open_input, tell_of_file
from dfdmodeler.cli.outputs import deliver, refuse, visible, warn
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Element, Flow


class TextFormat(StrEnum):
    """How the result is written."""

    text = "text"
    json = "json"


@dataclass
class _Answer:
    """What is told: proposals for each threat, and a plan against all of them."""

    given: Input
    plan: Plan
    found: list[tuple[Threat, Remedies, tuple[Outcome | None, ...]]] = field(default_factory=list)
    """What each proposal does to all threats; None where there are too many to tell."""


def remedies(
    file: Annotated[Path, typer.Argument(help="The model.")],
    about: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[THREAT|ELEMENT]...",
            help="Ids of threats, elements or flows, or names of elements; all open threats if not given.",
        ),
    ] = None,
    format: Annotated[
        TextFormat, typer.Option("--format", help="Text for people, or JSON for programs.")
    ] = TextFormat.text,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")] = None,
    packs: Packs = None,
) -> None:
    """Tell what would remove threats, and which few controls would help most."""
    given = open_input(file, packs, drawn=False)
    analysis = analyze(given.library, given.model)
    rows = register(given.library, analysis, given.model, today=day_of(None)).threats
    chosen = _chosen(given, rows, about or [], file)
    if len(chosen) > MANY:
        warn(f"{len(chosen)} threats take a while; name threats or elements to look at fewer.")
    trials = Trials(given.library, given.model)
    answer = _Answer(given, completed(planning(trials, chosen)))
    _find(answer, trials, chosen)
    if format is TextFormat.json:
        deliver(output, json.dumps(_as_json(answer), indent=2, ensure_ascii=False) + "\n", file)
    else:
        tell_of_file(given.problems, file)
        deliver(output, "".join(f"{visible(line)}\n" for line in _lines(answer)), file)


def _chosen(given: Input, rows: Sequence[Threat], about: Sequence[str], file: Path) -> list[Threat]:
    """The threats that are meant; an argument that means nothing ends the command."""
    if not about:
        return open_threats(rows)
    found: dict[str, Threat] = {}
    for word in about:
        things = _things(given, word)
        meant = [row for row in rows if row.id == word or row.subject in things]
        if not meant and not things:
            hint = f"`dfdmodeler analyze {file}` lists the ids of threats."
            refuse([Problem(str(file), f"There is no threat, element or flow '{word}'.", hint)])
        found |= {row.id: row for row in meant if row.rule and row.track != NOT_COUNTED}
    return [row for row in rows if row.id in found]


def _things(given: Input, word: str) -> set[str]:
    """The ids of elements and flows that a word means: an id, or a name."""
    things: list[Element | Flow] = [*given.model.of(Element), *given.model.of(Flow)]
    return {thing.id for thing in things if thing.id == word} or {
        thing.id for thing in things if thing.name == word
    }


def _find(answer: _Answer, trials: Trials, threats: Sequence[Threat]) -> None:
    outlook = Outlook(trials.library, trials.model)
    for row in threats:
        finding = Finding(row.rule, row.subject, row.severity, row.confidence == "confirmed")
        found = completed(remedying(trials, finding))
        outcomes = tuple(
            completed(outlook.outcome(proposal.measures)) if len(threats) <= MANY else None
            for proposal in found.proposals
        )
        answer.found.append((row, found, outcomes))


def _lines(answer: _Answer) -> Iterator[str]:
    given, plan = answer.given, answer.plan
    if len(answer.found) != 1:
        yield "Best next controls"
        yield f"Found by rules and open: {counts_words(plan.before)}."
        for number, step in enumerate(plan.steps, 1):
            yield from _numbered(number, changes(step.measures, given.model, given.library))
            yield f"   {step_words(step)}"
        yield PLAN_NOTE if plan.steps else NO_PLAN if plan.before else NOTHING_OPEN
    for row, found, outcomes in answer.found:
        if len(answer.found) != 1:
            yield ""
        yield f"{row.severity}: {row.title} ({row.id})"
        yield verdict(found)
        for number, (proposal, outcome) in enumerate(zip(found.proposals, outcomes, strict=True), 1):
            yield from _numbered(number, changes(proposal.measures, given.model, given.library))
            if said := proposal_words(proposal, outcome):
                yield f"   {said}"


def _numbered(number: int, instructions: Sequence[str]) -> Iterator[str]:
    first, *rest = instructions
    yield f"{number}. {first}"
    yield from (f"   and: {other}" for other in rest)


def _as_json(answer: _Answer) -> dict[str, Any]:
    """Everything is in a fixed order, the same model gives the same bytes."""
    plan = answer.plan
    return {
        "plan": {
            "before": dict(plan.before),
            "steps": [
                {"changes": _changes(step.measures), **_outcome(step.outcome), "after": dict(step.after)}
                for step in plan.steps
            ],
            "remaining": list(plan.remaining),
        },
        "threats": [
            {
                "id": row.id,
                "severity": row.severity,
                "complete": found.complete,
                "proposals": [_proposal(*pair) for pair in zip(found.proposals, outcomes, strict=True)],
            }
            for row, found, outcomes in answer.found
        ],
    }


def _proposal(proposal: Proposal, outcome: Outcome | None) -> dict[str, Any]:
    done = _outcome(outcome) if outcome else {}
    return {"way": proposal.way, "changes": _changes(proposal.measures), **done}


def _changes(measures: Sequence[Measure]) -> list[dict[str, Any]]:
    return [
        {
            "subject": one.subject,
            "attribute": one.attribute,
            "value": one.value if isinstance(one.value, str) else list(one.value),
        }
        for one in measures
    ]


def _outcome(outcome: Outcome) -> dict[str, list[str]]:
    return {
        "removes": list(outcome.removed),
        "mitigates": list(outcome.mitigated),
        "adds": list(outcome.added),
    }
