"""Automatic layout: boundaries as compound nodes, innermost first, each with its members in layers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import boundaries, flows, shapes
from dfdmodeler.drawing.compound import ROOT, Boxes, Placer, Size, Task, Wire
from dfdmodeler.drawing.dividers import line_placements
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.pinning import around_pinned
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.scene import flow_text, look
from dfdmodeler.drawing.search import extent, good_plans
from dfdmodeler.drawing.trial import trial, verdict
from dfdmodeler.graph.ranking import acyclic_order
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Placement, evolve, layout_id

R = TypeVar("R", Element, Boundary)

_MANY, _TOO_MANY = 40, 100
"""With more flows than these, no wider gaps are tried, and no layout is tried out."""
_NOTE_GAP = 40.0
_ROOMIER = (1.25, 1.6)
"""How much wider gaps are tried where labels find no good place."""
_FIRST = {"entity": 0, "process": 1, "store": 2}
"""Who stands first where the data goes in circles."""


def layout(
    model: Model,
    catalog: Catalog,
    diagram_id: str,
    metrics: Metrics,
    pinned: Collection[str] = (),
) -> dict[str, Placement | Note]:
    """New placements, by record id, for what is placed on a diagram, or for the whole model if nothing is.

    Pinned subjects stay where they are and are not in the result; notes are, if they have to give way. Routes
    that users bent will hardly fit any more: they are the caller's to drop. Equal arguments, equal result.
    """
    task = make_task(model, catalog, diagram_id, metrics)
    kept = [p for p in model.of(Placement) if p.diagram == diagram_id and p.subject in pinned]
    fixed = {p.subject: _box(p, task.sizes.get(p.subject, (0.0, 0.0))) for p in kept}
    boxes = around_pinned(task, best_boxes(task), fixed)
    result = placements(model, diagram_id, {node: box for node, box in boxes.items() if node not in fixed})
    lines = [b for b in _shown(model, diagram_id, Boundary) if b.shape == "line" and b.id not in pinned]
    return {
        **result,
        **line_placements(lines, model, diagram_id, boxes),
        **_moved_notes(model, diagram_id, boxes),
    }


def _moved_notes(model: Model, diagram_id: str, boxes: Mapping[str, Box]) -> dict[str, Note]:
    """Notes that something would stand on, beside everything instead, and the legend below it."""
    legends = [n for n in model.of(Note) if n.shows and n.diagram == diagram_id and not n.locked]
    left = min((box.x for box in boxes.values()), default=0.0)
    below = max((box.bottom for box in boxes.values()), default=0.0) + _NOTE_GAP
    x = max((box.right for box in boxes.values()), default=0.0) + _NOTE_GAP
    y = min((box.y for box in boxes.values()), default=0.0)
    result = {note.id: evolve(note, x=left, y=below) for note in legends if boxes}
    for note in model.of(Note):
        place = Box(note.x, note.y, note.width, note.height).grown(_NOTE_GAP / 4)
        if note.diagram != diagram_id or note.locked or note.shows:
            continue
        if any(box.meets(place) for box in boxes.values()):
            result[note.id] = evolve(note, x=x, y=y)
            y += note.height + _NOTE_GAP / 2
    return result


def _box(placement: Placement, size: Size) -> Box:
    return Box(placement.x, placement.y, placement.width or size[0], placement.height or size[1])


def best_boxes(task: Task) -> Boxes:
    """The boxes whose flows and labels come out best; with more room where labels find none."""
    placer = Placer(task)
    plans = good_plans(task)
    tried = [placer.place(plan) for plan in plans]
    if len(task.wires) > _TOO_MANY:
        return tried[0]
    judged = [(*_judged(task, boxes), i) for i, boxes in enumerate(tried)]
    cost, mendable, best = min(judged)
    boxes = tried[best]
    for room in _ROOMIER if mendable and len(task.wires) <= _MANY else ():
        wider = Placer(task, room).place(plans[best])
        wider_cost, _ = _judged(task, wider)
        if wider_cost < cost:
            cost, boxes = wider_cost, wider
    return boxes


def _judged(task: Task, boxes: Boxes) -> tuple[float, float]:
    cost, mendable = verdict(trial(task, boxes))
    return cost + extent(boxes), mendable


def placements(model: Model, diagram_id: str, boxes: Mapping[str, Box]) -> dict[str, Placement]:
    """Boxes as placement records, keeping what else existing ones say."""
    result = {}
    for subject, box in sorted(boxes.items()):
        record_id = layout_id(diagram_id, subject)
        known = model.find(Placement, record_id)
        z = known.z if known else 0
        result[record_id] = Placement(
            id=record_id,
            diagram=diagram_id,
            subject=subject,
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            z=z,
        )
    return result


def make_task(model: Model, catalog: Catalog, diagram_id: str, metrics: Metrics) -> Task:
    """Gather what the layout needs to know of a diagram."""
    elements = _shown(model, diagram_id, Element)
    frames = [b for b in _shown(model, diagram_id, Boundary) if b.shape == "box"]
    looks = {e.id: look(e.type, catalog) for e in elements}
    sizes = {e.id: shapes.element_size(shapes.shown_name(e), looks[e.id], metrics) for e in elements}
    framed = {b.id for b in frames}
    records: list[Element | Boundary] = [*elements, *frames]
    parents = {record.id: _frame_around(record, framed, model) for record in records}
    wires = tuple(
        Wire(f.source, f.target, flows.label_size(flow_text(f, catalog), metrics))
        for f in model.of(Flow)
        if f.source is not None and f.target is not None and f.source != f.target
        if f.source in sizes and f.target in sizes
    )
    first = sorted(sizes, key=lambda e: (_FIRST[looks[e].shape], e))
    order = acyclic_order(first, [(wire.source, wire.target) for wire in wires])
    members: dict[str, list[str]] = {frame: [] for frame in (ROOT, *sorted(framed))}
    for node, parent in parents.items():
        members[parent].append(node)
    return Task(
        sizes=sizes,
        parents=parents,
        names={b.id: boundaries.name_width(shapes.shown_name(b), metrics) for b in frames},
        wires=wires,
        order={element: i for i, element in enumerate(order)},
        members={frame: tuple(nodes) for frame, nodes in members.items()},
    )


def _shown(model: Model, diagram_id: str, kind: type[R]) -> list[R]:
    """The records of a kind that are placed on a diagram, or all if nothing is."""
    placed = {p.subject for p in model.of(Placement) if p.diagram == diagram_id}
    return [record for record in model.of(kind) if record.id in placed or not placed]


def _frame_around(record: Element | Boundary, framed: Collection[str], model: Model) -> str:
    """The nearest boundary around a record that is drawn as a box; circles of boundaries do not count."""
    seen = {record.id}
    parent = record.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        outer = model.find(Boundary, parent)
        if outer is None:
            return ROOT
        if parent in framed and not _encloses_itself(outer, model):
            return parent
        parent = outer.parent
    return ROOT


def _encloses_itself(boundary: Boundary, model: Model) -> bool:
    seen: set[str] = set()
    current: Boundary | None = boundary
    while current is not None and current.id not in seen:
        seen.add(current.id)
        current = model.find(Boundary, current.parent)
    return current is not None
