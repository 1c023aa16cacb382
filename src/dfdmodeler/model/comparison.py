"""How another version of a model differs, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model

MOST_NAMED = 3
"""Things that are named; of more, only the number is told."""


def compared(mine: Model, theirs: Model) -> str:
    """What `theirs` has more, less and otherwise than `mine`; the packs of the last save do not count."""
    found = differences(mine, theirs)
    parts = [
        f"{verb} {_listed(names)}"
        for verb, how, model in (
            ("adds", "added", theirs),
            ("lacks", "removed", mine),
            ("says something else of", "changed", mine),
        )
        if (names := [model.name_of(row.id) for row in found.changes if row.change == how])
    ]
    if parts:
        return f"It {'; it '.join(parts)}."
    return "Only where things are drawn differs." if found.layout else "It says the same as yours."


def _listed(names: Sequence[str]) -> str:
    ordered = sorted(set(names), key=lambda name: (name.casefold(), name))
    more = len(ordered) - MOST_NAMED
    shown = [f"“{name}”" for name in ordered[:MOST_NAMED]]
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
