"""Deciding about threats in a session: with name, date and the evidence of the moment, in one step."""

from __future__ import annotations

from collections.abc import Sequence

from dfdmodeler.analysis.register import adopting
from dfdmodeler.analysis.threat import Evidence, Threat
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
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
    author, date = reviewer.author(), reviewer.today()
    given = [(one, evidence_of(session, one).digest) for one in threats]

    def decided(model: Model) -> Model:
        model = adopting(model, threats, author=author, date=date)
        for one, evidence in given:
            model = triage.decide(
                model,
                one.id,
                status=status,
                reason=reason,
                author=author,
                date=date,
                evidence=evidence,
                title=one.title,
                expires=expires,
            )
        return model

    if given:
        about = f" about {len(given)} threats" if len(given) > 1 else ""
        session.edit(f"Decide{about}: {STATUS_WORDS[status].lower()}", decided)
