"""What is told of a rule at a subject, in sections of lines: the command line and the window lay them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.analysis.silence import Account, Line, lines
from dfdmodeler.analysis.steps import Step, steps
from dfdmodeler.analysis.threat import Threat, Witness
from dfdmodeler.analysis.triage_words import decision_words
from dfdmodeler.analysis.verdicts import KINDS, Verdicts
from dfdmodeler.rules.leaf import Leaf

WHY_NOT_ALL = "Why not (it would fire if all of this were otherwise)"
"""Of several facts, nobody should think that one is enough."""


@dataclass(frozen=True, slots=True)
class Section:
    """A title with points, the stations of a path, or a condition as an indented list."""

    form: Literal["points", "path", "condition"]
    title: str
    lines: tuple[Line, ...]


def headline(found: Account, threat: Threat | None, where: str) -> str:
    """What became of the rule, in a sentence; for one that fires, with what became of its threat."""
    if threat:
        return f"Fires at {where}: {threat.levels}, {threat.confidence}, {decision_words(threat).lower()}."
    return f"{KINDS[found.verdict.kind]} at {where}."


def sections(verdicts: Verdicts, found: Account) -> Iterator[Section]:
    """Why the rule fires, with the paths behind it; or why it does not, with its condition part by part."""
    if found.verdict.kind == "fires":
        yield from _why(verdicts, found.verdict.id)
    else:
        yield Section("points", WHY_NOT_ALL if len(found.told) > 1 else "Why not", found.told)
        if found.whole:
            yield Section("condition", "The condition", tuple(lines(found.whole)))


def concerned(found: Account, told: Iterable[Section]) -> frozenset[str]:
    """The ids to highlight for a rule at a subject: the subject, and what the reasons and paths are about."""
    ids = {found.verdict.subject}
    for section in told:
        if section.form != "condition":
            ids.update(*(line.ids for line in section.lines))
    return frozenset(ids)


def _why(verdicts: Verdicts, threat: str) -> Iterator[Section]:
    analysis = verdicts.analysis
    evidence = analysis.explain(threat)
    yield Section("points", "Why", _facts(evidence.leaves))
    if grounds := analysis.grounds(threat):
        yield Section("points", "Why that grave", _facts(grounds))
    for path in evidence.paths:
        yield Section("path", f"{path.term[:1].upper()}{path.term[1:]}", tuple(_stations(verdicts, path)))


def _facts(leaves: Iterable[Leaf]) -> tuple[Line, ...]:
    return tuple(Line(0, "yes", leaf.words, leaf.ids) for leaf in leaves)


def _stations(verdicts: Verdicts, path: Witness) -> Iterator[Line]:
    """The elements of a path, and between them what flows."""
    yield _station(verdicts, path.elements[0])
    for step in steps(verdicts.analysis.topology, path):
        yield Line(1, "step", _passage(verdicts, step), (step.flow,))
        yield _station(verdicts, step.target)


def _station(verdicts: Verdicts, element: str) -> Line:
    node = verdicts.analysis.topology.node(element)
    return Line(0, "", node.name if node else element, (element,))


def _passage(verdicts: Verdicts, step: Step) -> str:
    areas = [area.name for area in verdicts.analysis.topology.areas if area.id in step.crosses]
    carries = step.carries if step.label != step.carries else ""
    crosses = f"crosses {', '.join(areas)}" if areas else ""
    return ", ".join(part for part in (step.label or "flow", carries, crosses) if part)
