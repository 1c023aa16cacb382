"""What differs between the threats of two versions of a model: which come, go and change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import EMPTY_REGISTER, Register, registering
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.differences import Differences, Part
from dfdmodeler.model.model import Model

LARGE = 500_000
"""From so many findings times records on, evidence is compared where somebody decided on it alone: to explain
everything twice would take longer than anybody waits."""
EXISTENCE = "exists"
EVIDENCE = "evidence"
SAID: Mapping[str, Callable[[Threat], str]] = {
    "severity": lambda row: row.severity,
    "confidence": lambda row: row.confidence,
    "status": lambda row: row.status,
    "proposed": lambda row: row.proposed,
}
"""What may change about a threat that stays, besides its evidence, with how it is said."""
SLICE = 500
"""Rows between two pauses."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Parts of what differs that together, and not without one another, did something to a threat."""

    of: str
    """What they did: `exists`, or the name of what changed about the threat."""
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of one threat."""

    id: str
    before: Threat | None
    after: Threat | None
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What it was and is, of one that stays; of evidence, its digests."""
    reasons: tuple[Reason, ...] = ()
    """Of several with the same `of`, each would have done alone. None if nobody looked or none was found."""

    @property
    def row(self) -> Threat:
        """The threat as it is, or was."""
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def aspects(self) -> tuple[str, ...]:
        """What there are reasons of."""
        return tuple(self.fields) or (EXISTENCE,)


@dataclass(frozen=True, slots=True)
class Delta:
    """What differs between the threats of two models, each list in the order in which threats are shown."""

    appeared: tuple[Turn, ...] = ()
    gone: tuple[Turn, ...] = ()
    changed: tuple[Turn, ...] = ()
    all_evidence: bool = True
    """Whether the evidence of all threats was compared, or of decided ones alone."""
    traced: bool = False
    """Whether the reasons were looked for to the end."""

    def __bool__(self) -> bool:
        return bool(self.appeared or self.gone or self.changed)

    @property
    def turns(self) -> tuple[Turn, ...]:
        return (*self.appeared, *self.gone, *self.changed)


Digests = Mapping[str, str]


def comparing(library: Library, found: Differences, analysis: Analysis, today: str = "") -> Slices[Delta]:
    """Compares the threats of two models, in slices. The analysis is of the model after, then.

    `today` is for decisions that end, as for a register.
    """
    wholly = True
    registers: list[Register] = []
    digests: list[Digests] = []
    for model in (found.before, found.after):
        yield from analysis.run(model, pausing=False)
        wholly = wholly and len(analysis.findings) * len(model) <= LARGE
        before = registers[-1] if registers else EMPTY_REGISTER
        registers.append((yield from registering(library, analysis, model, before, today)))
        digests.append((yield from _digests(analysis, registers[-1], model, wholly)))
    was, now = ({row.id: row for row in register.threats} for register in registers)
    changed = []
    for done, (id_, row) in enumerate(now.items(), 1):
        if id_ in was and (fields := dict(_fields(was[id_], row, *digests))):
            changed.append(Turn(id_, was[id_], row, fields))
        if done % SLICE == 0:
            yield
    return Delta(
        tuple(Turn(id_, None, row) for id_, row in now.items() if id_ not in was),
        tuple(Turn(id_, row, None) for id_, row in was.items() if id_ not in now),
        tuple(changed),
        all_evidence=wholly,
    )


def _digests(analysis: Analysis, register: Register, model: Model, wholly: bool) -> Slices[Digests]:
    """The evidence of the threats that rules found: of all, or of those that somebody decided about."""
    digests: dict[str, str] = {}
    for row in register.threats:
        if row.rule and (wholly or row.decision is not None):
            digests[row.id] = analysis.explain(row.id).digest
            yield
    return digests


def _fields(
    was: Threat, row: Threat, before: Digests, after: Digests
) -> Iterator[tuple[str, tuple[str, str]]]:
    if row is not was:
        for name, value in SAID.items():
            if value(was) != value(row):
                yield name, (value(was), value(row))
    if row.id in before and row.id in after and before[row.id] != after[row.id]:
        yield EVIDENCE, (before[row.id], after[row.id])
