"""Why a rule is silent: the account agrees with the engine, and what it names as failing does fail."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.silence import account
from dfdmodeler.analysis.verdicts import Verdicts
from dfdmodeler.model.model import Model
from dfdmodeler.rules import argument
from dfdmodeler.rules.argument import Part
from dfdmodeler.rules.plain import Interpreter
from random_systems import random_system
from systems import model_of, shipped_library, worked_models


def leaves(part: Part) -> list[Part]:
    """The part and all below it that ask something."""
    own = [part] if part.asked else []
    return own + [leaf for inner in part.parts for leaf in leaves(inner)]


def met_if(part: Part, otherwise: list[Part]) -> bool:
    """Whether a condition would be met if these parts were."""
    if any(part is other for other in otherwise):
        return True
    if part.asked:
        return part.met
    decide = all if part.form == "all" else any
    return decide(met_if(inner, otherwise) for inner in part.parts)


def check(model: Model) -> int:
    """Checks all accounts of a model; how many rules were asked and silent."""
    library = shipped_library()
    analysis = analyze(library, model)
    verdicts = Verdicts(analysis, model)
    fired = {finding.id for finding in analysis.findings}
    run = Interpreter(analysis.facts, library.definitions)
    silent = 0
    for rule in library.rules:
        for subject in verdicts.subjects:
            told = account(verdicts, rule, subject)
            where = (rule, subject)
            assert (told.verdict.kind == "fires") is (told.verdict.id in fired), where
            assert bool(told.short) is (told.verdict.id not in fired), where
            if told.whole is None:
                continue
            assert told.whole.met is (told.verdict.id in fired), where
            for leaf in leaves(told.whole):
                assert leaf.asked
                value = bool(run.value(leaf.asked.tree, leaf.asked.names))
                assert leaf.met is (value is leaf.asked.wanted), where
            failing = list(told.whole.failing())
            assert met_if(told.whole, failing), where
            for left_out in failing:
                assert not met_if(told.whole, [part for part in failing if part is not left_out]), where
            silent += bool(failing)
    return silent


@pytest.mark.parametrize("place", range(len(worked_models())))
def test_worked_examples_and_templates(place: int) -> None:
    assert check(worked_models()[place]) > 0


def test_few_of_many_candidates_are_argued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argument, "WEIGHED", 1)
    assert check(worked_models()[0]) > 0


@settings(max_examples=8)
@given(random=st.randoms(use_true_random=False))
def test_random_systems(random: Random) -> None:
    check(model_of(random_system(random, shipped_library().catalog, elements=6)))
