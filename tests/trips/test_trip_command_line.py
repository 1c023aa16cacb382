"""The commands on real files: what they write, when a gate stops, and the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native
from dfdmodeler.model.records import Element, Suggestion
from systems import shipped_library

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "templates" / "rag-chatbot.dfdm"
TM7 = ROOT / "tests" / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"
GENERIC = {
    "format": "dfdmodeler",
    "schema": 1,
    "elements": [
        {"id": "u", "type": "external_entity", "name": "Customer"},
        {"id": "m", "type": "process", "name": "LLM chatbot"},
    ],
    "flows": [{"id": "f", "source": "u", "target": "m", "name": "prompt"}],
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    return tmp_path


def analysis(arguments: list[str], hash_seed: str) -> bytes:
    result = subprocess.run(
        [sys.executable, "-m", "dfdmodeler", "analyze", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("source", [TEMPLATE, TM7], ids=lambda path: path.suffix)
def test_json_is_the_same_bytes_each_time(source: Path) -> None:
    arguments = [str(source), "--format", "json"]
    first = analysis(arguments, "0")
    assert json.loads(first)["threats"]
    assert {analysis(arguments, seed) for seed in ("1", "4242")} == {first}


def test_a_file_gets_what_the_screen_gets(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(TEMPLATE), "--format", "json"]) == 0
    shown = capsys.readouterr().out
    assert main(["analyze", str(TEMPLATE), "--format", "json", "-o", "a.json"]) == 0
    assert (here / "a.json").read_bytes().decode() == shown


def test_ids_stand_in_one_line_unless_they_leave_no_room(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    (here / "rag-chatbot.dfdm").write_bytes(TEMPLATE.read_bytes())
    assert main(["analyze", "rag-chatbot.dfdm"]) == 0
    assert " LLM-05@retriever" in capsys.readouterr().out
    text = (here / "rag-chatbot.dfdm").read_text("utf-8").replace('"chat-log"', f'"{"r" * 90}"')
    (here / "rag-chatbot.dfdm").write_text(text, "utf-8")
    assert main(["analyze", "rag-chatbot.dfdm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Severity" in lines[1]
    assert "Confidence" in lines[1]
    assert "".join(line[-20:] for line in lines).count("r") > 90


def test_a_misuse_and_where_more_is_told_are_two_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", "--surprise"]) == 2
    assert "--surprise. `dfdmodeler rules test --help` tells more." in capsys.readouterr().err


def test_json_has_the_fields_that_are_promised(capsys: pytest.CaptureFixture[str]) -> None:
    main(["analyze", str(TEMPLATE), "--format", "json"])
    result = json.loads(capsys.readouterr().out)
    text = (ROOT / "docs" / "analyze-json.md").read_text(encoding="utf-8")

    def names(value: object) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value))
        return set(value).union(*map(names, value.values())) if isinstance(value, dict) else set()

    assert [name for name in sorted(names(result)) if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    ("severity", "status", "level", "code"),
    [
        ("Critical", "open", "critical", 1),
        ("Important", "open", "critical", 0),
        ("Important", "open", "important", 1),
        ("Privacy", "open", "important", 1),
        ("Privacy", "open", "critical", 0),
        ("Moderate", "open", "IMPORTANT", 0),
        ("Low", "open", "low", 1),
        ("Critical", "needs_investigation", "critical", 1),
        ("Critical", "accepted", "critical", 0),
        ("Critical", "mitigated", "critical", 0),
        ("Critical", "not_applicable", "critical", 0),
    ],
)
def test_a_gate_looks_at_what_is_undecided(
    here: Path, severity: str, status: str, level: str, code: int
) -> None:
    rows = {
        "threats": [{"id": "t", "title": "A threat", "severity": severity}],
        "decisions": [{"id": "t@", "threat": "t@", "status": status}],
    }
    (here / "m.dfdm").write_text(json.dumps({"format": "dfdmodeler", "schema": 1, **rows}))
    assert main(["analyze", "m.dfdm"]) == 0
    assert main(["analyze", "m.dfdm", "--fail-on", level]) == code


def test_a_gate_leaves_validity_to_check(here: Path) -> None:
    rows = {"threats": [{"id": "t", "severity": "Critical", "properties": {"track": "validity"}}]}
    (here / "m.dfdm").write_text(json.dumps({"format": "dfdmodeler", "schema": 1, **rows}))
    assert main(["analyze", "m.dfdm", "--fail-on", "low"]) == 0


def test_check_has_nothing_against_a_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(TEMPLATE)]) == 0


def test_suggestions_are_made_told_and_marked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "m.dfdm").write_text(json.dumps(GENERIC))
    assert main(["convert", "m.dfdm", "plain.dfd.yaml"]) == 0
    for source in ("m.dfdm", "plain.dfd.yaml"):
        capsys.readouterr()
        assert main(["convert", source, "out.dfdm", "--suggest"]) == 0
        told = capsys.readouterr().out
        assert "LLM chatbot: type = llm (0.75: named 'LLM chatbot')" in told
        model, _ = native.read((here / "out.dfdm").read_bytes(), "out.dfdm")
        assert model is not None
        assert [e.type for e in model.of(Element) if e.name == "LLM chatbot"] == ["llm"]
        assert "type" in {suggestion.field for suggestion in model.of(Suggestion)}


def test_weaker_suggestions_are_made_on_request(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counted = []
    for threshold in ("0.9", "0.6", "0.3"):
        assert main(["convert", str(TM7), "out.dfdm", "--suggest", "--threshold", threshold]) == 0
        counted.append(capsys.readouterr().out.count("\n"))
    assert counted[0] < counted[1] < counted[2]
    assert main(["convert", str(TM7), "out.dfdm", "--suggest", "--threshold", "2"]) == 2


def test_an_imported_file_gets_suggestions(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(TM7), "out.dfdm", "--suggest"]) == 0
    assert "each stays marked" in capsys.readouterr().out
    assert main(["analyze", "out.dfdm"]) == 0


@pytest.mark.usefixtures("qapp")  # or a picture makes an application object that windows cannot use
@pytest.mark.parametrize(("name", "begins"), [("a.svg", b"<?xml"), ("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")])
def test_diagrams_are_drawn(here: Path, name: str, begins: bytes) -> None:
    for _ in range(2):
        assert main(["render", str(TEMPLATE), "-o", name]) == 0
        content = (here / name).read_bytes()
        assert content.startswith(begins)
    assert (here / name).read_bytes() == content


def test_a_diagram_is_drawn_under_an_overlay_with_its_legend(here: Path) -> None:
    for name, more in (("a.svg", []), ("b.svg", ["--no-legend"]), ("c.svg", ["--overlay", ""])):
        assert main(["render", str(TEMPLATE), "-o", name, "--overlay", "poison", *more]) == 0
    told, bare, plain = ((here / name).read_text("utf-8") for name in ("a.svg", "b.svg", "c.svg"))
    assert "Where poison would get in" in told
    assert "Where poison would get in" not in bare
    assert ">Source<" in bare
    assert ">Source<" not in plain


def test_an_unknown_overlay_is_told_with_those_that_there_are(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", str(TEMPLATE), "-o", "a.svg", "--overlay", "heet"]) == 2
    assert "heat, paths, class" in capsys.readouterr().err
    assert not (here / "a.svg").exists()


def test_reports_of_one_day_are_the_same(here: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        assert main(["report", str(TEMPLATE), "-o", name, "--date", "2026-02-03"]) == 0
    assert (here / "a.pdf").read_bytes() == (here / "b.pdf").read_bytes()


def test_what_the_program_knows_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == native.schema()
    assert main(["rules", "list"]) == 0
    out = capsys.readouterr().out
    assert f"{len(shipped_library().rules)} rules" in out
    assert all(f"{rule} " in out for rule in shipped_library().rules)


def test_a_reader_that_goes_away_is_no_gate() -> None:
    command = [sys.executable, "-m", "dfdmodeler", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(120) == 2
    assert b"Traceback" not in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_stream_is_told() -> None:
    command = [sys.executable, "-m", "dfdmodeler", "rules", "list"]
    with open("/dev/full", "wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert result.returncode == 2
    assert result.stderr == "error: The result cannot be printed: no space left on device.\n"


def test_ctrl_c_ends_a_command_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inputs, "load_library", stop)
    assert main(["analyze", str(TEMPLATE)]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip() == "note: stopped."
