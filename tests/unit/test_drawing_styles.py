"""Straight and curved flows: fit to be seen as orthogonal ones are."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dfdmodeler.drawing.curves import free_swing, rounded, through
from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Polyline, goes_on, length, shortened, stretches
from dfdmodeler.drawing.ports import ALONE, Lane
from dfdmodeler.drawing.primitives import Box, Item, Path, Picture
from dfdmodeler.drawing.routing import Ends, Style, route, route_all, sketch
from dfdmodeler.drawing.stretching import Origin
from dfdmodeler.drawing.svg import svg
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Flow, Route, evolve, layout_id
from drawing_models import DIAGRAM, ROOT, catalog, examples, laid_out, metrics, on_grid
from drawing_quality import faults, flow_faults, shared_stretches, struck_labels

TEMPLATES = sorted((ROOT / "resources" / "templates").glob("*.dfdm"))
A, B = Box(0, 0, 136, 56), Box(300, 200, 136, 56)


def field(**shapes: Box) -> Field:
    result = Field()
    for name, box in {"a": A, "b": B, **shapes}.items():
        result.shapes.put(name, box)
    return result


def is_smooth(line: Polyline) -> bool:
    return all(goes_on(a, b, c) for a, b, c in zip(line, line[1:], line[2:], strict=False))


def passes(line: Polyline, box: Box) -> bool:
    return any(box.contains(x, y) for a, b in pairwise(line) for x, y in (a, b))


def line_of(drawn: Picture, flow: str) -> Polyline:
    return drawn.by_subject[flow].line


def styled(model: Model, style: str) -> Model:
    return edits.update(model, [DIAGRAM], style=style)


@pytest.mark.parametrize("style", ["straight", "curved"])
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_fit_to_be_seen_in_every_style(path: object, style: Style) -> None:
    model, _ = native.read(path.read_bytes(), path.name)  # type: ignore[attr-defined]
    assert model is not None
    drawn = picture(model, catalog(), model.diagrams[0].id, metrics(), routing=style)
    assert [*faults(drawn, model), *struck_labels(drawn), *shared_stretches(drawn)] == []


@pytest.mark.parametrize("style", ["straight", "curved"])
@pytest.mark.parametrize("example", sorted(examples()))
def test_no_flow_of_an_example_runs_through_a_shape(example: str, style: str) -> None:
    model = styled(laid_out(example), style)
    assert faults(picture(model, catalog(), DIAGRAM, metrics()), model) == []


@pytest.mark.parametrize("style", ["straight", "curved"])
def test_on_a_grid_nothing_runs_through_anything(style: Style) -> None:
    model = on_grid(40, 5)
    assert flow_faults(picture(model, catalog(), DIAGRAM, metrics(), routing=style), model) == []


def test_a_curve_has_no_corner_and_leaves_its_shapes_at_right_angles() -> None:
    line = route(Ends("f", "a", "b"), field(), "curved")
    assert len(line) > 6
    assert is_smooth(line)
    for end, next_ in ((line[0], line[1]), (line[-1], line[-2])):
        assert end[0] == next_[0] or end[1] == next_[1]


def test_a_curve_that_would_run_through_a_shape_goes_around_it() -> None:
    wall = Box(150, -200, 100, 600)
    ground = field(wall=wall)
    assert free_swing("f", ("a", "b"), A, B, ALONE, ground, 24) is None
    line = route(Ends("f", "a", "b"), ground, "curved")
    assert not passes(line, wall)
    assert is_smooth(line)


def test_round_bends_do_not_cut_corners_off_shapes() -> None:
    corner = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0))
    inside = Box(60, 4, 36, 36)
    assert is_smooth(rounded(corner))
    assert passes(rounded(corner), Box(70, 5, 25, 25))
    assert passes(rounded(corner), inside)
    assert not passes(rounded(corner, [inside]), inside)


def test_a_straight_flow_goes_around_what_stands_between_and_else_straight() -> None:
    apart = field(b=Box(600, 0, 136, 56))
    assert len(route(Ends("f", "a", "b"), apart, "straight")) == 2
    wall = Box(300, -20, 80, 90)
    line = route(Ends("f", "a", "b"), field(b=Box(600, 0, 136, 56), wall=wall), "straight")
    assert 2 < len(line) <= 4
    assert not any(wall.contains((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(line))


@pytest.mark.parametrize("style", ["straight", "curved"])
@pytest.mark.parametrize("count", [2, 4, 6])
def test_slanting_flows_between_the_same_elements_are_apart(style: Style, count: int) -> None:
    ground = field()
    lanes = [Lane(i - (count - 1) / 2, count) for i in range(count)]
    flows = [Ends(f"f{i}", "a", "b", lane=lane) for i, lane in enumerate(lanes)]
    flows[0] = Ends("f0", "b", "a", lane=lanes[0].back)
    route_all(flows, ground, style)
    ends = sorted(point for course in ground.courses.values() for point in (course[0], course[-1]))
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) >= 6 for a, b in pairwise(ends))


def test_many_straight_flows_between_two_elements_fan_out() -> None:
    ground, count = field(b=Box(600, 0, 136, 56)), 12
    flows = [Ends(f"{i:02}", "a", "b", lane=Lane(i - (count - 1) / 2, count)) for i in range(count)]
    route_all(flows, ground, "straight")
    middles = sorted(ground.courses[flow.flow][1][1] for flow in flows)
    assert all(low - high >= 15 for high, low in pairwise(middles))


def test_a_flow_can_run_otherwise_than_its_diagram() -> None:
    model = styled(on_grid(4, 2), "curved")
    flow = "f1-1"
    own = edits.set_flow_style(model, DIAGRAM, [flow], "straight")
    before, after = (line_of(picture(m, catalog(), DIAGRAM, metrics()), flow) for m in (model, own))
    assert len(before) > 2
    assert len(after) == 2
    assert edits.set_flow_style(own, DIAGRAM, [flow], "") == model


def test_another_style_of_the_diagram_is_followed_as_if_drawn_so() -> None:
    model = on_grid(12, 4)
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    for style in ("curved", "straight", ""):
        after = styled(model, style)
        live.refresh(after, diff(model, after))
        assert live.picture == picture(after, catalog(), DIAGRAM, metrics())
        model = after


def test_another_name_of_the_diagram_routes_nothing() -> None:
    model = on_grid(12, 4)
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    after = edits.rename(model, DIAGRAM, "Another")
    assert not live.refresh(after, diff(model, after)) & {flow.id for flow in model.of(Flow)}


def test_bends_of_a_curved_flow_lie_on_it() -> None:
    line = route(Ends("f", "a", "b", bends=((200, 28), (240, 120))), field(), "curved")
    assert {(200, 28), (240, 120)} <= set(line)
    assert len(line) > 8


def test_a_curve_through_points_does_not_swing_out_where_two_are_close() -> None:
    line = through([(0.0, 0.0), (10.0, 0.0), (10.0, 400.0), (300.0, 400.0)])
    assert {(0, 0), (10, 0), (10, 400), (300, 400)} <= set(line)
    assert all(x >= -2 and y >= -4 for x, y in line if y < 60)


def test_a_curve_is_drawn_as_cubics_in_every_output() -> None:
    model = styled(edits.set_property(on_grid(4, 2), ["f1-1"], "bidirectional", "yes"), "curved")
    drawn = picture(model, catalog(), DIAGRAM, metrics())
    item = next(i for i in drawn.items if i.role == "flow" and i.subject == "f1-1")
    path = item.primitives[0]
    assert isinstance(path, Path)
    assert {command for command, _ in path.segments} == {"M", "C"}
    assert len([p for p in item.primitives if isinstance(p, Path) and p.style.fill == "flow"]) == 2
    assert " C" in svg(drawn)
    assert inside(item)


def inside(item: Item) -> bool:
    points = (n for p in item.primitives if isinstance(p, Path) for _, n in p.segments)
    pairs = ((n[i], n[i + 1]) for n in points for i in range(0, len(n), 2))
    return all(item.bounds.grown(0.1).contains(*pair) for pair in pairs)


def test_a_dragged_curve_keeps_its_sides_as_long_as_it_can() -> None:
    course = route(Ends("f", "a", "b"), field(), "curved")
    origin = Origin(course, (A, B), None, curved=True)
    moved = Box(B.x + 40, B.y - 16, B.width, B.height)
    line = origin.stretched((A, moved))
    assert line is not None
    assert line[0] == course[0]
    assert line[-1] == (course[-1][0] + 40, course[-1][1] - 16)
    assert origin.stretched((A, Box(-400, 10, 136, 56))) is None


def test_a_sketched_curve_joins_its_shapes_and_costs_no_look_around() -> None:
    ground = field(wall=Box(150, -200, 100, 600))
    line = sketch(Ends("f", "a", "b"), ground, "curved")
    assert line == sketch(Ends("f", "a", "b"), field(), "curved")
    assert A.grown(0.1).contains(*line[0])
    assert B.grown(0.1).contains(*line[-1])


def test_a_curve_is_one_stretch_and_a_course_with_corners_several() -> None:
    assert len(stretches(route(Ends("f", "a", "b"), field(), "curved"))) == 1
    assert len(stretches(((0, 0), (100, 0), (100, 100)))) == 2


def test_a_line_is_shortened_across_its_bends() -> None:
    line = ((0.0, 0.0), (10.0, 0.0), (10.0, 4.0))
    assert shortened(line, 7) == ((0.0, 0.0), (7.0, 0.0))
    assert shortened(line, 2) == ((0.0, 0.0), (10.0, 0.0), (10.0, 2.0))
    assert shortened(line, length(line)) == line


def test_a_reversed_flow_keeps_its_way() -> None:
    model = on_grid(4, 2)
    flow = model.of(Flow)[0]
    bent = edits.bend(model, DIAGRAM, flow.id, [(60.0, 300.0), (200.0, 320.0)])
    turned = edits.reverse(bent, [flow.id])
    before, after = (
        picture(m, catalog(), DIAGRAM, metrics()).by_subject[flow.id].line for m in (bent, turned)
    )
    assert after == before[::-1]
    assert edits.reverse(turned, [flow.id]) == bent


def test_styles_are_kept_in_files_and_nothing_is_written_where_nobody_said() -> None:
    model = on_grid(4, 2)
    assert b"style" not in native.write(model)
    flow = model.of(Flow)[0].id
    own = edits.set_flow_style(styled(model, "curved"), DIAGRAM, [flow], "straight")
    again, problems = native.read(native.write(own), "x.dfdm")
    assert again is not None
    assert not problems
    route_ = again.find(Route, layout_id(DIAGRAM, flow))
    assert route_ is not None
    assert route_.style == "straight"
    assert again.diagrams[0].style == "curved"
    assert evolve(model.diagrams[0], style="") == Diagram(id=DIAGRAM)


def test_straightening_leaves_the_style() -> None:
    model = on_grid(4, 2)
    flow = model.of(Flow)[0].id
    own = edits.set_flow_style(model, DIAGRAM, [flow], "curved")
    bent = edits.bend(own, DIAGRAM, flow, [(60.0, 300.0)])
    assert edits.straighten(bent, DIAGRAM, [flow]) == own
    assert edits.straighten(model, DIAGRAM, [flow]) == model


def test_a_flow_both_ways_is_directed() -> None:
    flow = on_grid(4, 2).of(Flow)[0]
    model = edits.set_both_ways(Model([evolve(flow, directed=False)]), [flow.id], True)
    both = model.find(Flow, flow.id)
    assert both is not None
    assert both.directed
    assert both.properties["bidirectional"] == "yes"
    after = edits.set_both_ways(model, [flow.id], False).find(Flow, flow.id)
    assert after is not None
    assert after.properties["bidirectional"] == "no"


@pytest.mark.parametrize("style", ["orthogonal", "curved"])
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_end_of_a_flow_of_a_template_lies_under_a_badge(path: object, style: Style) -> None:
    model, _ = native.read(path.read_bytes(), path.name)  # type: ignore[attr-defined]
    assert model is not None
    drawn = picture(model, catalog(), model.diagrams[0].id, metrics(), routing=style)
    shapes = [item.shape for item in drawn.items if item.role == "element" and item.shape]
    ends = [end for item in drawn.items if item.role == "flow" for end in (item.line[0], item.line[-1])]
    badges = [Box(shape.right - 20, shape.y - 1, 20, 2) for shape in shapes]
    assert not any(badge.contains(*end) for badge in badges for end in ends)
