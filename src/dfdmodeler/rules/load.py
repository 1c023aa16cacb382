"""Reading rule packs. A pack is a directory with a ``pack.toml`` and any number of other TOML files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.catalog.load import MAX_BYTES, read_rows
from dfdmodeler.model.problem import Problem
from dfdmodeler.rules.rule import Mitigation, Override, PackInfo, Question, Rule

PACK_FILE = "pack.toml"
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
                what = f"There is already a rule pack '{pack.info.id}'."
                problems.append(Problem(str(folder / PACK_FILE), what, "Give one of them another id."))
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
            yield from sorted(path.parent for path in directory.glob(f"*/{PACK_FILE}"))
    except OSError as error:
        what = f"The rule packs here cannot be read: {error.strerror or error}."
        problems.append(Problem(str(directory), what))


def _pack(folder: Path, problems: list[Problem]) -> Pack | None:
    info = _info(folder / PACK_FILE, problems)
    if info is None:
        return None
    entries = [e for e in read_rows(folder, SECTIONS, problems, leaving_out=(PACK_FILE,))]
    return Pack(
        info,
        _only(entries, Rule),
        _only(entries, Mitigation),
        _only(entries, Question),
        _only(entries, Override),
        folder,
    )


def _only(entries: list[Entry[BaseModel]], kind: type[_Row]) -> tuple[Entry[_Row], ...]:
    return tuple(Entry(entry.where, entry.row) for entry in entries if isinstance(entry.row, kind))


def _info(path: Path, problems: list[Problem]) -> PackInfo | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError("more than 1 MB")
        return PackInfo.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except OSError as error:
        what = f"The file cannot be read: {error.strerror or error}."
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        what = f"'{'.'.join(map(str, first['loc']))}' is wrong: {first['msg']}."
    except (ValueError, RecursionError) as error:
        what = f"This is not a pack description in TOML: {error}."
    problems.append(Problem(str(path), what, "It needs id, version and title."))
    return None
