from __future__ import annotations

from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.index import Index
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow
from drawing_models import DIAGRAM, catalog, laid_out, metrics, on_grid, placement


def sample() -> Index:
    model = Model(
        [
            Diagram(id=DIAGRAM),
            Boundary(id="outer"),
            Boundary(id="inner", parent="outer", name="Inner"),
            Element(id="a", type="llm", parent="inner"),
            Element(id="b", type="llm", parent="inner"),
            Flow(id="f", source="a", target="b", name="Ask"),
            placement("outer", 0, 0, 900, 600),
            placement("inner", 100, 100, 700, 400),
            placement("a", 200, 250),
            placement("b", 600, 250),
        ]
    )
    return Index(picture(model, catalog(), DIAGRAM, metrics()).items)


def test_the_topmost_subject_is_hit() -> None:
    index = sample()
    assert index.hit(250, 270) == "a"
    assert index.hit(380, 280) == "f"
    assert index.hit(380, 281) == "f"
    assert index.hit(380, 300) is None


def test_an_element_wins_over_the_flow_that_ends_there() -> None:
    assert sample().hit(335, 278) == "a"


def test_a_label_belongs_to_its_flow() -> None:
    assert sample().hit(468, 272) == "f"


def test_a_boundary_is_hit_on_its_border_and_its_name_only() -> None:
    index = sample()
    assert index.hit(100, 300) == "inner"
    assert index.hit(0, 300) == "outer"
    assert index.hit(125, 115) == "inner"
    assert index.hit(500, 450) is None


def test_what_is_dropped_belongs_to_the_innermost_boundary() -> None:
    index = sample()
    assert index.inside(500, 450) == "inner"
    assert index.inside(50, 50) == "outer"
    assert index.inside(-50, 50) is None


def test_visible_shows_what_meets_the_rectangle_from_back_to_front() -> None:
    items = sample().visible(Box(380, 260, 20, 40))
    assert [item.subject for item in items] == ["outer", "inner", "f"]


def test_visible_finds_what_looking_at_everything_finds() -> None:
    drawing = picture(on_grid(60, 8), catalog(), DIAGRAM, metrics())
    index = Index(drawing.items)
    for box in (
        Box(0, 0, 300, 200),
        Box(700, 300, 500, 500),
        Box(-500, -500, 100, 100),
        Box(0, 0, 5000, 5000),
    ):
        expected = [i for i in drawing.items if i.role != "flow" and i.bounds.meets(box)]
        assert [i for i in index.visible(box) if i.role != "flow"] == expected


def test_a_picture_keeps_its_index_up_to_date() -> None:
    model = laid_out("EX2")
    live = DiagramPicture(model, catalog(), DIAGRAM, metrics())
    after = Model([record for record in model.values() if record.id != "d/api"])
    shape = live.picture.by_subject["api"].shape
    assert shape is not None
    live.refresh(after, ["d/api"])
    assert live.index.hit(*shape.center) is None
    assert "g01" not in live.picture.by_subject
