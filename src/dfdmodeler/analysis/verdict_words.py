"""What became of each rule, how often: what is searched for, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.analysis.verdicts import KINDS, Kind, Tally

COUNTED: dict[Kind, str] = {
    "fires": "fired",
    "silent": "silent",
    "not_applicable": "not applicable",
    "out_of_scope": "out of scope",
    "off": "switched off",
}
"""Verdicts after a number."""


def matching(rows: Iterable[Tally], text: str, kind: Kind | None = None) -> tuple[Tally, ...]:
    """Tallies of rules whose id, former ids, title or family hold all words, and that came to a verdict."""
    words = text.casefold().split()
    return tuple(
        row
        for row in rows
        if (kind is None or row.by_kind.get(kind)) and all(word in _searched(row) for word in words)
    )


def tally_words(tally: Tally) -> str:
    """How often which verdict, in a line; a single verdict by its name."""
    if sum(tally.by_kind.values()) == 1:
        return next(KINDS[kind] for kind in KINDS if tally.by_kind.get(kind))
    counts = {kind: tally.by_kind.get(kind, 0) for kind in KINDS}
    asked = f"{counts['fires']} fired, {counts['silent']} silent"
    parts = [f"{tally.examined} examined: {asked}" if tally.examined else "None examined"]
    parts += [f"{number} {COUNTED[kind]}" for kind, number in counts.items() if number and kind not in _ASKED]
    return "; ".join(parts)


_ASKED = ("fires", "silent")


def _searched(row: Tally) -> str:
    return " ".join(
        text.casefold() for rule in row.rules for text in (rule.id, *rule.aliases, rule.title, rule.family)
    )
