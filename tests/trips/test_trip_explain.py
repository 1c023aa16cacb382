"""`explain` from the command line: a threat with its path, a silent rule, the verdicts of all rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from systems import ROOT, shipped_library

TEMPLATE = str(ROOT / "resources" / "templates" / "rag-chatbot.dfdm")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explain", TEMPLATE, *arguments]) == 0
    return capsys.readouterr().out


def in_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(shown(capsys, *arguments, "--format", "json"))
    return result


def test_a_threat_with_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "LLM-02@llm")
    assert "Fires at Language model: Important, confirmed, open." in text
    assert "  - Untrusted sources can reach Language model with content that is read: Customer" in text
    way = [line.strip() for line in text.splitlines() if line.startswith("    ")]
    assert way == [
        "Customer",
        "↓ Question or document, prompts, documents, crosses Our company",
        "Chat front end",
        "↓ Question, prompts",
        "Prompt filter",
        "↓ Passed question, prompts, crosses Our company, AI provider",
        "Language model",
    ]


def test_a_silent_rule_by_name_of_its_subject(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "ml-3@language model")
    assert text.startswith("ML-3@llm: Model inversion\nSilent at Language model.\n")
    assert "Why not\n  - Nothing shows that Language model was trained on sensitive data\n" in text
    assert "  ✓ Language model is a model\n  ✗ Nothing shows" in text
    assert "    ✗ Training data class of Language model: not set" in text


def test_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    fires, silent = in_json(capsys, "LLM-02@llm"), in_json(capsys, "LLM-02@chat")
    assert list(fires) == list(silent) == [
        "id", "rule", "subject", "subject_name", "title", "verdict", "note", "severity", "confidence",
        "status", "why", "why_not", "condition",
    ]  # fmt: skip
    assert (fires["verdict"], fires["severity"], fires["why_not"]) == ("fires", "Important", [])
    assert fires["condition"]["met"] is True
    first = fires["why"]["paths"][0]["steps"][0]
    assert (first["flow"], first["source"], first["crosses"]) == ("question", "customer", ["company"])
    assert (silent["verdict"], silent["severity"], silent["condition"]) == ("not_applicable", None, None)
    assert silent["note"] == "Only for agents and LLMs; Chat front end is a web app."
    unset = in_json(capsys, "ML-3@llm")
    (below, *_) = unset["condition"]["parts"][1]["parts"]
    assert below["reads"] == [{"id": "llm", "attribute": "training_data_class"}]


def test_verdicts_of_all_rules_and_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--coverage")
    assert text.split("\n", 1)[0].split() == [
        "Rule",
        "Title",
        "Examined",
        "Fires",
        "Silent",
        "Not",
        "applicable",
    ]
    found = in_json(capsys, "--coverage")["families"]
    assert sum(len(family["rules"]) for family in found) == len(shipped_library().rules)
    assert all(row["examined"] == row["fires"] + row["silent"] for family in found for row in family["rules"])
    one = shown(capsys, "LLM-05", "--coverage")
    assert "Fires at Retriever (retriever)" in one
    assert "Silent at Vector index (index)\n  - There is no flow out of Vector index" in one
    assert "Not applicable: Chat front end, Chat log" in one


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["LLM-02@nothing"], "There is no element, flow or boundary 'nothing'."),
        (["LLM-99@llm"], "There is no rule 'LLM-99'."),
        (["LLM-02"], "'LLM-02' names no rule and subject. Write it as in LLM-01@chatbot."),
        ([], "name a threat, as in LLM-01@chatbot, or ask for --coverage"),
    ],
)
def test_what_cannot_be_explained_is_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", TEMPLATE, *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_name_that_two_share_needs_an_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twins = [{"id": id_, "type": "llm", "name": "Model"} for id_ in ("m1", "m2")]
    file = tmp_path / "twins.dfdm"
    file.write_text(json.dumps({"format": "dfdmodeler", "schema": 1, "elements": twins}), "utf-8")
    assert main(["explain", str(file), "LLM-02@Model"]) == 2
    assert "The name 'Model' is used 2 times. Say which: m1, m2." in capsys.readouterr().err
    assert main(["explain", str(file), "LLM-02@m2"]) == 0
