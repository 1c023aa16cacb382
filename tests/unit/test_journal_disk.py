"""The recovery journal where the disk is full, read-only or not there: editing goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Conflict, Element
from dfdmodeler.session.journal import Journal, find


def step(model: Model, name: str) -> tuple[Model, Change]:
    after = edits.put(model, Element(id=name, type="llm"))
    return after, diff(model, after)


def edited(journal: Journal, model: Model, *names: str) -> Model:
    for name in names:
        after, change = step(model, name)
        journal.append(model, change, f"add {name}")
        model = after
    return model


def left_behind(journal: Journal, directory: Path) -> list[Model]:
    """What a start after a crash finds: the lock is free, the file is there."""
    logs = [*journal._interrupted, *([journal._log] if journal._log else [])]
    for log in logs:
        log.close()
        log.lock.release()
    found, problems = find(directory)
    journal.close()
    assert not problems
    return [recovery.model for recovery in found]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_full_disk_is_told_and_the_next_edit_recovers_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    journal = Journal(tmp_path)
    model = edited(journal, Model(), "a", "b")
    monkeypatch.setattr(journal._log.file, "flush", _failing(number), raising=True)
    model = edited(journal, model, "c")
    assert journal.problem is not None
    assert os.strerror(number) in journal.problem.what
    model = edited(journal, model, "d")
    assert journal.problem is None
    assert left_behind(journal, tmp_path) == [model]


def test_what_was_recorded_before_the_disk_was_full_outlives_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    recorded = edited(journal, Model(), "a", "b")
    monkeypatch.setattr(native, "write", _failing(errno.ENOSPC))
    monkeypatch.setattr(journal._log.file, "write", _failing(errno.ENOSPC))
    edited(journal, recorded, "c", "d")
    assert journal.problem is not None
    assert left_behind(journal, tmp_path) == [recorded]
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_cannot_be_made_is_told_at_every_edit(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    journal = Journal(tmp_path / "file" / "state")
    model = edited(journal, Model(), "a", "b")
    assert journal.problem is not None
    assert str(tmp_path / "file" / "state") in str(journal.problem)
    (tmp_path / "file").unlink()
    model = edited(journal, model, "c")
    assert journal.problem is None
    assert left_behind(journal, tmp_path / "file" / "state") == [model]


def test_a_disk_that_turns_read_only_does_not_stop_editing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path)
    model = edited(journal, Model(), "a")
    monkeypatch.setattr(journal._log.file, "flush", _failing(errno.EROFS), raising=True)
    monkeypatch.setattr(Path, "unlink", _failing(errno.EROFS))
    edited(journal, model, "b")
    assert journal.problem is not None
    journal.restart(None)
    journal.close()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from dfdmodeler.model import edits
from dfdmodeler.model.change import diff
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Conflict, Element
from dfdmodeler.session.journal import Journal

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
journal, model, failed = Journal(Path(sys.argv[1])), Model(), 0
for number in range(40):
    if number == 38:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    after = edits.put(model, Element(id=f"e{number}", type="llm", description="x" * 90))
    journal.append(model, diff(model, after), "add")
    failed += journal.problem is not None
    model = after
print(failed, len(model), journal.problem, flush=True)
import os
os._exit(0)  # as a killed program ends: nothing is tidied up
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of POSIX")
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=True
    )
    failed, edits_made, problem = result.stdout.split()
    assert int(failed) > 0, result
    assert (edits_made, problem) == ("40", "None")
    found, problems = find(tmp_path)
    assert not problems
    assert [len(recovery.model) for recovery in found] == [40]


def _failing(number: int) -> object:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def test_what_a_merge_left_to_choose_is_recovered(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    base, ours, theirs = (Model([Element(id="a", type="llm", name=name)]) for name in ("A", "B", "C"))
    merged = merge(base, ours, theirs).marked
    journal.append(ours, diff(ours, merged), "Merge")
    assert merged.of(Conflict)
    assert left_behind(journal, tmp_path) == [merged]
