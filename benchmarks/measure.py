"""Times, what is made of them, and how they are told."""

from __future__ import annotations

import gc
import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time


@dataclass(frozen=True)
class Result:
    """One goal and what was measured."""

    goal: str
    measured: float
    bound: float
    unit: str
    """``x`` for a ratio, ``ms`` for milliseconds, empty for a plain number."""
    detail: str
    """The figures behind it."""

    @property
    def met(self) -> bool:
        return self.measured <= self.bound

    def cells(self) -> tuple[str, ...]:
        marks = f"{self.measured:.3g} {self.unit}", f"{self.bound:.3g} {self.unit}"
        return (self.goal, *(mark.strip() for mark in marks), "yes" if self.met else "NO", self.detail)


HEAD = ("goal", "measured", "at most", "met", "from")


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    rows = [HEAD, *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that some work takes: other programs do not count."""
    gc.collect()
    start = process_time()
    work()
    return 1000 * (process_time() - start)


def medians(runs: int, *works: Callable[[], object]) -> list[float]:
    """The medians of several kinds of work, done in turn, in milliseconds."""
    rounds = [[timed(work) for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def p95(times: Sequence[float]) -> float:
    """What 19 of 20 stay below."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def growth(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The exponent of growth: 1 is linear. The slope of a line through the logarithms."""
    return statistics.linear_regression([math.log(s) for s in sizes], [math.log(t) for t in times]).slope
