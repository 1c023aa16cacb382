"""A program that edits and saves a document until it is killed, and says what it is about and has done.

Arguments: a seed, the user's state directory, and the file of the document, or nothing for one that was
never saved. It says ``ready``, the number of each finished edit, ``saving`` with a number and then ``saved``
with it, each in a line of its own. What it does is what the program does: its session and journal, its
writing of files, its lock.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import random_edits
from dfdmodeler import paths
from dfdmodeler.analysis.library import load_library
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats.registry import Context, write_file
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.open_file import OpenFile, look
from dfdmodeler.session.session import Session

SAVE_EVERY = 25
"""Deeds between two saves of a document that has a file."""


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


def main(seed: int, state: Path, path: Path | None) -> None:
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
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)
