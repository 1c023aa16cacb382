"""The lines of the register as people work through them: threats, and decisions whose threat is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dfdmodeler.analysis.register import STATED_FAMILY, Register, subject_name
from dfdmodeler.analysis.threat import NOT_COUNTED, Threat
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Decision, Element, Entry, Flow, Status
from dfdmodeler.model.records import Threat as StatedThreat

State = Literal["", "new", "reopened", "again", "expired", "gone"]
STATE_WORDS: Mapping[State, str] = {
    "": "",
    "again": "Review again",
    "expired": "Expired",
    "reopened": "Reopened",
    "new": "New",
    "gone": "No longer found",
}
"""What a person should know of a line before its decision; what asks for work first stands first."""
KIND_WORDS: Mapping[type, str] = {Element: "Element", Flow: "Flow", Boundary: "Boundary"}
MODEL_KIND = "Model"


@dataclass(frozen=True, slots=True)
class Line:
    """A threat with what only its history and the last review tell, or a decision whose threat is gone."""

    threat: Threat
    """For one that is gone, what the decision still tells of it."""
    state: State = ""
    kind: str = ""
    """What its subject is, in words; empty if that is gone as well."""
    changed: str = ""
    """The day of the last change or comment."""
    comments: int = 0
    cause: str = ""
    """Why it is gone, where that is not the drawing's doing."""
    text: str = ""
    """What it is found by, in small letters."""

    @property
    def id(self) -> str:
        return self.threat.id

    @property
    def is_gone(self) -> bool:
        return self.state == "gone"

    @property
    def work(self) -> Status:
        """The decision by which it is worked on: what was settled and has to be looked at again is open."""
        return self.threat.in_force

    @property
    def kept(self) -> Decision:
        """What people keep about it; an empty decision if they keep nothing."""
        return self.threat.decision or Decision(id=self.id, threat=self.id)


@dataclass(frozen=True, slots=True)
class Past:
    """What the histories of threats tell, by threat id."""

    changed: Mapping[str, str]
    comments: Mapping[str, int]

    def state_of(self, threat: Threat) -> State:
        """What a person should know of a threat that is there."""
        return "" if threat.standing == "unchanged" else threat.standing


def past_of(model: Model) -> Past:
    """Reads the histories of all threats once."""
    changed: dict[str, str] = {}
    comments: dict[str, int] = {}
    for record in model.values():
        if type(record) is Entry:
            if not record.field:
                comments[record.threat] = comments.get(record.threat, 0) + 1
        elif type(record) is not Decision or not record.date:  # decisions of files that have no entries yet
            continue
        changed[record.threat] = max(changed.get(record.threat, ""), record.date)
    return Past(changed, comments)


def lines_of(register: Register, model: Model, before: Iterable[Line] = ()) -> tuple[Line, ...]:
    """All lines in the order of the register, those that are gone last; equal ones from before are kept.

    Remarks on the drawing itself are no threats, and are not among them.
    """
    past = past_of(model)
    known = {line.id: line for line in before}
    threats = [threat for threat in register.threats if threat.track != NOT_COUNTED]
    found = [_found(threat, model, past, known.get(threat.id)) for threat in threats]
    gone = [_gone(decision, register, model, past, known.get(decision.threat)) for decision in register.gone]
    return (*found, *gone)


def _found(threat: Threat, model: Model, past: Past, before: Line | None) -> Line:
    return _line(threat, past.state_of(threat), _kind_of(model, threat.subject), past, before)


def _gone(decision: Decision, register: Register, model: Model, past: Past, before: Line | None) -> Line:
    threat = _remembered(model, decision)
    kept = before.threat if before and before.threat == threat else threat
    cause = register.causes.get(decision.id, "")
    return _line(kept, "gone", _kind_of(model, threat.subject), past, before, cause)


def _line(threat: Threat, state: State, kind: str, past: Past, before: Line | None, cause: str = "") -> Line:
    ids = _ids(threat)
    changed = max([past.changed.get(id_, "") for id_ in ids])
    comments = sum([past.comments.get(id_, 0) for id_ in ids])
    news = (state, kind, changed, comments, cause)
    if (
        before is not None
        and (before.threat is threat or before.threat == threat)
        and news == (before.state, before.kind, before.changed, before.comments, before.cause)
    ):
        return before
    return Line(threat, *news, searched(threat))


def _ids(threat: Threat) -> tuple[str, ...]:
    """Under which ids people may have spoken of a threat: its own, its record's, a former one of its rule."""
    if threat.rule and not threat.former and not threat.decision:
        return (threat.id,)
    decided = threat.decision.threat if threat.decision else threat.id
    return tuple(dict.fromkeys((threat.id, threat.id.removesuffix("@"), decided, *threat.former)))


def _remembered(model: Model, decision: Decision) -> Threat:
    """What a decision still tells of a threat that is gone."""
    rule, _, subject = decision.threat.partition("@")
    stated = model.find(StatedThreat, rule) if not subject else None
    return Threat(
        id=decision.threat,
        rule=rule if subject else "",
        subject=subject,
        subject_name=subject_name(model, subject) if subject else "",
        title=decision.title or (stated.title if stated else "") or decision.threat,
        why="",
        track="security",
        family="" if subject else STATED_FAMILY,
        stride=(),
        severity=decision.severity,
        confidence="assumed",
        status=decision.status,
        proposed="open",
        progress="none",
        decision=decision,
    )


def _kind_of(model: Model, subject: str) -> str:
    record = model.get(subject)
    if record is None:
        return MODEL_KIND if subject == "diagram" else ""
    return KIND_WORDS.get(type(record), "")


def searched(threat: Threat) -> str:
    """What a threat is found by, in small letters."""
    refs = (ref for refs in threat.refs.values() for ref in refs)
    kept = threat.decision
    said = (kept.reason, kept.owner, kept.ticket, *kept.tags, kept.notes) if kept else ()
    own = (threat.title, threat.subject_name, threat.rule, threat.family, threat.severity, threat.origin)
    return "\n".join((*own, *refs, *said)).casefold()
