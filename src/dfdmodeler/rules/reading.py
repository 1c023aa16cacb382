"""Which compiled conditions read which attributes, near or through tables: what an answer can change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import FunctionType

from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.rules.predicates import Predicates
from dfdmodeler.rules.program import Program, mentioned

ALWAYS_TOLD_APART = frozenset({"yes", "n/a"})
"""Values that predicates know without a condition naming them."""


class Readers:
    """What functions, tables, totals and primitive predicates of a program mention, directly or further down.

    An upper bound: a text that happens to be the name of an attribute counts as a mention of it.
    """

    def __init__(self, program: Program) -> None:
        self._near = program.mentions()
        self._primitive = {
            name: frozenset(mentioned(method.__code__))
            for name, method in vars(Predicates).items()
            if isinstance(method, FunctionType)
        }
        self._below = _closed({**self._primitive, **self._near})
        self._known: dict[str, frozenset[str]] = {}

    def of(self, attribute: str) -> frozenset[str]:
        """Functions, tables, totals and predicates whose value may depend on an attribute."""
        if attribute not in self._known:
            found = frozenset(name for name, below in self._below.items() if attribute in below)
            self._known[attribute] = found
        return self._known[attribute]

    def claims(self, control: str, among: Iterable[Attribute]) -> tuple[str, ...]:
        """Those of some attributes by which a primitive control is claimed, in their order.

        What other predicates read on its behalf (who opened a connection, say) is no claim.
        """
        near = set(self._primitive.get(control, ()))
        inner = {name for name in near if name.startswith("_")}
        while inner:
            below = {text for name in inner for text in self._primitive.get(name, ())} - near
            near |= below
            inner = {name for name in below if name.startswith("_")}
        return tuple(row.name for row in among if row.name in near)

    def told_apart(self, attribute: str, values: Iterable[str]) -> tuple[str, ...]:
        """One of each group of values that no condition tells apart, in their order.

        Primitive predicates may know values by sets of their own: what these read is told apart throughout.
        """
        if any(attribute in near for near in self._primitive.values()):
            return tuple(values)
        named = frozenset().union(*(near for near in self._near.values() if attribute in near))
        kept: dict[str, str] = {}
        for value in values:
            alike = value if value in named or value in ALWAYS_TOLD_APART else ""
            kept.setdefault(alike, value)
        return tuple(kept.values())


def _closed(near: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """What each name mentions, with what those that it mentions do."""
    below = dict(near)
    grown = True
    while grown:
        grown = False
        for name, reached in below.items():
            wider = reached.union(*(below[other] for other in reached if other in below))
            if len(wider) > len(reached):
                below[name], grown = wider, True
    return below
