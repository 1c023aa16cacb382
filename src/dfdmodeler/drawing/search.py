"""Looking for a good plan: layered drafts first, then moves of single members that make them better."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

from dfdmodeler.drawing.compound import Arrangement, Boxes, Direction, Placer, Plan, Task, make_blocks
from dfdmodeler.drawing.geometry import Point, border_point, crosses_box, segments_cross
from dfdmodeler.drawing.layers import ordered
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.graph.ranking import ranks

_CROSSING = 110.0
_THROUGH = 170.0
_FOREIGN_FRAME = 60.0
_BEND = 34.0
_BACKWARDS = 40.0
_EXTENT = 0.55
_WIDEST, _TALLEST = 1.75, 1.0
_SHAPE = 500.0
_WORK = 260_000
"""How much the search may do: drawings looked at, times their size."""
_MAX_DRAFTS = 8
_STARTS = 4
_MANY = 30
"""With more flows than this, fewer drafts are followed up."""
_FEW = 3
"""So many members without links join the last layer."""
_MAX_SEARCHED = 60
"""A larger diagram is left as drafted."""
_MAX_COMPARED = 500
"""With more flows the first draft is taken: comparing drafts looks at all pairs of flows."""
_MAX_LAYERED = 2_000
"""With more flows members stand in rows: layers would need too many places for flows that pass."""


def good_plans(task: Task) -> list[Plan]:
    """A few good plans, the best first by straight lines. The same task gives the same plans."""
    placer = Placer(task)
    if len(task.wires) > _MAX_COMPARED:
        return [draft(task, next(_directions(task)))]
    drafts = [draft(task, directions) for directions in _directions(task)]
    scored = sorted(((score(task, placer.place(plan)), i) for i, plan in enumerate(drafts)))
    if len(task.sizes) > _MAX_SEARCHED:
        return [drafts[i] for _, i in scored[:1]]
    size = len(task.sizes) + len(task.wires) * 2
    budget = max(60, _WORK // (size * size + 40))
    starts = scored[: _STARTS if len(task.wires) <= _MANY else 2]
    results = [_improved(task, placer, drafts[i], cost, budget // len(starts)) for cost, i in starts]
    return [plan for _, plan in sorted(results, key=lambda result: result[0])]


def _directions(task: Task) -> Iterator[dict[str, Direction]]:
    """Main directions to try: everything both ways, and the largest boundaries in all combinations."""
    largest = sorted(
        (f for f in task.frames if len(task.members[f]) > 1), key=lambda f: (-len(task.members[f]), f)
    )
    varied = largest[: int(math.log2(_MAX_DRAFTS))]
    choices: tuple[Direction, ...] = ("right", "down")
    if len(task.sizes) > _MAX_SEARCHED:
        varied = varied[:1]
    for others in choices[: 1 if len(varied) == len(largest) or len(task.sizes) > _MAX_SEARCHED else 2]:
        for chosen in product(choices, repeat=len(varied)):
            yield {**dict.fromkeys(task.frames, others), **dict(zip(varied, chosen, strict=True))}


def draft(task: Task, directions: dict[str, Direction]) -> Plan:
    """A plan by layers: data flows along the main direction, few links cross."""
    return {frame: _layered(task, frame, directions[frame]) for frame in task.frames}


def _layered(task: Task, frame: str, direction: Direction) -> Arrangement:
    members = task.members[frame]
    if not members:
        return Arrangement(direction, ())
    hints = sorted(members, key=lambda node: (_hint(node, task), node))
    place = {node: i for i, node in enumerate(hints)}
    links = task.links[frame] if len(task.wires) <= _MAX_LAYERED else ()
    rank = ranks(hints, [(link.source, link.target) for link in links], place)
    linked = {node for link in links for node in (link.source, link.target)}
    rank |= _in_rows(
        [node for node in hints if node not in linked], max((rank[node] for node in linked), default=-1) + 1
    )
    sizes = {node: (1.0, 1.0) for node in members}
    blocks = make_blocks(tuple(hints), sizes, {}, direction == "down")
    layers = ordered(list(blocks.values()), links, rank)
    return Arrangement(direction, tuple(tuple(layer) for layer in layers))


def _in_rows(nodes: list[str], first: int) -> dict[str, int]:
    """Layers for members without links: if they are many, several layers of equal length after the others."""
    if len(nodes) <= _FEW:
        return {node: max(first - 1, 0) for node in nodes}
    row = math.ceil(math.sqrt(len(nodes)))
    return {node: first + i // row for i, node in enumerate(nodes)}


def _hint(node: str, task: Task) -> float:
    """Where a member stands on the data's way; a boundary stands where its members stand on average."""
    if node in task.order:
        return float(task.order[node])
    inside = [_hint(member, task) for member in task.members[node]]
    return sum(inside) / len(inside) if inside else float(len(task.order))


def _improved(task: Task, placer: Placer, plan: Plan, cost: float, budget: int) -> tuple[float, Plan]:
    """Take moves that lower the cost until none does or the budget is spent."""
    improved = True
    while improved and budget > 0:
        improved = False
        for trial in _flips(plan):
            trial_cost = score(task, placer.place(trial))
            if trial_cost < cost - 1e-6:
                cost, plan, improved = trial_cost, trial, True
        for frame in reversed(task.frames):
            for node in task.members[frame]:
                best = (cost - 1e-6, plan)
                for arrangement in _moves(plan[frame], node):
                    trial = {**plan, frame: arrangement}
                    trial_cost = score(task, placer.place(trial))
                    best = min(best, (trial_cost, trial), key=lambda item: item[0])
                    budget -= 1
                if best[1] is not plan:
                    cost, plan = best
                    improved = True
                if budget <= 0:
                    return cost, plan
    return cost, plan


def _flips(plan: Plan) -> Iterator[Plan]:
    """The plan mirrored on either axis, in all boundaries or in one."""
    for axis in ("right", "down"):
        yield {frame: _mirrored(arrangement, axis) for frame, arrangement in plan.items()}
        for frame, arrangement in plan.items():
            if len(plan) > 1:
                yield {**plan, frame: _mirrored(arrangement, axis)}


def _mirrored(arrangement: Arrangement, axis: str) -> Arrangement:
    if arrangement.direction == axis:
        return Arrangement(arrangement.direction, arrangement.layers[::-1])
    return Arrangement(arrangement.direction, tuple(layer[::-1] for layer in arrangement.layers))


def _moves(arrangement: Arrangement, node: str) -> Iterator[Arrangement]:
    """All arrangements that differ in where one member stands, or in whom it has changed places with."""
    without = [[other for other in layer if other != node] for layer in arrangement.layers]
    for i, layer in enumerate(without):
        for slot in range(len(layer) + 1):
            changed = [*without[:i], [*layer[:slot], node, *layer[slot:]], *without[i + 1 :]]
            yield _tidy(arrangement.direction, changed)
    for i in range(len(without) + 1):
        yield _tidy(arrangement.direction, [*without[:i], [node], *without[i:]])
    for layer_nodes in without:
        for other in layer_nodes:
            exchange = {node: other, other: node}
            yield Arrangement(
                arrangement.direction,
                tuple(tuple(exchange.get(n, n) for n in layer) for layer in arrangement.layers),
            )


def _tidy(direction: Direction, layers: list[list[str]]) -> Arrangement:
    return Arrangement(direction, tuple(tuple(layer) for layer in layers if layer))


def score(task: Task, boxes: Boxes) -> float:
    """How bad a drawing would be, judged by straight lines between the elements; lower is better."""
    lines = _lines(task, boxes)
    cost = sum(_line_cost(boxes[source], boxes[target]) for source, target in lines)
    ends = list(lines.items())
    for i, ((a1, b1), one) in enumerate(ends):
        for (a2, b2), two in ends[:i]:
            if a1 not in (a2, b2) and b1 not in (a2, b2) and segments_cross(*one, *two):
                cost += _CROSSING
    cost += sum(_obstacles(task, boxes, pair, line) for pair, line in ends)
    return cost + extent(boxes)


def _lines(task: Task, boxes: Boxes) -> dict[tuple[str, str], tuple[Point, Point]]:
    result = {}
    for source, target, _ in task.wires:
        a, b = boxes[source], boxes[target]
        result[source, target] = (border_point(a, b.center), border_point(b, a.center))
    return result


def _line_cost(a: Box, b: Box) -> float:
    apart_x = max(a.x - b.right, b.x - a.right, 0.0)
    apart_y = max(a.y - b.bottom, b.y - a.bottom, 0.0)
    cost = apart_x + apart_y
    if apart_x and apart_y:
        cost += _BEND
    elif abs(a.center[0] - b.center[0]) > 2 and abs(a.center[1] - b.center[1]) > 2:
        cost += _BEND / 3
    if (apart_x and b.center[0] < a.center[0]) or (not apart_x and b.center[1] < a.center[1]):
        cost += _BACKWARDS
    return cost


def _obstacles(task: Task, boxes: Boxes, pair: tuple[str, str], line: tuple[Point, Point]) -> float:
    around = {*task.chain(pair[0]), *task.chain(pair[1])}
    (ax, ay), (bx, by) = line
    low_x, high_x, low_y, high_y = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    cost = 0.0
    for node, box in boxes.items():
        if box.x > high_x or box.y > high_y or box.right < low_x or box.bottom < low_y or node in around:
            continue
        if crosses_box(*line, box):
            cost += _THROUGH if node in task.sizes else _FOREIGN_FRAME
    return cost


def extent(boxes: Boxes) -> float:
    """What a drawing costs for its size, and for being too wide or too tall for a page."""
    if not boxes:
        return 0.0
    width = max(b.right for b in boxes.values()) - min(b.x for b in boxes.values())
    height = max(b.bottom for b in boxes.values()) - min(b.y for b in boxes.values())
    ratio = max(width, 1.0) / max(height, 1.0)
    excess = max(ratio / _WIDEST, _TALLEST / ratio, 1.0)
    return (width + height) * _EXTENT + _SHAPE * math.log(excess) * (1 + len(boxes) / 10)
