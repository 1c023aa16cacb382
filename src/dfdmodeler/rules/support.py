"""What a condition's value rests on: attributes that, while they stay as they are, keep the value as it is.

Where there are several reasons, one of them is told and not all: a path out of many, the first member that
makes "there is one such that" true. So whatever makes the value another must change one of these attributes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dfdmodeler.graph.paths import shortest
from dfdmodeler.graph.sweeps import Way
from dfdmodeler.graph.topology import Area, Hop, Node
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.plain import FIELDS, Interpreter, Names
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.trees import called

Thing = Node | Hop | Area
Read = tuple[str, str]
"""The id of an element or flow, and the name of an attribute."""
SEARCHES = ("sources", "targets")
PRIMITIVE_READS: Mapping[str, tuple[str, ...]] = {
    "enc": ("encrypted", "protocol"),
    "integ": ("integrity", "protocol"),
    "src_auth": ("authn", "protocol", "initiator", "carries"),
    "dst_auth": ("authn", "protocol", "initiator", "carries"),
    "pulled": ("initiator", "carries"),
    "carries": ("carries",),
    "undeclared": ("carries",),
    "network": ("channel",),
    "cls": ("data_class",),
    "third_party": ("operator",),
    "trust_of": ("trust", "operator"),
}
"""The attributes of their first argument that primitive predicates read without naming them."""


@dataclass(frozen=True, slots=True, eq=False)
class PathTerm:
    """A path that must exist: between some ends and the element near the subject, and how it may run."""

    call: ast.Call
    names: Names
    near: Node
    ends: tuple[Node, ...]
    """All elements that would do as the other end."""

    @property
    def onward(self) -> bool:
        return called(self.call) == "targets"


@dataclass(slots=True)
class Ground:
    """What a value rests on."""

    reads: dict[Read, None] = field(default_factory=dict)
    """In the order in which they were read."""
    terms: list[PathTerm] = field(default_factory=list)


class Support(Interpreter):
    """Tells what the values of conditions rest on, over the facts of one model."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Definition]) -> None:
        super().__init__(facts, definitions)
        self._ground = Ground()
        self._complete = False
        """Whether all that is evaluated is being recorded."""
        self._found: dict[tuple[int, int, bool], list[Node]] = {}
        stencils = facts.topology.catalog.stencils.values()
        self._trust = tuple(sorted({case.attribute for row in stencils for case in row.trust_when}))

    def ground(self, expression: Expression, subject: Thing | None) -> Ground:
        """What the value of a condition for a subject rests on."""
        self._ground = Ground()
        self._why(expression.tree, {expression.variable: subject} if expression.variable else {})
        return self._ground

    def read_by(self, term: PathTerm) -> Ground:
        """All that the paths of a term depend on, wherever they run."""
        self._ground = Ground()
        self._all(term.call, term.names)
        return self._ground

    def _all(self, tree: ast.AST | None, names: Names) -> Any:
        """The value of a tree, with everything that is read for it."""
        if not isinstance(tree, ast.expr):
            return None
        before, self._complete = self._complete, True
        value = self.value(tree, names)
        self._complete = before
        return value

    def _why(self, tree: ast.expr, names: Names) -> None:
        """Records what keeps the truth of a tree as it is."""
        if isinstance(tree, ast.BoolOp):
            self._why_bool_op(tree, names)
        elif isinstance(tree, ast.UnaryOp):
            self._why(tree.operand, names)
        elif isinstance(tree, ast.IfExp):
            self._why(tree.test, names)
            self._why(tree.body if self.value(tree.test, names) else tree.orelse, names)
        elif isinstance(tree, ast.ListComp | ast.SetComp):
            self._why_some(tree.generators, None, tree, names)
        elif isinstance(tree, ast.Call):
            self._why_call(tree, names)
        elif isinstance(tree, ast.Compare) and isinstance(tree.ops[0], ast.In) and self.value(tree, names):
            self._why_member(tree.comparators[0], names, self._all(tree.left, names))
        else:
            self._all(tree, names)

    def _why_bool_op(self, tree: ast.BoolOp, names: Names) -> None:
        decides = isinstance(tree.op, ast.Or)
        one = next((value for value in tree.values if bool(self.value(value, names)) is decides), None)
        for value in tree.values if one is None else [one]:
            self._why(value, names)

    def _why_call(self, tree: ast.Call, names: Names) -> None:
        function = called(tree)
        if function == "bool":
            self._why(tree.args[0], names)
        elif function in ("any", "all", "done_all"):
            generator = tree.args[0]
            assert isinstance(generator, ast.GeneratorExp)
            if function == "any":
                self._why_some(generator.generators, generator.elt, tree, names)
            else:
                self._why_all(generator, tree, names)
        elif function in self.definitions:
            definition, inner = self.arguments(tree, names)
            self._why(definition.body, inner)
        elif function in (*SEARCHES, "reach", "inflows", "outflows") and (found := self.value(tree, names)):
            start = self.value(tree.args[0], names)
            if function == "reach":
                self._path(tree, names, start, [self.value(tree.args[1], names)], onward=True)
            else:
                self._why_member(tree, names, found[0], found)
        else:
            self._all(tree, names)

    def _why_some(
        self, loops: Sequence[ast.comprehension], each: ast.expr | None, tree: ast.expr, names: Names
    ) -> None:
        """Why there is, or is not, a turn of the loops that counts."""
        turns = [turn for turn in self.bindings(loops, names) if each is None or self.value(each, turn)]
        if not turns:
            self._all(tree, names)
            return
        first = loops[0].target
        assert isinstance(first, ast.Name)
        self._turn(loops, names, turns[0], [turn[first.id] for turn in turns])
        if each is not None:
            self._why(each, turns[0])

    def _why_all(self, generator: ast.GeneratorExp, tree: ast.Call, names: Names) -> None:
        turns = self.bindings(generator.generators, names)
        failing = next((turn for turn in turns if not self.value(generator.elt, turn)), None)
        if failing is None:
            self._all(tree, names)
        else:
            self._turn(generator.generators, names, failing, ())
            self._why(generator.elt, failing)

    def _turn(
        self, loops: Sequence[ast.comprehension], names: Names, turn: Names, alike: Sequence[Any]
    ) -> None:
        """Why the loops come to a turn; `alike` are the members of the first that would do as well."""
        inner = dict(names)
        for place, loop in enumerate(loops):
            assert isinstance(loop.target, ast.Name)
            member = turn[loop.target.id]
            self._why_member(loop.iter, inner, member, () if place else alike)
            inner[loop.target.id] = member
            for test in loop.ifs:
                self._why(test, inner)

    def _why_member(self, domain: ast.expr, names: Names, member: Any, alike: Iterable[Any] = ()) -> None:
        """Records what keeps something a member of a collection."""
        if isinstance(domain, ast.IfExp):
            self._why(domain.test, names)
            branch = domain.body if self.value(domain.test, names) else domain.orelse
            self._why_member(branch, names, member, alike)
        elif isinstance(domain, ast.ListComp | ast.SetComp):
            self._why_listed(domain, names, member, alike)
        elif isinstance(domain, ast.Call) and called(domain) in self.definitions:
            definition, inner = self.arguments(domain, names)
            self._why_member(definition.body, inner, member, alike)
        elif isinstance(domain, ast.Call) and called(domain) in SEARCHES:
            near = self.value(domain.args[0], names)
            ends = tuple(dict.fromkeys([member, *alike]))
            self._ground.terms.append(PathTerm(domain, names, near, ends))
            self._path(domain, names, near, [member], onward=called(domain) == "targets")
        elif isinstance(member, Thing):
            self._presence(member)
            if isinstance(domain, ast.Call):
                for argument in domain.args:
                    self._all(argument, names)
        else:
            self._all(domain, names)

    def _why_listed(
        self, listed: ast.ListComp | ast.SetComp, names: Names, member: Any, alike: Iterable[Any]
    ) -> None:
        wanted = {member, *alike}
        turns = list(self.bindings(listed.generators, names))
        turn = next(turn for turn in turns if self.value(listed.elt, turn) == member)
        first = listed.generators[0].target
        assert isinstance(first, ast.Name)
        others = [other[first.id] for other in turns if self.value(listed.elt, other) in wanted]
        self._turn(listed.generators, names, turn, others)
        self._all(listed.elt, turn)

    def _path(self, tree: ast.Call, names: Names, near: Node, ends: Sequence[Node], *, onward: bool) -> None:
        """Records what keeps the shortest path of a search open."""
        self._all(tree.args[-1], names)
        way = self.way(tree, names)
        path = shortest(self.topology, way, *(([near], ends) if onward else (ends, [near])))
        if path is None:
            return
        rules = {keyword.arg: keyword.value for keyword in tree.keywords}
        for hop in path.hops:
            self._presence(hop)
            self._read(hop, "carries")
            self._restricted(rules.get("over"), names, hop)
        for node in path.nodes:
            self._presence(node)
        for node in path.nodes[1:-1]:
            self._restricted(rules.get("through"), names, node)

    def _restricted(self, tree: ast.expr | None, names: Names, thing: Thing) -> None:
        if isinstance(tree, ast.Lambda):
            self._why(tree.body, {**names, tree.args.args[0].arg: thing})

    def _presence(self, thing: Thing) -> None:
        """Callers that nobody drew are there because of the exposure of whom they call."""
        if isinstance(thing, Node | Hop) and not thing.drawn:
            self._ground.reads[thing.id.partition("@")[2], "exposure"] = None

    def _read(self, thing: Any, attribute: str) -> None:
        self._ground.reads[thing.id, attribute] = None

    def _attribute(self, tree: ast.Attribute, names: Names) -> Any:
        if self._complete and tree.attr not in FIELDS:
            self._read(self.value(tree.value, names), tree.attr)
        return super()._attribute(tree, names)

    def _call(self, tree: ast.Call, names: Names) -> Any:
        if self._complete and tree.args:
            function = called(tree)
            attributes = PRIMITIVE_READS.get(function, ())
            if function in ("inflows", "outflows", "touching"):
                for hop in (node := self.value(tree.args[0], names)).inflows + node.outflows:
                    self._presence(hop)
            elif function in ("trust_of", "unanswered"):
                thing = self.value(tree.args[0], names)
                own = self.topology.catalog.key_attributes(thing.type) if function == "unanswered" else ()
                attributes += own or self._trust
            for attribute in attributes:
                self._read(self.value(tree.args[0], names), attribute)
        return super()._call(tree, names)

    def _reached(self, start: Node, way: Way, onward: bool) -> list[Node]:
        if self._complete:
            for hop in self.topology.flows:
                if hop.kinds & way.later:
                    self._read(hop, "carries")
                    self._presence(hop)
        if way.open is not None or way.passable is not self.topology.conducting:
            return super()._reached(start, way, onward)
        key = start.index, way.first, onward
        if key not in self._found:
            self._found[key] = super()._reached(start, way, onward)
        return self._found[key]
