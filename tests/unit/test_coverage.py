"""How much of the public catalogs the rules cover: each id has rules or a reason, never both."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from dfdmodeler.rules.coverage import Coverage, coverage
from dfdmodeler.rules.rule import References, Rule
from dfdmodeler.rules.taxonomies import load_taxonomies
from systems import shipped_library

FILE = """
[[taxonomy]]
key = "atlas"
name = "MITRE ATLAS"
edition = "5.6.0"
entries = [
  { id = "AML.T1", name = "One | two" },
  { id = "AML.T1.000", name = "Part of one", part_of = "AML.T1" },
  { id = "AML.T1.001", name = "Other part of one", part_of = "AML.T1" },
  { id = "AML.T2", name = "Two" },
]
[[taxonomy]]
key = "cwe"
name = "CWE"
edition = "4"
whole = false
entries = [{ id = "CWE-1", name = "A weakness" }]
[[taxonomy]]
key = "atlas_mitigations"
name = "MITRE ATLAS mitigations"
edition = "5.6.0"
entries = [{ id = "AML.M1", name = "Of no rule" }]
[[out_of_scope]]
taxonomy = "atlas"
ids = ["AML.T2"]
reason = "Nobody draws it."
"""


def shipped() -> tuple[Coverage, ...]:
    library = shipped_library()
    return coverage(library.taxonomies, library.rules.values())


def rule(id: str, *atlas: str) -> Rule:
    return Rule(
        id=id,
        scope="node",
        track="security",
        when="True",
        severity="Low",
        title=id,
        refs=References(atlas=atlas, cwe=("CWE-1",)),
    )


@pytest.mark.parametrize("part", shipped(), ids=lambda part: part.taxonomy.key)
def test_each_id_has_rules_or_a_reason_and_not_both(part: Coverage) -> None:
    assert part.rows
    assert [row.term.id for row in part.rows if not row.rules and not row.reason] == []
    assert [row.term.id for row in part.rows if row.rules and row.reason] == []


def test_all_whole_catalogs_to_which_rules_refer_are_looked_at() -> None:
    keys = {part.taxonomy.key for part in shipped()}
    assert keys == set(References.model_fields) - {"cwe", "capec"}


def test_a_part_covers_its_whole_but_the_whole_no_part(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(FILE, "utf-8")
    taxonomies, problems = load_taxonomies([tmp_path])
    assert problems == ()
    (found,) = coverage(taxonomies, [rule("A", "AML.T1.000"), rule("B", "AML.T1", "AML.T1.000")])
    assert [(row.term.id, row.rules, row.reason) for row in found.rows] == [
        ("AML.T1", ("A", "B"), ""),
        ("AML.T1.000", ("A", "B"), ""),
        ("AML.T1.001", (), ""),
        ("AML.T2", (), "Nobody draws it."),
    ]
    assert found.covered == 2


def test_one_id_has_one_reason(tmp_path: Path) -> None:
    again = "[[out_of_scope]]\ntaxonomy = 'atlas'\nids = ['AML.T2']\nreason = 'Another.'\n"
    (tmp_path / "t.toml").write_text(FILE + again, "utf-8")
    problems = load_taxonomies([tmp_path])[1]
    assert [problem.what for problem in problems] == [
        "There is already a reason why 'AML.T2' is out of scope."
    ]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command with one rule and small taxonomies."""
    (tmp_path / "t.toml").write_text(FILE, "utf-8")
    taxonomies, _ = load_taxonomies([tmp_path])
    library = SimpleNamespace(rules={"A": rule("A", "AML.T1.000")}, taxonomies=taxonomies)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (library, ()))


def test_json_has_every_id(small: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "coverage", "--format", "json"]) == 0
    (part,) = json.loads(capsys.readouterr().out)["taxonomies"]
    assert (part["key"], part["edition"], part["covered"]) == ("atlas", "5.6.0", 2)
    assert part["entries"][3] == {
        "id": "AML.T2",
        "name": "Two",
        "part_of": "",
        "group": "",
        "rules": [],
        "reason": "Nobody draws it.",
    }


def test_markdown_escapes_what_would_end_a_cell(small: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "coverage", "--format", "md"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "## MITRE ATLAS 5.6.0: 2 of 4 covered"
    assert lines[4] == r"| AML.T1 | One \| two | A |  |"


def test_table_says_how_much_is_covered(
    small: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "coverage.txt"
    assert main(["rules", "coverage", "-o", str(out)]) == 0
    lines = out.read_text("utf-8").splitlines()
    assert lines[0] == "MITRE ATLAS 5.6.0: 2 of 4 covered"
    assert any(line.split() == ["AML.T2", "Two", "Nobody", "draws", "it."] for line in lines)
