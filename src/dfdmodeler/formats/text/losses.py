"""What of a model the text form cannot hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dfdmodeler.formats.text import keys
from dfdmodeler.formats.text.writer import standing_parent
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import (
    RECORD_TYPES,
    About,
    Boundary,
    Diagram,
    Element,
    Flow,
    Placement,
    Record,
    Route,
    Suggestion,
)

_HINT = "Save the model in its own format too."
_MEANING = {
    "conflict": "Choices that a merge left open are",
    "decision": "Decisions about threats are",
    "mitigation": "What is kept about mitigations is",
    "entry": "Lines in the histories of threats are",
    "review": "Reviews and approvals are",
    "assumption": "Assumptions with their owners and validity are",
    "action": "Action items are",
    "view": "Views of the register are",
    "threat": "Threats that were stated or imported are",
    "answer": "Answers to review questions are",
    "override": "Severities and rules that are overridden are",
    "suggestion": "Marks of suggested values are",
    "note": "Notes on diagrams are",
}
_HELD = (About, Boundary, Element, Flow)


def losses(model: Model, positions: bool = False) -> tuple[Problem, ...]:
    """Each sort of thing that `write_text` leaves out, as a problem without a place."""
    return tuple(
        Problem("", what, _HINT, "info" if harmless else "warning")
        for what, harmless in _lost(model, positions)
    )


def _lost(model: Model, positions: bool) -> Iterator[tuple[str, bool]]:
    """Sentences, and whether what they tell can be had again."""
    counts = Counter(str(getattr(record, "kind", "")) for record in model.values())
    for kind, subject in _MEANING.items():
        if counts[kind]:
            yield f"{subject} not written ({counts[kind]}).", kind == Suggestion.model_fields["kind"].default
    unknown = sum(count for kind, count in counts.items() if kind not in RECORD_TYPES)
    if unknown:
        yield f"What a newer version added is not written ({unknown} records).", False
    extended = sum(1 for record in model.values() if isinstance(record, _HELD) and _extra(record))
    if extended:
        yield f"Fields that a newer version added are not written ({extended} records).", False
    misplaced = sum(
        1
        for r in model.values()
        if isinstance(r, Boundary | Element) and r.parent != standing_parent(model, r)
    )
    if misplaced:
        yield (
            f"Boundaries that do not exist, or are inside themselves, hold nothing any more ({misplaced}).",
            False,
        )
    if _clashes(model):
        yield f"Attributes with names that the form needs itself are not written ({_clashes(model)}).", False
    if model.about.packs_off:
        yield f"Rule packs that are not used are not written ({len(model.about.packs_off)}).", False
    yield from _drawing(model, positions)


def _drawing(model: Model, positions: bool) -> Iterator[tuple[str, bool]]:
    diagrams = len(model.of(Diagram))
    if diagrams > 1:
        yield f"The {diagrams} diagrams become one.", False
    if model.of(Route) or any(diagram.style for diagram in model.diagrams):
        yield "How flows run and where their labels were put is not written.", True
    if positions and any(placement.z or placement.locked for placement in model.of(Placement)):
        yield "What lies over what, and what is locked, is not written.", True
    if model.of(Placement) and not positions:
        yield "Where things are drawn is not written; they will be laid out anew.", True


def _extra(record: Record) -> bool:
    return any(name != keys.SYSTEM_ID or not isinstance(record, About) for name in record.model_extra or ())


def _clashes(model: Model) -> int:
    return sum(
        1
        for r in model.values()
        if isinstance(r, Element | Flow)
        for name in r.properties
        if name in keys.RESERVED
    )
