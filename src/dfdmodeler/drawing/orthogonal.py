"""Orthogonal routes."""

from __future__ import annotations

from dfdmodeler.drawing.field import Field
from dfdmodeler.drawing.geometry import Polyline
from dfdmodeler.drawing.primitives import Box


def orthogonal(source: Box, target: Box, field: Field) -> Polyline | None:
    return None
