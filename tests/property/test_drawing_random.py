"""Random models: drawings keep their promises whatever is drawn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.drawing.alignment import spread
from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.grid import Grid
from dfdmodeler.drawing.primitives import Box, Marks, Rectangle, Shade
from dfdmodeler.drawing.svg import svg
from dfdmodeler.drawing.tokens import SEVERITIES
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Record, evolve
from dfdmodeler.model.values import FrozenMap
from drawing_models import DIAGRAM, catalog, metrics, placement, with_layout
from drawing_quality import boundary_faults, flow_faults, label_faults, page_faults

TYPES = st.sampled_from(["web_app", "llm", "data_store", "human_user", "no_such_type"])
NAMES = st.sampled_from(
    ["", "A", "Customer documents", "A name of many words that must be broken", "检索增强生成"]
)
CARRIES = st.lists(st.sampled_from(["prompt", "documents", "generated_content", "embeddings"]), unique=True)
NUMBERS = st.floats(-500, 500).map(lambda value: round(value, 1))


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A few elements in nested boundaries, and flows between any of them."""
    records: list[Record] = [Diagram(id=DIAGRAM)]
    frames = [f"b{i}" for i in range(draw(st.integers(0, 3)))]
    for i, frame in enumerate(frames):
        parent = draw(st.sampled_from([None, *frames[:i]]))
        records.append(Boundary(id=frame, name=draw(NAMES), parent=parent))
    elements = [f"e{i}" for i in range(draw(st.integers(1, 7)))]
    for element in elements:
        parent = draw(st.sampled_from([None, *frames]))
        records.append(Element(id=element, type=draw(TYPES), name=draw(NAMES), parent=parent))
    for i in range(draw(st.integers(0, 9))):
        ends = st.sampled_from([*elements, None]) if i == 0 else st.sampled_from(elements)
        properties = FrozenMap({"carries": draw(CARRIES)})
        records.append(Flow(id=f"f{i}", source=draw(ends), target=draw(ends), properties=properties))
    return Model(records)


@settings(max_examples=40)
@given(models())
def test_every_layout_keeps_its_promises(model: Model) -> None:
    laid = with_layout(model)
    drawing = picture(laid, catalog(), DIAGRAM, metrics())
    assert boundary_faults(drawing, laid) == []
    assert page_faults(drawing) == []
    assert flow_faults(drawing, laid) == []
    assert [fault for fault in label_faults(drawing) if "covers" not in fault] == []


@settings(max_examples=40)
@given(models(), st.lists(st.tuples(NUMBERS, NUMBERS), min_size=14, max_size=14))
def test_anything_placed_anywhere_can_be_drawn_and_moved(
    model: Model, places: list[tuple[float, float]]
) -> None:
    subjects = [record.id for record in model.values() if isinstance(record, Element | Boundary)]
    before = Model(
        [*model.values(), *(placement(s, *place) for s, place in zip(subjects, places, strict=False))]
    )
    live = DiagramPicture(before, catalog(), DIAGRAM, metrics())
    assert live.picture == picture(before, catalog(), DIAGRAM, metrics())
    assert svg(live.picture)
    moved = evolve(before[f"{DIAGRAM}/{subjects[-1]}"], x=places[-1][0])
    after = Model([*before.values(), moved])
    live.refresh(after, diff(before, after))
    assert {(i.subject, i.role) for i in live.picture.items} == {
        (i.subject, i.role) for i in picture(after, catalog(), DIAGRAM, metrics()).items
    }
    live.settle()
    assert live.picture == picture(after, catalog(), DIAGRAM, metrics())


BOXES = st.builds(Box, NUMBERS, NUMBERS, st.floats(0, 400), st.floats(0, 400))


@given(st.lists(BOXES, max_size=20), BOXES, st.sets(st.integers(0, 19)))
def test_the_grid_finds_what_looking_at_all_boxes_finds(
    boxes: list[Box], place: Box, dropped: set[int]
) -> None:
    grid: Grid[int] = Grid(90.0)
    for number, box in enumerate(boxes):
        grid.put(number, box)
    for number in dropped:
        grid.drop(number)
    kept = {number: box for number, box in enumerate(boxes) if number not in dropped}
    assert grid.near(place) == {number: box for number, box in kept.items() if box.meets(place)}


@given(st.lists(st.tuples(NUMBERS, st.floats(1, 100)), min_size=1, max_size=12), st.floats(0, 50))
def test_spread_keeps_order_and_gaps_and_granted_wishes(
    wishes: list[tuple[float, float]], gap: float
) -> None:
    starts = spread([wish for wish, _ in wishes], [size for _, size in wishes], [gap] * (len(wishes) - 1))
    for (a, size), b in zip(zip(starts, (s for _, s in wishes), strict=True), starts[1:], strict=False):
        assert b >= a + size + gap - 1e-6
    if len(wishes) == 1:
        assert starts == [wishes[0][0]]


@settings(max_examples=40)
@given(models(), st.data())
def test_an_overlay_on_anything_moves_nothing_and_leaves_nothing_behind(
    model: Model, data: st.DataObject
) -> None:
    laid = with_layout(model)
    shade = st.builds(
        Shade,
        st.sampled_from([*SEVERITIES, "muted"]),
        st.sampled_from(["", "3", "Confidential"]),
        st.just("Words"),
    )
    subjects = [*laid.of(Element), *laid.of(Flow), *laid.of(Boundary)]
    shades = {record.id: data.draw(shade) for record in subjects if data.draw(st.booleans())}
    following = DiagramPicture(laid, catalog(), DIAGRAM, metrics())
    plain = following.picture
    following.mark(Marks(shades=shades))
    overlaid = following.picture
    assert overlaid == picture(laid, catalog(), DIAGRAM, metrics(), Marks(shades=shades))
    for item in overlaid.items:
        boxes = [part.box for part in item.primitives if isinstance(part, Rectangle)]
        assert all(item.bounds.grown(0.01).holds(box) for box in boxes), item.subject
    courses = [[(item.subject, item.line) for item in one.items if item.line] for one in (plain, overlaid)]
    assert courses[0] == courses[1]
    following.mark(Marks())
    assert following.picture == plain
