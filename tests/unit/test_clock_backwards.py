"""A clock that goes backwards: nothing trusts the order of times, of files or of edits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from dfdmodeler.analysis.library import Library
from dfdmodeler.formats import native, storage
from dfdmodeler.model import edits
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.session import journal
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.lock import Lock
from dfdmodeler.session.open_file import OpenFile, look
from dfdmodeler.session.session import Session
from systems import shipped_library

LONG_AGO, FAR_AHEAD = 1_000_000_000, 4_000_000_000
"""Seconds since 1970: in 2001 and in 2096."""


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_library()


def titled(title: str) -> Model:
    return edits.set_about(EMPTY_MODEL, title=title)


def session_at(library: Library, times: Sequence[str], kept: Journal | None = None) -> Session:
    """A session whose clock tells these times in turn; it analyses nothing."""
    clock = iter(times)
    return Session(
        library,
        choose=lambda letters: letters[0],
        schedule=lambda task: None,
        now=lambda: next(clock),
        journal=kept,
    )


@pytest.mark.parametrize("time", [LONG_AGO, FAR_AHEAD])
def test_another_version_with_an_older_or_later_time_is_noticed(tmp_path: Path, time: int) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"mine")
    opened = OpenFile(path, tmp_path / "aside", look(path))
    path.write_bytes(b"they")
    os.utime(path, (time, time))
    assert opened.state() == "changed"
    path.write_bytes(b"mine")
    os.utime(path, (time + 1, time + 1))
    assert opened.state() == "same"


def test_saving_over_a_file_of_the_future_keeps_it_as_the_version_before(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(b"old")
    os.utime(path, (FAR_AHEAD, FAR_AHEAD))
    assert storage.replace(path, b"new", backup=True) is None
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert storage.replace(path, b"newest", backup=True) is None
    assert (path.read_bytes(), path.with_name("m.dfdm.bak").read_bytes()) == (b"newest", b"new")


def test_steps_stay_in_the_order_in_which_they_were_done(library: Library) -> None:
    session = session_at(library, ["2026-11-26T12:00", "2026-11-26T11:00", "2001-01-01T00:00"])
    for title in ("One", "Two", "Three"):
        session.edit(title, lambda model, title=title: edits.set_about(model, title=title))  # type: ignore[misc]
    assert [step.label for step in session.history.steps] == ["One", "Two", "Three"]
    session.undo()
    assert session.model.about.title == "Two"


@pytest.mark.parametrize(("file", "left"), [(LONG_AGO, FAR_AHEAD), (FAR_AHEAD, LONG_AGO)])
def test_what_is_recovered_does_not_depend_on_times(
    library: Library, tmp_path: Path, file: int, left: int
) -> None:
    path, state = tmp_path / "m.dfdm", tmp_path / "state"
    path.write_bytes(native.write(titled("Saved")))
    session = session_at(library, [""], Journal(state / "own"))
    session.open(titled("Saved"), path=path)
    session.edit("Title", lambda model: edits.set_about(model, title="Recovered"))
    (written,) = (state / "own").glob("*.journal")
    copy = state / "1-1.journal"
    copy.write_bytes(written.read_bytes())
    os.utime(path, (file, file))
    os.utime(copy, (left, left))
    ((recovery,), problems) = journal.find(state)
    assert problems == []
    assert (recovery.model.about.title, recovery.path) == ("Recovered", path)
    session.close()


def test_the_lock_of_a_program_that_is_gone_is_ignored_whatever_its_time(tmp_path: Path) -> None:
    path, aside = tmp_path / "m.dfdm", tmp_path / "aside"
    path.write_bytes(b"{}")
    first = Lock(path, aside)
    assert first.take() is None
    place = tmp_path / ".m.dfdm.lock"
    os.utime(place, (LONG_AGO, LONG_AGO))
    assert Lock(path, aside).take() is not None, "its program runs, however old the file looks"
    gone = place.read_text().replace(f'"pid": {os.getpid()}', f'"pid": {2**22 + 7}')
    place.write_text(gone)
    os.utime(place, (FAR_AHEAD, FAR_AHEAD))
    assert Lock(path, aside).take() is None
