"""A digest of evidence changes with the facts that a rule read, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

import random_edits
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Boundary, Element, Flow
from random_edits import DIAGRAM
from systems import shipped_library
from threat_edits import start

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples
SEEDS = st.integers(0, 1 << 32)
Redraw = Callable[[Random, Model], Model]
DRAWING = {
    "add_diagram", "show_elsewhere", "move_diagram", "draw_line", "add_note", "rename", "bend", "lock",
    "restack", "paste_same",
}  # fmt: skip
"""Verbs that say nothing about the system: none that drops a thing into another boundary."""


def digests(model: Model) -> dict[str, str]:
    analysis = analyze(shipped_library(), model)
    return {finding.id: analysis.explain(finding).digest for finding in analysis.findings}


def drawn(random: Random, model: Model) -> Model:
    """All of a model on its diagram."""
    subjects = [r.id for kind in (Element, Boundary) for r in model.of(kind)]  # type: ignore[type-abstract]
    boxes = {i: (float(random.randrange(800)), float(random.randrange(600)), 136.0, 56.0) for i in subjects}
    return edits.place(model, DIAGRAM, boxes)


def told_otherwise(random: Random, model: Model) -> Model:
    """Names, descriptions and notes: what is for people."""
    chosen = [r.id for r in model.values() if isinstance(r, Element | Flow | Boundary)]
    words = {name: random.choice(["", "Other", "LLM agent"]) for name in ("name", "description", "notes")}
    return edits.update(model, random.sample(chosen, k=min(3, len(chosen))), **words)


def moved(random: Random, model: Model) -> Model:
    """Dragged about, without being dropped into another boundary."""
    return random_edits.moves.move(model, DIAGRAM, list(model)[:4], float(random.randrange(-99, 99)), 8.0)


REDRAWING: tuple[Redraw, ...] = (
    told_otherwise,
    moved,
    *(verb for verb in random_edits.VERBS if verb.__name__.strip("_") in DRAWING),
)


def lonely(random: Random, catalog: Catalog, model: Model) -> Model:
    """With one element more that is joined to nothing; only rules about the whole model may read it."""
    types = sorted(type_ for type_, row in catalog.stencils.items() if not row.abstract)
    return edits.put(model, Element(id="lonely", type=random.choice(types), name="Lonely"))


def test_all_verbs_that_draw_are_tried() -> None:
    assert {verb.__name__.strip("_") for verb in random_edits.VERBS} >= DRAWING


@settings(max_examples=SHARE // 2)
@given(seed=SEEDS)
def test_redrawing_and_renaming_leave_every_digest(seed: int) -> None:
    random = Random(seed)
    model = drawn(random, start(random, shipped_library().catalog))
    before = digests(model)
    for _ in range(6):
        model = random.choice(REDRAWING)(random, model)
    assert digests(model) == before


@settings(max_examples=SHARE // 2)
@given(seed=SEEDS)
def test_an_element_that_is_joined_to_nothing_leaves_every_digest(seed: int) -> None:
    random = Random(seed)
    model = start(random, shipped_library().catalog)
    before, after = digests(model), digests(lonely(random, shipped_library().catalog, model))
    kept = {i for i in before.keys() & after.keys() if not i.endswith(f"@{DIAGRAM_SUBJECT}")}
    assert {i: after[i] for i in kept} == {i: before[i] for i in kept}
