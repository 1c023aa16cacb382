"""The examples beside the rules: all come out as written, each rule has both sorts, and failures are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.examples import Trial, try_examples, try_packs
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.slices import completed
from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.rules.examples import Example, cases, load_examples
from dfdmodeler.rules.load import Pack, load_packs
from dfdmodeler.rules.sketch import Sketch, SketchError
from systems import ROOT, shipped_library

CORE = ROOT / "resources" / "rules" / "core"


@cache
def core() -> Pack:
    (pack,), problems = load_packs([CORE])
    assert not problems
    return pack


def failures_with(**changes: Mapping[str, str]) -> dict[str, list[str]]:
    """What the shipped examples say, by rule, when some rules are written differently."""
    rows = [
        replace(entry, row=entry.row.model_copy(update=changes.get(entry.row.id.replace("-", "_"), {})))
        for entry in core().rules
    ]
    library = Library(shipped_library().catalog, [replace(core(), rules=tuple(rows))])
    changed = {name.replace("_", "-") for name in changes}
    examples = [entry for entry in load_examples(CORE, []) if entry.row.rule in changed]
    rules = {entry.where: entry.row.rule for entry in examples}
    told: dict[str, list[str]] = {rule: [] for rule in changed}
    for problem in try_examples(library, examples):
        told[rules[problem.where]].append(problem.what)
    return told


def problems_with(text: str, tmp_path: Path) -> tuple[Problem, ...]:
    """What trying a file of examples tells, apart from what other rules lack."""
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "all.toml").write_text(text, "utf-8")
    trial = try_packs(shipped_library(), [replace(core(), folder=tmp_path, rules=())])
    return trial.problems


def shipped_trial() -> Trial:
    return try_packs(shipped_library(), [core()])


def test_shipped_examples_come_out_as_written_and_no_rule_lacks_one() -> None:
    trial = shipped_trial()
    assert trial.problems == ()
    assert trial.tried > 3 * len(core().rules)


def test_one_analysis_that_goes_from_case_to_case_finds_what_a_fresh_one_finds() -> None:
    library = shipped_library()
    going = Analysis(library)
    for entry in load_examples(CORE, []):
        if "platform" not in entry.where:
            continue
        for case in cases(entry.row):
            model = case.model(library.catalog)
            completed(going.update(model))
            assert set(going.findings) == set(analyze(library, model).findings), (entry.where, case.change)


def test_conditions_written_differently_fail_their_examples() -> None:
    slips = {
        "LLM_05": ("lacks(e.permission_aware)", "not lacks(e.permission_aware)"),
        "ML_3": ("recips(e, RICH)", "recips(e, OUTPUT)"),
        "ML_4": ("lin_pers(e)", "lin_sens(e)"),
        "MS_04": ("x in recips(m, OUTPUT)", "True"),
        "AGT_10": ("loops(e) and ", ""),
        "ST_12": ("low(f.source)", "not low(f.source)"),
        "DV_15": ("not third_party(e)", "True"),
    }
    whens = {name: shipped_library().rules[name.replace("_", "-")].when for name in slips}
    assert all(old in whens[name] for name, (old, _) in slips.items())
    told = failures_with(**{name: {"when": whens[name].replace(*slip)} for name, slip in slips.items()})
    assert [rule for rule, failures in told.items() if not failures] == []


def test_every_condition_turned_round_fails_all_its_examples() -> None:
    turned = [
        replace(entry, row=entry.row.model_copy(update={"when": f"not ({entry.row.when})"}))
        for entry in core().rules
    ]
    library = Library(shipped_library().catalog, [replace(core(), rules=tuple(turned))])
    firing = [entry for entry in load_examples(CORE, []) if entry.row.fires]
    failed = {problem.where for problem in try_examples(library, firing)}
    assert failed == {entry.where for entry in firing}


def test_another_severity_fails_too() -> None:
    assert failures_with(ML_5={"severity": "Low"}) == {
        "ML-5": [
            "Example of ML-5: it fires as Low, not as Moderate.",
        ]
    }


EXAMPLE = """
[[example]]
rule = "{rule}"
at = "{at}"
system = "assistant: llm; user: human_user; user -> assistant: prompt"
{more}
"""


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"rule": "LLM-1"}, "There is no rule 'LLM-1' in force."),
        ({"at": "nobody"}, "Example of LLM-01: there is no 'nobody' in the system."),
        ({"more": "fires = false"}, "Example of LLM-01: it fires, but should stay silent."),
        ({"at": "user"}, "Example of LLM-01: it stays silent, but should fire."),
        ({"more": "confidence = 'assumed'"}, "Example of LLM-01: it fires as confirmed, not as assumed."),
        (
            {"more": "silent_if = ['assistant: grounding_check=yes']"},
            "Example of LLM-01 after 'assistant: grounding_check=yes': it fires, but should stay silent.",
        ),
        (
            {"more": "silent_if = ['no bot']"},
            "Example of LLM-01 after 'no bot': the system cannot be drawn: 'no bot': there is no 'bot'.",
        ),
    ],
)
def test_what_goes_wrong_is_told_with_file_and_row(row: dict[str, str], what: str, tmp_path: Path) -> None:
    problems = problems_with(
        EXAMPLE.format(**{"rule": "LLM-01", "at": "assistant", "more": ""} | row), tmp_path
    )
    assert [problem.what for problem in problems] == [what]
    assert problems[0].where.startswith(f"{tmp_path / 'examples' / 'all.toml'}:2")


def test_rows_that_are_no_examples_are_told(tmp_path: Path) -> None:
    rows = ["[[example]]\nrule = 'LLM-01'", EXAMPLE.format(rule="LLM-01", at="x", more="severity = 'Bad'")]
    told = " ".join(str(problem) for problem in problems_with("\n".join(rows), tmp_path))
    assert "lacks the key 'at'" in told
    assert "severity" in told


def test_a_rule_without_examples_is_told_twice() -> None:
    trial = try_packs(shipped_library(), [replace(core(), folder=Path("/nowhere"))])
    told = [problem.what for problem in trial.problems if "'ML-5'" in problem.what]
    assert told == ["No example shows where 'ML-5' fires.", "No example shows where 'ML-5' stays silent."]


def test_a_sketch_draws_elements_flows_and_boundaries() -> None:
    model = Sketch(
        shipped_library().catalog,
        """
        cloud: organisation boundary
        rack: boundary in cloud
        scorer: inference_service in rack, task=classification, modality=image+audio
        user: human_user; user -> scorer: query, prompt, protocol=https
        user -- ?
        """,
    ).model()
    assert [(b.id, b.type, b.parent) for b in model.of(Boundary)] == [
        ("cloud", "organisation", None),
        ("rack", "", "cloud"),
    ]
    scorer = model.element("scorer")
    assert scorer is not None
    assert (scorer.type, scorer.parent) == ("inference_service", "rack")
    assert dict(scorer.properties) == {"task": "classification", "modality": ("audio", "image")}
    loose, known = sorted(model.of(Flow), key=lambda flow: flow.target or "")
    assert (known.id, known.source, known.target) == ("user->scorer", "user", "scorer")
    assert dict(known.properties) == {"carries": ("prompt", "query"), "protocol": "https"}
    assert (loose.source, loose.target, loose.directed) == ("user", None, False)


def test_later_lines_change_what_they_name_and_leave_the_rest() -> None:
    sketch = Sketch(
        shipped_library().catalog, "zone: network boundary; a: llm in zone, task=generation; b: tool"
    )
    sketch.draw(
        "a -> b: tool_call, protocol=https; a: task=unknown, rate_limiting=yes; a -> b: protocol=http"
    )
    sketch.draw("b: code_executor in zone; site: boundary; zone: in site")
    assert [(b.id, b.type, b.parent) for b in sketch.model().of(Boundary) if b.parent] == [
        ("zone", "network", "site")
    ]
    model = sketch.model()
    one, other, flow = model.element("a"), model.element("b"), model.of(Flow)[0]
    assert one is not None
    assert other is not None
    assert (one.type, one.parent, dict(one.properties)) == ("llm", "zone", {"rate_limiting": "yes"})
    assert (other.type, other.parent) == ("code_executor", "zone")
    assert dict(flow.properties) == {"carries": ("tool_call",), "protocol": "http"}
    sketch.draw("no b")
    assert list(sketch.model().of(Element)) == [one]
    assert not sketch.model().of(Flow)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("a: lmm", "there is no type 'lmm'.", "Did you mean 'llm'?"),
        ("a: llm, tsk=x", "there is no attribute of 'llm' 'tsk'.", "Did you mean 'task'?"),
        ("a: llm, task=clasification", "there is no value of 'task' 'clasification'.", "'classification'"),
        ("a: llm; b: tool; a -> b: tool_cal", "there is no data kind 'tool_cal'.", "'tool_call'"),
        ("a: llm in zone", "there is no boundary 'zone'.", ""),
        ("a: llm; a -> b", "there is no element 'b'.", ""),
        ("a: task=generation", "there is no 'a' yet, and it has no type.", ""),
        ("z: moon boundary", "there is no kind of boundary 'moon'.", ""),
        ("z: network boundary, trust=trusted", "a boundary has no attributes.", ""),
        ("a/b: llm", "'a/b' is no id.", "An id holds no space"),
        ("nonsense", "this draws nothing.", "Write 'id: type'"),
        ("no a", "there is no 'a'.", ""),
        ("a: llm; a: boundary", "'a' is something else already.", ""),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_line(text: str, what: str, hint: str) -> None:
    with pytest.raises(SketchError) as refused:
        Sketch(shipped_library().catalog, text).model()
    assert str(refused.value).endswith(f": {what}")
    assert hint in refused.value.hint


def test_an_example_that_says_silent_and_more_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fire"):
        Example(rule="ML-5", at="a", system="a: llm", fires=False, severity="Low")
    assert Entry("here", Example(rule="ML-5", at="a", system="a: llm", fires=False)).row.silent_if == ()
