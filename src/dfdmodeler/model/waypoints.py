"""Putting an element into a flow, and taking one out so that its flows become one."""

from __future__ import annotations

from dfdmodeler.model import edits
from dfdmodeler.model.carrying import adopt_all
from dfdmodeler.model.joining import kept_about, lines, value_words
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, Route, evolve


def insert(model: Model, flow: str, element: Element, second: str) -> Model:
    """Adds an element on the way of a flow, which then ends at it; a second one that says the same goes on.

    What was decided about the flow stays at its first half; `analysis.copies` carries it along to the second.
    """
    first = model.find(Flow, flow)
    if first is None or element.id in model or second in model or not (first.source and first.target):
        return model
    halves = evolve(first, target=element.id), evolve(first, id=second, source=element.id)
    return edits.put(model, element, *halves, *_straight(model, flow))


def passing(model: Model, element: str) -> tuple[Flow, Flow] | None:
    """The only flow to an element and the only one from it, if it has just these."""
    flows = edits.ends_at(model, [element])
    to = [flow for flow in flows if flow.target == element and flow.source]
    on = [flow for flow in flows if flow.source == element and flow.target]
    if model.element(element) is None or len(flows) != 2 or len(to) != 1 or len(on) != 1:
        return None
    return to[0], on[0]


def bridge(model: Model, element: str, *, author: str, date: str) -> Model:
    """Takes an element out of the way: the flow to it leads where the one from it led.

    What the second said otherwise is put into the notes of the first; what was decided about it counts for
    the first too. What was decided about the element is kept for when it comes back.
    """
    found = passing(model, element)
    if found is None:
        return model
    first, second = found
    properties, notes = first.properties, [first.notes, second.notes]
    for name, value in second.properties.items():
        if name not in properties:
            properties = properties.with_(name, value)
        elif properties[name] != value:
            notes.append(f"{model.name_of(second.id)}: {value_words(name, value)}")
    words = {"description": lines([first.description, second.description]), "notes": lines(notes)}
    name = first.name or second.name
    joined = evolve(first, target=second.target, name=name, properties=properties, **words)
    after = edits.delete(edits.put(model, joined, *_straight(model, first.id)), [element, second.id])
    pairs = kept_about(after, {second.id: first.id})
    return adopt_all(after, pairs, author=author, date=date)


def _straight(model: Model, flow: str) -> list[Route]:
    """Its routes without the bends of another way."""
    routes = (route for route in model.of(Route) if route.subject == flow)
    return [evolve(route, bends=(), label=None) for route in routes]
