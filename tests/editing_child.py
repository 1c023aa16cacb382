"""A program that edits, saves and merges until it is killed, and says what it is about and has done.

Arguments: a seed, the user's state directory, the file of the document, or nothing for one that was never
saved, and a directory with versions to merge after each save, or nothing. It says ``ready``, the number of
each finished edit, ``saving`` with a number and then ``saved`` with it, ``merging`` and ``merged`` likewise,
each in a line of its own. What it does is what the program does: its session and journal, its writing of
files, its lock, its command for merging.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from itertools import count, islice
from pathlib import Path
from random import Random
from unittest import mock

import random_edits
from dfdmodeler import paths
from dfdmodeler.__main__ import main as run
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.cli import EXIT_GATE, inputs
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import native
from dfdmodeler.formats.registry import Context, write_file
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.open_file import OpenFile, look
from dfdmodeler.session.session import Session

SAVE_EVERY = 25
"""Deeds between two saves of a document that has a file."""
VERSIONS = ("base", "ours", "theirs")


def deeds(session: Session, seed: int) -> Iterator[None]:
    """Edits, undoes and redoes for ever, always the same for a seed; pauses after each that changed
    something.
    """
    random = Random(seed)
    while True:
        before = session.model
        deed = random.random()
        if deed < 0.8:
            session.edit(*random_edits.edit(random))
        elif deed < 0.92:
            session.undo()
        else:
            session.redo()
        if session.model is not before:
            yield


def new_session(journal: Journal | None = None) -> Session:
    """A session without rules, which have no part in this."""
    library, _ = load_library([], [])
    return Session(library, choose=Random(1).choice, schedule=lambda task: None, journal=journal)


def say(*words: object) -> None:
    print(*words, flush=True)


def main(seed: int, state: Path, path: Path | None, versions: Path | None) -> None:
    if versions:
        shipped()
    session = new_session(Journal(state))
    session.open(random_edits.start(), path=path)
    opened = OpenFile(path, state / "open", look(path)) if path else None
    if opened:
        assert opened.holder() is None, "nobody else has it open"
    say("ready")
    for number, _ in zip(count(1), deeds(session, seed), strict=False):
        say(number)
        if opened and number % SAVE_EVERY == 0:
            save(session, opened, number)
            if versions:
                say("merging", number // SAVE_EVERY)
                merge(versions, number // SAVE_EVERY)
                say("merged", number // SAVE_EVERY)


def merge(versions: Path, number: int, output: str = "out.dfdm") -> None:
    """Merges as the command line and git do; now one version is ours and now the other."""
    base, *sides = (str(versions / f"{name}.dfdm") for name in VERSIONS)
    ours, theirs = sides if number % 2 else sides[::-1]
    loaded = mock.patch.object(inputs, "load_library", return_value=shipped())
    with loaded, redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
        code = run(["merge", base, ours, theirs, "-o", str(versions / output)])
    assert code in (0, EXIT_GATE), told.getvalue()


@cache
def shipped() -> tuple[Library, list[Problem]]:
    """What each merge begins with, loaded once: the moments that matter come after it."""
    return load_library([paths.shipped_stencils()], [paths.shipped_rules()])


def write_versions(versions: Path, seed: int) -> None:
    """What a base and two versions of it may be after some edits."""
    for name, other in zip(VERSIONS, (0, 1, 2), strict=True):
        session = new_session()
        session.open(random_edits.start())
        for _ in islice(deeds(session, seed), 40):
            pass
        for _ in islice(deeds(session, seed + other), 40 if other else 0):
            pass
        (versions / f"{name}.dfdm").write_bytes(native.write(session.model))


def save(session: Session, opened: OpenFile, number: int) -> None:
    """Saves as the window does."""
    say("saving", number)
    context = Context(session.library.catalog, Metrics(paths.fonts()))
    problems = write_file(opened.path, session.model, context)
    assert problems == (), problems
    session.saved(opened.path)
    opened.written()
    say("saved", number)


if __name__ == "__main__":
    paths_given = [*map(Path, sys.argv[2:]), None, None][:3]
    main(int(sys.argv[1]), *paths_given)  # type: ignore[arg-type]
