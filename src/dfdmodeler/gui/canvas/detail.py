"""Levels of detail: what is worth drawing at a zoom."""

from __future__ import annotations

from enum import IntEnum

SHAPES_FROM = 0.4
"""Below this zoom a name cannot be read, and boxes and lines are enough."""
ALL_FROM = 0.6
"""Below this zoom flow labels and type lines cannot be read."""


class Detail(IntEnum):
    """How much of an item is drawn."""

    OUTLINES = 0
    """Boxes and lines without antialiasing."""
    SHAPES = 1
    """Shapes and their names, flows without labels."""
    ALL = 2


def detail_at(zoom: float) -> Detail:
    """The level for a zoom, in device independent pixels per unit."""
    if zoom < SHAPES_FROM:
        return Detail.OUTLINES
    return Detail.SHAPES if zoom < ALL_FROM else Detail.ALL
