"""Deciding about many threats at once, and setting one field of all."""

from __future__ import annotations

from dataclasses import replace

from dfdmodeler.analysis.bulk import Signed, decide_all, retag, set_all, shared, shared_tags, shared_words
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Element, Entry
from dfdmodeler.model.records import Threat as Stated

BY = Signed("Ann", "2026-01-02")
START = Model([Element(id="b", type="model", name="B"), Stated(id="own", subject="b", title="Own")])


def threat(id_: str, former: tuple[str, ...] = ()) -> Threat:
    rule, _, subject = id_.partition("@")
    return Threat(
        id_, rule, subject, subject, f"T {id_}", "", "security", "", (), "Low", "confirmed", "open",
        "open", "none", former=former,
    )  # fmt: skip


BOTH = (threat("R-1@b"), threat("own@"))


def test_all_are_decided_alike_each_on_its_own_evidence() -> None:
    model = decide_all(START, BOTH, {"R-1@b": "abc"}, "accepted", "Small", "2026-06-30", BY)
    found = {decision.threat: decision for decision in model.of(Decision)}
    assert set(found) == {"R-1@b", "own@"}
    assert {(d.status, d.reason, d.expires, d.author, d.date) for d in found.values()} == {
        ("accepted", "Small", "2026-06-30", "Ann", "2026-01-02")
    }
    assert (found["R-1@b"].evidence, found["own@"].evidence) == ("abc", "")
    assert found["R-1@b"].title == "T R-1@b"
    assert len(model.of(Entry)) == 4  # the decision and its end, of each


def test_what_was_kept_under_a_former_name_is_carried_over_first() -> None:
    old = triage.decide(START, "OLD-1@b", status="accepted", reason="Small", author="Bob", date="2025-01-01")
    model = set_all(old, [threat("R-1@b", ("OLD-1@b",))], BY, owner="Cy")
    kept = triage.decision_on(model, "R-1@b")
    assert (kept.status, kept.reason, kept.owner) == ("accepted", "Small", "Cy")
    assert model.find(Decision, "OLD-1@b") is None


def test_tags_that_are_not_named_stay() -> None:
    model = triage.track(START, ["R-1@b"], tags=("web", "old"), author="Bob", date="2025-01-01")
    model = retag(model, BOTH, ("api",), ("old",), BY)
    assert [triage.decision_on(model, one.id).tags for one in BOTH] == [("web", "api"), ("api",)]


def test_fields_that_are_taken_back_leave_no_record() -> None:
    owned = set_all(START, BOTH, BY, owner="Cy")
    assert len(owned.of(Decision)) == 2
    assert set_all(owned, BOTH, BY, owner="").of(Decision) == []
    assert put(START) == START


def test_what_all_have_in_common() -> None:
    assert shared(["a", "a"]) == "a"
    assert shared(["a", "b"]) is None
    assert shared_tags([("x", "y"), ("y", "x", "z")]) == ("x", "y")
    assert shared_tags([]) == ()


def test_what_lines_have_in_common_in_a_column() -> None:
    kept = ({"owner": "Cy", "tags": ("web", "api")}, {"owner": "Cy", "tags": ("api",), "due": "2026-01-01"})
    lines = [
        Line(replace(one, decision=Decision(id=one.id, threat=one.id, **fields)))
        for one, fields in zip(BOTH, kept, strict=True)
    ]
    assert shared_words(lines, "owner") == "Cy"
    assert shared_words(lines, "tags") == "api"
    assert shared_words(lines, "due") is None
