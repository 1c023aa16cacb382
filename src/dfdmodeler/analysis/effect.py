"""What an edit did to the threats, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dfdmodeler.analysis.threat import SEVERITIES, Threat

_NOT_COUNTED = "validity"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Effect:
    """How many threats came and went by severity, and how many became certain."""

    came: tuple[tuple[str, int], ...] = ()
    went: tuple[tuple[str, int], ...] = ()
    confirmed: int = 0

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.confirmed)

    @property
    def words(self) -> str:
        """Such as "+1 Critical, -2 Important, 3 confirmed"."""
        parts = [(SEVERITIES.index(level), 0, f"+{count} {level}") for level, count in self.came]
        parts += [(SEVERITIES.index(level), 1, f"{MINUS}{count} {level}") for level, count in self.went]
        said = [words for *_, words in sorted(parts)]
        said += [f"{self.confirmed} confirmed"] if self.confirmed else []
        return ", ".join(said) or "No threat changed"


def effect_between(before: Iterable[Threat], after: Iterable[Threat]) -> Effect:
    """What differs between two lists of threats. A threat of another severity went and came."""
    was, now = _by_id(before), _by_id(after)
    came = Counter(row.severity for id_, row in now.items() if _level(was.get(id_)) != row.severity)
    went = Counter(row.severity for id_, row in was.items() if _level(now.get(id_)) != row.severity)
    sure = [id_ for id_, row in now.items() if id_ in was and _sure(row) and not _sure(was[id_])]
    return Effect(tuple(came.items()), tuple(went.items()), len(sure))


def _by_id(threats: Iterable[Threat]) -> dict[str, Threat]:
    return {row.id: row for row in threats if row.rule and row.track != _NOT_COUNTED}


def _level(threat: Threat | None) -> str:
    return threat.severity if threat else ""


def _sure(threat: Threat) -> bool:
    return threat.confidence == "confirmed"
