"""`remedies` on real files: what it proposes does what it says, for all threats or some, in words or JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs, remedies
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from pdf_text import Pdf
from systems import shipped_library

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "templates" / "face-recognition-api.dfdm"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["remedies", str(TEMPLATE), *arguments]) == 0
    return capsys.readouterr().out


def proposals(capsys: pytest.CaptureFixture[str], *about: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(told(capsys, *about, "--format", "json"))
    return result


def test_what_is_proposed_removes_the_threat(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (threat,) = proposals(capsys, "ML-3@recogniser")["threats"]
    model, _ = native.read(TEMPLATE.read_bytes(), TEMPLATE.name)
    assert model is not None
    assert threat["complete"]
    for proposal in threat["proposals"]:
        changed = model
        for change in proposal["changes"]:
            value = change["value"] if isinstance(change["value"], str) else tuple(change["value"])
            changed = edits.set_property(changed, [change["subject"]], change["attribute"], value)
        (here / "changed.dfdm").write_bytes(native.write(changed))
        assert main(["analyze", "changed.dfdm", "--format", "json"]) == 0
        left = {row["id"] for row in json.loads(capsys.readouterr().out)["threats"]}
        assert "ML-3@recogniser" in proposal["removes"]
        assert not left & set(proposal["removes"])
        assert set(proposal["adds"]) <= left


def test_threats_are_named_by_id_by_element_and_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    by_id = proposals(capsys, "recogniser")
    assert by_id == proposals(capsys, "Face recogniser")
    assert len(by_id["threats"]) > 1
    assert all(row["id"].endswith("@recogniser") for row in by_id["threats"])
    two = proposals(capsys, "ML-3@recogniser", "ST-11@gallery")["threats"]
    assert [row["id"] for row in two] == ["ML-3@recogniser", "ST-11@gallery"]


def test_the_plan_counts_down(capsys: pytest.CaptureFixture[str]) -> None:
    plan = proposals(capsys)["plan"]
    counts = [sum(plan["before"].values()), *(sum(step["after"].values()) for step in plan["steps"])]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == len(plan["remaining"])


def test_text_tells_what_to_do_and_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "ST-11@gallery").splitlines() == [
        "Important: Sensitive data stored unencrypted (ST-11@gallery)",
        "This removes it; nothing else does with up to 3 changes:",
        "1. Set “Encrypted at rest” of Enrolled faces to Yes",
        "   Removes 1 threat, adds none.",
    ]
    assert told(capsys).startswith("Best next controls\nFound by rules and open: 9 critical")


def test_a_file_gets_what_the_screen_gets(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "gateway", "--format", "json")
    assert told(capsys, "gateway", "--format", "json", "-o", "r.json") == ""
    assert (here / "r.json").read_bytes().decode() == shown


def test_what_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remedies", str(TEMPLATE), "ML-3@recogniser", "nobody"]) == 2
    assert "There is no threat, element or flow 'nobody'." in capsys.readouterr().err
    assert main(["remedies", "none.dfdm"]) == 2
    assert capsys.readouterr().err.startswith("error: none.dfdm")


def test_the_report_names_the_controls_unless_told_not_to(here: Path) -> None:
    for name, more in (("with.pdf", []), ("without.pdf", ["--no-remedies"])):
        assert main(["report", str(TEMPLATE), "-o", name, "--date", "2026-02-03", *more]) == 0
    chapters = [Pdf((here / name).read_bytes()).outline for name in ("with.pdf", "without.pdf")]
    assert ["Best next controls" in titles for titles in chapters] == [True, False]


def test_of_many_threats_others_are_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remedies, "MANY", 2)
    assert main(["remedies", str(TEMPLATE), "gateway", "--format", "json"]) == 0
    shown = capsys.readouterr()
    assert "threats take a while" in shown.err
    proposals = [one for row in json.loads(shown.out)["threats"] for one in row["proposals"]]
    assert {tuple(one) for one in proposals} == {("way", "changes")}
    assert "Set “Authorization” of API gateway to Yes" in told(capsys, "gateway")


def test_json_is_the_same_bytes_each_time() -> None:
    command = [
        sys.executable,
        "-m",
        "dfdmodeler",
        "remedies",
        str(TEMPLATE),
        "recogniser",
        "--format",
        "json",
    ]
    outputs = set()
    for seed in ("0", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        result = subprocess.run(command, capture_output=True, env=environment)
        assert result.returncode == 0, result.stderr
        outputs.add(result.stdout)
    assert len(outputs) == 1
