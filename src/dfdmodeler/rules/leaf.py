"""One fact that a condition read: what people are told of it, and which attributes decide it."""

from __future__ import annotations

from dataclasses import dataclass

Read = tuple[str, str]
"""The id of an element, flow or boundary, and the name of one of its attributes."""

Key = tuple[str, tuple[str, ...], str]
"""What was asked, of which records, and the answer."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One fact that a condition read."""

    text: str
    """A sentence that is true, or the name of what the value is the value of."""
    ids: tuple[str, ...]
    """The records it was read from."""
    value: str
    """In words; "yes" where the text says it all."""
    reads: tuple[Read, ...] = ()
    """The attributes that it depends on directly; none for a fact of types or paths alone."""
    key: Key = ("", (), "")
    """The part of a digest that names and words do not change."""

    @property
    def words(self) -> str:
        """The whole fact as one sentence."""
        return self.text if self.value in ("", "yes") else f"{self.text}: {self.value}"
