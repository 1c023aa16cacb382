"""For which element types a condition can hold at all, so that it is asked of no others."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.trees import called, is_name, texts

Types = frozenset[str] | None
"""None stands for every type."""


def candidate_types(
    tree: ast.expr, variable: str, catalog: Catalog, definitions: Mapping[str, Definition]
) -> Types:
    """An upper bound: types for which the tree may be true; unknown types stand for themselves."""
    if isinstance(tree, ast.BoolOp):
        parts = [candidate_types(value, variable, catalog, definitions) for value in tree.values]
        return _all(parts) if isinstance(tree.op, ast.And) else _any(parts)
    if not isinstance(tree, ast.Call) or not tree.args or not is_name(tree.args[0], variable):
        return None
    function = called(tree)
    if function in ("isa", "exactly"):
        wanted = texts(tree.args[1:])
        if len(wanted) < len(tree.args) - 1 or not wanted:
            return None
        if function == "exactly":
            return frozenset(wanted)
        return frozenset(below for type_ in wanted for below in catalog.descendants(type_))
    definition = definitions.get(function)
    if definition is None or not definition.single:
        return None
    return candidate_types(definition.body, definition.params[0], catalog, definitions)


def _all(parts: list[Types]) -> Types:
    known = [part for part in parts if part is not None]
    return frozenset.intersection(*known) if known else None


def _any(parts: list[Types]) -> Types:
    union: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        union |= part
    return union
