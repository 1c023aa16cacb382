"""Suggestions for whole models: what is proposed, why, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.analysis.suggest import Suggested, apply_suggestions, load_words, suggest
from dfdmodeler.analysis.suggest.clues import THRESHOLD, WEAKEST
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.formats.tm7 import read_tm7
from dfdmodeler.model.edits import confirm, reject, set_property
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Boundary, Element, Flow, Record, Suggestion
from dfdmodeler.model.values import FrozenMap, Value

ROOT = Path(__file__).parents[2]
CATALOG, _ = load_catalog([ROOT / "stencils"])
WORDS, _ = load_words(ROOT / "resources" / "suggestions" / "words.toml")
AZURE = ROOT / "tests" / "fixtures" / "tm7" / "azure-health-data-and-ai.tm7"
SHAPES = {"entity": "external_entity", "process": "process", "store": "data_store"}


def drawing(text: str) -> Model:
    """A model from lines such as ``process Scoring service`` and ``User > Scoring service: Request``."""
    records: dict[str, Record] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if ">" in line:
            ends, _, name = line.partition(":")
            source, target = (end.strip() for end in ends.split(">"))
            flow = Flow(id=f"{source}>{target}", name=name.strip(), source=source, target=target)
            records[flow.id] = flow
        else:
            shape, name = line.split(" ", 1)
            records[name] = Element(id=name, type=SHAPES[shape], name=name)
    return Model(records.values())


def proposed(model: Model, field: str = "type") -> dict[str, Value]:
    return {s.subject: s.value for s in suggest(model, CATALOG, WORDS) if s.field == field}


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


CLASSIC = """
    entity Customer
    entity Insurance agent
    entity Training department
    process Web server
    process Order service
    process Login service
    process Training course booking
    process Monitoring agent
    process Data model generator
    process Recommendation letter generator
    process Search service
    process Notification service
    process Intrusion detection system
    process Workflow orchestrator
    process Embedded controller
    store Product catalog
    store Session cache
    store Test data
    store Memory
    store Vector graphics
    store Feature flags
    store Models of cars
    Customer > Web server: HTTPS request
    Web server > Order service: Order
    Order service > Product catalog: Update price
"""


def test_a_model_without_machine_learning_gets_no_machine_learning() -> None:
    assert proposed(drawing(CLASSIC)) == {"Customer": "human_user", "Web server": "web_app"}
    assert proposed(drawing(CLASSIC), "carries") == {}
    assert proposed(drawing(CLASSIC), "carries_back") == {}
    assert proposed(drawing(CLASSIC), "bidirectional") == {"Customer>Web server": "yes"}


def test_weak_words_count_only_where_machine_learning_is_drawn() -> None:
    assert proposed(drawing("process Monitoring")) == {}
    with_model = proposed(drawing("process Monitoring\nprocess Deep learning model"))
    assert with_model["Monitoring"] == "monitor"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("process Model training", "training_job"),
        ("process Modelltraining", "training_job"),
        ("process Fine-tuning job", "fine_tuning_job"),
        ("process Credit scoring service", "inference_service"),
        ("process Llama 3", "llm"),
        ("process Prompt guardrail", "guardrail"),
        ("process Code interpreter", "code_executor"),
        ("process Text vectorizer", "embedding_model"),
        ("process Document retriever", "retriever"),
        ("process ETL", "data_pipeline"),
        ("process Front camera", "physical_sensor"),
        ("store Vector database", "vector_store"),
        ("store Knowledge base", "document_store"),
        ("store Model registry", "model_registry"),
        ("store Trainingsdaten", "training_data_store"),
        ("store Public dataset", "public_dataset"),
        ("store Chat history", "agent_memory"),
        ("store Secrets", "secret_store"),
        ("entity Crowd workers", "labelling_service"),
        ("entity OpenAI", "mlaas_provider"),
        ("entity Data scientists", "ml_engineer"),
    ],
)
def test_clear_names_tell_the_type(line: str, expected: str) -> None:
    assert list(proposed(drawing(line)).values()) == [expected]


def test_a_name_outweighs_neighbours() -> None:
    model = drawing("store Public dataset\nprocess Model training\nPublic dataset > Model training")
    assert proposed(model)["Public dataset"] == "public_dataset"


def test_neighbours_tell_what_a_name_does_not() -> None:
    model = drawing(
        """
        store Images
        process Notebook
        store Model repository
        process Web server
        Images > Notebook
        Notebook > Model repository
        Model repository > Web server
        """
    )
    found = proposed(model)
    assert "Images" not in found, "nothing in this drawing says what the notebook does"
    assert found["Model repository"] == "model_registry"
    trained = drawing("store Images\nprocess Model training\nImages > Model training")
    assert proposed(trained)["Images"] == "training_data_store"


def test_two_types_that_are_equally_likely_are_not_decided() -> None:
    assert proposed(drawing("store Prompt templates and audit logs")) == {}


def test_an_abstract_model_is_refined() -> None:
    model = Model(
        [Element(id="m", type="model", name="GPT-4"), Element(id="n", type="model", name="Train model")]
    )
    assert proposed(model) == {"m": "llm"}


def test_people_who_log_in_send_no_logs() -> None:
    model = drawing("entity Customer\nprocess Shop\nCustomer > Shop: Customer logs into the shop")
    assert proposed(model, "carries") == {"Customer>Shop": ("credentials",)}


@pytest.mark.parametrize(
    ("shape", "stencil", "expected"),
    [
        ("process", "mxgraph.aws4.sagemaker_model", "inference_service"),
        ("process", "mxgraph.aws4.rekognition_2", "inference_service"),
        ("process", "mxgraph.aws4.sagemaker_notebook", "training_job"),
        ("process", "mxgraph.aws4.bedrock", "llm"),
        ("process", "mxgraph.aws4.kendra", "retriever"),
        ("process", "mxgraph.aws4.glue", "data_pipeline"),
        ("process", "mxgraph.aws4.cloudwatch_2", "monitor"),
        ("data_store", "mxgraph.aws4.secrets_manager", "secret_store"),
        ("process", "img/lib/azure2/ai_machine_learning/Azure_OpenAI.svg", "llm"),
        ("process", "img/lib/azure2/ai_machine_learning/Computer_Vision.svg", "inference_service"),
        ("process", "img/lib/azure2/databases/Data_Factory.svg", "data_pipeline"),
        ("process", "Azure Data Factory", "data_pipeline"),
        ("process", "Azure App Service Web App", "web_app"),
        ("data_store", "Azure Key Vault", "secret_store"),
        ("process", "SE.P.TMCore.AzureDataFactory", "data_pipeline"),
        ("external_entity", "SE.EI.TMCore.Browser", "human_user"),
        ("process", "mxgraph.gcp2.cloud_dataflow", "data_pipeline"),
        ("process", "mxgraph.gcp2.cloud_vision_api", "inference_service"),
        ("process", "mxgraph.gcp2.cloud_monitoring", "monitor"),
        ("external_entity", "mxgraph.aws4.users", "human_user"),
        ("external_entity", "umlActor", "human_user"),
        ("process", "SE.P.TMCore.AzureML", None),
        ("process", "mxgraph.aws4.lambda_function", None),
        ("data_store", "mxgraph.aws4.s3", None),
    ],
)
def test_vendor_stencils_tell_the_type_of_what_has_no_telling_name(
    shape: str, stencil: str, expected: str | None
) -> None:
    model = Model([Element(id="a", type=shape, name="Component 7", source_type=stencil)])
    assert proposed(model).get("a") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("entity Kunde", "human_user"),
        ("process Webserver", "web_app"),
        ("process Datenaufbereitung", "data_pipeline"),
        ("process Gesichtserkennung", "inference_service"),
        ("process Sprachmodell", "llm"),
        ("process Inhaltsfilter", "guardrail"),
        ("process KI-Assistent", "agent"),
        ("store Vektordatenbank", "vector_store"),
        ("store Wissensdatenbank", "document_store"),
        ("store Modellregister", "model_registry"),
        ("store Gesprächsverlauf", "agent_memory"),
        ("store Schlüsselspeicher", "secret_store"),
        ("store Protokolle", "log_store"),
        ("store Öffentliche Daten", "public_dataset"),
    ],
)
def test_german_names_tell_the_type(line: str, expected: str) -> None:
    assert list(proposed(drawing(line)).values()) == [expected]


def test_a_request_to_a_model_without_an_answer_goes_both_ways() -> None:
    text = "process Web server\nprocess Language model\nWeb server > Language model: Chat request"
    asked = drawing(text)
    flow = "Web server>Language model"
    assert proposed(asked, "bidirectional") == {flow: "yes"}
    assert proposed(asked, "carries_back") == {flow: ("generated_content",)}
    answered = drawing(f"{text}\nLanguage model > Web server: Answer")
    assert proposed(answered, "bidirectional") == {}


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


def test_a_web_server_that_loads_a_model_serves_it() -> None:
    text = "store Model registry\nprocess Simple web server"
    assert proposed(drawing(text))["Simple web server"] == "web_app"
    loads = drawing(f"{text}\nModel registry > Simple web server")
    assert proposed(loads)["Simple web server"] == "inference_service"


def test_weaker_suggestions_come_on_request_and_change_nothing_else() -> None:
    usual = suggest(azure(), CATALOG, WORDS)
    more = suggest(azure(), CATALOG, WORDS, WEAKEST)
    assert set(usual) < set(more)
    assert all(s.score < THRESHOLD for s in set(more) - set(usual))
    assert [s for s in more if s.score >= 0.8] == list(suggest(azure(), CATALOG, WORDS, 0.8))


def test_a_type_that_another_comes_close_to_is_weak_and_says_so() -> None:
    model = drawing("store Prompt templates and audit logs")
    (one,) = suggest(model, CATALOG, WORDS, WEAKEST)
    assert one.score < THRESHOLD
    assert "but it may as well be" in one.reason


def test_descriptions_of_flows_are_weak_grounds() -> None:
    flow = Flow(id="f", name="Nightly", source="a", target="b", description="Copies model weights")
    model = Model([Element(id=i, type="process", name=i) for i in "ab"] + [flow])
    assert proposed(model, "carries") == {}
    (one,) = suggest(model, CATALOG, WORDS, WEAKEST)
    assert (one.value, one.reason) == (("model_artifact",), "described as 'Copies model weights'")


def test_a_stencil_counts_where_the_name_is_silent() -> None:
    postman = Element(id="a", type="external_entity", name="Postman", source_type="Human User")
    scientist = Element(id="b", type="external_entity", name="Data scientist", source_type="Human User")
    assert proposed(Model([postman, scientist])) == {"a": "human_user", "b": "ml_engineer"}


def test_what_a_learner_never_sees_is_no_training_data() -> None:
    model = drawing("entity User\nprocess Shop\nstore Samples\nprocess Report\nUser > Shop\nShop > Samples")
    assert proposed(model, "carries") == {}


def test_shapes_are_never_exchanged() -> None:
    found = proposed(drawing("store Model training\nentity Vector database\nprocess Human user"))
    assert all(
        CATALOG.isa(str(type_), "external_entity", "data_store", "process") for type_ in found.values()
    )
    assert found == {}


def test_reasons_are_plain_words() -> None:
    model = drawing("store Samples\nprocess Model training\nSamples > Model training")
    (why,) = (
        s.reason for s in suggest(model, CATALOG, WORDS) if s.subject == "Samples" and s.field == "type"
    )
    assert why == (
        "named 'Samples' +0.30, machine learning in the model +0.10, read by 'Model training' +0.65"
    )
    (clear,) = suggest(drawing("process Model training"), CATALOG, WORDS)
    assert clear.reason == "named 'Model training'"


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
