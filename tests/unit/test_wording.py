"""Rules, mitigations and questions in words: jargon is explained, and every text names what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dfdmodeler import paths
from dfdmodeler.catalog.terms import Term, load_terms
from systems import shipped_library

JARGON = (
    "adapter", "advisories", "adversarial examples", "adversarial training", "agent", "allow-list", "atlas",
    "attribution", "backdoor", "bagging", "benchmark", "buffer overflow", "certificate",
    "certified robustness", "confused deputy", "cross-site request forgery", "cross-site scripting",
    "data poisoning", "datasheet", "decision boundary", "deserialization", "differential privacy", "drift",
    "dropout", "embedding", "ensemble", "evasion", "exfiltration", "feature squeezing", "fine-tuning",
    "fuzzing", "gguf", "gradient", "guardrail", "hash", "hcnn", "held-out data", "homomorphic encryption",
    "jailbreak", "least privilege", "linddun", "lineage", "malware", "membership inference",
    "model inversion", "model stealing", "monotonic classification", "mutual authentication", "mutual tls",
    "nonce", "onnx", "outlier", "output encoding", "phishing", "privacy budget", "prompt injection",
    "provenance", "quarantine", "quota", "red team", "reference monitor", "regularization",
    "reinforcement learning", "replay", "reward hacking", "rollback", "roni", "safetensors", "sandbox",
    "sbom", "schema", "secure aggregation", "secure enclave", "server-side request forgery", "side channel",
    "spoofing", "sql injection", "stacking", "static analysis", "supply chain", "system prompt",
    "tampering", "tenant", "tls", "token", "watermark", "weights",
)  # fmt: skip
"""Words that one of our readers, data scientist or security engineer, may not know."""
UNEXPLAINED = re.compile(
    r"\b(DoS|MITM|PII|RCE|IDOR|TOCTOU|ambient|egress filtering|in the clear|threat actor|TTPs?|posture"
    r"|leverage|utili[sz]e|malicious actor|attack vector|exfil|robustify|out-of-distribution|OOD|SFT|RLHF)\b"
)
"""Words for which there are plainer ones."""


def terms() -> tuple[Term, ...]:
    found, problems = load_terms(paths.glossary())
    assert not problems
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Every text that people read of rules, mitigations and questions."""
    library = shipped_library()
    for rule in library.rules.values():
        yield from ((rule.id, text) for text in (rule.title, rule.why, rule.parallel))
    for mitigation in library.mitigations.values():
        yield from ((mitigation.id, text) for text in (mitigation.title, mitigation.text))
    yield from ((question.id, question.text) for question in library.questions.values())


@pytest.mark.parametrize("word", JARGON)
def test_jargon_is_explained(word: str) -> None:
    assert word in {
        name.casefold() for term in terms() for name in (*term.names, *(f"{n}s" for n in term.names))
    }


def test_words_with_plainer_ones_are_not_used() -> None:
    assert [(owner, match[0]) for owner, text in texts() if (match := UNEXPLAINED.search(text))] == []


def test_initials_in_texts_are_explained_or_everyday() -> None:
    explained = {word for term in terms() for name in term.names for word in re.findall(r"[A-Z]{2,}", name)}
    everyday = {"AI", "ML", "API", "HTML", "XML", "URL", "SQL", "ID"}
    used = {(word, owner) for owner, text in texts() for word in re.findall(r"\b[A-Z]{2,}\b", text)}
    assert {(word, owner) for word, owner in used if word not in explained | everyday} == set()


def test_explanations_have_text_are_short_and_name_their_subject() -> None:
    for rule in shipped_library().rules.values():
        assert 0 < len(rule.title) <= 80
        assert 40 < len(rule.why) <= 320, rule.id
        assert "{subject}" in rule.why or rule.scope == "diagram", rule.id
        assert rule.parallel or rule.track == "validity", rule.id
    for mitigation in shipped_library().mitigations.values():
        assert 20 < len(mitigation.text) <= 320, mitigation.id
    assert all(len(question.text) > 20 for question in shipped_library().questions.values())


def test_glossary_terms_are_unique_whole_sentences_that_do_not_explain_themselves() -> None:
    names = [name.casefold() for term in terms() for name in term.names]
    assert sorted(names) == sorted(set(names))
    for term in terms():
        assert re.fullmatch(r"[A-Z].*\.", term.text), term.term
        assert 1 <= len(re.findall(r"\.(?=\s|$)", term.text)) <= 2, term.term
        assert not re.match(rf"(An?|The) {re.escape(term.term)}\b", term.text, re.IGNORECASE), term.term


def test_one_spelling_in_rules_stencils_and_glossary() -> None:
    other = re.compile(
        r"\w*(?:rganis|nymis|inimis|uthoris|ximis|abell|ehaviour|eighbour|olour|icence)\w*", re.I
    )
    catalog = shipped_library().catalog
    rows = (*catalog.stencils.values(), *catalog.data_kinds.values(), *catalog.boundary_kinds.values())
    said = [(row.label, text) for row in rows for text in (row.label, row.help)]
    said += [
        (row.name, text) for row in catalog.all_attributes for text in (row.label, row.help, row.question)
    ]
    said += [(term.term, text) for term in terms() for text in (*term.names, term.text)]
    assert [(owner, match[0]) for owner, text in (*said, *texts()) if (match := other.search(text))] == []
