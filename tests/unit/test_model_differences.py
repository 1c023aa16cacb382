"""Records of every kind differ field by field; attributes under their own names, places as a number."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.model.differences import Difference, Part, differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    RECORD_TYPES,
    About,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Opaque,
    Placement,
    Record,
    Route,
    evolve,
)

NEEDED: dict[str, str] = {
    "type": "llm",
    "threat": "R@a",
    "diagram": "main",
    "subject": "a",
    "question": "Q",
    "rule": "R",
    "field": "type",
}
"""Fields without a default, on one record or another."""
SAID: dict[str, dict[str, Any]] = {
    "about": {"title": "Chat"},
    "element": {"name": "Chat"},
    "flow": {"directed": False},
    "boundary": {"shape": "line"},
    "threat": {"title": "Flood"},
    "conflict": {"field": "name"},
    "decision": {"reason": "Seen"},
    "mitigation": {"owner": "Ann"},
    "entry": {"text": "Seen"},
    "answer": {"text": "Yes"},
    "assumption": {"text": "Safe"},
    "action": {"text": "Ask"},
    "review": {"reviewer": "Ann"},
    "override": {"off": True},
    "suggestion": {"value": "llm"},
    "view": {"name": "Mine"},
    "diagram": {"name": "Main"},
    "note": {"text": "Hi"},
}


def made(kind: str) -> Record:
    fields = RECORD_TYPES[kind].model_fields
    return RECORD_TYPES[kind].model_validate(
        {"id": "about" if kind == "about" else "a", **{k: v for k, v in NEEDED.items() if k in fields}}
    )


def changes(before: list[Record], after: list[Record]) -> tuple[Difference, ...]:
    return differences(Model(before), Model(after)).changes


def test_every_kind_is_meant_or_drawn() -> None:
    assert set(SAID) | {"placement", "route"} == set(RECORD_TYPES)


@pytest.mark.parametrize("kind", SAID)
def test_a_record_of_every_kind_that_says_something_else_is_told(kind: str) -> None:
    before = made(kind)
    after = evolve(before, **SAID[kind])
    ((name, value),) = SAID[kind].items()
    (row,) = changes([before], [after])
    assert (row.id, row.kind, row.change) == (before.id, kind, "changed")
    assert dict(row.fields) == {name: (getattr(before, name), value)}
    if kind != "about":  # a document always says something of itself, if only nothing
        (row,) = changes([], [after])
        assert (row.change, row.fields[name]) == ("added", (None, value))
        (row,) = changes([after], [])
        assert (row.change, row.fields[name]) == ("removed", (value, None))


def test_an_attribute_has_its_own_name_also_beside_a_field_of_the_same_name() -> None:
    before = Element(id="a", type="llm", name="Chat", properties={"name": "x", "exposure": "public"})
    after = Element(id="a", type="llm", name="Chat", properties={"name": "y", "id": "z"})
    found = differences(Model([before]), Model([after]))
    assert dict(found.changes[0].fields) == {
        "properties.name": ("x", "y"),
        "exposure": ("public", None),
        "properties.id": (None, "z"),
    }
    assert found.applied(found.parts)["a"] == after
    part = found.applied([Part("a", "properties.name")])["a"]
    assert part == evolve(before, properties={"name": "y", "exposure": "public"})


def test_fields_and_records_of_a_newer_version_differ_too() -> None:
    before = Element.model_validate({"id": "a", "type": "llm", "mood": "calm", "pace": 1})
    after = Element.model_validate({"id": "a", "type": "llm", "mood": "wild", "depth": [1]})
    odd = Opaque.model_validate({"id": "b", "kind": "spell", "properties": {"x": 1}})
    found = differences(Model([before]), Model([after, odd]))
    assert dict(found.changes[0].fields) == {
        "mood": ("calm", "wild"),
        "pace": (1, None),
        "depth": (None, [1]),
    }
    assert (found.changes[1].kind, dict(found.changes[1].fields)) == (
        "spell",
        {"properties": (None, {"x": 1})},
    )
    assert dict(found.applied(found.parts)) == {"a": after, "b": odd}


def test_a_record_of_another_kind_under_the_same_id_is_another_record() -> None:
    rows = changes([Element(id="a", type="llm")], [Flow(id="a")])
    assert [(row.kind, row.change) for row in rows] == [("element", "removed"), ("flow", "added")]


def test_where_things_are_drawn_is_counted_and_not_told() -> None:
    before = [
        Placement(id="m/a", diagram="m", subject="a"),
        Route(id="m/f", diagram="m", subject="f"),
        Note(id="n", diagram="m", text="Hi"),
        Diagram(id="m", name="Main"),
    ]
    after = [
        Placement(id="m/a", diagram="m", subject="a", x=8.0),
        Note(id="n", diagram="m", text="Hi", y=8.0),
        Diagram(id="m", name="Main", order=2),
    ]
    found = differences(Model(before), Model(after))
    assert (found.changes, found.layout) == ((), 4)
    noted = differences(Model(), Model([Note(id="n", diagram="m", text="Hi")]))
    assert (len(noted.changes), noted.layout) == (1, 0)


def test_the_packs_of_the_last_save_are_not_looked_at() -> None:
    stamped = About(packs={"core": "2"})
    assert not differences(Model(), Model([stamped]))
    assert not differences(Model([stamped]), Model())
    assert not differences(Model([About(packs={"core": "1"})]), Model([stamped]))
    (row,) = changes([], [About(title="Chat", packs={"core": "2"})])
    assert dict(row.fields) == {"title": ("", "Chat")}


def test_changes_stand_in_the_order_of_files_and_then_of_ids() -> None:
    rows = changes(
        [], [Decision(id="x", threat="x"), Flow(id="b"), Flow(id="a"), Element(id="z", type="llm")]
    )
    assert [row.id for row in rows] == ["z", "a", "b", "x"]
