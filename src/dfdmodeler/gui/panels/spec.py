"""What a field of the inspector is, as data: its label and help, how it is read and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from PySide6.QtWidgets import QWidget

from dfdmodeler.gui.widgets.fields import Option
from dfdmodeler.model.model import Model
from dfdmodeler.model.values import Value, is_unknown

UNANSWERED = "Unanswered"

Read = Callable[[Model, str], Value | None]
Write = Callable[[Model, Sequence[str], Any], Model]
Options = Callable[[Model], list[Option]]
Applies = Callable[[Model, str], bool]
Groups = Sequence[tuple[str, ...]]
"""Ids of records, in groups of one kind and type."""


@dataclass(frozen=True)
class FieldSpec:
    """One field. `read` gives a record's value, `write` sets it for several records at once."""

    name: str
    label: str
    make: Callable[[], QWidget]
    read: Read
    write: Write
    help: str = ""
    wide: bool = False
    """Whether the field stands below its label instead of beside it."""
    options: Options | None = None
    """Choices that depend on the model."""
    asked: bool = False
    """Whether it is an attribute that people are asked for, on whose answer threats may hang."""
    choices: tuple[Option, ...] = ()
    applies: Applies | None = None
    """Which records have it, which depends on their kind and type alone; None for all."""

    anew: bool = False
    """Whether a change leaves something in the model besides the value, which typing must leave once."""

    def shared_by(self, model: Model, groups: Groups) -> tuple[str, ...]:
        """Those records that have it. Records of a group are alike in that."""
        having = (group for group in groups if self.applies is None or self._has(model, group[0]))
        return tuple(chain.from_iterable(having))

    def _has(self, model: Model, record_id: str) -> bool:
        return self.applies is not None and record_id in model and self.applies(model, record_id)

    def is_open(self, model: Model, groups: Groups) -> bool:
        """Whether it is an attribute that is unknown of one of its records at least."""
        return self.asked and any(is_unknown(self.read(model, i)) for i in self.shared_by(model, groups))

    def matches(self, words: Sequence[str], title: str) -> bool:
        """Whether all words occur in its label, its help, its choices or the title of its section."""
        texts = (self.label, self.help, title, *(choice.text for choice in self.choices))
        told = " ".join(texts).casefold()
        return all(word in told for word in words)


@dataclass(frozen=True)
class SectionSpec:
    """Fields under one title."""

    title: str
    fields: tuple[FieldSpec, ...]


def alike(model: Model, ids: Sequence[str]) -> Groups:
    """Some records in groups of one kind and type, which offer the same."""
    groups: dict[object, list[str]] = {}
    for record_id in ids:
        record = model.get(record_id)
        groups.setdefault((type(record), getattr(record, "type", "")), []).append(record_id)
    return [tuple(group) for group in groups.values()]


def unanswered_first(shown: Sequence[SectionSpec], model: Model, ids: Sequence[str]) -> list[SectionSpec]:
    """The same fields, attributes that are open in a section of their own before all others."""
    groups = alike(model, ids)
    first = tuple(spec for section in shown for spec in section.fields if spec.is_open(model, groups))
    if not first:
        return list(shown)
    head, *others = [
        replace(section, fields=tuple(spec for spec in section.fields if spec not in first))
        for section in shown
    ]
    rest = [section for section in others if section.fields]
    return [*([head] if head.fields else []), SectionSpec(UNANSWERED, first), *rest]
