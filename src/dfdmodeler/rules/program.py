"""Compiled conditions: pure code, tied to no model, and the path tables that it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType

from dfdmodeler.rules.predicates import CONTROLS


@dataclass(frozen=True, slots=True)
class Table:
    """One answer per element: is there a path from it to (or to it from) an end that counts?

    Function names refer to the functions of the same program; an empty name stands for "no restriction".
    """

    onward: bool
    """Whether the ends are reached, rather than reaching."""
    counts: str
    """Function of an element: whether it is an end that counts."""
    types: frozenset[str] | None
    """The only types for which it can hold, if that is known."""
    other: bool = False
    """Whether the element itself is no end, although it may lie on a cycle."""
    through: str = ""
    """Function of an element: whether it may lie inside a path."""
    over: str = ""
    """Function of a flow: whether a path may use it."""
    channel: str = ""
    """Function of an end: the channel of its paths. Empty if who reads the table names it."""
    joined: bool = False
    """Whether the answer is the set of ends, as bits, so that two questions can be joined."""
    emits: str = ""
    """Function of an end: the bits that it stands for, if not its own."""


@dataclass(frozen=True, slots=True)
class Total:
    """What all elements or all flows add up to: whether there is one such that, or a union of their sets."""

    over: str
    """``nodes`` or ``flows``."""
    each: str
    """Function of a member: whether it counts, or what it adds."""
    collects: bool
    """Whether it adds the members of a collection."""


@dataclass(frozen=True, slots=True)
class Function:
    """Compiled code of one condition or predicate."""

    code: CodeType
    params: int
    keep: bool
    """Whether its value is kept per argument."""
    wide: bool = False
    """Whether it reads more than its argument, flows and boundaries at it, their ends, and rows of these."""


@dataclass(slots=True)
class Program:
    """Functions and tables by name. Running it needs facts of a model; see `facts`."""

    functions: dict[str, Function] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    totals: dict[str, Total] = field(default_factory=dict)
    reads: list[tuple[str, int | None]] = field(default_factory=list)
    """Tables with the constant channels that they are read by; None if the table knows its channels."""
    slow: int = 0
    """How many terms search the graph anew for each subject."""

    def mentions(self) -> dict[str, frozenset[str]]:
        """What each function, table and total mentions: others by name, predicates, and texts."""
        reads = {name: frozenset(mentioned(function.code)) for name, function in self.functions.items()}
        for name, table in self.tables.items():
            reads[name] = frozenset((table.counts, table.through, table.over, table.channel, table.emits))
        return reads | {name: frozenset((total.each,)) for name, total in self.totals.items()}

    def varying(self) -> frozenset[str]:
        """Functions, tables and totals that read controls: they may differ between the two readings."""
        reads = self.mentions()
        varying: set[str] = set(CONTROLS)
        size = 0
        while size < len(varying):
            size = len(varying)
            varying |= {name for name, read in reads.items() if not varying.isdisjoint(read)}
        return frozenset(varying)


def mentioned(code: CodeType) -> Iterator[str]:
    """Names that code reads, those of functions that it hands on, and all texts in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from mentioned(constant)
        elif isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple | frozenset):
            yield from (part for part in constant if isinstance(part, str))
