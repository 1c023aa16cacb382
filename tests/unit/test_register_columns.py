"""The lines of the register, and what each column tells of them."""

from __future__ import annotations

import pytest
from test_analysis_register import CHATBOT

from dfdmodeler.analysis.columns import COLUMN, COLUMNS, USUAL, is_day, split_tags
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.register import register
from dfdmodeler.model import triage
from dfdmodeler.model.edits import put
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Review, Threat
from systems import model_of, shipped_library

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-03-01"}
VECTOR = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N"
REVIEW = Review(id="review-1", date="2026-02-01", open=("LLM-01@bot",))
START = put(model_of(CHATBOT), Threat(id="own", subject="app", title="Stolen laptop", severity="Low"))


def lines(model: Model, today: str = "") -> dict[str, Line]:
    library = shipped_library()
    found = register(library, analyze(library, model), model, today=today)
    return {line.id: line for line in lines_of(found, model)}


def told(line: Line, *columns: str) -> list[str]:
    return [COLUMN[column].words(line) for column in columns]


def test_columns_tell_what_threats_say() -> None:
    found = lines(START)
    asked = ("severity", "subject", "kind", "rule", "source", "status", "proposed", "confidence")
    assert told(found["LLM-01@bot"], *asked) == [
        "Important", "Helper", "Element", "LLM-01", "Rule", "Open", "Open", "Confirmed",
    ]  # fmt: skip
    assert told(found["own@"], "title", "kind", "rule", "source") == [
        "Stolen laptop",
        "Element",
        "",
        "Stated",
    ]


def test_columns_tell_what_people_keep() -> None:
    kept = {"owner": "Cy", "due": "2026-05-01", "tags": ("web", "api"), "ticket": "T-1", "severity": "Low"}
    model = triage.track(START, ["LLM-01@bot"], **kept, **ANN)
    model = triage.comment(model, "LLM-01@bot", "Look at this", **BOB)
    line = lines(model)["LLM-01@bot"]
    asked = ("owner", "due", "tags", "ticket", "severity", "rated", "changed", "comments")
    assert told(line, *asked) == [
        "Cy", "2026-05-01", "web, api", "T-1", "Low", "Important", "2026-03-01", "1",
    ]  # fmt: skip


def test_a_decision_whose_threat_is_gone_is_a_line() -> None:
    model = put(
        START, Decision(id="X-1@bot", threat="X-1@bot", status="accepted", title="Old", reason="Small")
    )
    line = lines(model)["X-1@bot"]
    asked = ("state", "title", "subject", "status", "reason", "proposed", "confidence")
    assert told(line, *asked) == ["No longer found", "Old", "Helper", "Accepted", "Small", "", ""]
    assert line.is_gone


def test_remarks_on_the_drawing_are_no_lines() -> None:
    library = shipped_library()
    found = register(library, analyze(library, START), START)
    assert "validity" in {threat.track for threat in found.threats}
    assert "validity" not in {line.threat.track for line in lines_of(found, START)}


def test_a_decision_that_ended_is_told() -> None:
    model = triage.decide(START, "own@", status="accepted", reason="Small", expires="2026-01-31", **ANN)
    assert lines(model, today="2026-01-31")["own@"].state == ""
    assert lines(model, today="2026-02-01")["own@"].state == "expired"


def test_nothing_is_new_before_the_first_review() -> None:
    assert {line.state for line in lines(START).values()} == {""}


def test_what_is_new_or_open_again_since_the_last_review() -> None:
    model = triage.decide(START, "own@", status="accepted", reason="Small", **ANN)
    model = triage.decide(model, "ML-5@bot", status="accepted", reason="Small", **ANN)
    assert "ML-5@bot" in lines(model)
    model = triage.decide(put(model, REVIEW), "own@", status="open", **BOB)
    states = {id_: line.state for id_, line in lines(model).items()}
    assert states.pop("LLM-01@bot") == ""  # it was open then
    assert states.pop("own@") == "reopened"
    assert states.pop("ML-5@bot") == ""
    assert set(states.values()) == {"new"}


def test_what_was_decided_at_once_is_not_new_any_more() -> None:
    model = triage.decide(put(START, REVIEW), "own@", status="accepted", reason="Small", **BOB)
    assert lines(model)["own@"].state == ""


def test_lines_stay_the_same_values_where_nothing_changed() -> None:
    library = shipped_library()
    before = lines_of(register(library, analyze(library, START), START), START)
    model = triage.track(START, ["own@"], owner="Cy", **ANN)
    after = lines_of(register(library, analyze(library, model), model), model, before)
    kept = {line.id for line, old in zip(after, before, strict=True) if line is old}
    assert kept == {line.id for line in before} - {"own@"}


@pytest.mark.parametrize(
    ("column", "written", "value"),
    [
        ("due", " 2026-03-31 ", "2026-03-31"),
        ("due", "", ""),
        ("due", "31.3.2026", None),
        ("due", "20260331", None),
        ("due", "2026-02-30", None),
        ("severity", "low", "Low"),
        ("severity", "Awful", None),
        ("tags", " a b,c,, a b ", ("a b", "c")),
        ("status", "Not applicable", "not_applicable"),
        ("status", "needs_investigation", "needs_investigation"),
        ("status", "Done", None),
        ("owner", " Ann  Smith ", "Ann Smith"),
        ("likelihood", "very high", "very_high"),
        ("impact", "low", "low"),
        ("impact", "huge", None),
        ("impact", "", ""),
        ("cvss", f" {VECTOR} ", VECTOR),
        ("cvss", f"{VECTOR}/E:X", VECTOR),
        ("cvss", "CVSS:3.1/AV:N", None),
        ("cvss", "", ""),
        ("owasp", "(M:4/SL:5)", "SL:5/M:4"),
        ("owasp", "SL:5/M:44", None),
        ("owasp", "SL:5/XX:4", None),
    ],
)
def test_what_is_written_into_a_cell_is_read(column: str, written: str, value: object) -> None:
    cell = COLUMN[column].cell
    assert cell is not None
    assert cell.read(written) == value


def test_a_cell_reads_what_its_column_tells() -> None:
    kept = {"owner": "Cy", "due": "2026-05-01", "tags": ("web", "api"), "severity": "Low", "notes": "a\nb"}
    model = triage.track(START, ["own@"], **kept, **ANN)
    model = triage.decide(model, "own@", status="accepted", reason="Small", expires="2026-12-31", **ANN)
    rated = {"likelihood": "very_high", "impact": "low", "cvss": VECTOR, "owasp": "SL:5/M:4"}
    model = triage.track(model, ["own@"], **rated, **ANN)
    line = lines(model)["own@"]
    written = {c.cell.field: c.cell.read(c.words(line)) for c in COLUMNS if c.cell}
    assert written == {field: getattr(line.kept, field) for field in written}
    verdict = {c.cell.field for c in COLUMNS if c.cell and c.cell.of_verdict}
    assert verdict == {"status", "reason", "expires"}


def test_severities_and_decisions_sort_by_their_own_order() -> None:
    model = triage.decide(START, "ML-5@bot", status="needs_investigation", **ANN)
    by_level = sorted(lines(model).values(), key=COLUMN["severity"].place)
    levels = [COLUMN["severity"].words(line) for line in by_level]
    assert list(dict.fromkeys(levels)) == ["Important", "Moderate", "Low"]
    assert max(lines(model).values(), key=COLUMN["status"].place).id == "ML-5@bot"


def test_ids_of_columns_are_unique_and_the_usual_ones_exist() -> None:
    assert len(COLUMN) == len(COLUMNS)
    assert set(USUAL) <= set(COLUMN)


def test_small_readers() -> None:
    assert is_day("2026-12-31")
    assert split_tags(" , ") == ()


def test_ratings_are_told_with_their_score_and_sort_by_it() -> None:
    said = {
        "LLM-01@bot": {"likelihood": "high", "impact": "very_high"},
        "ML-5@bot": {"likelihood": "very_low", "impact": "low"},
        "own@": {"likelihood": "high"},
    }
    model = START
    for threat, fields in said.items():
        model = triage.track(model, [threat], **fields, **ANN)
    found = lines(model)
    assert told(found["LLM-01@bot"], "rating") == ["High likelihood × very high impact = 20"]
    assert told(found["own@"], "rating") == ["High"]
    assert told(found["ST-08@app"], "rating") == [""]
    rated = sorted((found[threat] for threat in reversed(said)), key=COLUMN["rating"].place)
    assert [line.id for line in rated] == ["LLM-01@bot", "ML-5@bot", "own@"]


def test_a_vector_is_told_by_its_score() -> None:
    vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
    model = triage.track(START, ["own@"], cvss=vector, **ANN)
    model = triage.track(model, ["ML-5@bot"], cvss="nonsense", **ANN)
    assert told(lines(model)["own@"], "rating") == ["9.3 Critical"]
    assert told(lines(model)["ML-5@bot"], "rating") == ["nonsense"]
