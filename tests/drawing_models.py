"""Models for tests of drawing: the worked examples, and large ones laid on a grid."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.drawing.layout import layout
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Placement, Record
from dfdmodeler.model.values import FrozenMap

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "resources" / "fonts"
EXAMPLES = ROOT / "tests" / "examples" / "worked-examples.yaml"
DIAGRAM = "d"


@cache
def catalog() -> Catalog:
    """The shipped catalog."""
    loaded, problems = load_catalog([ROOT / "stencils"])
    assert not problems
    return loaded


@cache
def metrics() -> Metrics:
    """Metrics of the shipped fonts."""
    return Metrics(FONTS)


@cache
def examples() -> dict[str, Model]:
    """The worked examples by id, without placements."""
    with EXAMPLES.open(encoding="utf-8") as file:
        return {row["id"]: _model(row) for row in YAML(typ="safe").load(file)}


@cache
def laid_out(example: str) -> Model:
    """A worked example after automatic layout."""
    return with_layout(examples()[example])


def with_layout(model: Model) -> Model:
    """The model with new placements for everything."""
    return Model([*model.values(), *layout(model, catalog(), DIAGRAM, metrics()).values()])


def on_grid(count: int, columns: int) -> Model:
    """Elements in rows and columns, each joined to the next one and to the one below."""
    types = ("web_app", "llm", "data_store", "training_job", "human_user", "retriever")
    records: list[Record] = [Diagram(id=DIAGRAM)]
    for i in range(count):
        name = f"e{i}"
        x, y = (i % columns) * 260.0, (i // columns) * 150.0
        records.append(Element(id=name, type=types[i % len(types)], name=f"Element {i}"))
        records.append(placement(name, x, y))
        for step in (1, columns):
            if i + step < count:
                properties = FrozenMap({"carries": ["documents"]})
                records.append(
                    Flow(id=f"f{i}-{step}", source=name, target=f"e{i + step}", properties=properties)
                )
    return Model(records)


def placement(subject: str, x: float, y: float, width: float = 136.0, height: float = 56.0) -> Placement:
    return Placement(
        id=f"{DIAGRAM}/{subject}", diagram=DIAGRAM, subject=subject, x=x, y=y, width=width, height=height
    )


def _model(row: dict[str, Any]) -> Model:
    records: list[Record] = [Diagram(id=DIAGRAM, name=row["title"])]
    for boundary in row["boundaries"]:
        name = boundary["id"].capitalize()
        records.append(
            Boundary(
                id=boundary["id"], name=name, type=boundary.get("kind", ""), parent=boundary.get("parent")
            )
        )
    for element in row["elements"]:
        name = element["id"].capitalize()
        records.append(
            Element(id=element["id"], type=element["type"], name=name, parent=element.get("boundary"))
        )
    for flow in row["flows"]:
        properties = {k: flow[k] for k in ("carries", "bidirectional", "carries_back") if k in flow}
        records.append(
            Flow(
                id=flow["id"],
                source=flow.get("from"),
                target=flow.get("to"),
                directed=flow.get("direction") != "none",
                properties=FrozenMap(properties),
            )
        )
    return Model(records)
