"""Suggestions for models drawn without machine learning in mind: types, carried data, direction.

A model from another tool holds generic shapes, and rules about machine learning say nothing of those. What
an element is can often be seen from its name and its neighbours; what a flow carries, from its name and its
ends. Such guesses are applied as values marked with `Suggestion` records, until a person confirms or rejects
them (`dfdmodeler.model.edits.confirm`, `reject`). What a person stated is never touched.
docs/suggestions.md tells how a score comes about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dfdmodeler.analysis.suggest.clues import THRESHOLD, WEAKEST, Clues
from dfdmodeler.analysis.suggest.kinds_of_data import guess_by_name, guess_direction, guess_upstream
from dfdmodeler.analysis.suggest.kinds_of_element import GENERIC, guess_types, one_line
from dfdmodeler.analysis.suggest.suggested import Suggested
from dfdmodeler.analysis.suggest.words import Words, load_words
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Record, Suggestion, evolve, layout_id
from dfdmodeler.model.values import Value

__all__ = ["THRESHOLD", "WEAKEST", "Suggested", "Words", "apply_suggestions", "load_words", "suggest"]

SERVED = ("model", "inference_api")
CALLS = frozenset({"query", "prompt"})
EXPOSURE_SCORE, HOLDS_SCORE = 0.6, 0.75


def suggest(
    model: Model, catalog: Catalog, words: Words, threshold: float = THRESHOLD
) -> tuple[Suggested, ...]:
    """What the model seems to mean where it says nothing, by subject and field, from a score on.

    Only sure guesses are grounds for others: those below `THRESHOLD` are found where the threshold is lower,
    and change nothing in the rest.
    """
    clues = Clues(model, catalog, words)
    found = [
        Suggested(i, "type", guess.type, guess.score, guess.reason) for i, guess in guess_types(clues).items()
    ]
    found += guess_direction(clues)
    found += guess_by_name(clues)
    found += guess_upstream(clues, _settled(found))
    found += _guess_exposure(clues)
    found += _guess_class(clues)
    best: dict[tuple[str, str], Suggested] = {}
    for one in sorted(found, key=lambda s: (-s.score, s)):
        best.setdefault((one.subject, one.field), one)
    return tuple(sorted(s for s in best.values() if s.score >= threshold))


def _settled(found: Iterable[Suggested]) -> frozenset[str]:
    """Flows whose data is settled."""
    return frozenset(s.subject for s in found if s.field.startswith("carries") and s.score >= THRESHOLD)


def _guess_exposure(clues: Clues) -> Iterator[Suggested]:
    """Models and interfaces that are offered to callers, none of whom is drawn."""
    called = {
        flow.target
        for flow in clues.flows
        if CALLS & _carried(clues, flow) and not clues.isa(flow.source, "training_job", "model_registry")
    }
    for element in clues.elements.values():
        if not clues.isa(element.id, *SERVED) or element.id in called or "exposure" in element.properties:
            continue
        named = next(
            (n for n in (element.name, clues.surroundings(element)) if clues.says(n, "serving")), None
        )
        if named is not None:
            reason = f"'{one_line(named)}' is offered to callers, and none is drawn"
            yield Suggested(element.id, "exposure", "partner", EXPOSURE_SCORE, reason)


def _carried(clues: Clues, flow: Flow) -> frozenset[str]:
    stated = flow.properties.get("carries", ())
    if stated:
        return frozenset((stated,) if isinstance(stated, str) else stated)
    return clues.catalog.default_kinds(clues.type_of(flow.source), clues.type_of(flow.target))


def _guess_class(clues: Clues) -> Iterator[Suggested]:
    """Stores whose names tell that they hold data about people."""
    for element in clues.elements.values():
        if "data_class" in element.properties or not clues.isa(element.id, "data_store"):
            continue
        if clues.isa(element.id, "secret_store", "log_store", "model_registry"):
            continue
        for n, row in enumerate(clues.words.holds):
            if clues.says(element.name, f"holds {n}"):
                yield Suggested(
                    element.id, "data_class", row.value, HOLDS_SCORE, f"named '{one_line(element.name)}'"
                )
                break


def apply_suggestions(model: Model, suggestions: Iterable[Suggested]) -> Model:
    """Sets suggested values and marks them; skips what has been stated or suggested in the meantime."""
    records: dict[str, Record] = {}
    for suggested in suggestions:
        record = records.get(suggested.subject) or model.get(suggested.subject)
        mark = layout_id(suggested.subject, suggested.field)
        if not isinstance(record, Element | Flow) or mark in model or mark in records:
            continue
        previous = _stated(record, suggested.field)
        if previous and not (suggested.field == "type" and previous in GENERIC):
            continue
        records[record.id] = _with_value(record, suggested)
        records[mark] = Suggestion(
            id=mark,
            subject=record.id,
            field=suggested.field,
            previous=previous,
            value=suggested.value,
            score=suggested.score,
            reason=suggested.reason,
        )
    return put(model, *records.values())


def _stated(record: Element | Flow, field: str) -> Value:
    if field == "type":
        return record.type if isinstance(record, Element) else ""
    return record.properties.get(field, "")


def _with_value(record: Element | Flow, suggested: Suggested) -> Element | Flow:
    if suggested.field == "type":
        return evolve(record, type=suggested.value)
    return evolve(record, properties=record.properties.with_(suggested.field, suggested.value))
