from __future__ import annotations

import pytest

from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.geometry import segments_cross
from dfdmodeler.drawing.layout import layout
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, layout_id
from dfdmodeler.model.values import FrozenMap
from drawing_models import DIAGRAM, catalog, examples, laid_out, metrics, placement, with_layout
from drawing_quality import boundary_faults, faults, page_faults, shared_stretches, struck_labels

NAMES = sorted(examples())


@pytest.mark.parametrize("example", NAMES)
def test_laid_out_examples_are_fit_to_be_seen(example: str) -> None:
    model = laid_out(example)
    drawing = picture(model, catalog(), DIAGRAM, metrics())
    assert faults(drawing, model) == []
    assert shared_stretches(drawing) == []
    assert len(struck_labels(drawing)) <= 1


@pytest.mark.parametrize("example", ["EX1", "EX4"])
def test_the_same_model_is_always_laid_out_alike(example: str) -> None:
    model = examples()[example]
    again = layout(Model(reversed(list(model.values()))), catalog(), DIAGRAM, metrics())
    assert again == layout(model, catalog(), DIAGRAM, metrics())


def test_everything_gets_a_placement_with_its_size() -> None:
    model = laid_out("EX1")
    subjects = {record.id for record in model.values() if isinstance(record, Element | Boundary)}
    placed = model.of(Placement)
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


@pytest.mark.parametrize("count", [600, 2_200], ids=["one draft", "rows"])
def test_a_large_system_is_laid_out_without_overlaps(count: int) -> None:
    elements = [Element(id=f"e{n}", type="llm") for n in range(count)]
    links = [Flow(id=f"f{n}", source=f"e{n}", target=f"e{n * 7 % count}") for n in range(count)]
    placed = with_layout(Model([Diagram(id=DIAGRAM), *elements, *links])).of(Placement)
    assert len(placed) == count
    assert len({(p.x, p.y) for p in placed}) == count


def test_data_flows_left_to_right_or_down() -> None:
    model = laid_out("MC4")
    drawing = picture(model, catalog(), DIAGRAM, metrics()).by_subject
    start, end = drawing["u"].shape, drawing["v"].shape
    assert start is not None
    assert end is not None
    assert start.x < end.x or start.y < end.y


def test_pinned_elements_stay_and_the_rest_gives_way() -> None:
    model = laid_out("EX2")
    pins = [placement("api", 0, 0), placement("ft", 300, 40)]
    model = Model([*model.values(), *pins])
    again = layout(model, catalog(), DIAGRAM, metrics(), pinned={"api", "ft"})
    assert not {"d/api", "d/ft"} & set(again)
    after = Model([*model.values(), *again.values()])
    drawing = picture(after, catalog(), DIAGRAM, metrics())
    assert page_faults(drawing) == []
    assert boundary_faults(drawing, after) == []
    assert drawing.by_subject["api"].shape == (0, 0, 136, 56)


def test_a_line_boundary_stands_across_the_flow_that_crosses_it() -> None:
    model = Model(
        [
            Diagram(id=DIAGRAM),
            Element(id="a", type="llm"),
            Element(id="b", type="llm"),
            Boundary(id="line", shape="line"),
            Boundary(id="other", shape="line"),
            Flow(id="f", source="a", target="b", properties=FrozenMap({"line_crossings": ["line"]})),
        ]
    )
    shown = picture(with_layout(model), catalog(), DIAGRAM, metrics()).by_subject
    assert segments_cross(*shown["line"].line, *shown["f"].line)
    assert not segments_cross(*shown["other"].line, *shown["f"].line)


def test_a_legend_stands_below_everything() -> None:
    legend = Note(id="legend", diagram=DIAGRAM, shows="legend", x=10, y=10)
    model = edits.put(examples()["EX1"], legend)
    placed = layout(model, catalog(), DIAGRAM, metrics())
    note = placed["legend"]
    boxes = [p for p in placed.values() if isinstance(p, Placement)]
    assert isinstance(note, Note)
    assert note.x == min(p.x for p in boxes)
    assert note.y > max(p.y + p.height for p in boxes)
    locked = edits.update(model, ["legend"], locked=True)
    assert "legend" not in layout(locked, catalog(), DIAGRAM, metrics())
