"""What analysis yields: findings of rules, their evidence, and threats as reviewers see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from dfdmodeler.analysis.overrides import Override
from dfdmodeler.model.records import Answer, Decision, Mitigation, Status
from dfdmodeler.model.triage_records import CLOSED
from dfdmodeler.rules.evidence import Basis
from dfdmodeler.rules.leaf import Leaf

Track = Literal["security", "reliability", "privacy", "validity"]
NOT_COUNTED: Track = "validity"
"""Remarks on the drawing are no threats."""
Confidence = Literal["confirmed", "assumed"]
Proposed = Literal["open", "partial", "mitigated"]
Standing = Literal["unchanged", "new", "again", "expired", "reopened"]
"""How a threat stands beside its decision: as it was; not looked at in the last review; decided on other
evidence; its decision has ended; it was gone or settled, and is open again.
"""

SEVERITIES: tuple[str, ...] = (
    "Critical",
    "Important",
    "Privacy",
    "Moderate",
    "Low",
    "Error",
    "Warning",
    "Info",
)
"""All levels, gravest first. Privacy is the fixed value of membership inference; it counts as Important."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A shortest path behind a path term: what it shows in words, its elements and its flows in order."""

    term: str
    elements: tuple[str, ...]
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a finding stands: the facts read and the paths found."""

    leaves: tuple[Leaf, ...] = ()
    paths: tuple[Witness, ...] = ()
    digest: str = ""
    basis: Basis | None = None
    """What the digest is of."""

    def digest_as(self, names: Mapping[str, str]) -> str:
        """The digest as if some records had other ids, as where it is compared with that of an original."""
        return self.basis.digest(names) if self.basis and names else self.digest

    @property
    def ids(self) -> frozenset[str]:
        """Everything the evidence touches, for highlighting."""
        parts = [i for leaf in self.leaves for i in leaf.ids]
        parts += [i for path in self.paths for i in (*path.elements, *path.flows)]
        return frozenset(parts)


class Finding(NamedTuple):
    """A rule that fires at a subject now."""

    rule: str
    subject: str
    severity: str
    confirmed: bool
    rated: str = ""
    """The severity that the rule gives, where another is in force; else empty."""

    @property
    def id(self) -> str:
        """Stable id: made of ids only, no names, no severity, no paths."""
        return f"{self.rule}@{self.subject}"


@dataclass(frozen=True, slots=True)
class MitigationState:
    """A mitigation of a threat and whether the model says it is done."""

    id: str
    """Of the mitigation in the library, or of the record of one that a person added."""
    title: str
    kind: Literal["proactive", "detective", "response", "stated"]
    done: bool
    sufficient: bool = False
    text: str = ""
    stated: Mitigation | None = None
    """What people keep about it."""


@dataclass(frozen=True, slots=True)
class Threat:
    """A finding, or a stated or imported threat, together with its decision."""

    id: str
    rule: str
    """Rule id; empty for a stated or imported threat."""
    subject: str
    """Id of the element, flow or boundary; ``diagram`` for the model as a whole."""
    subject_name: str
    title: str
    why: str
    track: Track
    family: str
    stride: tuple[str, ...]
    severity: str
    confidence: Confidence
    status: Status
    """What was decided; open where nothing was."""
    proposed: Proposed
    """What the mitigations done suggest: open, or partial, or mitigated when they suffice."""
    progress: Literal["none", "partial", "sufficient"]
    """How much of its mitigations is done."""
    decision: Decision | None = None
    origin: str = ""
    """Where a stated or imported threat comes from."""
    parallel: str = ""
    bug_bar: str = ""
    mitigations: tuple[MitigationState, ...] = ()
    questions: tuple[str, ...] = ()
    refs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rated: str = ""
    """The severity that its rule gives, where another is in force; else empty."""
    override: Override | None = None
    """Why another is in force, if one is."""
    evidence_changed: bool = False
    """Whether the evidence differs from that of the decision: review again."""
    expired: bool = False
    """Whether the decision has ended, such as an acceptance whose last day is over: it is open again."""
    standing: Standing = "unchanged"
    doubts: tuple[str, ...] = ()
    """What is said of assumptions that it hangs on and that cannot be relied on any more."""
    former: tuple[str, ...] = ()
    """Ids made of former names of its rule, under which something is still kept; see `adopting`."""

    @property
    def levels(self) -> str:
        """The severity in words, with the one that its rule gives if that is another."""
        own = f" instead of {self.rated}" if self.rated not in ("", self.severity) else ""
        return f"{self.severity}{own}"

    @property
    def in_force(self) -> Status:
        """The decision that counts: what was settled and has to be looked at again is open."""
        return "open" if self.status in CLOSED and not self.decided else self.status

    @property
    def imported(self) -> bool:
        """Whether it came with a file of another tool."""
        return not self.rule and bool(self.origin)

    @property
    def decided(self) -> bool:
        """Whether a reviewer closed it in one way or another, and that still stands as it was decided."""
        return self.status in CLOSED and not self.expired and not self.evidence_changed


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A review question at an element or flow, with its answer if there is one."""

    question: str
    """Id of the question."""
    subject: str
    text: str
    section: str
    sets: tuple[str, ...]
    """Attributes that an answer sets."""
    rules: tuple[str, ...]
    answer: Answer | None = None
