"""What came of a gate as SARIF results: each check a rule, each reason a result."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.gate.checks import CHECKS
from dfdmodeler.analysis.gate.outcome import Reason
from dfdmodeler.analysis.gate.outcome import Result as Checked
from dfdmodeler.report.compose_gate import Gate
from dfdmodeler.report.sarif import Place, Result, Rule, Source, sarif
from dfdmodeler.report.words import joined, sentence

SECURITY = ("security",)


def gate_as_sarif(gate: Gate, uri: str) -> str:
    """All checks that the policy makes, those that pass among them, and why the others fail."""
    made = {result.check.id: result for result in gate.outcome.results}
    rules = [
        Rule(_id(check.id), check.title, check.help, check.help, made[check.id].level, SECURITY)
        for check in CHECKS
        if check.id in made
    ]
    results = [row for checked in made.values() for row in _results(checked, gate)]
    return sarif("gate", rules, results, Source(uri, gate.regions))


def _id(check: str) -> str:
    return f"gate/{check}"


def _results(checked: Checked, gate: Gate) -> Iterator[Result]:
    for number, reason in enumerate(checked.reasons, 1):
        places = tuple(
            Place(id_, gate.given.model.name_of(id_)) for id_ in reason.records if id_ in gate.given.model
        )
        yield Result(
            _id(checked.check.id),
            checked.level,
            joined((sentence(reason.text), reason.hint), " "),
            f"{checked.check.id}:{_about(reason, number)}",
            places,
            properties={"threat": reason.threat} if reason.threat else {},
        )


def _about(reason: Reason, number: int) -> str:
    """What stays the same of a reason from one run to the next."""
    return reason.threat or next(iter(reason.records), "") or str(number)
