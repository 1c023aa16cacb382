"""Why a condition holds: the facts it read, in words, and the shortest path behind each of its path terms."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dfdmodeler.graph.paths import shortest
from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.leaf import Leaf, Read
from dfdmodeler.rules.plain import FIELDS, Interpreter, Names
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.trees import called, conjuncts, variables
from dfdmodeler.rules.words import DOMAINS, ROLES, WORDS, Wording

MOST_SHOWN = 6
"""Of many elements or flows that make a term true, so many are told one by one."""
ABOUT_VALUES = ("yes", "has", "lacks", "short_of")
Thing = Node | Hop | Area


@dataclass(slots=True)
class Explanation:
    """What an explanation gathered, each thing once and in the order of the condition."""

    facts: dict[Leaf, None] = field(default_factory=dict)
    paths: dict[tuple[str, tuple[str, ...], tuple[str, ...]], None] = field(default_factory=dict)
    ends: set[tuple[str, str, str]] = field(default_factory=set)
    """Term, start and end of every path that makes a term true, not of the shortest alone."""
    condition: str = ""

    @property
    def digest(self) -> str:
        """Stable while the condition, the values that it reads and the ends of its paths stay."""
        facts = sorted({fact.key for fact in self.facts})
        content = repr((" ".join(self.condition.split()), facts, sorted(self.ends)))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


class Explainer:
    """Explains conditions over the stated facts of one model."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Definition]) -> None:
        self._run = Interpreter(facts, definitions)
        self._definitions = definitions
        self._topology = facts.topology
        self._wording = Wording(facts.topology.catalog, facts.topology.kinds)
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
            self._walk_compare(tree, names, holds, loud=loud)
        elif loud and not isinstance(tree, ast.Constant):
            text = ast.unparse(tree)
            self._record(tree, f"There is {DOMAINS[text]}" if text in DOMAINS else text, (), holds)

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
                self._record(tree, self._none_of(generator, names), (), holds)
        else:
            about_value = function in ABOUT_VALUES and isinstance(tree.args[0], ast.Attribute)
            if loud or about_value:
                self._leaf(tree, names, holds)
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
        term = f"path from {start} to {end} carrying {self._wording.channel(way.first)}"
        self._found.paths[term, tuple(n.id for n in path.nodes), tuple(h.id for h in path.hops)] = None
        question = f"{role}:{way.first}:{onward}"
        self._found.ends |= {(question, start.id, end_.id) for start in starts for end_ in ends}

    def _walk_compare(self, tree: ast.Compare, names: Names, holds: bool, *, loud: bool) -> None:
        one, other = tree.left, tree.comparators[0]
        if isinstance(tree.ops[0], ast.In) and holds and called(other):
            self._paths(other, names, [self._run.value(one, names)], "")
        if not loud:
            return
        if isinstance(one, ast.Attribute) and one.attr not in FIELDS:
            self._value_leaf(tree, one, names)
        elif called(one) in WORDS and isinstance(one, ast.Call):
            value = self._run.value(one, names)
            args = [self._run.value(argument, names) for argument in one.args]
            text = WORDS[called(one)].format(*map(self._wording.argument, args))
            self._add(tree, text, args, str(value).replace("_", " "))
        else:
            things = [self._run.value(side, names) for side in (one, other)]
            if all(isinstance(thing, Thing) for thing in things):
                text = f"{things[0].name} and {things[1].name} are the same"
                self._add(tree, text, things, "yes" if things[0] is things[1] else "no")
            else:
                self._record(tree, self._comparison(tree, things, names), things, holds)

    def _comparison(self, tree: ast.Compare, values: Sequence[Any], names: Names) -> str:
        """A comparison without words of its own: of a number, or with the members of a collection."""
        one, other = tree.left, tree.comparators[0]
        words = self._wording.argument
        if called(one) == "len":
            return f"{values[0]} different ones are found, where {values[1]} matter"
        if isinstance(tree.ops[0], ast.In | ast.NotIn):
            if isinstance(other, ast.Call) and called(other) in WORDS:
                arguments = (self._run.value(argument, names) for argument in other.args)
                return WORDS[called(other)].format(*map(words, arguments))
            members = ", ".join(sorted(words(value) for value in values[1])[:MOST_SHOWN]) or "none"
            return f"{words(values[0])} is among {members}"
        return f"{words(values[0])} compared with {words(values[1])}"

    def _none_of(self, generator: ast.GeneratorExp, names: Names) -> str:
        """What there is none of, in words; the thing that is looked for is "it"."""
        loop = generator.generators[0]
        domain = DOMAINS.get(called(loop.iter) or ast.unparse(loop.iter), "something that counts")
        arguments = loop.iter.args if isinstance(loop.iter, ast.Call) else []
        among = domain.format(*(self._wording.argument(self._run.value(a, names)) for a in arguments))
        it = ast.unparse(loop.target)
        asked = [part for test in (*loop.ifs, generator.elt) for part in conjuncts(test)]
        said = [text for part in asked if (text := self._of_it(part, it, names))]
        return f"There is {among}" + (f" where {' and '.join(said)}" if said else "")

    def _of_it(self, tree: ast.expr, it: str, names: Names) -> str:
        """What a predicate says of a thing that is not known; empty where there are no words for it."""
        function = called(tree)
        if function not in WORDS or not isinstance(tree, ast.Call):
            return ""
        values = [
            "it" if it in variables(argument) else self._wording.argument(self._run.value(argument, names))
            for argument in tree.args
        ]
        if function in ("isa", "exactly"):
            values = ["it", self._wording.types(tuple(values[1:]))]
        return WORDS[function].format(*values)

    def _leaf(self, tree: ast.Call, names: Names, holds: bool) -> None:
        function = called(tree)
        first = tree.args[0] if tree.args else None
        if function in ABOUT_VALUES and isinstance(first, ast.Attribute):
            self._value_leaf(tree, first, names)
            return
        if function in ABOUT_VALUES and isinstance(first, ast.Call):
            things = [self._run.value(argument, names) for argument in first.args]
            value = self._wording.value("data_class", self._run.value(first, names))
            self._add(tree, WORDS[called(first)].format(*map(self._wording.argument, things)), things, value)
            return
        args = [self._run.value(argument, names) for argument in tree.args]
        words = [self._wording.argument(argument) for argument in args]
        if function in ("isa", "exactly", "lin_has"):
            words = [words[0], self._wording.types(tuple(map(str, args[1:])))]
        text = WORDS[function].format(*words) if function in WORDS else ast.unparse(tree)
        self._record(tree, text, args, holds)

    def _value_leaf(self, tree: ast.expr, attribute: ast.Attribute, names: Names) -> None:
        owner = self._run.value(attribute.value, names)
        value = self._wording.value(attribute.attr, self._run.value(attribute, names))
        text = f"{self._wording.attribute(attribute.attr)} of {owner.name}"
        self._add(tree, text, [owner], value, ((owner.id, attribute.attr),))

    def _record(self, tree: ast.expr, text: str, things: Iterable[Any], holds: bool) -> None:
        self._add(tree, text, things, "yes" if holds else "no")

    def _add(
        self, tree: ast.expr, text: str, things: Iterable[Any], value: str, reads: tuple[Read, ...] = ()
    ) -> None:
        ids = tuple(dict.fromkeys(thing.id for thing in things if isinstance(thing, Thing)))
        key = repr((ast.unparse(tree), ids, value))
        self._found.facts[Leaf(text, ids, value, reads, key)] = None


def _same_before(turn: Names, other: Names, loops: Sequence[ast.comprehension]) -> bool:
    """Whether the outer loops of a comprehension stand at the same members."""
    names = [loop.target.id for loop in loops if isinstance(loop.target, ast.Name)]
    return all(turn[name] is other.get(name) for name in names)
