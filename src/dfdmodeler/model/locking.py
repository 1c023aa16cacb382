"""What is locked on a diagram: it stays where it is and as large as it is, and is not deleted.

It can still be selected, named, described and connected. In a boundary that is moved it goes along.
"""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.moves import drawn
from dfdmodeler.model.records import Note, Placement, evolve


def is_locked(model: Model, diagram: str, subject: str) -> bool:
    """Whether something is locked where it stands on a diagram."""
    record = drawn(model, diagram, subject)
    return isinstance(record, Placement | Note) and record.locked


def locked_on(model: Model, diagram: str) -> list[str]:
    """The ids of all that is locked on a diagram, sorted."""
    drawn_here = (r for r in model.values() if isinstance(r, Placement | Note) and r.diagram == diagram)
    return sorted(r.subject if isinstance(r, Placement) else r.id for r in drawn_here if r.locked)


def unlocked(model: Model, diagram: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Those of some things that are not locked, in their order."""
    return tuple(i for i in ids if not is_locked(model, diagram, i))


def set_locked(model: Model, diagram: str, ids: Iterable[str], locked: bool) -> Model:
    """Locks what stands on a diagram, or unlocks it."""
    records = [r for r in (drawn(model, diagram, i) for i in ids) if isinstance(r, Placement | Note)]
    return edits.put(model, *(evolve(r, locked=locked) for r in records if r.locked != locked))
