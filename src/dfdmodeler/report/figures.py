"""The diagrams of a model as figures of its report."""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.analysis.badges import badges
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing.diagram import picture
from dfdmodeler.drawing.layout import layout
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Marks
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Element, Placement
from dfdmodeler.report.document import Figure

WHOLE = "Diagram"


def figures(model: Model, catalog: Catalog, metrics: Metrics, threats: Iterable[Threat]) -> list[Figure]:
    """One figure for each diagram that shows something; a model without any is laid out for the report."""
    model = drawn(model, catalog, metrics)
    marks = Marks(badges(threats))
    diagrams = model.diagrams
    found = []
    for diagram in diagrams:
        shown = picture(model, catalog, diagram.id, metrics, marks)
        if shown.items:
            found.append(Figure(_title(model, diagram, len(diagrams) == 1), shown))
    return found


def _title(model: Model, diagram: Diagram, alone: bool) -> str:
    """What a diagram is called, and whose inside it shows."""
    name, owner = diagram.name.strip(), model.element(diagram.owner)
    inside = f"inside of {model.name_of(owner.id)}" if owner else ""
    if owner and name in ("", model.name_of(owner.id)):
        return f"{WHOLE}: {inside}"
    called = f"{WHOLE}: {name}" if name and not alone else WHOLE
    return f"{called} ({inside})" if inside else called


def drawn(model: Model, catalog: Catalog, metrics: Metrics) -> Model:
    """The model, or if nothing in it is placed, the model with a diagram of all of it."""
    if model.of(Placement) or not model.of(Element):
        return model
    diagram = model.diagrams[0] if model.diagrams else Diagram(id="report-diagram")
    places = layout(model, catalog, diagram.id, metrics).values()
    return Model([*model.values(), diagram, *places])
