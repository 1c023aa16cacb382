"""Large diagrams: changes are sketched at once, and what is finished later equals what was done in one go."""

from __future__ import annotations

from itertools import islice

import pytest

from dfdmodeler.drawing import wiring
from dfdmodeler.drawing.diagram import DiagramPicture
from dfdmodeler.model import edits, moves
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Placement, evolve, layout_id
from drawing_models import DIAGRAM, catalog, metrics, on_grid


def drawn(model: Model) -> DiagramPicture:
    return DiagramPicture(model, catalog(), DIAGRAM, metrics())


def moved(model: Model, subjects: list[str], dx: float) -> tuple[Model, list[str]]:
    """The model with some elements elsewhere, and the ids of the records that differ."""
    placements = [model.find(Placement, layout_id(DIAGRAM, subject)) for subject in subjects]
    records = [evolve(record, x=record.x + dx) for record in placements if record]
    return edits.put(model, *records), [record.id for record in records]


def test_finishing_in_slices_equals_a_thorough_change() -> None:
    model = on_grid(90, 10)
    assert len(model.of(Flow)) > 60
    after, changed = moved(model, [element.id for element in model.of(Element)][:20], 70)
    sliced, whole = drawn(model), drawn(model)
    whole.refresh(after, changed)
    sliced.refresh(after, changed, thorough=False)
    assert sliced.is_sketchy
    assert len(list(sliced.finishing())) > 20
    assert not sliced.is_sketchy
    assert sliced.items == whole.items


def test_finishing_can_be_dropped_and_begun_anew_after_another_change() -> None:
    model = on_grid(90, 10)
    ids = [element.id for element in model.of(Element)]
    picture = drawn(model)
    after, changed = moved(model, ids[:20], 70)
    picture.refresh(after, changed, thorough=False)
    list(islice(picture.finishing(), 12))
    after, changed = moved(after, ids[30:34], 40)
    picture.refresh(after, changed, thorough=False)
    list(picture.finishing())
    assert not picture.is_sketchy
    assert {key.subject for key in picture.items} == {key.subject for key in drawn(after).items}
    lines = {key: item.line for key, item in picture.items.items() if key.role == "flow"}
    assert all(len(line) > 1 for line in lines.values())


@pytest.mark.parametrize("batch", [400, 70])
def test_a_large_diagram_opens_sketched_and_is_finished_as_if_drawn_at_once(
    batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "_BATCH", batch)
    model = on_grid(90, 10)
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics(), thorough=False)
    assert picture.is_sketchy
    assert {key.subject for key in picture.items} == {key.subject for key in drawn(model).items}
    list(picture.finishing())
    assert not picture.is_sketchy
    assert picture.items == drawn(model).items


def test_what_was_finished_stays_so_when_finishing_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "_BATCH", 25)
    model = on_grid(90, 10)
    whole = len(list(DiagramPicture(model, catalog(), DIAGRAM, metrics(), thorough=False).finishing()))
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics(), thorough=False)
    half = len(list(islice(picture.finishing(), whole // 2)))
    assert len(list(picture.finishing())) < whole - half // 2
    assert not picture.is_sketchy


def test_sketches_end_at_their_elements() -> None:
    model = on_grid(90, 10)
    after, changed = moved(model, [element.id for element in model.of(Element)][:20], 70)
    picture = drawn(model)
    picture.refresh(after, changed, thorough=False)
    shapes = {item.subject: item.shape for item in picture.items.values() if item.role == "element"}
    for item in picture.items.values():
        if item.role == "flow":
            flow = after.find(Flow, item.subject)
            assert flow is not None
            for end, (x, y) in ((flow.source, item.line[0]), (flow.target, item.line[-1])):
                shape = shapes[end or ""]
                assert shape is not None
                assert shape.grown(1).contains(x, y)


def test_of_a_change_that_touches_many_flows_none_is_routed_before_it_shows() -> None:
    model = on_grid(20, 5)
    picture = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    moved = moves.move(model, DIAGRAM, ["e7"], 16, 40)
    picture.refresh(moved, diff(model, moved), most=4)
    assert not picture.is_sketchy
    after = edits.update(moved, [DIAGRAM], style="curved")
    picture.refresh(after, diff(moved, after), most=4)
    assert picture.is_sketchy
    for _ in picture.finishing():
        pass
    assert picture.picture == drawn(after).picture
