"""The vocabulary: types with their parents and default trust, data kinds, channels, default data."""

from __future__ import annotations

TYPES = """
external_entity - untrusted
    human_user untrusted; api_consumer semi_trusted; data_provider semi_trusted
    labelling_service semi_trusted; mlaas_provider semi_trusted; package_registry semi_trusted
    web_content untrusted; rl_environment untrusted; federated_client untrusted
    human_reviewer trusted; ml_engineer trusted
process - trusted
    web_app trusted; inference_api trusted; data_pipeline trusted; training_job trusted
    evaluation_job trusted; mlops_pipeline trusted; model trusted; retriever trusted; guardrail trusted
    agent trusted; tool trusted; monitor trusted; edge_device trusted; physical_sensor semi_trusted
    physical_actuator trusted
data_store - trusted
    training_data_store trusted; public_dataset untrusted; eval_dataset trusted; feature_store trusted
    vector_store trusted; document_store trusted; model_registry trusted; pretrained_model semi_trusted
    prompt_store trusted; agent_memory trusted; response_cache trusted; log_store trusted
    secret_store trusted
training_job
    fine_tuning_job trusted
model
    inference_service trusted; llm trusted; embedding_model trusted
tool
    code_executor trusted
"""
"""A type, and indented below it those that descend from it, each with its default trust."""


def _types() -> tuple[dict[str, str], dict[str, str]]:
    parents: dict[str, str] = {}
    trust: dict[str, str] = {}
    above = ""
    for line in TYPES.strip().splitlines():
        if not line.startswith(" "):
            above, *rest = line.split()
            if rest:
                parents[above], trust[above] = "", rest[-1]
        else:
            for entry in line.split(";"):
                name, level = entry.split()
                parents[name], trust[name] = above, level
    return parents, trust


PARENTS, TRUST = _types()
RELAYS = {"mlaas_provider", "labelling_service"}


def lineage_of_type(name: str) -> list[str]:
    """A type and its ancestors, nearest first."""
    found = []
    while name:
        found.append(name)
        name = PARENTS.get(name, "")
    return found


ANY = frozenset(
    [
        "raw_data",
        "training_data",
        "labels",
        "features",
        "feedback",
        "reward",
        "query",
        "prompt",
        "system_prompt",
        "sensor_data",
        "documents",
        "context",
        "embeddings",
        "memory_record",
        "agent_message",
        "tool_definition",
        "tool_call",
        "tool_result",
        "prediction",
        "confidence",
        "logits",
        "explanation",
        "generated_content",
        "model_artifact",
        "model_update",
        "code_package",
        "config",
        "command",
        "credentials",
        "logs",
        "telemetry",
        "other",
    ]
)
CHANNELS: dict[str, frozenset[str]] = {
    "TRAIN": frozenset(
        ["training_data", "labels", "raw_data", "features", "feedback", "reward", "model_update"]
    ),
    "QUERY": frozenset(["query", "prompt"]),
    "INPUT": frozenset(["query", "prompt", "sensor_data", "features", "raw_data"]),
    "IND": frozenset(
        [
            "documents",
            "context",
            "tool_result",
            "tool_definition",
            "memory_record",
            "agent_message",
            "raw_data",
            "embeddings",
        ]
    ),
    "OUTPUT": frozenset(
        ["prediction", "confidence", "logits", "explanation", "embeddings", "generated_content"]
    ),
    "RICH": frozenset(["confidence", "logits", "explanation", "embeddings", "generated_content"]),
    "ARTIFACT": frozenset(["model_artifact", "model_update"]),
    "ACT": frozenset(["command", "tool_call"]),
    "ANY": ANY,
    "CONTENT": ANY
    - frozenset(["code_package", "model_artifact", "model_update", "logs", "telemetry", "config"]),
}

DEFAULTS = """
a package_registry : code_package
a federated_client & b training_job : model_update
a rl_environment & b training_job : reward
b training_job & a model_registry,pretrained_model : model_artifact
b training_job : training_data
b model & a training_job,mlops_pipeline,mlaas_provider,model_registry,pretrained_model : model_artifact
b evaluation_job & a training_job,model_registry,pretrained_model : model_artifact
b model_registry,pretrained_model & a training_job,evaluation_job,mlops_pipeline : model_artifact
b model_registry,pretrained_model & a mlaas_provider : model_artifact
b mlaas_provider & a data_store,data_pipeline : training_data
a feature_store & b model : features
a prompt_store : system_prompt
a secret_store : credentials
a retriever,vector_store & b llm,agent,retriever : context
a document_store,web_content & b llm,agent,tool,retriever,data_pipeline : documents
a document_store,web_content & b vector_store,embedding_model : documents
a physical_sensor : sensor_data
b physical_actuator : command
b tool & a agent,llm : tool_call
a tool & b agent,llm : tool_result
a agent_memory : memory_record
b agent_memory : memory_record
b log_store,monitor : logs
a agent & b agent : agent_message
a llm & b agent : generated_content,tool_call
b llm,agent : prompt
a embedding_model : embeddings
a llm,agent : generated_content
a model : prediction
b model,inference_api : query
a labelling_service : labels
b data_pipeline : raw_data
b training_data_store,feature_store,public_dataset : training_data
a human_user,api_consumer & b web_app,guardrail : query,prompt
a web_app,inference_api,guardrail & b human_user,api_consumer : generated_content,prediction
"""
"""What a flow carries that says nothing of it, by its source a and its target b; the first line that fits."""


def default_kinds(source: str, target: str) -> frozenset[str]:
    ends = {"a": set(lineage_of_type(source)), "b": set(lineage_of_type(target))}
    for line in DEFAULTS.strip().splitlines():
        conditions, kinds = line.split(" : ")
        if all(ends[part[0]] & set(part[2:].split(",")) for part in conditions.split(" & ")):
            return frozenset(kinds.split(","))
    return frozenset()


KEY_ATTRIBUTES = {
    "external_entity": "trust",
    "process": "authorization input_validation",
    "data_store": "data_class access_control",
    "model": "task deployment weights_visibility",
    "agent": "identity_mode step_budget",
    "tool": "effect operator",
    "physical_sensor": "physical_access",
    "pretrained_model": "artifact_format operator",
    "log_store": "tamper_evident",
    "prompt_store": "contains_secrets change_control",
    "training_job": "learning",
}
