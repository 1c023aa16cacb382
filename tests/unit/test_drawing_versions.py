"""What differs between two drawings is told by a sign and a colour, and what is gone is drawn dashed."""

from __future__ import annotations

from itertools import combinations

import pytest

from color_vision import DEFICIENCIES, seen
from dfdmodeler.drawing.badges import chip_primitives
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.primitives import Marks, Rectangle, Text
from dfdmodeler.drawing.tokens import Theme, color
from dfdmodeler.drawing.versions import MARKS, both, ghost, gone, shades, subject_of, subject_of_threat
from dfdmodeler.model import edits
from dfdmodeler.model.differences import differences
from dfdmodeler.model.records import Answer, Decision, Diagram, Element, Threat
from drawing_models import metrics
from systems import shipped_library, worked_models

BEFORE = next(model for model in worked_models() if model.about.title == "Card fraud classifier")
AFTER = edits.rename(
    edits.put(edits.delete(BEFORE, ["analyst"]), Element(id="x", type="process", name="New")),
    "customer",
    "You",
)
FOUND = differences(BEFORE, AFTER)
FEWEST = 50
"""Steps of 255 that two marks differ in one channel at least, to whoever looks."""


def test_what_differs_on_each_side_has_its_sign() -> None:
    before, after = shades(FOUND, "removed", "changed"), shades(FOUND, "added", "changed")
    assert {id_: shade.mark for id_, shade in before.items()} == {
        "analyst": MARKS["removed"].mark,
        "doubtful": MARKS["removed"].mark,
        "customer": MARKS["changed"].mark,
    }
    assert {id_: shade.mark for id_, shade in after.items()} == {"x": "+", "customer": MARKS["changed"].mark}


def test_both_versions_as_one_hold_what_is_gone_where_it_was() -> None:
    assert gone(FOUND) == {"analyst", "doubtful"}
    model = both(FOUND)
    assert set(model) == set(BEFORE) | set(AFTER)
    assert model["main/analyst"] == BEFORE["main/analyst"]
    assert model["customer"] == AFTER["customer"]


def test_a_ghost_is_dashed_but_for_its_sign() -> None:
    catalog = shipped_library().catalog
    marks = Marks(shades=shades(FOUND, "removed"))
    drawn = picture(both(FOUND), catalog, "main", metrics(), marks)
    for item in (item for item in drawn.items if item.subject in gone(FOUND)):
        parts = ghost(item).primitives
        shapes = [part for part in parts if not isinstance(part, Text)]
        outlined = [part for part in shapes if part.style.stroke == "explained"]
        if item.role != "label":
            assert outlined[0].style.dash, item.subject
            assert not [part for part in shapes if isinstance(part, Rectangle) and part.style.fill == "panel"]
        sign = chip_primitives(MARKS["removed"], 0, 0, metrics())[-1]
        assert isinstance(sign, Text)
        if item.role != "flow":
            assert any(isinstance(p, Text) and p.text == sign.text and p.color == sign.color for p in parts)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_differ_for_people_who_lack_some_and_the_signs_for_all(theme: Theme) -> None:
    assert len({shade.mark for shade in MARKS.values()}) == len(MARKS)
    for one, other in combinations([color(shade.color, theme) for shade in MARKS.values()], 2):
        for deficiency in DEFICIENCIES:
            pair = [seen(value, deficiency) for value in (one, other)]
            channels = [[int(value[i : i + 2], 16) for i in (1, 3, 5)] for value in pair]
            assert max(abs(a - b) for a, b in zip(*channels, strict=True)) >= FEWEST, (one, other, deficiency)


def test_every_difference_leads_to_the_thing_that_it_is_about() -> None:
    added = [
        Decision(id="R@pay", threat="R@pay"),
        Threat(id="t", subject="checkout"),
        Answer(id="Q@classifier", question="Q", subject="classifier"),
        Diagram(id="other"),
    ]
    found = differences(BEFORE, edits.put(BEFORE, *added, Decision(id="t@", threat="t@")))
    assert {row.id: subject_of(found, row) for row in found.changes} == {
        "R@pay": "pay",
        "t": "checkout",
        "t@": "checkout",
        "Q@classifier": "classifier",
        "other": "",
    }
    assert subject_of_threat(found, "t@") == "checkout"
