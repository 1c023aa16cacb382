"""How another version of a model differs, in a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from dfdmodeler.model.change import Pair, diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Placement, Route

MOST_NAMED = 3
"""Things that are named; of more, only the number is told."""


def compared(mine: Model, theirs: Model) -> str:
    """What `theirs` has more, less and otherwise than `mine`; the packs of the last save do not count."""
    change = {record_id: pair for record_id, pair in diff(mine, theirs).items() if not _is_stamp(pair)}
    meant = {i: pair for i, pair in change.items() if not isinstance(pair[0] or pair[1], Placement | Route)}
    parts = [
        f"{verb} {_listed(names)}"
        for verb, names in (
            ("adds", [theirs.name_of(i) for i, (before, _) in meant.items() if before is None]),
            ("lacks", [mine.name_of(i) for i, (_, after) in meant.items() if after is None]),
            ("says something else of", [mine.name_of(i) for i, pair in meant.items() if None not in pair]),
        )
        if names
    ]
    if parts:
        return f"It {'; it '.join(parts)}."
    return "Only where things are drawn differs." if change else "It says the same as yours."


def _listed(names: Sequence[str]) -> str:
    ordered = sorted(set(names), key=lambda name: (name.casefold(), name))
    more = len(ordered) - MOST_NAMED
    shown = [f"“{name}”" for name in ordered[:MOST_NAMED]]
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _is_stamp(pair: Pair) -> bool:
    """Whether only the packs differ that were in force at the last save."""
    before, after = (record if isinstance(record, About) else About() for record in pair)
    about = isinstance(pair[0] or pair[1], About)
    return about and before.model_copy(update={"packs": after.packs}) == after
