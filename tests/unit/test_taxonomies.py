"""The public catalogs to which rules refer, and that every reference of a shipped pack is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.analysis.library import load_library
from dfdmodeler.rules.rule import References, Rule
from dfdmodeler.rules.taxonomies import KEYS, Taxonomies, load_taxonomies, named_ids
from systems import ROOT, shipped_library

SMALL = """
[[taxonomy]]
key = "atlas"
name = "MITRE ATLAS"
edition = "5.6.0"
entries = [
  { id = "AML.T1", name = "One" },
  { id = "AML.T1.000", name = "Part of one", part_of = "AML.T1" },
  { id = "AML.T2", name = "Two" },
  { id = "AML.T3", name = "Three" },
]
"""
INCIDENT = """
[[incident]]
id = "{id}"
kind = "{kind}"
year = {year}
title = "A case"
line = "Something happened."
techniques = {techniques}
"""


def read(folder: Path, *texts: str) -> tuple[Taxonomies, list[str]]:
    for number, text in enumerate(texts):
        (folder / f"{number}.toml").write_text(text, "utf-8")
    taxonomies, problems = load_taxonomies([folder])
    return taxonomies, [problem.what for problem in problems]


def incident(id: str, *techniques: str, kind: str = "incident", year: int = 2024) -> str:
    return INCIDENT.format(id=id, kind=kind, year=year, techniques=str(list(techniques)).replace("'", '"'))


def test_every_reference_of_every_shipped_pack_has_a_name() -> None:
    library = shipped_library()
    named = [
        (row.id, key, id_)
        for row in (*library.rules.values(), *library.mitigations.values())
        for key, ids in named_ids(row).items()
        for id_ in ids
    ]
    assert len(named) > 500
    assert [name for name in named if name[1:] not in library.taxonomies.terms] == []


def test_threat_types_in_words_are_those_that_the_rule_refers_to() -> None:
    library = shipped_library()
    told = 0
    for rule in library.rules.values():
        found = re.search(r"\(LINDDUN: ([^)]*)\)", rule.parallel)
        if found:
            names = " ".join(
                ref.name.lower() for ref in library.taxonomies.resolve({"linddun": rule.refs.linddun})
            )
            assert all(word in names for word in found[1].split(", ")), rule.id
            told += 1
    assert told >= 8


def test_shipped_taxonomies_are_whole_but_for_the_weaknesses_and_attack_patterns() -> None:
    tables = shipped_library().taxonomies.tables
    assert set(tables) == set(KEYS)
    assert {key: len(table.entries) for key, table in tables.items() if table.whole} == {
        "atlas": 170,
        "atlas_mitigations": 35,
        "owasp_llm": 10,
        "owasp_ml": 10,
        "owasp_agentic": 17,
        "owasp_asi": 10,
        "nist": 28,
        "cosai": 36,
        "linddun": 7,
    }


@pytest.mark.parametrize("key", ["cwe", "capec"])
def test_partial_tables_hold_what_rules_name_and_no_more(key: str) -> None:
    library = shipped_library()
    named = {id_ for rule in library.rules.values() for id_ in getattr(rule.refs, key)}
    assert {term.id for term in library.taxonomies.tables[key].entries} == named


def test_references_come_in_full_and_in_the_order_of_the_fields(tmp_path: Path) -> None:
    taxonomies, _ = read(tmp_path, SMALL)
    refs = References(cwe=("CWE-1",), atlas=("AML.T2", "AML.T1.000"))
    rule = Rule(id="R", scope="node", track="security", when="True", severity="Low", title="R", refs=refs)
    assert [tuple(reference) for reference in taxonomies.references_of(rule)] == [
        ("atlas", "MITRE ATLAS", "AML.T2", "Two", "5.6.0"),
        ("atlas", "MITRE ATLAS", "AML.T1.000", "One: Part of one", "5.6.0"),
        ("cwe", "cwe", "CWE-1", "", ""),
    ]


def test_incidents_of_a_technique_include_those_of_its_parts_but_not_of_its_whole(tmp_path: Path) -> None:
    taxonomies, _ = read(tmp_path, SMALL, incident("A", "AML.T1.000") + incident("B", "AML.T1"))
    assert [row.id for row in taxonomies.happened(["AML.T1"])] == ["A", "B"]
    assert [row.id for row in taxonomies.happened(["AML.T1.000"])] == ["A"]
    assert taxonomies.happened(["AML.T2"]) == ()


def test_incidents_that_share_most_fit_best_then_real_ones_then_rare_ones_then_new_ones(
    tmp_path: Path,
) -> None:
    cases = [
        incident("old", "AML.T1"),
        incident("new", "AML.T1", year=2025),
        incident("exercise", "AML.T1", kind="exercise", year=2026),
        incident("rare-exercise", "AML.T2", kind="exercise", year=2001),
        incident("rare", "AML.T3", year=2001),
        incident("both", "AML.T1", "AML.T2", kind="exercise", year=2001),
    ]
    taxonomies, problems = read(tmp_path, SMALL, "".join(cases))
    assert problems == []
    found = taxonomies.happened(["AML.T1", "AML.T2", "AML.T3"])
    assert [row.id for row in found] == ["both", "rare", "new", "old", "rare-exercise", "exercise"]


@given(st.permutations(["AML.T0053", "AML.T0101", "AML.T0015", "AML.T0051.001", "AML.T0010"]))
def test_the_order_of_techniques_does_not_matter(techniques: list[str]) -> None:
    happened = shipped_library().taxonomies.happened
    assert happened(techniques) == happened(sorted(techniques))


def test_three_cases_are_told_and_the_others_counted(tmp_path: Path) -> None:
    cases = [incident(f"A{number}", "AML.T1", year=2020 + number) for number in range(4)]
    more = [incident("B", "AML.T2", kind="exercise")]
    taxonomies, _ = read(tmp_path, SMALL, "".join([*cases, *more]))
    assert taxonomies.cases_in_words(["AML.T1"]) == (
        "A case (2023, A3): Something happened.",
        "A case (2022, A2): Something happened.",
        "A case (2021, A1): Something happened.",
        "1 more case by these techniques",
    )
    assert taxonomies.cases_in_words(["AML.T2"]) == ("A case (exercise, 2024, B): Something happened.",)
    assert taxonomies.cases_in_words(["AML.T2"], told={"B"}) == ("A case (exercise, 2024, B)",)
    assert taxonomies.cases_in_words([]) == ()


def test_references_in_words_name_edition_and_ids_once_for_each_taxonomy(tmp_path: Path) -> None:
    taxonomies, _ = read(tmp_path, SMALL)
    assert taxonomies.in_words({"atlas": ("AML.T2", "AML.T1"), "cwe": ("CWE-1", "CWE-2")}) == (
        ("MITRE ATLAS 5.6.0", "AML.T2 Two; AML.T1 One"),
        ("cwe", "CWE-1; CWE-2"),
    )


def test_every_shipped_case_tells_one_sentence_and_is_reached_by_a_rule() -> None:
    library = shipped_library()
    incidents = library.taxonomies.incidents
    assert len(incidents) == 57
    assert [row.id for row in incidents if not re.fullmatch(r"[A-Z][ -~]*[^.]\.", row.line)] == []
    reached = {row for rule in library.rules.values() for row in library.taxonomies.incidents_of(rule)}
    assert {row.id for row in incidents} - {row.id for row in reached} == {"AML.CS0042"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[taxonomy", "This is not valid TOML"),
        ("[[incident]]\nid = 'A'", "lacks the key 'year'"),
        (SMALL.replace('"atlas"', '"attack"'), "No rule refers to a taxonomy 'attack'."),
        (SMALL + SMALL, "There is already a taxonomy 'atlas'."),
        (SMALL.replace("AML.T2", "AML.T1"), "'atlas' has AML.T1 twice."),
        (
            SMALL.replace('part_of = "AML.T1"', 'part_of = "AML.T9"'),
            "'atlas' refines AML.T9 but does not have it.",
        ),
        (SMALL + incident("A", "AML.T1") * 2, "There is already a case 'A'."),
        (SMALL + incident("A", "AML.T9"), "The taxonomy 'atlas' has no 'AML.T9'."),
        (
            SMALL + "[[out_of_scope]]\ntaxonomy = 'nist'\nids = ['AML.T1']\nreason = 'No.'",
            "The taxonomy 'nist' has no 'AML.T1'.",
        ),
    ],
)
def test_what_is_wrong_in_a_file_is_told(tmp_path: Path, text: str, what: str) -> None:
    problems = read(tmp_path, text)[1]
    assert any(what in problem for problem in problems), problems


def test_a_rule_that_names_an_unknown_id_is_used_and_told_of(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('id = "mine"\nversion = "1"\n', "utf-8")
    (tmp_path / "rules.toml").write_text(
        "[[rule]]\nid = 'MY-1'\nscope = 'node'\ntrack = 'security'\nwhen = 'True'\nseverity = 'Low'\n"
        "title = 'Mine'\n[rule.refs]\natlas = ['AML.T0052', 'AML.T0151']\ncwe = ['CWE-1']\n",
        "utf-8",
    )
    library, problems = load_library([ROOT / "stencils"], [tmp_path], [ROOT / "resources" / "taxonomies"])
    assert list(library.rules) == ["MY-1"]
    assert [(problem.what, problem.gravity) for problem in problems] == [
        ("'MY-1' refers to 'AML.T0151'; MITRE ATLAS 5.6.0 has no such id.", "warning")
    ]
