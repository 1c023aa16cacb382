"""The records of triage and review: threats that people state, decisions, what is done about them, reviews.

Dates are ISO dates given by the caller. What belongs to a threat names it by the threat's id:
``rule@subject``, or a stated threat's id and ``@``. Such records outlive the threat, so that nothing that was
decided is lost.
"""

from __future__ import annotations

from typing import Literal

from dfdmodeler.model.record import Record
from dfdmodeler.model.values import EMPTY, FrozenMap

DIAGRAM_SUBJECT = "diagram"
"""The subject id of findings about the model as a whole."""

Status = Literal[
    "open",
    "needs_investigation",
    "mitigated",
    "accepted",
    "transferred",
    "avoided",
    "not_applicable",
    "false_positive",
]
NEEDS_REASON: tuple[Status, ...] = (
    "accepted",
    "transferred",
    "avoided",
    "not_applicable",
    "false_positive",
)
"""What closes a threat without doing anything against it, and therefore needs a reason."""
CLOSED: tuple[Status, ...] = ("mitigated", *NEEDS_REASON)
"""What settles a threat."""
DISMISSED: tuple[Status, ...] = ("not_applicable", "false_positive")
"""What says that there is no threat."""
MitigationStatus = Literal["proposed", "planned", "implemented", "verified"]
DONE: tuple[MitigationStatus, ...] = ("implemented", "verified")
"""Of a mitigation: it is there."""
AssumptionStatus = Literal["holds", "unsure", "wrong"]
ActionStatus = Literal["open", "done"]
RatingMethod = Literal["", "likelihood_impact", "cvss4", "owasp"]
"""How threats of a model are rated beside their severity; empty: not at all."""


class Threat(Record):
    """A threat that a person stated or another tool recorded; what rules find is computed, not saved."""

    kind: Literal["threat"] = "threat"
    subject: str = DIAGRAM_SUBJECT
    title: str = ""
    description: str = ""
    category: str = ""
    severity: str = "Moderate"
    origin: str = ""
    """Which tool or file recorded it; empty for a threat stated here."""
    origin_id: str = ""
    origin_state: str = ""
    mitigation: str = ""
    properties: FrozenMap = EMPTY
    related: tuple[str, ...] = ()
    """Ids of other elements it concerns, such as the ends of its flow."""


class Decision(Record):
    """What a reviewer decided about a threat, and what people keep about it. Its id is the threat's id."""

    kind: Literal["decision"] = "decision"
    threat: str
    status: Status = "open"
    reason: str = ""
    author: str = ""
    """Who decided; of the other fields the entries tell."""
    date: str = ""
    evidence: str = ""
    """Digest of the evidence that it was taken on."""
    carried_from: str = ""
    """The id of the threat that it was taken about, where it was carried over from another one."""
    title: str = ""
    """The threat's title when decided, so that a decision whose threat is gone can still be read."""
    expires: str = ""
    """The last day on which it holds, such as of an accepted risk; empty: it does not end."""
    severity: str = ""
    """The level in force for this threat alone, whatever its rule says; empty: none."""
    severity_reason: str = ""
    likelihood: str = ""
    impact: str = ""
    cvss: str = ""
    """CVSS 4.0 vector."""
    owasp: str = ""
    """Vector of the OWASP risk rating: the factors and their values from 0 to 9, such as ``SL:5/M:4``."""
    owner: str = ""
    due: str = ""
    ticket: str = ""
    """Address or number in an issue tracker."""
    tags: tuple[str, ...] = ()
    notes: str = ""


class Entry(Record):
    """A line in the history of a threat: who changed what and when, or what someone said about it.

    Entries are added and never changed. Their ids come from the threat, their place and their content, so
    that two people make two entries, and one entry that reaches a file on two ways stays one.
    """

    kind: Literal["entry"] = "entry"
    threat: str
    number: int = 1
    """Its place among the entries of the threat, for those of one day."""
    author: str = ""
    date: str = ""
    field: str = ""
    """What changed: a field of the decision, or `mitigation`; `carried` where what was kept about another
    threat, named in `before`, came to count for this one; empty for a comment.
    """
    before: str = ""
    after: str = ""
    text: str = ""
    """The comment, or the reason of a decision."""


class Mitigation(Record):
    """Something that is to be done against a threat.

    The id of one from the library is ``measure@threat``.
    """

    kind: Literal["mitigation"] = "mitigation"
    threat: str
    title: str = ""
    measure: str = ""
    """Id of the mitigation in the library; empty for one of one's own."""
    status: MitigationStatus = "proposed"
    owner: str = ""
    due: str = ""
    ticket: str = ""
    notes: str = ""


class Assumption(Record):
    """What the model takes for granted, and what hangs on it."""

    kind: Literal["assumption"] = "assumption"
    text: str = ""
    subjects: tuple[str, ...] = ()
    """Ids of elements, flows, boundaries and threats that hang on it."""
    owner: str = ""
    valid_until: str = ""
    """The last day on which it may be relied on without another look; empty: always."""
    status: AssumptionStatus = "holds"
    notes: str = ""


class ActionItem(Record):
    """Something that someone is to do."""

    kind: Literal["action"] = "action"
    text: str = ""
    subjects: tuple[str, ...] = ()
    """Ids of elements, flows, boundaries and threats that it is about."""
    owner: str = ""
    due: str = ""
    ticket: str = ""
    status: ActionStatus = "open"
    notes: str = ""


class Review(Record):
    """A review that a named person finished: of which state, and whether it was approved."""

    kind: Literal["review"] = "review"
    reviewer: str = ""
    date: str = ""
    approves: bool = False
    model: str = ""
    """Digest of what the model meant: elements, flows, boundaries and what is said of them."""
    decisions: str = ""
    """Digest of the decisions."""
    packs: str = ""
    """Digest of the rule packs in force."""
    prints: FrozenMap = EMPTY
    """Short prints of what was there, by kind, so that it can be told later what differs."""
    open: tuple[str, ...] = ()
    """Ids of the threats that were open."""
    remark: str = ""


class View(Record):
    """A way to look at the register, kept under a name."""

    kind: Literal["view"] = "view"
    name: str = ""
    filter: FrozenMap = EMPTY
    sort: tuple[str, ...] = ()
    """Columns by which it is sorted, the most important first; a hyphen before one turns it round."""
    group: str = ""
    columns: tuple[str, ...] = ()
    """Columns shown, in order; empty: the usual ones."""
