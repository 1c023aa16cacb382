"""Random small systems, rich in what rules look at: cycles, self-loops, relays, both directions, nesting."""

from __future__ import annotations

from random import Random
from typing import Any

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from systems import System

LEFT_OUT = {
    "exposure",
    "controls",
    "line_crossings",
    "bidirectional",
    "carries",
    "carries_back",
    "out_of_scope",
}
"""Attributes that are drawn apart, with chances of their own."""
THEMES: tuple[tuple[str, str], ...] = (
    (
        "human_user web_content llm agent retriever vector_store document_store prompt_store web_app tool "
        "guardrail response_cache code_executor agent_memory human_reviewer",
        "prompt documents context generated_content tool_call tool_result system_prompt memory_record "
        "embeddings",
    ),
    (
        "human_user data_provider labelling_service training_data_store training_job fine_tuning_job llm "
        "inference_service model_registry pretrained_model evaluation_job eval_dataset mlaas_provider "
        "federated_client",
        "training_data raw_data labels feedback model_artifact model_update query prediction "
        "generated_content",
    ),
    (
        "human_user api_consumer web_app inference_api inference_service physical_sensor physical_actuator "
        "data_store log_store monitor process external_entity",
        "query prediction confidence sensor_data command logs telemetry raw_data other",
    ),
)
"""Types that meet in real systems, and what flows between them."""


def random_system(random: Random, catalog: Catalog, *, elements: int = 7, density: float = 0.3) -> System:
    """A system of up to so many elements, in which so large a part of all attributes is answered."""
    boundaries = [_boundary(random, catalog, place) for place in range(random.randint(0, 3))]
    types = sorted(type_ for type_, row in catalog.stencils.items() if not row.abstract)
    theme, kinds = (words.split() for words in random.choice(THEMES))
    if random.random() < 0.2:
        kinds = sorted(catalog.data_kinds)
    nodes: list[dict[str, Any]] = []
    for place in range(random.randint(1, elements)):
        type_ = random.choice(types if random.random() < 0.1 else theme)
        node = {"id": f"e{place}", "type": type_, **_values(random, catalog.attributes(type_), density)}
        if boundaries and random.random() < 0.6:
            node["boundary"] = random.choice(boundaries)["id"]
        if random.random() < 0.15:
            node["exposure"] = random.choice(["public", "partner", "internal"])
        if random.random() < 0.1:
            node["out_of_scope"] = "yes"
        nodes.append(node)
    count = random.randint(0, 3 * len(nodes))
    flows = [_flow(random, catalog, nodes, boundaries, kinds, f"f{place}") for place in range(count)]
    return {
        "boundaries": boundaries,
        "elements": nodes,
        "flows": flows,
        "report_unknowns": random.choice(["yes", "no"]),
    }


def _boundary(random: Random, catalog: Catalog, place: int) -> dict[str, Any]:
    kind = random.choice(sorted(catalog.boundary_kinds))
    parent = f"b{random.randrange(place)}" if place and random.random() < 0.5 else None
    return {"id": f"b{place}", "kind": kind, "parent": parent, "shape": random.choice(["box", "box", "line"])}


def _flow(
    random: Random,
    catalog: Catalog,
    nodes: list[dict[str, Any]],
    boundaries: list[dict[str, Any]],
    kinds: list[str],
    id_: str,
) -> dict[str, Any]:
    flow: dict[str, Any] = {
        "id": id_,
        "from": random.choice(nodes)["id"],
        "to": random.choice(nodes)["id"],
        **_values(random, catalog.flow_attributes, 0.3),
    }
    if random.random() < 0.7:
        flow["carries"] = random.sample(kinds, k=random.randint(1, 3))
    if random.random() < 0.2:
        flow |= {"bidirectional": "yes", "carries_back": random.sample(kinds, k=random.randint(0, 2))}
    if boundaries and random.random() < 0.1:
        flow["line_crossings"] = [random.choice(boundaries)["id"]]
    if random.random() < 0.05:
        flow["direction"] = "none"
    if random.random() < 0.05:
        flow.pop("to")
    return flow


def _values(random: Random, attributes: tuple[Attribute, ...], density: float) -> dict[str, Any]:
    answered: dict[str, Any] = {}
    for attribute in attributes:
        values = [*attribute.values, "n/a"]
        if attribute.name not in LEFT_OUT and random.random() < density:
            many = attribute.multiple and len(values) > 2 and random.random() < 0.7
            answered[attribute.name] = random.sample(values[:-1], k=2) if many else random.choice(values)
    if random.random() < 0.5 and any(attribute.name == "data_class" for attribute in attributes):
        answered["data_class"] = random.choice(["personal", "confidential", "special"])
    return answered
