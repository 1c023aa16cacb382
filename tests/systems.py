"""Models written as plain mappings, and the shipped library, for tests of rules and analysis."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.formats import native
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Boundary, Element, Flow, Record

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "tests" / "examples" / "worked-examples.yaml"
System = Mapping[str, Any]


@cache
def shipped_library() -> Library:
    resources = ROOT / "resources"
    library, problems = load_library([ROOT / "stencils"], [resources / "rules"], [resources / "taxonomies"])
    assert not problems, problems
    return library


def model_of(system: System) -> Model:
    """The model of a system: lists of boundaries, elements and flows, each a mapping with its attributes."""
    records: list[Record] = [
        About(title=system.get("title", ""), report_unknowns=system.get("report_unknowns") == "yes")
    ]
    records += [_boundary(**row) for row in system.get("boundaries", ())]
    records += [_element(**row) for row in system.get("elements", ())]
    records += [_flow(**row) for row in system.get("flows", ())]
    return Model(records)


@cache
def worked_systems() -> tuple[System, ...]:
    """The worked examples, in their order."""
    return tuple(YAML(typ="safe").load(EXAMPLES.read_text("utf-8")))


@cache
def worked_models() -> tuple[Model, ...]:
    """The models of the worked examples and of the templates."""
    templates = sorted((ROOT / "resources" / "templates").glob("*.dfdm"))
    read = [native.read(path.read_bytes(), path.name)[0] for path in templates]
    return (*map(model_of, worked_systems()), *(model for model in read if model))


def _boundary(id: str, kind: str = "", parent: str | None = None, shape: str = "box") -> Boundary:
    return Boundary(id=id, type=kind, parent=parent, shape=shape)


def _element(id: str, type: str, name: str = "", boundary: str | None = None, **properties: Any) -> Element:
    return Element(id=id, type=type, name=name, parent=boundary, properties=properties)


def _flow(id: str, to: str | None = None, name: str = "", direction: str = "", **properties: Any) -> Flow:
    source = properties.pop("from", None)
    directed = direction != "none"
    return Flow(id=id, name=name, source=source, target=to, directed=directed, properties=properties)
