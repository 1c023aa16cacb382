"""Reading stencil files. What is wrong in them becomes problems; the rest is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import Entry, consistent
from dfdmodeler.catalog.stencil import Attribute, BoundaryKind, Channel, DataKind, DefaultFlow, Stencil
from dfdmodeler.catalog.tables import read_rows
from dfdmodeler.model.problem import Problem

SECTIONS: Mapping[str, type[BaseModel]] = {
    "stencil": Stencil,
    "attribute": Attribute,
    "data_kind": DataKind,
    "channel": Channel,
    "default_flow": DefaultFlow,
    "boundary_kind": BoundaryKind,
}
"""The tables that a stencil file may hold."""


def load_catalog(directories: Sequence[Path]) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog of all ``*.toml`` files, by directory in the order given and by name within each.

    Later files may add to earlier ones but redefine nothing. A directory that does not exist holds no files.
    Never raises because of what files hold or because they cannot be read: that is told in the problems.
    """
    entries: list[Entry[BaseModel]] = []
    problems: list[Problem] = []
    for directory in directories:
        entries.extend(read_rows(directory, SECTIONS, problems))
    catalog, inconsistencies = consistent(entries)
    return catalog, (*problems, *inconsistencies)
