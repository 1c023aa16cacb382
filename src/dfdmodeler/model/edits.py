"""The verbs of editing: pure functions from a model (and what to do) to a new model.

Every edit validates what it makes; an edit that has nothing to do returns the model it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from dfdmodeler.model.change import Change
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    About,
    Answer,
    Boundary,
    Diagram,
    Element,
    Flow,
    FlowStyle,
    Note,
    Override,
    Placement,
    Record,
    Route,
    Suggestion,
    evolve,
    has_field,
    layout_id,
    override_id,
)
from dfdmodeler.model.values import Value


def put(model: Model, *records: Record) -> Model:
    """Adds records, or replaces those of the same id."""
    return model.with_(Change({record.id: (model.get(record.id), record) for record in records}))


def remove(model: Model, ids: Iterable[str]) -> Model:
    """Removes records and nothing else; see `delete` for what people mean by deleting."""
    return model.with_(Change({i: (model[i], None) for i in ids if i in model}))


def update(model: Model, ids: Iterable[str], **fields: Any) -> Model:
    """Sets fields of several records at once; records without such a field stay as they are."""
    records = [model[i] for i in ids if i in model]
    having = [r for r in records if all(has_field(r, name) for name in fields)]
    return put(model, *(evolve(record, **fields) for record in having))


def set_about(model: Model, **fields: Any) -> Model:
    """Changes what the document says of itself."""
    return put(model, evolve(model.about, **fields))


def set_property(model: Model, ids: Iterable[str], name: str, value: Value | None) -> Model:
    """Sets an attribute of elements or flows; None, ``unknown`` or an empty set make it unknown.

    A value that a person sets is no suggestion any more.
    """
    records = [r for r in (model.get(i) for i in ids) if isinstance(r, Element | Flow)]
    changed = put(model, *(evolve(r, properties=r.properties.with_(name, value)) for r in records))
    return remove(changed, [layout_id(r.id, name) for r in records])


def set_type(model: Model, ids: Iterable[str], type_: str) -> Model:
    """Gives elements or boundaries another type; attributes stay, also those the new type does not offer."""
    ids = list(ids)
    return remove(update(model, ids, type=type_), [layout_id(i, "type") for i in ids])


def rename(model: Model, record_id: str, name: str) -> Model:
    """Names an element, flow, boundary or diagram."""
    return update(model, [record_id], name=name)


def reparent(model: Model, ids: Iterable[str], parent: str | None) -> Model:
    """Moves elements or boundaries into a boundary, or out of all; a boundary never goes into itself."""
    if parent is not None and not model.find(Boundary, parent):
        return model
    outer = {parent, *around(model, parent)} if parent else set()
    movable = [i for i in ids if i in model and i not in outer]
    return update(model, movable, parent=parent)


def place(model: Model, diagram: str, boxes: Mapping[str, tuple[float, float, float, float]]) -> Model:
    """Moves and resizes what is drawn: subject id to (left, top, width, height)."""
    placed = []
    for subject, (x, y, width, height) in boxes.items():
        old = model.get(layout_id(diagram, subject))
        if isinstance(old, Placement):
            placed.append(evolve(old, x=x, y=y, width=width, height=height))
        else:
            placed.append(new_placement(diagram, subject, (x, y, width, height)))
    return put(model, *placed)


def draw_line(model: Model, diagram: str, line: str, points: Iterable[tuple[float, float]]) -> Model:
    """Draws a line boundary through some points, at least two; its box is the one around them."""
    drawn = tuple(points)
    if len(drawn) < 2 or model.find(Boundary, line) is None:
        return model
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    box = (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    placed = place(model, diagram, {line: box})
    return update(placed, [layout_id(diagram, line)], points=drawn)


def swap_inside(model: Model, lines: Iterable[str]) -> Model:
    """Makes the other side of line boundaries the inside; where nobody said one yet, the left."""
    other: dict[str, Literal["left", "right"]] = {"": "left", "left": "right", "right": "left"}
    found = [b for b in (model.find(Boundary, i) for i in lines) if b is not None and b.shape == "line"]
    return put(model, *(evolve(line, inside=other[line.inside]) for line in found))


def new_placement(
    diagram: str, subject: str, box: tuple[float, float, float, float], z: int = 0
) -> Placement:
    """A placement record for a subject that has none."""
    x, y, width, height = box
    return Placement(
        id=layout_id(diagram, subject),
        diagram=diagram,
        subject=subject,
        x=x,
        y=y,
        width=width,
        height=height,
        z=z,
    )


def bend(model: Model, diagram: str, flow: str, bends: Iterable[tuple[float, float]]) -> Model:
    """Lets a flow run through the given points; none gives it back to the router."""
    if not model.find(Flow, flow):
        return model
    return _routed(model, diagram, flow, bends=tuple(bends))


def set_flow_style(model: Model, diagram: str, flows: Iterable[str], style: FlowStyle) -> Model:
    """Lets flows run straight, orthogonal or curved on a diagram; an empty style is the diagram's."""
    for flow in flows:
        if model.find(Flow, flow):
            model = _routed(model, diagram, flow, style=style)
    return model


def straighten(model: Model, diagram: str, flows: Iterable[str]) -> Model:
    """Gives flows that were bent back to the router."""
    for flow in flows:
        if model.find(Route, layout_id(diagram, flow)):
            model = bend(model, diagram, flow, ())
    return model


def set_both_ways(model: Model, flows: Iterable[str], both: bool) -> Model:
    """Says that data moves both ways on flows, or that it does not."""
    ids = [i for i in flows if model.find(Flow, i)]
    model = set_property(model, ids, "bidirectional", "yes" if both else "no")
    return update(model, ids, directed=True) if both else model


def put_label(model: Model, diagram: str, flow: str, label: tuple[float, float] | None) -> Model:
    """Puts the label of a flow somewhere along it, see `Route.label`; None gives it back."""
    return _routed(model, diagram, flow, label=label) if model.find(Flow, flow) else model


def _routed(model: Model, diagram: str, flow: str, **fields: Any) -> Model:
    """Changes the route of a flow; one that says nothing is removed."""
    route_id = layout_id(diagram, flow)
    plain = Route(id=route_id, diagram=diagram, subject=flow)
    route = evolve(model.find(Route, route_id) or plain, **fields)
    return remove(model, [route_id]) if route == plain else put(model, route)


def descendants(model: Model, boundary: str) -> frozenset[str]:
    """Everything inside a boundary, at any depth: elements and boundaries."""
    children: dict[str, list[str]] = {}
    for record in model.values():
        if isinstance(record, Element | Boundary) and record.parent is not None:
            children.setdefault(record.parent, []).append(record.id)
    found: set[str] = set()
    waiting = list(children.get(boundary, ()))
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += children.get(current, ())
    return frozenset(found)


def around(model: Model, record_id: str) -> set[str]:
    """All boundaries around an element or boundary, inner and outer ones."""
    found: set[str] = set()
    record = model.get(record_id)
    while isinstance(record, Element | Boundary) and record.parent and record.parent not in found:
        found.add(record.parent)
        record = model.get(record.parent)
    return found


def reverse(model: Model, ids: Iterable[str]) -> Model:
    """Swaps where flows come from and where they go."""
    flows = {flow.id: flow for flow in (model.find(Flow, i) for i in ids) if flow}
    turned = [_turned(route) for route in model.of(Route) if route.subject in flows] if flows else []
    swapped = [evolve(flow, source=flow.target, target=flow.source) for flow in flows.values()]
    return put(model, *swapped, *turned)


def _turned(route: Route) -> Route:
    """The same way, gone in the other direction."""
    ends = {"source_point": route.target_point, "target_point": route.source_point}
    label = route.label and (100.0 - route.label[0], -route.label[1])
    return evolve(route, bends=route.bends[::-1], label=label, **ends)


def ends_at(model: Model, ids: Iterable[str]) -> list[Flow]:
    """The flows that begin or end at one of the ids."""
    wanted = set(ids)
    return [f for f in model.of(Flow) if f.source in wanted or f.target in wanted]


def delete(model: Model, ids: Iterable[str]) -> Model:
    """Deletes what a person selected, with what cannot stand without it.

    Flows go with their elements, placements and routes with their subjects; what was inside a deleted
    boundary moves to the boundary around it; what a deleted element opened stays a diagram. Decisions,
    answers and imported threats stay: they are the work of people.
    """
    gone = {i for i in ids if i in model}
    gone |= {f.id for f in ends_at(model, {i for i in gone if isinstance(model[i], Element)})}
    drawn = [r.id for r in model.values() if _belongs_to(r, gone)]
    freed = [
        evolve(r, parent=_standing_parent(model, r.parent, gone))
        for r in model.values()
        if isinstance(r, Element | Boundary) and r.parent in gone and r.id not in gone
    ]
    crossings = [
        evolve(f, properties=f.properties.with_("line_crossings", tuple(set(_as_set(lines)) - gone)))
        for f in model.of(Flow)
        if (lines := f.properties.get("line_crossings"))
        and not gone.isdisjoint(_as_set(lines))
        and f.id not in gone
    ]
    opened = [evolve(d, owner=None) for d in model.of(Diagram) if d.owner in gone and d.id not in gone]
    return remove(put(model, *freed, *crossings, *opened), [*gone, *drawn])


def _as_set(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _belongs_to(record: Record, gone: set[str]) -> bool:
    if isinstance(record, Placement | Route | Suggestion) and record.subject in gone:
        return True
    return isinstance(record, Placement | Route | Note) and record.diagram in gone


def _standing_parent(model: Model, parent: str | None, gone: set[str]) -> str | None:
    """The nearest boundary around that is not deleted; a cycle of parents, as in a broken file, ends it."""
    seen: set[str] = set()
    while parent in gone and parent not in seen:
        seen.add(parent)
        boundary = model.find(Boundary, parent)
        parent = boundary.parent if boundary else None
    return None if parent in gone else parent


def override(
    model: Model,
    rule: str,
    *,
    severity: str = "",
    off: bool = False,
    reason: str = "",
    author: str = "",
    date: str = "",
) -> Model:
    """Gives a rule another severity in this model or switches it off; neither of them takes that back."""
    if not severity and not off:
        return remove(model, [override_id(rule)])
    fields = {"severity": "" if off else severity, "off": off, "reason": reason, "author": author}
    return put(model, Override(id=override_id(rule), rule=rule, date=date, **fields))


def use_pack(model: Model, pack: str, used: bool) -> Model:
    """Switches a rule pack on or off for this model."""
    others = set(model.about.packs_off) - {pack}
    off = tuple(sorted(others if used else {*others, pack}))
    return model if off == model.about.packs_off else set_about(model, packs_off=off)


def answer(model: Model, given: Answer) -> Model:
    """Keeps an answer to a review question; an empty open answer is taken back."""
    if given.status == "open" and not given.text:
        return remove(model, [given.id])
    return put(model, given)


def confirm(model: Model, suggestions: Iterable[str]) -> Model:
    """A person agrees with suggested values: they stay, the mark goes."""
    return remove(model, [i for i in suggestions if isinstance(model.get(i), Suggestion)])


def reject(model: Model, suggestions: Iterable[str]) -> Model:
    """A person disagrees: what stood there before comes back."""
    for suggestion in (model.find(Suggestion, i) for i in suggestions):
        if suggestion is None:
            continue
        if suggestion.field == "type":
            model = set_type(model, [suggestion.subject], str(suggestion.previous))
        else:
            model = set_property(model, [suggestion.subject], suggestion.field, suggestion.previous)
        model = remove(model, [suggestion.id])
    return model


def merge_about(model: Model, about: About) -> Model:
    """Takes over what another document says of itself where this one says nothing."""
    own = model.about
    fields = {name: value for name, value in dict(about).items() if value and not getattr(own, name, "")}
    return put(model, evolve(own, **fields)) if fields else model
