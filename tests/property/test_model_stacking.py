"""What lies over what: to the front is in front, one step passes one thing, and few records change."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.model import edits, stacking
from dfdmodeler.model.change import diff
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Note, Placement
from dfdmodeler.model.stacking import Step, restack, stacked

IDS = ("a", "b", "c", "d", "e")
CHOSEN = st.sets(st.sampled_from(IDS), min_size=1, max_size=4)


def size_of(subject: str) -> tuple[float, float]:
    return 20.0, 10.0


def model_of(heights: dict[str, int], apart: bool = False) -> Model:
    """Four elements and a note, all in one place or none over another, and a boundary around."""
    xs = {i: (100.0 * n if apart else 0.0) for n, i in enumerate(IDS)}
    return Model(
        [
            Diagram(id="main"),
            Boundary(id="frame"),
            new_placement("main", "frame", (-50, -50, 900, 900), z=9),
            *(Element(id=i, type="process") for i in IDS[:4]),
            *(new_placement("main", i, (xs[i], 0, 50, 50), z=heights[i]) for i in IDS[:4]),
            Note(id="e", diagram="main", x=xs["e"], width=50, height=50, z=heights["e"]),
        ]
    )


MODELS = st.fixed_dictionaries({i: st.integers(-1, 2) for i in IDS}).map(model_of)


def z(model: Model, subject: str) -> int:
    record = model["e"] if subject == "e" else model[f"main/{subject}"]
    assert isinstance(record, Placement | Note)
    return record.z


@given(MODELS, CHOSEN)
def test_to_the_front_and_to_the_back(model: Model, chosen: set[str]) -> None:
    order = stacked(model, "main")
    mine, rest = [i for i in order if i in chosen], [i for i in order if i not in chosen]
    front = restack(model, "main", chosen, "front", size_of)
    back = restack(model, "main", chosen, "back", size_of)
    assert stacked(front, "main") == [*rest, *mine]
    assert stacked(back, "main") == [*mine, *rest]
    for after in (front, back):
        assert all(z(after, i) == z(model, i) for i in rest), "nothing else changes"


@given(MODELS, CHOSEN)
def test_a_step_passes_one_thing_and_the_step_back_undoes_it(model: Model, chosen: set[str]) -> None:
    forward = restack(model, "main", chosen, "forward", size_of)
    order, now = stacked(model, "main"), stacked(forward, "main")
    assert [i for i in now if i in chosen] == [i for i in order if i in chosen]
    assert [i for i in now if i not in chosen] == [i for i in order if i not in chosen]
    if len(chosen) == 1:
        one = next(iter(chosen))
        assert now.index(one) == min(order.index(one) + 1, len(order) - 1)
        back = restack(forward, "main", chosen, "backward", size_of)
        assert stacked(back, "main") == order or now == order


@given(MODELS, CHOSEN, st.sampled_from(get_args(Step)))
def test_every_step_leads_to_the_end_and_then_changes_nothing(
    model: Model, chosen: set[str], step: Step
) -> None:
    for _ in range(len(IDS)):
        model = restack(model, "main", chosen, step, size_of)
    assert restack(model, "main", chosen, step, size_of) is model
    order = stacked(model, "main")
    ends = order[-len(chosen) :] if step in ("front", "forward") else order[: len(chosen)]
    assert set(ends) == chosen


def test_a_step_over_what_does_not_cover_it_is_none() -> None:
    model = model_of(dict.fromkeys(IDS, 0), apart=True)
    assert restack(model, "main", ["a"], "forward", size_of) is model
    over = edits.place(model, "main", {"d": (10, 10, 50, 50)})
    assert stacked(restack(over, "main", ["a"], "forward", size_of), "main") == ["b", "c", "d", "a", "e"]


def test_boundaries_have_no_part_in_it() -> None:
    model = model_of(dict.fromkeys(IDS, 0))
    assert restack(model, "main", ["frame"], "front", size_of) is model
    after = restack(model, "main", ["frame", "a"], "front", size_of)
    assert set(diff(model, after)) == {"main/a"}
    assert stacking.stacked(after, "main")[-1] == "a"
