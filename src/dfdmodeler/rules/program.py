"""Compiled conditions: pure code, tied to no model, and the path tables that it reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import CodeType


@dataclass(frozen=True, slots=True)
class Table:
    """One answer per element: is there, on some channel, a path from it to (or to it from) an end that counts?

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
    """Function of an end: the channel of its paths. Empty if the reader of the table names the channel."""
    joined: bool = False
    """Whether the answer is the set of ends, as bits, so that two path questions about one end can be joined."""
    emits: str = ""
    """Function of an end: the bits that it stands for, if not its own."""


@dataclass(frozen=True, slots=True)
class Function:
    """Compiled code of one condition or predicate."""

    code: CodeType
    params: int
    keep: bool
    """Whether its value is kept per argument (or once, if it has none)."""


@dataclass(slots=True)
class Program:
    """Functions and tables by name. Running it needs facts of a model; see `facts`."""

    functions: dict[str, Function] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    reads: list[tuple[str, int | None]] = field(default_factory=list)
    """Tables that are read, with the channel if that is constant; None for tables that know their channels."""
    slow: int = 0
    """How many terms search the graph anew for each subject."""
