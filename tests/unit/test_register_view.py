"""The register narrowed down, sorted and in groups, and views of it that are kept."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.facets import FACET, FACETS, Asker
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register_view import (
    BUILT_IN,
    Query,
    as_query,
    as_text,
    as_view,
    groups_of,
    in_order,
    narrowed,
)
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.records import Decision, View

ASKER = Asker("Ann", "2026-03-01")


def line(id_: str, severity: str = "Low", *, state: str = "", gone: bool = False, **kept: object) -> Line:
    """A threat of which only the named things matter."""
    expired = kept.pop("expired", False)
    decision = Decision(id=id_, threat=id_, **kept) if kept else None
    rule, _, subject = id_.partition("@")
    threat = Threat(
        id_, rule, subject, subject.upper(), f"Threat {id_}", "", "security", "", (), severity, "confirmed",
        decision.status if decision else "open", "open", "none", decision, expired=bool(expired),
    )  # fmt: skip
    state = "gone" if gone else state
    return Line(threat, state, "Element", text=f"threat {id_} {severity}".casefold())  # type: ignore[arg-type]


A = line("A@x", "Important", owner="ann", due="2026-02-28")
B = line("B@y", "Critical", owner="Bob", due="2026-03-10", tags=("web",))
C = line("C@x", "Low", status="accepted", reason="Small", due="2026-01-01", expires="2026-03-05")
D = line(
    "D@y", "Critical", status="accepted", reason="Old", expires="2026-02-01", expired=True, state="expired"
)
E = line("E@z", "Low", status="mitigated", gone=True)
F = line("F@z", "Moderate", state="new")
ALL = (B, D, A, F, C, E)


def ids(lines: list[Line] | tuple[Line, ...]) -> str:
    return "".join(one.id[0] for one in lines)


@pytest.mark.parametrize(
    ("facets", "found"),
    [
        ({}, "BDAFCE"),
        ({"standing": {"open"}}, "BDAF"),
        ({"standing": {"closed", "gone"}}, "CE"),
        ({"status": {"accepted"}}, "DC"),
        ({"severity": {"Critical", "Moderate"}}, "BDF"),
        ({"severity": {"Critical"}, "status": {"open"}}, "B"),
        ({"owner": {"@me"}}, "A"),
        ({"owner": {"@none"}}, "DFCE"),
        ({"owner": {"Bob", "@me"}}, "BA"),
        ({"dates": {"overdue"}}, "A"),
        ({"dates": {"due_soon"}}, "B"),
        ({"dates": {"ended"}}, "D"),
        ({"dates": {"ends_soon"}}, "C"),
        ({"dates": {"overdue", "ended"}}, "DA"),
        ({"state": {"new", "gone"}}, "FE"),
        ({"tags": {"web"}}, "B"),
        ({"source": {"rule"}}, "BDAFCE"),
        ({"kind": {"Flow"}}, ""),
        ({"later": {"version"}}, "BDAFCE"),
    ],
)
def test_facets_narrow_down(facets: dict[str, set[str]], found: str) -> None:
    query = Query(facets={key: frozenset(values) for key, values in facets.items()})
    assert ids(narrowed(ALL, query, ASKER)) == found


def test_words_are_all_to_be_found() -> None:
    assert ids(narrowed(ALL, Query("critical B@"), ASKER)) == "B"
    assert ids(narrowed(ALL, Query("  "), ASKER)) == "BDAFCE"


def test_nothing_is_mine_without_a_name_or_overdue_without_a_day() -> None:
    nobody = Asker()
    assert ids(narrowed(ALL, Query().with_facet("owner", ["@me"]), nobody)) == ""
    assert ids(narrowed(ALL, Query().with_facet("dates", ["overdue", "due_soon", "ends_soon"]), nobody)) == ""


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ((), "BDAFCE"),
        (("severity",), "BDAFCE"),
        (("-severity",), "CEFABD"),
        (("severity", "-title"), "DBAFEC"),
        (("due",), "CABDFE"),
        (("-due",), "BACDFE"),
        (("owner", "title"), "ABCDEF"),
        (("nonsense", "title"), "ABCDEF"),
    ],
)
def test_lines_sort_by_several_columns_and_silent_ones_stand_last(sort: tuple[str, ...], found: str) -> None:
    assert ids(in_order(ALL, sort)) == found


def test_a_column_is_sorted_up_down_and_not_at_all() -> None:
    up = Query().sorted_by("due")
    down = up.sorted_by("due")
    assert (up.sort, down.sort, down.sorted_by("due").sort) == (("due",), ("-due",), ())
    both = down.sorted_by("title", also=True)
    assert both.sort == ("-due", "title")
    assert [both.direction(column) for column in ("due", "title", "owner")] == [-1, 1, 0]
    assert both.sorted_by("due", also=True).sort == ("title",)
    assert both.sorted_by("title", also=True).sort == ("-due", "-title")
    assert both.sorted_by("owner").sort == ("owner",)


def test_groups_stand_in_the_order_of_their_column_and_without_words_last() -> None:
    groups = groups_of(ALL, Query(group="severity", sort=("title",)), ASKER)
    assert [(group.title, ids(group.lines)) for group in groups] == [
        ("Critical", "BD"), ("Important", "A"), ("Moderate", "F"), ("Low", "CE"),
    ]  # fmt: skip
    owners = groups_of(ALL, Query(group="owner"), ASKER)
    assert [(group.title, ids(group.lines)) for group in owners] == [
        ("ann", "A"), ("Bob", "B"), ("No owner", "DFCE"),
    ]  # fmt: skip
    down = groups_of(ALL, Query(group="severity", sort=("-severity",)), ASKER)
    assert [group.title for group in down] == ["Low", "Moderate", "Important", "Critical"]


def test_without_a_group_all_lines_stand_together() -> None:
    assert [(group.title, ids(group.lines)) for group in groups_of(ALL, Query(), ASKER)] == [("", "BDAFCE")]
    assert groups_of((), Query(), ASKER) == ()


def test_values_of_a_facet_are_offered_with_their_counts() -> None:
    assert FACET["severity"].offered(ALL, ASKER)[:4] == [
        ("Critical", "Critical", 2), ("Important", "Important", 1), ("Privacy", "Privacy", 0),
        ("Moderate", "Moderate", 1),
    ]  # fmt: skip
    assert FACET["owner"].offered(ALL, ASKER) == [
        ("@me", "Me", 1), ("@none", "Nobody", 4), ("ann", "ann", 1), ("Bob", "Bob", 1),
    ]  # fmt: skip
    assert all(facet.values(one, ASKER) is not None for facet in FACETS for one in ALL)


def test_lines_are_copied_as_sheets_take_them() -> None:
    odd = line("=1+1@x", "Low", owner="Ann\t&\nBob")
    assert as_text([A, odd], ("severity", "rule", "owner", "due")) == (
        "Severity\tRule\tOwner\tDue\nImportant\tA\tann\t2026-02-28\nLow\t'=1+1\tAnn & Bob\t\n"
    )


def test_a_view_is_kept_and_read_back() -> None:
    query = Query("web", {"owner": frozenset({"@me"})}, ("-due",), "severity", ("title", "due"))
    view = as_view(query, "view-1", "Due")
    assert view.name == "Due"
    assert as_query(view) == query
    assert as_view(Query(), "view-2", "All") == View(id="view-2", name="All")
    assert as_query(View(id="view-2")) == Query()


def test_what_this_version_does_not_know_of_a_view_is_passed_over() -> None:
    strange = View(
        id="v", filter={"mood": "good", "owner": "Ann", "text": "web"}, sort=("-mood", "due"), group="mood",
        columns=("mood", "title", "title"),
    )  # fmt: skip
    assert as_query(strange) == Query("web", {"owner": frozenset({"Ann"})}, ("due",), "", ("title",))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Everything", "BDAFCE"),
        ("Open, gravest first", "BDAF"),
        ("Mine", "A"),
        ("Review again", ""),
        ("Overdue and expired", "AD"),
        ("New since the last review", "F"),
    ],
)
def test_views_that_every_model_has(name: str, found: str) -> None:
    view = next(view for view in BUILT_IN if view.name == name)
    assert ids([one for group in groups_of(ALL, view.query, ASKER) for one in group.lines]) == found
