"""Records: frozen, checked, and true to what they do not know."""

from __future__ import annotations

import json

import pytest
from pydantic import TypeAdapter, ValidationError

from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import (
    RECORD_TYPES,
    About,
    AnyRecord,
    Boundary,
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

READER: TypeAdapter[Record] = TypeAdapter(AnyRecord)


def read(**fields: object) -> Record:
    return READER.validate_json(json.dumps(fields))


def test_fields_of_a_newer_version_are_kept_through_edits() -> None:
    record = read(kind="element", id="a", type="process", future={"x": [1, 2]})
    assert isinstance(record, Element)
    renamed = evolve(record, name="A")
    assert json.loads(renamed.model_dump_json())["future"] == {"x": [1, 2]}
    assert renamed != Element(id="a", type="process", name="A")
    assert evolve(record, future=3).model_extra == {"future": 3}


def test_records_of_an_unknown_kind_are_kept_as_they_are() -> None:
    fields = {"kind": "hologram", "id": "h", "depth": 3.5, "parts": [{"a": None}]}
    record = READER.validate_python(fields)
    assert isinstance(record, Opaque)
    assert record.model_dump() == fields
    assert read(**json.loads(record.model_dump_json())) == record


@pytest.mark.parametrize("kind", [None, 3, [], {}, ["element"]])
def test_a_kind_that_is_no_text_is_refused(kind: object) -> None:
    with pytest.raises(ValidationError):
        read(kind=kind, id="a")


@pytest.mark.parametrize("kind", sorted(RECORD_TYPES))
def test_every_kind_is_read_as_its_own_type(kind: str) -> None:
    needed = {
        "rule": "r",
        "type": "process",
        "diagram": "d",
        "subject": "s",
        "threat": "t",
        "question": "q",
        "field": "f",
    }
    record = read(kind=kind, id="a", **{k: v for k, v in needed.items() if k in fields_of(kind)})
    assert type(record) is RECORD_TYPES[kind]
    assert READER.validate_json(record.model_dump_json()) == record


def fields_of(kind: str) -> set[str]:
    return set(RECORD_TYPES[kind].model_fields)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e8", "-1e8"])
@pytest.mark.parametrize("field", ["x", "y", "width", "height"])
def test_places_are_finite_and_near(field: str, value: str) -> None:
    text = f'{{"kind": "placement", "id": "d/a", "diagram": "d", "subject": "a", "{field}": {value}}}'
    with pytest.raises(ValidationError):
        READER.validate_json(text)


def test_points_are_finite_too() -> None:
    for bad in (float("nan"), float("inf"), 2e7):
        with pytest.raises(ValidationError):
            Route(id="d/f", diagram="d", subject="f", bends=((0, bad),))
        with pytest.raises(ValidationError):
            Placement(id="d/b", diagram="d", subject="b", points=((bad, 0),))
        with pytest.raises(ValidationError):
            Note(id="n", diagram="d", x=bad)


def test_sizes_are_not_negative() -> None:
    with pytest.raises(ValidationError):
        Placement(id="d/a", diagram="d", subject="a", width=-1)


def test_records_are_frozen() -> None:
    element = Element(id="a", type="process")
    with pytest.raises(ValidationError):
        element.name = "A"  # type: ignore[misc]


def test_evolving_checks_what_it_makes() -> None:
    placement = Placement(id="d/a", diagram="d", subject="a")
    with pytest.raises(ValidationError):
        evolve(placement, x=float("nan"))
    with pytest.raises(TypeError, match="Flow has no field parent"):
        evolve(Flow(id="f"), parent="b")
    assert evolve(placement, x=3).x == 3.0
    assert placement.x == 0.0


def test_attributes_are_texts_and_sets_of_texts() -> None:
    element = read(kind="element", id="a", type="t", properties={"b": ["y", "x"], "a": "1", "c": "unknown"})
    assert isinstance(element, Element)
    assert dict(element.properties) == {"a": "1", "b": ("x", "y")}
    for bad in ({"a": 1}, {"a": None}, {"a": [1]}, {"a": {"b": "c"}}, []):
        with pytest.raises(ValidationError):
            read(kind="element", id="a", type="t", properties=bad)


# The model.


def test_a_model_finds_records_by_type() -> None:
    model = Model([Element(id="b", type="t"), Element(id="a", type="t"), Boundary(id="c", name=" C \n d ")])
    assert [e.id for e in model.of(Element)] == ["a", "b"]
    assert model.find(Element, "c") is None
    assert model.find(Boundary, None) is None
    assert model.element("a") == Element(id="a", type="t")
    assert (model.name_of("c"), model.name_of("a"), model.name_of("x")) == ("C d", "a", "x")


def test_diagrams_come_in_their_order() -> None:
    model = Model([Diagram(id="a", order=2), Diagram(id="c", order=1), Diagram(id="b", order=1)])
    assert [d.id for d in model.diagrams] == ["b", "c", "a"]


def test_a_model_always_says_something_of_itself() -> None:
    assert EMPTY_MODEL.about == About()
    assert Model([About(title="T")]).about.title == "T"


def test_models_are_equal_whatever_the_order_of_their_records() -> None:
    a, b = Element(id="a", type="t"), Element(id="b", type="t")
    assert Model([a, b]) == Model([b, a])
    assert Model([a]) != Model([b])
    assert Model([a]) != [a]
