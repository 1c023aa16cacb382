"""Random edits that matter to analysis: facts, types, boundaries, flows, whole parts added and removed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Record, evolve
from random_edits import DIAGRAM, VERBS
from random_systems import random_system
from systems import model_of

Edit = Callable[[Random, Catalog, Model], Model]


def start(random: Random, catalog: Catalog, elements: int = 7) -> Model:
    """A drawn random system."""
    model = model_of(random_system(random, catalog, elements=elements))
    return edits.put(model, Diagram(id=DIAGRAM, name="Main"))


def edited(random: Random, catalog: Catalog, model: Model) -> Model:
    """The model after one edit."""
    return random.choice(EDITS)(random, catalog, model)


def _ids(model: Model, kind: type[Record]) -> list[str]:
    return [record.id for record in model.of(kind)] or ["nobody"]


def _answer_element(random: Random, catalog: Catalog, model: Model) -> Model:
    elements = model.of(Element)
    if not elements:
        return model
    element = random.choice(elements)
    attribute = random.choice(catalog.attributes(element.type))
    value = random.choice([*attribute.values, "n/a", "partial", None]) if attribute.values else None
    return edits.set_property(model, [element.id], attribute.name, value)


def _answer_flow(random: Random, catalog: Catalog, model: Model) -> Model:
    attribute = random.choice([a for a in catalog.flow_attributes if a.values])
    value = random.choice([*attribute.values, "n/a", None])
    return edits.set_property(model, [random.choice(_ids(model, Flow))], attribute.name, value)


def _carry(random: Random, catalog: Catalog, model: Model) -> Model:
    kinds = tuple(random.sample(sorted(catalog.data_kinds), k=random.randint(0, 3)))
    name = random.choice(["carries", "carries", "carries_back"])
    return edits.set_property(model, [random.choice(_ids(model, Flow))], name, kinds or None)


def _expose(random: Random, catalog: Catalog, model: Model) -> Model:
    ids = [random.choice(_ids(model, Element))]
    return edits.set_property(model, ids, "exposure", random.choice(["public", "partner", "internal", None]))


def _trust(random: Random, catalog: Catalog, model: Model) -> Model:
    name, values = random.choice(
        [
            ("trust", ["untrusted", "trusted", None]),
            ("out_of_scope", ["yes", None]),
            ("mode", ["block", None]),
        ]
    )
    return edits.set_property(model, [random.choice(_ids(model, Element))], name, random.choice(values))


def _retype(random: Random, catalog: Catalog, model: Model) -> Model:
    types = sorted(type_ for type_, row in catalog.stencils.items() if not row.abstract)
    return edits.set_type(model, [random.choice(_ids(model, Element))], random.choice(types))


def _cross(random: Random, catalog: Catalog, model: Model) -> Model:
    lines = (random.choice(_ids(model, Boundary)),)
    flow = [random.choice(_ids(model, Flow))]
    return edits.set_property(model, flow, "line_crossings", random.choice([lines, None]))


def _frame(random: Random, catalog: Catalog, model: Model) -> Model:
    """A boundary added, or one that becomes of another kind, shape or place."""
    kind = random.choice(sorted(catalog.boundary_kinds))
    boundaries = model.of(Boundary)
    parent = random.choice([None, *[boundary.id for boundary in boundaries]])
    if not boundaries or random.random() < 0.3:
        made = Boundary(id=f"z{random.randrange(9)}", type=kind, parent=parent)
        inside = random.sample(_ids(model, Element), k=1)
        known = model.find(Boundary, made.id) is not None or made.id in model
        return model if known else edits.reparent(edits.put(model, made), inside, made.id)
    what = random.choice([{"type": kind}, {"shape": random.choice(["box", "line"])}, {"parent": parent}])
    return edits.put(model, evolve(random.choice(boundaries), **what))


def _rehouse(random: Random, catalog: Catalog, model: Model) -> Model:
    parent = random.choice([None, *_ids(model, Boundary)])
    return edits.reparent(model, [random.choice([*_ids(model, Element), *_ids(model, Boundary)])], parent)


def _reconnect(random: Random, catalog: Catalog, model: Model) -> Model:
    """An end of a flow elsewhere, or nowhere; or a flow without direction."""
    flows = model.of(Flow)
    if not flows:
        return model
    end = random.choice([*_ids(model, Element), None, "gone"])
    what = random.choice([{"source": end}, {"target": end}, {"directed": random.random() < 0.7}])
    return edits.put(model, evolve(random.choice(flows), **what))


def _import(random: Random, catalog: Catalog, model: Model) -> Model:
    """A whole system beside the present one, joined to it by a flow; ids may meet those that are there."""
    other = model_of(random_system(random, catalog, elements=4))
    prefix = f"i{random.randrange(3)}-"
    rows = [*other.of(Element), *other.of(Flow), *other.of(Boundary)]
    made = [_renamed(row, prefix) for row in rows]
    joint = Flow(id=f"{prefix}joint", source=random.choice(_ids(model, Element)), target=f"{prefix}e0")
    return edits.put(model, *made, joint)


def _renamed(record: Record, prefix: str) -> Record:
    names = [name for name in ("id", "parent", "source", "target") if getattr(record, name, None)]
    return evolve(record, **{name: prefix + getattr(record, name) for name in names})


def _remove(random: Random, catalog: Catalog, model: Model) -> Model:
    """A record gone without those that belong to it, as a merge may leave it."""
    kept = [record for record in model.values() if not isinstance(record, Diagram)]
    gone = random.choice(kept).id if kept else ""
    return Model(record for record in model.values() if record.id != gone)


def _verb(random: Random, catalog: Catalog, model: Model) -> Model:
    return random.choice(VERBS)(random, model)


EDITS: tuple[Edit, ...] = (
    *(_answer_element, _answer_flow, _carry) * 3,
    *(_expose, _trust, _retype, _cross, _frame, _rehouse, _reconnect) * 2,
    *(_import, _remove, *(_verb,) * 4),
)
