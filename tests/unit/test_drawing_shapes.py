from __future__ import annotations

import pytest

from dfdmodeler.drawing import badges, notes, shapes
from dfdmodeler.drawing.primitives import Badge, Box, Item, Path, Primitive, Rectangle, Text
from dfdmodeler.drawing.scene import look
from drawing_models import catalog, metrics

BOX = Box(0, 0, 136, 56)


def drawn(element_type: str, box: Box = BOX, name: str = "Name", **options: bool) -> tuple[Primitive, ...]:
    return shapes.element_primitives(name, look(element_type, catalog()), box, metrics(), **options)


def texts(primitives: tuple[Primitive, ...]) -> list[str]:
    return [p.text for p in primitives if isinstance(p, Text)]


def test_an_entity_is_a_square_cornered_rectangle() -> None:
    outline = drawn("human_user")[0]
    assert isinstance(outline, Rectangle)
    assert (outline.radius, outline.box, outline.style.stroke) == (0, BOX, "people")


def test_a_process_is_rounded_in_its_family_colour() -> None:
    outline = drawn("llm")[0]
    assert isinstance(outline, Rectangle)
    assert (outline.radius, outline.style.stroke) == (14, "llm")


def test_a_store_is_two_parallel_lines() -> None:
    fill, top, bottom = drawn("training_data_store")[:3]
    assert isinstance(fill, Rectangle)
    assert fill.style.stroke is None
    assert isinstance(top, Path)
    assert isinstance(bottom, Path)
    assert top.segments == (("M", (0, 0)), ("L", (136, 0)))
    assert bottom.segments == (("M", (0, 56)), ("L", (136, 56)))


def test_name_above_type() -> None:
    name, kind = (p for p in drawn("llm") if isinstance(p, Text))
    assert (name.weight, name.size, name.color, kind.size, kind.color) == (600, 13, "ink", 11, "muted")
    assert name.y < kind.y


def test_without_a_name_the_type_stands_for_it() -> None:
    assert texts(drawn("llm", name="")) == ["LLM"]


@pytest.mark.parametrize(
    "box", [BOX, Box(5, 5, 100, 100), Box(0, 0, 40, 30), Box(0, 0, 12, 12), Box(0, 0, 300, 200)]
)
@pytest.mark.parametrize("element_type", ["llm", "human_user", "data_store", "no_such_type"])
def test_text_stays_in_the_box(element_type: str, box: Box) -> None:
    for primitive in drawn(element_type, box, "A name of several words"):
        if isinstance(primitive, Text):
            assert box.y <= primitive.y <= box.bottom
            start = primitive.x - (0 if primitive.anchor == "start" else primitive.x - box.x)
            assert start >= box.x


@pytest.mark.parametrize("element_type", sorted(catalog().stencils))
def test_every_type_has_its_icon(element_type: str) -> None:
    icons = [
        p for p in drawn(element_type) if isinstance(p, Path) and p.style.width == 1.6 and len(p.segments) > 2
    ]
    assert len(icons) == 1


def test_default_size_grows_with_the_name() -> None:
    plain = shapes.element_size("Chat", look("web_app", catalog()), metrics())
    long = shapes.element_size("Customer retention model of the bank", look("web_app", catalog()), metrics())
    assert plain == (136, 56)
    assert long[0] > 136
    assert long[1] > 56
    name_lines = [p for p in drawn("web_app", Box(0, 0, *long), "Customer retention model of the bank")]
    assert "…" not in "".join(texts(tuple(name_lines)))


def test_a_badge_has_count_colour_and_shape() -> None:
    marks = {}
    for severity in ("Critical", "Important", "Moderate", "Low", "Privacy"):
        pill, mark, count = badges.badge_primitives(Badge(7, severity), 0, 0, metrics())
        assert isinstance(pill, Rectangle)
        assert isinstance(mark, Path)
        assert isinstance(count, Text)
        assert pill.style.fill == severity.lower()
        assert count.text == "7"
        marks[severity] = (len(mark.segments), mark.style.fill is None, mark.segments)
    assert len({shape for _, _, shape in marks.values()}) == 5


def test_a_highlighted_element_keeps_its_colour_in_a_heavier_outline() -> None:
    outline = drawn("llm", highlighted=True)[0]
    assert isinstance(outline, Rectangle)
    assert (outline.style.stroke, outline.style.width) == ("llm", 2.6)


def test_a_note_is_cut_to_its_box() -> None:
    lines = texts(notes.note_primitives("word " * 200, Box(0, 0, 160, 60), metrics()))
    assert 1 <= len(lines) <= 3
    assert lines[-1].endswith("…")


def test_text_in_a_narrow_box_shrinks_before_it_is_cut() -> None:
    narrow = Box(0, 0, 100, 100)
    shown = [p for p in drawn("training_data_store", narrow, "Patient Data") if isinstance(p, Text)]
    kind = next(p for p in shown if p.text == "Training data store")
    assert 9 <= kind.size < shapes.TYPE_SIZE
    assert metrics().width(kind.text, kind.size) <= 100
    low = [p for p in drawn("web_app", Box(0, 0, 110, 63), "Patient Registration API") if isinstance(p, Text)]
    assert " ".join(p.text for p in low if p.weight == 600) == "Patient Registration API"
    wide = [p for p in drawn("web_app", Box(0, 0, 200, 56), "Short") if isinstance(p, Text)]
    assert [p.size for p in wide] == [shapes.NAME_SIZE, shapes.TYPE_SIZE], "and not where there is room"
    endless = texts(drawn("web_app", narrow, "word " * 40))
    assert any(text.endswith("…") for text in endless)


def test_what_opens_a_diagram_has_a_mark_across_its_lower_edge() -> None:
    box = Box(10, 20, 136, 56)
    item = Item("a", "element", 1, box.grown(2), drawn("web_app", box), shape=box)
    assert shapes.door_of(item) is None
    opened = shapes.with_door(item, "serving")
    door = shapes.door_of(opened)
    assert door is not None
    assert door.y < box.bottom < door.bottom
    assert opened.bounds.contains(door.right, door.bottom)
