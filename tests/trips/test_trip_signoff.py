"""`reviews` on real files: who approved, and what has moved on since."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from report_models import example
from systems import shipped_library


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    return tmp_path


def approved() -> Model:
    model, library = example("EX1"), shipped_library()
    rows = register(library, analyze(library, model), model)
    said = {"reviewer": "Ann", "date": "2026-11-24", "remark": "As of release 3."}
    return SignOff(library).finish(model, rows, approves=True, **said)


def told(model: Model, capsys: pytest.CaptureFixture[str]) -> list[str]:
    Path("m.dfdm").write_bytes(native.write(model))
    assert main(["reviews", "m.dfdm", "--today", "2026-12-01"]) == 0
    return capsys.readouterr().out.splitlines()


def test_a_model_that_nobody_reviewed(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(example("EX1"), capsys) == ["Nobody has finished a review of this model"]


def test_an_approval_that_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(approved(), capsys)
    assert lines[:2] == ["Approved by Ann on 2026-11-24", "  As of release 3."]
    assert lines[2].endswith("threats then open")
    assert len(lines) == 3


def test_an_approval_of_a_model_that_has_moved_on(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(edits.rename(approved(), "fraud", "Scoring"), capsys)
    assert lines[0] == "Approved by Ann on 2026-11-24 — the model has moved on: 1 element"
    assert lines[-1] == "  Elements: changed Scoring"


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.dfdm").write_bytes(native.write(approved()))
    assert main(["reviews", "m.dfdm", "--today", "soon"]) == 2
    assert "'soon' does not match the format" in capsys.readouterr().err
