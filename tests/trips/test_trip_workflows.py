"""The example workflows: valid YAML, and the very commands in them, in a real repository with a change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from ruamel.yaml import YAML

from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from report_models import example
from systems import ROOT

EXAMPLES = ROOT / "docs" / "examples"
EXPRESSION = "${{ github.event_name == 'push' && github.event.before || 'HEAD^1' }}"
POLICY = "[new_undecided]\nseverity = 'critical'\n[review_age]\nlevel = 'warning'\n"
INSTALL = "python -m pip install dfdmodeler"
NEEDED = ("git", "bash")

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not all(map(shutil.which, NEEDED)), reason="there is no git or no bash"
)


class Step(NamedTuple):
    """A command of a workflow, and whether it runs although one before it failed."""

    command: str
    always: bool


def github() -> tuple[Mapping[str, str], list[Step]]:
    """Variables and steps of the workflow for GitHub, with the base that a pull request has."""
    plain = loaded("github-model-gate.yml")
    (job,) = plain["jobs"].values()
    steps = [step for step in job["steps"] if "run" in step]
    assert {step.get("if") for step in steps} <= {None, "${{ !cancelled() }}"}
    env = {name: value.replace(EXPRESSION, "HEAD^1") for name, value in plain["env"].items()}
    return env, [Step(step["run"], "if" in step) for step in steps]


def gitlab() -> tuple[Mapping[str, str], list[Step]]:
    """The same for GitLab, where the lines of a script share one shell."""
    (job,) = loaded("gitlab-model-gate.yml").values()
    return job["variables"], [Step("\n".join(job["script"]), False)]


def loaded(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = YAML(typ="safe").load((EXAMPLES / name).read_text("utf-8"))
    return plain


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a model and a policy in its first commit."""
    monkeypatch.chdir(tmp_path)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.org")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "policy.toml").write_text(POLICY)
    subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
    commit(edits.delete(example("EX1"), ["fraud"]))
    return tmp_path


def commit(model: Model) -> None:
    Path("models/service.dfdm").write_bytes(native.write(model))
    subprocess.run(["git", "add", "models"], check=True)
    subprocess.run(["git", "commit", "-q", "-m", "A change"], check=True)


def run(env: Mapping[str, str], steps: list[Step], repository: Path, home: Path) -> Iterator[int]:
    """The exit codes of the steps that run; what installs the program is done already."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    whole = {**os.environ, "PATH": path, "DFDMODELER_HOME": str(home), **env}
    whole["GITHUB_STEP_SUMMARY"] = str(repository / "summary.md")
    failed = False
    for step in steps:
        command = step.command.replace(INSTALL, "dfdmodeler --version")
        if not failed or step.always:
            shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
            code = subprocess.run(shell, cwd=repository, env=whole, capture_output=True).returncode
            failed = failed or code != 0
            yield code


def results(repository: Path) -> list[dict[str, Any]]:
    log = json.loads((repository / "gate.sarif").read_text("utf-8"))
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


def test_github_lets_a_change_pass_that_brings_nothing_grave(repository: Path, home: Path) -> None:
    env, steps = github()
    commit(edits.rename(edits.delete(example("EX1"), ["fraud"]), "app", "Shop"))
    assert list(run(env, steps, repository, home)) == [0, 0, 0, 0]
    summary = (repository / "summary.md").read_text("utf-8")
    assert summary.startswith("## Gate passed: ")
    assert "Shop" in summary  # what the change means follows
    assert [result["level"] for result in results(repository)] == ["warning"]


def test_github_stops_a_change_with_a_grave_threat_and_still_tells_all(repository: Path, home: Path) -> None:
    env, steps = github()
    commit(example("EX1"))
    assert list(run(env, steps, repository, home)) == [0, 1, 0, 0]
    summary = (repository / "summary.md").read_text("utf-8")
    assert summary.startswith("## Gate failed: ")
    assert "Critical and undecided: " in summary
    assert "### Threats" in summary
    assert "ML-1a@fraud" in [result.get("properties", {}).get("threat") for result in results(repository)]


@pytest.mark.parametrize("variable", ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BEFORE_SHA"])
def test_gitlab_stops_with_the_reasons_in_its_log_and_its_files(
    repository: Path, home: Path, variable: str
) -> None:
    env, steps = gitlab()
    commit(example("EX1"))
    assert list(run({**env, variable: "HEAD~1"}, steps, repository, home)) == [1]
    assert (repository / "gate.md").read_text("utf-8").startswith("## Gate failed: ")
    assert results(repository)


def test_gitlab_lets_a_change_pass_that_brings_nothing_grave(repository: Path, home: Path) -> None:
    env, steps = gitlab()
    commit(edits.rename(edits.delete(example("EX1"), ["fraud"]), "app", "Shop"))
    assert list(run({**env, "CI_COMMIT_BEFORE_SHA": "HEAD~1"}, steps, repository, home)) == [0]
    assert (repository / "gate.md").read_text("utf-8").startswith("## Gate passed: ")


def test_the_artifacts_are_what_the_commands_write() -> None:
    (job,) = loaded("gitlab-model-gate.yml").values()
    assert all(any(f"-o {name}" in line for line in job["script"]) for name in job["artifacts"]["paths"])
    steps = loaded("github-model-gate.yml")["jobs"]["gate"]["steps"]
    upload = next(step for step in steps if "upload-sarif" in step.get("uses", ""))
    assert any(f"-o {upload['with']['sarif_file']}" in step.command for step in github()[1])


def test_the_guide_shows_where_the_examples_are() -> None:
    guide = (ROOT / "docs" / "guide" / "gates.md").read_text("utf-8")
    assert all(f"../examples/{path.name}" in guide for path in EXAMPLES.glob("*.yml"))
