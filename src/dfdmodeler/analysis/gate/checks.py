"""All checks in one table, and running those that a policy names."""

from __future__ import annotations

from dfdmodeler.analysis.gate import model_checks as models
from dfdmodeler.analysis.gate import threat_checks as threats
from dfdmodeler.analysis.gate.outcome import Check, Given, Outcome, Result
from dfdmodeler.analysis.gate.policy import Policy
from dfdmodeler.analysis.slices import Slices, completed

CHECKS: tuple[Check, ...] = (
    Check(
        "problems",
        "The model holds together",
        "What `dfdmodeler check` finds: ends that lead nowhere, types that are not known, and the like. "
        "Threats of such parts may be missing.",
        models.problems,
    ),
    Check(
        "conflicts",
        "Every merge is settled",
        "Where two versions disagreed, a merge took one for the time being and left the choice to people.",
        models.conflicts,
    ),
    Check(
        "new_undecided",
        "No grave threat is new and undecided",
        "Whoever changes a model decides about the threats that the change brings. New is what the base "
        "did not have, or had decided.",
        threats.new_undecided,
    ),
    Check(
        "most_open",
        "Not too many threats are undecided",
        "A bound for what may pile up. Lower it as the number falls.",
        threats.most_open,
    ),
    Check(
        "expired",
        "No acceptance has ended",
        "A risk is accepted up to a day. After it somebody looks again, and decides anew with another last "
        "day or another verdict.",
        threats.expired,
    ),
    Check(
        "reasons",
        "Whoever dismisses or accepts says why",
        "A decision without a reason cannot be reviewed. The same holds for severities of one's own and for "
        "rules that are switched off.",
        threats.reasons,
    ),
    Check(
        "review_again",
        "Decisions stand on present facts",
        "A decision is kept with a digest of the evidence that it was taken on. Where that has changed, it "
        "may be wrong by now.",
        threats.review_again,
    ),
    Check(
        "unowned",
        "Every grave undecided threat has an owner",
        "What is nobody's is not done.",
        threats.unowned,
    ),
    Check(
        "overdue",
        "Nothing is overdue",
        "Dates of undecided threats, mitigations that are not done, open action items, and assumptions that "
        "should have been looked at again.",
        models.overdue,
    ),
    Check(
        "unknown",
        "What outsiders can reach is known",
        "The key attributes of elements to which outsiders have a way. While they are unknown, threats there "
        "are assumed or missed.",
        models.unknown,
    ),
    Check(
        "review_age",
        "The newest review is recent",
        "Somebody finished a review within the time that the policy allows, whatever it said.",
        models.review_age,
    ),
    Check(
        "approval",
        "The model as it is has been approved",
        "An approval covers one state of model, decisions and rule packs; moving shapes does not count. The "
        "last word of each reviewer holds.",
        models.approval,
    ),
)


def judge(policy: Policy, given: Given) -> Outcome:
    """What comes of the checks that a policy makes."""
    return completed(judging(policy, given))


def judging(policy: Policy, given: Given) -> Slices[Outcome]:
    """The same in slices, one for each check."""
    results = []
    for check in CHECKS:
        rule = policy.rule(check.id)
        if rule:
            yield
            results.append(Result(check, rule.level, tuple(check.find(given, rule))))
    return Outcome(tuple(results))
