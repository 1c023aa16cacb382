"""The native file keeps everything, in whatever order it was, and the same content gives the same bytes."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.formats import migrations, native
from dfdmodeler.formats.canonical import OTHERS, TABLES
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    About,
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Opaque,
    Placement,
    Record,
    Route,
    Suggestion,
    Threat,
)

ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
tenths = st.integers(-100_000, 100_000).map(lambda number: number / 10)
extents = st.integers(0, 10_000).map(lambda number: number / 10)
points = st.tuples(tenths, tenths)
bends = st.lists(points, max_size=3).map(tuple)
properties = st.dictionaries(texts, texts | st.lists(texts, max_size=3), max_size=3)
ends = st.none() | ids
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
unknown = st.dictionaries(texts.map(lambda name: f"new {name}"), plain, max_size=2)

about = st.builds(About, title=texts, report_unknowns=st.booleans(), packs=properties)
meaning = (
    st.builds(Element, id=ids, type=texts, name=texts, parent=ends, properties=properties)
    | st.builds(Flow, id=ids, source=ends, target=ends, directed=st.booleans(), properties=properties)
    | st.builds(Boundary, id=ids, shape=st.sampled_from(["box", "line"]), parent=ends)
    | st.builds(Threat, id=ids, title=texts, properties=properties, related=st.lists(ids).map(tuple))
    | st.builds(Decision, id=ids, threat=ids, status=st.sampled_from(["open", "accepted"]), reason=texts)
    | st.builds(Answer, id=ids, question=ids, subject=ids, text=texts)
    | st.builds(Suggestion, id=ids, subject=ids, field=texts, value=texts | st.lists(texts).map(tuple))
)
drawn = (
    st.builds(Diagram, id=ids, name=texts, order=st.integers(-5, 5))
    | st.builds(Placement, id=ids, diagram=ids, subject=ids, x=tenths, width=extents, points=bends)
    | st.builds(Route, id=ids, diagram=ids, subject=ids, bends=bends, source_point=st.none() | points)
    | st.builds(Note, id=ids, diagram=ids, text=texts, x=tenths, width=extents, z=st.integers(-5, 5))
)
opaque = st.builds(
    lambda id_, kind, fields: Opaque.model_validate({**fields, "id": id_, "kind": kind}),
    ids,
    texts.map(lambda kind: f"new {kind}"),
    unknown,
)
known = about | meaning | drawn
newer = st.builds(
    lambda record, fields: type(record).model_validate({**dict(record), **fields}), known, unknown
)
records = st.lists(known | newer | opaque, max_size=8)


def reopened(data: bytes) -> Model:
    model, problems = native.read(data, "test.dfdm")
    assert model is not None, problems
    return model


@given(records)
def test_what_is_written_is_read_again(rows: list[Record]) -> None:
    model = Model(rows)
    data = native.write(model)
    again = reopened(data)
    assert again == model
    assert native.write(again) == data


@given(records, st.randoms(use_true_random=False))
def test_order_of_records_never_matters(rows: list[Record], random: Any) -> None:
    model = Model(rows)
    shuffled = list(model.values())
    random.shuffle(shuffled)
    assert native.write(Model(shuffled)) == native.write(model)


@given(records, st.randoms(use_true_random=False))
def test_order_inside_the_file_never_matters(rows: list[Record], random: Any) -> None:
    data = native.write(Model(rows))
    jumbled = json.dumps(_jumbled(json.loads(data), random)).encode()
    assert native.write(reopened(jumbled)) == data


def _jumbled(value: Any, random: Any, top: bool = True) -> Any:
    """The same JSON with its properties, and the records of its tables, in another order."""
    if isinstance(value, list):
        return [_jumbled(part, random, False) for part in value]
    if not isinstance(value, dict):
        return value
    items = [(name, _jumbled(part, random, False)) for name, part in value.items()]
    random.shuffle(items)
    for name, part in items:
        if top and name in (OTHERS, *TABLES.values()):
            random.shuffle(part)
    return dict(items)


@given(records, unknown, st.integers(migrations.VERSION + 1, 10**6))
def test_files_of_newer_versions_survive(rows: list[Record], fields: dict[str, Any], version: int) -> None:
    newer_file = {**json.loads(native.write(Model(rows))), **fields, "schema": version}
    data = native.write(reopened(json.dumps(newer_file).encode()))
    assert json.loads(data) == newer_file
    assert native.write(reopened(data)) == data


@given(st.floats(-1e7, 1e7), st.floats(0, 1e6), st.lists(st.tuples(st.floats(-1e7, 1e7), st.just(0.04))))
def test_any_coordinates_are_steady_once_written(x: float, width: float, points: Any) -> None:
    model = Model(
        [
            Note(id="n", diagram="d", x=x, width=width),
            Placement(id="d/b", diagram="d", subject="b", x=x, y=0.04, width=width, points=tuple(points)),
            Route(id="d/f", diagram="d", subject="f", bends=tuple(points), source_point=(x, 0.0)),
        ]
    )
    data = native.write(model)
    assert native.write(reopened(data)) == data


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    model, problems = native.read(data, "x.dfdm")
    assert model is None
    assert problems


@given(st.dictionaries(st.sampled_from([*TABLES.values(), OTHERS, "format", "x"]), plain, max_size=4))
def test_no_json_breaks_the_reader(tables: dict[str, Any]) -> None:
    text = json.dumps({"schema": 1, "format": "dfdmodeler", **tables})
    model, problems = native.read(text.encode(), "x.dfdm")
    assert problems or model is not None
