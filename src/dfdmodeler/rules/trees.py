"""Small operations on checked trees: variables, substitution, conjunctions, construction."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

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


class _Substitution:
    """Makes anew what changes; the rest is shared, for nobody changes a tree in place."""

    def __init__(self, by: Mapping[str, ast.expr], star: tuple[str, list[ast.expr]]) -> None:
        self._by = by
        self._star = star
        self._ways: Mapping[type, Callable[[Any], Any]] = {
            ast.Constant: lambda node: node,
            ast.Name: self._name,
            ast.arg: self._arg,
            ast.Call: self._call,
            ast.comprehension: self._comprehension,
        }

    def of(self, node: Any) -> Any:
        way = self._ways.get(type(node))
        return way(node) if way else self._node(node)

    def _node(self, node: ast.AST) -> ast.AST:
        values = [getattr(node, field, None) for field in node._fields]
        news = [self._value(value) for value in values]
        return node if all(map(operator.is_, news, values)) else type(node)(*news)

    def _value(self, value: Any) -> Any:
        if isinstance(value, ast.AST):
            return self.of(value)
        if not isinstance(value, list):
            return value
        news = [self._value(part) for part in value]
        return value if all(map(operator.is_, news, value)) else news

    def _name(self, node: ast.Name) -> ast.AST:
        new = self._by.get(node.id)
        return node if new is None else copied(new)

    def _arg(self, node: ast.arg) -> ast.arg:
        new = self._by.get(node.arg)
        return ast.arg(new.id) if isinstance(new, ast.Name) else node

    def _call(self, node: ast.Call) -> ast.Call:
        args: list[ast.expr] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred) and is_name(arg.value, self._star[0]):
                args += self._star[1]
            else:
                args.append(self.of(arg))
        function = node.func if isinstance(node.func, ast.Name) else self.of(node.func)
        return ast.Call(function, args, self._value(node.keywords))

    def _comprehension(self, node: ast.comprehension) -> ast.comprehension:
        target = node.target
        new = self._by.get(target.id) if isinstance(target, ast.Name) else None
        stored = ast.Name(new.id, ast.Store()) if isinstance(new, ast.Name) else target
        return ast.comprehension(stored, self.of(node.iter), [self.of(test) for test in node.ifs], 0)


def substitute(
    tree: ast.expr, by: Mapping[str, ast.expr], star: tuple[str, list[ast.expr]] = ("", [])
) -> ast.expr:
    """The tree with variables replaced, bound ones too; `star` replaces a starred argument by several."""
    result: ast.expr = _Substitution(by, star).of(tree)
    return result


def within(tree: ast.AST) -> Iterator[ast.AST]:
    """A tree and all in it, in order of appearance, without what carries nothing. Quicker than `ast.walk`."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in reversed(node._fields):
            value = getattr(node, field, None)
            if isinstance(value, list):
                waiting += reversed(value)
            elif isinstance(value, ast.AST) and value._fields:
                waiting.append(value)


def bound_variables(tree: ast.AST) -> list[str]:
    """Variables of loops and restrictions, in order of appearance."""
    found: dict[str, None] = {}
    for node in within(tree):
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Name):
            found[node.target.id] = None
        elif isinstance(node, ast.arg):
            found[node.arg] = None
    return list(found)


def renamed(tree: ast.expr, fresh: Callable[[], str]) -> ast.expr:
    """The tree, but with bound variables whose names occur nowhere else."""
    return substitute(tree, {old: name(fresh()) for old in bound_variables(tree)})
