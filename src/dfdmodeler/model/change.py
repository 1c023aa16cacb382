"""A change: what each touched record was and became.

Undo, redo, the journal, canvas updates, analysis and review all speak this one type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import compress
from operator import is_not

from dfdmodeler.model.records import Record

Pair = tuple[Record | None, Record | None]


class Change(Mapping[str, Pair]):
    """Record ids mapped to (before, after); None stands for "does not exist". Equal pairs are left out."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Mapping[str, Pair] | None = None) -> None:
        self._pairs: dict[str, Pair] = {k: p for k, p in (pairs or {}).items() if p[0] != p[1]}

    def __getitem__(self, record_id: str) -> Pair:
        return self._pairs[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __repr__(self) -> str:
        return f"Change({self._pairs!r})"

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change({record_id: (after, before) for record_id, (before, after) in self._pairs.items()})

    def then(self, later: Change) -> Change:
        """Both changes as one; `later` must start where this one ends."""
        pairs = dict(self._pairs)
        for record_id, (before, after) in later.items():
            first = pairs[record_id][0] if record_id in pairs else before
            pairs[record_id] = (first, after)
        return Change(pairs)


def diff(before: Mapping[str, Record], after: Mapping[str, Record]) -> Change:
    """The change that leads from one model to the other."""
    ids = list(before)
    if ids == list(after):  # an edit in place, many times a second while something is dragged
        differing = compress(ids, map(is_not, before.values(), after.values()))
        return Change({record_id: (before[record_id], after[record_id]) for record_id in differing})
    earlier, later = dict(before.items()), dict(after.items())
    pairs: dict[str, Pair] = {
        record_id: (record, later.get(record_id))
        for record_id, record in earlier.items()
        if later.get(record_id) is not record
    }
    kept = len(earlier) - sum(after is None for _, after in pairs.values())
    if len(later) > kept:
        for record_id in later.keys() - earlier.keys():
            pairs[record_id] = (None, later[record_id])
    return Change(pairs)
