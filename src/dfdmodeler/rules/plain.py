"""The rule language word for word: a slow interpreter, for explaining and as the measure of tests.

It walks conditions as they are written, searches paths element by element, and shares with the compiled way
only the primitive predicates. It has the same values, subject by subject.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dfdmodeler.graph.paths import reached
from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Node
from dfdmodeler.model.values import UNKNOWN
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.trees import called

Names = Mapping[str, Any]
"""Values of the variables in force."""
FIELDS = ("id", "source", "target")
COMPARISONS: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}


class Interpreter:
    """Values of trees over the facts of one model."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Definition]) -> None:
        self.topology = facts.topology
        self.definitions = definitions
        self._primitives = facts.predicates.functions()
        self._forms: Mapping[type[ast.expr], Callable[..., Any]] = {
            ast.Constant: lambda tree, names: tree.value,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.BoolOp: self._bool_op,
            ast.UnaryOp: lambda tree, names: not self.value(tree.operand, names),
            ast.Compare: self._compare,
            ast.IfExp: lambda tree, names: self.value(
                tree.body if self.value(tree.test, names) else tree.orelse, names
            ),
            ast.BinOp: lambda tree, names: self.value(tree.left, names) | self.value(tree.right, names),
            ast.Set: lambda tree, names: {self.value(member, names) for member in tree.elts},
            ast.List: lambda tree, names: [self.value(member, names) for member in tree.elts],
            ast.Call: self._call,
            ast.ListComp: self._list,
            ast.SetComp: lambda tree, names: set(self._list(tree, names)),
        }

    def value(self, tree: ast.expr, names: Names) -> Any:
        return self._forms[type(tree)](tree, names)

    def bindings(self, loops: Sequence[ast.comprehension], names: Names) -> Iterator[Names]:
        """The variables of a comprehension in each of its turns that pass the tests."""
        if not loops:
            yield names
            return
        first, *rest = loops
        assert isinstance(first.target, ast.Name)
        for member in self.value(first.iter, names):
            inner = {**names, first.target.id: member}
            if all(self.value(test, inner) for test in first.ifs):
                yield from self.bindings(rest, inner)

    def way(self, tree: ast.Call, names: Names) -> Way:
        """What the paths of a ``sources``, ``targets`` or ``reach`` may use."""
        channel = self.value(tree.args[-1], names)
        restrictions = {keyword.arg: keyword.value for keyword in tree.keywords}
        through, over = (self._restriction(restrictions.get(key), names) for key in ("through", "over"))
        passable: Sequence[bool] = self.topology.conducting
        if through is not None:
            passable = _Passable(self.topology.places, through)
        return Way(channel, self.topology.kinds.later(channel), passable, over)

    def arguments(self, tree: ast.Call, names: Names) -> tuple[Definition, Names]:
        """A derived predicate, and the values of its parameters in a call."""
        definition = self.definitions[called(tree)]
        count = len(definition.params)
        values = [self.value(argument, names) for argument in tree.args[:count]]
        inner = dict(zip(definition.params, values, strict=True))
        if definition.star:
            inner[definition.star] = self.values(tree.args[count:], names)
        return definition, inner

    def _restriction(self, tree: ast.expr | None, names: Names) -> Callable[[Any], bool] | None:
        if not isinstance(tree, ast.Lambda):
            return None
        return lambda thing: bool(self.value(tree.body, {**names, tree.args.args[0].arg: thing}))

    def values(self, trees: Sequence[ast.expr], names: Names) -> tuple[Any, ...]:
        """The values of arguments, starred ones one by one."""
        values: list[Any] = []
        for tree in trees:
            if isinstance(tree, ast.Starred):
                values += self.value(tree.value, names)
            else:
                values.append(self.value(tree, names))
        return tuple(values)

    def _name(self, tree: ast.Name, names: Names) -> Any:
        if tree.id in names:
            return names[tree.id]
        topology = self.topology
        return {"nodes": topology.nodes, "flows": topology.flows, "boundaries": topology.areas}[tree.id]

    def _attribute(self, tree: ast.Attribute, names: Names) -> Any:
        owner = self.value(tree.value, names)
        return getattr(owner, tree.attr) if tree.attr in FIELDS else owner.props.get(tree.attr, UNKNOWN)

    def _bool_op(self, tree: ast.BoolOp, names: Names) -> bool:
        holds = all if isinstance(tree.op, ast.And) else any
        return holds(self.value(value, names) for value in tree.values)

    def _compare(self, tree: ast.Compare, names: Names) -> bool:
        values = [self.value(operand, names) for operand in (tree.left, *tree.comparators)]
        return all(
            COMPARISONS[type(op)](values[place], values[place + 1]) for place, op in enumerate(tree.ops)
        )

    def _list(self, tree: ast.ListComp | ast.SetComp, names: Names) -> list[Any]:
        turns = self.bindings(tree.generators, names)
        return list(dict.fromkeys(self.value(tree.elt, turn) for turn in turns))

    def _call(self, tree: ast.Call, names: Names) -> Any:
        function = called(tree)
        if function in ("any", "all", "done_all"):
            return self._quantifier(function, tree.args[0], names)
        if function in ("len", "bool"):
            inner = self.value(tree.args[0], names)
            return len(inner) if function == "len" else bool(inner)
        if function in self.definitions:
            definition, inner = self.arguments(tree, names)
            return self.value(definition.body, inner)
        if function in ("sources", "targets"):
            start = self.value(tree.args[0], names)
            return self._reached(start, self.way(tree, names), function == "targets")
        if function == "reach":
            start, end = (self.value(argument, names) for argument in tree.args[:2])
            return end in self._reached(start, self.way(tree, names), True)
        return self._primitives[function](*self.values(tree.args, names))

    def _reached(self, start: Node, way: Way, onward: bool) -> list[Node]:
        return reached(self.topology, way, start, onward=onward)

    def _quantifier(self, function: str, generator: ast.expr, names: Names) -> bool:
        assert isinstance(generator, ast.GeneratorExp)
        turns = (bool(self.value(generator.elt, turn)) for turn in self.bindings(generator.generators, names))
        if function == "any":
            return any(turns)
        outcomes = list(turns)
        return all(outcomes) and (function == "all" or bool(outcomes))


class _Passable(Sequence[bool]):
    """Which nodes may lie inside a path, asked only of those that a search meets."""

    def __init__(self, nodes: Sequence[Node], through: Callable[[Node], bool]) -> None:
        self._nodes = nodes
        self._through = through

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, place: Any) -> Any:
        node = self._nodes[place]
        return node.conducts and self._through(node)
