"""Levels of detail: what is worth drawing at a zoom."""

from __future__ import annotations

from enum import IntEnum

SHAPES_FROM = 0.4
"""Below this zoom a name cannot be read, and boxes and lines are enough."""
ALL_FROM = 0.6
"""Below this zoom flow labels and type lines cannot be read."""
FEW = 300
"""A diagram of so few items is drawn whole wherever shapes are: an icon tells something at any size."""


class Detail(IntEnum):
    """How much of an item is drawn."""

    OUTLINES = 0
    """Boxes and lines without antialiasing."""
    SHAPES = 1
    """Shapes and their names, flows without labels."""
    ALL = 2


def detail_at(zoom: float, items: int) -> Detail:
    """The level for a zoom, in device independent pixels per unit, in a diagram of this many items."""
    if zoom < SHAPES_FROM:
        return Detail.OUTLINES
    return Detail.SHAPES if zoom < ALL_FROM and items > FEW else Detail.ALL
