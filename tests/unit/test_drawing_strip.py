"""A path as a small figure: in rows that fit, each arrow with its label and the boundaries it crosses."""

from __future__ import annotations

import pytest

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Path, Picture, Text
from dfdmodeler.drawing.scene import look
from dfdmodeler.drawing.strip import ARROW, BOX_WIDTH, Link, Stop, strip
from systems import ROOT, shipped_library

METRICS = Metrics(ROOT / "resources" / "fonts")
TYPES = ("human_user", "web_app", "document_store", "llm", "monitor")


def drawn(count: int, width: float, *links: Link) -> Picture:
    catalog = shipped_library().catalog
    stops = [Stop(f"e{n}", f"Element {n}", look(type_, catalog)) for n, type_ in enumerate(TYPES[:count])]
    flows = [*links, *(Link(f"f{n}", f"data {n}") for n in range(len(links), count - 1))]
    return strip(stops, flows, width, METRICS)


def words(picture: Picture) -> list[str]:
    return [p.text for item in picture.items for p in item.primitives if isinstance(p, Text)]


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)])
def test_it_wraps_to_the_width(count: int, rows: int) -> None:
    width = 3 * BOX_WIDTH + 2 * ARROW
    picture = drawn(count, width)
    assert picture.bounds.right <= width + 2
    boxes = [item.shape for item in picture.items if item.shape]
    assert len(boxes) == count
    assert len({box.y for box in boxes}) == rows
    assert not any(a.meets(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])
    for item in picture.items:
        assert picture.bounds.x <= item.bounds.x
        assert item.bounds.bottom <= picture.bounds.bottom


def test_a_narrow_column_has_one_arrow_and_element_in_a_row() -> None:
    picture = drawn(3, 50.0)
    assert len({item.shape.y for item in picture.items if item.shape}) == 3


def test_arrows_say_what_flows_and_what_they_cross() -> None:
    picture = drawn(3, 1000.0, Link("f0", "Question", ("Our company", "Provider")), Link("f1", "Context"))
    assert {"Question", "Context", "Our company,", "Provider"} <= set(words(picture))
    dashed = {
        item.subject: sum(isinstance(p, Path) and bool(p.style.dash) for p in item.primitives)
        for item in picture.items
        if item.role == "flow"
    }
    assert dashed == {"f0": 2, "f1": 0}


def test_long_labels_end_in_an_ellipsis() -> None:
    told = words(drawn(2, 1000.0, Link("f0", "a very long label " * 9)))
    assert any(text.endswith("…") for text in told)
    assert all(METRICS.width(text, 11.0) <= ARROW for text in told if text.startswith(("a very", "label")))
