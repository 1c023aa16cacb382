"""Whatever is done to flows, the picture follows: as drawn anew, with every label near its flow."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.geometry import distance_to_line
from dfdmodeler.model import edits, moves
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Flow
from drawing_models import DIAGRAM, catalog, metrics, on_grid
from drawing_quality import page_faults

FLOWS = st.sampled_from([flow.id for flow in on_grid(8, 4).of(Flow)])
STYLES = st.sampled_from(["", "straight", "orthogonal", "curved"])
SHIFTS = st.integers(-30, 30).map(lambda n: n * 16.0)
POINTS = st.tuples(SHIFTS, SHIFTS)
STEPS = st.one_of(
    st.tuples(st.just("style"), STYLES),
    st.tuples(st.just("flow style"), FLOWS, STYLES),
    st.tuples(st.just("label"), FLOWS, st.none() | st.tuples(st.floats(0, 100), st.floats(-100, 100))),
    st.tuples(st.just("bend"), FLOWS, st.lists(POINTS, max_size=3)),
    st.tuples(st.just("reverse"), FLOWS),
    st.tuples(st.just("both"), FLOWS, st.booleans()),
    st.tuples(st.just("name"), FLOWS, st.sampled_from(["", "A name", "A name of many words, broken"])),
    st.tuples(st.just("move"), st.sampled_from(["e0", "e3", "e5"]), SHIFTS, SHIFTS),
    st.tuples(st.just("delete"), FLOWS),
)


def done(model: Model, step: tuple) -> Model:  # type: ignore[type-arg]
    match step:
        case ("style", style):
            return edits.update(model, [DIAGRAM], style=style)
        case ("flow style", flow, style):
            return edits.set_flow_style(model, DIAGRAM, [flow], style)
        case ("label", flow, anchor):
            return edits.put_label(model, DIAGRAM, flow, anchor)
        case ("bend", flow, bends):
            return edits.bend(model, DIAGRAM, flow, bends)
        case ("reverse", flow):
            return edits.reverse(model, [flow])
        case ("both", flow, both):
            return edits.set_both_ways(model, [flow], both)
        case ("name", flow, name):
            return edits.rename(model, flow, name)
        case ("move", element, dx, dy):
            return moves.move(model, DIAGRAM, [element], dx, dy)
        case ("delete", flow):
            return edits.delete(model, [flow])
    raise AssertionError(step)


@settings(max_examples=30)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_whatever_is_done_to_flows_the_picture_follows(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    model = on_grid(8, 4)
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    for step in steps:
        after = done(model, step)
        live.copy().sketch(after, diff(model, after))
        live.refresh(after, diff(model, after))
        model = after
        assert not live.is_sketchy
        assert {key.subject for key in live.items if key.role == "flow"} == {f.id for f in model.of(Flow)}
    assert page_faults_of(live) == []
    for item in live.items.values():
        if item.role == "flow" and item.label:
            assert distance_to_line(item.line, item.label.center) < 420
    live.settle()
    assert live.picture == picture(model, catalog(), DIAGRAM, metrics())


def page_faults_of(live: DiagramPicture) -> list[str]:
    """What sticks out; that elements moved onto each other lie on each other is no fault here."""
    return [fault for fault in page_faults(live.picture) if "covers" not in fault]
