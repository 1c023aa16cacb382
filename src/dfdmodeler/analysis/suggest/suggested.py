"""A suggestion as a value."""

from __future__ import annotations

from dataclasses import dataclass

from dfdmodeler.model.values import Value


@dataclass(frozen=True, slots=True, order=True)
class Suggested:
    """A value that a record seems to have: which, how sure that is (0 to 1), and why, in plain words."""

    subject: str
    field: str
    """``type``, or the name of an attribute such as ``carries``, ``carries_back`` or ``bidirectional``."""
    value: Value
    score: float
    reason: str
