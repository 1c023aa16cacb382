"""What can be drawn, as rows of a list, below the titles of their groups."""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.catalog.offers import LINE, NOTE, Offer
from dfdmodeler.gui.widgets.marks import BOUNDARY_ICON, LINE_ICON, NOTE_ICON
from dfdmodeler.gui.widgets.rows import Row

_ICONS = {NOTE: NOTE_ICON, LINE: LINE_ICON}


def stencil_row(offer: Offer, aside: str = "") -> Row:
    """An offer as a row, with its icon."""
    icon = offer.icon or _ICONS.get(offer.key, BOUNDARY_ICON)
    return Row(offer.label, offer.key, aside=aside, icon=icon, color=offer.color, help=offer.help)


def grouped_rows(offers: Iterable[Offer]) -> list[Row]:
    """The offers in their order, each below the title of its group; the group of the first comes first."""
    groups: dict[str, list[Row]] = {}
    for offer in offers:
        groups.setdefault(offer.group, []).append(stencil_row(offer))
    return [row for title, rows in groups.items() for row in (Row(title), *rows)]
