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
_LABEL_PADDING = 10.0
_MOST_BESIDE = 140.0
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
    """Turns plans into boxes; what is the same as in the last plan is not computed again.

    `room` widens the gaps.
    """

    def __init__(self, task: Task, room: float = 1.0) -> None:
        self._task, self._room = task, room
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
        gaps = _Gaps(arrangement, links, blocks, self._room)
        spots = aligned(arrangement.layers, blocks, links, gaps.between, gaps.beside)
        boxes = {
            node: Box(*((cross, main) if down else (main, cross)), *sizes[node])
            for node, (main, cross) in spots.items()
        }
        return (boxes, (0.0, 0.0)) if frame == ROOT else _padded(boxes, links, self._task.names[frame])


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


def _padded(boxes: Boxes, links: tuple[Link, ...], name_width: float) -> tuple[Boxes, Size]:
    """Member boxes moved to leave room for the border, the name and labels, and the size of the boundary."""
    top = NAME_ROOM + 20
    labels = _label_spans(boxes, links)
    left = max([_PADDING, *(_LABEL_PADDING - start for start, _ in labels)])
    moved = {node: Box(box.x + left, box.y + top, box.width, box.height) for node, box in boxes.items()}
    right = max([left + 80, *(box.right for box in moved.values())]) + _PADDING
    right = max([right, *(left + stop + _LABEL_PADDING for _, stop in labels)])
    bottom = max((box.bottom for box in moved.values()), default=top + 24)
    return moved, (_rounded_up(max(right, name_width)), _rounded_up(bottom + _PADDING))


def _label_spans(boxes: Boxes, links: tuple[Link, ...]) -> list[tuple[float, float]]:
    """From where to where the labels of upright flows between members may reach, from left to right."""
    pairs: dict[tuple[str, ...], list[Link]] = {}
    for link in links:
        if link.source in boxes and link.target in boxes:
            pairs.setdefault(tuple(sorted((link.source, link.target))), []).append(link)
    spans = []
    for mates in pairs.values():
        a, b = boxes[mates[0].source], boxes[mates[0].target]
        low, high = max(a.x, b.x), min(a.right, b.right)
        if low < high:
            widest = max(link.label[0] for link in mates)
            reach = widest / 2 if len(mates) == 1 else widest + 11
            spans.append(((low + high) / 2 - reach, (low + high) / 2 + reach))
    return spans


def _rounded_up(value: float) -> float:
    return -(-value // _STEP) * _STEP


class _Gaps:
    """Room between layers, and between neighbours in a layer: enough for the labels of flows there."""

    def __init__(
        self, arrangement: Arrangement, links: tuple[Link, ...], blocks: Mapping[str, Block], room: float
    ) -> None:
        self._layer_of = {node: i for i, layer in enumerate(arrangement.layers) for node in layer}
        self._down = arrangement.direction == "down"
        self._blocks = blocks
        least_between, self._least_beside = (gap * room for gap in _GAPS[arrangement.direction])
        self._between = [least_between] * len(arrangement.layers)
        self._beside: dict[tuple[str, str], float] = {}
        self._overhang: dict[str, float] = {}
        pairs: dict[tuple[str, ...], list[Link]] = {}
        for link in links:
            pairs.setdefault(tuple(sorted((link.source_element, link.target_element))), []).append(link)
        for mates in pairs.values():
            self._make_room(mates, room)

    def between(self, layer: int) -> float:
        """Room after a layer."""
        return self._between[layer]

    def beside(self, a: str, b: str) -> float:
        """Room between two neighbours in a layer."""
        labels = self._overhang.get(a, 0.0) + self._overhang.get(b, 0.0) + 10.0
        gap = labels - (self._blocks[a].cross + self._blocks[b].cross) / 2
        return max(self._least_beside, self._beside.get((a, b), 0.0), min(gap, _MOST_BESIDE))

    def _make_room(self, mates: list[Link], room: float) -> None:
        """Take the flows between two elements into account."""
        first = mates[0]
        a, b = self._layer_of[first.source], self._layer_of[first.target]
        widest = max(link.label[0] for link in mates)
        upright = self._down != (a == b)
        stack = sum(link.label[1] + 4 for link in mates if link.label[0])
        needed = ((stack + _LABEL_ENDS) if upright else widest + _LABEL_SIDES) * (room if widest else 0.0)
        if a == b:
            for key in ((first.source, first.target), (first.target, first.source)):
                self._beside[key] = max(self._beside.get(key, 0.0), needed)
            return
        self._between[min(a, b)] = max(self._between[min(a, b)], needed)
        if upright:
            reach = widest / 2 if len(mates) == 1 else widest + 11
            for node in (first.source, first.target):
                self._overhang[node] = max(self._overhang.get(node, 0.0), reach)
