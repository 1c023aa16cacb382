"""Whether a model holds together: references that lead nowhere, boundaries inside themselves, records twice.

Needs no catalog; `analysis.check` adds what a catalog knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dfdmodeler.model.ids import RESERVED, is_valid
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Gravity, Problem
from dfdmodeler.model.records import (
    ABOUT_ID,
    DIAGRAM_SUBJECT,
    About,
    ActionItem,
    Answer,
    Assumption,
    Boundary,
    Conflict,
    Decision,
    Diagram,
    Element,
    Flow,
    Mitigation,
    Note,
    Override,
    Placement,
    Record,
    Route,
    Suggestion,
    Threat,
    joined_id,
    layout_id,
    override_id,
)

Told = tuple[str, str, Gravity]
"""What is wrong, a hint, and how grave it is."""
_CROSSINGS = "line_crossings"


def check(model: Model) -> tuple[Problem, ...]:
    """Everything that is wrong within the model, by record; `where` names the record, `subject` is what to
    select.
    """
    found = []
    for record in sorted(model.values(), key=lambda record: record.id):
        shown = getattr(record, "subject", record.id)
        subject = (
            shown if isinstance(shown, str) and shown in model else record.id
        )  # a newer one may be a list
        for what, hint, gravity in _told(model, record):
            found.append(Problem(place(model, record.id), what, hint, gravity, subject))
    return (*found, *_undrawn(model))


def _undrawn(model: Model) -> Iterator[Problem]:
    drawn = {placement.subject for placement in model.of(Placement) if model.find(Diagram, placement.diagram)}
    for record in (*model.of(Boundary), *model.of(Element)):
        if record.id not in drawn:
            yield Problem(place(model, record.id), "It is drawn on no diagram.", "", "info", record.id)


def place(model: Model, record_id: str) -> str:
    """A record in a problem: its name, and its id where that is not the same."""
    name = model.name_of(record_id)
    return name if name == record_id else f"{name} ({record_id})"


def _told(model: Model, record: Record) -> Iterator[Told]:
    checks = _CHECKS.get(type(record), ())
    for one in checks:
        yield from one(model, record)


def _id(model: Model, record: Record) -> Iterator[Told]:
    if not is_valid(record.id):
        why = "is reserved" if record.id in RESERVED else "is empty or holds a space, '@' or '/'"
        yield f"The id '{record.id}' {why}.", "Give it another one; decisions name it.", "error"


def _parent(model: Model, record: Element | Boundary) -> Iterator[Told]:
    if record.parent is None:
        return
    if model.find(Boundary, record.parent) is None:
        yield f"It is in '{record.parent}', which is no boundary.", "It counts as outside of all.", "error"
    elif record.id in _around(model, record.parent):
        yield "This boundary is inside itself.", "Move it out of the boundary that holds it.", "error"


def _around(model: Model, boundary: str) -> set[str]:
    """A boundary and all boundaries around it."""
    seen: set[str] = set()
    current = model.find(Boundary, boundary)
    while current is not None and current.id not in seen:
        seen.add(current.id)
        current = model.find(Boundary, current.parent)
    return seen


def _ends(model: Model, flow: Flow) -> Iterator[Told]:
    for end in (flow.source, flow.target):
        if end is not None and model.element(end) is None:
            yield f"It ends at '{end}', which is no element.", "The end counts as missing.", "error"


def _opened(model: Model, diagram: Diagram) -> Iterator[Told]:
    if diagram.owner is not None and model.element(diagram.owner) is None:
        yield f"It shows the inside of '{diagram.owner}', which is no element.", "", "warning"


def _crossings(model: Model, flow: Flow) -> Iterator[Told]:
    lines = flow.properties.get(_CROSSINGS, ())
    for line in (lines,) if isinstance(lines, str) else lines:
        if model.find(Boundary, line) is None and line != "n/a":
            yield f"It crosses '{line}', which is no boundary.", "", "warning"


def _drawn(model: Model, record: Placement | Route) -> Iterator[Told]:
    wanted = (Flow,) if isinstance(record, Route) else (Element, Boundary)
    if not isinstance(model.get(record.subject), wanted):
        yield f"A place is kept for '{record.subject}', which does not exist.", "", "warning"
    if model.find(Diagram, record.diagram) is None:
        yield f"It has a place on '{record.diagram}', which is no diagram.", "", "warning"
    if record.id != layout_id(record.diagram, record.subject):
        hint = f"It should be '{layout_id(record.diagram, record.subject)}'; what is drawn there is another."
        yield f"The place of '{record.subject}' has the id '{record.id}'.", hint, "error"


def _noted(model: Model, note: Note) -> Iterator[Told]:
    if model.find(Diagram, note.diagram) is None:
        yield f"This note is on '{note.diagram}', which is no diagram.", "", "warning"


def _subject(model: Model, record: Answer | Suggestion | Threat) -> Iterator[Told]:
    if record.subject != DIAGRAM_SUBJECT and record.subject not in model:
        yield f"It is about '{record.subject}', which does not exist.", "", "warning"


def _about(model: Model, about: About) -> Iterator[Told]:
    if about.id != ABOUT_ID:
        yield (
            f"What the document says of itself has the id '{about.id}'.",
            f"It should be '{ABOUT_ID}'.",
            "error",
        )


def _decided(model: Model, decision: Decision) -> Iterator[Told]:
    if decision.id not in (decision.threat, joined_id(decision.threat, "")):
        hint = f"It should be '{decision.threat}'."
        yield f"The decision about '{decision.threat}' has another id.", hint, "error"
    subject = decision.threat.partition("@")[2]
    if subject and subject != DIAGRAM_SUBJECT and subject not in model:
        yield f"It decides about a threat at '{subject}', which does not exist any more.", "", "info"


def _answered(model: Model, answer: Answer) -> Iterator[Told]:
    if answer.id != joined_id(answer.question, answer.subject):
        hint = f"It should be '{joined_id(answer.question, answer.subject)}'."
        yield f"The answer to '{answer.question}' has another id.", hint, "error"


def _unsettled(model: Model, conflict: Conflict) -> Iterator[Told]:
    what = conflict.field.removeprefix("properties.").replace("_", " ") or "whether it exists"
    told = f"Two versions of “{model.name_of(conflict.subject)}” disagree on “{what}”, and nobody has chosen."
    yield told, "Open the model in the window and choose.", "error"


def _overridden(model: Model, override: Override) -> Iterator[Told]:
    if override.id != override_id(override.rule):
        hint = f"It should be '{override_id(override.rule)}'."
        yield f"The override of rule '{override.rule}' has the id '{override.id}'.", hint, "error"
    if not override.severity and not override.off:
        yield f"It says nothing of rule '{override.rule}'.", "Give it a severity or 'off'.", "warning"


def _suggested(model: Model, suggestion: Suggestion) -> Iterator[Told]:
    if suggestion.id != layout_id(suggestion.subject, suggestion.field):
        hint = f"It should be '{layout_id(suggestion.subject, suggestion.field)}'."
        yield f"The suggestion for '{suggestion.field}' has another id.", hint, "error"


def _mitigating(model: Model, mitigation: Mitigation) -> Iterator[Told]:
    wanted = joined_id(mitigation.measure, mitigation.threat)
    if mitigation.measure and mitigation.id != wanted:
        hint = f"It should be '{wanted}'."
        yield f"What is kept about the mitigation '{mitigation.measure}' has another id.", hint, "error"


def _linked(model: Model, record: Assumption | ActionItem) -> Iterator[Told]:
    for subject in record.subjects:
        if subject != DIAGRAM_SUBJECT and subject not in model and "@" not in subject:
            yield f"It is about '{subject}', which does not exist.", "", "info"


_CHECKS: Mapping[type[Record], tuple[Callable[[Model, Any], Iterator[Told]], ...]] = {
    About: (_about,),
    Conflict: (_unsettled,),
    Element: (_id, _parent),
    Boundary: (_id, _parent),
    Flow: (_id, _ends, _crossings),
    Diagram: (_id, _opened),
    Placement: (_drawn,),
    Route: (_drawn,),
    Note: (_noted,),
    Threat: (_subject,),
    Decision: (_decided,),
    Mitigation: (_mitigating,),
    Assumption: (_id, _linked),
    ActionItem: (_id, _linked),
    Answer: (_answered, _subject),
    Override: (_overridden,),
    Suggestion: (_suggested, _subject),
}
"""What is asked of the records of each type."""
