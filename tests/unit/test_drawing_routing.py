from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest

from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Polyline
from dfdmodeler.drawing.ports import Lane
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.routing import Ends, Style, route, route_all
from drawing_models import catalog, metrics, on_grid
from drawing_quality import flow_faults, label_faults, shared_stretches

STYLES: tuple[Style, ...] = ("straight", "orthogonal", "curved")
A, B = Box(0, 0, 136, 56), Box(300, 0, 136, 56)


def field(**shapes: Box) -> Field:
    result = Field()
    for name, box in {"a": A, "b": B, **shapes}.items():
        result.shapes.put(name, box)
    return result


def is_orthogonal(line: Polyline) -> bool:
    return all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line))


def test_boxes_side_by_side_are_joined_straight() -> None:
    for style in STYLES:
        assert route(Ends("f", "a", "b"), field(), style) == ((136, 28), (300, 28))


def test_an_orthogonal_route_goes_around_what_stands_between() -> None:
    wall = Box(200, -60, 40, 200)
    line = route(Ends("f", "a", "b"), field(wall=wall))
    assert is_orthogonal(line)
    assert not any(
        min(p[0], q[0]) < 240 and max(p[0], q[0]) > 200 and -60 < p[1] < 140 for p, q in pairwise(line)
    )


def test_offset_boxes_need_one_bend_or_two() -> None:
    line = route(Ends("f", "a", "b"), field(b=Box(300, 300, 136, 56)))
    assert is_orthogonal(line)
    assert len(line) in (3, 4)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [2, 3])
def test_flows_between_the_same_elements_are_apart(style: Style, count: int) -> None:
    ground = field()
    lanes = [Lane(i - (count - 1) / 2, count) for i in range(count)]
    flows = [Ends(f"f{i}", "a", "b", lane=lane) for i, lane in enumerate(lanes)]
    flows[0] = Ends("f0", "b", "a", lane=lanes[0].back)
    route_all(flows, ground, style)
    levels = sorted(course[0][1] for course in ground.courses.values())
    assert all(high - low >= 12 for low, high in pairwise(levels))
    assert sum(levels) / count == pytest.approx(28, abs=1)


@pytest.mark.parametrize("style", STYLES)
def test_a_loop_leaves_its_element_and_comes_back(style: Style) -> None:
    line = route(Ends("f", "a", "a"), field(), style)
    assert line[0] != line[-1]
    assert all(A.contains(*point) for point in (line[0], line[-1]))
    assert not any(A.grown(-0.5).contains(*point) for point in line)


def test_loops_at_the_same_element_are_apart() -> None:
    ground = field()
    route_all([Ends(f"f{i}", "a", "a", lane=Lane(i - 0.5, 2)) for i in range(2)], ground)
    assert ground.courses["f0"][0] != ground.courses["f1"][0]


def test_a_route_begins_where_the_user_put_a_missing_end() -> None:
    line = route(Ends("f", None, "b", source_point=(100, 300)), field())
    assert line[0] == (100, 300)
    assert B.contains(*line[-1])


def test_a_missing_end_is_drawn_in_free_space() -> None:
    ground = field(c=Box(150, 0, 100, 56))
    end = route(Ends("f", "a", None), ground)[-1]
    assert not any(box.contains(*end) for _, box in ground.shapes.items())


def test_overlapping_boxes_still_get_a_line() -> None:
    line = route(Ends("f", "a", "b"), field(b=Box(60, 10, 136, 56)))
    assert len(line) >= 2
    assert all(math.isfinite(value) for point in line for value in point)


def test_crossings_are_avoided_where_there_is_a_way_round() -> None:
    ground = field(c=Box(150, -150, 136, 56), d=Box(150, 150, 136, 56))
    ground.lay("old", ((218, -94), (218, 150)))
    line = route(Ends("f", "a", "b"), ground)
    assert is_orthogonal(line)


@pytest.mark.parametrize("columns", [5, 8])
def test_on_a_grid_nothing_runs_through_anything(columns: int) -> None:
    model = on_grid(40, columns)
    drawing = picture(model, catalog(), "d", metrics())
    assert flow_faults(drawing, model) == []
    assert label_faults(drawing) == []
    assert shared_stretches(drawing) == []


def test_a_large_grid_is_routed_well_without_search() -> None:
    model = on_grid(144, 12)
    drawing = picture(model, catalog(), "d", metrics())
    assert flow_faults(drawing, model) == []
    assert len(label_faults(drawing)) == 0
    assert all(
        one.line != two.line for one, two in combinations([i for i in drawing.items if i.role == "flow"], 2)
    )
