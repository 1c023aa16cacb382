"""A program that is killed loses at most the edit in progress."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random

import pytest

import editing_child
import random_edits
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.values import FrozenMap
from dfdmodeler.session import journal
from dfdmodeler.session.journal import Journal, Recovery
from dfdmodeler.session.session import Session
from kills import AIMS, killed, running, states


def the_one(directory: Path) -> Recovery:
    found, problems = journal.find(directory)
    assert problems == []
    (recovery,) = found
    return recovery


@pytest.mark.parametrize("seed", range(6))
def test_a_document_never_saved_is_recovered_with_every_finished_edit(seed: int, tmp_path: Path) -> None:
    with running(seed, tmp_path) as child:
        said = killed(child, AIMS["edit"], Random(seed))
    recovery = the_one(tmp_path)
    assert native.write(recovery.model) in states(seed, said.edits)[said.edits :]
    assert (recovery.path, recovery.original) == (None, None)
    assert said.edits <= recovery.edits <= said.edits + 1


def test_programs_that_run_do_not_see_each_others_journals(tmp_path: Path) -> None:
    with running(1, tmp_path) as one, running(2, tmp_path) as other:
        for child in (one, other):
            assert child.stdout is not None
            assert child.stdout.readline() == "1\n"
        mine = editing_child.new_session(Journal(tmp_path))
        mine.open(random_edits.start())
        mine.edit("Title", lambda model: edits.set_about(model, title="Mine"))
        assert len(list(tmp_path.glob("*.journal"))) == 3
        assert journal.find(tmp_path) == ([], [])
        said = killed(one, AIMS["edit"], Random(3))
        assert native.write(the_one(tmp_path).model) in states(1, said.edits + 1)[said.edits :]
        mine.close()
        assert len(journal.find(tmp_path)[0]) == 1


# Journals in this process: what is written, and what is made of what is left.


def left_behind(directory: Path, *titles: str, path: Path | None = None) -> Path:
    """The journal of a session in which the title was changed some times, as if its program had ended."""
    own = directory / "own"
    session = editing_child.new_session(Journal(own))
    session.open(random_edits.start(), path=path)
    for title in titles:
        titled(session, title)
    (written,) = own.glob("*.journal")
    left = directory / "1-1.journal"
    left.write_bytes(written.read_bytes())
    session.close()
    assert list(own.iterdir()) == []
    return left


def titled(session: Session, title: str) -> None:
    session.edit("Title", lambda model: edits.set_about(model, title=title))


def test_a_torn_last_line_is_ignored(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One", "Two")
    whole = left.read_bytes()
    last = whole.rstrip(b"\n").rindex(b"\n") + 1
    for cut in range(last, len(whole)):
        left.write_bytes(whole[:cut])
        assert the_one(tmp_path).model.about.title == "One", whole[last:cut]
    left.write_bytes(whole)
    assert the_one(tmp_path).model.about.title == "Two"


def test_what_cannot_be_read_in_the_middle_ends_the_recovery_there(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One", "Two", "Three")
    lines = left.read_text(encoding="ascii").split("\n")
    for bad in (
        "",
        "\x00" * 9,
        "[]",
        '{"set": [{"kind": "element"}], "del": []}',
        '{"set": [], "del": [[]]}',
    ):
        left.write_text("\n".join([*lines[:2], bad, *lines[3:]]), encoding="ascii")
        assert the_one(tmp_path).model.about.title == "One", bad


def test_a_journal_without_a_whole_edit_recovers_nothing(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One")
    whole = left.read_bytes()
    header = whole.index(b"\n") + 1
    for cut in (0, 1, header // 2, header - 1, header, header + 5):
        left.write_bytes(whole[:cut])
        assert journal.find(tmp_path)[0] == []


@pytest.mark.parametrize(
    "header", ["", "[]", "5", "{}", '{"base": 3}', '{"base": "x"}', "[" * 100_000, "\udcff"]
)
def test_a_foreign_file_is_a_problem_and_no_crash(header: str, tmp_path: Path) -> None:
    foreign = tmp_path / "9-9.journal"
    foreign.write_bytes(f"{header}\n{{}}\n".encode(errors="surrogateescape"))
    found, problems = journal.find(tmp_path)
    assert found == []
    assert [problem.where for problem in problems] == [str(foreign)]


def test_a_path_that_no_system_knows_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One", path=Path("model.dfdm"))
    left.write_bytes(left.read_bytes().replace(b"model.dfdm", b"\\u0000", 1))
    found, problems = journal.find(tmp_path)
    assert (found, len(problems)) == ([], 1)


def test_journals_of_sessions_that_ended_in_order_vanish(tmp_path: Path) -> None:
    directory, path = tmp_path / "state", tmp_path / "model.dfdm"
    session = editing_child.new_session(Journal(directory))
    session.open(random_edits.start())
    assert not directory.exists()
    titled(session, "One")
    assert len(list(directory.iterdir())) == 2
    session.saved(path)
    assert list(directory.iterdir()) == []
    titled(session, "Two")
    session.open(random_edits.start())
    assert list(directory.iterdir()) == []
    titled(session, "Three")
    session.close()
    assert list(directory.iterdir()) == []


def test_undo_and_redo_are_recovered_too(tmp_path: Path) -> None:
    session = editing_child.new_session(Journal(tmp_path / "own"))
    session.open(random_edits.start())
    for title in ("One", "Two"):
        titled(session, title)
    session.undo()
    (written,) = (tmp_path / "own").glob("*.journal")
    (tmp_path / "1-1.journal").write_bytes(written.read_bytes())
    session.close()
    recovery = the_one(tmp_path)
    assert (recovery.model.about.title, recovery.edits) == ("One", 3)


def test_a_file_that_has_changed_since_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "model.dfdm"
    path.write_bytes(native.write(random_edits.start()))
    left_behind(tmp_path, "One", path=path)
    assert the_one(tmp_path).path == path
    path.write_bytes(path.read_bytes() + b"\n")
    assert (the_one(tmp_path).path, the_one(tmp_path).original) == (None, path)
    path.unlink()
    assert (the_one(tmp_path).path, the_one(tmp_path).original) == (None, path)


def test_what_its_file_holds_is_not_offered_and_its_journal_goes(tmp_path: Path) -> None:
    path = tmp_path / "model.dfdm"
    path.write_bytes(native.write(random_edits.start()))
    left = left_behind(tmp_path, "One", path=path)
    model = edits.set_about(random_edits.start(), title="One")
    path.write_bytes(native.write(edits.set_about(model, packs=FrozenMap({"core": "1"}))))
    assert journal.find(tmp_path) == ([], [])
    assert not left.exists()


def test_a_journal_without_a_whole_edit_goes_and_so_do_locks_without_any(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One")
    header = left.read_bytes().partition(b"\n")[0] + b"\n"
    left.write_bytes(header)
    gone, mine = (tmp_path / f"{process}-1.journal.lock" for process in (2**22 + 7, os.getpid()))
    for lock in (gone, mine):
        lock.touch()
    assert journal.find(tmp_path) == ([], [])
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(
        [mine.name, "1-1.journal.lock", "own"]
    )


def test_a_journal_of_a_newer_version_is_told_and_kept(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One")
    left.write_bytes(left.read_bytes().replace(b'"version":1', b'"version":2', 1))
    found, problems = journal.find(tmp_path)
    assert found == []
    assert "newer version" in problems[0].what
    assert left.exists()


def test_a_discarded_journal_leaves_nothing(tmp_path: Path) -> None:
    left = left_behind(tmp_path, "One")
    journal.discard(the_one(tmp_path).journal)
    assert not left.exists()
    assert journal.find(tmp_path) == ([], [])
    assert [entry.name for entry in tmp_path.iterdir()] == ["own"]


def test_a_disk_that_refuses_is_told_and_editing_goes_on(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no directory")
    kept = Journal(blocked)
    session = editing_child.new_session(kept)
    session.open(random_edits.start())
    titled(session, "One")
    assert session.model.about.title == "One"
    assert kept.problem is not None
    assert kept.problem.where == str(blocked)
    blocked.unlink()
    titled(session, "Two")
    assert kept.problem is None
    session.close()


def test_everything_in_a_journal_is_text(tmp_path: Path) -> None:
    left = left_behind(tmp_path, 'Ü "\n\u2028 \U0001f600')
    lines = left.read_text(encoding="ascii").splitlines()
    assert [sorted(json.loads(line)) for line in lines] == [
        ["base", "path", "sha256", "version"],
        ["del", "label", "set"],
    ]
    assert the_one(tmp_path).model.about.title == 'Ü "\n\u2028 \U0001f600'
