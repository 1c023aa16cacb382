"""Import of Threat Modeling Tool files: what real models hold arrives, and what is lost is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.drawing.boundaries import curve
from dfdmodeler.drawing.geometry import distance_to_line
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.formats.tm7.curves import sample
from dfdmodeler.model.ids import is_valid
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
    Record,
    Route,
    Threat,
)

FIXTURES = Path(__file__).parent.parent / "fixtures" / "tm7"
AZURE, NESTED, STATES = "azure-health-data-and-ai", "nested-zones", "every-state"


def load(name: str) -> tuple[Model, tuple[Problem, ...]]:
    model, problems = read_tm7((FIXTURES / f"{name}.tm7").read_bytes(), f"{name}.tm7")
    assert model is not None
    return model, problems


def named(model: Model, kind: type[Record], name: str) -> list[Record]:
    return [record for record in model.of(kind) if getattr(record, "name", "") == name]


@pytest.mark.parametrize(
    ("name", "counts"), [(AZURE, (12, 12, 6, 84)), (NESTED, (4, 3, 3, 16)), (STATES, (6, 3, 2, 4))]
)
def test_everything_drawn_and_recorded_arrives(name: str, counts: tuple[int, ...]) -> None:
    model, problems = load(name)
    assert tuple(len(model.of(kind)) for kind in (Element, Flow, Boundary, Threat)) == counts
    assert all(
        is_valid(i) for kind in (Element, Flow, Boundary, Threat) for i in (r.id for r in model.of(kind))
    )
    assert not [p for p in problems if p.gravity == "error"]


def test_the_same_file_gives_the_same_model() -> None:
    assert load(AZURE) == load(AZURE)


def test_guids_stay_ids_and_flows_join_them() -> None:
    model, _ = load(AZURE)
    flow = model.find(Flow, "016c1441-cf7b-4c29-9072-3e4883a9ab32")
    assert flow is not None
    assert flow.source == "9fc9f483-bbc6-4e98-b11c-021bf5ffaead"
    assert flow.target == "1a20a9ba-c4fa-42d9-9101-4a28cf939041"


def test_types_come_from_the_generic_type_and_the_stencil_is_kept() -> None:
    model, _ = load(AZURE)
    (store,) = named(model, Element, "Patient Data (ePHI)")
    assert isinstance(store, Element)
    assert (store.type, store.source_type) == ("data_store", "SQL Database")
    (process,) = named(model, Element, "Train ML Model")
    assert isinstance(process, Element)
    assert process.type == "process"


def test_surfaces_become_diagrams_with_positions() -> None:
    model, _ = load(AZURE)
    assert [d.name for d in model.diagrams] == ["ePHI Data Ingestion", "Training mode - ML"]
    place = model.find(Placement, "b876e05c-9eec-4095-b1f7-3be49013e204/e7fe5a0f-9244-42bd-8428-e79f7147c4f5")
    assert place is not None
    assert (place.x, place.y, place.width, place.height) == (214, 382, 105, 108)


def test_attributes_with_a_counterpart_are_properties_and_others_notes() -> None:
    model, _ = load(AZURE)
    (process,) = named(model, Element, "Data Ingestion Functions")
    assert isinstance(process, Element)
    assert dict(process.properties) == {
        "code_type": "managed",
        "input_validation": "yes",
        "privilege": "user",
        "sandboxed": "yes",
    }
    assert process.notes == "Accepts Input From: Local Standard User Without Elevation"


def test_a_first_choice_says_nothing_but_a_stencil_does() -> None:
    model, _ = load(AZURE)
    (flow,) = (f for f in model.of(Flow) if f.source_type == "HTTPS")
    assert dict(flow.properties) == {
        "authn": "mutual",
        "encrypted": "yes",
        "integrity": "yes",
        "protocol": "https",
    }
    untouched = model.find(Flow, "016c1441-cf7b-4c29-9072-3e4883a9ab32")
    assert untouched is not None
    assert not untouched.properties


def test_what_is_out_of_scope_stays_so() -> None:
    model, _ = load(AZURE)
    assert {e.name for e in model.of(Element) if e.properties.get("out_of_scope") == "yes"} == {
        "Data Scientist",
        "PowerBI (Care Manager)",
        "Reception",
    }


def test_elements_lie_in_the_smallest_box_around_their_centre() -> None:
    model, _ = load(NESTED)
    (inner,) = named(model, Boundary, "Sandbox environment")
    assert isinstance(inner, Boundary)
    (store,) = named(model, Element, "Sandbox Mongo")
    (outside,) = named(model, Element, "Customer web client")
    assert isinstance(store, Element)
    assert isinstance(outside, Element)
    assert store.parent == inner.id
    assert inner.parent is not None
    assert model.name_of(inner.parent) == "Generic Trust Border Boundary"
    assert outside.parent is None


def test_boundary_kinds_only_where_the_stencil_says_so() -> None:
    model, _ = load(NESTED)
    assert {(b.name, b.type, b.shape) for b in model.of(Boundary)} == {
        ("Generic Trust Border Boundary", "", "box"),
        ("Sandbox environment", "sandbox", "box"),
        ("Internet Boundary", "internet", "line"),
    }


def test_a_line_boundary_keeps_its_curve_and_the_flows_across_it() -> None:
    model, _ = load(NESTED)
    (line,) = (b for b in model.of(Boundary) if b.shape == "line")
    (place,) = (p for p in model.of(Placement) if p.subject == line.id)
    assert place.points[0] == (723, 125)
    assert place.points[-1] == (731, 487)
    assert (661, 318) in place.points
    assert len(place.points) == 5
    drawn, meant = curve(place.points), sample((723, 125), (661, 318), (731, 487), 24)
    assert max(distance_to_line(drawn, point) for point in meant) < 2
    across = {f.name for f in model.of(Flow) if line.id in f.properties.get("line_crossings", ())}
    assert across == {"HTTPS"}


def test_a_loose_end_stays_loose_where_it_was_drawn() -> None:
    model, problems = load(NESTED)
    (flow,) = named(model, Flow, "Production data")
    assert isinstance(flow, Flow)
    assert flow.source is None
    (route,) = (r for r in model.of(Route) if r.subject == flow.id)
    assert (route.source_point, route.target_point) == ((389, 335), None)
    assert flow.id in {p.subject for p in problems if p.gravity == "warning"}


def test_recorded_threats_keep_their_words_ends_and_priority() -> None:
    model, _ = load(AZURE)
    (threat,) = (t for t in model.of(Threat) if t.origin_id == "103")
    assert threat.title == "Spoofing the Patient Registration Process"
    assert threat.category == "Spoofing"
    assert threat.severity == "Important"
    assert threat.origin == "Microsoft Threat Modeling Tool"
    assert threat.origin_state == "AutoGenerated"
    assert model.name_of(threat.subject) == "HTTPS API, Azure AD Authentication"
    assert [model.name_of(i) for i in threat.related] == ["Reception", "Patient Registration API"]
    assert not model.of(Decision), "what nobody touched is undecided"


def test_states_become_decisions_with_their_reasons() -> None:
    model, _ = load(STATES)
    assert {(d.status, d.reason, d.date) for d in model.of(Decision)} == {
        ("mitigated", "Parameterized queries & least-privilege database credentials.", ""),
        ("needs_investigation", "", ""),
        ("not_applicable", "Accepted; the share is decommissioned next quarter.", ""),
    }
    assert all(d.id == f"{d.threat}@" and isinstance(model[d.threat], Threat) for d in model.of(Decision))


def test_model_information_is_read() -> None:
    about = load(STATES)[0].about
    assert (about.title, about.owner, about.reviewer) == (
        "Payments & Billing Platform",
        "Ada Lovelace",
        "Grace Hopper",
    )
    assert "<Corporate Network>" in about.description


def test_each_shape_that_had_to_be_guessed_is_told() -> None:
    model, problems = load(STATES)
    (job,) = named(model, Element, "Reporting Job")
    told = {p.subject for p in problems}
    assert job.id in told
    nameless = next(e for e in model.of(Element) if not e.name)
    assert nameless.id in told


def test_records_point_only_to_what_exists() -> None:
    for name in (AZURE, NESTED, STATES):
        model, _ = load(name)
        for record in (*model.of(Placement), *model.of(Route), *model.of(Note)):
            assert isinstance(model[record.diagram], Diagram)
        assert all(t.subject in model for t in model.of(Threat))
