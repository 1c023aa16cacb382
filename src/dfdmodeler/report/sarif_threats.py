"""The threats of a model as SARIF results; what is decided is there too, as suppressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.gate.levels import grade
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.model import Model
from dfdmodeler.report.sarif import Level, Place, Result, Rule, Source, sarif
from dfdmodeler.report.words import joined, sentence

STATED, IMPORTED = "stated", "imported"
"""Ids under which threats stand that people stated, or other tools recorded."""
_LEVELS: Mapping[str, Level] = {
    "critical": "error",
    "important": "error",
    "moderate": "warning",
    "low": "note",
}
_DRAWING: Mapping[str, Level] = {"Error": "error", "Warning": "warning", "Info": "note"}
_SCORES = {"critical": "9.5", "important": "8.0", "moderate": "5.5", "low": "2.0"}
"""Where code scanning puts critical, high, medium and low."""
_OTHERS = {
    STATED: Rule(STATED, "Stated threat", "A threat that a person stated.", "", "warning"),
    IMPORTED: Rule(IMPORTED, "Imported threat", "A threat that another tool recorded.", "", "warning"),
}


def threats_as_sarif(
    library: Library, analysis: Analysis, register: Register, model: Model, source: Source
) -> str:
    """All threats in the order in which they are shown, with the rules that found them."""
    results = [_result(analysis, row, model) for row in register.threats]
    gravest: dict[str, Threat] = {}
    for row in sorted(register.threats, key=_rank):
        gravest.setdefault(_rule_id(row), row)
    rules = [_rule(library, id_, row) for id_, row in sorted(gravest.items())]
    return sarif("analysis", rules, results, source)


def _rank(row: Threat) -> int:
    return SEVERITIES.index(row.severity) if row.severity in SEVERITIES else 0


def _rule_id(row: Threat) -> str:
    return row.rule or (IMPORTED if row.imported else STATED)


def _level(row: Threat) -> Level:
    if row.track == "validity":
        return _DRAWING.get(row.severity, "warning")
    return _LEVELS[grade(row.severity)]


def _rule(library: Library, id_: str, gravest: Threat) -> Rule:
    """A rule with the level of the gravest threat that it found here."""
    known = library.rules.get(id_)
    if known is None:
        return _OTHERS[id_]
    named = "the element" if known.scope == "node" else "it"
    title = known.title.replace("{subject}", named)
    remedies = [row for i in known.mitigations if (row := library.mitigations.get(i))]
    helps = [f"- {row.title}. {sentence(row.text)}".rstrip() for row in remedies]
    secure = known.track == "security"
    return Rule(
        id_,
        title,
        known.why.replace("{subject}", named),
        "\n".join(("What helps:", *helps)) if helps else "",
        _level(gravest),
        tuple(_tags(known.track, gravest)),
        _SCORES[grade(gravest.severity)] if secure else "",
    )


def _tags(track: str, row: Threat) -> Iterator[str]:
    """The track, and ids in public catalogues as code scanning writes them."""
    yield track
    for catalogue, ids in sorted(row.refs.items()):
        for id_ in ids:
            yield f"external/{catalogue}/{id_.lower()}"


def _result(analysis: Analysis, row: Threat, model: Model) -> Result:
    decision = row.decision
    stated = "" if row.rule else row.id.removesuffix("@")
    places = [Place(stated, row.title)] if stated in model else []
    places.append(Place(row.subject, row.subject_name))
    if decision and decision.id in model:
        places.append(Place(decision.id, row.title, "Decision"))
    return Result(
        _rule_id(row),
        _level(row),
        f"{row.title} at {row.subject_name}. {sentence(row.why)}".strip(),
        row.id,
        tuple(places),
        _settled(row),
        decision.id if decision else "",
        tuple(_path(analysis, row, model)),
        {
            "threat": row.id,
            "severity": row.severity,
            "confidence": row.confidence,
            "status": row.status,
            "track": row.track,
        },
    )


def _settled(row: Threat) -> str | None:
    """What was decided and why; nothing for what waits for a decision."""
    if not row.decided or row.decision is None:
        return None
    signed = joined((row.decision.author, row.decision.date), ", ")
    reason = sentence(row.decision.reason.strip())
    return joined((f"{STATUS_WORDS[row.status]}{f' ({signed})' if signed else ''}.", reason), " ")


def _path(analysis: Analysis, row: Threat, model: Model) -> Iterator[Place]:
    """The first path behind a threat: elements and flows in turn."""
    paths = analysis.explain(row.id).paths if row.rule else ()
    if paths and len(paths[0].elements) > 1:
        elements, flows = paths[0].elements, (*paths[0].flows, "")
        for element, flow in zip(elements, flows, strict=False):
            yield Place(element, model.name_of(element))
            if flow:
                yield Place(flow, model.name_of(flow))
