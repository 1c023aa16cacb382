"""Suggestions for whole models: what is proposed, why, and what is left alone."""

from __future__ import annotations

from dfdmodeler.analysis.suggest import Suggested, apply_suggestions, suggest
from dfdmodeler.analysis.suggest.clues import THRESHOLD, WEAKEST
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.edits import confirm, reject, set_property
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Boundary, Element, Flow, Suggestion
from dfdmodeler.model.values import FrozenMap, Value
from plain_drawings import CATALOG, ROOT, WORDS, drawing, proposed

AZURE = ROOT / "tests" / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"


def azure() -> Model:
    model, _ = read_tm7(AZURE.read_bytes(), "azure.tm7")
    assert model is not None
    return model


def by_name(model: Model, found: dict[str, Value]) -> dict[str, Value]:
    return {model.name_of(i): value for i, value in found.items()}


def test_a_real_model_of_classic_shapes_is_understood() -> None:
    model = azure()
    assert by_name(model, proposed(model)) == {
        "Data Ingestion Functions": "data_pipeline",
        "Data Scientist": "ml_engineer",
        "Key Vault & Azure AD": "secret_store",
        "ML API": "inference_service",
        "Patient Data (ePHI)": "training_data_store",
        "PowerBI (Care Manager)": "human_user",
        "Reception": "human_user",
        "Sanitization": "data_pipeline",
        "Train ML Model": "training_job",
    }


def test_training_from_a_store_is_seen_against_the_arrow() -> None:
    model = azure()
    flow = next(
        f
        for f in model.of(Flow)
        if f.name == "SQL Query" and model.name_of(f.source or "") == "Train ML Model"
    )
    assert proposed(model, "bidirectional")[flow.id] == "yes"
    assert proposed(model, "carries")[flow.id] == ("other",)
    assert proposed(model, "carries_back")[flow.id] == ("training_data",)


def test_what_outsiders_feed_into_training_data_is_followed_upstream() -> None:
    model = azure()
    flow = next(f for f in model.of(Flow) if model.name_of(f.source or "") == "Reception")
    assert proposed(model, "carries")[flow.id] == ("raw_data",)


def test_a_model_offered_to_nobody_drawn_is_taken_as_exposed() -> None:
    assert by_name(azure(), proposed(azure(), "exposure")) == {"ML API": "partner"}
    called = drawing("entity User\nprocess Prediction service API\nUser > Prediction service API")
    assert proposed(called, "exposure") == {}


def test_people_who_log_in_send_no_logs() -> None:
    model = drawing("entity Customer\nprocess Shop\nCustomer > Shop: Customer logs into the shop")
    assert proposed(model, "carries") == {"Customer>Shop": ("credentials",)}


def test_a_request_to_a_model_without_an_answer_goes_both_ways() -> None:
    text = "process Web server\nprocess Language model\nWeb server > Language model: Chat request"
    asked = drawing(text)
    flow = "Web server>Language model"
    assert proposed(asked, "bidirectional") == {flow: "yes"}
    assert proposed(asked, "carries_back") == {flow: ("generated_content",)}
    answered = drawing(f"{text}\nLanguage model > Web server: Answer")
    assert proposed(answered, "bidirectional") == {}


def test_who_embeds_gives_embeddings_back_even_to_an_agent() -> None:
    model = drawing(
        "process AI agent\nprocess Embedding model\nAI agent > Embedding model: Request for a vector"
    )
    assert proposed(model, "carries_back") == {"AI agent>Embedding model": ("embeddings",)}


def test_an_answer_that_goes_to_somebody_else_does_not_come_back() -> None:
    model = drawing(
        """
        process Web server
        process Language model
        process Content filter
        Web server > Language model: Chat request
        Language model > Content filter: Answer
        """
    )
    assert proposed(model, "bidirectional") == {}


def test_what_an_agent_looks_up_comes_back_as_context() -> None:
    model = drawing("process AI agent\nstore Orders\nAI agent > Orders: Lookup")
    assert proposed(model, "carries_back") == {"AI agent>Orders": ("context",)}


def test_weaker_suggestions_come_on_request_and_change_nothing_else() -> None:
    usual = suggest(azure(), CATALOG, WORDS)
    more = suggest(azure(), CATALOG, WORDS, WEAKEST)
    assert set(usual) < set(more)
    assert all(s.score < THRESHOLD for s in set(more) - set(usual))
    assert [s for s in more if s.score >= 0.8] == list(suggest(azure(), CATALOG, WORDS, 0.8))


def test_descriptions_of_flows_are_weak_grounds() -> None:
    flow = Flow(id="f", name="Nightly", source="a", target="b", description="Copies model weights")
    model = Model([Element(id=i, type="process", name=i) for i in "ab"] + [flow])
    assert proposed(model, "carries") == {}
    (one,) = suggest(model, CATALOG, WORDS, WEAKEST)
    assert (one.value, one.reason) == (("model_artifact",), "described as 'Copies model weights'")


def test_what_a_learner_never_sees_is_no_training_data() -> None:
    model = drawing("entity User\nprocess Shop\nstore Samples\nprocess Report\nUser > Shop\nShop > Samples")
    assert proposed(model, "carries") == {}


def test_flow_names_tell_data_that_the_ends_do_not() -> None:
    model = drawing("process Gateway\nprocess Credit model\nCredit model > Gateway: Scores and explanations")
    assert proposed(model, "carries") == {"Credit model>Gateway": ("confidence", "explanation", "prediction")}


def test_flow_names_made_of_the_ends_tell_nothing() -> None:
    model = drawing(
        "process Model training\nstore Audit logs\nModel training > Audit logs: Model training to Audit logs"
    )
    assert proposed(model, "carries") == {}


def test_a_flow_that_carries_what_its_ends_imply_needs_no_suggestion() -> None:
    model = drawing(
        "store Training data\nprocess Model training\nTraining data > Model training: Training data"
    )
    assert proposed(model, "carries") == {}


def test_a_request_with_a_drawn_answer_stays_one_way() -> None:
    text = "process Model training\nstore Training data\nModel training > Training data: Read samples"
    assert proposed(drawing(text), "bidirectional") == {"Model training>Training data": "yes"}
    answered = f"{text}\nTraining data > Model training: Samples"
    assert proposed(drawing(answered), "bidirectional") == {}


def test_a_flow_that_writes_stays_one_way() -> None:
    written = drawing("process Model training\nstore Results\nModel training > Results: Insert query")
    assert proposed(written, "bidirectional") == {}
    model = drawing(
        "process Data ingestion\nstore Training data\nData ingestion > Training data: Insert query"
    )
    assert proposed(model, "bidirectional") == {}


def test_secrets_on_the_way_are_no_raw_data() -> None:
    model = drawing(
        """
        store API key storage
        process Data ingestion
        store Training data
        process Model training
        API key storage > Data ingestion
        Data ingestion > Training data
        Training data > Model training
        """
    )
    assert proposed(model, "carries") == {}


def test_specific_types_and_stated_values_are_left_alone() -> None:
    model = drawing("process Model training\nstore Customer data\nModel training > Customer data: Query")
    stated = Element(id="Model training", type="web_app", name="Model training")
    flow = Flow(
        id="f",
        name="Query",
        source="Model training",
        target="Customer data",
        properties=FrozenMap({"carries": ("logs",)}),
    )
    store = Element(
        id="Customer data",
        type="data_store",
        name="Customer data",
        properties=FrozenMap({"data_class": "public"}),
    )
    model = Model([stated, flow, store, *(r for r in model.values() if isinstance(r, Boundary))])
    assert suggest(model, CATALOG, WORDS) == ()


def test_nothing_is_suggested_below_the_threshold_and_all_is_ordered() -> None:
    found = suggest(azure(), CATALOG, WORDS)
    assert all(THRESHOLD <= s.score <= 1 and s.reason for s in found)
    assert list(found) == sorted(found)
    assert len({(s.subject, s.field) for s in found}) == len(found)
    assert found == suggest(azure(), CATALOG, WORDS)
    assert suggest(EMPTY_MODEL, CATALOG, WORDS) == ()


def test_applied_suggestions_set_values_and_are_marked() -> None:
    before = azure()
    after = apply_suggestions(before, suggest(before, CATALOG, WORDS))
    (job,) = (e for e in after.of(Element) if e.name == "Train ML Model")
    assert job.type == "training_job"
    mark = after.find(Suggestion, f"{job.id}/type")
    assert mark is not None
    assert (mark.previous, mark.value) == ("process", "training_job")
    assert "reads from 'Patient Data (ePHI)'" in mark.reason


def test_applying_twice_changes_nothing_more() -> None:
    once = apply_suggestions(azure(), suggest(azure(), CATALOG, WORDS))
    assert suggest(once, CATALOG, WORDS) == ()
    assert apply_suggestions(once, suggest(azure(), CATALOG, WORDS)) == once


def test_rejecting_everything_brings_the_model_back() -> None:
    before = azure()
    after = apply_suggestions(before, suggest(before, CATALOG, WORDS))
    assert reject(after, [s.id for s in after.of(Suggestion)]) == before


def test_confirming_keeps_the_values_without_marks() -> None:
    after = apply_suggestions(azure(), suggest(azure(), CATALOG, WORDS))
    confirmed = confirm(after, [s.id for s in after.of(Suggestion)])
    assert not confirmed.of(Suggestion)
    assert {e.type for e in confirmed.of(Element)} == {e.type for e in after.of(Element)}


def test_what_a_person_stated_in_the_meantime_wins() -> None:
    model = drawing("process Gateway\nprocess Credit model\nCredit model > Gateway: Scores")
    found = suggest(model, CATALOG, WORDS)
    stated = set_property(model, ["Credit model>Gateway"], "carries", ("logs",))
    flow = apply_suggestions(stated, found).find(Flow, "Credit model>Gateway")
    assert flow is not None
    assert flow.properties["carries"] == ("logs",)


def test_suggestions_for_what_is_gone_are_ignored() -> None:
    gone = Suggested("nobody", "type", "llm", 0.9, "named 'LLM'")
    assert apply_suggestions(EMPTY_MODEL, [gone]) == EMPTY_MODEL
