"""What two versions of a model say differently: records and their fields, and how much of the layout.

Attributes count one by one, under their own names. Where things are drawn is only counted, and the packs of
the last save are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from dfdmodeler.model.change import Change, Pair, diff
from dfdmodeler.model.fields import IDENTITY, kind_of
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import RECORD_TYPES, About, Diagram, Note, Placement, Record, Route
from dfdmodeler.model.values import FrozenMap

How = Literal["added", "removed", "changed"]
Field = tuple[Any, Any]
"""What a field said before and after; None where it or its record is absent."""
WHOLE = ""
"""The field of a part that is a record as a whole."""
PLACES: Mapping[type[Record], frozenset[str]] = {
    Placement: frozenset(Placement.model_fields),
    Route: frozenset(Route.model_fields),
    Note: frozenset({"x", "y", "width", "height", "z", "locked"}),
    Diagram: frozenset({"order", "style"}),
}
"""Fields that tell where and how something is drawn rather than what it is."""
_PICTURE = frozenset({"placement", "route"})
_PROPERTIES = "properties"
_ORDER = {kind: place for place, kind in enumerate(RECORD_TYPES)}


class Part(NamedTuple):
    """A part of what differs that can be made alone: a field of a record, or a whole record."""

    id: str
    field: str = WHOLE


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that differs, with what it said before and says after."""

    id: str
    kind: str
    change: How
    fields: Mapping[str, Field]
    """By name, in the order of the record's fields. Of a new or removed record, those that say something."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What can be made alone of it."""
        whole = self.change != "changed"
        return (Part(self.id),) if whole else tuple(Part(self.id, name) for name in self.fields)


@dataclass(frozen=True, slots=True)
class Differences:
    """All that differs between two models."""

    before: Model
    after: Model
    changes: tuple[Difference, ...] = ()
    """By kind in the order of files, then by id."""
    layout: int = 0
    """Records that are drawn elsewhere or otherwise."""

    def __bool__(self) -> bool:
        return bool(self.changes or self.layout)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that can be made alone."""
        return tuple(part for change in self.changes for part in change.parts)

    def applied(self, parts: Iterable[Part]) -> Model:
        """The model before, with some parts of what differs."""
        fields: dict[str, list[str]] = {}
        for part in parts:
            fields.setdefault(part.id, []).append(part.field)
        pairs = {
            id_: (self.before.get(id_), self._mixed(id_, frozenset(names))) for id_, names in fields.items()
        }
        return self.before.with_(Change(pairs))

    def _mixed(self, id_: str, names: frozenset[str]) -> Record | None:
        """A record with some fields as they are after."""
        if WHOLE in names:
            whole: Record | None = self.after.get(id_)
            return whole
        before: Any = self.before.get(id_) or About()
        after: Any = self.after.get(id_) or About()
        values = dict(before)
        values |= {name: value for name, value in after if name in names}
        for name in names - dict(after).keys():
            if name in values:
                del values[name]  # a field of a newer version that is gone
            else:
                attribute = name.removeprefix(f"{_PROPERTIES}.")
                values[_PROPERTIES] = values[_PROPERTIES].with_(attribute, after.properties.get(attribute))
        mixed: Record = type(before).model_validate(values)
        return mixed


def differences(before: Model, after: Model) -> Differences:
    """What differs between two models, by id."""
    changes: list[Difference] = []
    layout = 0
    change = diff(before, after)
    for id_, pair in change.items():
        layout += _is_drawn_otherwise(pair)
        changes += _differences(id_, pair)
    # What is alike becomes the same, so that nobody who goes on has to compare it again.
    return Differences(before, before.with_(change), tuple(sorted(changes, key=_place)), layout)


def said(record: Record) -> dict[str, Any]:
    """What a record says by its fields, and its attributes under their own names; not where it is drawn."""
    without = frozenset(IDENTITY) | PLACES.get(type(record), frozenset())
    if type(record) is About:
        without |= {"packs"}
    values = {name: value for name, value in record if name not in without}
    if isinstance(values.get(_PROPERTIES), FrozenMap):
        for name, value in values.pop(_PROPERTIES).items():
            values[f"{_PROPERTIES}.{name}" if name in values or name in IDENTITY else name] = value
    return values


def _is_drawn_otherwise(pair: Pair) -> bool:
    """Whether a record differs in where it is drawn; new notes and diagrams are told anyway."""
    before, after = pair
    places = PLACES.get(type(before or after), frozenset())  # type: ignore[arg-type]
    if before is None or after is None or type(before) is not type(after):
        return isinstance(before or after, Placement | Route)
    return any(getattr(before, name) != getattr(after, name) for name in places)


def _differences(id_: str, pair: Pair) -> list[Difference]:
    before, after = pair
    if type(before or after) is About:  # a document that says nothing of itself might as well say so
        before, after = before or About(), after or About()
    if before is None or after is None or kind_of(before) != kind_of(after):
        gone = [] if before is None else [Difference(id_, kind_of(before), "removed", _lost(before))]
        new = [] if after is None else [Difference(id_, kind_of(after), "added", _gained(after))]
        return [row for row in (*gone, *new) if row.kind not in _PICTURE]
    was, now = said(before), said(after)
    names = [*was, *(name for name in now if name not in was)]
    fields = {name: (was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)}
    return [Difference(id_, kind_of(after), "changed", fields)] if fields else []


def _lost(record: Record) -> Mapping[str, Field]:
    return {name: (value, None) for name, value in _stated(record)}


def _gained(record: Record) -> Mapping[str, Field]:
    return {name: (None, value) for name, value in _stated(record)}


def _stated(record: Record) -> Iterator[tuple[str, Any]]:
    """The fields of a record without counterpart, but for those that say nothing."""
    defaults = type(record).model_fields
    for name, value in said(record).items():
        if name not in defaults or value != defaults[name].default:
            yield name, value


def _place(row: Difference) -> tuple[int, str, str]:
    return _ORDER.get(row.kind, len(_ORDER)), row.id, row.change
