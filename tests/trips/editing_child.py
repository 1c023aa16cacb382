"""A program that edits a document until it is killed, and says of every edit when it is finished.

Arguments: a seed, the directory of journals, and the file of the document, or nothing for one that was never
saved. Reports ``ready``, then the number of each finished edit, one to a line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random

import random_edits
from dfdmodeler.analysis.library import load_library
from dfdmodeler.formats import native, storage
from dfdmodeler.session.journal import Journal
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


def main(seed: int, directory: Path, path: Path | None) -> None:
    session = new_session(Journal(directory))
    session.open(random_edits.start(), path=path)
    print("ready", flush=True)
    for number, _ in zip(count(1), deeds(session, seed), strict=False):
        print(number, flush=True)
        if path and number % SAVE_EVERY == 0:
            problem = storage.replace(path, native.write(session.model))
            assert problem is None, problem
            session.saved(path)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)
