"""What of an element fits another type."""

from __future__ import annotations

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.search import words_of
from dfdmodeler.model.records import Element


def left_over(catalog: Catalog, element: Element, type_: str) -> tuple[str, ...]:
    """The attributes that are answered about an element, and that another type does not offer.

    What its present type does not offer either is not counted: it was left over before.
    """
    return tuple(
        name
        for name in element.properties
        if catalog.offers(element.type, name) and not catalog.offers(type_, name)
    )


def is_named_by_type(name: str, label: str) -> bool:
    """Whether a name is only what its type is called, numbered or not: nobody chose it."""
    words, called = words_of(name), words_of(label)
    rest = words[len(called) :]
    return words[: len(called)] == called and (not rest or (len(rest) == 1 and rest[0].isdecimal()))
