"""What a flow is taken to carry when nobody said so: each row of the default table, and its order."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.load import load_catalog

STENCILS = Path(__file__).resolve().parents[2] / "stencils"

# source, target, kinds: in the order of the table; what another row could claim too says which one wins
EXAMPLES = """
package_registry    training_job         code_package
package_registry    data_pipeline        code_package
package_registry    llm                  code_package
federated_client    training_job         model_update
federated_client    fine_tuning_job      model_update
federated_client    data_pipeline        raw_data
rl_environment      training_job         reward
rl_environment      llm                  prompt
model_registry      training_job         model_artifact
pretrained_model    fine_tuning_job      model_artifact
training_data_store training_job         training_data
human_user          training_job         training_data
secret_store        training_job         training_data
prompt_store        training_job         training_data
agent_memory        training_job         training_data
no_such_type        training_job         training_data
training_job        llm                  model_artifact
fine_tuning_job     inference_service    model_artifact
mlops_pipeline      embedding_model      model_artifact
mlaas_provider      inference_service    model_artifact
model_registry      llm                  model_artifact
pretrained_model    llm                  model_artifact
pretrained_model    agent                prompt
training_job        evaluation_job       model_artifact
model_registry      evaluation_job       model_artifact
pretrained_model    evaluation_job       model_artifact
mlops_pipeline      evaluation_job       -
eval_dataset        evaluation_job       -
training_job        model_registry       model_artifact
evaluation_job      model_registry       model_artifact
mlops_pipeline      pretrained_model     model_artifact
mlaas_provider      model_registry       model_artifact
pretrained_model    model_registry       -
training_data_store mlaas_provider       training_data
data_pipeline       mlaas_provider       training_data
secret_store        mlaas_provider       training_data
human_user          mlaas_provider       -
feature_store       inference_service    features
feature_store       agent                prompt
prompt_store        llm                  system_prompt
prompt_store        agent_memory         system_prompt
secret_store        agent                credentials
secret_store        web_app              credentials
retriever           llm                  context
vector_store        retriever            context
vector_store        agent                context
vector_store        web_app              -
document_store      llm                  documents
document_store      data_pipeline        documents
document_store      vector_store         documents
web_content         agent                documents
web_content         tool                 documents
web_content         code_executor        documents
web_content         embedding_model      documents
document_store      retriever            documents
web_content         web_app              -
physical_sensor     inference_service    sensor_data
physical_sensor     data_pipeline        sensor_data
physical_sensor     physical_actuator    sensor_data
inference_service   physical_actuator    command
agent               physical_actuator    command
agent               tool                 tool_call
llm                 code_executor        tool_call
tool                agent                tool_result
code_executor       llm                  tool_result
tool                tool                 -
agent_memory        agent                memory_record
agent               agent_memory         memory_record
agent_memory        log_store            memory_record
web_app             log_store            logs
agent               monitor              logs
inference_service   monitor              logs
agent               agent                agent_message
llm                 agent                generated_content tool_call
human_user          llm                  prompt
agent               llm                  prompt
llm                 llm                  prompt
embedding_model     llm                  prompt
embedding_model     vector_store         embeddings
embedding_model     inference_service    embeddings
llm                 web_app              generated_content
agent               human_user           generated_content
llm                 inference_service    generated_content
inference_service   web_app              prediction
inference_service   training_data_store  prediction
model               data_pipeline        prediction
web_app             inference_service    query
human_user          inference_api        query
retriever           embedding_model      query
labelling_service   training_data_store  labels
labelling_service   data_pipeline        labels
data_provider       data_pipeline        raw_data
human_user          data_pipeline        raw_data
data_pipeline       training_data_store  training_data
data_pipeline       feature_store        training_data
web_content         public_dataset       training_data
human_user          web_app              query prompt
api_consumer        guardrail            query prompt
human_reviewer      web_app              -
web_app             human_user           generated_content prediction
inference_api       api_consumer         generated_content prediction
guardrail           human_user           generated_content prediction
human_user          human_user           -
web_app             data_store           -
no_such_type        no_such_type         -
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog([STENCILS])[0]


@pytest.mark.parametrize("example", [line.split() for line in EXAMPLES.strip().splitlines()], ids=" ".join)
def test_default_kinds(catalog: Catalog, example: list[str]) -> None:
    source, target, *kinds = example
    assert catalog.default_kinds(source, target) == set(kinds) - {"-"}


def test_every_row_of_the_table_is_the_first_match_of_some_pair(catalog: Catalog) -> None:
    pairs = [line.split()[:2] for line in EXAMPLES.strip().splitlines()]
    winners = set()
    for source, target in pairs:
        for number, row in enumerate(catalog.default_flows):
            from_source = not row.source or catalog.isa(source, *row.source)
            if from_source and (not row.target or catalog.isa(target, *row.target)):
                winners.add(number)
                break
    assert winners == set(range(len(catalog.default_flows)))
