"""A register that keeps rows of an earlier one equals one made afresh, and so do findings after edits."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.register import Register, register, registering
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Threat
from random_systems import random_system
from systems import model_of, shipped_library


def edited(random: Random, model: Model, found: Register, analysis: Analysis) -> Model:
    """The model after one edit of a kind that matters to some part of a row."""
    elements = [element.id for element in model.of(Element)]
    one = random.choice(elements)
    threat = random.choice(found.threats) if found.threats else None
    what = random.randrange(7)
    if what == 0:
        return edits.set_property(model, [one], "rate_limiting", random.choice(["yes", "no", "n/a"]))
    if what == 1:
        return edits.rename(model, one, f"Name {random.randrange(9)}")
    if what == 2 and threat:
        digest = random.choice([analysis.explain(threat.id).digest, "other"])
        return triage.decide(model, threat.id, status="accepted", reason="r", evidence=digest)
    if what == 3 and threat and threat.mitigations and threat.subject in elements:
        return edits.set_property(model, [threat.subject], "controls", (threat.mitigations[0].id,))
    if what == 4:
        return edits.put(
            model, Threat(id=f"t{random.randrange(3)}", subject=one, title="Own", severity="Low")
        )
    if what == 5:
        flow = Flow(id=f"n{random.randrange(3)}", source=one, target=random.choice(elements))
        return edits.put(model, flow)
    return edits.delete(model, [one]) if len(elements) > 1 else model


@settings(max_examples=40)
@given(random=st.randoms(use_true_random=False))
def test_kept_rows_and_findings_equal_fresh_ones(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    analysis = analyze(library, model)
    found = register(library, analysis, model)
    for _ in range(6):
        model = edited(random, model, found, analysis)
        completed(analysis.run(model))
        found = completed(registering(library, analysis, model, found))
        fresh = analyze(library, model)
        assert analysis.findings == fresh.findings
        assert analysis.questions() == fresh.questions()
        assert found == register(library, fresh, model)


@settings(max_examples=10)
@given(random=st.randoms(use_true_random=False))
def test_rows_about_which_nothing_is_new_are_the_same_objects(random: Random) -> None:
    library = shipped_library()
    model = model_of(random_system(random, library.catalog))
    analysis = analyze(library, model)
    before = register(library, analysis, model)
    subject = model.of(Element)[0].id
    renamed = edits.rename(model, subject, "Another name")
    completed(analysis.run(renamed))
    after = completed(registering(library, analysis, renamed, before))
    rows = {row.id: row for row in before.threats}
    for row in after.threats:
        same_name = renamed.name_of(row.subject) == model.name_of(row.subject)
        assert (row is rows[row.id]) == same_name
