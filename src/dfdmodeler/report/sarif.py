"""SARIF 2.1.0: results for code scanning and other tools that gather them.

Results point into the file of the model, and carry a fingerprint made of ids alone, so that one stays the
same result wherever its record moves within the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal
from urllib.parse import quote

from dfdmodeler import __version__
from dfdmodeler.model.region import Region

Json = dict[str, Any]
Level = Literal["error", "warning", "note"]
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "dfdmodeler/v1"
_START: Json = {"startLine": 1}
"""Where what is about the file as a whole is shown."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What results of a kind mean, for those who read about them."""

    id: str
    title: str
    text: str
    """What it is about, as plain text."""
    help: str
    """What to do, as plain text."""
    level: Level
    tags: tuple[str, ...] = ()
    score: str = ""
    """How grave it is for security, from 0.0 to 10.0; empty where it is not about that."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record that a result points at."""

    record: str
    name: str
    text: str = ""
    """Why it is pointed at, where it is not what the result is about."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result."""

    rule: str
    level: Level
    text: str
    fingerprint: str
    places: tuple[Place, ...] = ()
    """What it is about first; then what else to look at."""
    settled: str | None = None
    """Why it counts as settled; None if it does not."""
    settled_at: str = ""
    """Id of the record that says so."""
    path: tuple[Place, ...] = ()
    """The way that data takes, in order."""
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """The file that results point into."""

    uri: str
    regions: Mapping[str, Region]


def uri_of(file: PurePath) -> str:
    """The address of a file: relative as it is given, or absolute."""
    return file.as_uri() if file.is_absolute() else quote(file.as_posix(), errors="surrogateescape")


def sarif(what: str, rules: Sequence[Rule], results: Sequence[Result], source: Source) -> str:
    """The log of one run; `what` tells runs over the same file apart, such as ``analysis`` and ``gate``."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": f"dfdmodeler/{what}/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": source.uri}, "roles": ["analysisTarget"]}],
        "results": [_result(result, numbers[result.rule], source) for result in results],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _driver(rules: Sequence[Rule]) -> Json:
    return {
        "name": "dfdmodeler",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }


def _rule(rule: Rule) -> Json:
    properties: Json = {"tags": list(rule.tags)} if rule.tags else {}
    if rule.score:
        properties["security-severity"] = rule.score
    told = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.text or rule.title},
        "help": {"text": rule.help or rule.text or rule.title},
        "defaultConfiguration": {"level": rule.level},
    }
    return {**told, "properties": properties} if properties else told


def _result(result: Result, number: int, source: Source) -> Json:
    first, *others = result.places or (Place("", ""),)
    told: Json = {
        "ruleId": result.rule,
        "ruleIndex": number,
        "level": result.level,
        "message": {"text": result.text},
        "locations": [_location(first, source)],
        "partialFingerprints": {FINGERPRINT: result.fingerprint},
    }
    related = [place for place in others if place.record in source.regions]
    if related:
        told["relatedLocations"] = [
            {"id": id_, **_location(place, source)} for id_, place in enumerate(related, 1)
        ]
    steps = [place for place in result.path if place.record in source.regions]
    if steps:
        flow = {"locations": [{"location": _location(place, source)} for place in steps]}
        told["codeFlows"] = [{"threadFlows": [flow]}]
    if result.settled is not None:
        told["suppressions"] = [_suppression(result, source)]
    if result.properties:
        told["properties"] = dict(result.properties)
    return told


def _suppression(result: Result, source: Source) -> Json:
    """A decision stands in the file itself, beside what it is about."""
    told: Json = {"kind": "inSource", "status": "accepted", "justification": result.settled}
    if result.settled_at in source.regions:
        told["location"] = _location(Place(result.settled_at, "", "Decision"), source)
    return told


def _location(place: Place, source: Source) -> Json:
    region = source.regions.get(place.record)
    physical = {"artifactLocation": {"uri": source.uri, "index": 0}, "region": _region(region)}
    told: Json = {"physicalLocation": physical}
    if place.name:
        told["logicalLocations"] = [{"name": place.name, "fullyQualifiedName": place.record}]
    if words := place.text or place.name:
        told["message"] = {"text": words}
    return told


def _region(region: Region | None) -> Json:
    if region is None:
        return _START
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
