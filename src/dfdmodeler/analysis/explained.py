"""The JSON shape of why a rule fires or keeps silent, and of how often rules did either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dfdmodeler.analysis.silence import Account
from dfdmodeler.analysis.steps import steps
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.analysis.verdicts import KINDS, Tally, Verdicts
from dfdmodeler.rules.argument import Part
from dfdmodeler.rules.leaf import Leaf

Json = dict[str, Any]


def explained_as_json(verdicts: Verdicts, found: Account, threat: Threat | None) -> Json:
    """What became of a rule at a subject, and why."""
    verdict, analysis = found.verdict, verdicts.analysis
    evidence = analysis.explain(verdict.id)
    topology = analysis.topology
    return {
        "id": verdict.id,
        "rule": verdict.rule,
        "subject": verdict.subject,
        "subject_name": verdicts.subjects.get(verdict.subject, verdict.subject),
        "title": analysis.library.rules[verdict.rule].title,
        "verdict": verdict.kind,
        "note": verdict.note,
        "severity": threat.severity if threat else None,
        "confidence": threat.confidence if threat else None,
        "status": threat.status if threat else None,
        "why": {
            "leaves": [_leaf(leaf) for leaf in evidence.leaves],
            "paths": [
                {"term": path.term, "steps": [asdict(step) for step in steps(topology, path)]}
                for path in evidence.paths
            ],
        },
        "why_not": [_leaf(leaf) for leaf in found.reasons],
        "condition": _part(found.whole) if found.whole else None,
    }


def tallies_as_json(families: Mapping[str, Tally], rules: Iterable[Tally]) -> Json:
    """How often the rules of each family came to which verdict."""
    rows = list(rules)
    return {
        "families": [
            {
                "family": name,
                **_counts(family),
                "rules": [
                    {"id": row.rules[0].id, "title": row.rules[0].title, **_counts(row)}
                    for row in rows
                    if row.rules[0] in family.rules
                ],
            }
            for name, family in families.items()
        ]
    }


def _counts(tally: Tally) -> Json:
    return {"examined": tally.examined, **{kind: tally.by_kind.get(kind, 0) for kind in KINDS}}


def _leaf(leaf: Leaf) -> Json:
    reads = [{"id": owner, "attribute": name} for owner, name in leaf.reads]
    return {"text": leaf.text, "ids": list(leaf.ids), "value": leaf.value, "reads": reads}


def _part(part: Part) -> Json:
    told = {"met": part.met, **(_leaf(part.leaf) if part.leaf else {})}
    below = [_part(inner) for inner in part.parts]
    return {**told, "form": part.form, "parts": below} if below else told
