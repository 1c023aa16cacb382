"""Where records stand in files: in ours however it is laid out, in the text form, and in other formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dfdmodeler.formats import native
from dfdmodeler.formats.record_places import record_places
from dfdmodeler.formats.text import read_text, write_text
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Decision, Element, Flow
from dfdmodeler.model.region import Region
from report_models import reviewed
from systems import ROOT, shipped_library

TM7 = ROOT / "tests" / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"


def cut(data: bytes, region: Region) -> str:
    """The text of a region."""
    lines = data.decode("utf-8-sig").split("\n")[region.line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize("indent", [None, 0, 7])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_record_of_our_file_is_found_however_it_is_laid_out(indent: int | None, mark: bytes) -> None:
    model = reviewed()
    plain = json.loads(native.write(model))
    data = mark + json.dumps(plain, indent=indent, ensure_ascii=indent is None).encode()
    found = record_places(data, "dfdm", model)
    assert found.keys() == model.keys() - {"about"}
    for id_, region in found.items():
        assert json.loads(cut(data, region))["id"] == id_


def test_the_canonical_file_has_a_record_in_a_block() -> None:
    model = Model([Element(id="a", type="process", name="A"), Flow(id="f", source="a", target="a")])
    found = record_places(native.write(model), "dfdm", ["a", "f", "nowhere"])
    assert found == {"a": Region(5, 3, 9, 4), "f": Region(12, 3, 16, 4)}


def test_strings_that_look_like_records_are_not_taken_for_such() -> None:
    model = Model(
        [
            Element(id="a", type="process", name='{"id": "b"}', description='\\"id": "b" [{'),
            Element(id="b", type="process", name="ü\U0001f600", properties={"id": "a"}),
            Decision(id='R@b"\\', threat='R@b"\\', reason="x"),
        ]
    )
    data = native.write(model)
    found = record_places(data, "dfdm", model)
    assert found.keys() == model.keys()
    assert json.loads(cut(data, found["b"]))["name"] == "ü\U0001f600"


def test_text_that_is_cut_off_has_the_places_before_it() -> None:
    data = native.write(reviewed())
    found = record_places(data[: len(data) // 2], "dfdm", reviewed())
    assert 0 < len(found) < len(reviewed())
    assert record_places(b'{"elements": [{"id": "' + b"\\" * 50_000, "dfdm", ["a"]) == {}


def test_rows_of_the_text_form_are_found() -> None:
    model = reviewed()
    data = write_text(model, shipped_library().catalog)
    assert read_text(data, "a.dfd.yaml", shipped_library().catalog)[0] is not None
    wanted = {r.id for kind in (Element, Flow, Boundary) for r in model.of(kind)}
    found = record_places(data, "text", wanted)
    assert found.keys() == wanted
    for id_, region in found.items():
        assert f"id: {id_}" in "\n".join(data.decode().split("\n")[region.line - 1 : region.line + 1])


def test_ids_of_other_tools_are_found_where_they_are_first_written() -> None:
    data = Path(TM7).read_bytes()
    model, _ = read_tm7(data, "a.tm7")
    assert model is not None
    ids = [element.id for element in model.of(Element)]
    found = record_places(data, "tm7", ids)
    assert found
    assert all(cut(data, region) == id_ for id_, region in found.items())
