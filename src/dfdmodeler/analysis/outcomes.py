"""What changes do to all threats of a model, found by analysing the changed model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.measures import Measure, applied
from dfdmodeler.analysis.register import progress_of
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import NOT_COUNTED as NOT_COUNTED
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.model import Model


@dataclass(frozen=True, slots=True)
class Standing:
    """How a threat stands: its severity, and whether its mitigations suffice."""

    severity: str
    mitigated: bool


Standings = Mapping[str, Standing]
"""By threat id, in the order in which threats are shown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Ids of threats that go, come, or count as mitigated from then on."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    mitigated: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Such as "removes 3 threats, mitigates 1, adds none"."""
        parts = [f"removes {_threats(len(self.removed))}"] if self.removed or not self.mitigated else []
        parts += [f"mitigates {_threats(len(self.mitigated))}"] if self.mitigated else []
        return ", ".join([*parts, f"adds {len(self.added) or 'none'}"])


def _threats(count: int) -> str:
    return f"{count or 'no'} threat{'' if count == 1 else 's'}"


class Outlook:
    """Analyses changed models; one analysis is kept, so that it can go on from what it knows."""

    def __init__(self, library: Library, model: Model, threats: Iterable[Threat] | None = None) -> None:
        """`threats` are all rows of the model's register, if somebody has them already."""
        self._library, self._model = library, model
        self._analysis = Analysis(library)
        self._before = None if threats is None else _as_they_stand(threats)

    def standings(self, measures: Iterable[Measure] = ()) -> Slices[Standings]:
        """How the threats stand after some changes, in slices."""
        yield from self._analysis.run(applied(self._model, measures))
        found: dict[str, Standing] = {}
        for finding in self._analysis.findings:
            if self._library.rules[finding.rule].track != NOT_COUNTED:
                sufficient = progress_of(self._analysis.mitigations(finding)) == "sufficient"
                found[finding.id] = Standing(finding.severity, sufficient)
                yield
        return found

    def outcome(self, measures: Iterable[Measure]) -> Slices[Outcome]:
        """What some changes do, in slices."""
        if self._before is None:
            self._before = yield from self.standings()
        after = yield from self.standings(measures)
        return outcome_between(self._before, after)


def _as_they_stand(threats: Iterable[Threat]) -> Standings:
    return {
        row.id: Standing(row.severity, row.progress == "sufficient")
        for row in threats
        if row.rule and row.track != NOT_COUNTED
    }


def outcome_between(before: Standings, after: Standings) -> Outcome:
    """What differs. A threat that was mitigated before is not mitigated again."""
    return Outcome(
        tuple(id_ for id_ in before if id_ not in after),
        tuple(id_ for id_ in after if id_ not in before),
        tuple(
            id_ for id_, row in after.items() if row.mitigated and id_ in before and not before[id_].mitigated
        ),
    )
