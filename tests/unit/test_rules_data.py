"""The shipped rule pack as plain data: complete, consistent within itself, and fit to be printed.

Reads the TOML files alone, without the loader, so that it also guards what the loader takes for granted.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Record = dict[str, Any]

RISK_LEVELS = ("Critical", "Important", "Moderate", "Low")
LEVELS = {
    "security": {*RISK_LEVELS},
    "reliability": {*RISK_LEVELS},
    "privacy": {*RISK_LEVELS, "Privacy"},
    "validity": {"Error", "Warning", "Info"},
}
RULE_KEYS = {
    "id", "aliases", "scope", "family", "track", "when", "severity", "title", "why",
    "stride", "cia", "knowledge", "mitigations", "questions",
}  # fmt: skip
RULE_OPTIONS = {"bug_bar", "parallel", "access", "seed", "refs"}
MITIGATION_KEYS = {"id", "kind", "title", "text", "marker", "sufficient", "atlas"}
QUESTION_KEYS = {"id", "section", "text", "scope", "where", "sets", "rules"}
REFERENCE = {
    "atlas": r"AML\.T\d{4}(\.\d{3})?",
    "owasp_llm": r"LLM(0[1-9]|10)",
    "owasp_ml": r"ML(0[1-9]|10)",
    "nist": r"NISTAML\.\d{2,3}",
    "owasp_agentic": r"T([1-9]|1[0-7])",
    "cwe": r"CWE-\d+",
    "capec": r"CAPEC-\d+",
    "cosai": r"risk[A-Z]\w+",
    "owasp_asi": r"ASI(0[1-9]|10)",
    "linddun": r"L|I|Nr|D|DD|U|Nc",
}
BOUND = {"node": "e", "flow": "f", "boundary": "b", "badflow": "f", "diagram": None}


def pack_folder() -> Path:
    for folder in Path(__file__).resolve().parents:
        pack = folder / "resources" / "rules" / "core"
        if pack.is_dir():
            return pack
    raise FileNotFoundError("no folder above this test holds resources/rules/core")


def read(kind: str) -> list[Record]:
    files = sorted(pack_folder().glob("*.toml"))
    return [entry for file in files for entry in tomllib.loads(file.read_text("utf-8")).get(kind, [])]


RULES = read("rule")
MITIGATIONS = read("mitigation")
QUESTIONS = read("question")


def prose() -> Iterator[tuple[str, str]]:
    """Every text that is made of sentences, with the place it stands."""
    yield from ((f"{rule['id']} why", rule["why"]) for rule in RULES)
    yield from ((f"{rule['id']} parallel", rule["parallel"]) for rule in RULES if "parallel" in rule)
    yield from ((f"{mitigation['id']} text", mitigation["text"]) for mitigation in MITIGATIONS)


def titles() -> Iterator[tuple[str, str]]:
    yield from ((f"{entry['id']} title", entry["title"]) for entry in (*RULES, *MITIGATIONS))
    yield from ((f"{question['id']} section", question["section"]) for question in QUESTIONS)


def all_words() -> Iterator[tuple[str, str]]:
    yield from prose()
    yield from titles()
    yield from ((f"{question['id']} text", question["text"]) for question in QUESTIONS)


def outcomes(severity: str) -> set[str]:
    """The levels that a severity can yield: itself, or both arms of a conditional expression."""
    tree = ast.parse(severity, mode="eval").body
    if isinstance(tree, ast.Name):
        return {tree.id}
    assert isinstance(tree, ast.IfExp), f"neither a level nor a choice of two: {severity}"
    arms = (tree.body, tree.orelse)
    assert all(isinstance(arm, ast.Constant) for arm in arms), severity
    return {arm.value for arm in arms if isinstance(arm, ast.Constant) and isinstance(arm.value, str)}


def free_names(node: ast.AST) -> set[str]:
    """The names that an expression reads from outside; the variable of a comprehension is its own."""
    if isinstance(node, ast.Name):
        return {node.id}
    names = {name for child in ast.iter_child_nodes(node) for name in free_names(child)}
    if isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp):
        names -= {name for loop in node.generators for name in free_names(loop.target)}
    return names


def free_subjects(expression: str) -> set[str]:
    """Which of the scope names e, f, b and x an expression reads without binding them in a loop."""
    return free_names(ast.parse(expression, mode="eval")) & {"e", "f", "b", "x"}


def test_pack_introduces_itself() -> None:
    pack = tomllib.loads((pack_folder() / "pack.toml").read_text("utf-8"))
    assert set(pack) == {"id", "version", "title", "about"}
    assert pack["id"] == pack_folder().name
    assert all(pack.values())


def test_pack_has_every_rule_mitigation_and_question() -> None:
    assert (len(RULES), len(MITIGATIONS), len(QUESTIONS)) == (109, 128, 51)


def test_ids_and_aliases_are_unique() -> None:
    ids = [entry["id"] for entry in (*RULES, *MITIGATIONS, *QUESTIONS)]
    aliases = [alias for rule in RULES for alias in rule["aliases"]]
    assert [name for name, count in Counter(ids + aliases).items() if count > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_rule_is_well_formed(rule: Record) -> None:
    assert rule.keys() >= RULE_KEYS
    assert rule.keys() <= RULE_KEYS | RULE_OPTIONS
    assert rule["track"] in LEVELS
    assert outcomes(rule["severity"]) <= LEVELS[rule["track"]]
    assert set(rule["stride"]) <= set("STRIDE")
    assert set(rule["cia"]) <= set("CIA")
    assert rule["knowledge"] in {"", "b", "w", "bw"}
    assert rule.get("access", "no") in {"yes", "no"}
    assert set(rule.get("bug_bar", "Low").split(" to ")) <= set(RISK_LEVELS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_condition_reads_only_the_subject_of_its_scope(rule: Record) -> None:
    allowed = {BOUND[rule["scope"]]}
    assert free_subjects(rule["when"]) <= allowed
    assert free_subjects(rule["severity"]) <= allowed


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["id"])
def test_references_have_the_form_of_their_source(rule: Record) -> None:
    for source, references in rule.get("refs", {}).items():
        assert references, f"{source} is there but empty"
        assert [ref for ref in references if not re.fullmatch(REFERENCE[source], ref)] == []
        assert len(set(references)) == len(references)


def test_validity_rules_stay_out_of_the_threat_vocabulary() -> None:
    validity = [rule for rule in RULES if rule["track"] == "validity"]
    assert len(validity) == 16
    assert [rule["id"] for rule in validity if "parallel" in rule or "refs" in rule] == []
    assert [rule["id"] for rule in RULES if rule["track"] != "validity" and "parallel" not in rule] == []


def test_each_seed_number_stands_once_and_all_are_there() -> None:
    seeds = Counter(rule["seed"] for rule in RULES if "seed" in rule)
    attacks = {"1a", "1b", "1c", "1d", "2a", "2b"} | {str(number) for number in range(3, 18)}
    assert seeds == Counter(attacks)


@pytest.mark.parametrize("mitigation", MITIGATIONS, ids=lambda mitigation: mitigation["id"])
def test_mitigation_is_well_formed(mitigation: Record) -> None:
    assert mitigation.keys() == MITIGATION_KEYS
    assert mitigation["kind"] in {"proactive", "detective", "response"}
    assert isinstance(mitigation["sufficient"], bool)
    assert free_subjects(mitigation["marker"]) <= {"x"}
    assert all(re.fullmatch(r"AML\.M\d{4}", ref) for ref in mitigation["atlas"])


def test_only_two_mitigations_suffice_on_their_own() -> None:
    sufficient = {mitigation["id"] for mitigation in MITIGATIONS if mitigation["sufficient"]}
    assert sufficient == {"M-homomorphic", "M-in_house"}


def test_rules_use_every_mitigation_and_no_other() -> None:
    used = {mitigation for rule in RULES for mitigation in rule["mitigations"]}
    assert used == {mitigation["id"] for mitigation in MITIGATIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_question_is_well_formed(question: Record) -> None:
    assert question.keys() == QUESTION_KEYS
    assert question["scope"] in {"node", "flow"}
    assert free_subjects(question["where"]) == {BOUND[question["scope"]]}
    assert question["text"].endswith("?")


def test_questions_come_in_three_sections() -> None:
    sections = list(dict.fromkeys(question["section"] for question in QUESTIONS))
    sizes = Counter(question["section"] for question in QUESTIONS)
    assert [sizes[section] for section in sections] == [28, 8, 15]


def test_rules_and_questions_name_each_other() -> None:
    asked_by_rules = {(rule["id"], question) for rule in RULES for question in rule["questions"]}
    claimed_by_questions = {(rule, question["id"]) for question in QUESTIONS for rule in question["rules"]}
    assert asked_by_rules == claimed_by_questions
    assert {question for _, question in asked_by_rules} == {question["id"] for question in QUESTIONS}


def test_lists_repeat_nothing() -> None:
    lists = [
        (entry["id"], key, value)
        for entry in (*RULES, *MITIGATIONS, *QUESTIONS)
        for key, value in entry.items()
        if isinstance(value, list)
    ]
    assert [(name, key) for name, key, value in lists if len(set(value)) < len(value)] == []


def test_prose_is_made_of_whole_sentences() -> None:
    assert [place for place, text in prose() if not re.fullmatch(r"[A-Z{].*\.", text)] == []


def test_titles_are_short_and_not_sentences() -> None:
    assert [place for place, text in titles() if not re.fullmatch(r"[A-Z].{2,59}(?<![.?])", text)] == []


def test_titles_are_unique_within_their_kind() -> None:
    for entries in (RULES, MITIGATIONS):
        assert len({entry["title"] for entry in entries}) == len(entries)


def test_explanations_are_short() -> None:
    sentences = {rule["id"]: len(re.findall(r"[.?](?=\s|$)", rule["why"])) for rule in RULES}
    assert [name for name, count in sentences.items() if not 1 <= count <= 3] == []
    assert [place for place, text in prose() if len(text) > 320] == []


def test_words_are_plain_ascii_on_one_line_without_exclamation() -> None:
    assert [place for place, text in all_words() if not re.fullmatch(r"[ -~]+", text) or "!" in text] == []
    assert [place for place, text in all_words() if "  " in text or text != text.strip()] == []


def test_only_explanations_name_the_subject_and_all_but_the_diagram_wide_do() -> None:
    placeholders = [(place, re.findall(r"\{[^}]*\}|[{}]", text)) for place, text in all_words()]
    assert {brace for _, found in placeholders for brace in found} == {"{subject}"}
    assert [place for place, found in placeholders if found and not place.endswith(" why")] == []
    silent = [rule["id"] for rule in RULES if "{subject}" not in rule["why"]]
    assert silent == [rule["id"] for rule in RULES if rule["scope"] == "diagram"]
