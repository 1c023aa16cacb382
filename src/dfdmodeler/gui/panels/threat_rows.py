"""Which threats are listed, in which sections and with which words: plain functions from threats to rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dfdmodeler.analysis.causes import Cause
from dfdmodeler.analysis.lines import STATE_WORDS, searched
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.analysis.triage_words import STANDING_TOLD, STATUS_WORDS, decision_words
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.model.carrying import has_verdict
from dfdmodeler.model.records import Decision

GONE = "gone:"
"""Before the id of a decision whose threat is no longer found."""

CAUSE = "cause:"
"""Before the id of a root cause that several threats share."""
FEWEST = 3
"""Of fewer threats no group is made: a row less is not worth a step more."""
INDENT = 14
_NAMED = 3

STATUS_FILTERS: dict[str, tuple[str, Callable[[Threat], bool]]] = {
    "all": ("Any state", lambda threat: True),
    "open": ("Open", lambda threat: not threat.decided),
    "decided": ("Decided", lambda threat: threat.decided),
    "new": ("New or open again", lambda threat: threat.standing in ("new", "reopened")),
    "again": (
        "Review again",
        lambda threat: threat.evidence_changed or threat.expired or bool(threat.doubts and threat.decided),
    ),
    "stated": ("Stated by a person", lambda threat: not threat.rule and not threat.imported),
}
SOURCE_FILTERS: dict[str, tuple[str, Callable[[Threat], bool]]] = {
    "ours": ("Ours", lambda threat: not threat.imported),
    "imported": ("Imported", lambda threat: threat.imported),
    "all": ("All sources", lambda threat: True),
}
"""Where threats come from: found or stated here, or brought along by a file of another tool."""
GROUPINGS: dict[str, tuple[str, Callable[[Threat], str]]] = {
    "severity": ("By severity", lambda threat: threat.severity),
    "element": ("By element", lambda threat: threat.subject_name),
    "family": ("By family", lambda threat: threat.family or threat.origin or "Other"),
}


@dataclass(frozen=True)
class ThreatFilter:
    """What a person asked to see. `subjects` None: everywhere."""

    text: str = ""
    status: str = "all"
    source: str = "all"
    grouping: str = "severity"
    subjects: frozenset[str] | None = None


def reviewed(threats: Iterable[Threat]) -> list[Threat]:
    """The threats that are reviewed here; findings about the drawing itself belong to the problems."""
    return [threat for threat in threats if threat.track != "validity"]


def has_both_sources(threats: Iterable[Threat]) -> bool:
    """Whether there are threats of our own as well as imported ones, so that telling them apart helps."""
    return len({threat.imported for threat in threats}) > 1


def matching(threats: Iterable[Threat], wanted: ThreatFilter) -> list[Threat]:
    """The threats that a filter lets through, in the order they come."""
    words = wanted.text.casefold().split()
    holds, comes = STATUS_FILTERS[wanted.status][1], SOURCE_FILTERS[wanted.source][1]
    return [
        threat
        for threat in threats
        if (wanted.subjects is None or threat.subject in wanted.subjects)
        and holds(threat)
        and comes(threat)
        and all(word in searched(threat) for word in words)
    ]


@dataclass(frozen=True)
class Listing:
    """How threats are put into rows: those that share a cause as one, unless elements are the order."""

    grouping: str = "severity"
    opened: frozenset[str] = frozenset()
    """Ids of the causes whose threats are shown one by one."""
    fewest: int = FEWEST
    dismissed: Mapping[str, str] = field(default_factory=dict)
    """By rule, how often its threats were dismissed, in words."""
    today: str = ""
    """The ISO date by which open threats are overdue; empty: none is."""


PLAIN = Listing()


def threat_rows(causes: Iterable[Cause], gone: Sequence[Decision], listing: Listing) -> list[Row]:
    """Threats in sections, grouped by cause; decisions without a threat come last."""
    group = GROUPINGS[listing.grouping][1]
    sections: dict[str, list[Cause]] = {}
    for cause in causes:
        sections.setdefault(group(cause.threats[0]), []).append(cause)
    by_severity = listing.grouping == "severity"
    titles = sorted(sections, key=_severity_rank) if by_severity else list(sections)
    rows: list[Row] = []
    for title in titles:
        rows.append(Row(f"{title} ({sum(len(cause.threats) for cause in sections[title])})"))
        rows += [row for cause in sections[title] for row in _cause_rows(cause, listing)]
    if gone:
        rows.append(Row(f"No longer found ({len(gone)})"))
        rows += [gone_row(decision) for decision in gone]
    return rows


def listed(causes: Iterable[Cause], threats: Iterable[Threat], listing: Listing) -> list[Cause]:
    """The causes as they are listed: in the order of the threats, small groups as single threats.

    A group stands where its first threat would.
    """
    fewest = listing.fewest if listing.grouping != "element" else None
    parts: list[Cause] = []
    for cause in causes:
        whole = fewest is not None and len(cause.threats) >= fewest
        parts += [cause] if whole else [Cause(t.id, (t,), t.title) for t in cause.threats]
    places = {threat.id: place for place, threat in enumerate(threats)}
    return sorted(parts, key=lambda cause: places[cause.threats[0].id])


def _cause_rows(cause: Cause, listing: Listing) -> list[Row]:
    rows = [threat_row(threat, listing) for threat in cause.threats]
    if not cause.is_group:
        return rows
    open_ = cause.id in listing.opened
    head = cause_row(cause, opened=open_)
    return [head, *(replace(row, indent=INDENT) for row in rows)] if open_ else [head]


def cause_row(cause: Cause, *, opened: bool) -> Row:
    """Threats that share a cause, as one row."""
    levels = Counter(threat.severity for threat in cause.threats)
    titles = list(dict.fromkeys(threat.title for threat in cause.threats))
    places = list(dict.fromkeys(threat.subject_name for threat in cause.threats))
    undecided = sum(not threat.decided for threat in cause.threats)
    said = ", ".join(f"{count} {level}" for level, count in levels.items())
    kinds = titles if len(titles) > 1 else places
    detail = f"{said}. {', '.join(kinds[:_NAMED]) if undecided else 'Decided'}"
    return Row(
        cause.title,
        CAUSE + cause.id,
        detail=detail,
        aside="Fold" if opened else f"Show {len(cause.threats)}",
        severity=min(levels, key=_severity_rank),
        faded=not undecided,
        help="\n".join(titles),
    )


def threat_row(threat: Threat, listing: Listing = PLAIN) -> Row:
    """A threat's title, and below it what matters for choosing it."""
    often = listing.dismissed.get(threat.rule, "")
    return Row(
        threat.title,
        threat.id,
        detail=_detail(threat, listing),
        severity=threat.severity,
        faded=threat.decided,
        help=f"{threat.title}\nThis rule in this model: {often}." if often else threat.title,
    )


def gone_row(decision: Decision) -> Row:
    """What is kept about a threat that does not occur any more."""
    words = STATUS_WORDS[decision.status] if has_verdict(decision) else "Notes"
    return Row(decision.title or decision.threat, GONE + decision.id, detail=f"{words}, kept", faded=True)


def severity_words(threat: Threat) -> str:
    """Severity and confidence in words."""
    return f"{threat.levels}, {threat.confidence}" if threat.rule else f"{threat.severity}, recorded"


def _detail(threat: Threat, listing: Listing) -> str:
    parts = [severity_words(threat)]
    if listing.grouping != "element":
        parts.append(threat.subject_name)
    if threat.standing in STANDING_TOLD:
        parts.append(STATE_WORDS[threat.standing])
    if threat.evidence_changed:
        parts.append(STATE_WORDS["again"])
    elif threat.status != "open":
        parts.append(decision_words(threat))
    elif threat.proposed == "mitigated":
        parts.append("Mitigations done")
    if _is_overdue(threat, listing.today):
        parts.append("Overdue")
    if threat.doubts:
        parts.append("Assumption in doubt")
    return ". ".join(part for part in parts if part)


def _is_overdue(threat: Threat, today: str) -> bool:
    due = threat.decision.due if threat.decision else ""
    return bool(due) and due < today and not threat.decided


def _severity_rank(title: str) -> int:
    return SEVERITIES.index(title) if title in SEVERITIES else len(SEVERITIES)
