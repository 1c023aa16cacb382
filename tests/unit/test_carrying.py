"""What is kept about a threat counts for another id, and nothing of it is lost."""

import pytest

from dfdmodeler.formats import native
from dfdmodeler.model import carrying, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import ActionItem, Assumption, Decision, Mitigation

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
CY = {"author": "Cy", "date": "2026-01-04"}
START = Model()


def accepted(model: Model, threat: str = "OLD@b", **fields: str) -> Model:
    given = {"status": "accepted", "reason": "Small", "evidence": "e1", "title": "T", **ANN, **fields}
    return triage.decide(model, threat, **given)  # type: ignore[arg-type]


def told(model: Model, threat: str = "NEW@b") -> list[tuple[str, ...]]:
    return [(e.author, e.field, e.before, e.after, e.text) for e in triage.history_of(model, threat)]


def test_all_fields_of_a_decision_are_adopted() -> None:
    model = triage.track(accepted(START), ["OLD@b"], owner="Cy", tags=("web",), cvss="V", **ANN)
    after = triage.adopt(model, "OLD@b", "NEW@b", **BOB)
    assert "OLD@b" not in after
    before = dict(model["OLD@b"])
    kept = {"id": "NEW@b", "threat": "NEW@b", "carried_from": "OLD@b"}
    assert dict(after["NEW@b"]) == before | kept


def test_the_history_goes_on_and_tells_of_it() -> None:
    after = triage.adopt(accepted(START), "OLD@b", "NEW@b", **BOB)
    after = triage.decide(after, "NEW@b", status="mitigated", **CY)
    assert told(after) == [
        ("Ann", "status", "open", "accepted", "Small"),
        ("Bob", "carried", "OLD@b", "accepted", "Small (Ann, 2026-01-02)"),
        ("Cy", "status", "accepted", "mitigated", ""),
    ]
    assert after.find(Decision, "NEW@b").carried_from == ""  # type: ignore[union-attr]


def test_who_sets_an_owner_under_the_present_id_loses_no_verdict() -> None:
    model = triage.adopt(accepted(START), "OLD@b", "NEW@b", **BOB)
    model = triage.track(model, ["NEW@b"], owner="Cy", **BOB)
    kept = model.find(Decision, "NEW@b")
    assert kept is not None
    assert (kept.status, kept.reason, kept.evidence, kept.owner) == ("accepted", "Small", "e1", "Cy")


def test_mitigations_assumptions_and_actions_come_along() -> None:
    model = triage.mitigate(START, Mitigation(id="M@OLD@b", threat="OLD@b", measure="M"), **ANN)
    model = triage.mitigate(model, Mitigation(id="own-1", threat="OLD@b", title="Own"), **ANN)
    about = [Assumption(id="a", subjects=("b", "OLD@b")), ActionItem(id="i", subjects=("OLD@b",))]
    model = Model([*model.values(), *about])
    after = triage.adopt(model, "OLD@b", "NEW@b", **BOB)
    assert {m.id: m.threat for m in after.of(Mitigation)} == {"M@NEW@b": "NEW@b", "own-1": "NEW@b"}
    assert [after["a"].subjects, after["i"].subjects] == [("b", "NEW@b"), ("NEW@b",)]  # type: ignore[attr-defined]


def test_comments_alone_stay_readable() -> None:
    after = triage.adopt(triage.comment(START, "OLD@b", "Why?", **ANN), "OLD@b", "NEW@b", **BOB)
    assert [line[-1] for line in told(after)] == ["Why?", ""]
    assert triage.adopt(after, "OLD@b", "NEW@b", **CY) == after


def test_nothing_kept_changes_nothing() -> None:
    model = accepted(START, "OTHER@b")
    assert triage.adopt(model, "OLD@b", "NEW@b", **BOB) == model
    assert triage.adopt(model, "OTHER@b", "OTHER@b", **BOB) == model


def test_there_and_back_is_as_before_but_for_the_history() -> None:
    model = accepted(START)
    back = triage.adopt(triage.adopt(model, "OLD@b", "NEW@b", **BOB), "NEW@b", "OLD@b", **CY)
    assert back.of(Decision) == model.of(Decision)
    assert len(told(back, "OLD@b")) == 3


@pytest.mark.parametrize(
    ("own", "other", "in_force"),
    [
        ({"status": "mitigated"}, {"status": "needs_investigation"}, "needs_investigation"),
        ({"status": "needs_investigation"}, {"status": "mitigated"}, "needs_investigation"),
        ({"status": "accepted", "date": "2026-01-05"}, {"status": "avoided"}, "accepted"),
        ({"status": "accepted"}, {"status": "avoided", "date": "2026-01-05"}, "avoided"),
        ({"status": "accepted"}, {"status": "avoided"}, "accepted"),
    ],
)
def test_of_two_verdicts_one_is_in_force_and_the_other_can_be_read(
    own: dict[str, str], other: dict[str, str], in_force: str
) -> None:
    model = accepted(accepted(START, "NEW@b", **own), "OLD@b", evidence="e2", **other)
    after = triage.adopt(model, "OLD@b", "NEW@b", **BOB)
    kept = after.find(Decision, "NEW@b")
    assert kept is not None
    assert kept.status == in_force
    assert kept.evidence not in ("", "e1", "e2")
    said = {word for line in told(after) for word in line}
    assert {own["status"], other["status"]} <= said


def test_the_same_verdict_twice_is_not_reviewed_again() -> None:
    model = accepted(accepted(START, "NEW@b"), "OLD@b", evidence="e2")
    assert triage.adopt(model, "OLD@b", "NEW@b", **BOB)["NEW@b"] == model["NEW@b"]


def test_what_differs_beside_the_verdict_is_told() -> None:
    model = triage.track(START, ["NEW@b"], owner="Ann", tags=("a",), **ANN)
    model = triage.track(model, ["OLD@b"], owner="Bob", due="2026-05-01", tags=("b",), **ANN)
    after = triage.adopt(accepted(model), "OLD@b", "NEW@b", **BOB)
    kept = after.find(Decision, "NEW@b")
    assert kept is not None
    assert (kept.owner, kept.due, kept.tags, kept.status) == ("Ann", "2026-05-01", ("a", "b"), "accepted")
    assert ("Bob", "owner", "Bob", "Ann", "") in told(after)


def test_a_mitigation_that_is_there_already_stays_and_the_other_is_told() -> None:
    rows = [Mitigation(id=f"M@{rule}@b", threat=f"{rule}@b", measure="M", status=status)
            for rule, status in (("NEW", "planned"), ("OLD", "verified"))]  # fmt: skip
    after = triage.adopt(Model(rows), "OLD@b", "NEW@b", **BOB)
    assert after.of(Mitigation) == rows[:1]
    assert ("Bob", "mitigation", "verified", "", "") in told(after)


def test_what_is_carried_to_a_copy_stays_at_the_original() -> None:
    model = triage.mitigate(accepted(START, "R@a"), Mitigation(id="own-1", threat="R@a", title="Own"), **ANN)
    after = carrying.carry(model, [("R@a", "R@b")], **BOB)
    assert {i: after[i] for i in model} == dict(model)
    assert after.find(Decision, "R@b") == Decision.model_validate(
        dict(model["R@a"]) | {"id": "R@b", "threat": "R@b", "carried_from": "R@a"}
    )
    assert [m.threat for m in after.of(Mitigation)] == ["R@a", "R@b"]


def test_what_becomes_of_the_original_later_is_no_history_of_the_copy() -> None:
    model = carrying.carry(accepted(START, "R@a"), [("R@a", "R@b")], **ANN)
    model = triage.comment(model, "R@a", "Later", **ANN)
    assert [e.text for e in triage.history_of(model, "R@b")] == ["Small", "Small (Ann, 2026-01-02)"]


def test_two_carried_to_one_at_once() -> None:
    model = accepted(accepted(START, "R@a"), "R@b", status="mitigated", date="2026-01-05")
    after = carrying.adopt_all(model, [("R@a", "R@c"), ("R@b", "R@c")], **BOB)
    assert [(d.id, d.status) for d in after.of(Decision)] == [("R@c", "mitigated")]
    assert len([e for e in triage.history_of(after, "R@c") if e.field == "carried"]) == 2


def test_it_is_written_and_read() -> None:
    after = triage.adopt(accepted(START), "OLD@b", "NEW@b", **BOB)
    assert native.read(native.write(after), "a file") == (after, ())
