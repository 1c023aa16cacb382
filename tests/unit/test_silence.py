"""Why a rule is silent, in words, and the verdicts of all rules."""

from __future__ import annotations

from typing import Any

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.silence import Line, account, lines
from dfdmodeler.analysis.verdicts import Verdicts, families
from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Override
from systems import model_of, shipped_library

TRAINING: dict[str, Any] = {
    "boundaries": [{"id": "org", "kind": "organisation"}],
    "elements": [
        {"id": "crew", "type": "ml_engineer", "name": "Label crew", "trust": "trusted"},
        {"id": "prep", "type": "data_pipeline", "name": "Preparation", "boundary": "org"},
        {"id": "train", "type": "training_job", "name": "Training", "boundary": "org"},
        {"id": "old", "type": "llm", "name": "Old bot", "out_of_scope": "yes"},
        {"id": "docs", "type": "document_store", "name": "Documents"},
        {"id": "page", "type": "web_app", "name": "Page", "interprets": ["html"]},
        {"id": "box", "type": "data_store", "name": "Box", "access_control": "yes", "data_class": "personal"},
    ],
    "flows": [
        {"id": "f1", "from": "crew", "to": "prep", "carries": ["labels"]},
        {"id": "f2", "from": "prep", "to": "train", "carries": ["training_data"]},
        {"id": "f3", "from": "train", "to": "box", "carries": ["model_artifact"], "protocol": "https"},
        {"id": "f4", "from": "box", "to": "train", "carries": ["config"], "bidirectional": "yes"},
        {"id": "bad", "from": "box", "direction": "none"},
    ],
}


def verdicts(model: Model | None = None) -> Verdicts:
    model = model or model_of(TRAINING)
    return Verdicts(analyze(shipped_library(), model), model)


@pytest.mark.parametrize(
    ("rule", "subject", "short"),
    [
        ("MS-07", "train", "Only for evaluation jobs; Training is a training job."),
        ("LLM-01", "old", "Old bot is out of scope, so no rule is asked about it."),
        ("ST-09", "box", "Box has access control"),
        ("ST-05", "f3", "The flow from Training to Box is encrypted: protocol is HTTPS"),
        ("ML-2a", "f1", "Only for elements; the flow from Label crew to Preparation is a flow."),
        ("DV-09", "nobody", "Only for trust boundaries; nothing with the id “nobody” is drawn."),
        ("DV-13", "diagram", "The model has a trust boundary"),
        ("DV-13", "org", "Only for the model as a whole; org is a trust boundary."),
        (
            "ML-2a",
            "train",
            "No untrusted source can reach Training with training data without passing a training data store"
            " or a feature store: only Label crew, Preparation can",
        ),
        (
            "DV-01",
            "f1",
            "Only for flows that lack a direction or an end;"
            " the flow from Label crew to Preparation has both.",
        ),
        (
            "MS-04",
            "train",
            "There is no untrusted source of raw data, training data, labels or feedback for Training that is"
            " an external entity and for which this holds: there is a model that goes with it",
        ),
        ("ML-8", "train", "Training is not training run by a third party"),
        (
            "MS-08",
            "train",
            "There is no flow into Training that comes from a federated client and carries model updates",
        ),
        (
            "MS-01",
            "train",
            "There is no untrusted supplier of Training that is not known to have the artifact format"
            " “safetensors”, “ONNX” or “GGUF”",
        ),
        (
            "PR-01",
            "box",
            "Number of different sources of a flow into Box that has personal data:"
            " 0; at least 2 is asked for",
        ),
        (
            "LLM-15",
            "docs",
            "There is no element that acts as a language model and for which this holds: either outsiders can"
            " query it or untrusted sources can reach it with content that is read, and generated content can"
            " get from it to Documents, and content that is read or model artifacts or training data, labels,"
            " features, feedback or rewards can get from Documents to it",
        ),
        (
            "LLM-13",
            "page",
            "There is no element that acts as a language model and for which this holds: untrusted sources"
            " can reach it with content that is read and sensitive data can enter its context and generated"
            " content can get from it to Page",
        ),
    ],
)
def test_the_short_reason(rule: str, subject: str, short: str) -> None:
    assert account(verdicts(), rule, subject).short == (short,)


def test_a_reason_names_the_attribute_behind_it() -> None:
    model = model_of(
        {
            "elements": [
                {"id": "u", "type": "human_user"},
                {"id": "m", "type": "llm", "rate_limiting": "yes"},
            ],
            "flows": [{"id": "q", "from": "u", "to": "m", "carries": ["prompt"]}],
        }
    )
    found = account(verdicts(model), "MS-05", "m")
    assert found.short == ("Outsiders cannot query m without a rate limit (m has rate limiting)",)
    assert found.whole is not None
    assert list(lines(found.whole)) == [
        Line(0, "yes", "m is a model", ("m",)),
        Line(0, "no", "Outsiders cannot query m without a rate limit", ("m",)),
        Line(1, "no", "m has rate limiting", ("m",)),
        Line(1, "yes", "There is a source of queries for m that is an outsider", ("m",)),
    ]


def test_a_firing_rule_has_no_reasons_to_be_silent() -> None:
    found = account(verdicts(), "DV-01", "bad")
    assert (found.verdict.kind, found.reasons, found.short) == ("fires", (), ())


def test_rules_that_are_off_say_who_switched_them_off() -> None:
    model = model_of(TRAINING)
    off = Override(id="o1", rule="ST-09", off=True, reason="We use another list", author="Ada")
    found = verdicts(model.with_(Change({off.id: (None, off)}))).at("ST-09", "box")
    assert found.kind == "off"
    assert "Ada" in found.note


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        verdicts().at("NO-1", "train")


def test_tallies_add_up() -> None:
    found = verdicts()
    library = shipped_library()
    rows = found.tallies()
    assert [row.rules[0].id for row in rows] == list(library.rules)
    fired = sum(row.by_kind["fires"] for row in rows)
    assert fired == len(found.analysis.findings) > 0
    for row in rows:
        about = {"node": 7, "flow": 4, "badflow": 1, "boundary": 1, "diagram": 1}[row.rules[0].scope]
        assert sum(row.by_kind.values()) == about, row.rules[0].id
        assert row.examined == about - row.by_kind["not_applicable"] - row.by_kind["out_of_scope"]
    summed = families(rows)
    assert sum(len(row.rules) for row in summed.values()) == len(library.rules)
    assert sum(row.by_kind["fires"] for row in summed.values()) == fired
    assert sum(row.by_kind["silent"] for row in summed.values()) == sum(row.by_kind["silent"] for row in rows)


def test_verdicts_of_a_subject_and_of_a_rule_agree() -> None:
    found = verdicts()
    by_subject = {v for subject in found.subjects for v in found.of_subject(subject)}
    by_rule = {v for rule in shipped_library().rules for v in found.of_rule(rule)}
    assert by_rule <= by_subject
    assert {v for v in by_subject if v.kind in ("fires", "silent")} <= by_rule


def test_what_cannot_change_the_answer_is_not_named_as_read() -> None:
    told = account(verdicts(), "DV-11", "train")
    assert told.short == ("This model does not ask for a report of what is not set",)
    assert [leaf.reads for leaf in told.reasons] == [()]
    asked = account(verdicts(model_of({**TRAINING, "report_unknowns": "yes"})), "DV-11", "train")
    assert asked.verdict.kind == "fires"
    assert asked.whole
    assert asked.whole.leaf
    assert ("train", "learning") in asked.whole.leaf.reads
