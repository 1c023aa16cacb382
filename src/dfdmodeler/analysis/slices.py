"""Long work in slices: a generator that pauses often and ends with its answer."""

from __future__ import annotations

import gc
from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Slices = Generator[None, None, T]
"""Each pause is a chance to look after somebody who waits."""


def completed(slices: Slices[T]) -> T:
    """The answer, without pauses, for the collector of garbage too.

    The many new objects make it run again and again, each time over all there are, and most of them stay.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        while True:
            try:
                next(slices)
            except StopIteration as end:
                answer: T = end.value
                return answer
    finally:
        if collecting:
            gc.enable()
