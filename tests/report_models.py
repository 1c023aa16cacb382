"""A model in the middle of its review, for tests of the report: everything a report can hold is in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from ruamel.yaml import YAML

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    About,
    Answer,
    Decision,
    Record,
    Suggestion,
    Threat,
    evolve,
    joined_id,
)
from dfdmodeler.report.compose import EVERYTHING, ReportOptions, compose
from dfdmodeler.report.document import Document
from systems import EXAMPLES, ROOT, model_of, shipped_library

FONTS = ROOT / "resources" / "fonts"
DATE = "24 November 2026"
HOSTILE = "<b>&amp;</b> \x07 (%s) \\ 漢字 \U0001f600 {subject}"

ABOUT = {
    "title": "Fraud scoring",
    "description": "Scores card payments and retrains every night.\nThe pilot runs in one country.",
    "owner": "Payments team",
    "contributors": "Ada, Grace",
    "reviewer": "Security office",
    "assumptions": "Operators are trusted.\nThe network of the provider is not.",
    "external_dependencies": "A card scheme.",
    "packs": {"core": "0.9.0", "house": "2.1"},
}


@cache
def example(id_: str) -> Model:
    """A worked example as it stands, nothing decided."""
    systems: list[dict[str, Any]] = YAML(typ="safe").load(EXAMPLES.read_text("utf-8"))
    return model_of(next(system for system in systems if system["id"] == id_))


@cache
def reviewed() -> Model:
    """A worked example with decisions, answers, recorded threats and suggestions."""
    model = example("EX1")
    analysis = analyze(shipped_library(), model)
    digest = analysis.explain("ML-1b@fraud").digest
    records: list[Record] = [
        *(record for record in model.values() if not isinstance(record, About)),
        About.model_validate(ABOUT),
        _decision("ML-1a@fraud", "accepted", "Losses are insured.", evidence="another digest"),
        _decision("ML-1b@fraud", "mitigated", "Shipped with release 3.", evidence=digest),
        _decision(
            "ML-2a@nowhere", "accepted", "It went with the old store.", title="Targeted data poisoning"
        ),
        Threat(id="mine", subject="app", title="Session fixation", severity="Low", description="By hand."),
        Threat(
            id="theirs",
            subject="f02",
            title="Weak authentication",
            description="Said the other tool.",
            category="Spoofing",
            severity="Important",
            origin="Another Tool",
            origin_id="17",
            origin_state="Not Started",
            mitigation="Use mutual TLS.",
            properties={"Priority": "High"},
            related=("app", "fraud"),
        ),
        _answer("Q-A10", "fraud", "A schema, checked by the gateway."),
        evolve(_answer("Q-A12", "train", ""), status="open"),
        Suggestion(id="f02/carries", subject="f02", field="carries", value=("query",), reason="Model input."),
    ]
    return Model(records)


def analysed(model: Model) -> tuple[Analysis, Register]:
    analysis = analyze(shipped_library(), model)
    return analysis, register(shipped_library(), analysis, model)


def composed(model: Model, options: ReportOptions = EVERYTHING) -> Document:
    """The report on a model, without figures."""
    analysis, rows = analysed(model)
    return compose(model, shipped_library(), analysis, rows, date=DATE, options=options)


def named(model: Model, name: str) -> Model:
    """The model with one name for everything that has one."""
    return Model(
        evolve(record, name=name) if hasattr(record, "name") else record for record in model.values()
    )


def _decision(threat: str, status: str, reason: str, **fields: str) -> Decision:
    return Decision.model_validate(
        {
            "id": threat,
            "threat": threat,
            "status": status,
            "reason": reason,
            "author": "Ada",
            "date": "2026-11-01",
            **fields,
        }
    )


def _answer(question: str, subject: str, text: str) -> Answer:
    return Answer(
        id=joined_id(question, subject), question=question, subject=subject, text=text, author="Grace"
    )
