"""Overlays in the display list: colours, chips that cover nothing, and everything else stepping back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.overlays import OVERLAYS, Question, overlay_kind
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.drawing.badges import HEIGHT
from dfdmodeler.drawing.diagram import DiagramPicture, picture
from dfdmodeler.drawing.legend import Legend, LegendRow, with_legend
from dfdmodeler.drawing.metrics import MIDDLE
from dfdmodeler.drawing.primitives import Badge, Box, Item, Marks, Picture, Rectangle, Shade, Text
from dfdmodeler.drawing.svg import svg
from dfdmodeler.model import edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Element, Flow
from drawing_models import DIAGRAM, catalog, metrics, on_grid, placement
from systems import shipped_library, worked_models

MODEL = Model(
    [
        Diagram(id=DIAGRAM),
        Element(id="a", type="web_app", name="A"),
        Element(id="b", type="document_store", name="B"),
        Element(id="c", type="llm", name="C"),
        placement("a", 0, 0),
        placement("b", 300, 0),
        placement("c", 600, 0),
        Flow(id="f", source="a", target="b", name="Files"),
        Flow(id="g", source="b", target="c"),
    ]
)
SPECIAL = Shade("critical", "Special", "Special data")
LINE = Shade("critical", "", "The way")


def drawn(shades: Mapping[str, Shade] | None, **more: object) -> Picture:
    return picture(MODEL, catalog(), DIAGRAM, metrics(), Marks(shades=shades, **more))  # type: ignore[arg-type]


def of(result: Picture, subject: str, role: str) -> Item:
    return next(item for item in result.items if (item.subject, item.role) == (subject, role))


def texts(item: Item) -> dict[str, str]:
    return {part.text: part.color for part in item.primitives if isinstance(part, Text)}


def colors(item: Item) -> set[str]:
    parts = [part.style for part in item.primitives if not isinstance(part, Text)]
    return {color for style in parts for color in (style.fill, style.stroke) if color}


def chips(item: Item) -> list[Box]:
    pills = (part for part in item.primitives if isinstance(part, Rectangle))
    return [part.box for part in pills if part.box.height == HEIGHT and part.radius]


def written(item: Item) -> list[Box]:
    """Where the text of an item stands that is no chip's."""
    found = []
    for part in item.primitives:
        if isinstance(part, Text) and part.color != "on_mark":
            width = metrics().width(part.text, part.size, part.weight)
            left = part.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[part.anchor] * width
            found.append(Box(left, part.y - 2 * MIDDLE * part.size, width, 2 * MIDDLE * part.size))
    return found


def test_an_element_with_a_shade_is_tinted_and_says_its_mark() -> None:
    item = of(drawn({"b": SPECIAL}), "b", "element")
    assert texts(item)["Special"] == "on_mark"
    assert colors(item) <= {"critical", "panel", "canvas", "on_mark"}
    assert any(isinstance(p, Rectangle) and 0 < p.style.fill_opacity < 1 for p in item.primitives)


def test_what_has_no_shade_steps_back_and_stays_readable() -> None:
    result = drawn({"b": SPECIAL})
    assert texts(of(result, "a", "element")) == {"A": "faint", "Web app": "faint"}
    assert colors(of(result, "a", "element")) == {"dimmed", "panel"}
    assert colors(of(result, "f", "flow")) == {"dimmed"}
    assert texts(of(result, "f", "label")) == {"Files": "faint"}


def test_a_flow_takes_the_colour_and_its_chip_stands_at_its_label() -> None:
    result = drawn({"f": SPECIAL})
    assert colors(of(result, "f", "flow")) == {"critical"}
    label = of(result, "f", "label")
    (chip,) = chips(label)
    assert label.label
    assert not label.label.meets(chip)
    assert label.bounds.contains(*chip.center)


def test_a_flow_without_a_label_carries_its_chip_on_its_line() -> None:
    label = of(drawn({"g": SPECIAL}), "g", "label")
    (chip,) = chips(label)
    assert any(chip.contains(*point) or chip.y < point[1] < chip.bottom for point in label_line("g"))


def label_line(flow: str) -> tuple[tuple[float, float], ...]:
    return of(drawn(None), flow, "flow").line


def test_a_shade_without_a_mark_is_a_colour_only_on_the_line() -> None:
    result = drawn({"g": LINE})
    assert colors(of(result, "g", "flow")) == {"critical"}
    assert not [item for item in result.items if item.subject == "g" and item.role == "label"]


def test_badges_are_put_away_while_an_overlay_is_on() -> None:
    badges = {"a": Badge(3, "Critical"), "b": Badge(1, "Low")}
    assert not chips(of(drawn({"b": LINE}, badges=badges), "a", "element"))
    assert chips(of(drawn(None, badges=badges), "a", "element"))


def test_the_path_being_explained_is_as_strong_as_ever() -> None:
    with_path = drawn({}, highlighted=frozenset({"f", "a"}))
    assert of(with_path, "f", "flow") == of(drawn(None, highlighted=frozenset({"f", "a"})), "f", "flow")


def test_an_overlay_moves_nothing_and_leaves_nothing_behind() -> None:
    following = DiagramPicture(MODEL, catalog(), DIAGRAM, metrics())
    before = following.picture
    following.mark(Marks(shades={"b": SPECIAL, "f": SPECIAL, "g": SPECIAL}))
    assert [item.line for item in following.picture.items] == [
        item.line for item in drawn({"b": SPECIAL, "f": SPECIAL, "g": SPECIAL}).items
    ]
    assert of(following.picture, "f", "flow").line == of(before, "f", "flow").line
    following.mark(Marks())
    assert following.picture == before


def test_the_room_that_chips_took_is_free_again_when_an_overlay_ends() -> None:
    overlaid, plain = (DiagramPicture(MODEL, catalog(), DIAGRAM, metrics()) for _ in range(2))
    overlaid.mark(Marks(shades={"a": SPECIAL, "f": SPECIAL, "g": SPECIAL}))
    assert {"f", "g"} <= dict(overlaid._field.corners.items()).keys()
    overlaid.mark(Marks())
    assert dict(overlaid._field.corners.items()) == dict(plain._field.corners.items())


def test_switching_overlays_is_as_showing_the_second_alone() -> None:
    following = DiagramPicture(MODEL, catalog(), DIAGRAM, metrics())
    following.mark(Marks(shades={"b": SPECIAL, "f": SPECIAL}))
    following.mark(Marks(shades={"a": SPECIAL, "g": SPECIAL}))
    assert following.picture == drawn({"a": SPECIAL, "g": SPECIAL})


def test_a_large_overlay_is_laid_on_in_slices_with_the_same_result() -> None:
    model = on_grid(240, 20)
    shades = {record.id: SPECIAL for record in (*model.of(Element), *model.of(Flow))}
    at_once, sliced = (DiagramPicture(model, catalog(), DIAGRAM, metrics()) for _ in range(2))
    at_once.mark(Marks(shades=shades))
    sliced.mark(Marks(), thorough=False)
    sliced.mark(Marks(shades=shades), thorough=False)
    assert sliced.is_sketchy
    assert sliced.picture != at_once.picture
    exported = sliced.copy()
    assert all(drawn is not None for drawn in exported.finishing())
    assert exported.picture == at_once.picture
    slices = [drawn for drawn in sliced.finishing() if drawn]
    assert len(slices) > 2
    assert not sliced.is_sketchy
    assert sliced.picture == at_once.picture


def test_an_edit_under_an_overlay_keeps_the_shades() -> None:
    following = DiagramPicture(MODEL, catalog(), DIAGRAM, metrics())
    following.mark(Marks(shades={"b": SPECIAL}))
    after = edits.set_property(MODEL, ["b"], "data_class", "special")
    following.refresh(after, diff(MODEL, after))
    assert "Special" in texts(of(following.picture, "b", "element"))
    assert texts(of(following.picture, "a", "element"))["A"] == "faint"


@pytest.mark.parametrize("kind", [kind.id for kind in OVERLAYS])
def test_chips_meet_no_name_no_label_and_no_other_chip(kind: str) -> None:
    chosen = overlay_kind(kind)
    assert chosen
    for model in worked_models():
        if not model.diagrams:
            continue
        analysis = analyze(shipped_library(), model)
        threats = register(shipped_library(), analysis, model).threats
        found = completed(chosen.make(Question(analysis, model, tuple(threats))))
        marks = Marks(shades=found.shades)
        result = picture(model, shipped_library().catalog, model.diagrams[0].id, metrics(), marks)
        marked = [(item, chip) for item in result.items for chip in chips(item)]
        names = [box for item in result.items for box in written(item)]
        for item, chip in marked:
            assert not [box for box in names if box.meets(chip)], (kind, item.subject)
            assert not [other for mate, other in marked if mate is not item and other.meets(chip)]


def test_a_legend_stands_below_the_picture_and_says_meaning_and_number() -> None:
    rows = (LegendRow(SPECIAL, 2), LegendRow(LINE, 4, is_line=True))
    result = drawn({"b": SPECIAL, "f": LINE})
    told = with_legend(result, Legend("Data", "How sensitive", rows, "A note"), metrics())
    card = told.items[-1]
    assert texts(card).keys() == {
        "Data",
        "How sensitive",
        "Special",
        "Special data: 2",
        "The way: 4",
        "A note",
    }
    assert card.bounds.y > result.bounds.bottom
    assert told.bounds == result.bounds.united(card.bounds)
    assert all(card.bounds.contains(box.x, box.y) and card.bounds.contains(box.right, box.bottom)
               for box in written(card))  # fmt: skip
    assert "Special data: 2" in svg(told)
