"""Whatever a policy or a model file holds, it is read or told, and places are where the records are."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler import paths
from dfdmodeler.analysis.gate.policy import Policy, load_policy
from dfdmodeler.formats import native
from dfdmodeler.formats.record_places import record_places
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Element
from systems import shipped_library

CATALOG = shipped_library().catalog
SHIPPED = paths.policy().read_text("utf-8")
PIECES = ("[", "]", "=", '"', "'", "\n", "#", "true", "-1", "[[", "level", "days", "\0", "é", "9" * 30)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
records = st.builds(Element, id=ids, type=texts, name=texts, description=texts) | st.builds(
    Decision, id=ids, threat=texts, reason=texts
)


def read(content: bytes) -> None:
    """A policy, or problems that name the file."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "policy.toml"
        path.write_bytes(content)
        found = load_policy(path, CATALOG)
        assert isinstance(found, Policy) or (found and all(one.where.startswith(str(path)) for one in found))


@given(st.binary(max_size=200))
def test_bytes_are_a_policy_or_told(content: bytes) -> None:
    read(content)


@given(st.integers(0, len(SHIPPED)), st.integers(0, 40), st.sampled_from(PIECES))
def test_a_policy_with_a_mistake_is_read_or_told(start: int, length: int, piece: str) -> None:
    read((SHIPPED[:start] + piece + SHIPPED[start + length :]).encode("utf-8"))


@given(st.lists(records, unique_by=lambda record: record.id, max_size=6), st.sampled_from([None, 0, 3]))
def test_every_record_is_found_where_it_is(found: list[Element | Decision], indent: int | None) -> None:
    model = Model(found)
    text = json.dumps(json.loads(native.write(model)), indent=indent, ensure_ascii=False)
    regions = record_places(text.encode(), "dfdm", model)
    assert regions.keys() == model.keys()
    lines = text.split("\n")
    for id_, region in regions.items():
        cut = lines[region.line - 1 : region.end_line]
        cut[-1] = cut[-1][: region.end_column - 1]
        cut[0] = cut[0][region.column - 1 :]
        assert json.loads("\n".join(cut))["id"] == id_


@given(st.binary(max_size=300), st.sampled_from(["dfdm", "text", "tm7", ""]))
def test_bytes_that_are_no_model_have_no_places_and_no_trouble(content: bytes, format: str) -> None:
    for region in record_places(content, format, ["a", '"']).values():
        assert (region.line, region.column) <= (region.end_line, region.end_column)
