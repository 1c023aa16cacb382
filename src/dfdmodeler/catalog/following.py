"""What usually comes next: the types that data goes to from a type, or comes from, most likely first."""

from __future__ import annotations

from collections.abc import Collection

from dfdmodeler.catalog.catalog import Catalog

_FAMILY = 1.5
"""Places by which a type of a palette that the model uses already comes sooner."""
_NEUTRAL = ("Generic", "People and parties")
"""Palettes whose use says nothing about the kind of system."""


def following(
    catalog: Catalog,
    type_: str,
    *,
    forward: bool = True,
    present: Collection[str] = (),
    joined: Collection[str] = (),
) -> tuple[str, ...]:
    """Types for the element after one of a type, or before it, if not forward.

    First what the catalog says comes next, sooner what is of another palette that the model (types `present`)
    uses. Then what its default flows join, then the palette of the type itself. Last what it is joined to
    already (`joined`).
    """
    palettes = {_palette(catalog, other) for other in present} - {_palette(catalog, type_), *_NEUTRAL}
    usual = _after(catalog, type_) if forward else _before(catalog, type_)
    places: dict[str, float] = {}
    for place, other in enumerate(usual):
        places[other] = place - _FAMILY * (_palette(catalog, other) in palettes)
    for others in (_by_default(catalog, type_, forward), _family(catalog, type_)):
        for other in others:
            places.setdefault(other, len(places) + _FAMILY)
    drawn = [other for other in places if not catalog.stencils[other].abstract]
    return tuple(sorted(drawn, key=lambda other: (other in joined, places[other])))


def _palette(catalog: Catalog, type_: str) -> str:
    row = catalog.stencil(type_)
    return row.palette if row else ""


def _after(catalog: Catalog, type_: str) -> tuple[str, ...]:
    rows = (catalog.stencils[name] for name in catalog.ancestors(type_) if name in catalog.stencils)
    return next((row.next for row in rows if row.next), ())


def _before(catalog: Catalog, type_: str) -> list[str]:
    """The types that have the type next, or the nearest of its ancestors; the more usual, the sooner."""
    found: dict[str, tuple[int, int]] = {}
    for distance, wanted in enumerate(catalog.ancestors(type_)):
        for other in catalog.stencils:
            after = _after(catalog, other)
            if wanted in after:
                found.setdefault(other, (distance, after.index(wanted)))
    return sorted(found, key=lambda other: found[other])


def _by_default(catalog: Catalog, type_: str, forward: bool) -> list[str]:
    """What default flows that name both their ends join a type to."""
    found: dict[str, None] = {}
    for row in catalog.default_flows:
        near, far = (row.source, row.target) if forward else (row.target, row.source)
        if near and far and catalog.isa(type_, *near):
            found |= dict.fromkeys(far)
    return list(found)


def _family(catalog: Catalog, type_: str) -> list[str]:
    palette = _palette(catalog, type_)
    return [row.type for row in catalog.stencils.values() if row.palette == palette and row.type != type_]
