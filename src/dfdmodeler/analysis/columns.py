"""The columns of the register: what each tells of a line, how it sorts, and what a person may write into it.

The window, saved views and sheets read this one table; ids are part of files and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from functools import lru_cache

from dfdmodeler.analysis import likelihood, owasp, ratings
from dfdmodeler.analysis.lines import STATE_WORDS, Line
from dfdmodeler.analysis.register import STRIDE
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.records import Decision, RatingMethod
from dfdmodeler.model.triage import VERDICT
from dfdmodeler.model.values import Value

Key = tuple[int, str]
"""A number first, for what has an order of its own; then text."""

PROPOSED_WORDS: Mapping[str, str] = {"open": "Open", "partial": "Partly mitigated", "mitigated": "Mitigated"}
TRACK_WORDS: Mapping[str, str] = {
    "security": "Security",
    "reliability": "Reliability",
    "privacy": "Privacy",
    "validity": "Validity",
}
LEVELS: tuple[str, ...] = SEVERITIES[:5]
"""Severities that a person may give to a threat."""
SEPARATOR = ", "
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNRATED = 1 << 30
"""The place of what says too little for a score."""
_STRIDE_WORDS = {letter: words.capitalize() for words, letter in STRIDE.items()}
_PLACES: Mapping[str, Mapping[str, int]] = {
    "severity": {level: place for place, level in enumerate(SEVERITIES)},
    "status": {words: place for place, words in enumerate(STATUS_WORDS.values())},
    "likelihood": {words: -place for place, words in enumerate(likelihood.LEVELS.values())},
    "impact": {words: -place for place, words in enumerate(likelihood.LEVELS.values())},
    "state": {words: place for place, words in enumerate(STATE_WORDS.values()) if words},
    "proposed": {words: place for place, words in enumerate(PROPOSED_WORDS.values())},
}
"""Where words stand that have an order of their own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person may write into a column."""

    field: str
    """The field of the decision that is written."""
    read: Callable[[str], Value | None]
    """What was written as a value of the field; None if it is none. An empty text is an empty value."""
    asked: str
    """What is wanted, in words, such as for a text that cannot be read."""
    choices: tuple[str, ...] = ()
    """The only texts there are, if they can be listed."""
    told: Mapping[str, str] = made(default_factory=dict, hash=False)
    """Values that are told in other words."""

    def words(self, value: Value) -> str:
        """A value of the field as it is written."""
        return self.told.get(value, value) if isinstance(value, str) else SEPARATOR.join(value)

    @property
    def of_verdict(self) -> bool:
        """Whether it is part of the decision, which is made as a whole: `triage.decide`, not `track`."""
        return self.field in VERDICT


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the register."""

    id: str
    title: str
    words: Callable[[Line], str]
    """What it tells of a line; empty if nothing."""
    width: int = 120
    """Pixels at the usual text size."""
    key: Callable[[Line], Key] | None = None
    """How lines are sorted by it; none: by its words."""
    cell: Cell | None = None
    """How it is written, if it can be."""
    help: str = ""

    def place(self, line: Line) -> Key:
        """What a line is sorted by; lines without words stand last, whoever sorts sees to that."""
        if self.key is not None:
            return self.key(line)
        words = self.words(line)
        return _PLACES.get(self.id, {}).get(words, 0), words.casefold()


def is_day(text: str) -> bool:
    """Whether a text is an ISO date, such as 2026-03-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as people write them, with commas between; each once, in the order written."""
    return tuple(dict.fromkeys(" ".join(part.split()) for part in text.split(",") if part.strip()))


def _line(text: str) -> str:
    return " ".join(text.split())


def _day(text: str) -> str | None:
    written = text.strip()
    return written if not written or is_day(written) else None


def _level(text: str) -> str | None:
    written = text.strip().casefold()
    return next((level for level in ("", *LEVELS) if level.casefold() == written), None)


def _mitigations(line: Line) -> str:
    known = line.threat.mitigations
    return f"{sum(row.done for row in known)} of {len(known)}" if known else ""


def _mitigations_key(line: Line) -> Key:
    """Those with the smallest share done first; among them those with the most to do."""
    known = line.threat.mitigations
    done = sum(row.done for row in known)
    return (round(1_000_000 * done / len(known)) if known else 0), f"{9999 - len(known) + done:04}"


@lru_cache(maxsize=20_000)
def _rating_of(cvss: str, vector: str, likely: str, impact: str) -> tuple[str, int]:
    """What the first way of rating that was used makes of what was said, and its place: the gravest first."""
    said = Decision(id="@", threat="@", cvss=cvss, owasp=vector, likelihood=likely, impact=impact)
    rating = next((found for method in ratings.METHODS if (found := ratings.rating_of(said, method))), None)
    if rating is None:
        levels = " × ".join(likelihood.LEVELS.get(part, part) for part in (likely, impact) if part)
        return cvss or vector or levels, _UNRATED
    grade = SEVERITIES.index(rating.severity) if rating.severity in SEVERITIES else len(SEVERITIES)
    numbers = _NUMBER.findall(rating.words)
    return rating.words, 100_000 * grade - round(100 * float(numbers[-1])) if numbers else 100_000 * grade


def _rated_line(line: Line) -> tuple[str, int]:
    kept = line.kept
    return _rating_of(kept.cvss, kept.owasp, kept.likelihood, kept.impact)


def _rating(line: Line) -> str:
    return _rated_line(line)[0]


def _rating_key(line: Line) -> Key:
    words, place = _rated_line(line)
    return place, words.casefold()


def _rated(text: str) -> str | None:
    written = text.strip().casefold()
    known = {key: words.casefold() for key, words in likelihood.LEVELS.items()}
    return next((key for key, words in {"": "", **known}.items() if written in (key, words)), None)


def _cvss(text: str) -> str | None:
    if not text.strip():
        return ""
    found = ratings.cvss4(text)
    return found.vector if found else None


def _owasp(text: str) -> str | None:
    """A vector of which every part is known, in the order of the method."""
    parts = [part for part in text.strip().strip("()").split("/") if part.strip()]
    given = owasp.values(text)
    return owasp.vector_of(given) if len(given) == len(parts) else None


def _source(line: Line) -> str:
    return "Rule" if line.threat.rule else line.threat.origin or "Stated"


def _refs(line: Line) -> str:
    return SEPARATOR.join(ref for refs in line.threat.refs.values() for ref in refs)


def _status(text: str) -> str | None:
    written = text.strip().casefold()
    return next((key for key, words in STATUS_WORDS.items() if written in (key, words.casefold())), None)


_OWNER = Cell("owner", _line, "Who sees to it")
_TICKET = Cell("ticket", _line, "An address or number in an issue tracker")
_STATUS_CHOICES, _LEVEL_CHOICES = tuple(STATUS_WORDS.values()), tuple(likelihood.LEVELS.values())
_STATUS = Cell("status", _status, f"One of {', '.join(_STATUS_CHOICES)}", _STATUS_CHOICES, STATUS_WORDS)
_LIKELIHOOD, _IMPACT = (
    Cell(name, _rated, f"One of {', '.join(_LEVEL_CHOICES)}", _LEVEL_CHOICES, likelihood.LEVELS)
    for name in ("likelihood", "impact")
)
_CVSS = Cell("cvss", _cvss, f"A CVSS 4.0 vector such as {ratings.BEGINNING}")
_OWASP = Cell("owasp", _owasp, "Factors of the OWASP risk rating and their values, such as SL:5/M:4")
_EXPIRES = Cell("expires", _day, "A date such as 2026-03-31; empty if it does not end")
_REASON = Cell("reason", str.strip, "The reason of the decision")
_LEVEL_REASON = Cell("severity_reason", str.strip, "Why it has this severity")
_NOTES = Cell("notes", str.strip, "Notes")
_DUE = Cell("due", _day, "A date such as 2026-03-31")
_LEVEL = Cell("severity", _level, f"One of {', '.join(LEVELS)}; empty for that of the rule", LEVELS)
_TAGS = Cell("tags", split_tags, "Tags with commas between them")

COLUMNS: tuple[Column, ...] = (
    Column("severity", "Severity", lambda line: line.threat.severity, 100, cell=_LEVEL,
           help="The severity in force"),
    Column("title", "Threat", lambda line: line.threat.title, 280),
    Column("subject", "At", lambda line: line.threat.subject_name, 128,
           help="The element, flow or boundary it is at"),
    Column("state", "Review", lambda line: STATE_WORDS[line.state], 120,
           help="What asks for a look: changed evidence, an end, new or open again since the last review"),
    Column("status", "Decision", lambda line: STATUS_WORDS[line.threat.status], 120, cell=_STATUS),
    Column("proposed", "Proposed", lambda line: "" if line.is_gone else PROPOSED_WORDS[line.threat.proposed],
           120, help="What the mitigations in place suggest"),
    Column("mitigations", "Mitigations", _mitigations, 92, _mitigations_key,
           help="How many are in place, of how many"),
    Column("owner", "Owner", lambda line: line.kept.owner, 88, cell=_OWNER),
    Column("due", "Due", lambda line: line.kept.due, 96, cell=_DUE),
    Column("tags", "Tags", lambda line: SEPARATOR.join(line.kept.tags), 96, cell=_TAGS),
    Column("ticket", "Ticket", lambda line: line.kept.ticket, 120, cell=_TICKET),
    Column("expires", "Ends", lambda line: line.kept.expires, 96, cell=_EXPIRES,
           help="The last day on which the decision holds"),
    Column("rating", "Rating", _rating, 160, _rating_key,
           help="Likelihood and impact, CVSS or OWASP risk rating"),
    Column("likelihood", "Likelihood", lambda line: _LIKELIHOOD.words(line.kept.likelihood), 96,
           cell=_LIKELIHOOD),
    Column("impact", "Impact", lambda line: _IMPACT.words(line.kept.impact), 96, cell=_IMPACT),
    Column("cvss", "CVSS 4.0", lambda line: line.kept.cvss, 160, cell=_CVSS),
    Column("owasp", "OWASP risk rating", lambda line: line.kept.owasp, 160, cell=_OWASP),
    Column("confidence", "Confidence",
           lambda line: "" if line.is_gone else line.threat.confidence.capitalize(), 104),
    Column("rule", "Rule", lambda line: line.threat.rule, 88),
    Column("family", "Family", lambda line: line.threat.family, 160),
    Column("stride", "STRIDE",
           lambda line: SEPARATOR.join(_STRIDE_WORDS.get(one, one) for one in line.threat.stride), 152),
    Column("track", "Kind of harm", lambda line: "" if line.is_gone else TRACK_WORDS[line.threat.track], 104),
    Column("references", "References", _refs, 160),
    Column("source", "Source", _source, 104, help="Found by a rule, stated here, or the tool it came from"),
    Column("kind", "Kind of place", lambda line: line.kind, 104),
    Column("reason", "Reason", lambda line: line.kept.reason, 240, cell=_REASON),
    Column("author", "Decided by", lambda line: line.kept.author, 112),
    Column("date", "Decided on", lambda line: line.kept.date, 96),
    Column("rated", "Severity by its rule", lambda line: line.threat.rated, 120,
           help="Where another is in force"),
    Column("severity_reason", "Why this severity", lambda line: line.kept.severity_reason, 200,
           cell=_LEVEL_REASON),
    Column("changed", "Last change", lambda line: line.changed, 96,
           help="The day of the last decision, change or comment"),
    Column("comments", "Comments", lambda line: str(line.comments or ""), 88,
           lambda line: (line.comments, "")),
    Column("notes", "Notes", lambda line: line.kept.notes, 200, cell=_NOTES),
    Column("id", "Id", lambda line: line.id, 160),
)  # fmt: skip
"""All of them, in the order in which people are offered them."""
OF_RATING: Mapping[RatingMethod, tuple[str, ...]] = {
    "likelihood_impact": ("likelihood", "impact"),
    "cvss4": ("cvss",),
    "owasp": ("owasp",),
}
"""The columns that belong to one way to rate threats."""
COLUMN: Mapping[str, Column] = {column.id: column for column in COLUMNS}
USUAL: tuple[str, ...] = (
    "severity", "title", "subject", "state", "status", "mitigations", "owner", "due",
)  # fmt: skip
"""The columns that are shown until somebody chooses others."""
