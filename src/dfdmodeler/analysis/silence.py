"""Why a rule fires at a subject or keeps silent: its condition part by part, and the least it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dfdmodeler.analysis.verdicts import Verdict, Verdicts
from dfdmodeler.rules.argument import Arguer, Part
from dfdmodeler.rules.leaf import Leaf


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition that is told as an indented list."""

    depth: int
    mark: str
    """Whether it is met: yes or no; empty for a heading; step for what leads on to the next line."""
    text: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a rule at a subject, and why."""

    verdict: Verdict
    whole: Part | None = None
    """The condition at the subject; None where it was not asked."""

    @property
    def reasons(self) -> tuple[Leaf, ...]:
        """The fewest facts that would all have to be otherwise for the rule to fire; none if it fires."""
        failing = self.whole.failing() if self.whole else ()
        return tuple(dict.fromkeys(part.leaf for part in failing if part.leaf))

    @property
    def told(self) -> tuple[Line, ...]:
        """Why the rule is silent, in as few sentences as do, each with what it is about."""
        if self.verdict.note:
            return (Line(0, "no", self.verdict.note, (self.verdict.subject,)),)
        failing = self.whole.failing() if self.whole else ()
        said: dict[str, tuple[str, ...]] = {}
        for part in failing:
            said.setdefault(_reason(part), part.leaf.ids if part.leaf else ())
        return tuple(Line(0, "no", text, ids) for text, ids in said.items())

    @property
    def short(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(line.text for line in self.told)


def _reason(part: Part) -> str:
    """A failing part, with the one attribute that it rests on if there is just one."""
    assert part.leaf
    below = [inner for group in part.parts for inner in group.failing()]
    inner = below[0].leaf if len(below) == 1 and part.form == "all" else None
    told = inner and inner.reads and part.leaf.value == "yes"
    return f"{part.leaf.words} ({inner.words})" if inner and told else part.leaf.words


def account(verdicts: Verdicts, rule: str, subject: str) -> Account:
    """Why a rule fires at a subject or keeps silent. Raises KeyError if there is no such rule."""
    verdict = verdicts.at(rule, subject)
    if verdict.kind not in ("fires", "silent"):
        return Account(verdict)
    analysis = verdicts.analysis
    arguer = Arguer(analysis.facts, analysis.library.definitions)
    row = next(row for row in analysis.library.compiled if row.rule.id == rule)
    parts = [arguer.argue(row.when, things[0] if things else None) for things in analysis.ways(rule, subject)]
    # Of two directions of a flow that fails both ways, the one that comes nearer tells more.
    return Account(verdict, min(parts, key=lambda part: (not part.met, part.weight())))


HEADINGS = {"all": "All of these:", "any": "One of these:"}


def lines(part: Part, depth: int = 0) -> Iterator[Line]:
    """A condition as an indented list: what is met in one line, what is not with all that it rests on."""
    mark = "yes" if part.met else "no"
    if part.leaf is not None:
        yield Line(depth, mark, part.leaf.words, part.leaf.ids)
        below = () if part.met else part.parts
    else:
        if depth or part.form == "any":
            yield Line(depth, mark, HEADINGS[part.form])
        else:
            depth -= 1
        below = part.parts
    for inner in below:
        yield from lines(inner, depth + 1)
