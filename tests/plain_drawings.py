"""Small models written as lines, and what is suggested for them."""

from __future__ import annotations

from pathlib import Path

from dfdmodeler.analysis.suggest import load_words, suggest
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Record
from dfdmodeler.model.values import Value

ROOT = Path(__file__).parents[1]
CATALOG, _ = load_catalog([ROOT / "stencils"])
WORDS, _ = load_words(ROOT / "resources" / "suggestions" / "words.toml")
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
