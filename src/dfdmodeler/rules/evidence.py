"""Why a condition holds: the facts it read, in words, and the shortest path behind each of its path terms."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from dfdmodeler.graph.paths import shortest
from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.leaf import Key, Leaf
from dfdmodeler.rules.plain import Interpreter, Names
from dfdmodeler.rules.sayings import ROLES
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.telling import ABOUT_VALUES, Teller
from dfdmodeler.rules.trees import called

MOST_SHOWN = 6
"""Of many elements or flows that make a term true, so many are told one by one."""
Thing = Node | Hop | Area


@dataclass(frozen=True, slots=True)
class Basis:
    """What a decision rests on: the condition, the values that it reads, and the ends of its paths."""

    condition: str
    facts: frozenset[Key]
    ends: frozenset[tuple[str, str, str]]

    def digest(self, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """Stable while all of it stays; with names, as if some records had these other ids.

        So the evidence at a copy can be compared with that at its original.
        """
        facts = {(asked, tuple(names.get(i, i) for i in ids), answer) for asked, ids, answer in self.facts}
        lines = sorted(f"({asked!r}, {list(ids)!r}, {answer})" for asked, ids, answer in facts)
        ends = {(question, names.get(a, a), names.get(b, b)) for question, a, b in self.ends}
        content = repr((self.condition, lines, sorted(ends)))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Explanation:
    """What an explanation gathered, each thing once and in the order of the condition."""

    facts: dict[Leaf, None] = field(default_factory=dict)
    paths: dict[tuple[str, tuple[str, ...], tuple[str, ...]], None] = field(default_factory=dict)
    ends: set[tuple[str, str, str]] = field(default_factory=set)
    """Term, start and end of every path that makes a term true, not of the shortest alone."""
    condition: str = ""

    @property
    def basis(self) -> Basis:
        """What a decision rests on."""
        keys = frozenset(fact.key for fact in self.facts)
        return Basis(" ".join(self.condition.split()), keys, frozenset(self.ends))


class Explainer:
    """Explains conditions over the stated facts of one model."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Definition]) -> None:
        self._run = Interpreter(facts, definitions)
        self._definitions = definitions
        self._topology = facts.topology
        self._teller = Teller(self._run)
        self._found = Explanation()

    def explain(self, expression: Expression, subject: Thing | None) -> Explanation:
        """Why a condition holds for a subject; it must."""
        self._found = Explanation(condition=expression.text)
        names = {expression.variable: subject} if expression.variable else {}
        self._walk(expression.tree, names, True, loud=True)
        return self._found

    def _walk(self, tree: ast.expr, names: Names, holds: bool, *, loud: bool) -> None:
        """Records why a tree is true or false. What is not loud tells its paths and attributes alone."""
        if isinstance(tree, ast.BoolOp):
            for value in self._deciding(tree, names, holds):
                self._walk(value, names, bool(self._run.value(value, names)), loud=loud)
        elif isinstance(tree, ast.UnaryOp):
            self._walk(tree.operand, names, not holds, loud=loud)
        elif isinstance(tree, ast.IfExp):
            test = bool(self._run.value(tree.test, names))
            self._walk(tree.test, names, test, loud=loud)
            self._walk(tree.body if test else tree.orelse, names, holds, loud=loud)
        elif isinstance(tree, ast.Call):
            self._walk_call(tree, names, holds, loud=loud)
        elif isinstance(tree, ast.ListComp | ast.SetComp):
            self._walk_loops(tree.generators, None, names, loud=loud)
        elif isinstance(tree, ast.Compare):
            self._walk_compare(tree, names, holds=holds, loud=loud)
        elif loud and not isinstance(tree, ast.Constant):
            self._tell(tree, names)

    def _deciding(self, tree: ast.BoolOp, names: Names, holds: bool) -> Iterator[ast.expr]:
        """The operands that make a conjunction or disjunction what it is."""
        every = isinstance(tree.op, ast.And) is holds
        for value in tree.values:
            if every or bool(self._run.value(value, names)) is holds:
                yield value

    def _walk_call(self, tree: ast.Call, names: Names, holds: bool, *, loud: bool) -> None:
        function = called(tree)
        if function == "bool":
            self._walk(tree.args[0], names, holds, loud=loud)
        elif function in ("any", "all", "done_all"):
            generator = tree.args[0]
            assert isinstance(generator, ast.GeneratorExp)
            if holds and function == "any":
                self._walk_loops(generator.generators, generator.elt, names, loud=loud)
            elif loud:
                self._tell(tree, names)
        else:
            about_value = function in ABOUT_VALUES and isinstance(tree.args[0], ast.Attribute)
            if loud or about_value:
                self._tell(tree, names)
            if function in self._definitions:
                self._inside(tree, names, holds)
            elif function == "reach" and holds:
                start, end = (self._run.value(argument, names) for argument in tree.args[:2])
                self._witness(self._run.way(tree, names), [start], [end], "", True)

    def _inside(self, tree: ast.Call, names: Names, holds: bool) -> None:
        """The paths and attributes behind a derived predicate."""
        definition, inner = self._run.arguments(tree, names)
        if definition.sort == "truth":
            self._walk(definition.body, {**inner, "": called(tree)}, holds, loud=False)
        elif holds and definition.sort in ("nodes", "flows"):
            self._paths(tree, names, None, ROLES.get(called(tree), ""))

    def _walk_loops(
        self, loops: Sequence[ast.comprehension], each: ast.expr | None, names: Names, *, loud: bool
    ) -> None:
        """The turns that make "there is one such that" true, and the paths of what they run over."""
        turns = [
            turn for turn in self._run.bindings(loops, names) if each is None or self._run.value(each, turn)
        ]
        for place, loop in enumerate(loops):
            assert isinstance(loop.target, ast.Name)
            variable = loop.target.id
            outer = names if place == 0 else turns[0] if turns else names
            chosen = [
                turn[variable] for turn in turns if place == 0 or _same_before(turn, outer, loops[:place])
            ]
            self._paths(loop.iter, outer, chosen, ROLES.get(str(names.get("", "")), ""))
        for turn in turns[:MOST_SHOWN]:
            for test in (
                *(test for loop in loops for test in loop.ifs),
                *([each] if each is not None else []),
            ):
                self._walk(test, turn, True, loud=loud)

    def _paths(self, domain: ast.expr, names: Names, chosen: Iterable[Any] | None, role: str) -> None:
        """The shortest path to any of the chosen members (or to any) of a collection that paths define."""
        if isinstance(domain, ast.IfExp):
            branch = domain.body if self._run.value(domain.test, names) else domain.orelse
            self._paths(branch, names, chosen, role)
        elif isinstance(domain, ast.ListComp | ast.SetComp):
            self._paths_of_comprehension(domain, names, chosen, role)
        elif called(domain) in self._definitions and isinstance(domain, ast.Call):
            definition, inner = self._run.arguments(domain, names)
            self._paths(definition.body, inner, chosen, role or ROLES.get(called(domain), ""))
        elif called(domain) in ("sources", "targets") and isinstance(domain, ast.Call):
            members = self._run.value(domain, names)
            wanted = members if chosen is None else [node for node in members if node in set(chosen)]
            near = self._run.value(domain.args[0], names)
            way = self._run.way(domain, names)
            if called(domain) == "targets":
                self._witness(way, [near], wanted, role, True)
            else:
                self._witness(way, wanted, [near], role, False)

    def _paths_of_comprehension(
        self, tree: ast.ListComp | ast.SetComp, names: Names, chosen: Iterable[Any] | None, role: str
    ) -> None:
        wanted = None if chosen is None else set(chosen)
        turns = [
            turn
            for turn in self._run.bindings(tree.generators, names)
            if wanted is None or self._run.value(tree.elt, turn) in wanted
        ]
        if not turns:
            return
        for place, loop in enumerate(tree.generators):
            assert isinstance(loop.target, ast.Name)
            outer = {**names, **{k: v for k, v in turns[0].items() if k != loop.target.id}}
            before = tree.generators[:place]
            members = [turn[loop.target.id] for turn in turns if _same_before(turn, outer, before)]
            self._paths(loop.iter, outer, members, role)
        for test in (test for loop in tree.generators for test in loop.ifs):
            self._walk(test, turns[0], True, loud=False)

    def _witness(
        self, way: Way, starts: Sequence[Node], ends: Sequence[Node], role: str, onward: bool
    ) -> None:
        path = shortest(self._topology, way, starts, ends)
        if path is None:
            return
        first, last = path.nodes[0], path.nodes[-1]
        start, end = (first.name, role or last.name) if onward else (role or first.name, last.name)
        term = f"path from {start} to {end} carrying {self._teller.wording.channel(way.first)}"
        self._found.paths[term, tuple(n.id for n in path.nodes), tuple(h.id for h in path.hops)] = None
        question = f"{role}:{way.first}:{onward}"
        self._found.ends |= {(question, start.id, end_.id) for start in starts for end_ in ends}

    def _walk_compare(self, tree: ast.Compare, names: Names, *, holds: bool, loud: bool) -> None:
        one, other = tree.left, tree.comparators[0]
        if isinstance(tree.ops[0], ast.In) and holds and called(other):
            self._paths(other, names, [self._run.value(one, names)], "")
        if loud:
            self._tell(tree, names)

    def _tell(self, tree: ast.expr, names: Names) -> None:
        self._found.facts[self._teller.leaf(tree, names)] = None


def _same_before(turn: Names, other: Names, loops: Sequence[ast.comprehension]) -> bool:
    """Whether the outer loops of a comprehension stand at the same members."""
    names = [loop.target.id for loop in loops if isinstance(loop.target, ast.Name)]
    return all(turn[name] is other.get(name) for name in names)
