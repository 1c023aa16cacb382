"""What of an element another type leaves over, and which names nobody chose."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.fitting import is_named_by_type, left_over
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.model.records import Element

STENCILS = Path(__file__).resolve().parents[2] / "stencils"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([STENCILS])[0]


def test_what_the_new_type_does_not_offer_is_left_over(catalog: Catalog) -> None:
    properties = {
        "rate_limiting": "yes",
        "csrf_protection": "yes",
        "availability_critical": "yes",
        "old": "x",
    }
    app = Element(id="a", type="web_app", properties=properties)
    assert left_over(catalog, app, "web_app") == ()
    assert left_over(catalog, app, "data_store") == ("csrf_protection", "rate_limiting")
    assert "availability_critical" not in left_over(catalog, app, "human_user")


@pytest.mark.parametrize(
    ("name", "label", "by_type"),
    [
        ("Web app", "Web app", True),
        ("Web app 12", "Web app", True),
        ("Checkout", "Web app", False),
        ("Web app for staff", "Web app", False),
        ("Web", "Web app", False),
        ("", "Web app", False),
    ],
)
def test_a_name_that_only_tells_the_type_was_chosen_by_nobody(name: str, label: str, by_type: bool) -> None:
    assert is_named_by_type(name, label) is by_type
