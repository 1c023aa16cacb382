"""Which files below a directory are models, each once, in the order of their names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from dfdmodeler.formats.registry import format_of
from dfdmodeler.model.problem import Problem

FOREIGN = frozenset({"__pycache__", "node_modules", "site-packages", "third_party", "vendor", "venv"})
"""Directories of what others made; hidden ones are left out as well."""


class ModelFile(NamedTuple):
    """A file whose name is that of a model."""

    name: str
    """Below the directory, with slashes."""
    path: Path


def model_files(directory: Path) -> tuple[list[ModelFile], list[Problem]]:
    """All models of readable formats, and which directories could not be looked into.

    Links to directories are not followed, so that loops of them have no end to find; links to files are, and
    a file that has several names counts once, under one of its own if it has any.
    """
    found: list[ModelFile] = []
    problems: list[Problem] = []

    def failed(error: OSError) -> None:
        where = _name(directory, Path(error.filename))
        problems.append(Problem(where, f"The directory cannot be read: {(error.strerror or '').lower()}."))

    for folder, inner, names in os.walk(directory, onerror=failed):
        inner[:] = [name for name in inner if not name.startswith(".") and name not in FOREIGN]
        paths = [Path(folder, name) for name in names if not name.startswith(".")]
        found += [ModelFile(_name(directory, path), path) for path in paths if format_of(path)]
    return _once(found), sorted(problems)


def _name(directory: Path, path: Path) -> str:
    return path.relative_to(directory).as_posix()


def _once(files: list[ModelFile]) -> list[ModelFile]:
    """Real files before links to them, then by name."""
    kept: dict[str, ModelFile] = {}
    for file in sorted(files, key=lambda file: (file.path.is_symlink(), file.name)):
        kept.setdefault(os.path.realpath(file.path), file)
    return sorted(kept.values())
