"""Threat Modeling Tool files that are broken or meant to break us: one clear problem, or what can be had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from dfdmodeler.formats.tm7 import joints, read_tm7
from dfdmodeler.formats.tm7 import tree as limits
from dfdmodeler.formats.tm7.curves import bent, crossings, sample
from dfdmodeler.formats.tm7.threats import date, plain
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import (
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    Route,
    Threat,
)

FIXTURES = Path(__file__).parent.parent / "fixtures" / "tm7"
NOWHERE = "00000000-0000-0000-0000-000000000000"
XSI = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'


def shape(
    guid: str, name: str = "", left: str = "0", kind: str = "StencilEllipse", generic: str = "GE.P"
) -> str:
    return (
        f'<K><Key>{guid}</Key><Value i:type="{kind}"><GenericTypeId>{generic}</GenericTypeId>'
        f'<Guid>{guid}</Guid><Properties><P i:type="b:StringDisplayAttribute"><DisplayName>Name</DisplayName>'
        f"<Value>{name}</Value></P></Properties><TypeId>{generic}</TypeId><Height>100</Height><Left>{left}</Left><Top>0</Top>"
        "<Width>100</Width></Value></K>"
    )


def line(
    guid: str, source: str, target: str, ends: Sequence[int] = (50, 50, 250, 50), kind: str = "Connector"
) -> str:
    x1, y1, x2, y2 = ends
    return (
        f'<K><Value i:type="{kind}"><Guid>{guid}</Guid><SourceGuid>{source}</SourceGuid>'
        f"<SourceX>{x1}</SourceX><SourceY>{y1}</SourceY><TargetGuid>{target}</TargetGuid><TargetX>{x2}</TargetX><TargetY>{y2}</TargetY>"
        "</Value></K>"
    )


def surface(guid: str, shapes: str, lines: str = "") -> str:
    return f"<S><Guid>{guid}</Guid><Borders>{shapes}</Borders><Lines>{lines}</Lines></S>"


def document(surfaces: str, rest: str = "") -> bytes:
    return (
        f"<ThreatModel {XSI}><DrawingSurfaceList>{surfaces}</DrawingSurfaceList>{rest}</ThreatModel>".encode()
    )


def read(data: bytes) -> tuple[Model, tuple[Problem, ...]]:
    model, problems = read_tm7(data, "m.tm7")
    assert model is not None
    return model, problems


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><ThreatModel>&b;</ThreatModel>'
EXTERNAL = b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><ThreatModel/>'


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"not xml", "well-formed"),
        (b"\x00\x01\x02", "well-formed"),
        (b"<ThreatModel><DrawingSurfaceList>", "well-formed"),
        ("<ThreatModel>é</ThreatModel>".encode("latin-1"), "well-formed"),
        (b'<?xml version="1.0" encoding="shift_jis"?><ThreatModel/>', "encoding"),
        (b'<?xml version="1.0" encoding="nonsense"?><ThreatModel/>', "en"),
        (ENTITIES, "entities"),
        (EXTERNAL, "document type"),
        (b"<ThreatModel>" + b"<a>" * 300 + b"</a>" * 300 + b"</ThreatModel>", "nested"),
        (b"<KnowledgeBase/>", "KnowledgeBase"),
        (b"<html/>", "html"),
    ],
)
def test_what_cannot_be_read_is_one_problem(data: bytes, word: str) -> None:
    model, problems = read_tm7(data, "m.tm7")
    assert model is None
    (problem,) = problems
    assert problem.gravity == "error"
    assert problem.where == "m.tm7"
    assert word in problem.what


def test_size_and_number_of_parts_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 20)
    assert read_tm7(b"<ThreatModel>" + b" " * 20 + b"</ThreatModel>", "m")[0] is None
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    monkeypatch.setattr(limits, "MAX_NODES", 10)
    assert read_tm7(b"<ThreatModel>" + b"<a/>" * 11 + b"</ThreatModel>", "m")[0] is None


def test_every_truncation_of_a_real_file_is_survived() -> None:
    data = (FIXTURES / "every-state.tm7").read_bytes()
    for length in range(0, len(data) - 20, 997):
        model, problems = read_tm7(data[:length], "m")
        assert model is None
        assert len(problems) == 1


def test_every_missing_part_of_a_real_file_is_survived() -> None:
    """Drops each run of lines in turn; what is still XML must still be a model."""
    lines = (FIXTURES / "every-state.tm7").read_bytes().splitlines(keepends=True)
    readable = 0
    for n in range(len(lines)):
        model, _ = read_tm7(b"".join(lines[:n] + lines[n + 1 :]), "m")
        readable += model is not None
    assert readable > len(lines) // 3


def test_an_empty_model_is_a_model() -> None:
    model, problems = read(f"<ThreatModel {XSI}/>".encode())
    assert len(model) == 0
    assert [p.gravity for p in problems] == ["warning"]


@pytest.mark.parametrize("left", ["NaN", "INF", "-Infinity", "1e300", "1e6", "abc", ""])
def test_a_coordinate_that_is_none_is_told_and_replaced(left: str) -> None:
    model, problems = read(document(surface("s", shape("a", "A", left))))
    (place,) = model.of(Placement)
    assert place.x == 0
    assert "a" in {p.subject for p in problems}


def test_extreme_curves_stay_within_what_records_hold() -> None:
    course = "<SourceX>1e5</SourceX><SourceY>-1e5</SourceY><TargetX>1e5</TargetX><TargetY>1e5</TargetY>"
    handle = "<HandleX>-1e5</HandleX><HandleY>-1e5</HandleY>"
    bound = f'<K><Value i:type="LineBoundary"><Guid>l</Guid>{course}{handle}</Value></K>'
    model, _ = read(document(surface("s", shape("a", "A", "1e5"), bound)))
    assert len(model.of(Placement)) == 2


def test_negative_sizes_become_nothing() -> None:
    data = document(surface("s", shape("a", "A").replace("<Width>100", "<Width>-100")))
    assert read(data)[0].of(Placement)[0].width == 0


def test_the_same_guid_on_two_surfaces_makes_two_elements() -> None:
    one = surface("s1", shape("a", "A") + shape("b", "B", "200"), line("f", "a", "b"))
    two = surface("s2", shape("a", "A") + shape("b", "B", "200"), line("f", "a", "b"))
    model, problems = read(document(one + two))
    assert {e.id for e in model.of(Element)} == {"a", "a-2", "b", "b-2"}
    assert {(f.id, f.source, f.target) for f in model.of(Flow)} == {("f", "a", "b"), ("f-2", "a-2", "b-2")}
    assert {"a-2", "b-2", "f-2"} <= {p.subject for p in problems}


def test_many_repetitions_of_one_guid_do_not_slow_down() -> None:
    model, _ = read(document(surface("s", "".join(shape("a", f"A{n}") for n in range(3000)))))
    assert len(model.of(Element)) == 3000


def test_reserved_and_unusable_guids_are_made_legal() -> None:
    model, _ = read(document(surface("s", shape("diagram", "A") + shape("x@y/z", "B") + shape("", "C"))))
    assert {e.id for e in model.of(Element)} == {"diagram-1", "x-y-z", "item"}


def test_flow_ends_that_point_to_nothing_or_to_a_boundary() -> None:
    shapes = shape("a", "A") + shape("box", "Zone", kind="BorderBoundary", generic="GE.TB.B")
    model, problems = read(document(surface("s", shapes, line("f", "gone", "box") + line("g", NOWHERE, "a"))))
    flow, other = model.of(Flow)
    assert (flow.source, flow.target) == (None, "box")
    assert (other.source, other.target) == (None, "a")
    route = model.find(Route, "s/f")
    assert route is not None
    assert (route.source_point, route.target_point) == ((50, 50), (250, 50))
    assert all(f"flow '{flow.name or flow.id}'" in p.what for p in problems if p.subject == flow.id)
    assert [p.subject for p in problems if "attached to nothing" in p.what or "no element" in p.what] == [
        "f",
        "f",
        "g",
    ]


def test_boundaries_never_hold_each_other() -> None:
    twin = {"kind": "BorderBoundary", "generic": "GE.TB.B"}
    model, _ = read(document(surface("s", shape("a", "A", **twin) + shape("b", "B", **twin))))
    assert {b.id: b.parent for b in model.of(Boundary)} == {"a": "b", "b": None}


def test_a_line_boundary_is_crossed_once_or_not_at_all() -> None:
    lines = line("f", "a", "b") + line("l", NOWHERE, NOWHERE, (150, 0, 150, 100), "LineBoundary")
    lines += line("m", NOWHERE, NOWHERE, (150, 60, 150, 100), "LineBoundary")
    model, _ = read(document(surface("s", shape("a", "A") + shape("b", "B", "200"), lines)))
    assert model.of(Flow)[0].properties["line_crossings"] == ("l",)


def test_a_flow_that_comes_back_over_a_line_does_not_cross_it() -> None:
    handle = "<HandleX>150</HandleX><HandleY>250</HandleY>"
    arc = line("f", "a", "b", (50, 50, 250, 50)).replace("<TargetX>", f"{handle}<TargetX>")
    lines = arc + line("l", NOWHERE, NOWHERE, (0, 150, 400, 151), "LineBoundary")
    model, _ = read(document(surface("s", shape("a", "A") + shape("b", "B", "200"), lines)))
    assert "line_crossings" not in model.of(Flow)[0].properties


def test_an_annotation_is_a_note() -> None:
    model, _ = read(document(surface("s", shape("n", "Read me", kind="StencilRectangle", generic="GE.A"))))
    (note,) = model.of(Note)
    assert note.text == "Read me"
    assert not model.of(Element)


def threat(properties: str, state: str = "AutoGenerated", extra: str = "") -> str:
    return (
        f"<ThreatInstances><K><Key>T1</Key><Value><DrawingSurfaceGuid>s</DrawingSurfaceGuid><FlowGuid>f</FlowGuid>"
        f"<Id>7</Id><SourceGuid>a</SourceGuid><TargetGuid>b</TargetGuid><State>{state}</State>{extra}"
        f"<Properties>{properties}</Properties></Value></K></ThreatInstances>"
    )


def pair(key: str, value: str) -> str:
    return f"<K><Key>{key}</Key><Value>{value}</Value></K>"


def with_threat(instances: str) -> tuple[Model, tuple[Problem, ...]]:
    flow = surface("s", shape("a", "Web app") + shape("b", "Store", "200"), line("f", "a", "b"))
    return read(document(flow, instances))


def test_placeholders_in_titles_are_filled_once() -> None:
    model, _ = with_threat(
        threat(pair("Title", "{source.Name} attacks {Target.Name} via {flow.Name} {other}"))
    )
    (found,) = model.of(Threat)
    assert found.title == "Web app attacks Store via {flow.Name} {other}"
    assert (found.id, found.subject, found.related) == ("T1", "f", ("a", "b"))


def test_the_template_fills_in_for_what_a_threat_leaves_out() -> None:
    base = (
        "<KnowledgeBase><ThreatCategories><C><Id>S</Id><Name>Spoofing</Name></C></ThreatCategories><ThreatTypes><T>"
        "<Id>S1</Id><Category>S</Category><ShortTitle>Spoofing {source.Name}</ShortTitle></T></ThreatTypes>"
        "</KnowledgeBase>"
    )
    model, _ = with_threat(threat("", extra="<TypeId>S1</TypeId>") + base)
    (found,) = model.of(Threat)
    assert (found.title, found.category) == ("Spoofing Web app", "Spoofing")


def test_decisions_keep_author_and_time() -> None:
    extra = (
        "<ChangedBy>PC\\ann</ChangedBy><ModifiedAt>2024-09-17T15:53:32.8393244-04:00</ModifiedAt>"
        "<StateInformation>Hashed.</StateInformation>"
    )
    (decision,) = with_threat(threat("", "Mitigated", extra))[0].of(Decision)
    assert (decision.id, decision.threat, decision.status) == ("T1@", "T1", "mitigated")
    assert (decision.author, decision.date, decision.reason) == (
        "PC\\ann",
        "2024-09-17T15:53:32-04:00",
        "Hashed.",
    )


def test_a_comment_on_an_untouched_threat_is_not_lost() -> None:
    model, _ = with_threat(threat("", extra="<StateInformation>Ask Bob.</StateInformation>"))
    (decision,) = model.of(Decision)
    assert (decision.status, decision.reason) == ("open", "Ask Bob.")


def test_unknown_states_and_priorities_are_told() -> None:
    model, problems = with_threat(threat(pair("Priority", "P0"), "Deferred"))
    assert model.of(Threat)[0].severity == "Moderate"
    assert model.of(Threat)[0].properties["Priority"] == "P0"
    told = " ".join(p.what for p in problems if p.subject == "T1")
    assert "Deferred" in told
    assert "P0" in told


@pytest.mark.parametrize(
    ("priority", "severity"), [("High", "Important"), ("Medium", "Moderate"), ("Low", "Low")]
)
def test_priorities_map_to_severities(priority: str, severity: str) -> None:
    assert (
        with_threat(threat("", extra=f"<Priority>{priority}</Priority>"))[0].of(Threat)[0].severity
        == severity
    )


def test_a_threat_at_nothing_stays_with_the_model() -> None:
    model, problems = read(document(surface("s", ""), threat(pair("Title", "X"))))
    assert model.of(Threat)[0].subject == "diagram"
    assert "T1" in {p.subject for p in problems}


def test_notes_of_the_model_stand_below_the_drawing() -> None:
    said = "<AddedBy>ann</AddedBy><Date>2021-01-16T19:17:33</Date><Id>1</Id><Message>Hi</Message>"
    notes = f"<Notes><Note>{said}</Note></Notes>"
    model, _ = read(document(surface("s", shape("a", "A")), notes))
    (note,) = model.of(Note)
    assert note.text == "Hi\n(ann 2021-01-16)"
    assert note.y > 100
    alone, _ = read(document("", notes))
    assert alone.of(Note)[0].diagram in {d.id for d in alone.of(Diagram)}


def test_markup_of_templates_is_taken_out_of_texts() -> None:
    assert (
        plain('See &amp;lt;a href="https://x.example"&amp;gt;this&amp;lt;/a&amp;gt;.<br/>Next')
        == "See this (https://x.example).\nNext"
    )
    assert plain('Refer: <a href="https://x.example">https://x.example/</a>') == "Refer: https://x.example/"
    assert plain("if a < b and c > d") == "if a < b and c > d"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0001-01-01T00:00:00", ""),
        ("2024-09-17", "2024-09-17"),
        ("2024-09-17T15:53:32Z", "2024-09-17T15:53:32Z"),
        ("yesterday", ""),
    ],
)
def test_dates_are_read_to_the_second(written: str, expected: str) -> None:
    assert date(written) == expected


def test_shapes_lines_and_threats_without_content_are_told() -> None:
    empty = "<K><Key>x</Key></K>"
    model, problems = read(
        document(surface("s", empty, empty), f"<ThreatInstances>{empty}</ThreatInstances>")
    )
    assert len(model) == 1
    assert [p.what.split(" without")[0] for p in problems if "without content" in p.what] == [
        "A shape",
        "A line",
        "A recorded threat",
    ]


def test_comparisons_of_shapes_are_bounded_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joints, "MAX_PAIRS", 0)
    shapes = shape("a", "A") + shape("z", "Zone", kind="BorderBoundary", generic="GE.TB.B")
    lines = line("f", "a", "a") + line("l", NOWHERE, NOWHERE, kind="LineBoundary")
    model, problems = read(document(surface("s", shapes, lines)))
    assert model.of(Element)[0].parent is None
    assert sum("too many" in p.what for p in problems) == 2


def test_a_third_use_of_an_id_passes_over_one_that_is_taken() -> None:
    shapes = shape("a", "A") + shape("a-2", "B") + shape("a", "C")
    model, _ = read(document(surface("s", shapes)))
    assert {e.id: e.name for e in model.of(Element)} == {"a": "A", "a-2": "B", "a-3": "C"}


def test_an_unknown_version_is_read_and_told() -> None:
    model, problems = read(document(surface("s", shape("a", "A")), "<Version>9.9</Version>"))
    assert len(model.of(Element)) == 1
    assert any("9.9" in p.what for p in problems)


def test_a_loop_at_one_point_is_bent_by_its_handle() -> None:
    assert bent((0, 0), (30, 40), (0, 0), 4)
    assert not bent((0, 0), (1, 1), (0, 0), 4)
    assert bent((0, 0), (50, 10), (100, 0), 4)
    assert not bent((0, 0), (50, 2), (100, 0), 4)


def test_curves_go_through_their_handle() -> None:
    curve = sample((0, 0), (50, 80), (100, 0), 16)
    assert curve[8] == (50, 80)
    assert crossings(curve, ((0, 40), (100, 40))) == 2
    assert crossings(curve, ((50, 0), (50, 100))) == 1
