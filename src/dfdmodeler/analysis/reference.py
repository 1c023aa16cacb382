"""All that there is to say about a rule, put together once for every form in which it is shown."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.library import Library
from dfdmodeler.rules.conditions import Line, Reader
from dfdmodeler.rules.examples import Example
from dfdmodeler.rules.rule import Mitigation, Question, Rule
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.taxonomies import Incident, Reference

ASKED_OF: Mapping[str, str] = {
    "node": "every element",
    "flow": "every data flow, in each of its directions",
    "boundary": "every trust boundary",
    "badflow": "every flow with a missing end or no direction",
    "diagram": "the model as a whole",
}
"""What a rule of each scope looks at, one after the other."""
MOST_INCIDENTS = 3
STRIDE: Mapping[str, str] = {
    "S": "spoofing",
    "T": "tampering",
    "R": "repudiation",
    "I": "information disclosure",
    "D": "denial of service",
    "E": "elevation of privilege",
}
GOALS: Mapping[str, str] = {"C": "confidentiality", "I": "integrity", "A": "availability"}


def counted(lines: Sequence[Line]) -> str:
    """How a list of conditions is introduced: by "all of this" if there are several side by side."""
    return "This" if sum(not line.depth for line in lines) == 1 else "All of this"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A mitigation of a rule, and how a model shows that it is done."""

    mitigation: Mitigation
    seen: tuple[Line, ...]
    """What must be true in the model; empty if only a person can say that it is done."""


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """A rule in words, with everything that it names."""

    rule: Rule
    pack: str
    when: tuple[Line, ...]
    """What must be true; empty if nothing is asked but what the rule looks at."""
    levels: tuple[tuple[str, tuple[Line, ...]], ...]
    """Each severity and what must be true for it, the first that fits counts; the last needs nothing."""
    remedies: tuple[Remedy, ...]
    questions: tuple[Question, ...]
    references: tuple[Reference, ...]
    incidents: tuple[Incident, ...]
    """Documented cases, the most fitting ones."""
    examples: tuple[Example, ...]

    @property
    def asked(self) -> str:
        """What the rule looks at, and what comes then: its conditions, or that there are none."""
        then = f"{counted(self.when)} must be true:" if self.when else "It fires at each of them."
        return f"Looked for at {ASKED_OF[self.rule.scope]}. {then}"

    @property
    def why(self) -> str:
        """The reason, told of any subject."""
        text = self.rule.why.replace("{subject}", "the subject")
        return f"{text[:1].upper()}{text[1:]}".replace(". the subject", ". The subject")

    @property
    def violates(self) -> str:
        """What is at stake, in words: the STRIDE classes and the security goals."""
        return "; ".join(
            ", ".join(words[letter] for letter in letters)
            for letters, words in ((self.rule.stride, STRIDE), (self.rule.cia, GOALS))
            if letters
        )


def rule_sheets(library: Library, examples: Iterable[Example], ids: Iterable[str]) -> tuple[RuleSheet, ...]:
    """The sheets of some rules that are in force, in the order given."""
    reader = Reader(library.catalog, library.kinds)
    shown: dict[str, list[Example]] = {}
    for example in examples:
        shown.setdefault(example.rule, []).append(example)
    compiled = {row.rule.id: row for row in library.compiled}
    return tuple(
        RuleSheet(
            rule=compiled[id_].rule,
            pack=library.pack_of[id_],
            when=() if _is_constant(compiled[id_].when) else reader.read(compiled[id_].when),
            levels=reader.levels(compiled[id_].level),
            remedies=_remedies(library, reader, compiled[id_].rule),
            questions=tuple(
                library.questions[name] for name in compiled[id_].rule.questions if name in library.questions
            ),
            references=library.taxonomies.references_of(compiled[id_].rule),
            incidents=library.taxonomies.incidents_of(compiled[id_].rule)[:MOST_INCIDENTS],
            examples=tuple(shown.get(id_, ())),
        )
        for id_ in ids
    )


def _remedies(library: Library, reader: Reader, rule: Rule) -> tuple[Remedy, ...]:
    def shows(mitigation: str) -> bool:
        return not _is_constant(library.markers[mitigation].expression)

    return tuple(
        Remedy(library.mitigations[id_], reader.read(library.markers[id_].expression) if shows(id_) else ())
        for id_ in rule.mitigations
        if id_ in library.mitigations
    )


def _is_constant(expression: Expression) -> bool:
    return isinstance(expression.tree, ast.Constant)
