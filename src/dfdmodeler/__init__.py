"""Threat modeling of AI and machine-learning systems by drawing a data-flow diagram."""

from __future__ import annotations

__version__ = "0.1.0"
