"""A condition at one subject as an argument: what it asks part by part, and what of that is so."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.leaf import Leaf
from dfdmodeler.rules.plain import Interpreter, Names
from dfdmodeler.rules.sayings import SAYINGS
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.telling import Teller, Thing
from dfdmodeler.rules.trees import call, called

Form = Literal["all", "any"]
DEPTH = 5
"""How far derived predicates are opened."""
NEAREST = 3
"""Of many candidates, so many are shown."""
WEIGHED = 12
"""Of many candidates, so many are argued to find the nearest: those that fail the fewest tests."""
OTHER_TYPE = 10
"""What it weighs that something is of another type: nobody changes that to make a rule fire."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A test, the things that its variables stand for, and what the condition wants it to be."""

    tree: ast.expr
    names: Names
    wanted: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition. A group of parts has no leaf; a leaf that is not met has what it rests on."""

    met: bool
    """Whether it is as the condition asks."""
    leaf: Leaf | None
    """What is true of the model; of a candidate, its name."""
    form: Form = "all"
    parts: tuple[Part, ...] = ()
    asked: Asked | None = field(default=None, compare=False, repr=False)
    """Behind a leaf that is not a name: what was asked."""

    def failing(self) -> tuple[Part, ...]:
        """The fewest parts with leaves that would all have to be otherwise."""
        if self.met:
            return ()
        if self.asked is not None:
            return (self,)
        unmet = [part for part in self.parts if not part.met]
        if self.form == "any":
            return min(unmet, key=Part.weight).failing() if unmet else ()
        return tuple(leaf for part in unmet for leaf in part.failing())

    def weight(self) -> int:
        """How far it is from being met."""
        return sum(OTHER_TYPE if _about_types(part) else 1 for part in self.failing())


class Arguer:
    """Argues conditions over the stated facts of one model."""

    def __init__(self, facts: Facts, definitions: Mapping[str, Definition]) -> None:
        self._run = Interpreter(facts, definitions)
        self._teller = Teller(self._run)

    def argue(self, expression: Expression, subject: Thing | None) -> Part:
        """A condition at a subject."""
        names = {expression.variable: subject} if expression.variable else {}
        return self._part(expression.tree, names, True, DEPTH)

    def _part(self, tree: ast.expr, names: Names, wanted: bool, depth: int) -> Part:
        if isinstance(tree, ast.BoolOp):
            form: Form = "all" if isinstance(tree.op, ast.And) is wanted else "any"
            return _group(form, [self._part(value, names, wanted, depth) for value in tree.values])
        if isinstance(tree, ast.UnaryOp):
            return self._part(tree.operand, names, not wanted, depth)
        if isinstance(tree, ast.IfExp):
            test = bool(self._run.value(tree.test, names))
            branch = self._part(tree.body if test else tree.orelse, names, wanted, depth)
            return _group("all", [self._part(tree.test, names, test, depth), branch])
        if isinstance(tree, ast.Call) and called(tree) == "bool":
            return self._part(tree.args[0], names, wanted, depth)
        met = bool(self._run.value(tree, names)) is wanted
        form, parts = self._opened(tree, names, wanted, depth) if depth and not met else ("all", ())
        return Part(met, self._teller.leaf(tree, names), form, parts, Asked(tree, names, wanted))

    def _opened(
        self, tree: ast.expr, names: Names, wanted: bool, depth: int
    ) -> tuple[Form, tuple[Part, ...]]:
        """What a test rests on, one level further down."""
        if isinstance(tree, ast.ListComp | ast.SetComp):
            return self._candidates(tree.generators, None, names, wanted, depth)
        if not isinstance(tree, ast.Call):
            return "all", ()
        first = tree.args[0]
        if called(tree) == "any" and isinstance(first, ast.GeneratorExp):
            return self._candidates(first.generators, first.elt, names, wanted, depth)
        if called(tree) not in self._run.definitions or called(tree) in ("low", "sens", "pers"):
            return "all", ()
        definition, inner = self._run.arguments(tree, names)
        if definition.sort not in ("truth", "nodes", "flows"):
            return "all", ()
        below = self._part(definition.body, inner, wanted, depth - 1)
        if below.leaf is None or isinstance(definition.body, ast.ListComp | ast.SetComp):
            return below.form, below.parts
        if below.leaf.text == self._teller.leaf(tree, names).text:
            return below.form, below.parts
        return "all", (below,)

    def _candidates(
        self,
        loops: Sequence[ast.comprehension],
        each: ast.expr | None,
        names: Names,
        wanted: bool,
        depth: int,
    ) -> tuple[Form, tuple[Part, ...]]:
        """The members that a search ran over: those it should not have found, or those that came nearest."""
        form: Form = "any" if wanted else "all"
        members = list(self._run.value(loops[0].iter, names))
        if not members:
            return form, tuple(self._domain(loops[0].iter, names, wanted, depth))
        failed = [self._failed(member, loops, each, names) for member in members]
        if wanted:
            order = sorted(range(len(members)), key=failed.__getitem__)[:WEIGHED]
            chosen = [members[place] for place in sorted(order)]
        else:
            chosen = [member for member, number in zip(members, failed, strict=True) if not number][:NEAREST]
        argued = [self._candidate(member, loops, each, names, wanted, depth) for member in chosen]
        return form, tuple(sorted(argued, key=Part.weight)[:NEAREST] if wanted else argued)

    def _failed(
        self, member: object, loops: Sequence[ast.comprehension], each: ast.expr | None, names: Names
    ) -> int:
        """How many tests of a search a member fails: known long before the reasons are."""
        inner = {**names, _variable(loops[0]).id: member}
        tests = (*loops[0].ifs, *_rest(loops[1:], each))
        return sum(not self._run.value(test, inner) for test in tests)

    def _candidate(
        self,
        member: object,
        loops: Sequence[ast.comprehension],
        each: ast.expr | None,
        names: Names,
        wanted: bool,
        depth: int,
    ) -> Part:
        inner = {**names, _variable(loops[0]).id: member}
        tests = [*loops[0].ifs, *_rest(loops[1:], each)]
        parts = tuple(self._part(test, inner, wanted, depth - 1) for test in tests)
        name = self._teller.wording.argument(member)
        ids = (member.id,) if isinstance(member, Thing) else ()
        met = [part.met for part in parts]
        # It counts if it passes every test; where there must be none, one test that it fails is enough.
        return Part(
            all(met) if wanted else any(met), Leaf(name, ids, "yes"), "all" if wanted else "any", parts
        )

    def _domain(self, tree: ast.expr, names: Names, wanted: bool, depth: int) -> Iterator[Part]:
        """Why a search has nothing to run over."""
        if wanted and called(tree) in SAYINGS:
            yield self._part(tree, names, wanted, depth - 1)


def _rest(loops: Sequence[ast.comprehension], each: ast.expr | None) -> Iterator[ast.expr]:
    """What is asked of a member of the first loop by the loops within it."""
    if loops and each is None:
        yield ast.ListComp(_variable(loops[-1]), list(loops))
    elif loops and each is not None:
        yield call("any", ast.GeneratorExp(each, list(loops)))
    elif each is not None:
        yield each


def _variable(loop: ast.comprehension) -> ast.Name:
    assert isinstance(loop.target, ast.Name)
    return ast.Name(loop.target.id, ast.Load())


def _group(form: Form, parts: Sequence[Part]) -> Part:
    """Parts together; groups of the same form become one."""
    flat: list[Part] = []
    for part in parts:
        flat += part.parts if part.leaf is None and part.form == form else [part]
    met = all(part.met for part in flat) if form == "all" else any(part.met for part in flat)
    return flat[0] if len(flat) == 1 else Part(met, None, form, tuple(flat))


def _about_types(part: Part) -> bool:
    return part.asked is not None and called(part.asked.tree) in ("isa", "exactly")
