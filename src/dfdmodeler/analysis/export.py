"""The JSON shape of an analysis, as plain values: the same model gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.threat import AskedQuestion, Evidence, Threat
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.rules.rule import References

Json = dict[str, Any]


def as_json(
    library: Library, analysis: Analysis, register: Register, model: Model, problems: Iterable[Problem] = ()
) -> Json:
    """The whole analysis. Everything is sorted: threats as they are shown, the rest by id or by place."""
    return {
        "model": _model(model),
        "packs": [{"id": pack.id, "version": pack.version} for pack in library.in_force(model).packs],
        "threats": [_threat(analysis, register, threat) for threat in register.threats],
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


def _threat(analysis: Analysis, register: Register, threat: Threat) -> Json:
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
            {"id": row.id, "title": row.title, "kind": row.kind, "done": row.done}
            for row in threat.mitigations
        ],
        "questions": list(threat.questions),
        "refs": _references(threat.refs),
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
