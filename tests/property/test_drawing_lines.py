"""What flows are said to cut is what they cut, whatever was edited, and only that is touched."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

import random_edits
from dfdmodeler.drawing.lines import CROSSINGS, course, cuts, follow_lines, line_curve, lines_of
from dfdmodeler.model import edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow
from random_edits import DIAGRAM

LEFT_OUT = {"set_property", "cross_line", "take_off", "put_into_flow", "cut_and_paste"}
"""Verbs by which people say what is cut whatever is drawn, after which not all is drawn, and one that is two
edits."""
SEEDS = st.integers(0, 2**32 - 1)


def size_of(subject: str) -> tuple[float, float]:
    return 136.0, 56.0


def start(seed: int) -> Model:
    """Some elements, all joined, and lines across them."""
    random, model = Random(seed), random_edits.start()
    boxes = {f"e{n}": (*place(random), 136.0, 56.0) for n in range(4)}
    lines = {f"line{n}": [place(random) for _ in range(3)] for n in range(2)}
    model = edits.put(
        model,
        *(Element(id=i, type="process") for i in boxes),
        *(Flow(id=f"{a}-{b}", source=a, target=b) for a, b in combinations(boxes, 2)),
        *(Boundary(id=i, shape="line") for i in lines),
    )
    model = edits.place(model, DIAGRAM, boxes)
    for line, points in lines.items():
        model = edits.draw_line(model, DIAGRAM, line, points)
    return follow_lines(random_edits.start(), model, DIAGRAM, size_of)


def place(random: Random) -> tuple[float, float]:
    return float(random.randrange(0, 800, 8)), float(random.randrange(0, 600, 8))


def drawn_cuts(model: Model, flow: Flow) -> set[str]:
    line = course(model, DIAGRAM, flow, size_of)
    return {b.id for b in model.of(Boundary) if cuts(line_curve(model, DIAGRAM, b.id), line)}


@given(SEEDS)
def test_what_is_said_is_what_is_drawn(seed: int) -> None:
    random, model = Random(seed), start(seed)
    for _ in range(30):
        name, edit = random_edits.edit(random)
        if name in LEFT_OUT:
            continue
        model = follow_lines(model, edit(model), DIAGRAM, size_of)
        for flow in model.of(Flow):
            if course(model, DIAGRAM, flow, size_of):
                assert set(lines_of(flow)) == drawn_cuts(model, flow), name


@given(SEEDS)
def test_nothing_but_what_is_cut_is_touched(seed: int) -> None:
    random, model = Random(seed), start(seed)
    for _ in range(20):
        _, edit = random_edits.edit(random)
        edited = edit(model)
        model = follow_lines(model, edited, DIAGRAM, size_of)
        for was, now in diff(edited, model).values():
            assert isinstance(was, Flow)
            assert isinstance(now, Flow)
            assert was.properties.with_(CROSSINGS, None) == now.properties.with_(CROSSINGS, None)
            assert (was.source, was.target) == (now.source, now.target)
