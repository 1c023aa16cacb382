"""The record types of a document.

Meaning (`Element`, `Flow`, `Boundary`, `Answer`, `Override`, `Suggestion`, `About` and what `triage_records`
declares) and picture (`Diagram`, `Placement`, `Route`, `Note`) are different records. Records are frozen;
`evolve` makes a changed copy. Fields that a newer version of the program wrote are kept (``extra="allow"``),
and so are whole records of unknown kind, as `Opaque`. All coordinates are in diagram units (1 unit = 1 pixel
at 100 %), y grows downwards.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from dfdmodeler.model.conflict import Conflict as Conflict
from dfdmodeler.model.record import R as R
from dfdmodeler.model.record import Record as Record
from dfdmodeler.model.record import evolve as evolve
from dfdmodeler.model.record import has_field as has_field
from dfdmodeler.model.triage_records import DIAGRAM_SUBJECT as DIAGRAM_SUBJECT
from dfdmodeler.model.triage_records import ActionItem as ActionItem
from dfdmodeler.model.triage_records import Assumption as Assumption
from dfdmodeler.model.triage_records import Decision as Decision
from dfdmodeler.model.triage_records import Entry as Entry
from dfdmodeler.model.triage_records import Mitigation as Mitigation
from dfdmodeler.model.triage_records import RatingMethod as RatingMethod
from dfdmodeler.model.triage_records import Review as Review
from dfdmodeler.model.triage_records import Status as Status
from dfdmodeler.model.triage_records import Threat as Threat
from dfdmodeler.model.triage_records import View as View
from dfdmodeler.model.values import EMPTY, FrozenMap

ABOUT_ID = "about"

AnswerStatus = Literal["answered", "open", "not_applicable"]
FARTHEST = 1e7
"""The largest coordinate, either way; whoever moves things stops there."""
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-FARTHEST, le=FARTHEST)]
Extent = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e6)]
Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)]
Point = tuple[Finite, Finite]
FlowStyle = Literal["", "straight", "orthogonal", "curved"]
"""How flows run; empty where nobody said."""


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
    rating: RatingMethod = ""
    """How threats are rated beside their severity."""
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
    "conflict": Conflict,
    "element": Element,
    "flow": Flow,
    "boundary": Boundary,
    "threat": Threat,
    "decision": Decision,
    "mitigation": Mitigation,
    "entry": Entry,
    "answer": Answer,
    "assumption": Assumption,
    "action": ActionItem,
    "review": Review,
    "override": Override,
    "suggestion": Suggestion,
    "view": View,
    "diagram": Diagram,
    "placement": Placement,
    "route": Route,
    "note": Note,
}
"""Record types by kind, in the order of files: meaning before picture."""

AnyRecord = Annotated[
    Annotated[About, Tag("about")]
    | Annotated[Conflict, Tag("conflict")]
    | Annotated[Element, Tag("element")]
    | Annotated[Flow, Tag("flow")]
    | Annotated[Boundary, Tag("boundary")]
    | Annotated[Threat, Tag("threat")]
    | Annotated[Decision, Tag("decision")]
    | Annotated[Mitigation, Tag("mitigation")]
    | Annotated[Entry, Tag("entry")]
    | Annotated[Answer, Tag("answer")]
    | Annotated[Assumption, Tag("assumption")]
    | Annotated[ActionItem, Tag("action")]
    | Annotated[Review, Tag("review")]
    | Annotated[Override, Tag("override")]
    | Annotated[Suggestion, Tag("suggestion")]
    | Annotated[View, Tag("view")]
    | Annotated[Diagram, Tag("diagram")]
    | Annotated[Placement, Tag("placement")]
    | Annotated[Route, Tag("route")]
    | Annotated[Note, Tag("note")]
    | Annotated[Opaque, Tag("opaque")],
    Discriminator(_tag),
]


def layout_id(diagram: str, subject: str) -> str:
    """The id of the placement or route of a subject on a diagram."""
    return f"{diagram}/{subject}"


def joined_id(what: str, subject: str) -> str:
    """The id of what belongs to a subject: ``rule@subject``, ``question@subject``."""
    return f"{what}@{subject}"


def override_id(rule: str) -> str:
    """The id of the override of a rule."""
    return joined_id("", rule)
