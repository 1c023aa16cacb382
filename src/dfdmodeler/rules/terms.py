"""What a condition says of one variable of a term: paths from and to others, equality, the rest."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.trees import (
    TRUE,
    called,
    conjuncts,
    copied,
    is_name,
    name,
    renamed,
    substitute,
    variables,
)
from dfdmodeler.rules.vocabulary import NODES


@dataclass(frozen=True, slots=True)
class Path:
    """The variable is among the targets (`onward`) or the sources of `subject` on a channel."""

    subject: ast.expr
    onward: bool
    channel: ast.expr
    through: ast.Lambda | None = None
    over: ast.Lambda | None = None


Part = ast.expr | Path
"""A conjunct. A `Path` is about the variable of its term without naming it."""


class Terms:
    """Takes conditions apart, with derived predicates put in their own words."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions
        self._counter = itertools.count()

    def fresh(self) -> str:
        return f"_v{next(self._counter)}"

    def renamed(self, tree: ast.expr) -> ast.expr:
        return renamed(tree, self.fresh)

    def inlined(self, tree: ast.Call) -> ast.expr:
        """The body of a derived predicate with the arguments of a call."""
        definition = self.definitions[called(tree)]
        count = len(definition.params)
        arguments = dict(zip(definition.params, tree.args[:count], strict=True))
        return substitute(self.renamed(definition.body), arguments, (definition.star, tree.args[count:]))

    def parts(self, condition: ast.expr, variable: str) -> list[Part]:
        """The conjuncts of a condition, with what they say of paths of the variable made plain."""
        found: list[Part] = []
        for part in conjuncts(condition):
            if called(part) == "bool" and isinstance(part, ast.Call):
                found += self.parts(part.args[0], variable)
            elif not _says_nothing(part):
                found += self.path_parts(part, variable) or [part]
        return found

    def path_parts(self, part: ast.expr, variable: str) -> list[Part] | None:
        """The parts of a ``reach`` or an ``in`` about the variable; None of anything else."""
        if called(part) == "reach" and isinstance(part, ast.Call):
            start, end, channel = part.args
            if is_name(end, variable) and variable not in variables(start):
                return [Path(start, True, channel)]
            if is_name(start, variable) and variable not in variables(end):
                return [Path(end, False, channel)]
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.In):
            return self.membership(variable, part.comparators[0]) if is_name(part.left, variable) else None
        return None

    def membership(self, variable: str, domain: ast.expr) -> list[Part] | None:
        """What it means that the variable is in a collection of elements; None if that is not about paths."""
        if isinstance(domain, ast.Call):
            if called(domain) in self.definitions:
                return self.membership(variable, self.inlined(domain))
            return [path_of(domain)] if is_path(domain) else None
        if is_name(domain, NODES):
            return [TRUE]
        if not isinstance(domain, ast.ListComp) or len(domain.generators) != 1:
            return None
        loop = domain.generators[0]
        if not isinstance(loop.target, ast.Name) or not is_name(domain.elt, loop.target.id):
            return None
        outer = self.membership(variable, loop.iter)
        tests = [substitute(test, {loop.target.id: name(variable)}) for test in loop.ifs]
        return outer and outer + [part for test in tests for part in self.parts(test, variable)]


def is_path(tree: ast.expr) -> bool:
    return called(tree) in ("sources", "targets")


def path_of(tree: ast.Call) -> Path:
    """The path question of a call of ``sources`` or ``targets``."""
    restrictions = {k.arg: k.value for k in tree.keywords if isinstance(k.value, ast.Lambda)}
    onward = called(tree) == "targets"
    return Path(tree.args[0], onward, tree.args[1], restrictions.get("through"), restrictions.get("over"))


def depends(part: Part, variable: str) -> bool:
    return isinstance(part, Path) or variable in variables(part)


def equal_to(part: Part, variable: str) -> ast.expr | None:
    """What the variable equals, if that is all that the part says."""
    return _compared(part, variable, ast.Eq)


def differs_from(part: Part, variable: str) -> ast.expr | None:
    """What the variable is not, if that is all that the part says."""
    return _compared(part, variable, ast.NotEq)


def _compared(part: Part, variable: str, op: type[ast.cmpop]) -> ast.expr | None:
    if not isinstance(part, ast.Compare) or len(part.ops) != 1 or not isinstance(part.ops[0], op):
        return None
    for one, other in ((part.left, part.comparators[0]), (part.comparators[0], part.left)):
        if is_name(one, variable) and variable not in variables(other):
            return other
    return None


def said_of_end(part: ast.expr, flow: str, end: str, at: str) -> ast.expr | None:
    """The part as said of the element `at` at an end of a flow; None if it says anything else of the flow."""

    class ByEnd(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            if node.attr == end and is_name(node.value, flow):
                return name(at)
            self.generic_visit(node)
            return node

    tree: ast.expr = ByEnd().visit(copied(part))
    return None if flow in variables(tree) else tree


def _says_nothing(part: ast.expr) -> bool:
    if isinstance(part, ast.Call) and called(part) == "isa" and len(part.args) == 1:
        return True
    return isinstance(part, ast.Constant) and part.value is True
