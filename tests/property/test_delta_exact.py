"""The threat delta is what two analyses from scratch differ in; its reasons hold when they are tried."""

from __future__ import annotations

from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.delta import SAID, Delta, Turn, comparing
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.reasons import ASPECTS, tracing
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model import edits, triage
from dfdmodeler.model.differences import Part, differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow
from random_edits import DIAGRAM
from systems import shipped_library
from threat_edits import edited, start

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples
WITHOUT_SHRINKING = settings(max_examples=SHARE // 2, phases=[Phase.explicit, Phase.reuse, Phase.generate])
SEEDS = st.integers(0, 1 << 32)


def delta_of(before: Model, after: Model, *, traced: bool = False) -> Delta:
    library = shipped_library()
    found, analysis = differences(before, after), Analysis(library)
    delta = completed(comparing(library, found, analysis))
    return completed(tracing(found, delta, analysis)) if traced else delta


def two_versions(random: Random, elements: int = 6, most: int = 4) -> tuple[Model, Model]:
    library = shipped_library()
    before = start(random, library.catalog, elements)
    after = before
    for _ in range(random.randint(1, most)):
        after = edited(random, library.catalog, after)
    return _decided(random, before), _decided(random, after)


def _decided(random: Random, model: Model) -> Model:
    """The model with a verdict or two."""
    findings = analyze(shipped_library(), model).findings
    for finding in random.sample(findings, k=min(len(findings), random.randint(0, 2))):
        status = random.choice(("accepted", "mitigated"))
        model = triage.decide(
            model, finding.id, status=status, reason="Seen", author="Ann", date="2026-01-01", evidence="x"
        )
    return model


def fresh(model: Model) -> tuple[Analysis, Register]:
    library = shipped_library()
    analysis = analyze(library, model)
    return analysis, register(library, analysis, model)


@WITHOUT_SHRINKING
@given(SEEDS)
def test_the_delta_is_the_difference_of_two_analyses_from_scratch(seed: int) -> None:
    before, after = two_versions(Random(seed))
    delta = delta_of(before, after)
    (old, was), (new, now) = fresh(before), fresh(after)
    rows = [{row.id: row for row in register.threats} for register in (was, now)]
    assert [turn.id for turn in delta.appeared] == [id_ for id_ in rows[1] if id_ not in rows[0]]
    assert [turn.id for turn in delta.gone] == [id_ for id_ in rows[0] if id_ not in rows[1]]
    expected = {}
    for id_, row in rows[1].items():
        if id_ in rows[0]:
            pairs = {name: (value(rows[0][id_]), value(row)) for name, value in SAID.items()}
            pairs["evidence"] = old.explain(id_).digest, new.explain(id_).digest
            fields = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            expected |= {id_: fields} if fields else {}
    assert {turn.id: dict(turn.fields) for turn in delta.changed} == expected
    assert delta.all_evidence


@WITHOUT_SHRINKING
@given(SEEDS)
def test_the_parts_of_a_reason_alone_do_it_and_none_of_them_is_idle(seed: int) -> None:
    before, after = two_versions(Random(seed))
    found, delta = differences(before, after), delta_of(before, after, traced=True)
    assert delta.traced
    now = analyze(shipped_library(), after)
    for turn in delta.turns:
        for reason in turn.reasons:
            if _by_rules(turn, reason.parts, found.after):
                goal = ASPECTS[reason.of](now, turn.id)

                def shows(parts: tuple[Part, ...], of: str = reason.of, id_: str = turn.id) -> object:
                    return ASPECTS[of](analyze(shipped_library(), found.applied(parts)), id_)

                assert shows(reason.parts) == goal
                for part in reason.parts:
                    assert shows(tuple({*reason.parts} - {part})) != goal


def _by_rules(turn: Turn, parts: tuple[Part, ...], model: Model) -> bool:
    return bool(turn.row.rule) and not any("@" in part.id for part in parts)


@WITHOUT_SHRINKING
@given(SEEDS)
def test_every_threat_that_comes_or_goes_has_a_reason(seed: int) -> None:
    delta = delta_of(*two_versions(Random(seed)), traced=True)
    for turn in (*delta.appeared, *delta.gone):
        assert turn.reasons, turn.id


@WITHOUT_SHRINKING
@given(SEEDS)
def test_names_and_places_alone_let_no_threat_come_go_or_change(seed: int) -> None:
    random = Random(seed)
    before, _ = two_versions(random)
    after = before
    for kind in (Element, Flow, Boundary):
        for record in before.of(kind):
            after = edits.rename(after, record.id, random.choice(("", "Other", f"{record.id} b")))
    places = {record.id: (random.uniform(0.0, 900.0), 40.0, 136.0, 56.0) for record in before.of(Element)}
    after = edits.place(after, DIAGRAM, places)
    assert differences(before, after)
    assert not delta_of(before, after)
