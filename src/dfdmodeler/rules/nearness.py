"""Whether code about one thing stays near it, so that it need not run again when something else changes.

Near a thing are itself, flows and boundaries at it, the ends of these flows, and all that is kept or filed
in tables for any of them. Which flows there are is asked of the thing alone: the flows of a neighbour are not
near. What a neighbour's flows amount to, a predicate about the neighbour tells, whose values are kept.
"""

from __future__ import annotations

import ast

from dfdmodeler.rules.trees import called, is_name, within

SUBJECT = "_0"
"""The parameter of compiled functions."""
INCIDENCE = frozenset({"inflows", "outflows", "touching", "adj", "mind", "itself", "inside"})
"""Predicates that tell which flows, neighbours or members a thing has."""
EVERYTHING = frozenset({"nodes", "flows", "boundaries", "_members", "reach"})
"""Names of what is not near anything."""


def reads_widely(body: ast.expr) -> bool:
    """Whether the code of a function reads anything that is not near its first parameter."""
    return any(_reads_widely(node) for node in within(body))


def _reads_widely(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and called(node) in INCIDENCE:
        return not is_name(node.args[0], SUBJECT)
    return isinstance(node, ast.Name) and node.id in EVERYTHING
