"""The legend of a diagram and its notes: what they say, how large they are, and that they follow."""

from __future__ import annotations

from dfdmodeler.drawing import notes
from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.index import Key
from dfdmodeler.drawing.metrics import ELLIPSIS
from dfdmodeler.drawing.primitives import Badge, Box, Item, Marks, Shade, Text
from dfdmodeler.drawing.svg import svg
from dfdmodeler.model import edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note
from drawing_models import catalog, metrics

LEGEND = Note(id="legend", diagram="d", text="Legend", shows="legend", x=0, y=400)


def sample() -> Model:
    return Model(
        [
            Diagram(id="d"),
            LEGEND,
            Element(id="user", type="human_user", name="User"),
            Element(id="llm", type="llm", name="LLM"),
            Flow(id="ask", source="user", target="llm"),
            new_placement("d", "user", (0, 0, 136, 56)),
            new_placement("d", "llm", (300, 0, 136, 56)),
        ]
    )


def shown(drawn: DiagramPicture) -> Item:
    return drawn.items[Key("legend", "note")]


def said(item: Item) -> list[str]:
    return [part.text for part in item.primitives if isinstance(part, Text)]


def drawn(model: Model, marks: Marks | None = None) -> DiagramPicture:
    return DiagramPicture(model, catalog(), "d", metrics(), marks or Marks())


def test_a_legend_lists_what_occurs_and_nothing_else() -> None:
    assert said(shown(drawn(sample()))) == [
        "Legend",
        "External entity",
        "Process",
        "LLM and agents",
        "People and parties",
        "Data flow",
    ]


def test_it_tells_of_boundaries_of_scope_and_of_both_ways() -> None:
    line = Boundary(id="line", shape="line", inside="left")
    model = edits.put(
        sample(),
        Boundary(id="org"),
        line,
        new_placement("d", "org", (280, -40, 200, 200)),
        Flow(id="talk", source="user", target="llm", properties={"bidirectional": "yes"}),
        Flow(id="loose", source="user", target="llm", directed=False),
    )
    model = edits.draw_line(model, "d", "line", [(200, -50), (200, 100)])
    model = edits.set_property(model, ["llm"], "out_of_scope", "yes")
    assert said(shown(drawn(model)))[5:] == [
        "Out of scope",
        "Trust boundary",
        "Trust boundary line, ticks on its inside",
        "Data flow",
        "Data flow, both ways",
        "Data flow without direction",
    ]


def test_badges_count_that_are_drawn() -> None:
    badges = {"llm": Badge(3, "Critical"), "ask": Badge(1, "Low"), "elsewhere": Badge(1, "Moderate")}
    assert said(shown(drawn(sample(), Marks(badges))))[-2:] == [
        "Open threats, gravest critical",
        "Open threats, gravest low",
    ]
    overlaid = Marks(badges, shades={"llm": Shade("data", "P", "personal data")})
    assert "critical" not in " ".join(said(shown(drawn(sample(), overlaid))))


def test_it_follows_changes_and_marks() -> None:
    picture_ = drawn(before := sample())
    after = edits.delete(before, ["ask"])
    after = edits.set_type(after, ["llm"], "document_store")
    redrawn = picture_.refresh(after, diff(before, after))
    assert "legend" in redrawn
    assert said(shown(picture_)) == ["Legend", "External entity", "Data store", "Data", "People and parties"]
    assert "legend" in picture_.mark(Marks({"llm": Badge(1, "Important")}))
    assert said(shown(picture_))[-1] == "Open threats, gravest important"
    assert picture_.items == drawn(after, Marks({"llm": Badge(1, "Important")})).items


def test_moving_does_not_draw_it_again() -> None:
    picture_ = drawn(before := sample())
    after = edits.place(before, "d", {"llm": (320, 40, 136, 56)})
    assert "legend" not in picture_.sketch(after, diff(before, after))


def test_it_is_as_large_as_it_needs_and_keeps_its_title() -> None:
    item = shown(drawn(edits.update(sample(), ["legend"], text="What it means")))
    assert said(item)[0] == "What it means"
    assert item.shape is not None
    for part in item.primitives:
        if isinstance(part, Text):
            assert item.shape.contains(part.x, part.y)
            assert part.x + metrics().width(part.text, part.size, part.weight) < item.shape.right


def test_a_picture_shows_it() -> None:
    text = svg(picture(sample(), catalog(), "d", metrics()))
    assert "External entity" in text


def test_a_note_is_high_enough_for_its_text() -> None:
    text = "What was said: " + "a word " * 40 + "\n\nand a last line"
    height = notes.note_height(text, 160, metrics())
    whole = notes.note_primitives(text, Box(0, 0, 160, height), metrics())
    lines = [part.text for part in whole if isinstance(part, Text)]
    assert lines[-1] == "and a last line"
    assert lines[-2] == ""
    less = notes.note_primitives(text, Box(0, 0, 160, height - 16), metrics())
    assert [part.text for part in less if isinstance(part, Text)][-1] != "and a last line"


def test_a_note_that_is_cut_says_so() -> None:
    cut = notes.note_primitives("one\ntwo\nthree", Box(0, 0, 160, 48), metrics())
    assert [part.text for part in cut if isinstance(part, Text)] == ["one", "two" + ELLIPSIS]
    whole = notes.note_primitives("one\ntwo\n\n", Box(0, 0, 160, 48), metrics())
    assert [part.text for part in whole if isinstance(part, Text)] == ["one", "two"]
