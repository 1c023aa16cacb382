"""The few controls that remove or mitigate the most: a greedy plan over proposals that were checked.

Greedy means that each step takes what helps most for each change, given the steps before. A plan of as many
steps that does more may exist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from dfdmodeler.analysis.measures import Measure, Measures
from dfdmodeler.analysis.outcomes import NOT_COUNTED, Outcome, Outlook, Standings, outcome_between
from dfdmodeler.analysis.remedies import Remedies, remedying
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import Finding, Threat
from dfdmodeler.analysis.trials import NOTHING, Trials

WEIGHTS: Mapping[str, int] = {"Critical": 10, "Important": 5, "Privacy": 5, "Moderate": 2, "Low": 1}
"""What a threat of each severity counts for; other severities count for nothing."""
REMOVED, MITIGATED = 2, 1
"""A threat that is mitigated counts half as much as one that is removed."""
MOST_STEPS = 5
MANY = 200
"""Open threats beyond which a plan takes more than a second or two."""
MOST_PROPOSALS = 12
"""Proposals for one threat that are looked at."""
MOST_CHECKED = 4
"""Candidates that are analysed in vain before the plan ends."""
WHOLE = 5
"""Up to so many changes, all parts of a candidate are looked at for what they do on their own."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Changes to be made together, what they do, and what is open afterwards by severity."""

    measures: tuple[Measure, ...]
    outcome: Outcome
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they help most."""

    before: Mapping[str, int]
    """Threats by severity that rules found, neither decided nor mitigated."""
    steps: tuple[PlanStep, ...] = ()
    remaining: tuple[str, ...] = ()
    """Ids of those that are still open after all steps."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All changes of all steps."""
        return tuple(one for step in self.steps for one in step.measures)


def open_threats(threats: Iterable[Threat], subjects: frozenset[str] | None = None) -> list[Threat]:
    """What a plan is about: threats found by rules, undecided and not mitigated, at some subjects or any."""
    return [
        row
        for row in threats
        if row.rule
        and row.track != NOT_COUNTED
        and not row.decided
        and row.proposed != "mitigated"
        and (subjects is None or row.subject in subjects)
    ]


def planning(
    trials: Trials,
    threats: Iterable[Threat],
    subjects: frozenset[str] | None = None,
    most: int = MOST_STEPS,
    told: Callable[[int, int], object] = lambda done, of: None,
) -> Slices[Plan]:
    """A plan against the open threats of a model, in slices. `told` hears how many threats were looked at."""
    rows = open_threats(threats, subjects)
    remedies: list[Remedies] = []
    for place, row in enumerate(rows):
        told(place, len(rows))
        finding = Finding(row.rule, row.subject, row.severity, row.confidence == "confirmed")
        remedies.append((yield from remedying(trials, finding)))
    told(len(rows), len(rows))
    planner = _Planner(Outlook(trials.library, trials.model), rows, remedies)
    return (yield from planner.plan(most))


class _Planner:
    """Chooses step by step."""

    def __init__(self, outlook: Outlook, rows: Sequence[Threat], remedies: Sequence[Remedies]) -> None:
        self._outlook = outlook
        self._watched = frozenset(row.id for row in rows)
        self._known: frozenset[str] = frozenset()
        """All threats before the first step."""
        self._weights = {row.id: WEIGHTS.get(row.severity, 0) for row in rows}
        self._proposed = [
            (found.threat, frozenset(proposal.measures), REMOVED if proposal.removes else MITIGATED)
            for found in remedies
            for proposal in found.proposals[:MOST_PROPOSALS]
            if not any(one.is_design for one in proposal.measures)
        ]

    def plan(self, most: int) -> Slices[Plan]:
        standings = yield from self._outlook.standings()
        self._known = frozenset(standings)
        before = self._counts(standings)
        chosen, steps = NOTHING, list[PlanStep]()
        while len(steps) < most:
            found = yield from self._next(chosen, standings)
            if found is None:
                break
            more, after = found
            outcome = outcome_between(standings, after)
            ordered = tuple(sorted(more, key=lambda one: one.key))
            steps.append(PlanStep(ordered, outcome, self._counts(after)))
            chosen, standings = chosen | more, after
        return Plan(before, tuple(steps), tuple(self._open(standings)))

    def _next(self, chosen: Measures, standings: Standings) -> Slices[tuple[Measures, Standings] | None]:
        """The changes that promise most for each, if the analysis of the changed model bears it out."""
        for more in self._promising(chosen, standings)[:MOST_CHECKED]:
            after = yield from self._outlook.standings(chosen | more)
            if self._worth(after) < self._worth(standings):
                return more, after
        return None

    def _promising(self, chosen: Measures, standings: Standings) -> list[Measures]:
        open_ = frozenset(self._open(standings))
        by_part: dict[Measures, list[tuple[str, int]]] = {}
        for threat, measures, share in self._proposed:
            if threat in open_ and measures - chosen:
                by_part.setdefault(measures - chosen, []).append((threat, share))

        def promise(more: Measures) -> tuple[Fraction, int, list[tuple[str, str, tuple[str, ...]]]]:
            shares: dict[str, int] = {}
            for part in _parts(more):
                for threat, share in by_part.get(part, ()):
                    shares[threat] = max(share, shares.get(threat, 0))
            gain = sum(self._weights.get(threat, 0) * share for threat, share in shares.items())
            return Fraction(-gain, len(more)), -gain, sorted(one.key for one in more)

        ranked = sorted((promise(more), more) for more in by_part)
        return [more for (_, gain, _), more in ranked if gain]

    def _open(self, standings: Standings) -> Iterator[str]:
        """The threats that the plan is about and that are still to be dealt with."""
        return (id_ for id_, row in standings.items() if id_ in self._watched and not row.mitigated)

    def _worth(self, standings: Standings) -> int:
        """What stands, by weight: new threats count wherever they are, decided ones not at all."""
        worth = 0
        for id_, row in standings.items():
            if id_ in self._watched or id_ not in self._known:
                worth += WEIGHTS.get(row.severity, 0) * (MITIGATED if row.mitigated else REMOVED)
        return worth

    def _counts(self, standings: Standings) -> Mapping[str, int]:
        counts = Counter(standings[id_].severity for id_ in self._open(standings))
        return {level: counts[level] for level in WEIGHTS if counts[level]}


def _parts(more: Measures) -> Iterator[Measures]:
    """The parts of a set of changes, the set itself among them; of a large one, only small parts."""
    sizes = range(1, len(more) + 1) if len(more) <= WHOLE else (1, 2, len(more))
    for size in sizes:
        yield from map(frozenset, combinations(more, size))
