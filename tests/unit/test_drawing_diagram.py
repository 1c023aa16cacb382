from __future__ import annotations

import pytest

from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.geometry import distance_to_line
from dfdmodeler.drawing.primitives import Badge, Item, Marks, Path, Picture, Rectangle, Text
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    Boundary,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    Record,
    Route,
    evolve,
    layout_id,
)
from dfdmodeler.model.values import FrozenMap
from drawing_models import DIAGRAM, catalog, laid_out, metrics, on_grid, placement, with_layout


def pair(*extra: Record, **flow: object) -> Model:
    ends = {"source": "a", "target": "b", **flow}
    return Model(
        [
            Diagram(id=DIAGRAM),
            Element(id="a", type="web_app", name="A"),
            Element(id="b", type="llm", name="B"),
            placement("a", 0, 0),
            placement("b", 300, 0),
            Flow.model_validate({"id": "f", **ends}),
            *extra,
        ]
    )


def drawn(model: Model, **options: object) -> Picture:
    return picture(model, catalog(), DIAGRAM, metrics(), **options)  # type: ignore[arg-type]


def of(result: Picture, subject: str, role: str) -> Item:
    return next(item for item in result.items if (item.subject, item.role) == (subject, role))


def label_of(model: Model) -> list[str]:
    items = [item for item in drawn(model).items if item.role == "label"]
    return [p.text for item in items for p in item.primitives if isinstance(p, Text)]


def filled_heads(model: Model) -> int:
    flow = of(drawn(model), "f", "flow")
    return sum(isinstance(p, Path) and p.style.fill == "flow" for p in flow.primitives)


def test_flows_lie_over_boundaries_and_under_elements_and_labels_on_top() -> None:
    roles = [item.role for item in drawn(laid_out("EX1")).items]
    assert roles == sorted(roles, key=["boundary", "flow", "element", "label"].index)


def test_outer_boundaries_lie_under_inner_ones() -> None:
    subjects = [item.subject for item in drawn(laid_out("EX1")).items if item.role == "boundary"]
    assert subjects == ["org", "ml"]


def test_a_flow_has_one_head_and_two_if_it_goes_both_ways() -> None:
    assert filled_heads(pair()) == 1
    assert filled_heads(pair(properties={"bidirectional": "yes"})) == 2
    assert filled_heads(pair(directed=False)) == 0


def test_the_label_is_the_name_or_else_what_the_flow_carries() -> None:
    assert label_of(pair(name="Question")) == ["Question"]
    assert label_of(pair(properties={"carries": ["prompt"]})) == ["Prompt"]
    both = {"carries": ["prompt"], "carries_back": ["generated_content"], "bidirectional": "yes"}
    assert " ".join(label_of(pair(properties=both))) == "Prompt / Generated content"
    assert label_of(pair()) == []


def test_a_missing_end_is_a_small_open_circle() -> None:
    for missing in ({"target": None}, {"source": None}, {"target": "gone"}):
        flow = of(drawn(pair(**missing)), "f", "flow")
        circles = [
            p
            for p in flow.primitives
            if isinstance(p, Path) and p.style.fill is None and len(p.segments) == 6
        ]
        assert len(circles) == 1


def test_a_flow_shows_only_where_its_ends_do() -> None:
    elsewhere = Element(id="c", type="llm")
    assert "f" not in drawn(pair(elsewhere, target="c")).by_subject
    assert "f" not in drawn(pair(source=None, target=None)).by_subject
    route = Route(id="d/f", diagram=DIAGRAM, subject="f", source_point=(0, 200), target_point=(90, 200))
    assert of(drawn(pair(route, source=None, target=None)), "f", "flow").line == ((0, 200), (90, 200))


@pytest.mark.parametrize("routing", ["straight", "orthogonal", "curved"])
def test_the_users_bends_win(routing: str) -> None:
    route = Route(id="d/f", diagram=DIAGRAM, subject="f", bends=((150, 200), (250, 220)))
    line = of(drawn(pair(route), routing=routing), "f", "flow").line
    assert all(distance_to_line(line, bend) < 0.1 for bend in route.bends)


def test_a_boundary_is_dashed_with_its_name_inside_a_free_corner() -> None:
    boundary = Boundary(id="z", name="Zone")
    item = of(drawn(pair(boundary, placement("z", -40, -60, 600, 160))), "z", "boundary")
    assert item.label is not None
    assert item.shape is not None
    assert item.shape.contains(item.label.x, item.label.y)
    assert any(isinstance(p, Rectangle) and p.style.dash for p in item.primitives)
    crowded = of(drawn(pair(boundary, placement("z", -10, -10, 600, 160))), "z", "boundary")
    assert crowded.label is not None
    assert crowded.label.x > 400


def test_a_line_boundary_is_a_dashed_curve_with_its_name() -> None:
    line = Boundary(id="z", name="Internet", shape="line")
    points = ((220.0, -100.0), (240.0, 0.0), (220.0, 150.0))
    place = Placement(id="d/z", diagram=DIAGRAM, subject="z", points=points)
    item = of(drawn(pair(line, place)), "z", "boundary")
    assert set(points) <= set(item.line)
    assert [p.text for p in item.primitives if isinstance(p, Text)] == ["Internet"]


def test_marks_put_badges_and_highlight_the_path() -> None:
    marks = Marks({"a": Badge(3, "Critical"), "f": Badge(2, "Low")}, frozenset({"a", "f"}))
    result = drawn(pair(name="Ask"), marks=marks)
    assert "3" in [p.text for p in of(result, "a", "element").primitives if isinstance(p, Text)]
    assert "2" in [p.text for p in of(result, "f", "label").primitives if isinstance(p, Text)]
    strokes = {p.style.stroke for p in of(result, "f", "flow").primitives if isinstance(p, Path)}
    assert "explained" in strokes


def test_marking_moves_nothing_and_equals_a_fresh_picture() -> None:
    model = laid_out("EX4")
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    marks = Marks({"llm": Badge(6, "Important"), "r10": Badge(1, "Privacy")}, frozenset({"r10", "llm"}))
    assert live.mark(marks) == {"llm", "r10"}
    assert live.picture == drawn(model, marks=marks)
    live.mark(Marks())
    assert live.picture == drawn(model)


def test_the_picture_is_the_same_whatever_the_order_of_records() -> None:
    model = laid_out("EX5")
    assert drawn(Model(reversed(list(model.values())))) == drawn(model)


def test_after_a_move_only_what_it_touches_is_drawn_again() -> None:
    before = on_grid(30, 6)
    live = DiagramPicture(before, catalog(), DIAGRAM, metrics())
    old = dict(live.items)
    moved = evolve(before[layout_id(DIAGRAM, "e8")], x=540.0, y=170.0)
    after = Model([*before.values(), moved])
    touched = live.refresh(after, diff(before, after))
    assert touched == {"e8", "f7-1", "f8-1", "f2-6", "f8-6"}
    assert all(live.items[key] is item for key, item in old.items() if key.subject not in touched)
    assert of(live.picture, "e8", "element").shape == (540, 170, 136, 56)
    live.settle()
    assert live.picture == drawn(after)


def test_following_changes_with_straight_flows_equals_a_fresh_picture() -> None:
    before = pair(name="Ask")
    live = DiagramPicture(before, catalog(), DIAGRAM, metrics(), routing="straight")
    steps = [
        Model([*before.values(), evolve(before["d/b"], x=500.0), evolve(before["a"], name="Other")]),
        Model(
            [
                *before.values(),
                Flow(id="g", source="b", target="a"),
                Note(id="n", diagram=DIAGRAM, text="x", y=300),
            ]
        ),
        Model([record for record in before.values() if record.id not in ("d/b", "f")]),
        before,
    ]
    for after in steps:
        live.refresh(after, diff(before, after))
        assert live.picture == drawn(after, routing="straight")
        before = after


def test_a_flow_that_a_moved_element_covers_gives_way() -> None:
    third = [Element(id="c", type="llm"), placement("c", 120, 300)]
    before = pair(*third)
    live = DiagramPicture(before, catalog(), DIAGRAM, metrics())
    after = Model([*before.values(), evolve(before["d/c"], x=150.0, y=0.0)])
    assert "f" in live.refresh(after, ["d/c"])


def test_an_element_out_of_scope_is_dashed() -> None:
    model = Model(
        [
            Diagram(id=DIAGRAM),
            Element(id="a", type="llm", properties=FrozenMap({"out_of_scope": "yes"})),
            placement("a", 0, 0),
        ]
    )
    outline = of(drawn(model), "a", "element").primitives[0]
    assert isinstance(outline, Rectangle)
    assert outline.style.dash


def test_what_has_no_name_is_called_as_in_text() -> None:
    records = [Element(id="crm", type="tool"), Boundary(id="ext", type="third_party"), Diagram(id=DIAGRAM)]
    model = with_layout(Model(evolve(r, parent="ext") if r.id == "crm" else r for r in records))
    shown = picture(model, catalog(), DIAGRAM, metrics())
    words = {p.text for item in shown.items for p in item.primitives if isinstance(p, Text)}
    assert words == {"crm", "Tool", "ext"} == {model.name_of("crm"), "Tool", model.name_of("ext")}
