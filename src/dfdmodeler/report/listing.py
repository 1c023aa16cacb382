"""A model as lines that people read and tools compare line by line: each record with what it says, by id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from textwrap import wrap

from dfdmodeler.analysis.library import Library
from dfdmodeler.model.differences import Difference, differences
from dfdmodeler.model.fields import kind_of
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Conflict
from dfdmodeler.report.conflict_words import SIDES, ConflictWords, one_line
from dfdmodeler.report.difference_words import Wording, titles_of
from dfdmodeler.report.words import capital, counted

INDENT = "    "
WIDTH = 100
_WHOLE = 80
"""Texts longer than this stand below their label in full, so that no change in them is missed."""
_DRAWN = ("diagram", "placement", "route", "note")
_DIGITS = 8


def listing(model: Model, library: Library) -> Iterator[str]:
    """The lines of a model: what it means, in the order of its file, and where things are drawn as one."""
    found = differences(EMPTY_MODEL, model)
    wording = Wording(found, library, titles_of((), [model]))
    conflicts = ConflictWords(model, library)
    for row in found.changes:
        record = model[row.id]
        if isinstance(record, Conflict):
            yield from _conflict(record, conflicts)
        else:
            yield f"{capital(wording.thing(row))} ({row.id})"
            yield from _fields(row, wording)
    yield _drawing(model)


def _fields(row: Difference, wording: Wording) -> Iterator[str]:
    told = dict(wording.fields(row))
    for name, (_, value) in row.fields.items():
        label = wording.label(name)
        if isinstance(value, str) and (len(value) > _WHOLE or "\n" in value):
            yield f"{INDENT}{label}:"
            yield from _wrapped(value)
        elif label in told:
            words = told[label] if row.change == "added" else wording.value(row, name, value)
            yield f"{INDENT}{label}: {words}"


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.splitlines():
        yield from wrap(paragraph, WIDTH, initial_indent=INDENT * 2, subsequent_indent=INDENT * 2)


def _conflict(conflict: Conflict, words: ConflictWords) -> Iterator[str]:
    told = words.told(conflict)
    yield f"Conflict about {told.thing}, {told.field[:1].lower()}{told.field[1:]} ({conflict.id})"
    for side, label in SIDES.items():
        yield f"{INDENT}{label}: {one_line(getattr(told, side))}"


def _drawing(model: Model) -> str:
    """Where things are drawn: how many, and a digest that tells whether any of it differs."""
    drawn = sorted((kind_of(r), r.id, r.model_dump_json()) for r in model.values() if kind_of(r) in _DRAWN)
    digest = hashlib.sha256(repr(drawn).encode()).hexdigest()
    places = sum(kind == "placement" for kind, *_ in drawn)
    return f"Drawing: {counted(places, 'place')}, {digest[:_DIGITS]}"
