"""What is wrong in a pack is told with file, line and column, all of it at once; the rest still works."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.analysis.library import load_library
from dfdmodeler.catalog.tables import MAX_FILES
from dfdmodeler.rules.load import MAX_PACKS
from systems import ROOT, shipped_library

HEAD = 'id = "own"\nversion = "1"\n'
RULE = """
[[rule]]
id = "{id}"
scope = "node"
track = "security"
when = {when}
severity = "Low"
title = "A rule"
"""
GOOD = RULE.format(id="GOOD", when='"low(e)"')


def told(folder: Path, text: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The rules that are left, and what is told: place, sentence and hint."""
    pack = folder / "own"
    pack.mkdir()
    (pack / "pack.toml").write_text(HEAD, encoding="utf-8")
    (pack / "rows.toml").write_text(text, encoding="utf-8")
    library, problems = load_library([ROOT / "stencils"], [pack])
    return list(library.rules), [(p.where.removeprefix(f"{pack}/"), p.what, p.hint) for p in problems]


def marked(text: str) -> tuple[str, str]:
    """A text without its mark ``§``, and the place where the mark stood."""
    before = text[: text.index("§")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return text.replace("§", ""), f"rows.toml:{line}:{column}"


@pytest.mark.parametrize(
    ("when", "what", "hint"),
    [
        ("\"isa(e, §'modell')\"", "unknown element type 'modell'", "Did you mean 'model'?"),
        ('"low(e) and §tain(e, IND)"', "unknown predicate 'tain'", "Did you mean 'taint'?"),
        ('"taint(e, §INDD)"', "unknown name 'INDD'", "Did you mean 'IND'?"),
        ("\"taint(e, {§'promt'})\"", "unknown data kind 'promt'", "Did you mean 'prompt'?"),
        ('"lacks(§e.rate_limitin)"', "unknown attribute 'rate_limitin'", "Did you mean 'rate_limiting'?"),
        ("\"has(e.task, §'clasification')\"", "is no value of 'task'", "Did you mean 'classification'?"),
        ("\"any(crosses(f, §'organisatio') for f in inflows(e))\"", "unknown boundary kind", "organisation"),
        ('"""\\\n   low(e)\n   and §tain(e, IND)"""', "unknown predicate 'tain'", "taint"),
        ('"""\n\n  low(e)\n\n  or isa(e,\n    §\'modell\')\n"""', "unknown element type", "model"),
        ('"""low(e) \\\n\n   and §tain(e, IND)"""', "unknown predicate", "taint"),
        ("'''\nlow(e) or\n§tain(e, IND)'''", "unknown predicate", "taint"),
        ('"isa(e, \\"llm\\", §\\"modell\\")"', "unknown element type", "model"),
        ('"isa(e, \\u0022llm\\u0022) and §tain(e, IND)"', "unknown predicate", "taint"),
        ("\"isa(e, 'llm')  # größer ä\\n and §tain(e, IND)\"", "unknown predicate", "taint"),
        ("\"e.id == 'größer' and §tain(e, IND)\"", "unknown predicate", "taint"),
        ('"low(e) §§"'.replace("§§", "§$"), "this is not an expression", ""),
        ('"low(e§"', "this is not an expression", ""),
        ('"low(§f)"', "unknown name 'f'", "The subject is called 'e' here."),
        ("\"e.task == §'clasification'\"", "is no value of 'task'", "Did you mean 'classification'?"),
        ("\"trust_of(e) != §'untrustd'\"", "is no value of 'trust'", "Did you mean 'untrusted'?"),
        ("\"has(cls(e), §'persnal')\"", "is no value of 'data_class'", "Did you mean 'personal'?"),
        ("\"e.task in ['ranking', §'rankin']\"", "is no value of 'task'", "Did you mean 'ranking'?"),
    ],
)
def test_the_place_inside_a_condition(tmp_path: Path, when: str, what: str, hint: str) -> None:
    text, place = marked(GOOD + RULE.format(id="BAD", when=when))
    rules, problems = told(tmp_path, text)
    assert rules == ["GOOD"]
    assert len(problems) == 1, problems
    line = place.rpartition(":")[0]
    assert problems[0][0].startswith(line) if "expression" in what else problems[0][0] == place
    assert what in problems[0][1]
    assert hint in problems[0][2]


@pytest.mark.parametrize(
    ("row", "what", "hint"),
    [
        ('§sverity = "Low"', "Unknown key 'sverity'", "Did you mean 'severity'?"),
        ('cia = §"C"', "'cia' in [[rule]] is wrong: it should be a list", ""),
        ('cia = ["C", §"X"]', "'cia.1' in [[rule]] is wrong: it should be 'C', 'I' or 'A'", ""),
        ('stride = [\n  "S",  # first\n  §"s",\n]', "'stride.1' in [[rule]] is wrong", ""),
        ("family = §3", "'family' in [[rule]] is wrong: it should be a text in quotes", ""),
        ('mitigations = ["M-a", §"M-rate_limits"]', "unknown mitigation 'M-rate_limits'", ""),
        ('[rule.refs]\n§atls = ["X"]', "Unknown key 'refs.atls'", "Did you mean 'atlas'?"),
        ('refs = {cwe = ["CWE-1"], §atls = []}', "Unknown key 'refs.atls'", "Did you mean 'atlas'?"),
    ],
)
def test_the_place_of_a_key_or_value(tmp_path: Path, row: str, what: str, hint: str) -> None:
    mitigation = '[[mitigation]]\nid = "M-a"\nkind = "proactive"\ntitle = "A"\n'
    text, place = marked(mitigation + GOOD + row + "\n")
    _, problems = told(tmp_path, text)
    assert [problem[0] for problem in problems] == [place]
    assert what in problems[0][1]
    assert hint in problems[0][2]


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("[[rule]]\nid = §low\n", "Invalid value", "Texts stand in quotes"),
        ('[[rule]]\nid §"A"\n', "Expected '='", 'Write key = "value"'),
        ('[[rule]]\n§id = """A\n[[rule]]\nid = "B"\n', "Unterminated string", "quotation mark is missing"),
        ("[[rule]\n", "Expected ']]'", "two brackets"),
        ('a = "x"§y"\n', "Expected newline", "quotation mark inside"),
    ],
)
def test_the_place_of_wrong_toml(tmp_path: Path, text: str, what: str, hint: str) -> None:
    text, place = marked(text) if "§" in text else (text, "rows.toml:1:7")
    _, problems = told(tmp_path, text)
    assert [problem[0] for problem in problems] == [place]
    assert what in problems[0][1]
    assert hint in problems[0][2]


def test_a_parenthesis_left_open_is_told_where_it_stands(tmp_path: Path) -> None:
    text, place = marked(RULE.format(id="BAD", when='"""low(e)\n  and lacks§(e.rate_limiting"""'))
    _, problems = told(tmp_path, text)
    assert problems[0][0] == place
    assert "never closed" in problems[0][1]


@pytest.mark.parametrize(
    ("row", "what", "hint"),
    [
        ('why = "A threat to §{subjekt}."', "'{subjekt}' in 'why', which stands for nothing", "{subject}"),
        ('why = """\\\n  One.\n  §{ subject } is two."""', "'{ subject }' in 'why'", "{subject}"),
    ],
)
def test_words_have_no_other_placeholder_than_the_subject(
    tmp_path: Path, row: str, what: str, hint: str
) -> None:
    text, place = marked(GOOD + row + "\n")
    rules, problems = told(tmp_path, text)
    assert rules == ["GOOD"]
    assert [problem[0] for problem in problems] == [place]
    assert what in problems[0][1]
    assert hint in problems[0][2]


def test_a_misspelt_severity_has_a_suggestion(tmp_path: Path) -> None:
    text, place = marked(GOOD.replace('"Low"', '§"Importent"'))
    rules, problems = told(tmp_path, text)
    line, _, column = place.rpartition(":")
    expected = (f"{line}:{int(column) + 1}", "'GOOD' is left out: in 'severity', 'Importent' is no severity.")
    assert (rules, problems) == ([], [(*expected, "Did you mean 'Important'?")])


def test_an_unknown_outside_id_is_told_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text(HEAD, encoding="utf-8")
    text, place = marked(GOOD + 'refs = {cwe = ["CWE-79"], atlas = ["AML.T0051", §"AML.T9999"]}\n')
    (tmp_path / "rows.toml").write_text(text, encoding="utf-8")
    _, problems = load_library([ROOT / "stencils"], [tmp_path], [ROOT / "resources" / "taxonomies"])
    assert [problem.where for problem in problems] == [f"{tmp_path}/{place}"]


def test_windows_line_ends_count_as_one(tmp_path: Path) -> None:
    text, place = marked(RULE.format(id="BAD", when='"""low(e)\n or §tain(e)"""'))
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.toml").write_text(HEAD, encoding="utf-8")
    (pack / "rows.toml").write_bytes(text.replace("\n", "\r\n").encode())
    _, problems = load_library([ROOT / "stencils"], [pack])
    assert problems[0].where == f"{pack}/{place}"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    bad = RULE.format(id="BAD", when='"tain(e)"').replace('"Low"', '"Lo"')
    typo = GOOD.replace('"GOOD"', '"TYPO"') + 'titel = "T"\ncia = 3\n'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "more.toml").write_text("[[rule]\n", encoding="utf-8")
    (tmp_path / "own" / "pack.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "own" / "rows.toml").write_text(bad + typo + GOOD, encoding="utf-8")
    library, problems = load_library([ROOT / "stencils"], [tmp_path])
    assert list(library.rules) == ["GOOD"]
    assert [
        what
        for p in problems
        for what in ("not valid TOML", "titel", "cia", "'when'", "'severity'")
        if what in p.what
    ] == [
        "not valid TOML",
        "cia",
        "titel",
        "'when'",
        "'severity'",
    ]


def test_rows_may_stand_in_the_pack_file(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text(HEAD + GOOD, encoding="utf-8")
    library, problems = load_library([ROOT / "stencils"], [tmp_path])
    assert (list(library.rules), problems) == (["GOOD"], ())


def test_what_a_pack_says_of_itself_is_checked(tmp_path: Path) -> None:
    (tmp_path / "pack.toml").write_text('id = "own"\nversio = "1"\n[[ruel]]\n', encoding="utf-8")
    library, problems = load_library([ROOT / "stencils"], [tmp_path])
    assert library.packs == ()
    told = {p.where.rpartition("pack.toml")[2]: (p.what, p.hint) for p in problems}
    assert told[""] == ("pack.toml lacks the key 'version'.", "")
    assert told[":2:1"] == ("Unknown key 'versio' in pack.toml.", "Did you mean 'version'?")
    assert told[":3:1"] == ("Unknown key 'ruel' in pack.toml.", "Did you mean 'rule'?")


def test_too_many_files_or_packs(tmp_path: Path) -> None:
    pack = tmp_path / "own"
    pack.mkdir()
    for number in range(MAX_FILES):
        (pack / f"{number}.toml").write_text("", encoding="utf-8")
    (pack / "pack.toml").write_text(HEAD, encoding="utf-8")
    assert "more than" in load_library([], [tmp_path])[1][0].what
    many = tmp_path / "many"
    for number in range(MAX_PACKS + 1):
        (many / str(number)).mkdir(parents=True)
        (many / str(number) / "pack.toml").write_text(f'id = "p{number}"\nversion = "1"\n', encoding="utf-8")
    library, problems = load_library([], [many])
    assert library.packs == ()
    assert "more than" in problems[0].what


HOSTILE = {
    "dunder": "e.__class__.__mro__",
    "dunder of a text": "'x'.__class__ == 'x'",
    "lambda": "(lambda: True)()",
    "builtin": "__import__('os').system('true')",
    "eval": "eval('1')",
    "open": "open('/etc/passwd')",
    "getattr": "getattr(e, 'id')",
    "method": "e.id.upper() == 'X'",
    "format": "f'{e.__class__}'",
    "subscript": "nodes[0]",
    "power": "9**9**9**9 > 1",
    "shift": "1 << 10**9",
    "product": "'a' * 10**9 == 'b'",
    "assignment": "(x := e)",
    "star": "isa(*nodes)",
    "keywords": "isa(e, type='llm')",
    "dictionary": "{'a': e}",
    "generator": "(n for n in nodes)",
    "await": "await e",
    "yield": "(yield)",
    "slice": "e.id[::2]",
    "closing": "True) or __import__('os') or (True",
    "newline": "True\n)\n__import__('os')\n(",
    "nul": "True\0",
    "number": "1" * 3990,
    "nots": "not " * 999 + "True",
    "minuses": "-" * 3900 + "1",
    "parentheses": "(" * 1900 + "e" + ")" * 1900,
    "brackets": "[" * 1900 + "e" + "]" * 1900,
    "attributes": "e" + ".source" * 500,
    "calls": "low(" * 900 + "e" + ")" * 900,
    "conditional": "True if " * 450 + "e" + " else e" * 10,
    "wide": " or ".join(["low(e)"] * 495),
    "comparison": "e" + "==e" * 1300,
    "unicode": "ｌｏｗ(e) and ｅｖａｌ(e)",
    "loop variable": "any(True for __class__ in nodes)",
    "predicates within": "sources(e, ANY, through=lambda n: True)",
    "long": "low(e) or" + " " * 5000 + "low(e)",
    "loops": "any(" * 30 + "True" + "".join(f" for v{i} in nodes)" for i in range(30)),
}


@pytest.mark.parametrize("when", HOSTILE.values(), ids=HOSTILE)
def test_hostile_conditions_are_refused_or_harmless(tmp_path: Path, when: str) -> None:
    """Refused, and the rule beside them stays. A condition that only asks about the graph may pass."""
    escaped = when.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\0", "\\u0000")
    rules, problems = told(tmp_path, RULE.format(id="BAD", when=f'"{escaped}"') + GOOD)
    assert rules == ["GOOD"], rules
    assert problems[0][0].startswith("rows.toml:")


def test_shipped_rules_have_their_ids_from_one_pack() -> None:
    assert set(shipped_library().pack_of.values()) == {"core"}
