"""Synthetic systems of any size: copies of one AI product, each with its own names, answers and gaps.

A copy is a chat assistant with retrieval and tools, the training of a classifier and its serving:
20 elements, 26 flows and 4 boundaries. Copies are joined as teams join them: each takes data from the copy
before, all log to the first, and agents call tools of other copies. The same size and seed give the same
system.
"""

from __future__ import annotations

from random import Random

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Boundary, Diagram, Element, Flow, Record

DIAGRAM = "main"
SEED = 20
ANSWERED = 0.3
"""The share of all attributes that have an answer."""
COLUMN, ROW = 240.0, 136.0
ACROSS, DOWN = 7, 4
"""Columns and rows of one copy, with the room between copies."""

BOUNDARIES = (
    # name, kind, around, left column, top row, columns, rows
    ("company", "organisation", "", 1, 0, 5, 3),
    ("training", "pipeline_stage", "company", 1, 2, 4, 1),
    ("assistant", "sandbox", "company", 3, 0, 3, 2),
    ("supplier", "third_party", "", 0, 2, 1, 1),
)
ELEMENTS = (
    # name, type, boundary, column, row
    ("customer", "human_user", "", 0, 0),
    ("partner", "api_consumer", "", 0, 1),
    ("website", "web_app", "company", 1, 0),
    ("api", "inference_api", "company", 1, 1),
    ("filter", "guardrail", "company", 2, 0),
    ("agent", "agent", "assistant", 3, 0),
    ("chat model", "llm", "assistant", 4, 0),
    ("instructions", "prompt_store", "assistant", 5, 0),
    ("retriever", "retriever", "assistant", 3, 1),
    ("vectors", "vector_store", "assistant", 4, 1),
    ("search tool", "tool", "assistant", 5, 1),
    ("classifier", "inference_service", "company", 2, 1),
    ("labels", "labelling_service", "supplier", 0, 2),
    ("pipeline", "data_pipeline", "training", 1, 2),
    ("training data", "training_data_store", "training", 2, 2),
    ("training", "training_job", "training", 3, 2),
    ("registry", "model_registry", "training", 4, 2),
    ("log", "log_store", "company", 5, 2),
    ("web", "web_content", "", 6, 1),
    ("reviewer", "human_reviewer", "", 6, 0),
)
FLOWS = (
    # source, target, what it carries
    ("customer", "website", "prompt"),
    ("website", "customer", "generated_content"),
    ("website", "filter", "prompt"),
    ("filter", "agent", "prompt"),
    ("agent", "chat model", "prompt context"),
    ("chat model", "agent", "generated_content"),
    ("instructions", "chat model", "system_prompt"),
    ("agent", "retriever", "query"),
    ("retriever", "vectors", "query"),
    ("vectors", "retriever", "embeddings documents"),
    ("retriever", "agent", "context documents"),
    ("agent", "search tool", "tool_call"),
    ("search tool", "agent", "tool_result"),
    ("web", "search tool", "documents"),
    ("agent", "filter", "generated_content"),
    ("filter", "website", "generated_content"),
    ("agent", "reviewer", "generated_content"),
    ("partner", "api", "query"),
    ("api", "classifier", "query"),
    ("classifier", "api", "prediction confidence"),
    ("labels", "pipeline", "labels"),
    ("pipeline", "training data", "training_data"),
    ("training data", "training", "training_data labels"),
    ("training", "registry", "model_artifact"),
    ("registry", "classifier", "model_artifact"),
    ("agent", "log", "logs"),
)
JOINTS = (
    # source here, target in another copy: the next one, the first one, or any
    ("classifier", "pipeline", "feedback", "next"),
    ("api", "log", "logs", "first"),
    ("agent", "search tool", "tool_call", "any"),
)


def system(elements: int, catalog: Catalog, seed: int = SEED) -> Model:
    """A drawn model of so many elements."""
    random = Random(f"{seed} {elements}")
    copies = -(-elements // len(ELEMENTS))
    left_out = set(list(_names(copies))[elements:])
    records: list[Record] = [About(title=f"{elements} elements"), Diagram(id=DIAGRAM, name="Main")]
    across = max(1, round((copies * ROW * DOWN / (COLUMN * ACROSS)) ** 0.5))
    for copy in range(copies):
        x, y = COLUMN * ACROSS * (copy % across), ROW * DOWN * (copy // across)
        records += _boundaries(copy, x, y)
        records += _elements(copy, x, y, random, catalog)
        records += _flows(copy, copies, random, catalog)
    return Model(record for record in records if not _touches(record, left_out))


def _names(copies: int) -> list[str]:
    return [_id(name, copy) for copy in range(copies) for name, *_ in ELEMENTS]


def _id(name: str, copy: int) -> str:
    return f"{name.replace(' ', '-')}-{copy}"


def _touches(record: Record, ids: set[str]) -> bool:
    named = (getattr(record, name, None) for name in ("id", "subject", "source", "target"))
    return not ids.isdisjoint(named)


def _boundaries(copy: int, x: float, y: float) -> list[Record]:
    records: list[Record] = []
    for name, kind, around, column, row, columns, rows in BOUNDARIES:
        id_, inset = f"zone-{_id(name, copy)}", 8.0 if around else 20.0
        parent = f"zone-{_id(around, copy)}" if around else None
        left, top = x + column * COLUMN - 40 + inset, y + row * ROW - 44 + inset
        box = (left, top, columns * COLUMN - 2 * inset, rows * ROW - 2 * inset)
        records += [Boundary(id=id_, type=kind, name=f"{name} {copy}", parent=parent)]
        records += [new_placement(DIAGRAM, id_, box)]
    return records


def _elements(copy: int, x: float, y: float, random: Random, catalog: Catalog) -> list[Record]:
    records: list[Record] = []
    for name, type_, boundary, column, row in ELEMENTS:
        id_ = _id(name, copy)
        parent = f"zone-{_id(boundary, copy)}" if boundary else None
        properties = _answers(random, catalog.attributes(type_))
        records.append(
            Element(
                id=id_, type=type_, name=f"{name} {copy}".capitalize(), parent=parent, properties=properties
            )
        )
        records.append(new_placement(DIAGRAM, id_, (x + column * COLUMN, y + row * ROW, 136.0, 56.0)))
    return records


def _flows(copy: int, copies: int, random: Random, catalog: Catalog) -> list[Record]:
    ends = [(_id(source, copy), _id(target, copy), carries) for source, target, carries in FLOWS]
    for source, target, carries, which in JOINTS:
        other = {"next": (copy + 1) % copies, "first": 0, "any": random.randrange(copies)}[which]
        if other != copy:
            ends.append((_id(source, copy), _id(target, other), carries))
    flows: list[Record] = []
    for number, (start, end, carries) in enumerate(ends):
        properties = {**_answers(random, catalog.flow_attributes), "carries": carries.split()}
        flows.append(
            Flow(id=f"flow-{copy}-{number}", source=start, target=end, name=carries, properties=properties)
        )
    return flows


def _answers(random: Random, attributes: tuple[Attribute, ...]) -> dict[str, str]:
    return {
        attribute.name: random.choice(attribute.values)
        for attribute in attributes
        if attribute.name not in ("carries", "carries_back", "controls", "line_crossings", "out_of_scope")
        and attribute.values
        and random.random() < ANSWERED
    }
