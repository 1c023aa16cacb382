"""Finding things by what one types: the beginnings of words, in any order, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from dfdmodeler.catalog.offers import Offer

T = TypeVar("T")
Rank = tuple[int, ...]
_WORD = re.compile(r"[^\W_]+")
_NAMED, _CALLED, _PARTLY, _DESCRIBED = range(4)


@dataclass(frozen=True, slots=True)
class Wording:
    """What something is found by."""

    name: str
    also: str = ""
    """Other words for it, the most telling first."""
    described: str = ""
    """A sentence about it; counts only where nothing is called so."""


@lru_cache(maxsize=1 << 16)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, for comparing: letters and digits, no case."""
    return tuple(_WORD.findall(text.casefold()))


def find(things: Iterable[T], query: str, wording: Callable[[T], Wording]) -> list[T]:
    """The things that a query means, best first; all in their own order where nothing is asked.

    Every word of the query begins another word of a name. Names come before other words for it; parts of
    words count where nothing begins so, and descriptions where nothing is called so.
    """
    wanted = words_of(query)
    if not wanted:
        return list(things)
    ranked = [(rank, thing) for thing in things if (rank := _rank(wanted, wording(thing)))]
    best = min((rank[0] for rank, _ in ranked), default=0)
    last = max(best, _CALLED)
    return [thing for rank, thing in sorted(ranked, key=lambda pair: pair[0]) if rank[0] <= last]


def find_offers(offers: Iterable[Offer], query: str) -> list[Offer]:
    """What can be drawn, as a query means it, best first."""
    return find(offers, query, wording_of)


def wording_of(offer: Offer) -> Wording:
    return Wording(offer.label, f"{offer.words} {offer.key} {offer.group}", offer.help)


def _rank(wanted: Sequence[str], wording: Wording) -> Rank | None:
    """How well something fits, the lowest best; None if it does not."""
    name, also = words_of(wording.name), words_of(wording.also)
    if (hits := _begun(wanted, name)) is not None:
        return _NAMED, 0 if hits == sorted(hits) and hits[0] == 0 else 1, len(name)
    if (hits := _begun(wanted, name + also)) is not None:
        whole = all((name + also)[hit] == word for hit, word in zip(hits, wanted, strict=True))
        return _CALLED, 0 if whole else 1, sum(max(hit - len(name), 0) for hit in hits)
    everything = " ".join(name + also)
    if all(word in everything for word in wanted):
        return _PARTLY, len(name)
    if _begun(wanted, name + also + words_of(wording.described)) is not None:
        return _DESCRIBED, len(name)
    return None


def _begun(wanted: Sequence[str], words: Sequence[str]) -> list[int] | None:
    """Which word each wanted one begins, each another; None if some wanted word begins none.

    The longest chooses first: what it may begin, shorter beginnings of it may begin too.
    """
    chosen: dict[int, int] = {}
    for at in sorted(range(len(wanted)), key=lambda i: -len(wanted[i])):
        free = (i for i, word in enumerate(words) if word.startswith(wanted[at]))
        hit = next((i for i in free if i not in chosen.values()), None)
        if hit is None:
            return None
        chosen[at] = hit
    return [chosen[i] for i in range(len(wanted))]
