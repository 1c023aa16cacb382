"""The derived predicates, parsed and checked for a catalog."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.rules.parsing import parse
from dfdmodeler.rules.syntax import Checker
from dfdmodeler.rules.vocabulary import DEFINITIONS, FLOW, KINDS, NODE, THING, Signature, signatures


@dataclass(frozen=True, slots=True)
class Definition:
    """A predicate in terms of others."""

    name: str
    params: tuple[str, ...]
    star: str
    """Name of the parameter that takes any number of element types, or empty."""
    body: ast.expr
    sort: str

    @property
    def single(self) -> bool:
        """Whether it is about one thing only, so that its value can be kept per thing."""
        return len(self.params) == 1 and not self.star


def definitions(catalog: Catalog, kinds: Kinds) -> tuple[Mapping[str, Signature], Mapping[str, Definition]]:
    """The signatures of all predicates, and the definitions of the derived ones."""
    known = signatures()
    found: dict[str, Definition] = {}
    for name, head, text in _in_order(DEFINITIONS):
        params = [part.strip() for part in head.split(",")]
        star = params.pop()[1:] if params[-1].startswith("*") else ""
        scope = dict(_sorted(param) for param in params)
        checker = Checker(catalog, kinds, known, internal=True)
        body, sort = checker.check(parse(" ".join(text.split())), scope)
        found[name] = Definition(name, tuple(scope), star, body, sort)
        known[name] = Signature(tuple(scope.values()), "type" if star else "", sort)
    return known, found


def _in_order(text: str) -> list[tuple[str, str, str]]:
    """Name, parameters and body of each definition, so that every definition follows those that it uses."""
    waiting = re.findall(r"^(\w+)\((.*?)\) =(.*(?:\n {4,}.+)*)$", text, re.MULTILINE)
    names = {name for name, _, _ in waiting}
    done: list[tuple[str, str, str]] = []
    while waiting:
        ready = [row for row in waiting if not names & set(re.findall(r"(\w+)\(", row[2]))]
        assert ready, "definitions go in circles"
        done += ready
        names -= {name for name, _, _ in ready}
        waiting = [row for row in waiting if row[0] in names]
    return done


def _sorted(param: str) -> tuple[str, str]:
    if param.endswith(": thing"):
        return param.removesuffix(": thing"), THING
    return param, {"f": FLOW, "CH": KINDS}.get(param, NODE)
