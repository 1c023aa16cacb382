"""How much is left of what was open at the last review, day by day."""

from __future__ import annotations

from dataclasses import replace

from test_analysis_register import CHATBOT

from dfdmodeler.analysis.burndown import burndown, burndown_words
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.analysis.threat import Standing, Threat
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Decision, Review
from systems import model_of, shipped_library

OPEN = ("A@x", "B@x", "C@x", "D@x")
REVIEW = Review(id="review/1", reviewer="Ann", date="2026-02-01", open=OPEN)
START = put(EMPTY_MODEL, REVIEW)
TODAY = "2026-02-10"


def decided(model: Model, threat: str, day: str, status: str = "mitigated", expires: str = "") -> Model:
    return triage.decide(
        model,
        threat,
        status=status,
        reason="So",
        author="Bob",
        date=day,
        expires=expires,  # type: ignore[arg-type]
    )


def rows(
    model: Model, *ids: str, expired: str = "", changed: str = "", standing: Standing = "unchanged"
) -> list[Threat]:
    """Threats as a register would have them."""
    made = []
    for id_ in ids:
        decision = model.find(Decision, id_)
        made.append(
            Threat(
                id_, "R", "x", "X", id_, "", "security", "", (), "Low", "confirmed",
                decision.status if decision else "open", "open", "none", decision,
                evidence_changed=id_ == changed, expired=id_ == expired, standing=standing,
            )
        )  # fmt: skip
    return made


def points(model: Model, threats: list[Threat]) -> list[tuple[str, int]]:
    found = burndown(model, threats, TODAY)
    assert found
    return [(point.day[-2:], point.left) for point in found.points]


def test_without_a_review_there_is_nothing_to_tell() -> None:
    assert burndown(EMPTY_MODEL, [], TODAY) is None


def test_what_is_decided_goes_down_on_its_day() -> None:
    model = decided(decided(START, "A@x", "2026-02-03"), "B@x", "2026-02-03")
    model = decided(model, "C@x", "2026-02-05")
    assert points(model, rows(model, *OPEN)) == [("01", 4), ("03", 2), ("05", 1), ("10", 1)]
    found = burndown(model, rows(model, *OPEN), TODAY)
    assert found is not None
    assert (found.start, found.settled, found.vanished, found.left) == (4, 3, 0, 1)


def test_what_is_opened_again_goes_up() -> None:
    model = decided(decided(START, "A@x", "2026-02-03"), "A@x", "2026-02-06", "open")
    assert points(model, rows(model, *OPEN)) == [("01", 4), ("03", 3), ("06", 4), ("10", 4)]


def test_what_was_decided_before_the_review_on_its_day_does_not_count() -> None:
    model = decided(decided(START, "A@x", "2026-02-01"), "A@x", "2026-02-01", "open")
    assert points(model, rows(model, *OPEN)) == [("01", 4), ("10", 4)]
    later = decided(model, "A@x", "2026-02-01")
    assert points(later, rows(later, *OPEN)) == [("01", 3), ("10", 3)]


def test_what_ended_is_open_from_the_day_after() -> None:
    model = decided(START, "A@x", "2026-02-02", "accepted", expires="2026-02-04")
    threats = rows(model, *OPEN, expired="A@x")
    assert points(model, threats) == [("01", 4), ("02", 3), ("05", 4), ("10", 4)]


def test_what_is_to_be_reviewed_again_is_open_today() -> None:
    model = decided(START, "A@x", "2026-02-02")
    assert points(model, rows(model, *OPEN, changed="A@x")) == [("01", 4), ("02", 3), ("10", 4)]


def test_what_is_no_longer_found_counts_until_today() -> None:
    found = burndown(START, rows(START, "A@x", "B@x"), TODAY)
    assert found is not None
    assert [point.left for point in found.points] == [4, 2]
    assert (found.settled, found.vanished, found.left) == (0, 2, 2)


def test_what_is_new_or_open_again_is_told_apart() -> None:
    threats = (
        rows(START, *OPEN) + rows(START, "N@x", standing="new") + rows(START, "S@x", standing="reopened")
    )
    found = burndown(START, threats, TODAY)
    assert found is not None
    assert (found.new, found.reopened, found.open_now) == (("N@x",), ("S@x",), 6)


def test_a_threat_is_followed_to_the_id_it_has_now() -> None:
    model = decided(START, "A@x", "2026-02-03")
    carried = triage.adopt(model, "A@x", "NEW@x", author="Bob", date="2026-02-04")
    threats = rows(carried, "NEW@x", *OPEN[1:])
    assert points(carried, threats) == [("01", 4), ("03", 3), ("10", 3)]
    renamed = replace(rows(model, "A@x")[0], id="NEW@x", former=("A@x",))
    former = [*rows(model, *OPEN[1:]), renamed]
    assert points(model, former) == [("01", 4), ("03", 3), ("10", 3)]


def test_only_the_last_review_counts() -> None:
    model = put(START, Review(id="review/2", date="2026-02-05", open=("A@x",)))
    found = burndown(model, rows(model, "A@x"), TODAY)
    assert found is not None
    assert (found.review.id, found.start) == ("review/2", 1)


def test_a_clock_that_went_back_breaks_nothing() -> None:
    model = decided(START, "A@x", "2026-01-01")
    found = burndown(model, rows(model, *OPEN), "2026-01-05")
    assert found is not None
    assert [(point.day, point.left) for point in found.points] == [("2026-02-01", 3)]


def test_the_words_tell_what_the_chart_shows() -> None:
    model = decided(START, "A@x", "2026-02-03")
    found = burndown(model, rows(model, *OPEN[:3]), TODAY)
    assert found is not None
    assert burndown_words(found) == (
        "At the review by Ann on 2026-02-01, 4 threats were open. 2 are closed since, 1 by being found "
        "no longer; 2 are left. 0 are new and open, 0 are open again."
    )


def test_a_review_that_was_finished_is_where_it_begins() -> None:
    library, model = shipped_library(), model_of(CHATBOT)
    threats = register(library, analyze(library, model), model)
    said = {"reviewer": "Ann", "date": "2026-02-01", "approves": True}
    reviewed = SignOff(library).finish(model, threats, **said)  # type: ignore[arg-type]
    first = next(row.id for row in threats.threats if row.track != "validity")
    later = decided(reviewed, first, "2026-02-04")
    found = burndown(later, register(library, analyze(library, later), later).threats, TODAY)
    assert found is not None
    count = sum(row.track != "validity" for row in threats.threats)
    assert [(point.day, point.left) for point in found.points] == [
        ("2026-02-01", count), ("2026-02-04", count - 1), (TODAY, count - 1),
    ]  # fmt: skip
    assert (found.new, found.reopened) == ((), ())
