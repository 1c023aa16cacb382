"""What an answer would change, in words: short beside a choice, with severities where there is room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from dfdmodeler.analysis.stakes import Outcome
from dfdmodeler.analysis.threat import SEVERITIES, Finding


def short_words(outcome: Outcome, closed: Collection[str] = frozenset()) -> str:
    """Such as "removes 3 threats, adds 1"; empty if only `closed` threats would change."""
    return _told(outcome, closed, graded=False)


def full_words(outcome: Outcome, closed: Collection[str] = frozenset()) -> str:
    """Such as "removes 3 threats (1 Critical, 2 Low), adds 1 (Low)"; empty as `short_words` is."""
    return _told(outcome, closed, graded=True)


def _told(outcome: Outcome, closed: Collection[str], *, graded: bool) -> str:
    kinds = (
        ("removes", outcome.vanishes),
        ("adds", outcome.appears),
        ("confirms", outcome.confirms),
        ("regrades", outcome.regrades),
    )
    parts: list[str] = []
    for verb, findings in kinds:
        open_ = [finding for finding in findings if finding.id not in closed]
        if open_:
            threats = "" if parts else " threat" if len(open_) == 1 else " threats"
            parts.append(f"{verb} {len(open_)}{threats}{_grades(open_) if graded else ''}")
    return ", ".join(parts)


def _grades(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    levels = [f"{counts[level]} {level}" for level in SEVERITIES if counts[level]]
    return f" ({levels[0].split(' ', 1)[1] if len(levels) == 1 else ', '.join(levels)})"


def touched(outcomes: Iterable[Outcome], closed: Collection[str] = frozenset()) -> int:
    """How many open threats some of the answers would change."""
    return len(
        {finding.id for outcome in outcomes for finding in outcome.changes if finding.id not in closed}
    )
