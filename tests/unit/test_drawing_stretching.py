"""Flows follow what is being moved: no other flow is looked at, and nothing jumps."""

from __future__ import annotations

import pytest

from dfdmodeler.drawing import wiring
from dfdmodeler.drawing.diagram import DiagramPicture
from dfdmodeler.drawing.geometry import Polyline, segments
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.stretching import Origin
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Flow, Placement, evolve, layout_id
from drawing_models import DIAGRAM, catalog, metrics, on_grid

A, B = Box(0, 0, 100, 50), Box(300, 200, 100, 50)
ELBOW: Polyline = ((100.0, 25.0), (350.0, 25.0), (350.0, 200.0))
ZIGZAG: Polyline = ((100.0, 25.0), (200.0, 25.0), (200.0, 225.0), (300.0, 225.0))
LEVEL: Polyline = ((100.0, 25.0), (300.0, 25.0))


def by(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)


def moved(model: Model, subject: str, dx: float, dy: float) -> tuple[Model, list[str]]:
    record = model.find(Placement, layout_id(DIAGRAM, subject))
    assert record is not None
    return edits.put(model, evolve(record, x=record.x + dx, y=record.y + dy)), [record.id]


def busiest(model: Model) -> tuple[str, set[str]]:
    """The element with most flows, and those flows."""
    at: dict[str, set[str]] = {}
    for flow in model.of(Flow):
        for end in (flow.source, flow.target):
            at.setdefault(end or "", set()).add(flow.id)
    return max(at.items(), key=lambda pair: (len(pair[1]), pair[0]))


@pytest.mark.parametrize("course", [ELBOW, ZIGZAG])
def test_bends_give_way_and_stay_square(course: Polyline) -> None:
    stretched = Origin(course, (A, B), None).stretched((by(A, 16, 24), B))
    assert stretched is not None
    assert len(stretched) == len(course)
    assert stretched[0] == (116.0, 49.0)
    assert stretched[-1] == course[-1]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in segments(stretched))


def test_a_straight_flow_gets_a_step_in_its_middle() -> None:
    stretched = Origin(LEVEL, (A, by(A, 300, 0)), None).stretched((by(A, 0, 40), by(A, 300, 0)))
    assert stretched == ((100.0, 65.0), (200.0, 65.0), (200.0, 25.0), (300.0, 25.0))


def test_a_flow_both_of_whose_ends_move_keeps_its_shape_and_label() -> None:
    origin = Origin(ELBOW, (A, B), Box(200, 15, 60, 20))
    stretched = origin.stretched((by(A, 8, 16), by(B, 8, 16)))
    assert stretched == tuple((x + 8, y + 16) for x, y in ELBOW)
    assert origin.label_on(stretched) == Box(208, 31, 60, 20)


def test_a_label_keeps_to_its_stretch() -> None:
    origin = Origin(ZIGZAG, (A, B), Box(170, 90, 60, 20))
    stretched = origin.stretched((A, by(B, 80, 40)))
    assert stretched is not None
    label = origin.label_on(stretched)
    assert label is not None
    assert label.center[0] == stretched[1][0]
    assert stretched[1][1] < label.center[1] < stretched[2][1]


def test_a_flow_that_would_run_through_its_own_shapes_is_not_stretched() -> None:
    assert Origin(LEVEL, (A, by(A, 300, 0)), None).stretched((by(A, 500, 0), by(A, 300, 0))) is None
    assert Origin(ELBOW, (A, B), None).stretched((by(A, 400, 0), B)) is None


def test_a_step_of_a_drag_draws_only_what_moves_and_its_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    model = on_grid(90, 10)
    subject, flows = busiest(model)
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    preview = picture.copy()

    def fail(*_: object) -> None:
        raise AssertionError("a preview routes nothing")

    monkeypatch.setattr(wiring, "routing", fail)
    monkeypatch.setattr(wiring, "placing", fail)
    for step in (8, 16, 24):
        after, changed = moved(model, subject, step, step)
        drawn = preview.sketch(after, changed)
        assert drawn == {subject} | flows
    others = {key: item for key, item in picture.items.items() if key.subject not in drawn}
    assert all(preview.items[key] is item for key, item in others.items())
    assert any(preview.items[key].line != picture.items[key].line for key in picture.items)


def test_a_preview_leaves_the_picture_it_was_copied_from_alone() -> None:
    model = on_grid(90, 10)
    subject, _ = busiest(model)
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    before = dict(picture.items)
    everywhere = picture.bounds.grown(1000)
    seen = picture.index.visible(everywhere)
    preview = picture.copy()
    after, changed = moved(model, subject, 400, 40)
    preview.sketch(after, changed)
    assert dict(picture.items) == before
    assert picture.index.visible(everywhere) == seen
    whole = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    picture.refresh(after, changed)
    whole.refresh(after, changed)
    assert picture.items == whole.items


def test_finishing_after_a_drag_equals_the_change_done_at_once() -> None:
    model = on_grid(90, 10)
    subject, _ = busiest(model)
    after, changed = moved(model, subject, 64, 96)
    sketched, whole = (DiagramPicture(model, catalog(), DIAGRAM, metrics()) for _ in range(2))
    sketched.sketch(after, changed)
    for _ in sketched.finishing():
        pass
    whole.refresh(after, changed)
    assert sketched.items == whole.items


def test_copies_of_a_grid_change_apart() -> None:
    grid: Grid[str] = Grid(10)
    grid.put("a", Box(0, 0, 5, 5))
    copied = grid.copy()
    copied.put("b", Box(1, 1, 2, 2))
    grid.drop("a")
    again = copied.copy()
    again.put("c", Box(2, 2, 1, 1))
    copied.drop("b")
    spot = Box(0, 0, 9, 9)
    assert [set(g.near(spot)) for g in (grid, copied, again)] == [set(), {"a"}, {"a", "b", "c"}]


def test_damage_is_where_something_was_and_is() -> None:
    model = on_grid(90, 10)
    subject, _ = busiest(model)
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    picture.damage.clear()
    after, changed = moved(model, subject, 64, 96)
    before = picture.items[next(key for key in picture.items if key.subject == subject)].bounds
    picture.sketch(after, changed)
    now = picture.items[next(key for key in picture.items if key.subject == subject)].bounds
    assert before in picture.damage
    assert now in picture.damage
    area = sum(box.width * box.height for box in picture.damage)
    assert area < picture.bounds.width * picture.bounds.height
