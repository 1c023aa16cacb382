"""What a gate works on, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.gate.policy import Level
from dfdmodeler.analysis.register import Register
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Given:
    """A model with what was found in it on a day."""

    model: Model
    analysis: Analysis
    register: Register
    today: str
    """ISO date."""
    problems: tuple[Problem, ...] = ()
    """What `check` finds."""
    base: Register | None = None
    """What was found in the model that it is compared with; none: everything counts as new."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check fails, at one place."""

    text: str
    records: tuple[str, ...] = ()
    """Ids of the records that it is about, the one to point at first; none: the file as a whole."""
    threat: str = ""
    """Id of the threat, if it is about one."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table of checks."""

    id: str
    """The name of its table in policies."""
    title: str
    """What holds where it passes."""
    help: str
    """What it is for, and what to do where it fails."""
    find: Callable[[Given, Any], Iterator[Reason]]
    """Why it fails, given what the policy says of it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one check."""

    check: Check
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of all checks of a policy, in the order of their table."""

    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing fails that is to stop a build."""
        return not any(result.reasons and result.level == "error" for result in self.results)

    @property
    def clean(self) -> bool:
        """Whether nothing fails at all."""
        return not any(result.reasons for result in self.results)

    def count(self, level: Level) -> int:
        """How many reasons there are of a level."""
        return sum(len(result.reasons) for result in self.results if result.level == level)
