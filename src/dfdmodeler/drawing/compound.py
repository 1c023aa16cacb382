"""Compound layout: from an arrangement inside each boundary to the boxes of everything, innermost first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from dfdmodeler.drawing.alignment import aligned
from dfdmodeler.drawing.boundaries import NAME_ROOM
from dfdmodeler.drawing.layers import Block, Link
from dfdmodeler.drawing.primitives import Box

Direction = Literal["right", "down"]
Size = tuple[float, float]
Boxes = dict[str, Box]

ROOT = ""
"""Stands for the diagram itself where a boundary's id is expected."""

_PADDING = 28.0
_GAPS = {"right": (56.0, 44.0), "down": (52.0, 48.0)}
"""Least room between layers, and between the members of a layer."""
_LABEL_SIDES, _LABEL_ENDS = 44.0, 44.0
"""Room that a flow across a gap needs besides its label: left and right of it, or above and below."""
_STEP = 4.0


class Arrangement(NamedTuple):
    """The members of a boundary in layers, and which way layer follows layer."""

    direction: Direction
    layers: tuple[tuple[str, ...], ...]


Plan = dict[str, Arrangement]
"""An arrangement for each boundary, and for the diagram itself as ROOT."""


class Wire(NamedTuple):
    """A flow between two elements, with the size of its label."""

    source: str
    target: str
    label: Size


@dataclass(frozen=True)
class Task:
    """What is to be laid out: sizes of elements, the tree of boundaries, flows."""

    sizes: Mapping[str, Size]
    parents: Mapping[str, str]
    names: Mapping[str, float]
    """Width that the name of each boundary needs."""
    wires: tuple[Wire, ...]
    order: Mapping[str, int]
    """Elements in the order of the data's way, for breaking cycles."""
    members: Mapping[str, tuple[str, ...]]
    """Direct members of each boundary and of ROOT, by id."""

    def chain(self, node: str) -> list[str]:
        """A node and the boundaries around it, innermost first, without the root."""
        result = []
        while node != ROOT:
            result.append(node)
            node = self.parents.get(node, ROOT)
        return result

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """All boundaries, innermost first, and ROOT."""
        frames = [frame for frame in self.members if frame != ROOT]
        return (*sorted(frames, key=lambda f: (-len(self.chain(f)), f)), ROOT)

    @cached_property
    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """For each boundary, the flows between different members, lifted to those members."""
        result: dict[str, list[Link]] = {frame: [] for frame in self.members}
        for source, target, label in self.wires:
            ups, downs = self.chain(source), self.chain(target)
            while len(ups) > 1 and len(downs) > 1 and ups[-1] == downs[-1]:
                ups.pop()
                downs.pop()
            a, b = ups[-1], downs[-1]
            if a != b:
                result[self.parents[a]].append(Link(a, b, source, target, label))
        return {frame: tuple(links) for frame, links in result.items()}


class Placer:
    """Turns plans into boxes; what is the same as in the last plan is not computed again."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._done: dict[str, tuple[object, Boxes, Size]] = {}

    def place(self, plan: Plan) -> Boxes:
        """Boxes of all elements and boundaries."""
        sizes = dict(self._task.sizes)
        inner: dict[str, Boxes] = {}
        versions: dict[str, object] = {}
        for frame in self._task.frames:
            arrangement = plan[frame]
            members = self._task.members[frame]
            key = (arrangement, tuple(versions[node] for node in members if node in versions))
            known = self._done.get(frame)
            if known is None or known[0] != key:
                known = self._done[frame] = (key, *self._arranged(frame, arrangement, sizes, inner))
            versions[frame], inner[frame], sizes[frame] = known
        boxes: Boxes = {}
        _unfold(ROOT, 0.0, 0.0, inner, boxes)
        return {
            node: Box(round(box.x / _STEP) * _STEP, round(box.y / _STEP) * _STEP, box.width, box.height)
            for node, box in boxes.items()
        }

    def _arranged(
        self, frame: str, arrangement: Arrangement, sizes: Mapping[str, Size], inner: Mapping[str, Boxes]
    ) -> tuple[Boxes, Size]:
        down = arrangement.direction == "down"
        links = self._task.links[frame]
        blocks = make_blocks(self._task.members[frame], sizes, inner, down)
        between, beside = _gaps(arrangement, links)
        spots = aligned(
            arrangement.layers,
            blocks,
            links,
            lambda i: between[i],
            lambda a, b: beside.get((a, b), _GAPS[arrangement.direction][1]),
        )
        boxes = {
            node: Box(*((cross, main) if down else (main, cross)), *sizes[node])
            for node, (main, cross) in spots.items()
        }
        return (boxes, (0.0, 0.0)) if frame == ROOT else _padded(boxes, self._task.names[frame])


def make_blocks(
    members: tuple[str, ...], sizes: Mapping[str, Size], inner: Mapping[str, Boxes], down: bool
) -> dict[str, Block]:
    """Members of a boundary as blocks for an arrangement."""
    main, cross = (1, 0) if down else (0, 1)
    return {
        node: Block(node, sizes[node][main], sizes[node][cross], _ports(node, inner, cross))
        for node in members
    }


def _ports(node: str, inner: Mapping[str, Boxes], axis: int) -> dict[str, float]:
    if node not in inner:
        return {}
    found: Boxes = {}
    _unfold(node, 0.0, 0.0, inner, found)
    return {inside: box.center[axis] for inside, box in found.items()}


def _unfold(frame: str, x: float, y: float, inner: Mapping[str, Boxes], boxes: Boxes) -> None:
    for node, box in inner[frame].items():
        boxes[node] = Box(x + box.x, y + box.y, box.width, box.height)
        if node in inner:
            _unfold(node, x + box.x, y + box.y, inner, boxes)


def _padded(boxes: Boxes, name_width: float) -> tuple[Boxes, Size]:
    """Member boxes moved to leave room for the border and the name, and the size of the boundary."""
    top = NAME_ROOM + 20
    moved = {node: Box(box.x + _PADDING, box.y + top, box.width, box.height) for node, box in boxes.items()}
    right = max((box.right for box in moved.values()), default=_PADDING + 80)
    bottom = max((box.bottom for box in moved.values()), default=top + 24)
    width = max(right + _PADDING, name_width)
    return moved, (-(-width // _STEP) * _STEP, -(-(bottom + _PADDING) // _STEP) * _STEP)


def _gaps(
    arrangement: Arrangement, links: tuple[Link, ...]
) -> tuple[list[float], dict[tuple[str, str], float]]:
    """Room after each layer, and between neighbours in a layer: enough for the labels of flows there."""
    down = arrangement.direction == "down"
    layer_of = {node: i for i, layer in enumerate(arrangement.layers) for node in layer}
    between = [_GAPS[arrangement.direction][0]] * len(arrangement.layers)
    beside: dict[tuple[str, str], float] = {}
    stacks: dict[tuple[str, ...], float] = {}
    for link in links:
        if not link.label[0]:
            continue
        a, b = layer_of[link.source], layer_of[link.target]
        vertical = down != (a == b)
        needed = link.label[0] + _LABEL_SIDES
        if vertical:
            pair = tuple(sorted((link.source_element, link.target_element)))
            stacks[pair] = stacks.get(pair, 0.0) + link.label[1] + 4
            needed = stacks[pair] + _LABEL_ENDS
        if a != b:
            between[min(a, b)] = max(between[min(a, b)], needed)
            continue
        for key in ((link.source, link.target), (link.target, link.source)):
            beside[key] = max(beside.get(key, _GAPS[arrangement.direction][1]), needed)
    return between, beside
