"""What an edit would change about boundaries: what comes to lie in them, which flows begin or cease to cross.

Pure, and quick where little changes: only changed records and the flows at what changed its boundary are
looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dfdmodeler.drawing.lines import Way, course, line_curve, lines_of, way_across
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import SizeOf
from dfdmodeler.model.records import Boundary, Element, Flow

MOST_SENTENCES = 4
_WORDS = {
    False: (
        "would be in",
        "would be in",
        "would leave",
        "would leave",
        "would now cross",
        "would now cross",
        "would no longer cross",
        "would no longer cross",
    ),
    True: (
        "is now in",
        "are now in",
        "has left",
        "have left",
        "now crosses",
        "now cross",
        "no longer crosses",
        "no longer cross",
    ),
}
"""By whether it is done, for one and for several: what joins, what leaves, begins to cross, ceases to."""


class Crossing(NamedTuple):
    """A boundary that a flow crosses, and how."""

    boundary: str
    way: Way


@dataclass(frozen=True, slots=True)
class Turn:
    """What an edit changes about one flow: crossings that it would gain, boundaries that it would no longer
    cross.
    """

    flow: str
    gained: tuple[Crossing, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit changes about boundaries: flows by id, and what changes its innermost boundary."""

    turns: tuple[Turn, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    """Pairs of boundary and what it takes in."""
    left: tuple[tuple[str, str], ...] = ()
    """Pairs of boundary and what it releases into none."""

    def __bool__(self) -> bool:
        return bool(self.turns or self.joined or self.left)


def crossed(model: Model, flow: Flow) -> frozenset[str]:
    """The boundaries that a flow crosses: those around one end alone, and the lines it is said to cut."""
    source, target = model.element(flow.source), model.element(flow.target)
    if source is None or target is None:
        return frozenset()
    lines = (i for i in lines_of(flow) if model.find(Boundary, i))
    return frozenset(_boxes(model, source.id) ^ _boxes(model, target.id)).union(lines)


def way_of(model: Model, flow: Flow, boundary: str, diagram: str, size_of: SizeOf) -> Way:
    """How a flow crosses a boundary that it crosses."""
    if flow.properties.get("bidirectional") == "yes" or not flow.directed:
        return "crosses"
    if boundary in _boxes(model, flow.target or ""):
        return "enters"
    if boundary in _boxes(model, flow.source or ""):
        return "leaves"
    record = model.find(Boundary, boundary)
    line = line_curve(model, diagram, boundary)
    return way_across(line, course(model, diagram, flow, size_of), record.inside if record else "")


def outcome(before: Model, after: Model, diagram: str, size_of: SizeOf) -> Outcome:
    """What lies between two models as far as boundaries are concerned. Flows of either end alone, or of none,
    cross nothing.
    """
    changed = diff(before, after)
    joined, left = _moves(changed)
    ids = _concerned(before, after, changed)
    turns = (_turn(before, after, i, diagram, size_of) for i in ids)
    return Outcome(tuple(turn for turn in turns if turn.gained or turn.lost), joined, left)


def sentences(found: Outcome, after: Model, *, done: bool = False) -> tuple[str, ...]:
    """An outcome in words, as what would be or as done; memberships first, of very much the beginning."""
    words = _WORDS[done]
    gained = Counter(crossing.boundary for turn in found.turns for crossing in turn.gained)
    lost = Counter(boundary for turn in found.turns for boundary in turn.lost)
    lines = [
        *_grouped(found.joined, words[:2], after),
        *_grouped(found.left, words[2:4], after),
        *(_counted(after.name_of(i), gained[i], lost[i], words[4:]) for i in sorted(gained | lost)),
    ]
    more = len(lines) - MOST_SENTENCES
    return (*lines[:MOST_SENTENCES], *((f"and {more} more",) if more > 0 else ()))


def _moves(changed: Change) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    joined, left = [], []
    for record_id, (was, now) in sorted(changed.items()):
        if isinstance(now, Element | Boundary):
            old = was.parent if isinstance(was, Element | Boundary) else None
            if now.parent is not None and now.parent != old:
                joined.append((now.parent, record_id))
            elif now.parent is None and old is not None:
                left.append((old, record_id))
    return tuple(joined), tuple(left)


def _concerned(before: Model, after: Model, changed: Change) -> list[str]:
    """The flows whose crossings may differ: changed themselves, or at what changed its boundary."""
    flows = {i for i, (_, now) in changed.items() if isinstance(now, Flow)}
    moved = {
        i
        for i, (was, now) in changed.items()
        if isinstance(now, Element | Boundary) and was is not None and was.parent != now.parent  # type: ignore[attr-defined]
    }
    for boundary in [i for i in moved if after.find(Boundary, i)]:
        moved |= edits.descendants(after, boundary) | edits.descendants(before, boundary)
    if moved:
        flows |= {f.id for f in edits.ends_at(after, moved)}
    return sorted(flows)


def _turn(before: Model, after: Model, flow_id: str, diagram: str, size_of: SizeOf) -> Turn:
    was, now = before.find(Flow, flow_id), after.find(Flow, flow_id)
    old = crossed(before, was) if was else frozenset()
    new = crossed(after, now) if now else frozenset()
    gained = tuple(
        Crossing(i, way_of(after, now, i, diagram, size_of)) for i in sorted(new - old) if now is not None
    )
    return Turn(flow_id, gained, tuple(sorted(old - new)))


def _boxes(model: Model, element: str) -> set[str]:
    """The boundaries around an element; a line holds nothing."""
    found = (model.find(Boundary, i) for i in edits.around(model, element))
    return {boundary.id for boundary in found if boundary and boundary.shape == "box"}


def _grouped(pairs: Iterable[tuple[str, str]], verbs: Sequence[str], model: Model) -> list[str]:
    groups: dict[str, list[str]] = {}
    for boundary, subject in pairs:
        groups.setdefault(boundary, []).append(subject)
    return [
        f"{_named(ids, model)} {verbs[len(ids) > 1]} {model.name_of(boundary)}"
        for boundary, ids in sorted(groups.items())
    ]


def _named(ids: Sequence[str], model: Model) -> str:
    return model.name_of(ids[0]) if len(ids) == 1 else f"{len(ids)} things"


def _counted(boundary: str, gained: int, lost: int, verbs: Sequence[str]) -> str:
    """How many flows begin to cross a boundary, and how many cease to; verbs of one and of several each."""
    if not gained:
        return f"{lost} {'flow' if lost == 1 else 'flows'} {verbs[2 + (lost > 1)]} {boundary}"
    words = f"{gained} {'flow' if gained == 1 else 'flows'} {verbs[gained > 1]} {boundary}"
    return f"{words}, {lost} no longer" if lost else words
