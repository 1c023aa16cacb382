"""Labels that a person put somewhere keep their place along their flow, and others keep off them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.drawing.anchors import anchor_at, anchored, nudged
from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.geometry import distance_to_line, line_crosses_box
from dfdmodeler.drawing.primitives import Box, Item, Picture
from dfdmodeler.formats import native
from dfdmodeler.model import edits, moves
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Record, Route, layout_id
from drawing_models import DIAGRAM, catalog, metrics, on_grid, placement
from drawing_quality import label_faults

LEVEL = ((0.0, 0.0), (200.0, 0.0))
BENT = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0))
SIZE = (60.0, 16.0)


def drawn(model: Model) -> Picture:
    return picture(model, catalog(), DIAGRAM, metrics())


def label_of(shown: Picture, flow: str) -> Box:
    label = shown.by_subject[flow].label
    assert label is not None
    return label


def wires(*extra: Record) -> Model:
    """A question to a model, with a second flow below that could run elsewhere."""
    return Model(
        [
            *(Element(id=name, type="web_app", name=name.upper()) for name in "abcd"),
            placement("a", 0, 0),
            placement("b", 500, 0),
            placement("c", 0, 200),
            placement("d", 500, 200),
            Flow(id="f", source="a", target="b", name="Question"),
            Flow(id="g", source="c", target="d", name="Answer"),
            *extra,
        ]
    )


def put(model: Model, flow: str, along: float, beside: float = 0.0) -> Model:
    return edits.put_label(model, DIAGRAM, flow, (along, beside))


def test_a_label_on_the_line_stands_with_its_middle_there() -> None:
    assert anchored(LEVEL, (25.0, 0.0), SIZE).center == (50.0, 0.0)
    assert anchored(BENT, (75.0, 0.0), SIZE).center == (100.0, 50.0)


def test_a_label_beside_the_line_keeps_its_side_and_its_distance_where_the_line_turns() -> None:
    assert anchored(LEVEL, (50.0, 4.0), SIZE) == Box(70.0, 4.0, *SIZE)
    assert anchored(LEVEL, (50.0, -4.0), SIZE) == Box(70.0, -20.0, *SIZE)
    assert anchored(BENT, (75.0, -4.0), SIZE) == Box(104.0, 42.0, *SIZE)


@given(st.floats(0, 100), st.one_of(st.just(0.0), st.floats(3, 100), st.floats(-100, -3)))
def test_where_a_label_stands_is_where_it_was_put(along: float, beside: float) -> None:
    box = anchored(LEVEL, (along, beside), SIZE)
    again = anchored(LEVEL, anchor_at(LEVEL, box.center, SIZE, snap=False), SIZE)
    assert again.center == pytest.approx(box.center, abs=0.3)


def test_a_label_snaps_to_the_line_and_to_its_middle_and_stays_near() -> None:
    assert anchor_at(LEVEL, (104.0, 5.0), SIZE) == (50.0, 0.0)
    assert anchor_at(LEVEL, (104.0, 5.0), SIZE, snap=False) == (52.0, 0.0)
    assert anchor_at(LEVEL, (40.0, 30.0), SIZE) == (20.0, 22.0)
    along, beside = anchor_at(LEVEL, (40.0, -900.0), SIZE)
    assert (along, beside) == (20.0, -120.0)
    assert not line_crosses_box(LEVEL, anchored(LEVEL, anchor_at(LEVEL, (40.0, 10.0), SIZE), SIZE))


def test_a_nudged_label_goes_along_its_line_off_it_and_back() -> None:
    assert nudged(LEVEL, (50.0, 0.0), 8.0, 0.0) == (54.0, 0.0)
    assert nudged(LEVEL, (1.0, 0.0), -8.0, 0.0) == (0.0, 0.0)
    assert nudged(BENT, (75.0, 0.0), 0.0, 8.0) == (79.0, 0.0)
    off = nudged(LEVEL, (50.0, 0.0), 0.0, -8.0)
    assert off == (50.0, -3.0)
    assert nudged(LEVEL, off, 0.0, -8.0) == (50.0, -11.0)
    assert nudged(LEVEL, nudged(LEVEL, off, 0.0, -8.0), 0.0, 8.0) == off
    assert nudged(LEVEL, off, 0.0, 8.0) == (50.0, 0.0)
    assert nudged(BENT, (75.0, 0.0), 8.0, 0.0) == (75.0, -3.0)


@pytest.mark.parametrize("style", ["straight", "orthogonal", "curved"])
def test_a_label_that_was_put_on_its_flow_stays_on_it_when_an_end_moves(style: str) -> None:
    model = edits.update(put(wires(), "f", 20.0), [DIAGRAM], style=style)
    for dx, dy in ((0.0, 0.0), (0.0, 140.0), (-120.0, 260.0)):
        shown = drawn(moves.move(model, DIAGRAM, ["b"], dx, dy))
        item = shown.by_subject["f"]
        assert distance_to_line(item.line, label_of(shown, "f").center) < 1
        assert label_of(shown, "f").center[0] < 300


def test_other_labels_and_flows_keep_off_a_label_that_was_put_somewhere() -> None:
    middle = drawn(wires()).by_subject["g"].line
    model = put(wires(Flow(id="h", source="c", target="d", name="Another")), "f", 50.0, 100.0)
    shown = drawn(model)
    assert label_faults(shown) == []
    model = put(wires(), "f", 50.0, middle[0][1] - 28.0 - 8.0)
    shown = drawn(model)
    assert not line_crosses_box(shown.by_subject["g"].line, label_of(shown, "f"))


def test_a_label_that_moves_leaves_all_flows_as_they_run() -> None:
    model = on_grid(12, 4)
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    flow = "f1-1"
    lines = {item.subject: item.line for item in live.picture.items if item.role == "flow"}
    for anchor in ((30.0, 0.0), (60.0, 5.0), None):
        after = edits.put_label(model, DIAGRAM, flow, anchor)
        assert live.copy().sketch(after, diff(model, after)) == {flow}
        live.refresh(after, diff(model, after))
        now = {item.subject: item.line for item in live.picture.items if item.role == "flow"}
        assert now == lines
        if anchor:
            assert label_of(live.picture, flow) == anchored(
                lines[flow], anchor, label_of(live.picture, flow)[2:]
            )
        model = after
    assert label_of(live.picture, flow) == label_of(drawn(on_grid(12, 4)), flow)


def test_a_label_can_be_put_and_a_flow_named_at_once() -> None:
    model = wires()
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    after = edits.rename(put(model, "f", 30.0), "f", "A much longer question")
    live.refresh(after, diff(model, after))
    assert live.picture == drawn(after)


def test_a_label_goes_along_while_its_flow_is_dragged() -> None:
    model = put(wires(), "f", 20.0)
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    after = moves.move(model, DIAGRAM, ["b"], 0.0, 120.0)
    live.sketch(after, diff(model, after))
    item = live.items[next(k for k in live.items if k == ("f", "flow"))]
    assert isinstance(item, Item)
    assert item.label is not None
    assert distance_to_line(item.line, item.label.center) < 1


def test_a_reversed_flow_keeps_its_label_where_it_was() -> None:
    model = put(wires(), "f", 20.0, 6.0)
    before, after = (label_of(drawn(m), "f") for m in (model, edits.reverse(model, ["f"])))
    assert before == after
    assert edits.reverse(edits.reverse(model, ["f"]), ["f"]) == model


def test_a_label_given_back_leaves_no_trace_and_files_keep_one_that_was_put() -> None:
    model = put(wires(), "f", 33.3, -4.5)
    assert edits.put_label(model, DIAGRAM, "f", None) == wires()
    again, problems = native.read(native.write(model), "x.dfdm")
    assert again is not None
    assert not problems
    route = again.find(Route, layout_id(DIAGRAM, "f"))
    assert route is not None
    assert route.label == (33.3, -4.5)
    assert edits.put_label(model, DIAGRAM, "a", (1.0, 2.0)) == model
