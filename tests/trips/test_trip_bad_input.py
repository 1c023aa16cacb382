"""Files that cannot be used and places that cannot be written: one sentence, exit code 2, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from systems import shipped_library

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "templates" / "rag-chatbot.dfdm"
TM7 = ROOT / "tests" / "fixtures" / "tm7" / "nested-zones.tm7"
HEADER = {"format": "dfdmodeler", "schema": 1}
BOMB = (
    '<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><ThreatModel>&i;</ThreatModel>"
)
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MODEL = TEMPLATE.read_bytes()
TEXT_FORM = b"format: dfdmodeler-text\n"

UNUSABLE: dict[str, tuple[str, bytes]] = {
    "empty": ("m.dfdm", b""),
    "empty text form": ("m.dfd.yaml", b""),
    "empty tm7": ("m.tm7", b""),
    "no UTF-8": ("m.dfdm", MODEL.replace(b"RAG", b"R\xe4G")),
    "no UTF-8 text form": ("m.dfd.yaml", b"title: R\xe4G\n"),
    "a picture": ("m.dfdm", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
    "a picture as text form": ("m.dfd.yaml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
    "a picture as tm7": ("m.tm7", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))),
    "JSON of another tool": ("m.dfdm", b'{"version": "2.0", "summary": {"title": "x"}, "detail": {}}'),
    "XML of another tool": ("m.tm7", b"<html><body/></html>"),
    "deep JSON": ("m.dfdm", b'{"format": "dfdmodeler", "schema": 1, "x": ' + b"[" * 200_000),
    "deep YAML": ("m.dfd.yaml", b"[" * 200_000),
    "deep YAML maps": ("m.dfd.yaml", b"".join(b" " * n + b"a:\n" for n in range(1500))),
    "deep XML": ("m.tm7", b"<a>" * 200_000),
    "entity bomb": ("m.tm7", BOMB.encode()),
    "alias bomb": ("m.dfd.yaml", ALIASES.encode()),
    "a tag that would make an object": ("m.dfd.yaml", b"a: !!python/object/apply:os.system [ls]\n"),
    "ids that are there twice": (
        "m.dfdm",
        json.dumps({**HEADER, "elements": [{"id": "a", "type": "llm"}, {"id": "a", "type": "llm"}]}).encode(),
    ),
    "a coordinate that is none": (
        "m.dfdm",
        b'{"format": "dfdmodeler", "schema": 1, "notes": [{"id": "n", "diagram": "d", "x": NaN}]}',
    ),
    "a coordinate without end": (
        "m.dfdm",
        b'{"format": "dfdmodeler", "schema": 1, "notes": [{"id": "n", "diagram": "d", "x": 1e999}]}',
    ),
    "an unknown suffix": ("m.docx", b"PK"),
    "an empty id": ("m.dfdm", json.dumps({**HEADER, "elements": [{"id": "", "type": "llm"}]}).encode()),
    "boundaries nested without end": (
        "m.dfdm",
        json.dumps(
            {**HEADER, "boundaries": [{"id": f"b{n}", "parent": f"b{n - 1}"} for n in range(3000)]}
        ).encode(),
    ),
}
COMMANDS: dict[str, Sequence[str]] = {
    "analyze": (),
    "check": (),
    "reviews": (),
    "report": ("-o", "out.pdf"),
    "render": ("-o", "out.svg"),
    "convert": ("out.dfdm",),
    "diff": ("m.dfdm",),
    "merge": ("m.dfdm", "m.dfdm", "-o", "out.dfdm"),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    return tmp_path


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said, which is one line without a trace of the inside, and no result."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: "), err
    assert err.count("\n") == 1, err
    assert len(err) < 600, err
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("case", UNUSABLE)
def test_what_cannot_be_read_is_told(here: Path, capsys: pytest.CaptureFixture[str], case: str) -> None:
    name, content = UNUSABLE[case]
    (here / name).write_bytes(content)
    assert main(["analyze", name]) == 2
    assert name in one_sentence(capsys)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"<html></html>", "not a dfdmodeler model"),
        (MODEL.replace(b' "elements"', b'<<<<<<< ours\n "elements"'), "A merge left its marks"),
    ],
    ids=["a mark of its encoding", "a page", "a merge"],
)
def test_what_a_model_file_is_instead_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    (here / "m.dfdm").write_bytes(content)
    assert main(["check", "m.dfdm"]) == 2
    assert told in one_sentence(capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_alike(here: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    (here / "m.dfdm").write_bytes(MODEL[:700])
    assert main([command, "m.dfdm", *COMMANDS[command]]) == 2
    assert "truncated" in one_sentence(capsys)
    assert sorted(path.name for path in here.iterdir()) == ["m.dfdm"]


@pytest.mark.parametrize("source", [TEMPLATE, TM7], ids=lambda path: path.suffix)
def test_truncated_files_are_told(here: Path, capsys: pytest.CaptureFixture[str], source: Path) -> None:
    content = source.read_bytes().rstrip()
    path = here / f"m{source.suffix}"
    for part in range(12):
        path.write_bytes(content[: len(content) * part // 12])
        assert main(["check", str(path)]) == 2
        one_sentence(capsys)


@pytest.mark.parametrize("name", ["m.dfdm", "m.dfd.yaml", "m.tm7"])
def test_a_huge_file_is_told(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    with (here / name).open("wb") as file:
        file.truncate(1 << 40)
    assert main(["analyze", name]) == 2
    assert "larger than" in one_sentence(capsys)


def test_a_directory_and_a_missing_file_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "d.dfdm").mkdir()
    assert main(["analyze", "d.dfdm"]) == 2
    assert "directory" in one_sentence(capsys)
    assert main(["analyze", "missing.dfdm"]) == 2
    assert "no such file" in one_sentence(capsys)
    assert main(["missing.dfdm"]) == 2
    assert "no such file or command" in one_sentence(capsys)
    assert main(["n" * 5000]) == 2
    assert main(["analyze", "n" * 5000 + ".dfdm"]) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind root")
def test_an_unreadable_file_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "m.dfdm").write_bytes(MODEL)
    (here / "m.dfdm").chmod(0)
    assert main(["analyze", "m.dfdm"]) == 2
    assert "permission denied" in one_sentence(capsys)


def test_broken_references_are_remarks_and_no_reason_to_stop(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {
        "elements": [{"id": "a", "type": "no_such_type", "parent": "gone"}],
        "flows": [{"id": "f", "source": "a", "target": "gone", "properties": {"carries": ["nothing"]}}],
        "boundaries": [{"id": "b", "parent": "c"}, {"id": "c", "parent": "b"}],
        "decisions": [{"id": "x@y", "threat": "x@y", "status": "accepted"}],
        "answers": [{"id": "q@z", "question": "q", "subject": "z"}],
        "threats": [
            {"id": "t", "subject": "gone", "severity": "Enormous", "properties": {"track": "validity"}}
        ],
        "placements": [{"id": "d/gone", "diagram": "d", "subject": "gone"}],
        "routes": [{"id": "main/f", "diagram": "main", "subject": "f", "bends": [[1e7, -1e7]]}],
        "others": [{"kind": "ghost", "id": "main"}],
    }
    (here / "m.dfdm").write_text(json.dumps({**HEADER, **rows}))
    assert main(["check", "m.dfdm"]) == 1
    out, _ = capsys.readouterr()
    assert "'gone', which is no element" in out
    for command, rest in COMMANDS.items():
        if command != "check":
            assert main([command, "m.dfdm", *rest]) == 0, capsys.readouterr()


@pytest.mark.parametrize("severity", ["Enormous", "Critical"])
def test_a_gate_stops_at_severities_it_does_not_know(here: Path, severity: str) -> None:
    rows = {"threats": [{"id": "t", "title": "A threat", "severity": severity}]}
    (here / "m.dfdm").write_text(json.dumps({**HEADER, **rows}))
    assert main(["analyze", "m.dfdm", "--fail-on", "critical"]) == 1


def test_text_from_a_file_cannot_steer_the_terminal(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]0;owned\x07\x1b[31m\r\n"
    rows = {
        "about": [{"title": evil}],
        "elements": [{"id": "a", "type": evil, "name": evil}],
        "threats": [{"id": "t", "title": evil, "subject": "a"}],
    }
    (here / "m.dfdm").write_text(json.dumps({**HEADER, **rows}))
    main(["check", "m.dfdm"])
    main(["analyze", "m.dfdm"])
    out, err = capsys.readouterr()
    assert "owned" in out
    assert not set(out + err) & {"\x1b", "\x07", "\r"}


@pytest.mark.parametrize("target", ["file/out", "missing/out", "directory"])
@pytest.mark.parametrize("command", ["convert", "report", "render", "analyze"])
def test_an_impossible_target_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], command: str, target: str
) -> None:
    suffix = {"convert": ".dfdm", "report": ".pdf", "render": ".svg", "analyze": ".json"}[command]
    (here / "file").write_bytes(b"")
    (here / f"directory{suffix}").mkdir()
    output = [f"{target}{suffix}"] if command == "convert" else ["-o", f"{target}{suffix}"]
    before = sorted(here.rglob("*"))
    assert main([command, str(TEMPLATE), *output]) == 2
    assert "cannot be written" in one_sentence(capsys)
    assert sorted(here.rglob("*")) == before


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a directory in which nobody can write")
def test_a_target_where_nobody_can_write_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(TEMPLATE), "/proc/m.dfdm"]) == 2
    one_sentence(capsys)


@pytest.mark.parametrize("command", ["report", "render", "analyze"])
def test_a_result_never_replaces_its_model(
    here: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    model = here / "m.dfdm"
    model.write_bytes(MODEL)
    (here / "link.svg").symlink_to(model)
    assert main([command, "m.dfdm", "-o", "link.svg"]) == 2
    assert "would replace the model" in one_sentence(capsys)
    assert model.read_bytes() == MODEL


@pytest.mark.parametrize("command", ["report", "analyze", "explain", "remedies"])
def test_a_result_takes_no_name_of_a_model(
    here: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (here / "m.dfdm").write_bytes(MODEL)
    (here / "other.dfdm").write_bytes(MODEL)
    rest = ["--coverage"] if command == "explain" else []
    assert main([command, "m.dfdm", *rest, "-o", "other.dfdm"]) == 2
    assert "name of one" in one_sentence(capsys)
    assert (here / "other.dfdm").read_bytes() == MODEL


def test_a_text_form_that_is_replaced_stays_beside_the_new_one(here: Path) -> None:
    (here / "m.dfd.yaml").write_bytes(b"# mine\nelements:\n  - {id: a, type: llm}\n")
    assert main(["convert", "m.dfd.yaml", "m.dfd.yaml"]) == 0
    assert b"# mine" not in (here / "m.dfd.yaml").read_bytes()
    assert b"# mine" in (here / "m.dfd.yaml.bak").read_bytes()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a device of POSIX")
def test_a_result_can_go_into_a_pipe_by_its_name(here: Path) -> None:
    (here / "m.dfdm").write_bytes(MODEL)
    command = [sys.executable, "-m", "dfdmodeler", "analyze", "m.dfdm", "-o", "/dev/stdout"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=here)
    assert result.returncode == 0, result.stderr
    assert "threats:" in result.stdout


LIMITED = """
import resource, signal, sys
from dfdmodeler.__main__ import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
sys.exit(main())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of POSIX")
@pytest.mark.parametrize(
    "arguments", [["convert", str(TEMPLATE), "m.dfdm"], ["analyze", str(TEMPLATE), "-o", "m.txt"]]
)
def test_a_disk_that_fills_up_keeps_the_old_file(here: Path, arguments: list[str]) -> None:
    target = arguments[-1]
    (here / target).write_bytes(b"old")
    result = subprocess.run([sys.executable, "-c", LIMITED, *arguments], capture_output=True, text=True)
    assert result.returncode == 2
    assert "file too large" in result.stderr
    assert result.stderr.count("\n") == 1
    assert [(path.name, path.read_bytes()) for path in here.iterdir()] == [(target, b"old")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "a.dfdm", "b.dfdm"],
        ["analyze", str(TEMPLATE), "--fail-on", "somewhat"],
        ["analyze", str(TEMPLATE), "--format", "xml"],
        ["frobnicate", "x"],
        ["rules"],
        ["rules", "frobnicate"],
        ["report", str(TEMPLATE)],
        ["report", str(TEMPLATE), "-o", "x.pdf", "--date", "yesterday"],
        ["render", str(TEMPLATE), "-o", "x.gif"],
        ["render", str(TEMPLATE), "-o", "x.svg", "--diagram", "no such"],
        ["render", str(TEMPLATE), "-o", "x.png", "--scale", "0"],
        ["convert", str(TEMPLATE), "x.tm7"],
        ["convert", str(TEMPLATE), "x"],
        ["schema", "--what"],
        ["--what"],
    ],
    ids=" ".join,
)
def test_misuse_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    one_sentence(capsys)


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX")
@pytest.mark.parametrize(
    "name", [b"caf\xe9.dfdm", b"new\nline.dfdm", b" \xe2\x80\xae.dfdm", b"$(x) '\".dfdm"]
)
def test_odd_names_are_names(here: Path, name: bytes) -> None:
    path = here / os.fsdecode(name)
    path.write_bytes(MODEL)
    command = [sys.executable, "-m", "dfdmodeler"]
    for arguments in (["check", path], ["analyze", path, "--format", "json"], ["convert", path, path]):
        result = subprocess.run([*command, *arguments], capture_output=True, timeout=120)
        assert result.returncode == 0, result.stderr
        assert result.stderr.count(b"\n") == (arguments[0] == "convert")
    assert path.read_bytes() == MODEL
