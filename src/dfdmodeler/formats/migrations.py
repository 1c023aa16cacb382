"""How files of older schema versions become files of the present one.

Each migration is a function on the plain data of a whole file, from one version to the next; the number of
migrations is the present version less one. They run before validation, so records need not remember their
past.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Plain = dict[str, Any]

MIGRATIONS: tuple[Callable[[Plain], Plain], ...] = ()
"""MIGRATIONS[n] leads from version n + 1 to version n + 2."""
VERSION = len(MIGRATIONS) + 1


def migrated(data: Plain, version: int) -> Plain:
    """The data of a file of this version, as the present version has it."""
    for migrate in MIGRATIONS[version - 1 :]:
        data = migrate(data)
    return data
