"""Putting things in order: done twice it changes nothing, ends stay, and members go along."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.model import aligning, moves
from dfdmodeler.model.aligning import Direction, Edge, Extent
from dfdmodeler.model.change import diff
from dfdmodeler.model.edits import new_placement, place
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Placement, Route

SHAPES = ("a", "b", "c", "note", "frame")
MEMBERS = ("in", "deep")
STARTS = st.integers(0, 120).map(lambda n: 8.0 * n)
SIZES = st.integers(4, 40).map(lambda n: 8.0 * n)
RECTS = st.tuples(STARTS, STARTS, SIZES, SIZES)
AXES: dict[str, int] = {"left": 0, "center": 0, "right": 0, "top": 1, "middle": 1, "bottom": 1}


def size_of(subject: str) -> tuple[float, float]:
    return 20.0, 10.0


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Three elements, a note, and a boundary with a member and a boundary in it; flows within and across."""
    rects = {i: draw(RECTS) for i in ("a", "b", "c", "note", "frame")}
    x, y, width, height = rects["frame"]
    rects |= {"in": (x + 8, y + 8, 24.0, 8.0), "inner": (x, y + 16, width, height - 16)}
    rects["deep"] = (x + 8, y + 24, 16.0, 8.0)
    nx, ny, nw, nh = rects.pop("note")
    return Model(
        [
            Diagram(id="d"),
            *(Element(id=i, type="process") for i in "abc"),
            Boundary(id="frame"),
            Boundary(id="inner", parent="frame"),
            Element(id="in", type="process", parent="frame"),
            Element(id="deep", type="process", parent="inner"),
            Note(id="note", diagram="d", x=nx, y=ny, width=nw, height=nh),
            Flow(id="within", source="in", target="deep"),
            Flow(id="across", source="in", target="a"),
            Route(id="d/within", diagram="d", subject="within", bends=((x + 4, y + 4),)),
            Route(id="d/across", diagram="d", subject="across", bends=((x - 4, y - 4),)),
            *(new_placement("d", i, rect) for i, rect in rects.items()),
        ]
    )


def rects(model: Model, ids: tuple[str, ...] = SHAPES) -> dict[str, moves.Rect]:
    return moves.boxes(model, "d", ids, size_of)


def sides(model: Model, edge: Edge) -> set[float]:
    axis, share = aligning._EDGES[edge]
    return {round(r[axis] + r[axis + 2] * share, 3) for r in rects(model).values()}


@given(model=models(), edge=st.sampled_from(get_args(Edge)))
def test_aligned_things_share_a_level_and_aligning_again_changes_nothing(edge: Edge, model: Model) -> None:
    once = aligning.align(model, "d", SHAPES, edge, size_of)
    assert len(sides(once, edge)) == 1
    assert not diff(once, aligning.align(once, "d", SHAPES, edge, size_of))
    other = 1 - AXES[edge]
    assert {i: r[other] for i, r in rects(once).items()} == {i: r[other] for i, r in rects(model).items()}


@given(model=models(), edge=st.sampled_from(get_args(Edge)))
def test_a_boundary_takes_along_its_members_and_the_flows_within(edge: Edge, model: Model) -> None:
    after = aligning.align(model, "d", SHAPES, edge, size_of)
    (x, y, *_), (to_x, to_y, *_) = rects(model)["frame"], rects(after)["frame"]
    for member, rect in rects(model, MEMBERS).items():
        assert rects(after, MEMBERS)[member] == (rect[0] + to_x - x, rect[1] + to_y - y, *rect[2:])
    within, across = after["d/within"], after["d/across"]
    assert isinstance(within, Route)
    assert within.bends == ((to_x + 4, to_y + 4),)
    assert across == model["d/across"]


@given(model=models(), direction=st.sampled_from(get_args(Direction)))
def test_distributing_keeps_the_ends_and_makes_the_gaps_equal(direction: Direction, model: Model) -> None:
    axis = 0 if direction == "horizontally" else 1
    after = aligning.distribute(model, "d", SHAPES, direction, size_of)
    order = sorted(SHAPES, key=lambda i: (rects(model)[i][axis] + rects(model)[i][axis + 2] / 2, i))
    before, now = rects(model), rects(after)
    for end in (order[0], order[-1]):
        assert now[end] == before[end]
    spans = [(now[i][axis], now[i][axis] + now[i][axis + 2]) for i in order]
    gaps = [b[0] - a[1] for a, b in pairwise(spans)]
    steps = [(b[0] + b[1] - a[0] - a[1]) / 2 for a, b in pairwise(spans)]
    assert max(gaps) - min(gaps) <= 0.2 or max(steps) - min(steps) <= 0.2
    units = moves.outermost(after, SHAPES)
    if len(units) == len(SHAPES):  # what a boundary took in does not count as one of them any more
        assert not diff(after, aligning.distribute(after, "d", SHAPES, direction, size_of))


@given(model=models(), extent=st.sampled_from(get_args(Extent)), like=st.sampled_from(SHAPES))
def test_all_get_the_size_of_one_and_keep_their_middles(extent: Extent, model: Model, like: str) -> None:
    axis = 0 if extent == "width" else 1
    after = aligning.same_size(model, "d", SHAPES, extent, like, size_of)
    before, now = rects(model), rects(after)
    assert {r[axis + 2] for r in now.values()} == {before[like][axis + 2]}
    for i in SHAPES:
        assert now[i][axis] + now[i][axis + 2] / 2 == pytest.approx(before[i][axis] + before[i][axis + 2] / 2)
        assert now[i][1 - axis] == before[i][1 - axis]
    assert not diff(after, aligning.same_size(after, "d", SHAPES, extent, like, size_of))


def test_what_is_aligned_into_a_boundary_belongs_to_it() -> None:
    model = Model(
        [Diagram(id="d"), Boundary(id="frame"), Element(id="a", type="process"),
         new_placement("d", "frame", (0, 0, 400, 400)), new_placement("d", "a", (600, 80, 40, 40))]
    )  # fmt: skip
    after = aligning.align(model, "d", ["a", "frame"], "left", size_of)
    member = after["a"]
    assert isinstance(member, Element)
    assert member.parent == "frame"


def test_one_thing_or_none_has_nothing_to_go_by() -> None:
    model = place(Model([Diagram(id="d"), Element(id="a", type="process")]), "d", {"a": (8, 8, 24, 24)})
    for ids in ((), ("a",), ("nobody",)):
        assert aligning.align(model, "d", ids, "left", size_of) is model
        assert aligning.distribute(model, "d", ids, "vertically", size_of) is model
        assert aligning.same_size(model, "d", ids, "width", "a", size_of) is model


def test_a_line_boundary_is_aligned_by_its_points_and_keeps_its_size() -> None:
    line = Placement(id="d/line", diagram="d", subject="line", points=((50, 0), (90, 80)))
    model = Model(
        [Diagram(id="d"), Boundary(id="line", shape="line"), Element(id="a", type="process"), line,
         new_placement("d", "a", (10, 10, 20, 20))]
    )  # fmt: skip
    after = aligning.align(model, "d", ["a", "line"], "left", size_of)
    assert rects(after, ("line",))["line"] == (10, 0, 40, 80)
    assert aligning.same_size(model, "d", ["a", "line"], "width", "a", size_of) is model
