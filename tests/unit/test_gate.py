"""Gates: each check fails where its policy says so, and passes elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler import paths
from dfdmodeler.analysis.check import check_all
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.gate.checks import CHECKS, judge
from dfdmodeler.analysis.gate.outcome import Given, Outcome, Reason
from dfdmodeler.analysis.gate.policy import Policy, load_policy
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.model import edits, triage
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import (
    ActionItem,
    Assumption,
    Element,
    Flow,
    Mitigation,
    Override,
    Review,
    Threat,
)
from report_models import example
from systems import shipped_library

TODAY = "2026-11-26"
BOB = {"author": "Bob", "date": "2026-11-01"}
GRAVE = "ML-1a@fraud"


def found(model: Model, today: str = TODAY) -> Register:
    library = shipped_library()
    return register(library, analyze(library, model), model, today=today)


def given(model: Model, base: Model | None = None, today: str = TODAY) -> Given:
    library = shipped_library()
    analysis = analyze(library, model)
    rows = register(library, analysis, model, today=today)
    known = found(base, today) if base is not None else None
    return Given(model, analysis, rows, today, check_all(model, library, rows), known)


def outcome(
    text: str, model: Model, tmp_path: Path, base: Model | None = None, today: str = TODAY
) -> Outcome:
    policy = load_policy(written(text, tmp_path), shipped_library().catalog)
    assert isinstance(policy, Policy), policy
    return judge(policy, given(model, base, today))


def written(text: str, tmp_path: Path) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(text, "utf-8")
    return path


def reasons(
    text: str, model: Model, tmp_path: Path, base: Model | None = None, today: str = TODAY
) -> list[Reason]:
    (result,) = outcome(text, model, tmp_path, base, today).results
    return list(result.reasons)


def texts(policy: str, model: Model, tmp_path: Path) -> list[str]:
    return [reason.text for reason in reasons(policy, model, tmp_path)]


def signed(model: Model, reviewer: str = "Ann", date: str = "2026-11-20", approves: bool = True) -> Model:
    judge = SignOff(shipped_library())
    return judge.finish(model, found(model), reviewer=reviewer, date=date, approves=approves)


def test_the_table_of_checks_is_what_policies_may_name() -> None:
    assert {check.id for check in CHECKS} == Policy.model_fields.keys()
    assert len({check.id for check in CHECKS}) == len(CHECKS)


def test_the_policy_that_ships_is_one_and_names_every_check() -> None:
    policy = load_policy(paths.policy(), shipped_library().catalog)
    assert isinstance(policy, Policy)
    text = paths.policy().read_text("utf-8")
    assert all(f"[{check.id}]" in text for check in CHECKS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "asks for nothing"),
        ("[new_undecided]\nseverty = 'low'", "policy.toml:2:1: Unknown key 'new_undecided.severty'"),
        (
            "[new_undecided]\nseverity = 'Criticl'",
            "policy.toml:2:12: 'new_undecided.severity' in",
        ),
        (
            "[new_undecidd]",
            "policy.toml:1:1: Unknown key 'new_undecidd'",
        ),
        ("[overdue]\ndays = '3'", "it should be a whole number"),
        ("[overdue]\ndays = true", "it should be a whole number"),
        ("[overdue]\ndays = -1", "it should be at least 0"),
        ("[overdue]\ndays = 1" + "0" * 5000, "policy.toml"),
        ("[reasons]\nlevel = 'fatal'", "it should be 'error', 'warning' or 'note'"),
        ("reasons = true", "it should be a table"),
        ("[unknown]\nattributes = ['exposur']", "is no attribute. Did you mean 'exposure'?"),
        ("[reasons", "This is not valid TOML"),
        ("a = " + "[" * 100_000, "policy.toml"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    problems = load_policy(written(text, tmp_path), shipped_library().catalog)
    assert not isinstance(problems, Policy)
    assert told in str(problems[0])


def test_a_policy_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert isinstance(load_policy(tmp_path / "none.toml", shipped_library().catalog), tuple)
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in str(load_policy(tmp_path / "b.toml", shipped_library().catalog))


def test_grave_threats_that_are_undecided_fail_unless_the_base_had_them(tmp_path: Path) -> None:
    policy, model = "[new_undecided]\nseverity = 'critical'", example("EX1")
    threats = {reason.threat for reason in reasons(policy, model, tmp_path)}
    critical = {row.id for row in found(model).threats if row.severity == "Critical"}
    assert threats == critical
    assert reasons(policy, model, tmp_path, base=model) == []
    without = edits.delete(model, ["fraud"])
    new = {reason.threat for reason in reasons(policy, model, tmp_path, base=without)}
    assert GRAVE in new


def test_a_decision_that_is_taken_back_or_a_threat_that_becomes_graver_is_new(tmp_path: Path) -> None:
    policy, model = "[new_undecided]", example("EX1")
    decided = triage.decide(model, GRAVE, status="accepted", reason="Small.", **BOB)
    assert [r.threat for r in reasons(policy, model, tmp_path, base=decided)] == [GRAVE]
    assert reasons(policy, decided, tmp_path, base=model) == []
    lower = triage.track(model, [GRAVE], severity="Low", severity_reason="Test data.", **BOB)
    assert [r.threat for r in reasons(policy, model, tmp_path, base=lower)] == [GRAVE]


def test_more_open_threats_than_allowed(tmp_path: Path) -> None:
    rows = [row for row in found(example("EX1")).threats if row.track != "validity"]
    fits = f"[most_open]\ntotal = {len(rows)}"
    assert reasons(fits, example("EX1"), tmp_path) == []
    critical = sum(row.severity == "Critical" for row in rows)
    told = texts(f"[most_open]\ntotal = {len(rows) - 1}\ncritical = 0", example("EX1"), tmp_path)
    assert told == [
        f"{critical} critical threats are undecided; at most 0 may be",
        f"{len(rows)} threats are undecided; at most {len(rows) - 1} may be",
    ]


def test_acceptances_that_have_ended_or_never_end(tmp_path: Path) -> None:
    said = {"status": "accepted", "reason": "Small.", **BOB}
    model = triage.decide(example("EX1"), GRAVE, expires="2026-11-26", **said)
    assert reasons("[expired]", model, tmp_path) == []
    (reason,) = reasons("[expired]", model, tmp_path, today="2026-11-27")
    assert "its last day was 2026-11-26" in reason.text
    assert reason.records[0] == GRAVE
    endless = triage.decide(example("EX1"), GRAVE, **said)
    assert reasons("[expired]", endless, tmp_path) == []
    (text,) = texts("[expired]\ndated = true", endless, tmp_path)
    assert text.startswith("Accepted without a last day: ")


@pytest.mark.parametrize("day", ["soon", "20261231", "2026-W01-1", "2026-13-01", "31.12.2026"])
def test_a_day_that_is_none_never_passes_for_a_later_one(day: str, tmp_path: Path) -> None:
    said = {"status": "accepted", "reason": "Small.", **BOB}
    model = triage.decide(example("EX1"), GRAVE, expires=day, **said)
    assert f"The last day '{day}' is no date" in texts("[expired]", model, tmp_path)[0]
    due = triage.track(example("EX1"), [GRAVE], due=day, **BOB)
    assert f"'{day}' is no date" in texts("[overdue]", due, tmp_path)[0]


def test_decisions_grades_and_overrides_without_a_reason(tmp_path: Path) -> None:
    model = example("EX1")
    for status in ("accepted", "transferred", "avoided", "not_applicable", "false_positive"):
        silent = triage.decide(model, GRAVE, status=status, **BOB)
        assert [r.records for r in reasons("[reasons]", silent, tmp_path)] == [(GRAVE,)]
        told = triage.decide(model, GRAVE, status=status, reason="So.", **BOB)
        assert reasons("[reasons]", told, tmp_path) == []
    for status in ("mitigated", "needs_investigation"):
        assert reasons("[reasons]", triage.decide(model, GRAVE, status=status, **BOB), tmp_path) == []
    assert len(reasons("[reasons]", triage.track(model, [GRAVE], severity="Low", **BOB), tmp_path)) == 1
    off = edits.put(model, Override(id="@ML-1a", rule="ML-1a", off=True))
    assert "Switched off without a reason: rule ML-1a" in texts("[reasons]", off, tmp_path)


def test_decisions_on_evidence_that_has_changed(tmp_path: Path) -> None:
    library, model = shipped_library(), example("EX1")
    digest = analyze(library, model).explain(GRAVE).digest
    said = {"status": "mitigated", "reason": "Done.", **BOB}
    assert reasons("[review_again]", triage.decide(model, GRAVE, evidence=digest, **said), tmp_path) == []
    (reason,) = reasons("[review_again]", triage.decide(model, GRAVE, evidence="other", **said), tmp_path)
    assert reason.text.startswith("Was mitigated when other facts stood: ")


def test_grave_threats_without_an_owner(tmp_path: Path) -> None:
    policy, model = "[unowned]\nseverity = 'critical'", example("EX1")
    before = {r.threat for r in reasons(policy, model, tmp_path)}
    owned = triage.track(model, [GRAVE], owner="Cy", **BOB)
    assert before - {r.threat for r in reasons(policy, owned, tmp_path)} == {GRAVE}


def test_what_is_overdue(tmp_path: Path) -> None:
    late = {"due": "2026-11-20", "owner": "Cy"}
    model = triage.track(example("EX1"), [GRAVE], **late, **BOB)
    model = edits.put(
        model,
        Mitigation(id="m", threat=GRAVE, title="Rate limits", **late),
        Mitigation(id="done", threat=GRAVE, title="Logging", status="implemented", **late),
        ActionItem(id="a", text="Ask the vendor", **late),
        ActionItem(id="b", text="Told them", status="done", **late),
        Assumption(id="s", text="Operators are trusted", valid_until="2026-11-25"),
        Assumption(id="w", text="It is small", valid_until="2026-11-25", status="wrong"),
    )
    when = [text.partition(": ")[0] for text in texts("[overdue]", model, tmp_path)]
    assert when == ["Overdue since 2026-11-20, Cy"] * 3 + ["Overdue since 2026-11-25"]
    assert [reason.records[0] for reason in reasons("[overdue]", model, tmp_path)] == [GRAVE, "m", "a", "s"]
    assert [r.records[0] for r in reasons("[overdue]\ndays = 3", model, tmp_path)] == [GRAVE, "m", "a"]
    assert reasons("[overdue]\ndays = 6", model, tmp_path) == []
    decided = triage.decide(model, GRAVE, status="accepted", reason="Small.", **BOB)
    assert GRAVE not in [r.records[0] for r in reasons("[overdue]", decided, tmp_path)]


def exposed(**properties: str) -> Model:
    return Model(
        [
            Element(id="u", type="human_user", name="User"),
            Element(id="app", type="web_app", name="App", properties=properties),
            Element(id="db", type="document_store", name="Store"),
            Flow(id="f", source="u", target="app"),
            Flow(id="g", source="app", target="db"),
        ]
    )


def test_key_attributes_that_nobody_knows_where_outsiders_come(tmp_path: Path) -> None:
    keys = shipped_library().catalog.key_attributes("web_app")
    (reason,) = reasons("[unknown]", exposed(), tmp_path)
    assert reason.records == ("app",)
    assert reasons("[unknown]", exposed(**dict.fromkeys(keys, "yes")), tmp_path) == []
    assert {r.records[0] for r in reasons("[unknown]\nflows = 2", exposed(), tmp_path)} >= {"app"}
    only = "[unknown]\nattributes = ['exposure']"
    assert [r.text for r in reasons(only, exposed(), tmp_path)] == [
        "Within reach of outsiders, and not known: Exposure of App"
    ]
    assert reasons(only, exposed(exposure="internal"), tmp_path) == []
    assert reasons("[unknown]\nattributes = ['artifact_signing']", exposed(), tmp_path) == []
    inside = edits.delete(exposed(), ["u"])
    assert reasons("[unknown]", inside, tmp_path) == []


def test_the_age_of_the_newest_review(tmp_path: Path) -> None:
    model = example("EX1")
    assert texts("[review_age]", model, tmp_path) == ["Nobody has finished a review of this model"]
    reviewed = signed(model, date="2026-11-16")
    assert reasons("[review_age]\ndays = 10", reviewed, tmp_path) == []
    (reason,) = reasons("[review_age]\ndays = 9", reviewed, tmp_path)
    assert "is 10 days old; at most 9" in reason.text
    odd = edits.put(model, Review(id="review/x", reviewer="Ann", date="last week"))
    assert "no date that can be read" in reasons("[review_age]", odd, tmp_path)[0].text


def test_approvals_that_cover_the_model_as_it_is(tmp_path: Path) -> None:
    model = example("EX1")
    assert texts("[approval]", model, tmp_path) == ["Nobody has approved the model as it is"]
    approved = signed(model)
    assert reasons("[approval]", approved, tmp_path) == []
    assert texts("[approval]\nreviewers = 2", approved, tmp_path) == [
        "1 of 2 reviewers has approved the model as it is"
    ]
    assert reasons("[approval]\nreviewers = 2", signed(approved, "Bob"), tmp_path) == []
    assert texts("[approval]\nby = ['Bob']", approved, tmp_path) == [
        "Bob has not approved the model as it is"
    ]
    moved = edits.rename(approved, "fraud", "Scoring")
    assert "the model has moved on: 1 element" in reasons("[approval]", moved, tmp_path)[0].text
    refused = signed(approved, "Bob", approves=False)
    assert texts("[approval]", refused, tmp_path) == ["Reviewed by Bob on 2026-11-20, not approved"]
    assert len(reasons("[approval]", signed(approved, approves=False), tmp_path)) == 2


def test_problems_and_merges_that_are_not_settled(tmp_path: Path) -> None:
    model = example("EX1")
    assert reasons("[problems]", model, tmp_path) == []
    broken = edits.put(model, Element(id="odd", type="no_such_type"))
    assert [r.records for r in reasons("[problems]", broken, tmp_path)] == [("odd",)]
    merged = merge(model, edits.rename(model, "fraud", "A"), edits.rename(model, "fraud", "B"))
    assert reasons("[conflicts]", model, tmp_path) == []
    (reason,) = reasons("[conflicts]", merged.marked, tmp_path)
    assert reason.text.startswith("A merge left to choose: name of ")


def test_only_errors_stop(tmp_path: Path) -> None:
    model = example("EX1")
    for level, passes in (("error", False), ("warning", True), ("note", True)):
        result = outcome(f"[review_age]\nlevel = '{level}'", model, tmp_path)
        assert result.passed is passes
        assert result.count(level) == 1  # type: ignore[arg-type]


def test_stated_threats_are_pointed_at_where_they_are_stated(tmp_path: Path) -> None:
    model = edits.put(example("EX1"), Threat(id="mine", subject="app", title="Fixation", severity="Critical"))
    reason = next(r for r in reasons("[new_undecided]", model, tmp_path) if r.threat == "mine@")
    assert reason.records == ("mine", "app")


def test_problems_of_the_file_count(tmp_path: Path) -> None:
    policy = load_policy(written("[problems]\ngravity = 'warning'", tmp_path), shipped_library().catalog)
    assert isinstance(policy, Policy)
    start = given(example("EX1"))
    odd = Given(
        start.model, start.analysis, start.register, TODAY, (Problem("a.tm7", "Odd.", "", "warning"),)
    )
    assert [r.text for r in judge(policy, odd).results[0].reasons] == ["a.tm7: Odd"]
