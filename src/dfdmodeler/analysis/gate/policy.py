"""What a policy may say: one table for each check. A check whose table is not there is not made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dfdmodeler.analysis.gate.levels import Severity
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.catalog.tables import read_headed
from dfdmodeler.model.problem import Problem

Level = Literal["error", "warning", "note"]
"""What a reason does: an error stops the build, the others only tell."""
Count = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Days = Annotated[int, Field(ge=0, le=36_500, strict=True)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Rule(BaseModel):
    """One check of a policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Level = "error"


class NewUndecided(Rule):
    """Threats that are undecided and were not in the base."""

    severity: Severity = "critical"
    """This severity and graver ones."""


class MostOpen(Rule):
    """How many threats of each severity may be undecided."""

    critical: Count | None = None
    important: Count | None = None
    moderate: Count | None = None
    low: Count | None = None
    total: Count | None = None


class Expired(Rule):
    """Decisions whose last day is over."""

    dated: Annotated[bool, Field(strict=True)] = False
    """Whether an acceptance must have a last day at all."""


class Overdue(Rule):
    """Threats, mitigations, action items and assumptions whose date has passed."""

    days: Days = 0
    """How long after it they may stand."""


class Unowned(Rule):
    """Undecided threats without an owner."""

    severity: Severity = "important"


class Unknown(Rule):
    """Key attributes that nobody has answered, at elements near to outsiders."""

    flows: Annotated[int, Field(ge=1, le=1_000, strict=True)] = 1
    """How many flows from an outsider who is not trusted an element may be; 1: those they reach directly."""
    attributes: tuple[Name, ...] = ()
    """These, of types that have them; none: the key attributes of each type."""


class ReviewAge(Rule):
    """How old the newest review may be; without any, it fails."""

    days: Days = 90


class Approval(Rule):
    """Approvals that cover the model as it is."""

    reviewers: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    by: tuple[Name, ...] = ()
    """Those who must be among them."""


class Problems(Rule):
    """What `dfdmodeler check` finds."""

    gravity: Literal["error", "warning"] = "error"
    """This gravity and graver ones."""


class Policy(BaseModel):
    """All checks that a policy makes, by the names of their tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    new_undecided: NewUndecided | None = None
    most_open: MostOpen | None = None
    expired: Expired | None = None
    reasons: Rule | None = None
    review_again: Rule | None = None
    overdue: Overdue | None = None
    unowned: Unowned | None = None
    unknown: Unknown | None = None
    review_age: ReviewAge | None = None
    approval: Approval | None = None
    problems: Problems | None = None
    conflicts: Rule | None = None

    def rule(self, check: str) -> Rule | None:
        """What the policy says of a check; None if it does not make it."""
        said: Rule | None = getattr(self, check)
        return said


def load_policy(path: Path, catalog: Catalog) -> Policy | tuple[Problem, ...]:
    """The policy of a file, or what is wrong with it; one that checks nothing is wrong too."""
    problems: list[Problem] = []
    policy, _ = read_headed(path, Policy, {}, problems)
    if policy is None or problems:
        return tuple(problems)
    if not any(policy.rule(name) for name in Policy.model_fields):
        hint = "`dfdmodeler gate --print-policy` prints one to begin with."
        return (Problem(str(path), "The policy asks for nothing.", hint),)
    return _strangers(policy, catalog, path) or policy


def _strangers(policy: Policy, catalog: Catalog, path: Path) -> tuple[Problem, ...]:
    """What a policy names that the catalog does not have: it would be asked of nothing, and pass."""
    known = [row.name for row in catalog.all_attributes]
    asked = policy.unknown.attributes if policy.unknown else ()
    return tuple(
        Problem(str(path), f"'{name[:60]}' in 'unknown.attributes' is no attribute.", suggestion(name, known))
        for name in asked
        if name not in known
    )
