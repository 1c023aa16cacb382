"""What counts as a change that people can make, and how it is made and told."""

from __future__ import annotations

from dfdmodeler.analysis.measures import (
    CARRIED,
    CONTROLS,
    DESIGN,
    Measure,
    applied,
    claim,
    measures_at,
    role_of,
    words,
)
from dfdmodeler.model.records import Element
from systems import model_of, shipped_library

FACTS = set(
    """
    automated_decision availability_critical bidirectional channel code_type cookie_session data_class
    decides_about_people deployment effect fetches_urls harm_potential high_consequence initiator interprets
    learning line_crossings modality multi_tenant online_learning operator out_of_scope parses pay_per_use
    protocol reversible security_sensitive store_kind task training_data_class trust
    """.split()  # noqa: SIM905
)
"""What nobody may change on paper to be rid of a threat."""
SYSTEM = {
    "elements": [
        {"id": "u", "type": "human_user", "name": "User"},
        {"id": "m", "type": "inference_service", "name": "Model", "controls": ["M-adv_train"]},
        {"id": "o", "type": "inference_service", "out_of_scope": "yes"},
    ],
    "flows": [
        {"id": "a", "from": "u", "to": "m", "carries": ["query"], "authn": "source", "integrity": "n/a"},
        {"id": "b", "from": "m", "to": "u", "carries": ["prediction", "logits"], "name": "Answer"},
        {"id": "c", "from": "m", "to": "u", "carries": ["logits"]},
        {"id": "d", "from": "u", "to": "m", "carries": ["credentials"]},
    ],
}


def at(subject: str, attribute: str) -> list[tuple[str, object]]:
    found = measures_at(model_of(SYSTEM), shipped_library().catalog, subject, attribute)
    return [(one.attribute, one.value) for one in found]


def test_every_attribute_has_a_role() -> None:
    names = {row.name for row in shipped_library().catalog.all_attributes}
    assert {name for name in names if role_of(name) == "fact"} == FACTS
    assert {*CONTROLS, *DESIGN} <= names


def test_proposed_values_are_offered() -> None:
    catalog = shipped_library().catalog
    for name, values in {**CONTROLS, **DESIGN}.items():
        row = catalog.attribute(name)
        assert row is not None
        assert set(values) <= set(row.values), name


def test_facts_and_what_is_done_or_not_offered_stay() -> None:
    assert at("m", "trust") == at("u", "rate_limiting") == at("a", "integrity") == []
    assert at("o", "rate_limiting") == at("nobody", "rate_limiting") == []
    assert at("m", "rate_limiting") == [("rate_limiting", "yes")]
    assert at("a", "authn") == [("authn", "mutual")]


def test_answers_lose_their_details_and_flows_never_all_they_carry() -> None:
    assert at("b", "carries") == [("carries", ("prediction",))]
    assert at("c", "carries") == [("carries", ("prediction",))]
    assert at("a", "carries") == at("d", "carries") == []


def test_a_claim_joins_the_controls_that_are_there() -> None:
    model = applied(model_of(SYSTEM), [claim("m", "M-bagging"), claim("m", "M-attrib")])
    element = model.find(Element, "m")
    assert element is not None
    assert element.properties["controls"] == ("M-adv_train", "M-attrib", "M-bagging")


def test_changes_are_told_in_words() -> None:
    library, model = shipped_library(), model_of(SYSTEM)

    def told(measure: Measure) -> str:
        return words(measure, model, library.catalog, library.mitigations)

    assert told(Measure("m", "rate_limiting", "yes")) == "Set “Rate limiting” of Model to Yes"
    assert told(Measure("a", "encrypted", "yes")) == "Set “Encrypted” of the flow from User to Model to Yes"
    assert (
        told(Measure("b", CARRIED[0], ("prediction",)))
        == "On the flow “Answer”, carry no more than: Prediction"
    )
    assert told(claim("m", "M-adv_train")) == "At Model, put in place: Adversarial training"
