"""What an edit would change about boundaries, in facts and words; open lines and the flows that cut them."""

from __future__ import annotations

import pytest

from dfdmodeler.drawing import boundaries
from dfdmodeler.drawing.crossing_marks import crossing_marks
from dfdmodeler.drawing.crossings import Crossing, crossed, outcome, sentences, way_of
from dfdmodeler.drawing.dividers import line_placements
from dfdmodeler.drawing.geometry import Point, curve_middle, curve_through, meeting
from dfdmodeler.drawing.lines import follow_lines, line_curve
from dfdmodeler.drawing.primitives import Box, Path
from dfdmodeler.model import edits, moves
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Placement, Route, evolve

BOXES = {
    "org": (200.0, 0.0, 400.0, 400.0),
    "inner": (240.0, 200.0, 300.0, 160.0),
    "user": (0.0, 40.0, 100.0, 40.0),
    "chat": (240.0, 40.0, 100.0, 40.0),
    "docs": (260.0, 240.0, 100.0, 40.0),
    "llm": (800.0, 40.0, 100.0, 40.0),
}
UPRIGHT = ((700.0, -100.0), (700.0, 300.0))
"""A line between the organisation and the language model, drawn downwards."""


def sample(inside: str = "", cut: tuple[str, ...] = ("line",)) -> Model:
    line = Boundary(id="line", name="Internet", shape="line", inside=inside)  # type: ignore[arg-type]
    return Model(
        [
            Diagram(id="d"),
            Boundary(id="org", name="Our company"),
            Boundary(id="inner", name="Vault", parent="org"),
            line,
            Element(id="user", type="human_user", name="User"),
            Element(id="chat", type="web_app", name="Chat", parent="org"),
            Element(id="docs", type="document_store", name="Documents", parent="inner"),
            Element(id="llm", type="llm", name="LLM"),
            Flow(id="ask", source="user", target="chat"),
            Flow(id="store", source="chat", target="docs"),
            Flow(id="call", source="chat", target="llm", properties={"line_crossings": cut}),
            *(new_placement("d", subject, box) for subject, box in BOXES.items()),
            placed_line(*UPRIGHT),
        ]
    )


def placed_line(*points: Point) -> Placement:
    return evolve(new_placement("d", "line", (0, 0, 0, 0)), points=points)


def no_size(subject: str) -> tuple[float, float]:
    return 0.0, 0.0


def dropped(model: Model, subject: str, dx: float, dy: float) -> Model:
    """As the canvas does it: moved, settled, lines followed."""
    after = moves.settle(moves.move(model, "d", [subject], dx, dy), "d", [subject], no_size)
    return follow_lines(model, after, "d", no_size)


def cut_by(model: Model, flow: str) -> object:
    return model[flow].properties.get("line_crossings", ())  # type: ignore[attr-defined]


def test_a_flow_crosses_the_boundaries_around_one_end_and_the_lines_it_cuts() -> None:
    model = sample()
    assert crossed(model, model.find(Flow, "store")) == {"inner"}  # type: ignore[arg-type]
    assert crossed(model, model.find(Flow, "call")) == {"org", "line"}  # type: ignore[arg-type]
    loose = Flow(id="loose", source="chat")
    assert crossed(edits.put(model, loose), loose) == frozenset()


@pytest.mark.parametrize(
    ("flow", "boundary", "way"),
    [("ask", "org", "enters"), ("call", "org", "leaves"), ("call", "line", "crosses")],
)
def test_a_crossing_has_a_direction(flow: str, boundary: str, way: str) -> None:
    model = sample()
    assert way_of(model, model.find(Flow, flow), boundary, "d", no_size) == way  # type: ignore[arg-type]


@pytest.mark.parametrize(("inside", "way"), [("left", "enters"), ("right", "leaves"), ("", "crosses")])
def test_the_inside_of_a_line_says_which_way_a_flow_cuts_it(inside: str, way: str) -> None:
    """Who walks the line downwards has the language model, in the east, at the left."""
    model = sample(inside)
    assert way_of(model, model.find(Flow, "call"), "line", "d", no_size) == way  # type: ignore[arg-type]
    back = edits.reverse(model, ["call"])
    turned = {"enters": "leaves", "leaves": "enters", "crosses": "crosses"}[way]
    assert way_of(back, back.find(Flow, "call"), "line", "d", no_size) == turned  # type: ignore[arg-type]


def test_a_flow_in_both_directions_crosses() -> None:
    model = edits.set_property(sample("left"), ["ask", "call"], "bidirectional", "yes")
    for flow, boundary in (("ask", "org"), ("call", "line")):
        found = model.find(Flow, flow)
        assert found is not None
        assert way_of(model, found, boundary, "d", no_size) == "crosses"


def test_moving_an_element_in_turns_its_flows() -> None:
    before = sample()
    found = outcome(before, after := dropped(before, "user", 240, 60), "d", no_size)
    assert found.joined == (("org", "user"),)
    assert [(turn.flow, turn.gained, turn.lost) for turn in found.turns] == [("ask", (), ("org",))]
    assert sentences(found, after) == (
        "User would be in Our company",
        "1 flow would no longer cross Our company",
    )


def test_moving_an_element_out_tells_which_way_its_flows_would_cross() -> None:
    before = sample()
    found = outcome(before, after := dropped(before, "chat", 0, -400), "d", no_size)
    assert found.left == (("org", "chat"),)
    gained = {turn.flow: turn.gained for turn in found.turns}
    assert gained["store"] == (Crossing("org", "enters"),)
    assert "1 flow would now cross Our company, 2 no longer" in sentences(found, after)
    assert "Chat would leave Our company" in sentences(found, after)


def test_a_boundary_that_changes_hands_turns_the_flows_of_what_is_inside() -> None:
    before = sample()
    found = outcome(before, dropped(before, "inner", 0, 600), "d", no_size)
    assert found.left == (("org", "inner"),)
    assert [(turn.flow, turn.gained) for turn in found.turns] == [("store", (Crossing("org", "leaves"),))]


def test_moving_without_another_boundary_changes_nothing() -> None:
    before = sample()
    assert not outcome(before, dropped(before, "chat", 16, 0), "d", no_size)
    assert sentences(outcome(before, before, "d", no_size), before) == ()


def test_of_many_changes_only_the_first_are_told() -> None:
    before = sample()
    others = [Boundary(id=f"b{n}", name=f"B{n}") for n in range(5)]
    before = edits.put(before, *others)
    after = edits.put(before, *(evolve(b, parent="org") for b in others[:1]))
    for n in range(1, 5):
        after = edits.reparent(after, [f"b{n}"], f"b{n - 1}")
    told = sentences(outcome(before, after, "d", no_size), after)
    assert len(told) == 5
    assert told[-1] == "and 1 more"


def test_an_element_moved_across_a_line_turns_what_its_flows_cut() -> None:
    before = sample()
    after = dropped(before, "llm", -160, 0)
    assert cut_by(after, "call") == ()
    assert cut_by(dropped(after, "llm", 160, 0), "call") == ("line",)


def test_a_line_moved_turns_the_flows_on_its_way() -> None:
    before = sample()
    after = follow_lines(before, moves.move(before, "d", ["line"], -550, 0), "d", no_size)
    assert cut_by(after, "call") == ()
    assert cut_by(after, "ask") == ("line",)
    assert cut_by(after, "store") == ()


def test_a_line_beside_a_flow_is_not_cut() -> None:
    before = sample(cut=())
    short = edits.put(before, placed_line((700, 100), (700, 300)))
    assert follow_lines(before, short, "d", no_size) is short
    long = follow_lines(short, edits.put(short, placed_line(*UPRIGHT)), "d", no_size)
    assert cut_by(long, "call") == ("line",)


def test_bends_count_as_they_are_drawn() -> None:
    before = edits.put(sample(cut=()), placed_line((700, 100), (700, 300)))
    bent = edits.put(before, Route(id="d/call", diagram="d", subject="call", bends=((600, 200), (800, 200))))
    assert cut_by(follow_lines(before, bent, "d", no_size), "call") == ("line",)


def test_a_new_line_and_a_new_flow_are_followed() -> None:
    whole = sample(cut=())
    without = edits.delete(whole, ["line"])
    assert cut_by(follow_lines(without, whole, "d", no_size), "call") == ("line",)
    added = edits.put(whole, Flow(id="new", source="llm", target="chat"))
    assert cut_by(follow_lines(whole, added, "d", no_size), "new") == ("line",)


def test_what_a_person_stated_otherwise_stays_until_the_drawing_changes() -> None:
    before = edits.set_property(sample(), ["store"], "line_crossings", ("line", "elsewhere"))
    after = dropped(before, "docs", 8, 0)
    assert cut_by(after, "store") == ("elsewhere", "line")


def test_a_flow_at_an_element_that_is_not_drawn_is_left_alone() -> None:
    before = edits.remove(sample(), ["d/llm"])
    after = moves.move(before, "d", ["line", "chat"], -500, 0)
    assert cut_by(follow_lines(before, after, "d", no_size), "call") == ("line",)


def test_a_box_has_no_curve() -> None:
    assert line_curve(sample(), "d", "org") == ()
    assert line_curve(sample(), "d", "line") == UPRIGHT


def test_the_first_choice_of_an_inside_is_left_and_then_it_is_the_other_side() -> None:
    model = sample()
    sides = []
    for _ in range(3):
        model = edits.swap_inside(model, ["line", "org"])
        sides.append(model.find(Boundary, "line").inside)  # type: ignore[union-attr]
    assert sides == ["left", "right", "left"]
    assert model["org"] == sample()["org"]


def test_a_line_is_drawn_through_two_points_at_least_in_the_box_around_them() -> None:
    model = sample()
    assert edits.draw_line(model, "d", "line", [(1, 2)]) is model
    placed = edits.draw_line(model, "d", "line", [(10, 20), (40, 5), (30, 60)])["d/line"]
    assert isinstance(placed, Placement)
    assert (placed.x, placed.y, placed.width, placed.height) == (10, 5, 30, 55)
    assert placed.points == ((10, 20), (40, 5), (30, 60))


@pytest.mark.parametrize(("inside", "side"), [("left", 1), ("right", -1)])
def test_ticks_stand_on_the_inside(inside: str, side: int) -> None:
    """Who walks downwards has the east at the left."""
    (path,) = boundaries.ticks(((0.0, 0.0), (0.0, 100.0)), inside)
    assert isinstance(path, Path)
    tips = [numbers[0] for command, numbers in path.segments if command == "L"]
    assert len(tips) == 4
    assert all(x * side > 0 for x in tips)
    assert boundaries.ticks(((0.0, 0.0), (0.0, 100.0)), "") == ()
    assert boundaries.ticks(((0.0, 0.0), (0.0, 3.0)), inside) == ()


@pytest.mark.parametrize("inside", ["left", "right"])
@pytest.mark.parametrize("points", [UPRIGHT, UPRIGHT[::-1]])
def test_a_layout_keeps_what_is_inside(inside: str, points: tuple[Point, ...]) -> None:
    before = edits.put(sample(inside), placed_line(*points))
    boxes = {i: Box(*box) for i, box in BOXES.items()} | {"llm": Box(240, 900, 100, 40)}
    placed = line_placements([before.find(Boundary, "line")], before, "d", boxes)  # type: ignore[list-item]
    moved = {i: new_placement("d", i, box) for i, box in boxes.items()}
    after = edits.put(before, *moved.values(), *placed.values())
    ways = [
        way_of(model, model.find(Flow, "call"), "line", "d", no_size)  # type: ignore[arg-type]
        for model in (before, after)
    ]
    assert ways[0] == ways[1] != "crosses"


def test_marks_stand_where_a_flow_meets_the_border() -> None:
    before = sample("left")
    after = dropped(before, "user", 240, 60)
    back = outcome(after, before, "d", no_size)
    (mark,) = crossing_marks(back, before, "d", {"ask": ((50.0, 60.0), (290.0, 60.0))}.__getitem__)
    assert (mark.flow, mark.word, mark.at, mark.lost) == ("ask", "enters", (200.0, 60.0), False)
    (gone,) = crossing_marks(
        outcome(before, after, "d", no_size), after, "d", lambda _: ((0.0, 0.0), (10.0, 0.0))
    )
    assert (gone.word, gone.at, gone.lost) == ("no longer", (5.0, 0.0), True)
    assert crossing_marks(back, before, "d", lambda _: ()) == ()


def test_segments_meet_in_a_point_or_not_at_all() -> None:
    assert meeting((0, 0), (10, 0), (4, -5), (4, 5)) == (4, 0)
    assert meeting((0, 0), (10, 0), (4, 1), (4, 5)) is None
    assert meeting((0, 0), (10, 0), (0, 1), (10, 1)) is None


def test_the_middle_of_a_stretch_lies_on_the_curve() -> None:
    points = ((0.0, 0.0), (40.0, 60.0), (100.0, 0.0))
    assert curve_middle(points[:2], 0) == (20, 30)
    assert curve_middle(points, 0) == curve_through(points)[4]
    assert curve_middle(points, 1) == curve_through(points)[12]
