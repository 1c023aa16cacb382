"""Packs become a library; what is wrong in them is told, with its place, and left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.model.problem import Problem
from systems import ROOT, model_of

RULE = """
[[rule]]
id = "{id}"
scope = "{scope}"
track = "security"
when = "{when}"
severity = "Low"
title = "A rule"
family = "Own"
{more}
"""


def pack(folder: Path, text: str, *, name: str = "own", info: str = "") -> Path:
    directory = folder / name
    directory.mkdir()
    (directory / "pack.toml").write_text(info or f'id = "{name}"\nversion = "1"\ntitle = "Own"\n', "utf-8")
    (directory / "rules.toml").write_text(text, "utf-8")
    return folder


def rule(id_: str, when: str, *, scope: str = "node", more: str = "") -> str:
    return RULE.format(id=id_, when=when, scope=scope, more=more)


def load(*folders: Path) -> tuple[Library, tuple[Problem, ...]]:
    return load_library([ROOT / "stencils"], list(folders))


def test_shipped_pack_has_no_problems_and_no_slow_rule() -> None:
    library, problems = load(ROOT / "resources" / "rules")
    assert problems == ()
    assert library.program.slow == 0
    assert len(library.rules) == len(library.compiled) > 100
    assert list(library.versions) == ["core"]


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    library, problems = load(pack(tmp_path, rule("OWN-1", "isa(e, 'agent') and taint(e, IND)")))
    assert problems == ()
    model = model_of(
        {
            "elements": [{"id": "w", "type": "web_content"}, {"id": "a", "type": "agent"}],
            "flows": [{"id": "f", "from": "w", "to": "a"}],
        }
    )
    assert [finding.id for finding in analyze(library, model).findings] == ["OWN-1@a"]


def test_a_directory_may_be_a_pack_itself(tmp_path: Path) -> None:
    library, _ = load(pack(tmp_path, rule("OWN-1", "True")) / "own")
    assert list(library.rules) == ["OWN-1"]


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        (rule("R-1", "isa(e, 'modell')"), "unknown element type 'modell'", "Did you mean 'model'?"),
        (rule("R-1", "taint(e,"), "this is not an expression", ""),
        (rule("R-1", "low(e)", scope="diagram"), "unknown name 'e'", ""),
        (rule("R-1", "low(e)", scope="flow"), "unknown name 'e'", ""),
        (rule("R-1", "True", more='mitigations = ["M-x"]'), "unknown mitigation 'M-x'", ""),
        (rule("R-1", "True", more='questions = ["Q-x"]'), "unknown question 'Q-x'", ""),
        (rule("R-1", "len(up(e, ANY)) > 2"), "searches the whole graph", "It works, but takes long"),
        (rule("R-1", "True") + rule("R-1", "True"), "already a rule 'R-1'", "another id"),
        ('[[rule]]\nid = "R-1"\n', "lacks the key", ""),
        ("[[ruel]]\n", "Unknown table 'ruel'", "Did you mean 'rule'?"),
        ("[[rule]\n", "not valid TOML", ""),
    ],
)
def test_problems(tmp_path: Path, text: str, what: str, hint: str) -> None:
    _, problems = load(pack(tmp_path, text))
    told = [problem for problem in problems if what in problem.what]
    assert told, problems
    assert "rules.toml" in told[0].where
    assert hint in told[0].hint


def test_the_rest_of_a_pack_with_a_wrong_rule_works(tmp_path: Path) -> None:
    library, problems = load(pack(tmp_path, rule("R-1", "nonsense(e)") + rule("R-2", "low(e)")))
    assert list(library.rules) == ["R-2"]
    assert "'R-1' is left out" in problems[0].what


@pytest.mark.parametrize("info", ["id = 3\n", "[", 'id = "own"\n', "\udcff"])
def test_wrong_pack_description(tmp_path: Path, info: str) -> None:
    directory = tmp_path / "own"
    directory.mkdir()
    (directory / "pack.toml").write_bytes(info.encode("utf-8", "surrogateescape"))
    library, problems = load(tmp_path)
    assert library.packs == ()
    assert problems
    assert all("pack.toml" in problem.where for problem in problems)


def test_two_packs_with_one_id(tmp_path: Path) -> None:
    pack(tmp_path, rule("R-1", "True"), name="a", info='id = "same"\nversion = "1"\n')
    pack(tmp_path, rule("R-2", "True"), name="b", info='id = "same"\nversion = "2"\n')
    library, problems = load(tmp_path)
    assert list(library.rules) == ["R-1"]
    assert "already a rule pack 'same'" in problems[0].what


def test_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    library, problems = load(tmp_path / "nowhere")
    assert (library.rules, problems) == ({}, ())
