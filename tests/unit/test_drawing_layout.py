from __future__ import annotations

import pytest

from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.layout import layout
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Placement, layout_id
from drawing_models import DIAGRAM, catalog, examples, laid_out, metrics, placement, with_layout
from drawing_quality import faults, shared_stretches, struck_labels

NAMES = sorted(examples())


@pytest.mark.parametrize("example", NAMES)
def test_laid_out_examples_are_fit_to_be_seen(example: str) -> None:
    model = laid_out(example)
    drawing = picture(model, catalog(), DIAGRAM, metrics())
    assert faults(drawing, model) == []
    assert shared_stretches(drawing) == []
    assert len(struck_labels(drawing)) <= 3


@pytest.mark.parametrize("example", ["EX1", "EX4"])
def test_the_same_model_is_always_laid_out_alike(example: str) -> None:
    model = examples()[example]
    again = layout(Model(reversed(list(model.values()))), catalog(), DIAGRAM, metrics())
    assert again == layout(model, catalog(), DIAGRAM, metrics())


def test_everything_gets_a_placement_with_its_size() -> None:
    model = laid_out("EX1")
    subjects = {record.id for record in model.values() if isinstance(record, Element | Boundary)}
    placed = [p for p in model.of(Placement)]
    assert {p.subject for p in placed} == subjects
    assert all(p.width > 0 and p.height > 0 and p.id == layout_id(DIAGRAM, p.subject) for p in placed)


def test_only_what_is_on_the_diagram_is_laid_out() -> None:
    model = Model([*examples()["EX2"].values(), placement("api", 0, 0), placement("face", 0, 0)])
    assert set(layout(model, catalog(), DIAGRAM, metrics())) == {"d/api", "d/face"}


def test_an_empty_model_needs_no_placements() -> None:
    assert layout(Model([Diagram(id=DIAGRAM)]), catalog(), DIAGRAM, metrics()) == {}


def test_boundaries_in_a_circle_and_unknown_parents_do_no_harm() -> None:
    model = Model(
        [
            Diagram(id=DIAGRAM),
            Boundary(id="x", parent="y"),
            Boundary(id="y", parent="x"),
            Element(id="a", type="llm", parent="x"),
            Element(id="b", type="llm", parent="nowhere"),
            Flow(id="f", source="a", target="b"),
            Flow(id="g", source="a", target="gone"),
        ]
    )
    assert {p.subject for p in with_layout(model).of(Placement)} == {"x", "y", "a", "b"}


def test_data_flows_left_to_right_or_down() -> None:
    model = laid_out("MC4")
    drawing = picture(model, catalog(), DIAGRAM, metrics()).by_subject
    start, end = drawing["u"].shape, drawing["v"].shape
    assert start is not None
    assert end is not None
    assert start.x < end.x or start.y < end.y
