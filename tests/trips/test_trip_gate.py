"""`gate` on real files and in a real git repository: reasons, exit codes, formats, same bytes each time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dfdmodeler import paths
from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from report_models import example
from systems import shipped_library

TODAY = ("--today", "2026-11-26")
NEW = "[new_undecided]\nseverity = 'critical'\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    (tmp_path / "policy.toml").write_text(NEW)
    return tmp_path


@pytest.fixture
def repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a model in a folder, committed without its gravest element."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    for name, value in (("NAME", "Ann"), ("EMAIL", "ann@example.org")):
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    (here / "models").mkdir()
    git("init", "-q", "-b", "main")
    save(edits.delete(example("EX1"), ["fraud"]), "models/m.dfdm")
    git("add", "models")
    git("commit", "-q", "-m", "Begin")
    return here


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def save(model: Model, name: str = "m.dfdm") -> None:
    Path(name).write_bytes(native.write(model))


def gate(*arguments: str) -> int:
    return main(["gate", *arguments, "--policy", "policy.toml", *TODAY])


def test_a_model_that_has_what_is_asked_passes(capsys: pytest.CaptureFixture[str]) -> None:
    save(edits.delete(example("EX1"), [e.id for e in example("EX1").of(type(example("EX1")["fraud"]))]))
    assert gate("m.dfdm") == 0
    assert capsys.readouterr().out.splitlines()[2] == "All 1 check passed."


def test_a_model_that_lacks_it_fails_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    save(example("EX1"))
    assert gate("m.dfdm") == 1
    out = capsys.readouterr().out
    assert out.startswith("Gate failed: ")
    assert "(ML-1a@fraud), line " in out


def test_lines_are_those_of_the_file_as_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(example("EX1"))
    (here / "m.dfdm").write_text("\n\n" + (here / "m.dfdm").read_text("utf-8"), "utf-8")
    assert gate("m.dfdm", "--format", "json") == 1
    lines = (here / "m.dfdm").read_text("utf-8").splitlines()
    reasons = json.loads(capsys.readouterr().out)["checks"][0]["reasons"]
    assert reasons
    for reason in reasons:
        assert f'"id": "{reason["records"][0]}"' in lines[reason["line"]]


def test_the_base_is_a_revision_of_the_same_file(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(example("EX1"), "models/m.dfdm")
    assert gate("models/m.dfdm", "--base", "HEAD", "--format", "json") == 1
    told = json.loads(capsys.readouterr().out)
    assert "ML-1a@fraud" in [reason["threat"] for reason in told["checks"][0]["reasons"]]
    assert told["base"] == "HEAD"
    git("commit", "-q", "-a", "-m", "Add the classifier")
    assert gate("models/m.dfdm", "--base", "HEAD") == 0
    assert gate("models/m.dfdm", "--base", "HEAD~1") == 1
    assert gate("models/m.dfdm", "--base", "main") == 0


def test_a_revision_is_found_from_another_directory(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "policy.toml").write_text(NEW)
    monkeypatch.chdir(elsewhere)
    assert gate(str(repository / "models" / "m.dfdm"), "--base", "HEAD") == 0


def test_the_base_is_another_file(capsys: pytest.CaptureFixture[str]) -> None:
    save(example("EX1"))
    save(example("EX1"), "HEAD")  # a file of this name is meant, whatever its ending
    assert gate("m.dfdm", "--base", "HEAD") == 2
    assert "known format" in capsys.readouterr().err
    save(example("EX1"), "old.dfdm")
    assert gate("m.dfdm", "--base", "old.dfdm") == 0


def test_a_file_that_the_base_does_not_have_is_new(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(example("EX1"), "models/other.dfdm")
    assert gate("models/other.dfdm", "--base", "HEAD") == 1
    assert "was not there at HEAD" in capsys.readouterr().err


@pytest.mark.parametrize(
    "base", ["no-such", "HEAD~9", "--upload-pack=x", "-x", "", "a..b", "HEAD:models", "@{u}"]
)
def test_a_base_that_is_none_is_told(repository: Path, base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate("models/m.dfdm", f"--base={base}") == 2
    assert "neither a file nor a revision" in capsys.readouterr().err


def test_a_base_outside_of_a_repository_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(example("EX1"))
    assert gate("m.dfdm", "--base", "HEAD") == 2
    assert (
        "'HEAD' is no file, and no revision either: m.dfdm is in no git repository."
        in capsys.readouterr().err
    )


def test_without_git_it_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(example("EX1"))
    monkeypatch.setenv("PATH", str(here))
    assert gate("m.dfdm", "--base", "HEAD") == 2
    assert "The program git is not installed" in capsys.readouterr().err


def test_a_broken_base_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("models/m.dfdm").write_text("{")
    git("commit", "-q", "-a", "-m", "Break it")
    save(example("EX1"), "models/m.dfdm")
    assert gate("models/m.dfdm", "--base", "HEAD") == 2
    assert "error: HEAD: models/m.dfdm:1: This is not valid JSON" in capsys.readouterr().err


def test_everything_that_is_wrong_with_a_policy_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(example("EX1"))
    (here / "policy.toml").write_text("[new_undecidd]\n[expired]\nlevel = 'grave'\n")
    assert gate("m.dfdm") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Did you mean 'new_undecided'?" in err
    assert err.count("error: policy.toml:") == 2


def test_a_policy_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    save(example("EX1"))
    assert main(["gate", "m.dfdm"]) == 2
    assert "--policy" in capsys.readouterr().err


def test_a_policy_to_begin_with_is_printed_and_works(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "--print-policy"]) == 0
    printed = capsys.readouterr().out
    assert printed == paths.policy().read_text("utf-8")
    (here / "policy.toml").write_text(printed)
    save(example("EX1"))
    assert gate("m.dfdm") == 1


def test_a_day_makes_acceptances_end(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "policy.toml").write_text("[expired]\n")
    said = {"status": "accepted", "reason": "Small.", "author": "Bob", "date": "2026-11-01"}
    save(triage.decide(example("EX1"), "ML-1a@fraud", expires="2026-12-31", **said))
    assert gate("m.dfdm") == 0
    assert main(["gate", "m.dfdm", "--policy", "policy.toml", "--today", "2027-01-01"]) == 1
    assert "its last day was 2026-12-31" in capsys.readouterr().out


def test_text_of_a_model_makes_no_mark_up_in_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    save(edits.rename(example("EX1"), "fraud", "<b>**x** | @ann \x1b[31m"))
    assert gate("m.dfdm", "--format", "md") == 1
    out = capsys.readouterr().out
    assert r"\<b\>\*\*x\*\* \|" in out
    assert "\x1b" not in out
    assert "@ann" not in out


@pytest.mark.parametrize("command", [["gate", "--policy", "policy.toml"], ["analyze"]])
@pytest.mark.parametrize("below", [True, False])
def test_sarif_points_into_the_file_as_it_is_called_from_here(
    here: Path,
    command: list[str],
    below: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (here / "models").mkdir()
    save(example("EX1"), "models/my model.dfdm")
    if not below:
        (here / "elsewhere").mkdir()
        (here / "elsewhere" / "policy.toml").write_text(NEW)
        monkeypatch.chdir(here / "elsewhere")
    assert main([*command, str(here / "models" / "my model.dfdm"), "--format", "sarif", *TODAY]) < 2
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    whole = (here / "models" / "my model.dfdm").as_uri()
    assert place["artifactLocation"]["uri"] == ("models/my%20model.dfdm" if below else whole)
    lines = (here / "models" / "my model.dfdm").read_text("utf-8").splitlines()
    assert lines[place["region"]["startLine"]].strip().startswith('"id": ')


def test_other_formats_are_judged_too(here: Path) -> None:
    (here / "m.tm7").write_bytes(
        (Path(__file__).parents[1] / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7").read_bytes()
    )
    assert gate("m.tm7", "--format", "json") in (0, 1)


@pytest.mark.parametrize("format", ["text", "json", "md", "sarif"])
def test_the_result_is_the_same_bytes_each_time(here: Path, format: str) -> None:
    save(example("EX1"))
    (here / "policy.toml").write_bytes(paths.policy().read_bytes())
    command = [sys.executable, "-m", "dfdmodeler", "gate", "m.dfdm", "--policy", "policy.toml", *TODAY]
    seen = set()
    for seed in ("0", "77"):
        run = subprocess.run(
            [*command, "--format", format], capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        assert run.returncode == 1, run.stderr
        seen.add(run.stdout)
    assert len(seen) == 1
