"""The register from the command line: a table, JSON and sheets, and edits of a sheet back into the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from systems import shipped_library

THREATS = [{"id": "own", "title": "=Stolen laptop", "severity": "Low"}, {"id": "two", "title": "Spy"}]
MODEL = {"format": "dfdmodeler", "schema": 1, "threats": THREATS}
NOW = ("--author", "Bob", "--today", "2026-03-01")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    (tmp_path / "m.dfdm").write_text(json.dumps(MODEL))
    return tmp_path


def model(name: str = "m.dfdm") -> Model:
    found, problems = native.read(Path(name).read_bytes(), name)
    assert found is not None
    assert not problems
    return found


def edit(name: str, *pairs: tuple[str, str]) -> None:
    """Edits a CSV as an editor of text does."""
    text = Path(name).read_text("utf-8-sig")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    Path(name).write_text(text, "utf-8")


def test_the_table_tells_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "m.dfdm"]) == 0
    told = capsys.readouterr().out
    assert "=Stolen laptop" in told
    assert "2 threats" in told
    assert "Owner" not in told


def test_json_has_the_columns_that_were_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", "m.dfdm", "--format", "json", "--columns", "id, severity"]) == 0
    rows = json.loads(capsys.readouterr().out)["threats"]
    assert {"id": "own@", "severity": "Low"} in rows
    assert main(["register", "m.dfdm", "--columns", "id,colour"]) == 2
    assert "There is no column “colour”. Known are severity, " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_sheets_are_the_same_bytes_each_time_and_come_back_unedited(
    here: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", "m.dfdm", "-o", name]) == 0
    first = (here / name).read_bytes()
    assert main(["register", "m.dfdm", "-o", name]) == 0
    assert (here / name).read_bytes() == first
    before = (here / "m.dfdm").read_bytes()
    assert main(["register", "m.dfdm", "--import", name]) == 0
    assert "0 edits taken over, 0 left out, 0 problems" in capsys.readouterr().out
    assert (here / "m.dfdm").read_bytes() == before


def test_csv_as_other_countries_write_it(here: Path) -> None:
    assert main(["register", "m.dfdm", "-o", "r.csv", "--separator", "semicolon", "--no-bom"]) == 0
    assert (here / "r.csv").read_bytes().startswith(b"Severity;Threat;")


def test_edits_come_back_signed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["register", "m.dfdm", "-o", "r.csv"])
    edit("r.csv", ("laptop,the model as a whole,,Open,,,", "laptop,the model as a whole,,Accepted,Small,,Cy"))
    capsys.readouterr()
    assert main(["register", "m.dfdm", "--import", "r.csv", *NOW, "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "own@  =Stolen laptop (the model as a whole)",
        "  Decision: Open → Accepted",
        "  Reason: nothing → Small",
        "  Owner: nothing → Cy",
        "3 edits would be taken over, 0 left out, 0 problems",
    ]
    assert triage.decision_on(model(), "own@").status == "open"
    assert main(["register", "m.dfdm", "--import", "r.csv", *NOW]) == 0
    decided = triage.decision_on(model(), "own@")
    assert (decided.status, decided.reason, decided.owner) == ("accepted", "Small", "Cy")
    assert (decided.author, decided.date) == ("Bob", "2026-03-01")
    assert Path("m.dfdm.bak").exists()


def test_what_is_in_doubt_is_left_out_unless_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    main(["register", "m.dfdm", "-o", "r.csv"])
    edit("r.csv", ("laptop,the model as a whole,,Open,,,", "laptop,the model as a whole,,Open,,,Cy"))
    since = triage.track(model(), ["own@"], author="Ann", date="2026-01-01", owner="Di")
    Path("m.dfdm").write_bytes(native.write(since))
    assert main(["register", "m.dfdm", "--import", "r.csv", *NOW]) == 1
    told = capsys.readouterr().out
    assert "Owner: Di → Cy  (left out: Changed in the model too)" in told
    assert "0 edits taken over, 1 left out" in told
    assert model() == since
    assert main(["register", "m.dfdm", "--import", "r.csv", *NOW, "--conflicts", "-o", "out.dfdm"]) == 0
    assert triage.decision_on(model("out.dfdm"), "own@").owner == "Cy"
    assert model() == since


def test_what_cannot_be_read_is_told_and_the_rest_taken_over(capsys: pytest.CaptureFixture[str]) -> None:
    main(["register", "m.dfdm", "-o", "r.csv"])
    edit("r.csv", ("laptop,the model as a whole,,Open,,,", "laptop,the model as a whole,,Maybe,,,Cy"))
    assert main(["register", "m.dfdm", "--import", "r.csv", *NOW]) == 1
    told = capsys.readouterr()
    assert "“Maybe” is nothing for “Decision”" in told.err
    assert "1 edit taken over, 0 left out, 1 problem" in told.out
    assert triage.decision_on(model(), "own@").owner == "Cy"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.csv", None, "cannot be read"),
        ("r.xlsx", b"no", "no XLSX file"),
        ("r.csv", b"a,b\r\n", "“Id” is needed"),
        ("r.csv", b"Id,Decision\r\nX-1@y,Open\r\n", "No row is about a threat of this model"),
        ("r.ods", b"PK", "OpenDocument"),
    ],
)
def test_what_is_no_register_changes_nothing(
    here: Path, name: str, data: bytes | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        (here / name).write_bytes(data)
    before = (here / "m.dfdm").read_bytes()
    assert main(["register", "m.dfdm", "--import", name]) == 2
    assert words in capsys.readouterr().err
    assert (here / "m.dfdm").read_bytes() == before


def test_a_format_that_holds_less_is_not_replaced(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bot = {"id": "bot", "type": "llm", "name": "Helper"}
    (here / "m.dfdm").write_text(json.dumps({"format": "dfdmodeler", "schema": 1, "elements": [bot]}))
    main(["convert", "m.dfdm", "m.dfd.yaml"])
    main(["register", "m.dfd.yaml", "-o", "r.csv"])
    edit("r.csv", (",Helper,,Open,,,", ",Helper,,Open,,,Cy"))
    before = (here / "m.dfd.yaml").read_bytes()
    assert main(["register", "m.dfd.yaml", "--import", "r.csv", *NOW]) == 2
    assert "Name a file for it with -o." in capsys.readouterr().err
    assert (here / "m.dfd.yaml").read_bytes() == before
    assert main(["register", "m.dfd.yaml", "--import", "r.csv", *NOW, "-o", "out.dfdm"]) == 0
