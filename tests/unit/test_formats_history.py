"""The revisions of a file, from a real repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dfdmodeler.formats.history import revisions
from dfdmodeler.model.problem import Problem


def git(directory: Path, *arguments: str, author: str = "Ada") -> None:
    identity = ("-c", f"user.name={author}", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def commit(path: Path, content: str, message: str, author: str = "Ada") -> None:
    path.write_text(content)
    git(path.parent, "add", "-A", author=author)
    git(path.parent, "commit", "-q", "-m", message, author=author)


@pytest.mark.parametrize("name", ["model.dfdm", ":(top)model.dfdm", "-model.dfdm", "Modell über uns.dfdm"])
def test_the_last_that_changed_the_file_come_first(repository: Path, name: str) -> None:
    path, other = repository / name, repository / "other.dfdm"
    for number in range(4):
        commit(path, f"{number}", f"Step {number}", author="Zoë Müller")
        commit(other, f"{number}", "Elsewhere")
    found = revisions(path, 3)
    assert not isinstance(found, Problem)
    assert [(one.subject, one.author) for one in found] == [
        ("Step 3", "Zoë Müller"),
        ("Step 2", "Zoë Müller"),
        ("Step 1", "Zoë Müller"),
    ]
    assert all(one.id and one.date for one in found)


def test_a_file_that_was_never_kept_has_none(repository: Path) -> None:
    commit(repository / "other.dfdm", "", "Elsewhere")
    assert revisions(repository / "model.dfdm", 3) == ()


def test_what_git_cannot_tell_is_a_problem(
    tmp_path: Path, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = revisions(repository / "model.dfdm", 3)
    assert isinstance(empty, Problem), "a repository without a commit"
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = revisions(repository / "model.dfdm", 3)
    assert isinstance(missing, Problem)
    assert "not installed" in missing.what
