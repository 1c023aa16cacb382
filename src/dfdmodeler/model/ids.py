"""Ids of records: readable in a diff, unique without a registry, fixed for life.

A new id is the slug of the record's first name and a random tail, so that two people who each add a "Fraud
model" never make the same id. Ids of imported files are kept as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container

TAIL_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
TAIL_LENGTH = 4
SLUG_LENGTH = 24
RESERVED = frozenset({"diagram", "about"})
_FORBIDDEN = re.compile(r"[\s@/\x00-\x1f]")

Choose = Callable[[str], str]
"""Picks one character of the text it is given; `random.SystemRandom().choice` in the application."""


def slug(name: str) -> str:
    """The name in lower-case ASCII words joined by hyphens; empty if nothing of it can be written so."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_name.lower())
    return "-".join(words)[:SLUG_LENGTH].strip("-")


def new_id(name: str, taken: Container[str], choose: Choose) -> str:
    """A fresh id for a record of this name, not in `taken`; `choose` is the only source of chance."""
    stem = slug(name) or "item"
    while True:
        candidate = f"{stem}-{''.join(choose(TAIL_ALPHABET) for _ in range(TAIL_LENGTH))}"
        if candidate not in taken and candidate not in RESERVED:
            return candidate


def is_valid(record_id: str) -> bool:
    """Whether a foreign id can be kept: no white space, no ``@`` or ``/`` (which join ids), not reserved."""
    return bool(record_id) and record_id not in RESERVED and not _FORBIDDEN.search(record_id)


def legal(record_id: str) -> str:
    """The nearest valid id for a foreign one: what is forbidden becomes a hyphen."""
    kept = _FORBIDDEN.sub("-", record_id.strip()).strip("-") or "item"
    return f"{kept}-1" if kept in RESERVED else kept
