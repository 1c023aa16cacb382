"""Suggested types: from names, stencils and neighbours, in English and German."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.suggest import THRESHOLD, WEAKEST, suggest
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element
from plain_drawings import CATALOG, WORDS, drawing, proposed

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


def test_a_stencil_says_more_than_a_weak_word_in_the_name() -> None:
    element = Element(id="a", type="process", name="Monitoring", source_type="monitoring")
    assert proposed(Model([element])) == {"a": "monitor"}


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


def test_a_web_server_that_loads_a_model_serves_it() -> None:
    text = "store Model registry\nprocess Simple web server"
    assert proposed(drawing(text))["Simple web server"] == "web_app"
    loads = drawing(f"{text}\nModel registry > Simple web server")
    assert proposed(loads)["Simple web server"] == "inference_service"


def test_a_type_that_another_comes_close_to_is_weak_and_says_so() -> None:
    model = drawing("store Prompt templates and audit logs")
    (one,) = suggest(model, CATALOG, WORDS, WEAKEST)
    assert one.score < THRESHOLD
    assert "but it may as well be" in one.reason


def test_a_stencil_counts_where_the_name_is_silent() -> None:
    postman = Element(id="a", type="external_entity", name="Postman", source_type="Human User")
    scientist = Element(id="b", type="external_entity", name="Data scientist", source_type="Human User")
    assert proposed(Model([postman, scientist])) == {"a": "human_user", "b": "ml_engineer"}


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
