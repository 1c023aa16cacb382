"""Stencil files of users: what is wrong in them is told with its place, and everything else is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.catalog.tables import MAX_BYTES
from dfdmodeler.model.problem import Problem

STENCILS = Path(__file__).resolve().parents[2] / "stencils"
GOOD = '[[stencil]]\ntype = "{}"\nparent = "llm"\nlabel = "Mine"\n'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path


def load(own: Path, **files: str) -> tuple[Catalog, tuple[Problem, ...]]:
    """The shipped catalog with these files of the user's, by name without suffix."""
    for name, text in files.items():
        (own / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_catalog([STENCILS, own])


def only(problems: tuple[Problem, ...]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def test_own_types_and_attributes_join_the_shipped_ones(own: Path) -> None:
    attribute = '[[attribute]]\nname = "jury_size"\nlabel = "Jury size"\non = ["judge"]\nkind = "text"\n'
    catalog, problems = load(own, judge=GOOD.format("judge") + attribute)
    assert problems == ()
    assert catalog.isa("judge", "model")
    assert catalog.offers("judge", "jury_size")
    assert catalog.offers("judge", "grounding_check")
    assert catalog.default_kinds("human_user", "judge") == {"prompt"}


def test_files_are_read_by_name_wherever_they_lie_in_the_directory(own: Path) -> None:
    names = ["d", "b", "e", "a", "c"]
    catalog, _ = load(own, **{name: GOOD.format(name) for name in names})
    assert [type_ for type_ in catalog.stencils if type_ in names] == sorted(names)


def test_parents_may_come_later(own: Path) -> None:
    child = '[[stencil]]\ntype = "child"\nparent = "judge"\nlabel = "Child"\n'
    catalog, problems = load(own, a=child, b=GOOD.format("judge"))
    assert problems == ()
    assert catalog.ancestors("child")[:2] == ("child", "judge")


def test_a_directory_that_does_not_exist_holds_nothing(own: Path) -> None:
    catalog, problems = load_catalog([STENCILS, own / "none"])
    assert problems == ()
    assert catalog.stencil("llm")


def test_a_directory_that_is_a_file_is_told(own: Path) -> None:
    (own / "stencils").write_text("")
    problem = only(load_catalog([own / "stencils"])[1])
    assert problem.where == str(own / "stencils")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b'[[stencil]]\nlabel = "\xff"', "UTF-8"),
        (b"#" * (MAX_BYTES + 1), "too large"),
        (b"a = " + b"[" * 100_000, "too deeply"),
        (b"a = " + b"9" * 10_000, "TOML"),
    ],
    ids=["not UTF-8", "too large", "too deep", "too long a number"],
)
def test_a_file_that_cannot_be_read_leaves_the_others(own: Path, content: bytes, part: str) -> None:
    (own / "bad.toml").write_bytes(content)
    catalog, problems = load(own, good=GOOD.format("judge"))
    problem = only(problems)
    assert problem.where.startswith(str(own / "bad.toml"))
    assert part in problem.what
    assert problem.gravity == "error"
    assert catalog.stencil("judge")


def test_a_directory_named_like_a_file_is_told(own: Path) -> None:
    (own / "folder.toml").mkdir()
    assert "not a file" in only(load(own)[1]).what


def test_a_byte_order_mark_does_no_harm(own: Path) -> None:
    (own / "judge.toml").write_text(GOOD.format("judge"), encoding="utf-8-sig")
    catalog, problems = load(own)
    assert problems == ()
    assert catalog.stencil("judge")


def test_wrong_toml_is_told_with_its_place(own: Path) -> None:
    problem = only(load(own, bad='[[stencil]]\ntype = "x"\nlabel = oops\n')[1])
    assert problem.where == f"{own / 'bad.toml'}:3:9"
    assert "line" not in problem.what


def test_a_misspelt_table_is_told_with_the_right_word(own: Path) -> None:
    catalog, problems = load(own, bad=GOOD.format("judge") + '[[stencils]]\ntype = "x"\n')
    assert "'stencil'" in only(problems).hint
    assert catalog.stencil("judge")


def test_a_single_table_is_told_how_to_become_a_list(own: Path) -> None:
    problem = only(load(own, bad='[stencil]\ntype = "x"\n')[1])
    assert "[[stencil]]" in problem.hint


def test_a_misspelt_key_leaves_out_its_row_alone(own: Path) -> None:
    bad = GOOD.format("bad") + 'colour = "llm"\n'
    catalog, problems = load(own, mine=GOOD.format("one") + bad + GOOD.format("two"))
    problem = only(problems)
    assert problem.where == f"{own / 'mine.toml'}:9:1"
    assert "colour" in problem.what
    assert "'color'" in problem.hint
    assert [catalog.stencil(name) is None for name in ("one", "bad", "two")] == [False, True, False]


def test_missing_keys_and_wrong_values_are_told(own: Path) -> None:
    text = '[[stencil]]\ntype = "x"\nparent = "llm"\n' + GOOD.format("Not an id")
    missing, wrong = load(own, bad=text)[1]
    assert "'label'" in missing.what
    assert "'type'" in wrong.what
    assert missing.where.endswith(":1:1")
    assert wrong.where.endswith(":5:8")


def test_rows_without_headings_are_told_with_their_place(own: Path) -> None:
    problem = only(load(own, bad="stencil = [5]")[1])
    assert problem.where == f"{own / 'bad.toml'}:1:12"


def test_shipped_types_and_attributes_cannot_be_redefined(own: Path) -> None:
    attribute = '[[attribute]]\nname = "trust"\nlabel = "Mine"\non = ["llm"]\n'
    catalog, problems = load(own, bad=GOOD.format("llm") + attribute)
    assert ["already defined" in problem.what for problem in problems] == [True, True]
    assert "llm.toml" in problems[0].what
    assert catalog.label("llm") == "LLM"
    assert catalog.attribute("trust").label == "Trust"  # type: ignore[union-attr]


def test_an_unknown_parent_is_told_with_the_one_meant(own: Path) -> None:
    text = '[[stencil]]\ntype = "x"\nparent = "data_stor"\nlabel = "X"\n'
    below = '[[stencil]]\ntype = "y"\nparent = "x"\nlabel = "Y"\n'
    catalog, problems = load(own, bad=text + below)
    assert "'data_stor'" in problems[0].what
    assert "'data_store'" in problems[0].hint
    assert "'x'" in problems[1].what
    assert catalog.stencil("x") is None
    assert catalog.stencil("y") is None


def test_parents_in_a_circle_are_told_and_left_out(own: Path) -> None:
    rows = [f'[[stencil]]\ntype = "{a}"\nparent = "{b}"\nlabel = "L"\n' for a, b in ("xy", "yx", "zx")]
    catalog, problems = load(own, bad="".join(rows), good=GOOD.format("judge"))
    assert [problem.what for problem in problems] == [
        "'x' is its own ancestor.",
        "'y' is its own ancestor.",
        "'z' descends from a type that is left out.",
    ]
    assert not {"x", "y", "z"} & set(catalog.stencils)
    assert catalog.stencil("judge")


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ('type = "x"\nlabel = "X"', "no parent"),
        ('type = "flow"\nparent = "llm"\nlabel = "X"', "reserved"),
    ],
)
def test_types_that_cannot_be(own: Path, row: str, part: str) -> None:
    assert part in only(load(own, bad=f"[[stencil]]\n{row}\n")[1]).what


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ('icon = "M1 1 S 3 4"', "icon"),
        ('color = "pink"', "color"),
        ('key_attributes = ["taks"]', "'taks'"),
        ('trust_when = [{attribute = "operatr", value = "x", trust = "trusted"}]', "'operatr'"),
        ('trust_when = [{attribute = "operator", value = "me", trust = "trusted"}]', "'me'"),
    ],
)
def test_a_flaw_in_looks_or_lists_keeps_the_type(own: Path, key: str, part: str) -> None:
    catalog, problems = load(own, bad=GOOD.format("judge") + key + "\n")
    assert part in only(problems).what
    assert catalog.icon("judge") == catalog.icon("llm")
    assert catalog.color("judge") == "llm"
    assert catalog.key_attributes("judge") == catalog.key_attributes("llm")
    assert catalog.trust("judge") == "trusted"


@pytest.mark.parametrize(
    ("keys", "part"),
    [
        ('on = ["llmm"]', "'llmm'"),
        ("on = []", "no type"),
        ('on = ["llm"]\nkind = "choice"', "without choices"),
        ('on = ["llm"]\nchoices = ["a"]', "kind is 'flag'"),
        ('on = ["llm"]\nkind = "tags"\nchoices = ["a", "unknown"]', "'unknown'"),
    ],
)
def test_attributes_that_cannot_be_are_left_out(own: Path, keys: str, part: str) -> None:
    catalog, problems = load(own, bad=f'[[attribute]]\nname = "a"\nlabel = "A"\n{keys}\n')
    assert part in only(problems).what
    assert catalog.attribute("a") is None


def test_an_attribute_stays_on_the_types_that_are_known(own: Path) -> None:
    catalog, problems = load(own, bad='[[attribute]]\nname = "a"\nlabel = "A"\non = ["agnt", "llm"]\n')
    assert "'agent'" in only(problems).hint
    assert catalog.attribute("a").on == ("llm",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "row",
    [
        '[[channel]]\nid = "X"\nkinds = ["promt"]',
        '[[channel]]\nid = "X"\nwithout = ["promt"]',
        '[[default_flow]]\nsource = ["llmm"]\nkinds = ["prompt"]',
        '[[default_flow]]\ntarget = ["llmm"]\nkinds = ["prompt"]',
        '[[default_flow]]\nkinds = ["promt"]',
    ],
)
def test_rows_that_name_what_nobody_knows_are_left_out(own: Path, row: str) -> None:
    shipped, _ = load_catalog([STENCILS])
    catalog, problems = load(own, bad=row)
    assert only(problems).hint.startswith("Did you mean")
    assert catalog.channels == shipped.channels
    assert catalog.default_flows == shipped.default_flows


def test_own_data_and_boundary_kinds(own: Path) -> None:
    kind = '[[data_kind]]\nid = "smell"\nlabel = "Smell"\n'
    boundary = '[[boundary_kind]]\nid = "moat"\nlabel = "Moat"\nicon = "X"\n'
    catalog, problems = load(own, more=kind + boundary)
    assert "'moat'" in only(problems).what
    assert catalog.boundary_kinds["moat"].icon is None
    assert "smell" in catalog.channels["ANY"]
    assert "smell" in catalog.attribute("carries").values  # type: ignore[union-attr]
