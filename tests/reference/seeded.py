"""Many systems by their seeds: compared, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mutated_systems import mutated_system
from random_systems import random_system
from reference.compare import differences, features, shipped_packs
from systems import shipped_library


@dataclass
class Tally:
    """What was compared, and what differed."""

    systems: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    """By rule."""
    confirmed: int = 0
    done: int = 0
    """Mitigations done, over all findings."""
    places: int = 0
    features: Counter[str] = field(default_factory=Counter)
    """In how many systems each part of the language was used."""
    differences: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        total, rules = self.findings.total(), len(self.findings)
        yield f"{self.systems} systems, {total} findings of {rules} rules, {self.confirmed} confirmed"
        yield f"{self.done} mitigations done, {self.places} questions, {len(self.differences)} differences"
        yield from (f"  in {count:5} systems: {name}" for name, count in self.features.most_common())
        yield "  rarest rules: " + ", ".join(f"{rule} {n}" for rule, n in self.findings.most_common()[:-9:-1])


def seeded_system(seed: int) -> dict[str, Any]:
    """A random system or a changed example, in turn."""
    random, catalog = Random(seed), shipped_library().catalog
    make = mutated_system if seed % 2 else random_system
    return dict(make(random, catalog))


def compare(seeds: Iterable[int]) -> Tally:
    """Compares engine and reference on the systems of these seeds."""
    tally = Tally()
    for seed in seeds:
        system = seeded_system(seed)
        tally.differences += [f"seed {seed}: {line}" for line in differences(system)]
        tally.systems += 1
        tally.features += features(system)
        judged = shipped_packs().judge(system)
        tally.findings.update(rule for _, rule in judged.findings)
        tally.confirmed += sum(confirmed for _, confirmed in judged.findings.values())
        tally.done += sum(done for states in judged.done.values() for done in states.values())
        tally.places += len(judged.places)
    return tally
