"""Sets of data kinds as bit masks, so that "does this flow carry one of these" is one machine operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dfdmodeler.catalog.catalog import Catalog

QUERY = "QUERY"
INDIRECT = "IND"


class Kinds:
    """The data kinds and channels of a catalog as masks. A mask of 0 is the empty set."""

    def __init__(self, catalog: Catalog) -> None:
        self._bits: Mapping[str, int] = {kind: 1 << place for place, kind in enumerate(catalog.data_kinds)}
        self._labels = {kind: row.label for kind, row in catalog.data_kinds.items()}
        self.channels: Mapping[str, int] = {
            name: self.mask(kinds) for name, kinds in catalog.channels.items()
        }
        self._query = self.channels.get(QUERY, 0)
        self._indirect = self.channels.get(INDIRECT, 0)

    def __contains__(self, kind: object) -> bool:
        return kind in self._bits

    def __iter__(self) -> Iterator[str]:
        return iter(self._bits)

    def mask(self, kinds: Iterable[str]) -> int:
        """The set of these kinds; what the catalog does not know counts as ``other``."""
        other = self._bits.get("other", 0)
        mask = 0
        for kind in kinds:
            mask |= self._bits.get(kind, other)
        return mask

    def later(self, channel: int) -> int:
        """What flows after the first may carry on a path: text that is read enters prompts."""
        indirect = self._indirect
        return channel | self._query if indirect and channel & indirect == indirect else channel

    def names(self, mask: int) -> tuple[str, ...]:
        """The kinds of a set, in the order of the catalog."""
        return tuple(kind for kind, bit in self._bits.items() if bit & mask)

    def words(self, mask: int) -> str:
        """A set for people: a few kinds by label, or how many there are."""
        labels = [self._labels[kind].lower() for kind in self.names(mask)]
        if len(labels) == len(self._bits):
            return "anything"
        return " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
