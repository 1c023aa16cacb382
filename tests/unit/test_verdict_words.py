"""The coverage of rules: what is searched for, its words, and what is told of a rule at a subject."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.sections import Section, concerned, headline, sections
from dfdmodeler.analysis.silence import Line, account
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.verdict_words import matching, tally_words
from dfdmodeler.analysis.verdicts import Kind, Tally, Verdicts
from systems import model_of, shipped_library

CHAT: dict[str, Any] = {
    "boundaries": [{"id": "org", "kind": "organisation"}],
    "elements": [
        {"id": "user", "type": "human_user", "name": "User"},
        {"id": "app", "type": "web_app", "name": "App", "boundary": "org"},
        {"id": "llm", "type": "llm", "name": "Model", "boundary": "org", "rate_limiting": "yes"},
    ],
    "flows": [
        {"id": "ask", "from": "user", "to": "app", "carries": ["prompt"]},
        {"id": "pass", "from": "app", "to": "llm", "carries": ["prompt"], "name": "Passed on"},
    ],
}


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    model = model_of(CHAT)
    return Verdicts(analyze(shipped_library(), model), model)


def tally(**by_kind: int) -> Tally:
    return Tally((), Counter(by_kind))


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (tally(fires=3, silent=4, not_applicable=2), "7 examined: 3 fired, 4 silent; 2 not applicable"),
        (tally(silent=2), "2 examined: 0 fired, 2 silent"),
        (tally(not_applicable=2, out_of_scope=1), "None examined; 2 not applicable; 1 out of scope"),
        (tally(off=5), "None examined; 5 switched off"),
        (tally(fires=1), "Fires"),
        (tally(out_of_scope=1), "Out of scope"),
    ],
)
def test_a_tally_in_words(counted: Tally, words: str) -> None:
    assert tally_words(counted) == words


def test_rules_are_found_by_words_of_id_title_and_family_and_by_verdict(verdicts: Verdicts) -> None:
    rows = verdicts.tallies()

    def found(text: str, kind: Kind | None = None) -> set[str]:
        return {row.rules[0].id for row in matching(rows, text, kind)}

    assert found("") == set(shipped_library().rules)
    assert found("llm-01") == {"LLM-01"}
    assert {"LLM-01", "LLM-02"} <= found("injection PROMPT") < found("injection")
    assert found("privacy") >= {r.id for r in shipped_library().rules.values() if r.family == "Privacy"}
    assert found("no such rule") == set()
    fired = {finding.rule for finding in verdicts.analysis.findings}
    assert found("", "fires") == fired
    assert found("llm-01", "fires") == {"LLM-01"}
    assert found("llm-01", "off") == set()


def test_former_ids_find_a_rule() -> None:
    rule = shipped_library().rules["LLM-01"].model_copy(update={"aliases": ("OLD-7",)})
    rows = (Tally((rule,), Counter(fires=1)),)
    assert matching(rows, "old-7") == rows


def test_tallies_of_some_subjects(verdicts: Verdicts) -> None:
    rows = completed(verdicts.tallying(["llm", "ask", "nothing"]))
    for row in rows:
        each = Counter(verdicts.at(row.rules[0].id, subject).kind for subject in ("llm", "ask"))
        assert row.by_kind == each
    assert any(row.by_kind["fires"] for row in rows)


def test_counting_pauses_after_each_rule(verdicts: Verdicts) -> None:
    assert sum(1 for _ in verdicts.tallying()) == len(shipped_library().rules)


def test_kinds_without_words_agree_with_verdicts(verdicts: Verdicts) -> None:
    for rule in shipped_library().rules:
        for subject in (*verdicts.subjects, "nothing"):
            assert verdicts.kind(rule, subject) == verdicts.at(rule, subject).kind
        assert verdicts.kinds(rule) == {v.subject: v.kind for v in verdicts.of_rule(rule)}


def test_subjects_are_named_as_sentences_name_them(verdicts: Verdicts) -> None:
    named = {i: verdicts.named(i) for i in ("llm", "ask", "pass", "org", "diagram", "nothing")}
    assert named == {
        "llm": "Model",
        "ask": "the flow from User to App",
        "pass": "the flow “Passed on”",
        "org": "org",
        "diagram": "the whole model",
        "nothing": "nothing",
    }


def test_a_rule_that_fires_is_told_with_its_path_station_by_station(verdicts: Verdicts) -> None:
    found = account(verdicts, "LLM-01", "llm")
    told = list(sections(verdicts, found))
    assert (told[0].form, told[0].title) == ("points", "Why")
    path = next(section for section in told if section.form == "path")
    assert [(line.mark, line.text, line.ids) for line in path.lines] == [
        ("", "User", ("user",)),
        ("step", "prompts, crosses org", ("ask",)),
        ("", "App", ("app",)),
        ("step", "Passed on, prompts", ("pass",)),
        ("", "Model", ("llm",)),
    ]
    assert concerned(found, told) == {"user", "ask", "app", "pass", "llm"}
    threats = register(shipped_library(), verdicts.analysis, model_of(CHAT))
    threat = threats.find("LLM-01@llm")
    assert threat is not None
    said = headline(found, threat, "Model")
    assert said == f"Fires at Model: {threat.levels}, {threat.confidence}, open."


def test_a_silent_rule_is_told_with_its_condition(verdicts: Verdicts) -> None:
    found = account(verdicts, "MS-05", "llm")
    why, condition = sections(verdicts, found)
    assert why == Section("points", "Why not", found.told)
    assert [line.text for line in why.lines] == list(found.short)
    assert condition.form == "condition"
    assert Line(1, "no", "Model has rate limiting", ("llm",)) in condition.lines
    assert headline(found, None, "Model") == "Silent at Model."
    assert "llm" in concerned(found, [why, condition])


def test_several_reasons_are_told_as_what_would_have_to_change_together() -> None:
    model = model_of(
        {
            "elements": [{"id": "a", "type": "process"}, {"id": "b", "type": "process"}],
            "flows": [{"id": "f", "from": "a", "to": "b", "carries": ["query"], "protocol": "https"}],
        }
    )
    verdicts = Verdicts(analyze(shipped_library(), model), model)
    why = next(sections(verdicts, account(verdicts, "ST-04", "f")))
    assert why.title == "Why not (it would fire if all of this were otherwise)"
    assert len(why.lines) == 2
    alone = next(sections(verdicts, account(verdicts, "ST-07", "a")))
    assert alone.title == "Why not"


def test_a_condition_highlights_only_what_keeps_it_silent(verdicts: Verdicts) -> None:
    found = account(verdicts, "MS-05", "llm")
    named = Section("condition", "", (Line(0, "yes", "", ("app",)),))
    assert concerned(found, [named]) == {"llm"}


def test_a_rule_that_was_not_asked_is_told_in_one_sentence(verdicts: Verdicts) -> None:
    found = account(verdicts, "LLM-01", "ask")
    (why,) = sections(verdicts, found)
    assert why.lines == (Line(0, "no", found.verdict.note, ("ask",)),)
    assert concerned(found, [why]) == {"ask"}
