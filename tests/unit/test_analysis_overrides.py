"""What packs and models say of rules: other severities, rules and packs that are off, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.overrides import check_rules
from dfdmodeler.analysis.register import Register, register, registering
from dfdmodeler.analysis.slices import completed
from dfdmodeler.formats import native
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Override, override_id
from dfdmodeler.model.values import FrozenMap
from systems import ROOT, model_of

ROW = """
[[rule]]
id = "{id}"
aliases = ["OLD-{id}"]
scope = "node"
track = "{track}"
when = "{when}"
severity = "{severity}"
title = "A rule"
"""
SYSTEM = model_of(
    {
        "elements": [
            {"id": "w", "type": "web_content"},
            {"id": "a", "type": "agent"},
            {"id": "t", "type": "tool"},
        ],
        "flows": [{"id": "f", "from": "w", "to": "a"}, {"id": "g", "from": "a", "to": "t"}],
    }
)


def row(id_: str, when: str, severity: str = "Low", track: str = "security") -> str:
    return ROW.format(id=id_, when=when, severity=severity, track=track)


def packs(folder: Path, **texts: str) -> tuple[Library, tuple[Problem, ...]]:
    """A library of packs with these rows, by id."""
    for name, text in texts.items():
        (folder / name).mkdir()
        (folder / name / "pack.toml").write_text(f'id = "{name}"\nversion = "1"\n', encoding="utf-8")
        (folder / name / "rows.toml").write_text(text, encoding="utf-8")
    return load_library([ROOT / "stencils"], [folder / name for name in texts])


@pytest.fixture
def library(tmp_path: Path) -> Library:
    found, problems = packs(
        tmp_path,
        one=row("A-1", "isa(e, 'agent')", "'Critical' if low(e) else 'Important'")
        + row("A-2", "isa(e, 'tool')"),
        two=row("B-1", "isa(e, 'tool')", "Warning", "validity"),
    )
    assert problems == ()
    return found


def threats(library: Library, model: Model) -> Register:
    return register(library, analyze(library, model), model)


def levels(library: Library, model: Model) -> dict[str, str]:
    return {threat.id: threat.severity for threat in threats(library, model).threats}


def test_a_model_gives_a_rule_another_severity(library: Library) -> None:
    model = edits.override(
        SYSTEM, "A-1", severity="Low", reason="Behind glass", author="Eve", date="2026-11-24"
    )
    found = threats(library, model)
    threat = found.find("A-1@a")
    assert threat is not None
    assert (threat.severity, threat.rated) == ("Low", "Important")
    assert threat.override is not None
    assert threat.override.reason == "Behind glass"
    assert threat.override.source == "this model, Eve, 2026-11-24"
    others = {id_: level for id_, level in levels(library, SYSTEM).items() if id_ != "A-1@a"}
    assert levels(library, model) == {**others, "A-1@a": "Low"}


def test_rows_are_kept_until_the_override_is_another(library: Library) -> None:
    def again(model: Model, before: Register) -> Register:
        return completed(registering(library, analyze(library, model), model, before))

    first = edits.override(SYSTEM, "A-1", severity="Important", reason="One")
    other = edits.override(SYSTEM, "A-1", severity="Important", reason="Two")
    before = threats(library, first)
    kept, new = again(first, before).find("A-1@a"), again(other, before).find("A-1@a")
    assert kept is before.find("A-1@a")
    assert new is not None
    assert new.override is not None
    assert new.override.reason == "Two"
    plain = again(SYSTEM, before).find("A-1@a")
    assert plain is not None
    assert (plain.rated, plain.override) == ("", None)


def test_threats_stand_in_the_order_of_the_severities_in_force(library: Library) -> None:
    assert next(iter(levels(library, SYSTEM))) == "A-1@a"
    model = edits.override(edits.override(SYSTEM, "A-1", severity="Low"), "A-2", severity="Critical")
    assert next(iter(levels(library, model))) == "A-2@t"


def test_an_override_says_nothing_of_what_settles_the_severity(library: Library) -> None:
    own, other = analyze(library, SYSTEM), analyze(library, edits.override(SYSTEM, "A-1", severity="Low"))
    assert own.grounds("A-1@a")
    assert other.grounds("A-1@a") == ()
    assert own.explain("A-1@a") == other.explain("A-1@a")


def test_a_rule_that_is_off_finds_nothing(library: Library) -> None:
    model = edits.override(SYSTEM, "A-1", off=True, reason="Known")
    assert "A-1@a" not in levels(library, model)
    assert edits.override(model, "A-1") == SYSTEM


def test_a_former_id_names_the_rule_too(library: Library) -> None:
    assert "A-1@a" not in levels(library, edits.override(SYSTEM, "OLD-A-1", off=True))


def test_a_pack_that_is_off_finds_and_asks_nothing(tmp_path: Path) -> None:
    question = '[[question]]\nid = "Q-1"\nsection = "S"\ntext = "?"\nwhere = "isa(e, \'tool\')"\n'
    library, _ = packs(
        tmp_path, one=row("A-1", "isa(e, 'agent')"), two=row("B-1", "isa(e, 'tool')") + question
    )
    model = edits.use_pack(SYSTEM, "two", False)
    analysis = analyze(library, model)
    assert [finding.rule for finding in analysis.findings] == ["A-1"]
    assert analysis.questions() == ()
    assert analyze(library, SYSTEM).questions()
    assert library.in_force(model).versions == {"one": "1"}
    assert edits.use_pack(model, "two", True).about == SYSTEM.about


def test_one_analysis_follows_what_the_model_overrides(library: Library) -> None:
    analysis = Analysis(library)
    models = [
        SYSTEM,
        edits.override(SYSTEM, "A-1", severity="Moderate"),
        edits.override(SYSTEM, "A-1", off=True),
        edits.use_pack(SYSTEM, "one", False),
        SYSTEM,
    ]
    for model in models:
        completed(analysis.update(model))
        assert analysis.findings == analyze(library, model).findings


def test_packs_override_rules_of_others(tmp_path: Path) -> None:
    library, problems = packs(
        tmp_path,
        one=row("A-1", "isa(e, 'agent')") + row("A-2", "isa(e, 'tool')"),
        two='[[override]]\nrule = "A-1"\nseverity = "Critical"\nreason = "Ours is public"\n'
        '[[override]]\nrule = "OLD-A-2"\noff = true\nreason = "Not ours"\n',
    )
    assert problems == ()
    assert levels(library, SYSTEM) == {"A-1@a": "Critical"}
    assert library.in_force(SYSTEM).overrides["A-1"].source == "rule pack two"
    assert levels(library, edits.use_pack(SYSTEM, "two", False)) == {"A-1@a": "Low", "A-2@t": "Low"}
    said = edits.override(SYSTEM, "A-2", severity="Moderate")
    assert levels(library, said) == {"A-1@a": "Critical", "A-2@t": "Moderate"}


def test_of_two_packs_the_first_counts_while_it_is_on(tmp_path: Path) -> None:
    override = '[[override]]\nrule = "A-1"\nseverity = "{}"\nreason = "R"\n'
    library, problems = packs(
        tmp_path,
        one=row("A-1", "isa(e, 'agent')"),
        two=override.format("Critical"),
        three=override.format("Moderate"),
    )
    assert "overridden in" in problems[0].what
    assert levels(library, SYSTEM) == {"A-1@a": "Critical"}
    assert levels(library, edits.use_pack(SYSTEM, "two", False)) == {"A-1@a": "Moderate"}


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ('rule = "A-11"\noff = true\nreason = "R"', "no rule 'A-11'", "'A-1'"),
        (
            'rule = "B-1"\nseverity = "Low"\nreason = "R"',
            "no severity for rule 'B-1'",
            "Error, Warning, Info",
        ),
        ('rule = "A-1"\nseverity = "Lowe"\nreason = "R"', "'severity'", "'Low'"),
        ('rule = "A-1"\nreason = "R"', "either a severity, or off", ""),
        ('rule = "A-1"\nseverity = "Low"\noff = true\nreason = "R"', "either a severity, or off", ""),
        ('rule = "A-1"\noff = true', "lacks the key 'reason'", ""),
        ('rule = "A-1"\noff = true\nreason = " "', "'reason'", ""),
    ],
)
def test_overrides_that_cannot_be(tmp_path: Path, text: str, what: str, hint: str) -> None:
    base = row("A-1", "isa(e, 'agent')") + row("B-1", "isa(e, 'tool')", "Warning", "validity")
    library, problems = packs(tmp_path, one=base, two=f"[[override]]\n{text}\n")
    assert what in problems[0].what
    assert hint in problems[0].hint
    assert len(problems) == 1
    assert library.overrides == ()


def test_decisions_about_rules_that_are_off_stay_and_say_why(library: Library) -> None:
    decided = SYSTEM
    for threat in ("A-1@a", "A-2@t", "X-1@a", "OLD-A-1@t"):
        decided = triage.decide(decided, threat, status="accepted", reason="Fine")
    assert [row.id for row in threats(library, decided).gone] == ["OLD-A-1@t", "X-1@a"]
    model = edits.override(edits.use_pack(decided, "two", False), "A-1", off=True, reason="Known")
    found = threats(library, model)
    assert [row.id for row in found.gone] == ["A-1@a", "OLD-A-1@t", "X-1@a"]
    off = "The rule A-1 is switched off (this model): Known"
    assert dict(found.causes) == {
        "A-1@a": off,
        "OLD-A-1@t": off,
        "X-1@a": "No rule pack here has the rule X-1.",
    }
    without = threats(library, edits.use_pack(decided, "one", False))
    assert without.causes["A-2@t"] == "The rule pack one is not used for this model."


def test_overrides_that_have_no_effect_are_told(library: Library) -> None:
    model = SYSTEM
    for rule, level in (("A-9", "Low"), ("A-1", "Error"), ("A-2", "Low")):
        model = edits.override(model, rule, severity=level)
    told = {problem.subject: problem for problem in check_rules(model, library)}
    assert set(told) == {override_id("A-9"), override_id("A-1")}
    assert "Did you mean" in told[override_id("A-9")].hint
    assert "Critical, Important" in told[override_id("A-1")].hint
    assert levels(library, model) == levels(library, SYSTEM)


def test_packs_other_than_those_of_the_last_save_are_told(library: Library) -> None:
    saved = {"one": "0.9", "two": "1", "three": "2"}
    model = edits.set_about(SYSTEM, packs=FrozenMap(saved))
    told = {problem.gravity: problem.what for problem in check_rules(model, library)}
    assert told == {
        "info": "The rule pack 'one' is 1 here; the model was saved with 0.9.",
        "warning": "The rule pack 'three' 2, which the model was saved with, is not here.",
    }
    assert not list(check_rules(edits.set_about(SYSTEM, packs=FrozenMap(library.versions)), library))
    assert not list(check_rules(SYSTEM, library))
    new = list(check_rules(edits.set_about(SYSTEM, packs=FrozenMap({"one": "1"})), library))
    assert [problem.what for problem in new] == [
        "The rule pack 'two' 1 was not in use when the model was saved."
    ]
    off = edits.use_pack(edits.set_about(SYSTEM, packs=FrozenMap({"one": "1"})), "two", False)
    assert not list(check_rules(off, library))


def test_overrides_are_in_the_file(library: Library) -> None:
    model = edits.override(edits.use_pack(SYSTEM, "two", False), "A-1", severity="Low", reason="R")
    data = native.write(model)
    again, problems = native.read(data, "m.dfdm")
    assert (again, problems) == (model, ())
    assert b'"overrides"' in data
    assert b'"off"' not in data
    assert b"packs_off" not in native.write(SYSTEM)


def test_what_counts_is_worked_out_once(library: Library) -> None:
    model = edits.override(SYSTEM, "A-1", off=True)
    first = library.in_force(model)
    assert library.in_force(edits.rename(model, "a", "Other")) is first
    assert (
        library.in_force(edits.put(model, Override(id=override_id("A-2"), rule="A-2", off=True))) is not first
    )
