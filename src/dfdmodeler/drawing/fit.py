"""Fitting a picture to a page."""

from __future__ import annotations

from typing import NamedTuple

from dfdmodeler.drawing.primitives import Box


class Fit(NamedTuple):
    """A diagram point (x, y) is drawn at (x * scale + dx, y * scale + dy)."""

    scale: float
    dx: float
    dy: float


def fit(bounds: Box, page: Box, largest: float = 1.0) -> Fit:
    """The largest scale, up to `largest`, at which the bounds fit into the page, centred.

    y grows downwards in both.
    """
    width, height = max(bounds.width, 1.0), max(bounds.height, 1.0)
    scale = min(page.width / width, page.height / height, largest)
    (cx, cy), (px, py) = bounds.center, page.center
    return Fit(scale, px - cx * scale, py - cy * scale)
