"""Models in a real git repository: merged by what they mean, compared in words, with nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import git_setup
from dfdmodeler.formats import native
from dfdmodeler.model import edits, settling, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Conflict, Decision, Diagram, Element, Flow, Placement

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NAME = 'threat model\'s "first" $HOME.dfdm'
BASE = Model(
    [
        Diagram(id="main", name="Main"),
        Element(id="model", type="llm", name="Model"),
        Element(id="user", type="human_user", name="User"),
        Flow(id="ask", source="user", target="model", name="Question"),
        Placement(id="main/model", diagram="main", subject="model", x=10.0),
    ]
)
THREAT = "LLM-01@model"


class Repository:
    """A directory under git, and its model."""

    def __init__(self, root: Path, name: str = NAME) -> None:
        self.root, self.path = root, root / name
        root.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout + done.stderr

    @property
    def model(self) -> Model:
        model, problems = native.read(self.path.read_bytes(), "m")
        assert model is not None, problems
        return model

    def commit(self, edit: Callable[[Model], Model], message: str = "Edit") -> None:
        self.path.write_bytes(native.write(edit(self.model if self.path.exists() else BASE)))
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branch(self, name: str, *made: Callable[[Model], Model], at: str = "main") -> None:
        """A branch from another with one commit for each edit; it is left again."""
        self.git("switch", "-q", "-c", name, at)
        for edit in made:
            self.commit(edit)
        self.git("switch", "-q", at)


@pytest.fixture(autouse=True)
def identity(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of git with a home directory of this test alone."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ann@example.org")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository in a directory whose name needs care, with a model and nothing set up."""
    made = Repository(tmp_path / 'it\'s a "repository" & more')
    made.commit(lambda model: model, "First")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def repository(bare: Repository) -> Repository:
    assert main(["git", "install"]) == 0
    bare.git("add", "-A")
    bare.git("commit", "-q", "-m", "Attributes")
    return bare


def renamed(subject: str, name: str) -> Callable[[Model], Model]:
    return lambda model: edits.rename(model, subject, name)


def decided(status: str, reason: str, author: str) -> Callable[[Model], Model]:
    return lambda model: triage.decide(
        model,
        THREAT,
        status=status,
        reason=reason,
        author=author,
        date="2026-01-01",  # type: ignore[arg-type]
    )


def moved(x: float) -> Callable[[Model], Model]:
    return lambda model: edits.update(model, ["main/model"], x=x)


def test_edits_on_two_branches_are_merged(repository: Repository) -> None:
    repository.branch("theirs", renamed("model", "Chat model"), decided("accepted", "small", "Bob"))
    repository.commit(lambda model: edits.set_property(model, ["model"], "exposure", "public"))
    repository.commit(moved(50.0))
    repository.git("merge", "-q", "theirs")
    model = repository.model
    assert model["model"] == Element(
        id="model", type="llm", name="Chat model", properties={"exposure": "public"}
    )
    assert model["main/model"] == Placement(id="main/model", diagram="main", subject="model", x=50.0)
    assert model.find(Decision, THREAT).reason == "small"  # type: ignore[union-attr]
    assert repository.git("status", "--porcelain") == ""
    assert repository.path.read_bytes() == native.write(model), "the file is as the program writes it"


def test_what_text_would_call_a_conflict_is_none(repository: Repository) -> None:
    """Both add a record at the same place of the file, and change neighbouring lines of one."""
    repository.branch("theirs", lambda m: edits.put(m, Element(id="new-b", type="llm", name="B")))
    repository.commit(lambda m: edits.put(m, Element(id="new-a", type="llm", name="A")))
    repository.git("merge", "-q", "theirs")
    assert {"new-a", "new-b"} <= set(repository.model)
    assert not repository.model.of(Conflict)


def test_places_never_conflict(repository: Repository) -> None:
    repository.branch("theirs", moved(70.0))
    repository.commit(moved(30.0))
    repository.git("merge", "-q", "theirs")
    assert repository.model["main/model"].x == 30.0  # type: ignore[attr-defined]


def test_a_branch_is_rebased(repository: Repository) -> None:
    repository.branch("topic", renamed("user", "Customer"), decided("mitigated", "", "Eve"), moved(90.0))
    repository.commit(renamed("model", "Chat model"))
    repository.git("switch", "-q", "topic")
    repository.git("rebase", "-q", "main")
    model = repository.model
    assert [model.name_of(i) for i in ("model", "user")] == ["Chat model", "Customer"]
    assert model.find(Decision, THREAT).status == "mitigated"  # type: ignore[union-attr]
    assert len(repository.git("log", "--oneline", "main..topic").splitlines()) == 3


def test_a_commit_is_picked(repository: Repository) -> None:
    repository.branch("other", renamed("user", "Customer"), decided("avoided", "gone", "Eve"))
    repository.commit(renamed("model", "Chat model"))
    repository.git("cherry-pick", "other")
    model = repository.model
    assert [model.name_of(i) for i in ("model", "user")] == ["Chat model", "User"]
    assert model.find(Decision, THREAT).reason == "gone"  # type: ignore[union-attr]


def test_two_verdicts_are_a_conflict_that_is_settled_and_committed(repository: Repository) -> None:
    repository.branch("theirs", decided("accepted", "rare", "Bob"), renamed("user", "Customer"))
    repository.commit(decided("mitigated", "guarded", "Eve"))
    told = repository.git("merge", "theirs", code=1)
    assert "Mitigated · “guarded” · Eve, 2026-01-01 (stands for now)" in told
    assert "Accepted · “rare” · Bob, 2026-01-01" in told
    assert f"{NAME}: 1 conflict; open the file" in told
    assert "”, decision" not in told, "that it is about a decision is said before"
    assert repository.git("status", "--porcelain").startswith("UU")
    model = repository.model
    assert model.find(Decision, THREAT).reason == "guarded"  # type: ignore[union-attr]
    assert model.name_of("user") == "Customer", "what is in no conflict is merged"
    (conflict,) = model.of(Conflict)
    assert main(["check", str(repository.path)]) == 1, "no build passes while a choice is open"
    settled = settling.settle(model, conflict.id, "theirs", author="Ann", date="2026-01-02")
    repository.path.write_bytes(native.write(settled))
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "Merge")
    assert repository.model.find(Decision, THREAT).reason == "rare"  # type: ignore[union-attr]
    assert "Already up to date" in repository.git("merge", "theirs")
    assert list(repository.root.glob(".*merge_file*")) == []


def test_a_conflict_of_a_rebase_is_settled_and_goes_on(repository: Repository) -> None:
    repository.branch("topic", renamed("model", "One"), renamed("user", "Customer"))
    repository.commit(renamed("model", "Other"))
    repository.git("switch", "-q", "topic")
    repository.git("rebase", "main", code=1)
    repository.path.write_bytes(native.write(settling.settle_all(repository.model, "theirs")))
    repository.git("add", "-A")
    repository.git("-c", "core.editor=true", "rebase", "--continue")
    assert [repository.model.name_of(i) for i in ("model", "user")] == ["One", "Customer"]
    assert not repository.model.of(Conflict)


def test_a_model_that_both_added_is_merged(repository: Repository) -> None:
    repository.git("rm", "-q", NAME)
    repository.git("commit", "-q", "-m", "Without")
    repository.branch("theirs", lambda _: edits.rename(BASE, "user", "Customer"))
    repository.commit(lambda model: model)
    repository.git("merge", "theirs", code=1)
    assert [(c.subject, c.field, c.base) for c in repository.model.of(Conflict)] == [("user", "name", None)]


def test_a_commit_is_reverted(repository: Repository) -> None:
    repository.commit(renamed("model", "Chat model"))
    repository.commit(renamed("user", "Customer"))
    repository.git("revert", "--no-edit", "HEAD~1")
    assert [repository.model.name_of(i) for i in ("model", "user")] == ["Model", "Customer"]


def test_a_stash_is_popped(repository: Repository) -> None:
    repository.path.write_bytes(native.write(edits.rename(BASE, "user", "Customer")))
    repository.git("stash", "-q")
    repository.commit(renamed("model", "Chat model"))
    repository.git("stash", "pop", "-q")
    assert [repository.model.name_of(i) for i in ("model", "user")] == ["Chat model", "Customer"]


def test_branches_that_merged_one_another_crosswise_merge_again(repository: Repository) -> None:
    """Git then makes a base of two, which may be in conflict themselves."""
    repository.branch("topic", renamed("model", "Topic"))
    repository.commit(renamed("model", "Main"))
    crossing = {}
    for branch, other in (("main", "topic~0"), ("topic", "main~0")):
        crossing[branch] = repository.git("rev-parse", other).strip()
    for branch, other, name in (("main", crossing["main"], "Main"), ("topic", crossing["topic"], "Main")):
        repository.git("switch", "-q", branch)
        repository.git("merge", other, code=1)
        model = settling.settle_all(repository.model, "keep")
        repository.path.write_bytes(native.write(edits.rename(model, "model", name)))
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", "Crosswise")
    repository.commit(renamed("user", "Customer"))
    repository.git("switch", "-q", "main")
    repository.commit(moved(80.0))
    repository.git("merge", "-q", "topic")
    assert [repository.model.name_of(i) for i in ("model", "user")] == ["Main", "Customer"]
    assert not repository.model.of(Conflict)


def test_a_file_that_is_no_model_leaves_ours_as_it_is(repository: Repository) -> None:
    repository.branch("theirs", renamed("model", "B"))
    repository.git("switch", "-q", "theirs")
    repository.path.write_text("{ broken", encoding="utf-8")
    repository.git("commit", "-q", "-am", "Broken")
    repository.git("switch", "-q", "main")
    repository.commit(renamed("user", "Customer"))
    told = repository.git("merge", "theirs", code=1)
    assert "This is not valid JSON" in told
    assert repository.model == edits.rename(BASE, "user", "Customer")
    assert repository.git("status", "--porcelain").startswith("UU")


def test_differences_are_shown_in_words(repository: Repository) -> None:
    repository.commit(moved(44.0))
    assert repository.git("diff", "HEAD~1").count("\n-") == 2, "the head, and one line for all of the drawing"
    repository.path.write_bytes(
        native.write(
            edits.set_property(
                decided("accepted", "small", "Bob")(repository.model), ["model"], "pay_per_use", "yes"
            )
        )
    )
    shown = repository.git("diff", "--", NAME)
    assert "\n LLM “Model” (model)\n+    Pay per use: yes\n" in shown
    assert "\n+    Status: accepted\n" in shown
    assert "\n+    Reason: “small”\n" in shown
    assert '"properties"' not in shown


def test_what_is_no_model_is_shown_as_it_is(repository: Repository) -> None:
    repository.path.write_text("<<<<<<< no model", encoding="utf-8")
    assert "+<<<<<<< no model" in repository.git("diff")


def test_installing_twice_changes_nothing_and_says_so(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    before = repository.git("config", "--local", "--list")
    capsys.readouterr()
    assert main(["git", "install"]) == 0
    assert "set up already" in capsys.readouterr().out
    assert repository.git("config", "--local", "--list") == before
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    "before", [None, b"*.png binary\n", b"*.png binary", b"*.png binary\r\n\xff text\r\n"]
)
def test_uninstalling_leaves_everything_as_it_was(bare: Repository, before: bytes | None) -> None:
    attributes = bare.root / ".gitattributes"
    if before is not None:
        attributes.write_bytes(before)
    bare.git("config", "merge.dfdmodeler.recursive", "text")
    settings = bare.git("config", "--local", "--list")
    assert main(["git", "install"]) == 0
    assert git_setup.LINE in attributes.read_bytes()
    assert bare.git("config", "--local", "--list") != settings
    assert main(["git", "uninstall"]) == 0
    assert (attributes.read_bytes() if attributes.exists() else None) == before
    assert bare.git("config", "--local", "--list") == settings


def test_it_is_the_same_from_a_directory_below(bare: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare.root / "docs").mkdir()
    monkeypatch.chdir(bare.root / "docs")
    assert main(["git", "install"]) == 0
    assert (bare.root / ".gitattributes").read_bytes() == git_setup.LINE + b"\n"
    assert not (bare.root / "docs" / ".gitattributes").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_came_with_the_repository_is_not_followed(bare: Repository, home: Path) -> None:
    precious = home / ".profile"
    precious.write_text("mine")
    (bare.root / ".gitattributes").symlink_to(precious)
    assert main(["git", "install"]) == 2
    assert precious.read_text() == "mine"
    assert "dfdmodeler" not in bare.git("config", "--local", "--list")


def test_uninstalling_what_is_not_there_says_so(bare: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["git", "uninstall"]) == 0
    assert "nothing to take out" in capsys.readouterr().out


def test_one_setting_serves_all_repositories_of_the_user(
    bare: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["git", "install", "--user"]) == 0
    assert (home / ".config" / "git" / "attributes").read_bytes() == git_setup.LINE + b"\n"
    assert not (bare.root / ".gitattributes").exists()
    bare.branch("theirs", renamed("model", "B"))
    bare.commit(renamed("user", "C"))
    bare.git("merge", "-q", "theirs")
    assert [bare.model.name_of(i) for i in ("model", "user")] == ["B", "C"]
    assert main(["git", "uninstall", "--user"]) == 0
    assert not (home / ".config" / "git" / "attributes").exists()
    assert "dfdmodeler" not in bare.git("config", "--list")


def test_attributes_that_the_user_keeps_elsewhere_are_used(bare: Repository, home: Path) -> None:
    own = home / "my attributes"
    own.write_bytes(b"*.png binary\n")
    bare.git("config", "--global", "core.attributesFile", "~/my attributes")
    assert main(["git", "install", "--user"]) == 0
    assert own.read_bytes() == b"*.png binary\n" + git_setup.LINE + b"\n"
    assert main(["git", "uninstall", "--user"]) == 0
    assert own.read_bytes() == b"*.png binary\n"


def test_outside_of_a_repository_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("install", "uninstall"):
        assert main(["git", command]) == 2
        told = capsys.readouterr().err
        assert "This is not inside a git repository with files." in told
        assert "--user" in told


def test_in_a_repository_without_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare.git")], check=True)
    monkeypatch.chdir(tmp_path / "bare.git")
    assert main(["git", "install"]) == 2
    assert "dfdmodeler" not in (tmp_path / "bare.git" / "config").read_text()


def test_without_git_it_says_where_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), ".", "")))
    monkeypatch.chdir(tmp_path)
    assert main(["git", "install"]) == 2
    assert "git is not installed" in capsys.readouterr().err


def test_a_program_called_git_in_the_directory_of_the_model_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "git"
    trap.write_text("#!/bin/sh\ntouch trapped\n")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", os.environ["PATH"])))
    main(["git", "install"])
    assert not (tmp_path / "trapped").exists()
