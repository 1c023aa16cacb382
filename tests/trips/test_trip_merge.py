"""`merge` on files: what it writes, where it writes it, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Conflict, Element, Flow
from systems import shipped_library

BASE = Model(
    [
        Element(id="model", type="llm", name="Model", notes="n"),
        Element(id="user", type="human_user", name="User"),
        Flow(id="ask", source="user", target="model"),
    ]
)
OURS = edits.rename(BASE, "model", "Chat model")
THEIRS = edits.set_property(edits.rename(BASE, "user", "Customer"), ["model"], "pay_per_use", "yes")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    for name, model in (("base", BASE), ("ours", OURS), ("theirs", THEIRS)):
        save(Path(f"{name}.dfdm"), model)
    return tmp_path


def save(path: Path, model: Model) -> None:
    path.write_bytes(native.write(model))


def load(name: str) -> Model:
    model, problems = native.read(Path(name).read_bytes(), name)
    assert model is not None, problems
    return model


def test_what_both_did_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 0
    assert load("out.dfdm") == merge(BASE, OURS, THEIRS).model
    assert capsys.readouterr().out == "out.dfdm: merged, nothing is left to choose\n"


def test_ours_may_be_replaced_and_stays_beside_it() -> None:
    assert main(["merge", "base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "ours.dfdm"]) == 0
    assert load("ours.dfdm") == merge(BASE, OURS, THEIRS).model
    assert load("ours.dfdm.bak") == OURS


def test_conflicts_are_told_with_both_sides_and_kept_in_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    save(Path("theirs.dfdm"), edits.rename(edits.update(BASE, ["user"], notes="x"), "model", "Bot"))
    assert main(["merge", "base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm", "--name", "m.dfdm"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "LLM “Chat model”, name",
        "  Before:  “Model”",
        "  Ours:    “Chat model” (stands for now)",
        "  Theirs:  “Bot”",
        "m.dfdm: 1 conflict; open the file with `dfdmodeler` and choose, then save it",
    ]
    model = load("out.dfdm")
    assert model.name_of("model") == "Chat model"
    assert model["user"].notes == "x"  # type: ignore[attr-defined]
    assert len(model.of(Conflict)) == 1


def test_a_deletion_is_told_beside_what_the_other_changed(capsys: pytest.CaptureFixture[str]) -> None:
    save(Path("theirs.dfdm"), edits.delete(BASE, ["model"]))
    assert main(["merge", "base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 1
    assert capsys.readouterr().out.splitlines()[:4] == [
        "LLM “Chat model”, whether it stays",
        "  Before:  LLM “Model”",
        "  Ours:    Changed · Name: “Model” → “Chat model” (stands for now)",
        "  Theirs:  Deleted",
    ]
    assert {"model", "ask"} <= set(load("out.dfdm"))


def test_who_analyses_a_model_with_conflicts_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 1
    capsys.readouterr()
    assert main(["analyze", "out.dfdm"]) == 0
    assert "note: out.dfdm: 2 conflicts of a merge not settled; ours counts." in capsys.readouterr().err


def test_two_files_are_merged_without_a_base(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 1
    out = capsys.readouterr().out
    assert "Before:  Nothing yet" in out
    assert {c.subject for c in load("out.dfdm").of(Conflict)} == {"model", "user"}
    assert load("out.dfdm")["model"].properties["pay_per_use"] == "yes"  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_base_is_none(content: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        Path("nothing").write_bytes(content)
    assert main(["merge", "nothing", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 1
    assert ("nothing is not there" in capsys.readouterr().err) is (content is None)
    assert {c.subject for c in load("out.dfdm").of(Conflict)} == {"model", "user"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["base.dfdm", "ours.dfdm", "empty", "-o", "out.dfdm"],
        ["base.dfdm", "nowhere.dfdm", "theirs.dfdm", "-o", "out.dfdm"],
        ["base.dfdm", "-o", "out.dfdm"],
        ["base.dfdm", "ours.dfdm", "theirs.dfdm", "theirs.dfdm", "-o", "out.dfdm"],
        ["base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "no/where.dfdm"],
        ["base.dfdm", "ours.dfdm", "theirs.dfdm"],
    ],
)
def test_trouble_ends_with_two_and_writes_nothing(here: Path, arguments: list[str]) -> None:
    (here / "empty").write_bytes(b"")
    before = sorted(here.iterdir())
    assert main(["merge", *arguments]) == 2
    assert sorted(here.iterdir()) == before
    assert load("ours.dfdm") == OURS


def test_files_without_an_ending_are_models_and_leave_no_copy(here: Path) -> None:
    """Git names the versions as it likes."""
    for name in ("base", "ours", "theirs"):
        (here / f"{name}.dfdm").rename(here / f".merge_file_{name}")
    files = [f".merge_file_{name}" for name in ("base", "ours", "theirs")]
    assert main(["merge", *files, "-o", files[1], "--name=models/my model.dfdm"]) == 0
    assert load(files[1]) == merge(BASE, OURS, THEIRS).model
    assert sorted(path.name for path in here.iterdir()) == sorted(files)


def test_the_text_form_is_merged_unless_something_is_left_to_choose(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("base", "ours", "theirs"):
        assert main(["convert", f"{name}.dfdm", f"{name}.dfd.yaml"]) == 0
    files = ["base.dfd.yaml", "ours.dfd.yaml", "theirs.dfd.yaml"]
    assert main(["merge", *files, "-o", "out.dfd.yaml"]) == 0
    assert "Customer" in (here / "out.dfd.yaml").read_text("utf-8")
    assert main(["merge", *files[1:], "-o", "out2.dfd.yaml"]) == 2
    assert "cannot hold what is left to choose" in capsys.readouterr().err
    assert not (here / "out2.dfd.yaml").exists()


def test_what_dangles_afterwards_is_told_and_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    save(Path("ours.dfdm"), edits.put(BASE, Flow(id="new", source="user", target="model", name="New")))
    save(Path("theirs.dfdm"), edits.delete(BASE, ["model"]))
    assert main(["merge", "base.dfdm", "ours.dfdm", "theirs.dfdm", "-o", "out.dfdm"]) == 1
    said = capsys.readouterr()
    assert "It ends at 'model', which is no element." in said.err
    assert "1 error" in said.out


def test_a_model_is_printed_as_lines(capsys: pytest.CaptureFixture[str]) -> None:
    long = "A long description. " * 9
    save(Path("m.dfdm"), edits.update(THEIRS, ["model"], description=long))
    assert main(["git", "text", "m.dfdm"]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = lines.index("LLM “Model” (model)")
    assert lines[at + 1] == "    Description:"
    assert " ".join(" ".join(lines[at + 2 :]).split()).startswith(long.strip())
    assert "    Pay per use: yes" in lines
    assert lines[-1].startswith("Drawing: 0 places, ")
