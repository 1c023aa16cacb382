"""Small operations on checked trees: variables, substitution, conjunctions, construction."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from dfdmodeler.rules.vocabulary import COLLECTIONS

TRUE = ast.Constant(True)
FALSE = ast.Constant(False)


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def call(function: str, *args: ast.expr) -> ast.Call:
    return ast.Call(name(function), list(args), [])


def negation(tree: ast.expr) -> ast.expr:
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return tree.operand
    if isinstance(tree, ast.Constant):
        return ast.Constant(not tree.value)
    return ast.UnaryOp(ast.Not(), tree)


def both(trees: Iterable[ast.expr]) -> ast.expr:
    """The conjunction, without what is constant."""
    return _folded(ast.And(), trees, True)


def either(trees: Iterable[ast.expr]) -> ast.expr:
    """The disjunction, without what is constant."""
    return _folded(ast.Or(), trees, False)


def _folded(op: ast.boolop, trees: Iterable[ast.expr], neutral: bool) -> ast.expr:
    kept: list[ast.expr] = []
    for tree in trees:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, bool):
            if tree.value is not neutral:
                return ast.Constant(not neutral)
        else:
            kept.append(tree)
    if len(kept) > 1:
        return ast.BoolOp(op, kept)
    return kept[0] if kept else ast.Constant(neutral)


def loop_over(variable: str, domain: ast.expr, tests: Iterable[ast.expr] = ()) -> ast.comprehension:
    return ast.comprehension(ast.Name(variable, ast.Store()), domain, list(tests), 0)


def conjuncts(tree: ast.expr) -> list[ast.expr]:
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        return [part for value in tree.values for part in conjuncts(value)]
    return [tree]


def is_name(tree: ast.expr, identifier: str) -> bool:
    return isinstance(tree, ast.Name) and tree.id == identifier


def texts(trees: Iterable[ast.expr]) -> list[str]:
    """The values of constant texts."""
    return [tree.value for tree in trees if isinstance(tree, ast.Constant) and isinstance(tree.value, str)]


def called(tree: ast.expr) -> str:
    """The name of the predicate that a tree calls, or empty."""
    return tree.func.id if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) else ""


def loops(tree: ast.expr) -> list[ast.comprehension] | None:
    """The loops of a comprehension, or None if it is none."""
    if isinstance(tree, ast.ListComp | ast.SetComp | ast.GeneratorExp):
        return tree.generators
    return None


def variables(tree: ast.AST) -> frozenset[str]:
    """The free variables."""
    bound: set[str] = set()
    used: set[str] = set()
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Call):
            stack += [*node.args, *node.keywords]
            if not isinstance(node.func, ast.Name):
                stack.append(node.func)
        elif isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        else:
            if isinstance(node, ast.arg):
                bound.add(node.arg)
            stack += ast.iter_child_nodes(node)
    return frozenset(used - bound - COLLECTIONS.keys())


def copied(node: ast.AST) -> ast.AST:
    """A copy that shares nothing that changes, without places in the text. Much faster than deepcopy."""
    if not node._fields:
        return node  # operators and contexts carry nothing
    new = type(node)()
    for field in node._fields:
        setattr(new, field, _copied_value(getattr(node, field, None)))
    return new


def _copied_value(value: Any) -> Any:
    if isinstance(value, ast.AST):
        return copied(value)
    return [_copied_value(part) for part in value] if isinstance(value, list) else value


class _Substitution(ast.NodeTransformer):
    def __init__(self, by: Mapping[str, ast.expr], star: tuple[str, list[ast.expr]]) -> None:
        self._by = by
        self._star = star

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return cast(ast.expr, copied(self._by[node.id])) if node.id in self._by else node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        new = self._by.get(node.arg)
        return ast.arg(new.id) if isinstance(new, ast.Name) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        args: list[ast.expr] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred) and is_name(arg.value, self._star[0]):
                args += self._star[1]
            else:
                args.append(self.visit(arg))
        keywords = [ast.keyword(keyword.arg, self.visit(keyword.value)) for keyword in node.keywords]
        function = node.func if isinstance(node.func, ast.Name) else self.visit(node.func)
        return ast.copy_location(ast.Call(function, args, keywords), node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        target = node.target
        new = self._by.get(target.id) if isinstance(target, ast.Name) else None
        stored = ast.Name(new.id, ast.Store()) if isinstance(new, ast.Name) else target
        return ast.comprehension(stored, self.visit(node.iter), [self.visit(test) for test in node.ifs], 0)


def substitute(
    tree: ast.expr, by: Mapping[str, ast.expr], star: tuple[str, list[ast.expr]] = ("", [])
) -> ast.expr:
    """A copy with variables replaced, bound ones too; `star` replaces a starred argument by several."""
    result: ast.expr = _Substitution(by, star).visit(copied(tree))
    return result


def bound_variables(tree: ast.AST) -> list[str]:
    """Variables of loops and restrictions, in order of appearance."""
    found: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name):
            found[node.target.id] = None
        elif isinstance(node, ast.arg):
            found[node.arg] = None
    return list(found)


def renamed(tree: ast.expr, fresh: Callable[[], str]) -> ast.expr:
    """A copy whose bound variables have names that occur nowhere else."""
    return substitute(tree, {old: name(fresh()) for old in bound_variables(tree)})
