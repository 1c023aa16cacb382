"""Whatever is written into a Threat Modeling Tool file, reading it yields a sound model or problems."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.ids import is_valid
from dfdmodeler.model.records import Boundary, Decision, Element, Flow, Placement, Threat

DATA = (Path(__file__).parent.parent / "fixtures" / "tm7" / "every-state.tm7").read_bytes()
TEXTS = [match.span(1) for match in re.finditer(rb">([^<>\n]+)<", DATA)]
VALUES = (
    b"",
    b"NaN",
    b"1e308",
    b"-5",
    b"GE.A",
    b"GE.TB.B",
    b"diagram",
    b"a/b@c",
    b"00000000-0000-0000-0000-000000000000",
    b"22222222-0000-0000-0000-000000000002",
    b"33333333-0000-0000-0000-000000000001",
    b"9" * 40,
    "²".encode(),
)
changes = st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(VALUES), min_size=1, max_size=12)


@given(changes)
def test_any_text_in_any_place_gives_a_sound_model(changed: dict[tuple[int, int], bytes]) -> None:
    data = DATA
    for (start, end), value in sorted(changed.items(), reverse=True):
        data = data[:start] + value + data[end:]
    model, problems = read_tm7(data, "m.tm7")
    assert model is not None
    assert all(p.what for p in problems)
    assert all(is_valid(r.id) for kind in (Element, Flow, Boundary, Threat) for r in model.of(kind))
    assert all(p.diagram in model and p.subject in model for p in model.of(Placement))
    assert all(d.threat in model for d in model.of(Decision))
    ends = {end for flow in model.of(Flow) for end in (flow.source, flow.target) if end is not None}
    assert ends <= set(model)
    for boundary in model.of(Boundary):
        seen = {boundary.id}
        while boundary.parent is not None:
            assert boundary.parent not in seen
            seen.add(boundary.parent)
            parent = model[boundary.parent]
            assert isinstance(parent, Boundary)
            boundary = parent


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), max_size=8))
def test_any_byte_in_any_place_is_survived(changed: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, value in changed:
        data[place] = value
    model, problems = read_tm7(bytes(data), "m.tm7")
    assert model is not None or len(problems) == 1
