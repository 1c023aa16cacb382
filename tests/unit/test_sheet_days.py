"""Days as spreadsheets of different countries write them."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.sheet_days import days_of, is_clear, order_of

FOURTH_OF_MARCH = "2026-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026/3/4", "2026.03.04", "2026-03-04 00:00:00", "2026-03-04T00:00:00Z", "04.03.2026",
        "4. 3. 2026", "4.3.26", "4 Mar 2026", "4-Mar-26", "4. March 2026", "Mar 4, 2026", "March 4 2026",
        "  2026-03-04 ", "46085", "2026-03-04 6:00 PM",
    ],
)  # fmt: skip
def test_one_day_is_meant(text: str) -> None:
    days = days_of(text)
    assert is_clear(days)
    assert set(days.values()) == {FOURTH_OF_MARCH}


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-02-30", "31.02.2026", "13/13/2026", "2026-3", "20260304", "4 Mär 2026", "99999", "7"],
)
def test_no_day_is_meant(text: str) -> None:
    assert days_of(text) == {}


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-26", "3/4/2026 12:00"])
def test_either_of_two_days_may_be_meant(text: str) -> None:
    days = days_of(text)
    assert not is_clear(days)
    assert days == {"dmy": "2026-04-03", "mdy": "2026-03-04"}


def test_two_equal_numbers_are_one_day() -> None:
    assert is_clear(days_of("03/03/2026"))


def test_other_days_tell_the_order() -> None:
    assert order_of([days_of("03/04/2026"), days_of("25/12/2026")]) == "dmy"
    assert order_of([days_of("03/04/2026"), days_of("12/25/2026")]) == "mdy"
    assert order_of([days_of("25/12/2026"), days_of("12/25/2026")]) is None
    assert order_of([days_of("03/04/2026"), days_of("2026-01-01")]) is None
