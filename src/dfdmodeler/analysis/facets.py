"""By what the register is narrowed down: each facet has a few values, and a line has some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from dfdmodeler.analysis.columns import is_day
from dfdmodeler.analysis.lines import STATE_WORDS, Line
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.analysis.triage_words import STATUS_WORDS

ME, NOBODY = "@me", "@none"
"""Values of the facet of owners: whoever looks, and no one. Names of people are values too."""
SOON = 14
"""Days within which something is due soon."""
Values = Callable[[Line, "Asker"], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at the register, and on which day (ISO date): what is mine or overdue hangs on it."""

    name: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow down."""

    id: str
    title: str
    values: Values
    words: Mapping[str, str]
    """Its values in the order in which they are offered, in words."""
    open_ended: bool = False
    """Whether lines have values that are not in `words`, and stand for themselves."""

    def offered(self, lines: Iterable[Line], asker: Asker) -> list[tuple[str, str, int]]:
        """Values, their words, and how many of some lines have them; others only if some line has them."""
        counts = Counter(value for line in lines for value in self.values(line, asker))
        known = [(value, words, counts[value]) for value, words in self.words.items()]
        own = sorted(counts.keys() - self.words.keys(), key=str.casefold) if self.open_ended else []
        return [*known, *((value, value, counts[value]) for value in own)]


def _standing(line: Line, _: Asker) -> tuple[str, ...]:
    return ("gone",) if line.is_gone else ("closed",) if line.threat.decided else ("open",)


def _owner(line: Line, asker: Asker) -> tuple[str, ...]:
    owner = line.kept.owner
    if not owner:
        return (NOBODY,)
    return (ME, owner) if owner.casefold() == asker.name.casefold() else (owner,)


def _dates(line: Line, asker: Asker) -> tuple[str, ...]:
    """What the calendar says of a line; what is settled is not overdue."""
    kept, soon, found = line.kept, _later(asker.today, SOON), []
    if not kept.due:
        found.append("undated")
    elif not (line.threat.decided or line.is_gone):
        found += ["overdue"] if kept.due < asker.today else ["due_soon"] if kept.due <= soon else []
    if line.threat.expired:
        found.append("ended")
    elif kept.expires and kept.expires <= soon:
        found.append("ends_soon")
    return tuple(found)


def _later(day: str, days: int) -> str:
    """A day some days after another; nothing is due by a day that is none."""
    return (date.fromisoformat(day) + timedelta(days)).isoformat() if is_day(day) else ""


def _source(line: Line, _: Asker) -> tuple[str, ...]:
    threat = line.threat
    return ("rule",) if threat.rule else ("imported",) if threat.imported else ("stated",)


def _itself(value: Callable[[Line], str]) -> Values:
    return lambda line, _: (value(line),)


FACETS: tuple[Facet, ...] = (
    Facet("standing", "Standing", _standing,
          {"open": "Not settled", "closed": "Settled", "gone": "No longer found"}),
    Facet("status", "Decision", _itself(lambda line: line.threat.status), STATUS_WORDS),
    Facet("severity", "Severity", _itself(lambda line: line.threat.severity),
          {level: level for level in SEVERITIES}, open_ended=True),
    Facet("state", "Review", _itself(lambda line: line.state),
          {state: words for state, words in STATE_WORDS.items() if words}),
    Facet("owner", "Owner", _owner, {ME: "Me", NOBODY: "Nobody"}, open_ended=True),
    Facet("dates", "Dates", _dates, {
        "overdue": "Overdue", "due_soon": f"Due within {SOON} days", "ended": "Decision has ended",
        "ends_soon": f"Decision ends within {SOON} days", "undated": "No due date"}),
    Facet("tags", "Tags", lambda line, _: line.kept.tags, MappingProxyType({}), open_ended=True),
    Facet("source", "Source", _source, {"rule": "Rules", "stated": "Stated here", "imported": "Imported"}),
    Facet("kind", "Place", _itself(lambda line: line.kind), {
        "Element": "Elements", "Flow": "Flows", "Boundary": "Boundaries", "Model": "The model as a whole"}),
)  # fmt: skip
FACET: Mapping[str, Facet] = {facet.id: facet for facet in FACETS}
