"""Checks of what is said, planned and signed in a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dfdmodeler.analysis.columns import is_day
from dfdmodeler.analysis.gate.outcome import Given, Reason
from dfdmodeler.analysis.gate.policy import Approval, Overdue, Problems, ReviewAge, Rule, Unknown
from dfdmodeler.analysis.gate.threat_checks import named
from dfdmodeler.analysis.signoff import SignOff, last_review, verdicts
from dfdmodeler.analysis.signoff_words import moved_words, review_words
from dfdmodeler.graph.topology import Node
from dfdmodeler.model.records import ActionItem, Assumption, Decision, Element, Mitigation
from dfdmodeler.model.settling import unsettled
from dfdmodeler.model.triage_records import DONE
from dfdmodeler.model.values import UNKNOWN

_SHOWN = 40
Dated = tuple[str, str, str, str, str]
"""Id of a record, what it is about, its date, whose it is, and id of its threat."""


def overdue(given: Given, rule: Overdue) -> Iterator[Reason]:
    try:
        last = (date.fromisoformat(given.today) - timedelta(days=rule.days)).isoformat()
    except OverflowError:  # longer ago than there are days
        return
    for id_, what, due, owner, threat in _dated(given):
        if due and not is_day(due):
            yield Reason(f"'{due[:_SHOWN]}' is no date: {what}", (id_,), threat, "Write it as 2026-12-31.")
        elif due and due < last:
            whose = f", {owner}" if owner.strip() else ""
            yield Reason(f"Overdue since {due}{whose}: {what}", (id_,), threat, "Do it, or set another date.")


def _dated(given: Given) -> Iterator[Dated]:
    rows = {row.decision.id: row for row in given.register.threats if row.decision}
    for decision in given.model.of(Decision):
        row = rows.get(decision.id)
        if row and not row.decided:
            yield decision.id, named(row), decision.due, decision.owner, row.id
    for mitigation in given.model.of(Mitigation):
        if mitigation.status not in DONE:
            what = f"mitigation {mitigation.title or mitigation.measure or mitigation.id}"
            yield mitigation.id, what, mitigation.due, mitigation.owner, mitigation.threat
    for item in given.model.of(ActionItem):
        if item.status == "open":
            yield item.id, f"action item “{_short(item.text)}”", item.due, item.owner, ""
    for taken in given.model.of(Assumption):
        if taken.status != "wrong":
            yield taken.id, f"assumption “{_short(taken.text)}”", taken.valid_until, taken.owner, ""


def unknown(given: Given, rule: Unknown) -> Iterator[Reason]:
    analysis, model = given.analysis, given.model
    catalog, ranking = analysis.library.catalog, analysis.ranking
    for element in model.of(Element):
        node = analysis.topology.node(element.id)
        if not isinstance(node, Node) or not 1 <= ranking.exposure(element.id) <= rule.flows:
            continue
        named = [name for name in rule.attributes if catalog.offers(element.type, name)]
        asked = named if rule.attributes else catalog.key_attributes(element.type)
        missing = [name for name in asked if node.props.get(name, UNKNOWN) == UNKNOWN]
        if missing:
            rows = [catalog.attribute(name) for name in missing]
            labels = ", ".join(row.label if row else name for row, name in zip(rows, missing, strict=True))
            text = f"Within reach of outsiders, and not known: {labels} of {model.name_of(element.id)}"
            yield Reason(text, (element.id,), "", "Find out, and state it in the properties.")


def review_age(given: Given, rule: ReviewAge) -> Iterator[Reason]:
    hint = "Finish a review of the model as it is."
    review = last_review(given.model)
    if review is None:
        yield Reason("Nobody has finished a review of this model", (), "", hint)
        return
    if not is_day(review.date):
        text = f"The newest review has no date that can be read: '{review.date[:_SHOWN]}'"
        yield Reason(text, (review.id,), "", hint)
        return
    age = (date.fromisoformat(given.today) - date.fromisoformat(review.date)).days
    if age > rule.days:
        text = f"The newest review, by {review.reviewer} on {review.date}, is {age:,} days old"
        yield Reason(f"{text}; at most {rule.days:,} are allowed", (review.id,), "", hint)


def approval(given: Given, rule: Approval) -> Iterator[Reason]:
    hint = "Finish a review of the model as it is."
    judge = SignOff(given.analysis.library)
    current = set()
    for reviewer, review in verdicts(given.model).items():
        moved = judge.moved(given.model, given.register, review)
        if review.approves and not moved.at_all:
            current.add(reviewer)
        elif review.approves:
            text = f"{review_words(review)}, but the model has moved on: {moved_words(moved)}"
            yield Reason(text, (review.id,), "", hint)
        elif not moved.at_all:
            yield Reason(review_words(review), (review.id,), "", "Settle what keeps them from approving.")
    for name in rule.by:
        if name not in current:
            yield Reason(f"{name} has not approved the model as it is", (), "", hint)
    if len(current) < rule.reviewers:
        of = f" of {rule.reviewers}" if rule.reviewers > 1 else ""
        who = f"{len(current)}{of} reviewers" if current else "Nobody"
        have = "have" if len(current) > 1 else "has"
        yield Reason(f"{who} {have} approved the model as it is", (), "", hint)


def problems(given: Given, rule: Problems) -> Iterator[Reason]:
    wanted = ("error",) if rule.gravity == "error" else ("error", "warning")
    for problem in given.problems:
        if problem.gravity in wanted:
            where = f"{problem.where}: " if problem.where else ""
            records = (problem.subject,) if problem.subject else ()
            yield Reason(f"{where}{problem.what.rstrip('.')}", records, "", problem.hint)


def conflicts(given: Given, rule: Rule) -> Iterator[Reason]:
    for conflict in unsettled(given.model):
        field = conflict.field.removeprefix("properties.").replace("_", " ") or "whether it exists"
        text = f"A merge left to choose: {field} of {given.model.name_of(conflict.subject)}"
        yield Reason(text, (conflict.id, conflict.subject), "", "Open the model, and choose.")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
