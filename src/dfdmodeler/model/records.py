"""The record types of a document.

Meaning (`Element`, `Flow`, `Boundary`, `Threat`, `Decision`, `Answer`, `Override`, `Suggestion`, `About`) and
picture (`Diagram`, `Placement`, `Route`, `Note`) are different records. Records are frozen; `evolve` makes a
changed copy. Fields that a newer version of the program wrote are kept (``extra="allow"``), and so are
whole records of unknown kind, as `Opaque`. All coordinates are in diagram units (1 unit = 1 pixel at 100 %),
y grows downwards.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from dfdmodeler.model.values import EMPTY, FrozenMap

ABOUT_ID = "about"
DIAGRAM_SUBJECT = "diagram"
"""The subject id of findings about the model as a whole."""

Status = Literal["open", "needs_investigation", "mitigated", "accepted", "not_applicable"]
AnswerStatus = Literal["answered", "open", "not_applicable"]
FARTHEST = 1e7
"""The largest coordinate, either way; whoever moves things stops there."""
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-FARTHEST, le=FARTHEST)]
Extent = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e6)]
Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)]
Point = tuple[Finite, Finite]
FlowStyle = Literal["", "straight", "orthogonal", "curved"]
"""How flows run; empty where nobody said."""


class Record(BaseModel):
    """What all records share: an id that is unique in the document and never changes."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    id: Annotated[str, Field(min_length=1)]


class Element(Record):
    """A node of the data-flow diagram: external entity, process or data store, of a type in the catalog."""

    kind: Literal["element"] = "element"
    type: str
    name: str = ""
    parent: str | None = None
    """Id of the innermost trust boundary that holds it."""
    description: str = ""
    notes: str = ""
    properties: FrozenMap = EMPTY
    source_type: str = ""
    """What the file it was imported from called its type."""


class Flow(Record):
    """Data that moves from one element to another. A missing end is None or names no element."""

    kind: Literal["flow"] = "flow"
    name: str = ""
    source: str | None = None
    target: str | None = None
    directed: bool = True
    description: str = ""
    notes: str = ""
    properties: FrozenMap = EMPTY
    source_type: str = ""


class Boundary(Record):
    """A trust boundary: a box that holds elements, or an open line that flows cross."""

    kind: Literal["boundary"] = "boundary"
    name: str = ""
    type: str = ""
    """Boundary kind of the catalog, or empty: a boundary without kind matches no kind."""
    shape: Literal["box", "line"] = "box"
    inside: Literal["", "left", "right"] = ""
    """For a line: its inner side, seen by one who walks it from its first point; empty if nobody said."""
    parent: str | None = None
    description: str = ""
    notes: str = ""
    source_type: str = ""


class Diagram(Record):
    """One drawing of the model. Its elements are those that have a placement on it."""

    kind: Literal["diagram"] = "diagram"
    name: str = ""
    order: int = 0
    owner: str | None = None
    """Id of the element whose inside it shows: what that element opens."""
    style: FlowStyle = ""
    """How its flows run, unless their routes say otherwise; empty is orthogonal."""


class Placement(Record):
    """Where an element or boundary is drawn on a diagram. Its id is ``diagram/subject``."""

    kind: Literal["placement"] = "placement"
    diagram: str
    subject: str
    x: Finite = 0.0
    y: Finite = 0.0
    width: Extent = 0.0
    height: Extent = 0.0
    z: int = 0
    points: tuple[Point, ...] = ()
    """For a line boundary: the points that its curve goes through, start to end."""
    locked: bool = False
    """Whether it stays where it is and as large as it is, and is not deleted, until it is unlocked."""


class Route(Record):
    """How the user wants a flow to run on a diagram. Its id is ``diagram/subject``.

    Without bends the router decides.
    """

    kind: Literal["route"] = "route"
    diagram: str
    subject: str
    bends: tuple[Point, ...] = ()
    source_point: Point | None = None
    """Where a flow without a source begins."""
    target_point: Point | None = None
    style: FlowStyle = ""
    """How it runs; empty is as the diagram says."""
    label: Point | None = None
    """Where a person put its label: how far along the flow, in hundredths of its length from its source, and
    how far beside it, in units from the line to the label, positive to the right of its way; 0 is on the
    line.
    """


class Note(Record):
    """Free text on a diagram."""

    kind: Literal["note"] = "note"
    diagram: str
    text: str = ""
    shows: Literal["", "legend"] = ""
    """What it shows below its text, which then is a title: its diagram's legend, as large as it needs."""
    x: Finite = 0.0
    y: Finite = 0.0
    width: Extent = 160.0
    height: Extent = 60.0
    z: int = 0
    locked: bool = False
    """As for a placement."""


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
    """What a reviewer decided about a threat.

    Its id is the threat's id: ``rule@subject``, or a stated threat's id and ``@``.
    """

    kind: Literal["decision"] = "decision"
    threat: str
    status: Status = "open"
    reason: str = ""
    author: str = ""
    date: str = ""
    """ISO date given by the caller."""
    evidence: str = ""
    """Digest of the evidence that it was taken on."""
    title: str = ""
    """The threat's title when decided, so that a decision whose threat is gone can still be read."""


class Answer(Record):
    """The answer to a review question at an element or flow. Its id is ``question@subject``."""

    kind: Literal["answer"] = "answer"
    question: str
    subject: str
    text: str = ""
    status: AnswerStatus = "answered"
    author: str = ""
    date: str = ""


class Override(Record):
    """What holds for a rule in this model: another severity, or that it is off. Its id is ``@rule``."""

    kind: Literal["override"] = "override"
    rule: str
    severity: str = ""
    """The level in force, whatever the rule says."""
    off: bool = False
    reason: str = ""
    author: str = ""
    date: str = ""


class Suggestion(Record):
    """A value the program chose, not yet confirmed. Its id is ``subject/field``; confirming removes it."""

    kind: Literal["suggestion"] = "suggestion"
    subject: str
    field: str
    """``type``, or the name of a property such as ``carries``, ``bidirectional``, ``carries_back``."""
    previous: str | tuple[str, ...] = ""
    """The value before, restored when the suggestion is rejected; empty for none."""
    value: str | tuple[str, ...] = ""
    score: Share = 0.0
    """How sure the program was; 0 where nobody counted."""
    reason: str = ""


class About(Record):
    """What the document says of itself; at most one, with the id ``about``."""

    kind: Literal["about"] = "about"
    id: str = ABOUT_ID
    title: str = ""
    description: str = ""
    owner: str = ""
    contributors: str = ""
    reviewer: str = ""
    assumptions: str = ""
    external_dependencies: str = ""
    report_unknowns: bool = False
    """Whether unanswered key attributes are reported as findings."""
    packs: FrozenMap = EMPTY
    """Rule packs in use and their versions at the last save."""
    packs_off: tuple[str, ...] = ()
    """Rule packs that are not used for this model, although they may be there."""


class Opaque(Record):
    """A record of a kind that this version does not know, kept as it was."""

    kind: str


def _tag(value: Any) -> str:
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if isinstance(kind, str) and kind in RECORD_TYPES else "opaque"


RECORD_TYPES: dict[str, type[Record]] = {
    "about": About,
    "element": Element,
    "flow": Flow,
    "boundary": Boundary,
    "threat": Threat,
    "decision": Decision,
    "answer": Answer,
    "override": Override,
    "suggestion": Suggestion,
    "diagram": Diagram,
    "placement": Placement,
    "route": Route,
    "note": Note,
}
"""Record types by kind, in the order of files: meaning before picture."""

AnyRecord = Annotated[
    Annotated[About, Tag("about")]
    | Annotated[Element, Tag("element")]
    | Annotated[Flow, Tag("flow")]
    | Annotated[Boundary, Tag("boundary")]
    | Annotated[Threat, Tag("threat")]
    | Annotated[Decision, Tag("decision")]
    | Annotated[Answer, Tag("answer")]
    | Annotated[Override, Tag("override")]
    | Annotated[Suggestion, Tag("suggestion")]
    | Annotated[Diagram, Tag("diagram")]
    | Annotated[Placement, Tag("placement")]
    | Annotated[Route, Tag("route")]
    | Annotated[Note, Tag("note")]
    | Annotated[Opaque, Tag("opaque")],
    Discriminator(_tag),
]

R = TypeVar("R", bound=Record)


def has_field(record: Record, name: str) -> bool:
    """Whether a record has a field, of this version or of the one that wrote it."""
    return name in type(record).model_fields or name in (record.model_extra or {})


def evolve(record: R, **fields: Any) -> R:
    """A validated copy with some fields changed (`model_copy` would not validate).

    Raises:
        TypeError: the record has no such field; it would be kept as one of a newer version.
    """
    if strange := [name for name in fields if not has_field(record, name)]:
        raise TypeError(f"{type(record).__name__} has no field {', '.join(strange)}")
    return type(record).model_validate({**dict(record), **fields})


def layout_id(diagram: str, subject: str) -> str:
    """The id of the placement or route of a subject on a diagram."""
    return f"{diagram}/{subject}"


def joined_id(what: str, subject: str) -> str:
    """The id of what belongs to a subject: ``rule@subject``, ``question@subject``."""
    return f"{what}@{subject}"


def override_id(rule: str) -> str:
    """The id of the override of a rule."""
    return joined_id("", rule)
