"""Automatic layout: boundaries as compound nodes, innermost first, each with its members in layers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.drawing import boundaries, flows, shapes
from dfdmodeler.drawing.layers import Block, Link, arrange
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.scene import flow_text, look
from dfdmodeler.graph.ranking import acyclic_order, ranks
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Placement, layout_id

Direction = Literal["right", "down"]
Size = tuple[float, float]

ROOT = ""
"""Stands for the diagram itself where a boundary's id is expected."""

_PADDING = 28.0
_GAP_RIGHT, _GAP_DOWN = 56.0, 52.0
_GAP_ROWS, _GAP_COLUMNS = 44.0, 48.0
_STEP = 4.0


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be laid out: sizes of elements, the tree of boundaries, flows with the sizes of labels."""

    sizes: Mapping[str, Size]
    parents: Mapping[str, str]
    names: Mapping[str, float]
    """Width that the name of each boundary needs."""
    links: tuple[tuple[str, str, Size], ...]
    order: Mapping[str, int]
    """Elements in the order of the data's way, for breaking cycles."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def chain(self, node: str) -> list[str]:
        """A node and the boundaries around it, innermost first, without the root."""
        result = []
        while node != ROOT:
            result.append(node)
            node = self.parents.get(node, ROOT)
        return result


def layout(
    model: Model,
    catalog: Catalog,
    diagram_id: str,
    metrics: Metrics,
    pinned: Collection[str] = (),
) -> dict[str, Placement]:
    """New placements, by record id, for what is placed on a diagram, or for the whole model if nothing is.

    Pinned subjects stay where they are. The same arguments give the same placements.
    """
    task = make_task(model, catalog, diagram_id, metrics)
    boxes = place(task, {})
    return placements(model, diagram_id, boxes)


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
    placed = {p.subject for p in model.of(Placement) if p.diagram == diagram_id}
    elements = [e for e in model.of(Element) if e.id in placed or not placed]
    frames = [b for b in model.of(Boundary) if (b.id in placed or not placed) and b.shape == "box"]
    sizes = {e.id: shapes.element_size(e.name, look(e.type, catalog), metrics) for e in elements}
    framed = {b.id for b in frames}
    records: list[Element | Boundary] = [*elements, *frames]
    parents = {record.id: _frame_around(record, framed, model) for record in records}
    shown = [f for f in model.of(Flow) if f.source in sizes and f.target in sizes and f.source != f.target]
    order = acyclic_order([e.id for e in elements], [(f.source or "", f.target or "") for f in shown])
    names = {b.id: boundaries.name_width(_name(b, catalog), metrics) for b in frames}
    members: dict[str, list[str]] = {frame: [] for frame in (ROOT, *sorted(framed))}
    for node, parent in parents.items():
        members[parent].append(node)
    return Task(
        sizes=sizes,
        parents=parents,
        names=names,
        links=tuple(
            (f.source or "", f.target or "", flows.label_size(flow_text(f, catalog), metrics)) for f in shown
        ),
        order={e: i for i, e in enumerate(order)},
        members={frame: tuple(nodes) for frame, nodes in members.items()},
    )


def _name(boundary: Boundary, catalog: Catalog) -> str:
    kind = catalog.boundary_kinds.get(boundary.type)
    return boundary.name or (kind.label if kind else "")


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


def place(task: Task, directions: Mapping[str, Direction]) -> dict[str, Box]:
    """Boxes of all elements and boundaries, with a direction inside each boundary ("right" if not given)."""
    inner: dict[str, dict[str, Box]] = {}
    sizes = dict(task.sizes)
    for frame in _innermost_first(task):
        inner[frame] = _arranged(task, frame, directions.get(frame, "right"), sizes, inner)
        if frame != ROOT:
            inner[frame], sizes[frame] = _padded(inner[frame], task.names[frame])
    boxes: dict[str, Box] = {}
    _unfold(ROOT, 0.0, 0.0, inner, boxes)
    return {
        node: Box(round(box.x / _STEP) * _STEP, round(box.y / _STEP) * _STEP, box.width, box.height)
        for node, box in boxes.items()
    }


def _innermost_first(task: Task) -> list[str]:
    frames = [frame for frame in task.members if frame != ROOT]
    return [*sorted(frames, key=lambda f: (-len(task.chain(f)), f)), ROOT]


def _padded(boxes: dict[str, Box], name_width: float) -> tuple[dict[str, Box], Size]:
    """Member boxes moved to leave room for the border and the name, and the size of the boundary."""
    top = boundaries.NAME_ROOM + 20
    moved = {node: Box(box.x + _PADDING, box.y + top, box.width, box.height) for node, box in boxes.items()}
    right = max((box.right for box in moved.values()), default=_PADDING + 80)
    bottom = max((box.bottom for box in moved.values()), default=top + 40)
    width = max(right + _PADDING, name_width)
    return moved, (-(-width // _STEP) * _STEP, -(-(bottom + _PADDING) // _STEP) * _STEP)


def _unfold(
    frame: str, x: float, y: float, inner: Mapping[str, Mapping[str, Box]], boxes: dict[str, Box]
) -> None:
    for node, box in inner[frame].items():
        boxes[node] = Box(x + box.x, y + box.y, box.width, box.height)
        if node in inner:
            _unfold(node, x + box.x, y + box.y, inner, boxes)


def _arranged(
    task: Task,
    frame: str,
    direction: Direction,
    sizes: Mapping[str, Size],
    inner: Mapping[str, dict[str, Box]],
) -> dict[str, Box]:
    nodes = task.members[frame]
    if not nodes:
        return {}
    down = direction == "down"
    lifted = _lifted(task, frame)
    order = {node: _rank_hint(node, task) for node in nodes}
    unique = {node: i for i, node in enumerate(sorted(nodes, key=lambda n: (order[n], n)))}
    rank = ranks(nodes, [(a, b) for a, b, *_ in lifted], unique)
    blocks = [
        Block(
            node,
            sizes[node][1 if down else 0],
            sizes[node][0 if down else 1],
            _ports(node, inner, down),
            unique[node],
        )
        for node in nodes
    ]
    links = [Link(a, b, ea, eb) for a, b, ea, eb, _ in lifted]
    gaps = _gaps(lifted, rank, down)
    spots = arrange(blocks, links, rank, lambda i: gaps[i], _GAP_COLUMNS if down else _GAP_ROWS)
    return {
        node: Box(*((spots[node][1], spots[node][0]) if down else spots[node]), *sizes[node])
        for node in nodes
    }


def _lifted(task: Task, frame: str) -> list[tuple[str, str, str, str, Size]]:
    """The flows between different members of a boundary, lifted to those members."""
    own = set(task.members[frame])
    result = []
    for source, target, label in task.links:
        a = next((n for n in task.chain(source) if n in own), None)
        b = next((n for n in task.chain(target) if n in own), None)
        if a is not None and b is not None and a != b:
            result.append((a, b, source, target, label))
    return result


def _rank_hint(node: str, task: Task) -> float:
    """Where a member stands on the data's way; a boundary stands where its members stand on average."""
    if node in task.order:
        return float(task.order[node])
    inside = [_rank_hint(n, task) for n in task.members[node]]
    return sum(inside) / len(inside) if inside else float(len(task.order))


def _ports(node: str, inner: Mapping[str, dict[str, Box]], down: bool) -> dict[str, float]:
    if node not in inner:
        return {}
    found: dict[str, Box] = {}
    _unfold(node, 0.0, 0.0, inner, found)
    return {n: box.center[0 if down else 1] for n, box in found.items()}


def _gaps(
    lifted: list[tuple[str, str, str, str, Size]], rank: Mapping[str, int], down: bool
) -> dict[int, float]:
    """Room after each layer: enough for the labels of the flows that begin or end there."""
    gaps = dict.fromkeys(range(max(rank.values(), default=0) + 1), _GAP_DOWN if down else _GAP_RIGHT)
    stacks: dict[tuple[str, str], float] = {}
    for a, b, source, target, (width, height) in lifted:
        first, last = sorted((rank[a], rank[b]))
        if first == last or not width:
            continue
        if down:
            pair = (min(source, target), max(source, target))
            stacks[pair] = stacks.get(pair, 0.0) + height + 4
        needed = stacks[pair] + 40 if down else width + 44
        gaps[first] = max(gaps[first], needed)
    return gaps
