"""Killed before each single line of saving, one after the other: ``python step_kills.py DIRECTORY``.

Random moments hit what takes long; this hits everything. Each kill is a process of its own that shares what
is imported, so that hundreds take seconds. Prints how many there were; needs POSIX.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any

import editing_child
import random_edits
from dfdmodeler.formats import native, storage
from dfdmodeler.model import edits
from dfdmodeler.session import journal, lock, open_file, session
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.open_file import OpenFile, look
from kills import goes_on

TRACED = frozenset(module.__file__ for module in (storage, journal, lock, open_file, session))
TITLES = ("One", "Two", "Three")
"""What the document is called in turn; the file is saved as Two, and then as Three."""


def main(directory: Path) -> int:
    """How many lines there are; each was the last of some process."""
    old, new = (native.write(edits.set_about(random_edits.start(), title=title)) for title in TITLES[1:])
    number = 0
    while True:
        number += 1
        state, folder = directory / f"{number}-state", directory / f"{number}-models"
        folder.mkdir()
        path = folder / "model.dfdm"
        path.write_bytes(native.write(random_edits.start()))
        whole = died(lambda state=state, path=path, number=number: work(state, path, number))  # type: ignore[misc]
        data = path.read_bytes()
        assert data in (old, new), f"line {number}: {data!r}"
        assert not whole or data == new
        found, problems = journal.find(state)
        assert problems == [], f"line {number}: {problems}"
        held = [native.write(recovery.model) for recovery in found] or [data]
        assert held == [new] or (data == old and held == [old]), f"line {number}: {held!r}"
        for recovery in found:
            assert data == old, f"line {number}: what the file holds is offered once more"
            journal.discard(recovery.journal)
        goes_on(path, state)
        if whole:
            return number - 1


def work(state: Path, path: Path, number: int) -> None:
    """Opens, edits and saves twice; ends just before that line of the last edit, its saving, and closing."""
    opened = OpenFile(path, state / "open", look(path))
    assert opened.holder() is None
    mine = editing_child.new_session(Journal(state))
    mine.open(random_edits.start(), path=path)
    for title in TITLES[:2]:
        mine.edit("Title", lambda model, title=title: edits.set_about(model, title=title))  # type: ignore[misc]
    editing_child.save(mine, opened, 2)
    kill_before(number)
    mine.edit("Title", lambda model: edits.set_about(model, title=TITLES[2]))
    editing_child.save(mine, opened, 3)
    mine.close()
    opened.close()


def kill_before(number: int) -> None:
    """Ends this process, without any tidying up, before so many lines of the traced files from now on."""
    left = number

    def step(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        left -= event == "line"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(lambda frame, event, argument: step if frame.f_code.co_filename in TRACED else None)


def died(act: Callable[[], None]) -> bool:
    """Does something in a process of its own; true if that came to its end."""
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
                act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed"
    return not os.WIFSIGNALED(status)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
