"""A real program, killed without warning at a moment that a seed chooses, and what must be true afterwards.

The harness behind `test_trip_kills` and ``benchmarks/kills.py``. After a kill:

- the file is the last that was announced as saved, or the one that was being saved: whole, and canonical;
- file and journal together hold every edit that was announced as finished, and at most the one after it;
- the result of a merge is that of the last one or of the one under way, whole;
- the next start opens the file without being told that somebody has it, saves it, and leaves nothing beside
  it but the version before; the state directory holds nothing either once what was left is taken care of.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import editing_child
import random_edits
from dfdmodeler import paths
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import native
from dfdmodeler.formats.registry import Context, write_file
from dfdmodeler.model import edits
from dfdmodeler.session import journal
from dfdmodeler.session.open_file import OpenFile, look

CHILD = Path(editing_child.__file__)


class Aim(NamedTuple):
    """When a program is killed: some time after it has announced something, within about what that takes."""

    begin: str
    end: str
    most: int
    """It is let do it at most so many times before; how long it takes is seen in the last of them."""


AIMS = {
    "edit": Aim("", "", 150),
    "save": Aim("saving", "saved", 5),
    "merge": Aim("merging", "merged", 4),
}
"""By what the program is about to do; the empty word stands for the number of a finished edit."""
LONGER = 1.2
"""How far beyond what it took the last time a kill may be."""


@dataclass
class Said:
    """What a program has said until it was killed."""

    edits: int = 0
    saved: int = 0
    saving: int = 0
    merged: int = 0
    merging: int = 0
    last: str = ""
    heard: dict[str, int] = field(default_factory=dict)

    def hear(self, line: str) -> str:
        """Takes in one line; the word that it begins with, empty for the number of an edit."""
        self.last = line
        *words, number = line.split()
        word = words[0] if words else ""
        if not word:
            self.edits = int(number)
        else:
            setattr(self, word, int(number))
        self.heard[word] = self.heard.get(word, 0) + 1
        return word

    @property
    def during(self) -> str:
        """What it was about when it was killed."""
        return {"saving": "save", "merging": "merge"}.get(self.last.partition(" ")[0], "edit")


def environment() -> dict[str, str]:
    """That of a program which imports what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


@contextmanager
def running(seed: int, state: Path, *path: Path) -> Iterator[subprocess.Popen[str]]:
    """The program, ready to edit; killed at the end whatever happens."""
    command = [sys.executable, str(CHILD), str(seed), str(state), *map(str, path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment())
    assert child.stdout is not None
    try:
        assert child.stdout.readline() == "ready\n"
        yield child
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def killed(child: subprocess.Popen[str], aim: Aim, random: Random) -> Said:
    """Kills the program near what a seed aims at; what it had said by then."""
    assert child.stdout is not None
    said, times = Said(), random.randint(1, aim.most)
    began = took = 0.0
    while True:
        line = child.stdout.readline()
        assert line, "it ended by itself"
        word = said.hear(line)
        if word == aim.end and began:
            took = time.monotonic() - began
        if word == aim.begin:
            began = time.monotonic()
            if said.heard[word] > times:
                break
    time.sleep(random.random() * took * LONGER)
    assert child.poll() is None, "it must not end by itself"
    child.kill()
    for line in child.stdout:
        if line.endswith("\n"):
            said.hear(line)
    code = child.wait()
    assert os.name != "posix" or code == -signal.SIGKILL, f"it ended by itself, with {code}"
    return said


def states(seed: int, number: int) -> list[bytes]:
    """What a program of this seed has open before its first edit, and after each of so many and one more."""
    session = editing_child.new_session()
    session.open(random_edits.start())
    seen = [native.write(session.model)]
    seen += [native.write(session.model) for _ in islice(editing_child.deeds(session, seed), number + 1)]
    return seen


def kill(seed: int, directory: Path) -> Said:
    """Kills a program once, in an empty directory, and asserts all that must be true; what it had said."""
    state, folder, versions = (directory / name for name in ("state", "models", "versions"))
    for made in (folder, versions):
        made.mkdir(parents=True)
    path = folder / "model.dfdm"
    path.write_bytes(native.write(random_edits.start()))
    aim = list(AIMS.values())[seed % len(AIMS)]
    merges = [versions] if aim is AIMS["merge"] else []
    if merges:
        editing_child.write_versions(versions, seed)
    with running(seed, state, path, *merges) as child:
        said = killed(child, aim, Random(seed))
    seen = states(seed, said.edits)
    _is_whole(path, said, seen)
    _holds_all(path, state, said, seen)
    goes_on(path, state)
    if merges:
        _is_merged(versions, said)
    return said


def _is_whole(path: Path, said: Said, seen: list[bytes]) -> None:
    data = path.read_bytes()
    model, problems = native.read(data, path.name)
    assert model is not None, problems
    assert problems == (), problems
    assert native.write(model) == data, "not canonical"
    allowed = [seen[said.saved]]
    if said.saving > said.saved:
        allowed.append(seen[said.saving])
    assert data in allowed, "neither the old file nor the new one"


def _is_merged(versions: Path, said: Said) -> None:
    """The result is what merging gives, of the last time or of the one under way; the next leaves no rest."""
    output = versions / "out.dfdm"
    data = output.read_bytes() if output.exists() else None
    results = []
    for number in {said.merged, said.merging}:
        editing_child.merge(versions, number, "expected.dfdm")
        results.append((versions / "expected.dfdm").read_bytes() if number else None)
    assert data in results, "neither the old result nor the new one"
    editing_child.merge(versions, 1)
    left = {entry.name for entry in versions.iterdir() if not entry.name.startswith("expected")}
    allowed = {f"{name}.dfdm" for name in (*editing_child.VERSIONS, "out")} | {"out.dfdm.bak"}
    assert left <= allowed, f"left beside the result: {left}"


def _holds_all(path: Path, state: Path, said: Said, seen: list[bytes]) -> None:
    found, problems = journal.find(state)
    assert problems == [], problems
    assert len(found) <= 1, found
    held = native.write(found[0].model) if found else path.read_bytes()
    assert held in seen[said.edits :], f"after {said.edits} edits {'journal' if found else 'file'} lacks some"
    for recovery in found:
        assert recovery.original == path, recovery.original
        assert held != path.read_bytes(), "what the file holds is offered once more"
        journal.discard(recovery.journal)


def goes_on(path: Path, state: Path) -> None:
    """What the next start does."""
    opened = OpenFile(path, state / "open", look(path))
    assert opened.holder() is None, "a program that is gone still has it open"
    model, problems = native.read(path.read_bytes(), path.name)
    assert model is not None, problems
    new = edits.set_about(model, title="The next version")
    context = Context(editing_child.new_session().library.catalog, Metrics(paths.fonts()))
    problems = write_file(path, new, context)
    assert problems == (), problems
    opened.close()
    left = {entry.name for entry in path.parent.iterdir()}
    assert left == {"model.dfdm", "model.dfdm.bak"}, f"left beside the file: {left}"
    left = {entry.name for entry in state.rglob("*") if entry.is_file()}
    assert left == {"looking"}, f"left in the state directory: {left}"
