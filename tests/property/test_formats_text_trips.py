"""Any model that the text form can hold comes back as it was; nothing that is read makes the reader fail."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.formats.text import losses, read_text, write_text
from dfdmodeler.model.ids import is_valid
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import About, Boundary, Diagram, Element, Flow, Record
from dfdmodeler.model.values import Value
from systems import shipped_library

CATALOG = shipped_library().catalog
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("ab \n\t:#-'\"\\|>[]{},&*!%@é\x85\u2028\ufeff01.", max_size=30),
    st.sampled_from(["yes", "No", "null", "1.0", "Chat front end", "line\n\n  line"]),
)
IDS = st.one_of(
    st.text("abf0129-", min_size=1, max_size=4),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4).filter(is_valid),
    st.sampled_from(["yes", "on", "null", "~", "1", "main", "<<"]),
)
TYPES = st.sampled_from(sorted(CATALOG.stencils))
KINDS = st.sampled_from(["", *CATALOG.boundary_kinds])


@st.composite
def properties(draw: st.DrawFn, offered: tuple[Attribute, ...]) -> dict[str, Value]:
    chosen = draw(st.lists(st.sampled_from(offered), max_size=4, unique_by=lambda a: a.name))
    return {attribute.name: draw(value(attribute)) for attribute in chosen}


def value(attribute: Attribute) -> st.SearchStrategy[Value]:
    known = (
        st.sampled_from([*attribute.values, "n/a"])
        if attribute.values
        else IDS.filter(lambda i: i != "unknown")
    )
    return st.lists(known, max_size=3).map(tuple) if attribute.multiple else known


def texts(draw: st.DrawFn) -> dict[str, Any]:
    return {name: draw(TEXTS) for name in ("name", "description", "notes", "source_type")}


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Models as they are read: with one diagram, named as the system is."""
    ids = draw(st.lists(IDS, max_size=9, unique=True))
    boundaries, elements, flows = ids[:2], ids[2:6], ids[6:]
    title, system_id = draw(TEXTS), draw(st.one_of(st.none(), IDS))
    about = {"title": title or system_id or "", "report_unknowns": draw(st.booleans()), "owner": draw(TEXTS)}
    records: list[Record] = [About.model_validate({**about, "text_id": system_id} if system_id else about)]
    diagram = next(name for name in ("main", "main-2") if name not in ids)
    records.append(Diagram(id=diagram, name=about["title"]))
    for number, i in enumerate(boundaries):
        parent = draw(st.sampled_from([None, *boundaries[:number]]))
        shape = draw(st.sampled_from(["box", "line"]))
        records.append(Boundary(id=i, type=draw(KINDS), parent=parent, shape=shape, **texts(draw)))
    for i in elements:
        type_ = draw(TYPES)
        values = draw(properties(CATALOG.attributes(type_)))
        parent = draw(st.sampled_from([None, *boundaries]))
        fields = {"id": i, "type": type_, "parent": parent, "properties": values}
        records.append(Element.model_validate({**fields, **texts(draw)}))
    for i in flows:
        ends = {end: draw(st.sampled_from([None, *elements, "gone"])) for end in ("source", "target")}
        fields = {"id": i, **ends, "directed": draw(st.booleans())}
        fields["properties"] = draw(properties(CATALOG.flow_attributes))
        records.append(Flow.model_validate({**fields, **texts(draw)}))
    return Model(records)


@given(models())
def test_a_model_comes_back_as_it_was(model: Model) -> None:
    data = write_text(model, CATALOG)
    read, problems = read_text(data, "x", CATALOG)
    assert read == model, problems
    assert write_text(read, CATALOG) == data
    assert losses(model) == ()


@given(
    st.one_of(
        st.binary(max_size=60), st.text("id: abx\n-?[]{}&*!%|>'\"\\#,~<u0 ", max_size=60).map(str.encode)
    )
)
def test_anything_is_read_or_told(data: bytes) -> None:
    model, problems = read_text(data, "x", CATALOG)
    assert (model is None) == any(problem.gravity == "error" for problem in problems)


PIECES = st.recursive(
    st.one_of(TEXTS, st.sampled_from(["a", "llm", "org", "yes"]), st.integers(), st.floats(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "type",
                    "boundary",
                    "kind",
                    "parent",
                    "from",
                    "to",
                    "carries",
                    "name",
                    "trust",
                    "direction",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)
KEYS = ("id", "title", "report_unknowns", "boundaries", "elements", "flows", "positions", "other")


@given(st.dictionaries(st.sampled_from(KEYS), PIECES, max_size=8))
def test_any_structure_is_read_or_told(system: dict[str, Any]) -> None:
    """JSON is YAML, but for the escapes of JSON that YAML does not share."""
    data = json.dumps(system, ensure_ascii=False).encode()
    model, problems = read_text(data, "x", CATALOG)
    assert all(isinstance(problem, Problem) and problem.what for problem in problems)
    assert (model is None) == any(problem.gravity == "error" for problem in problems)
