"""The JSON shape of an analysis, as plain values: the same model gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.ratings import rating_of
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.threat import AskedQuestion, Evidence, Threat
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Decision, Element, Flow, Mitigation
from dfdmodeler.rules.rule import References

Json = dict[str, Any]


def as_json(
    library: Library, analysis: Analysis, register: Register, model: Model, problems: Iterable[Problem] = ()
) -> Json:
    """The whole analysis. Everything is sorted: threats as they are shown, the rest by id or by place."""
    return {
        "model": _model(model),
        "packs": [{"id": pack.id, "version": pack.version} for pack in library.in_force(model).packs],
        "threats": [_threat(analysis, register, threat, model) for threat in register.threats],
        "questions": [_question(asked) for asked in analysis.questions()],
        "problems": [asdict(problem) for problem in sorted(problems, key=_place)],
    }


def _place(problem: Problem) -> tuple[str, ...]:
    return problem.where, problem.what, problem.hint, problem.gravity, problem.subject or ""


def _model(model: Model) -> Json:
    return {
        "title": model.about.title,
        "elements": len(model.of(Element)),
        "flows": len(model.of(Flow)),
        "boundaries": len(model.of(Boundary)),
    }


def _threat(analysis: Analysis, register: Register, threat: Threat, model: Model) -> Json:
    evidence = (register.evidence or {}).get(threat.id) or analysis.explain(threat.id)
    return {
        "id": threat.id,
        "rule": threat.rule,
        "subject": threat.subject,
        "title": threat.title,
        "track": threat.track,
        "stride": list(threat.stride),
        "severity": threat.severity,
        "confidence": threat.confidence,
        "status": threat.status,
        "evidence": _evidence(evidence),
        "mitigations": [
            {"id": row.id, "title": row.title, "kind": row.kind, "done": row.done, **_stated(row.stated)}
            for row in threat.mitigations
        ],
        "questions": list(threat.questions),
        "refs": _references(threat.refs),
        "triage": _triage(threat, model),
    }


def _stated(kept: Mitigation | None) -> Json:
    """What people keep about a mitigation."""
    fields = ("status", "owner", "due", "ticket")
    return {field: getattr(kept, field) if kept else "" for field in fields}


def _triage(threat: Threat, model: Model) -> Json:
    """What people keep about a threat, and whether its decision still stands."""
    kept = threat.decision or Decision(id=threat.id, threat=threat.id)
    rating = rating_of(kept, model.about.rating)
    return {
        "decided": threat.decided,
        "review_again": threat.evidence_changed,
        "expired": threat.expired,
        "standing": threat.standing,
        "reason": kept.reason,
        "author": kept.author,
        "date": kept.date,
        "expires": kept.expires,
        "severity_found": threat.rated or threat.severity,
        "severity_reason": kept.severity_reason,
        "rating": rating and {"method": rating.method, "result": rating.words, "vector": rating.vector},
        "owner": kept.owner,
        "due": kept.due,
        "ticket": kept.ticket,
        "tags": list(kept.tags),
        "doubts": list(threat.doubts),
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "leaves": [
            {"text": leaf.text, "ids": list(leaf.ids), "value": leaf.value} for leaf in evidence.leaves
        ],
        "paths": [
            {"term": path.term, "elements": list(path.elements), "flows": list(path.flows)}
            for path in evidence.paths
        ],
    }


def _references(refs: Mapping[str, tuple[str, ...]]) -> Json:
    return {catalogue: list(refs.get(catalogue, ())) for catalogue in References.model_fields}


def _question(asked: AskedQuestion) -> Json:
    answer = asked.answer
    return {
        "id": asked.question,
        "subject": asked.subject,
        "section": asked.section,
        "text": asked.text,
        "sets": list(asked.sets),
        "rules": list(asked.rules),
        "status": answer.status if answer else "open",
        "answer": answer.text if answer else "",
    }
