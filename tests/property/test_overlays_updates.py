"""After any edits, overlays say what they say of the same model from scratch, and explain all of it."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.overlays import OVERLAYS, Overlay, Question
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model.model import Model
from systems import shipped_library
from threat_edits import edited, start


def overlays(analysis: Analysis, model: Model, selected: tuple[str, ...]) -> dict[str, Overlay]:
    threats = tuple(register(shipped_library(), analysis, model).threats)
    question = Question(analysis, model, threats, selected)
    return {kind.id: completed(kind.make(question)) for kind in OVERLAYS}


@given(st.integers(0, 1 << 32))
def test_overlays_follow_edits(seed: int) -> None:
    random, library = Random(seed), shipped_library()
    model = start(random, library.catalog, 7)
    analysis = analyze(library, model)
    for _ in range(4):
        model = edited(random, library.catalog, model)
        completed(analysis.update(model))
        selected = tuple(random.sample(sorted(model), min(len(model), random.choice([0, 0, 1, 2]))))
        found = overlays(analysis, model, selected)
        assert found == overlays(analyze(library, model), model, selected)
        for overlay in found.values():
            assert overlay.shades.keys() <= set(model)
            assert sum(row.count for row in overlay.rows()) == len(overlay.shades)
            assert overlay.shades or overlay.note
