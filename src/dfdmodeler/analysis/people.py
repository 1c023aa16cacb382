"""The people that a model names: those who own, decide, answer and review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About

_FIELDS = ("owner", "author", "reviewer")
_BETWEEN = re.compile(r"[,;\n]")
LONGEST = 80
"""Characters of a name; longer texts are sentences."""


def people(model: Model) -> list[str]:
    """Names in the model, those that occur most first."""
    counted = Counter(_named(model))
    return sorted(counted, key=lambda name: (-counted[name], name.casefold()))


def _named(model: Model) -> Iterator[str]:
    for record in model.values():
        fields = (*_FIELDS, "contributors") if isinstance(record, About) else _FIELDS
        for text in (getattr(record, field, "") for field in fields):
            if text:
                names = (" ".join(part.split()) for part in _BETWEEN.split(str(text)))
                yield from (name for name in names if name and len(name) <= LONGEST)
