"""Three versions become one: by record id, then by field.

Nothing that a person did is lost. What both did differently is a `Conflict`, with ours in its place until a
person chooses; what one deleted and the other changed stays, with what was deleted with it. The result is the
same from both sides except for where things are drawn and for these provisional winners.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

from dfdmodeler.model.check import check
from dfdmodeler.model.conflict import Conflict, Side, conflict_id
from dfdmodeler.model.fields import IDENTITY, flat, kind_of, made, plain
from dfdmodeler.model.merge_rules import (
    BLANK,
    PRESENCE,
    REFERENCES,
    TRACES,
    UNITS,
    Part,
    Unit,
    rule_of,
    take_greater,
)
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.record import Record, evolve


@dataclass(frozen=True)
class Merged:
    """What came of a merge: the model with provisional winners, what is left to choose, and what does not
    hold together although it did in either version."""

    model: Model
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def marked(self) -> Model:
        """The model with its conflicts in it, for a file or a window in which they are settled."""
        return Model([*self.model.values(), *self.conflicts]) if self.conflicts else self.model


class _Versions(NamedTuple):
    base: Model
    ours: Model
    theirs: Model


def merge(base: Model | None, ours: Model, theirs: Model) -> Merged:
    """Merges what two versions made of a base.

    Without one, every difference is a conflict, and what only one of them has is taken.
    """
    versions = _Versions(base or EMPTY_MODEL, ours, theirs)
    records: dict[str, Record] = {}
    conflicts: list[Conflict] = []
    for record_id in dict.fromkeys((*ours, *theirs)):
        record, found = _record(*(version.get(record_id) for version in versions))
        conflicts += found
        if record is not None:
            records[record_id] = record
    records = _without_traces(_restored(records, conflicts, versions), versions)
    model = Model(records.values())
    return Merged(model, tuple(_numbered(conflicts, model)), _new_problems(model, ours, theirs))


def _record(
    base: Record | None, ours: Record | None, theirs: Record | None
) -> tuple[Record | None, Sequence[Conflict]]:
    """One record of three versions, and what they disagree about."""
    if ours == theirs or theirs == base:
        return ours, ()
    if ours == base:
        return theirs, ()
    if ours is None or theirs is None:
        return _changed_or_gone(base, ours, theirs)
    if type(ours) is not type(theirs) or kind_of(ours) != kind_of(theirs):
        return ours, (_whole(base, ours, theirs),)
    return _fields(base if type(base) is type(ours) else None, ours, theirs)


def _changed_or_gone(
    base: Record | None, ours: Record | None, theirs: Record | None
) -> tuple[Record | None, Sequence[Conflict]]:
    changed = ours or theirs
    assert changed is not None
    if kind_of(changed) in BLANK:
        return _silent_or_not(base, ours or _blank(changed), theirs or _blank(changed), changed)
    presence = PRESENCE.get(kind_of(changed), "edited")
    if presence == "edited":
        return changed, (_whole(base, ours, theirs),)
    return (ours if presence == "ours" else None), ()


def _silent_or_not(
    base: Record | None, ours: Record, theirs: Record, changed: Record
) -> tuple[Record | None, Sequence[Conflict]]:
    """Of a record that is there only while it says something; what is said stands until a person chooses."""
    merged, conflicts = _fields(base if type(base) is type(changed) else None, ours, theirs, changed)
    return (None if merged == _blank(merged) else merged), conflicts


def _blank(record: Record) -> Record:
    names = (*IDENTITY, *BLANK[kind_of(record)])
    return type(record).model_validate({name: getattr(record, name) for name in names})


def _whole(base: Record | None, ours: Record | None, theirs: Record | None) -> Conflict:
    subject = (ours or theirs or base).id  # type: ignore[union-attr]
    sides = [_side(record) if record else None for record in (base, ours, theirs)]
    return Conflict(
        id=conflict_id(subject, ""), subject=subject, base=sides[0], ours=sides[1], theirs=sides[2]
    )


def _side(record: Record) -> Side:
    return Side(
        {**record.model_dump(mode="json", exclude_defaults=True), "id": record.id, "kind": kind_of(record)}
    )


def _fields(
    base: Record | None, ours: Record, theirs: Record, winner: Record | None = None
) -> tuple[Record, Sequence[Conflict]]:
    kind, standing = kind_of(ours), flat(winner or ours)
    before, mine, others = (flat(base) if base else None), flat(ours), flat(theirs)
    merged: dict[str, Any] = {}
    conflicts = []
    for unit in _units(kind, {*mine, *others}):
        parts = (_part(before, unit) if before is not None else None, _part(mine, unit), _part(others, unit))
        chosen = _chosen(unit, *parts, type(ours))
        if chosen is None:
            conflicts.append(_about(ours.id, unit, *parts))
        merged.update(_part(standing, unit) if chosen is None else chosen)
    return made(ours, merged), conflicts


def _units(kind: str, paths: set[str]) -> Iterator[Unit]:
    """The fields that two records have, those together that belong together."""
    grouped: set[str] = set()
    for unit in UNITS.get(kind, ()):
        if paths.intersection(unit.fields):
            grouped.update(unit.fields)
            yield unit
    for path in sorted(paths - grouped - {*IDENTITY}):
        yield Unit((path,), rule_of(kind, path))


def _part(fields: Mapping[str, Any], unit: Unit) -> Part:
    return {name: fields[name] for name in unit.fields if name in fields}


def _chosen(
    unit: Unit, base: Part | None, ours: Part, theirs: Part, record_type: type[Record]
) -> Part | None:
    """What fields are after the merge; None for a conflict."""
    if ours == theirs:
        return ours
    if base is not None:
        mine_stays, others_stay = theirs == base, ours == base
    else:
        others_stay, mine_stays = (not _says(side, unit, record_type) for side in (ours, theirs))
    if mine_stays and others_stay:  # two ways to say nothing
        return take_greater({}, ours, theirs)
    if mine_stays or others_stay:
        return ours if mine_stays else theirs
    return unit.rule(base or {}, ours, theirs)


def _says(part: Part, unit: Unit, record_type: type[Record]) -> bool:
    """Whether somebody said something; where there is no base, silence yields to words."""
    known = record_type.model_fields
    initial = {name: known[name].default for name in part if name in known} if len(unit.fields) > 1 else {}
    return any(value not in (None, "", ()) and value != initial.get(name) for name, value in part.items())


def _about(subject: str, unit: Unit, base: Part | None, ours: Part, theirs: Part) -> Conflict:
    field = unit.fields[0]
    sides = [
        None if part is None else Side({name: plain(value) for name, value in part.items()})
        for part in (base, ours, theirs)
    ]
    return Conflict(
        id=conflict_id(subject, field),
        subject=subject,
        field=field,
        base=sides[0],
        ours=sides[1],
        theirs=sides[2],
    )


def _restored(
    records: Mapping[str, Record], conflicts: Sequence[Conflict], versions: _Versions
) -> dict[str, Record]:
    """The records with what was deleted together with something that stays for now: without its flows and its
    place on the diagram it would not be what the other version changed."""
    found = dict(records)
    for keeper, deleter, side in (
        (versions.ours, versions.theirs, "theirs"),
        (versions.theirs, versions.ours, "ours"),
    ):
        stays = {c.subject for c in conflicts if not c.field and getattr(c, side) is None}
        gone = [r for r in keeper.values() if r.id not in found and r.id not in deleter] if stays else []
        while back := [r for r in gone if r.id not in found and _comes_back(r, stays, found)]:
            found.update((record.id, record) for record in back)
            stays.update(record.id for record in back)
        if stays:
            found.update((r.id, r) for r in _kept_inside(found, stays, keeper, deleter))
    return found


def _kept_inside(
    records: Mapping[str, Record], stays: set[str], keeper: Model, deleter: Model
) -> Iterator[Record]:
    """What deleting a boundary moved to the boundary around it, inside again."""
    for record_id, record in records.items():
        outer = keeper.get(getattr(keeper.get(record_id), "parent", None) or "")
        if outer is None or outer.id not in stays or outer.id in deleter:
            continue
        if getattr(record, "parent", outer.id) == getattr(outer, "parent", None):
            yield evolve(record, parent=outer.id)


def _comes_back(record: Record, stays: set[str], records: Mapping[str, Record]) -> bool:
    named = _named(record)
    return not stays.isdisjoint(named) and all(name in records for name in named)


def _without_traces(records: Mapping[str, Record], versions: _Versions) -> dict[str, Record]:
    """The records without places and guesses for what the other version deleted."""
    return {
        record_id: record
        for record_id, record in records.items()
        if kind_of(record) not in TRACES or not _was_left(record, records, versions)
    }


def _was_left(record: Record, records: Mapping[str, Record], versions: _Versions) -> bool:
    lost = [name for name in _named(record) if name not in records]
    holders = [version for version in (versions.ours, versions.theirs) if record.id in version]
    return any(all(name in version for version in holders) for name in lost)


def _named(record: Record) -> list[str]:
    values = (getattr(record, field, None) for field in REFERENCES.get(kind_of(record), ()))
    return [value for value in values if value is not None]


def _numbered(conflicts: Sequence[Conflict], model: Model) -> Iterator[Conflict]:
    """The conflicts by id, beside those that an earlier merge left and nobody settled."""
    for conflict in sorted(conflicts, key=lambda c: c.id):
        for number in count(1):
            record_id = conflict_id(conflict.subject, conflict.field, number)
            numbered = conflict.model_copy(update={"id": record_id})
            if model.get(record_id, numbered) == numbered:
                yield numbered
                break


def _new_problems(model: Model, ours: Model, theirs: Model) -> tuple[Problem, ...]:
    found = check(model)
    known = {*check(ours), *check(theirs)} if found else set()
    return tuple(problem for problem in found if problem not in known)
