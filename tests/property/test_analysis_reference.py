"""The engine against a slow reference that shares no code with it: rules, severities, certainty, mitigations
done, and where questions are asked.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutated_systems import SYSTEMS, mutated_system
from random_systems import random_system
from reference.compare import differences, shipped_packs
from reference.seeded import compare
from systems import shipped_library

RANDOM = st.randoms(use_true_random=False)
SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples


@settings(max_examples=SHARE)
@given(random=RANDOM)
def test_random_systems(random: Random) -> None:
    assert differences(random_system(random, shipped_library().catalog)) == []


@settings(max_examples=SHARE)
@given(random=RANDOM)
def test_dense_random_systems(random: Random) -> None:
    assert differences(random_system(random, shipped_library().catalog, elements=12, density=0.6)) == []


@settings(max_examples=SHARE)
@given(random=RANDOM)
def test_changed_examples(random: Random) -> None:
    assert differences(mutated_system(random, shipped_library().catalog)) == []


@pytest.mark.parametrize("system", SYSTEMS, ids=[system["id"] for system in SYSTEMS])
def test_reference_knows_the_examples(system: dict[str, object]) -> None:
    expected = {
        (subject, rule): (severity, rule in system["confirmed"].get(subject, ()))
        for subject, rules in system["expected"].items()
        for rule, severity in rules.items()
    }
    assert shipped_packs().judge(system).findings == expected


def test_systems_use_all_of_the_language_and_rules_fire() -> None:
    """A comparison of systems in which nothing happens would prove nothing."""
    tally = compare(range(2 * SHARE))
    print("\n".join(tally.lines()))
    assert tally.differences == []
    assert len(tally.features) == 15
    assert {name for name, count in tally.features.items() if count < tally.systems / 25} == set()
    assert len(tally.findings) > 0.9 * len(shipped_library().rules)
    assert tally.findings.total() > 10 * tally.systems
    assert 0.2 < tally.confirmed / tally.findings.total() < 0.8
    assert tally.done > tally.systems / 2
