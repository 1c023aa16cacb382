"""The people that a model names, those who occur most first."""

from dfdmodeler.analysis.people import people
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, ActionItem, Decision, Element, Mitigation


def test_names_come_from_all_records_by_how_often_they_occur() -> None:
    model = Model(
        [
            About(owner="Cy", contributors="Ann, Bob;\nDee  Lee", reviewer="Ann"),
            Element(id="e", type="llm", name="Nobody"),
            Decision(id="R@e", threat="R@e", owner="Bob", author="Ann"),
            Mitigation(id="m", threat="R@e", owner="bob"),
            ActionItem(id="a", owner="x" * 81),
        ]
    )
    assert people(model) == ["Ann", "Bob", "bob", "Cy", "Dee Lee"]


def test_a_model_without_names_has_none() -> None:
    assert people(Model([About(title="T")])) == []
