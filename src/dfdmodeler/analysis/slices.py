"""Long work in slices: a generator that pauses often and ends with its answer."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Slices = Generator[None, None, T]
"""Each pause is a chance to look after somebody who waits."""


def completed(slices: Slices[T]) -> T:
    """The answer, without pauses."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            answer: T = end.value
            return answer
