from __future__ import annotations

from xml.etree import ElementTree

from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.svg import svg
from dfdmodeler.drawing.tokens import TOKENS
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Element
from drawing_models import DIAGRAM, catalog, laid_out, metrics, placement

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(model: Model) -> str:
    return svg(picture(model, catalog(), DIAGRAM, metrics()))


def test_it_is_well_formed_and_names_every_subject() -> None:
    model = laid_out("EX4")
    root = ElementTree.fromstring(drawn(model).encode())
    subjects = {group.get("data-subject") for group in root.iter(f"{NAMESPACE}g")}
    assert {record.id for record in model.of(Element)} <= subjects
    assert "Document store" in {text.text for text in root.iter(f"{NAMESPACE}text")}


def test_it_is_the_same_twice() -> None:
    assert drawn(laid_out("EX1")) == drawn(laid_out("EX1"))


def test_the_theme_picks_the_colours() -> None:
    drawing = picture(laid_out("EX2"), catalog(), DIAGRAM, metrics())
    light, dark = svg(drawing, "light"), svg(drawing, "dark")
    assert TOKENS["canvas"][0] in light
    assert TOKENS["canvas"][1] in dark
    assert TOKENS["ink"][0] not in dark


def test_text_is_escaped_and_illegal_characters_go() -> None:
    element = Element(id="a&b", type="llm", name='<b>\x00\x01x\ud800 & "y"')
    text = drawn(Model([Diagram(id=DIAGRAM), element, placement("a&b", 0, 0, 400)]))
    root = ElementTree.fromstring(text.encode())
    assert '<b>x & "y"' in {node.text for node in root.iter(f"{NAMESPACE}text")}


def test_an_empty_diagram_is_a_valid_document() -> None:
    root = ElementTree.fromstring(drawn(Model([Diagram(id=DIAGRAM)])).encode())
    assert root.tag == f"{NAMESPACE}svg"


def test_everything_lies_in_the_view_box() -> None:
    drawing = picture(laid_out("EX5"), catalog(), DIAGRAM, metrics())
    x, y, width, height = map(float, ElementTree.fromstring(svg(drawing)).get("viewBox", "").split())
    assert x <= drawing.bounds.x
    assert y <= drawing.bounds.y
    assert x + width >= drawing.bounds.right
    assert y + height >= drawing.bounds.bottom
