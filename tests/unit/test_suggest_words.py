"""The table of words: it is sound, general, and its phrases are found where they should be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dfdmodeler.analysis.suggest.words import Lexicon, Words, load_words, spellings
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.model.records import Boundary, Element, Flow
from labelled.evaluate import LATE, OWN, cases

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "resources" / "suggestions" / "words.toml"
SHIPPED, _ = load_words(TABLE)


GENERAL = {"admin", "ai", "developer", "insert", "internet"}
GENERAL |= {"public", "queries", "read", "select", "service", "write"}
"""Single words of everyday speech that are also the whole name of something in a labelled model."""


def normalized(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def test_the_shipped_table_is_sound() -> None:
    words, problems = load_words(TABLE)
    assert problems == ()
    assert words.type
    catalog, _ = load_catalog([ROOT / "stencils"])
    types = {row.type for row in words.type} | {
        t for row in words.type for near in row.near for t in near.types
    }
    types |= {t for row in words.flow for t in (*row.to, *row.from_)}
    types |= {*words.asking.to, *words.asking.answers}
    assert types <= set(catalog.stencils)
    assert {kind for row in words.flow for kind in row.kinds} <= set(catalog.data_kinds)
    attribute = catalog.attribute("data_class")
    assert attribute is not None
    assert {row.value for row in words.holds} <= set(attribute.values)


def test_each_type_is_listed_once() -> None:
    types = [row.type for row in SHIPPED.type]
    assert len(types) == len(set(types))


def named() -> tuple[dict[str, set[str]], set[str]]:
    """The systems of the labelled models by the names in them, and what tools call the stencils there."""
    systems: dict[str, set[str]] = {}
    stencils = set()
    catalog, _ = load_catalog([ROOT / "stencils"])
    for case in cases(catalog):
        if case.group in (OWN, LATE):
            continue
        for record in case.model.values():
            if isinstance(record, Element | Flow | Boundary):
                systems.setdefault(normalized(record.name), set()).add(case.label["system"])
                stencils.add(normalized(record.source_type))
    assert len(systems) > 200
    return systems, stencils


def test_no_long_phrase_is_part_of_a_name_in_one_system_only() -> None:
    """Three whole words in a row are a quotation, unless people who never met use them too."""
    systems, _ = named()
    long = {text for _, texts in SHIPPED.lists() for text in texts if text.count(" ") > 1 and "*" not in text}
    assert len(long) > 20
    for phrase in long:
        lexicon = Lexicon(Words(domain=(phrase,)))
        found = [who for name, who in systems.items() if lexicon.hits(name)]
        assert len(set[str]().union(*found)) != 1, phrase


def test_no_phrase_is_the_full_name_of_anything_in_a_sample() -> None:
    """Words stand for concepts: a table that knows samples by heart says nothing about other models.

    What people who never met call alike, and what a tool calls a stencil, is a term of the field. What was
    added after the table cannot be known by heart.
    """
    systems, stencils = named()
    phrases = {normalized(text) for _, texts in SHIPPED.lists() for text in texts}
    known_by_heart = {n for n in phrases & set(systems) if len(systems[n]) == 1 and n not in stencils}
    assert known_by_heart <= GENERAL, known_by_heart - GENERAL
    assert all(" " not in word for word in GENERAL)


@pytest.mark.parametrize(
    ("phrase", "name", "found"),
    [
        ("train* model", "Train the model", True),
        ("train* model", "Training models", False),
        ("train* model", "Model for training", False),
        ("train* model", "Train a very large model", False),
        ("train* model*", "training-models", True),
        ("ml", "ML API", True),
        ("ml", "HTML page", False),
        ("model$", "Fraud model", True),
        ("model$", "Model store", False),
        ("vector db", "VectorDB", True),
        ("key vault", "KeyVault", True),
        ("datensaetze", "Datensätze", False),
        ("datensatz*", "Datensatz Ä", True),
        ("phi", "Patient data (ePHI)", True),
        ("crawled *", "crawled pages", True),
        ("crawled *", "crawled", False),
    ],
)
def test_phrases_are_found_by_whole_words_and_stems(phrase: str, name: str, found: bool) -> None:
    assert bool(Lexicon(Words(domain=(phrase,))).hits(name)) is found


def test_camel_case_is_read_both_ways() -> None:
    assert list(spellings("OpenAI MLOpsJob")) == [("openai", "mlopsjob"), ("open", "ai", "ml", "ops", "job")]


def test_endless_and_empty_names_are_survived() -> None:
    lexicon = Lexicon(SHIPPED)
    assert not lexicon.hits("")
    assert lexicon.hits("train " * 100_000)


@pytest.mark.parametrize(
    "content",
    [b"domain = 3", b"not toml", b"\xff\xfe", b"surprise = []", b'domain = ["Upper"]', b"x" * 2_000_000],
)
def test_a_bad_table_is_a_problem_and_suggests_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words.toml"
    path.write_bytes(content)
    words, problems = load_words(path)
    assert words == Words()
    assert [p.where for p in problems] == [str(path)]


def test_a_missing_table_is_a_problem(tmp_path: Path) -> None:
    words, problems = load_words(tmp_path / "none.toml")
    assert words == Words()
    assert len(problems) == 1
