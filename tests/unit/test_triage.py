"""Deciding about threats and keeping what is done about them: each change leaves an entry."""

import pytest

from dfdmodeler.formats import native
from dfdmodeler.model import triage
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Decision, Element, Entry, Mitigation, Threat

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
START = Model([Element(id="b", type="model", name="B"), Threat(id="t", subject="b", title="T")])


def told(model: Model, threat: str = "R@b") -> list[tuple[str, ...]]:
    return [(e.author, e.field, e.before, e.after, e.text) for e in triage.history_of(model, threat)]


def test_a_decision_is_kept_replaced_and_taken_back() -> None:
    decided = triage.decide(START, "R@b", status="mitigated", reason="Done", **ANN)
    assert decided["R@b"] == Decision(id="R@b", threat="R@b", status="mitigated", reason="Done", **ANN)
    again = triage.decide(decided, "R@b", status="open", reason="Look again")
    assert again["R@b"] == Decision(id="R@b", threat="R@b", status="open", reason="Look again")
    assert "R@b" not in triage.decide(again, "R@b", status="open")


def test_what_was_taken_back_stays_in_the_history() -> None:
    decided = triage.decide(START, "R@b", status="accepted", reason="Small", **ANN)
    assert told(triage.decide(decided, "R@b", status="open", **BOB)) == [
        ("Ann", "status", "open", "accepted", "Small"),
        ("Bob", "status", "accepted", "open", ""),
    ]


def test_a_decision_about_a_stated_threat_does_not_replace_it() -> None:
    decided = triage.decide(START, "t", status="accepted")
    assert decided["t"] == START["t"]
    assert decided["t@"] == Decision(id="t@", threat="t", status="accepted")


def test_what_is_kept_beside_a_verdict_outlives_it() -> None:
    owned = triage.track(START, ["R@b"], owner="Cy", due="2026-03-01", tags=("web",), **ANN)
    decided = triage.decide(owned, "R@b", status="accepted", reason="Small", expires="2026-06-30", **BOB)
    back = triage.decide(decided, "R@b", status="open", **BOB)
    assert back["R@b"] == Decision(id="R@b", threat="R@b", owner="Cy", due="2026-03-01", tags=("web",))
    assert told(back)[:3] == [
        ("Ann", "owner", "", "Cy", ""),
        ("Ann", "due", "", "2026-03-01", ""),
        ("Ann", "tags", "", "web", ""),
    ]
    assert ("Bob", "expires", "", "2026-06-30", "") in told(back)


def test_a_severity_of_its_own_is_told_with_its_reason() -> None:
    rated = triage.track(START, ["R@b"], severity="Low", severity_reason="Test data only", **ANN)
    assert told(rated) == [("Ann", "severity", "", "Low", "Test data only")]


def test_a_verdict_is_not_changed_in_part() -> None:
    with pytest.raises(ValueError, match="status"):
        triage.track(START, ["R@b"], status="accepted", **ANN)


def test_the_same_decision_again_leaves_the_model_as_it_is() -> None:
    once = triage.decide(START, "R@b", status="accepted", reason="Small", **ANN)
    assert triage.decide(once, "R@b", status="accepted", reason="Small", **ANN) == once


def test_deciding_again_on_other_evidence_is_told() -> None:
    once = triage.decide(START, "R@b", status="accepted", reason="Small", evidence="1", **ANN)
    again = triage.decide(once, "R@b", status="accepted", reason="Small", evidence="2", **BOB)
    assert told(again)[1:] == [("Bob", "status", "accepted", "accepted", "Small")]


def test_a_verdict_that_came_with_a_file_is_told_before_it_is_replaced() -> None:
    imported = Decision(id="R@b", threat="R@b", status="accepted", reason="From a file", **ANN)
    model = Model([*START.values(), imported])
    again = triage.decide(model, "R@b", status="mitigated", **BOB)
    assert told(again) == [
        ("Ann", "status", "open", "accepted", "From a file"),
        ("Bob", "status", "accepted", "mitigated", ""),
    ]
    back = triage.decide(again, "R@b", status="open", **BOB)
    assert told(back)[2:] == [("Bob", "status", "mitigated", "open", "")]
    assert told(triage.track(model, ["R@b"], owner="Cy", **BOB)) == [("Bob", "owner", "", "Cy", "")]


def test_comments_stand_in_the_order_in_which_they_were_made() -> None:
    model = triage.comment(START, "R@b", "Why?", **ANN)
    model = triage.comment(model, "R@b", "Because.", **ANN)
    model = triage.comment(model, "Q@b", "Elsewhere", **ANN)
    assert told(model) == [("Ann", "", "", "", "Why?"), ("Ann", "", "", "", "Because.")]


def test_two_people_make_two_entries_and_one_on_two_ways_stays_one() -> None:
    by_ann = triage.comment(START, "R@b", "Why?", **ANN)
    assert triage.comment(START, "R@b", "Why?", **ANN) == by_ann
    by_bob = triage.comment(START, "R@b", "Why?", **BOB)
    assert {e.id for e in by_ann.of(Entry)}.isdisjoint(e.id for e in by_bob.of(Entry))


def test_a_mitigation_is_kept_changed_and_dropped_with_its_history() -> None:
    planned = Mitigation(id="M-1@R@b", threat="R@b", measure="M-1", title="Filter", status="planned")
    model = triage.mitigate(START, planned, **ANN)
    done = planned.model_copy(update={"status": "verified", "owner": "Cy"})
    model = triage.mitigate(model, done, **BOB)
    assert model["M-1@R@b"] == done
    assert triage.mitigate(model, done, **BOB) == model
    model = triage.drop_mitigation(model, "M-1@R@b", **BOB)
    assert "M-1@R@b" not in model
    assert told(model) == [
        ("Ann", "mitigation", "", "planned", "Filter"),
        ("Bob", "mitigation", "planned", "verified, Cy", "Filter"),
        ("Bob", "mitigation", "verified, Cy", "", "Filter"),
    ]


def test_all_of_it_is_written_and_read() -> None:
    model = triage.decide(EMPTY_MODEL, "R@b", status="avoided", reason="Feature dropped", **ANN)
    model = triage.track(model, ["R@b"], owner="Cy", cvss="CVSS:4.0/AV:N", tags=("a", "b"), **ANN)
    model = triage.mitigate(model, Mitigation(id="m-1", threat="R@b", title="Own"), **ANN)
    assert native.read(native.write(model), "a file") == (model, ())
