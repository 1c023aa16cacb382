"""Reading rule packs.

A pack is a directory with a ``pack.toml``, which says what it is, and any number of other TOML files. Rows
may stand in each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.catalog.tables import read_headed, read_rows
from dfdmodeler.model.problem import Problem
from dfdmodeler.rules.rule import Mitigation, Override, PackInfo, Question, Rule

PACK_FILE = "pack.toml"
MAX_PACKS = 100
SECTIONS: Mapping[str, type[BaseModel]] = {
    "rule": Rule,
    "mitigation": Mitigation,
    "question": Question,
    "override": Override,
}
"""The tables that a file of a pack may hold."""
_Row = TypeVar("_Row", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Pack:
    """What one pack says, as written; whether its conditions make sense is checked later."""

    info: PackInfo
    rules: tuple[Entry[Rule], ...]
    mitigations: tuple[Entry[Mitigation], ...]
    questions: tuple[Entry[Question], ...]
    overrides: tuple[Entry[Override], ...] = ()
    folder: Path = Path()

    @property
    def entries(self) -> tuple[Entry[Rule] | Entry[Mitigation] | Entry[Question], ...]:
        """What the pack adds."""
        return (*self.rules, *self.mitigations, *self.questions)


def load_packs(directories: Sequence[Path]) -> tuple[tuple[Pack, ...], tuple[Problem, ...]]:
    """All packs in some directories; a directory may be a pack itself or hold packs.

    Never raises because of what files hold or because they cannot be read: that is told in the problems.
    """
    problems: list[Problem] = []
    packs: dict[str, Pack] = {}
    for directory in directories:
        for folder in _folders(directory, problems):
            pack = _pack(folder, problems)
            if pack and pack.info.id in packs:
                what = f"There is already a rule pack '{pack.info.id}' ({packs[pack.info.id].folder})."
                hint = "That one is used. Give one of them another id to use both."
                problems.append(Problem(str(folder / PACK_FILE), what, hint, "warning"))
            elif pack:
                packs[pack.info.id] = pack
    return tuple(packs.values()), tuple(problems)


def missing_packs(directories: Sequence[Path]) -> tuple[Problem, ...]:
    """The directories in which there is no pack at all, told as problems."""
    hint = f"A rule pack is a directory that holds a file '{PACK_FILE}'."
    return tuple(
        Problem(str(directory), "There is no rule pack here.", hint)
        for directory in directories
        if not any(_folders(directory, []))
    )


def _folders(directory: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        if (directory / PACK_FILE).is_file():
            yield directory
        else:
            found = sorted(path.parent for path in islice(directory.glob(f"*/{PACK_FILE}"), MAX_PACKS + 1))
            if len(found) > MAX_PACKS:
                what = f"There are more than {MAX_PACKS} rule packs here; none of them is read."
                problems.append(Problem(str(directory), what))
            else:
                yield from found
    except OSError as error:
        what = f"The rule packs here cannot be read: {error.strerror or error}."
        problems.append(Problem(str(directory), what))


def _pack(folder: Path, problems: list[Problem]) -> Pack | None:
    info, first = read_headed(folder / PACK_FILE, PackInfo, SECTIONS, problems)
    rest = read_rows(folder, SECTIONS, problems, leaving_out=(PACK_FILE,))
    entries = [*first, *rest]
    if info is None:
        return None
    return Pack(
        info,
        _only(entries, Rule),
        _only(entries, Mitigation),
        _only(entries, Question),
        _only(entries, Override),
        folder,
    )


def _only(entries: list[Entry[BaseModel]], kind: type[_Row]) -> tuple[Entry[_Row], ...]:
    return tuple(Entry(entry.place, entry.row) for entry in entries if isinstance(entry.row, kind))
