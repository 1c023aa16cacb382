"""What a condition read, in words: every leaf of every finding is a sentence for people."""

from __future__ import annotations

import re

import pytest

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.silence import account, lines
from dfdmodeler.analysis.verdicts import Verdicts
from dfdmodeler.model.change import Change
from dfdmodeler.model.records import Element, evolve
from dfdmodeler.rules.leaf import Leaf
from dfdmodeler.rules.sayings import DOMAINS, SAYINGS
from dfdmodeler.rules.vocabulary import DEFINITIONS, FLOWS, NODES, signatures
from dfdmodeler.rules.wording import indefinite, listed, plural, sentence
from systems import model_of, shipped_library, worked_models

ROUGH = re.compile(
    r"[{}\[\]_=<>]|\b(True|False|None|lambda|unknown)\b|\b[efbmnx]\.|\(.*\(|:.*:|  |\bthing\b|\bThe the\b"
)
"""What nobody would write in a sentence: names of the rule language, its signs, colons after colons."""


def leaves(analysis: Analysis) -> list[Leaf]:
    found = [analysis.explain(finding).leaves + analysis.grounds(finding) for finding in analysis.findings]
    return [leaf for some in found for leaf in some]


def test_every_leaf_reads_as_a_sentence() -> None:
    told = {leaf.words for model in worked_models() for leaf in leaves(analyze(shipped_library(), model))}
    assert len(told) > 400
    assert sorted(words for words in told if ROUGH.search(words)) == []
    assert not any(words.endswith((" from", " to", " by", " through", " reach", ": yes")) for words in told)


def test_callers_that_are_not_drawn_are_many() -> None:
    system = {
        "elements": [{"id": "bot", "type": "llm", "name": "Bot", "exposure": "public"}],
        "boundaries": [{"id": "org", "kind": "organisation"}],
    }
    model = model_of(system)
    analysis = analyze(shipped_library(), model)
    part = account(Verdicts(analysis, model), "ML-7", "bot").whole
    assert part
    told = [line.text for line in lines(part) if "allers not drawn" in line.text]
    assert "Callers not drawn are a human user, not a physical sensor" in told
    assert "Callers not drawn are not Bot" in told
    assert sentence("callers not drawn have personal data") == "Callers not drawn have personal data"
    assert sentence("callers not drawn has personal data") == "Callers not drawn have personal data"
    assert sentence("the flow is short") == "The flow is short"
    assert sentence("callers is short") == "callers is short"


def test_every_predicate_has_words_both_ways() -> None:
    named = set(re.findall(r"^(\w+)\(", DEFINITIONS, re.MULTILINE)) | set(signatures())
    values = {"yes", "has", "lacks", "short_of", "trust_of", "cls", "crossed", "train_in"}
    for_markers = {
        "flows_of",
        "entries",
        "screens",
        "screened",
        "models_of",
        "approvals",
        "touching",
        "itself",
        "mind",
    }
    assert named - values - for_markers == set(SAYINGS)
    assert all(saying.true and saying.false and saying.true != saying.false for saying in SAYINGS.values())


def test_what_conditions_look_through_has_a_noun() -> None:
    rules = " ".join(rule.when for rule in shipped_library().rules.values())
    looked_through = set(re.findall(r" in (\w+)\(", rules))
    collections = {name for name, s in signatures().items() if s.result in (NODES, FLOWS)} & looked_through
    assert collections <= set(DOMAINS)
    assert looked_through - {"crossed"} <= set(DOMAINS)


@pytest.mark.parametrize(
    ("system", "finding", "words"),
    [
        ({}, "LLM-01@bot", "Outsiders can query bot: user"),
        ({}, "ST-08@bot", "bot takes data over a network, across a boundary, from outside: user"),
        ({"parses": ["json", "xml"]}, "ST-16@bot", "bot parses: JSON, XML"),
        ({"pay_per_use": "yes"}, "MS-05@bot", "bot is paid by use"),
        ({"rate_limiting": "partial"}, "MS-05@bot", "Rate limiting of bot: partial"),
    ],
)
def test_words(system: dict[str, object], finding: str, words: str) -> None:
    model = model_of(
        {
            "boundaries": [{"id": "org", "kind": "organisation"}],
            "elements": [
                {"id": "user", "type": "human_user"},
                {"id": "bot", "type": "llm", "boundary": "org", **system},
            ],
            "flows": [
                {"id": "ask", "from": "user", "to": "bot", "carries": ["prompt", "documents"]},
                {"id": "tell", "from": "bot", "to": "bot", "carries": ["generated_content"]},
            ],
        }
    )
    analysis = analyze(shipped_library(), model)
    evidence = [leaf.words for leaf in (*analysis.explain(finding).leaves, *analysis.grounds(finding))]
    assert words in evidence


def test_a_leaf_names_the_attributes_behind_it() -> None:
    read = {
        (leaf.words, read)
        for model in worked_models()
        for leaf in leaves(analyze(shipped_library(), model))
        for read in leaf.reads
    }
    attributes = {name for _, (_, name) in read}
    known = {row.name for row in shipped_library().catalog.all_attributes}
    assert attributes <= known
    assert ("Rate limiting of llm: no", ("llm", "rate_limiting")) in read or "rate_limiting" in attributes


def test_names_are_no_part_of_a_key() -> None:
    model = worked_models()[0]
    others = {e.id: (e, evolve(e, name=f"Renamed {e.id}")) for e in model.of(Element)}
    before, after = (analyze(shipped_library(), m) for m in (model, model.with_(Change(others))))
    assert [leaf.key for leaf in leaves(before)] == [leaf.key for leaf in leaves(after)]
    assert [leaf.text for leaf in leaves(before)] != [leaf.text for leaf in leaves(after)]


def test_small_words() -> None:
    assert [indefinite(word) for word in ("LLM", "agent", "web content", "model")] == [
        "an LLM", "an agent", "web content", "a model",
    ]  # fmt: skip
    assert [plural(word) for word in ("query", "API gateway", "process", "training data", "web content")] == [
        "queries", "API gateways", "processes", "training data", "web content",
    ]  # fmt: skip
    assert listed("abcdef") == "a, b, c, d and 2 more"
    assert listed("abcde") == "a, b, c, d, e"
