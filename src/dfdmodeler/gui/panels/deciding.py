"""Deciding about threats in a session: with name, date and the evidence of the moment, in one step."""

from __future__ import annotations

from collections.abc import Sequence

from dfdmodeler.analysis.bulk import Signed, decide_all
from dfdmodeler.analysis.threat import Evidence, Threat
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.model.records import Status
from dfdmodeler.session.session import Session


def evidence_of(session: Session, threat: Threat) -> Evidence:
    """Why a threat stands now; nothing for one that a person stated."""
    return session.analysis.explain(threat.id) if threat.rule else Evidence()


def decide_about(
    session: Session,
    reviewer: Reviewer,
    threats: Sequence[Threat],
    status: Status,
    reason: str = "",
    expires: str = "",
) -> None:
    """Decides about all of some threats alike, as one step."""
    if not threats:
        return
    by = Signed(reviewer.author(), reviewer.today())
    evidence = {one.id: evidence_of(session, one).digest for one in threats}
    about = f" about {len(threats)} threats" if len(threats) > 1 else ""
    session.edit(
        f"Decide{about}: {STATUS_WORDS[status].lower()}",
        lambda model: decide_all(model, threats, evidence, status, reason, expires, by),
    )
