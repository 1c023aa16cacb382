"""Conditions in words: what a rule asks, before there is any model to ask it of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.rules.plain import FIELDS
from dfdmodeler.rules.sayings import DOMAINS, SAYINGS
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.trees import called, texts
from dfdmodeler.rules.wording import Wording, alternatives, indefinite, lowered

Names = Mapping[str, str]
"""What the variables in force are called."""
SUBJECT = "the subject"
NEEDS_MEMBERS = ("from", "to", "reach", "holds", "by", "through")
"""A saying that ends so goes on with what is found."""
MEMBERS = {
    "calls": "an agent or language model",
    "drivers": "an agent or language model",
    "hands": "a tool or an actuator",
    "sens_ctx": "a store or tool",
    "pers_ctx": "a store or tool",
}
"""What a saying finds, where that is more than elements of the types asked for."""
ENDS = {"source": "the sender of", "target": "the receiver of"}
OF_FLOWS = frozenset(
    {
        "flows",
        "inflows",
        "outflows",
        "calls",
        "direct_low",
        "outside_in",
        "untrusted_in",
        "lineage_in",
        "flows_of",
        "entries",
        "approvals",
    }
)
"""The domains whose members are flows."""
OWN_DOMAINS = {
    **DOMAINS,
    "flows_of": "flow that {0} is, or that crosses a boundary at it",
    "entries": "flow by which outsiders query {0}",
    "approvals": "call through which {0} acts",
    "models_of": "language model that {0} is or feeds",
}
QUANTIFIED = {
    "any": ("There is {one}", "There is no {found}"),
    "all": ("It is so for every {found}", "It is not so for every {found}"),
    "done_all": ("There is {one}, and it is so for every one", "It is not so for every {found}"),
}
OWN_WORDS = {
    "low": ("{0} is not fully trusted", "{0} is fully trusted"),
    "sens": ("{0} holds or carries sensitive data", "{0} is not stated to hold or carry sensitive data"),
    "pers": ("{0} holds or carries personal data", "{0} is not stated to hold or carry personal data"),
    "screened": ("all untrusted training data for {0} is screened", "{0} gets unscreened training data"),
    "unanswered": ("{0} has unanswered key attributes", "All key attributes of {0} are answered"),
}
READ_AS = {"trust_of": "trust", "cls": "data_class"}
"""Predicates that yield the value of an attribute."""
OF_VALUES = ("yes", "has", "lacks", "short_of")
OF_TYPES = ("isa", "exactly")
OF_A_FLOW = ("carries", "crosses")
SAID = frozenset({*SAYINGS, *OWN_WORDS, *OF_VALUES, *OF_TYPES, *OF_A_FLOW})
"""Predicates that have words; any other is shown as it is written."""


class Line(NamedTuple):
    """One line of a condition in words; lines further in belong to the line before that is less far in."""

    depth: int
    text: str


class Reader:
    """Puts checked conditions into words, under one catalog."""

    def __init__(self, catalog: Catalog, kinds: Kinds) -> None:
        self._wording = Wording(catalog, kinds)

    def read(self, expression: Expression) -> tuple[Line, ...]:
        """What must be true, line by line. Lines side by side at the top must all be true."""
        names = {expression.variable: SUBJECT} if expression.variable else {}
        return tuple(self._lines(expression.tree, names, True, 0))

    def levels(self, expression: Expression) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """The severities that an expression can yield, each with what must be true; the first that fits."""
        names = {expression.variable: SUBJECT} if expression.variable else {}
        return tuple(self._outcomes(expression.tree, names, ()))

    def _outcomes(
        self, tree: ast.expr, names: Names, given: tuple[Line, ...]
    ) -> Iterator[tuple[str, tuple[Line, ...]]]:
        if isinstance(tree, ast.IfExp):
            yield from self._outcomes(tree.body, names, (*given, *self._lines(tree.test, names, True, 0)))
            yield from self._outcomes(tree.orelse, names, given)
        else:
            yield texts([tree])[0], given

    def _lines(
        self, tree: ast.expr, names: Names, holds: bool, depth: int, *, among_all: bool = True
    ) -> Iterator[Line]:
        """The lines of one condition; `among_all` where the lines beside it must all be true."""
        if isinstance(tree, ast.UnaryOp):
            yield from self._lines(tree.operand, names, not holds, depth, among_all=among_all)
        elif isinstance(tree, ast.BoolOp):
            every = isinstance(tree.op, ast.And) is holds
            if not (every and among_all):
                yield Line(depth, "All of this:" if every else "At least one of these:")
                depth += 1
            for value in tree.values:
                yield from self._lines(value, names, holds, depth, among_all=every)
        elif called(tree) == "bool" and isinstance(tree, ast.Call):
            yield from self._lines(tree.args[0], names, holds, depth, among_all=among_all)
        elif called(tree) in QUANTIFIED and isinstance(tree, ast.Call):
            yield from self._quantified(tree, names, holds, depth)
        else:
            text = self._said(tree, names, holds)
            yield Line(depth, f"{text[:1].upper()}{text[1:]}")

    def _quantified(self, tree: ast.Call, names: Names, holds: bool, depth: int) -> Iterator[Line]:
        generator = tree.args[0]
        assert isinstance(generator, ast.GeneratorExp)
        function = called(tree)
        for place, loop in enumerate(generator.generators):
            assert isinstance(loop.target, ast.Name)
            found, member = self._domain(loop.iter, names)
            names = {**names, loop.target.id: member}
            lead = QUANTIFIED[function][0 if holds or place else 1].format(one=_one(found), found=found)
            if function == "any":
                yield Line(depth, f"{lead} where")
                for test in loop.ifs:
                    yield from self._lines(test, names, True, depth + 1)
            else:
                yield Line(depth, f"{lead}{self._where(loop.ifs, names)}:")
            depth += 1
        yield from self._lines(generator.elt, names, True, depth)

    def _where(self, tests: Iterable[ast.expr], names: Names) -> str:
        said = " and ".join(self._said(test, names, True) for test in tests)
        return f" where {said}" if said else ""

    def _domain(self, tree: ast.expr, names: Names) -> tuple[str, str]:
        """What a loop runs over, as one of its members, and what that member is called from there on."""
        name = called(tree) or (tree.id if isinstance(tree, ast.Name) else "")
        text = OWN_DOMAINS.get(name, f"member of `{ast.unparse(tree)}`")
        if isinstance(tree, ast.Call) and name in OWN_DOMAINS:
            types = texts(tree.args)
            narrowed = f" that is {self._wording.types(types)}" if types and "{some}" not in text else ""
            text = self._filled(text, tree, names) + narrowed
        stem = "flow" if name in OF_FLOWS else "element"
        return text, f"the other {stem}" if f"this {stem}" in names.values() else f"this {stem}"

    def _said(self, tree: ast.expr, names: Names, holds: bool) -> str:
        if isinstance(tree, ast.Compare):
            return self._compared(tree, names, holds)
        function = called(tree)
        if isinstance(tree, ast.Name) and tree.id in DOMAINS:
            return f"there is {_one(DOMAINS[tree.id]) if holds else f'no {DOMAINS[tree.id]}'}"
        if isinstance(tree, ast.Constant):
            return "nothing more is asked" if bool(tree.value) is holds else "never"
        if not isinstance(tree, ast.Call) or function not in SAID:
            return f"{'' if holds else 'not '}`{ast.unparse(tree)}`"
        if function in OF_VALUES:
            return self._of_value(function, tree, names, holds)
        if function in OF_TYPES:
            return f"{self._thing(tree.args[0], names)} is {self._types(tree, holds)}"
        if function in OF_A_FLOW:
            return self._of_flow(function, tree, names, holds)
        if function in OWN_WORDS:
            return OWN_WORDS[function][0 if holds else 1].format(self._thing(tree.args[0], names))
        saying = SAYINGS[function]
        text = self._filled(saying.true if holds else saying.false, tree, names)
        if holds and text.split()[-1] in NEEDS_MEMBERS:
            text += f" {MEMBERS.get(function) or self._wording.types(texts(tree.args))}"
        return text

    def _types(self, tree: ast.Call, holds: bool) -> str:
        types = self._wording.types(texts(tree.args), article=holds)
        return types if holds else f"no {types}"

    def _of_flow(self, function: str, tree: ast.Call, names: Names, holds: bool) -> str:
        flow = self._thing(tree.args[0], names)
        if function == "carries":
            return f"{flow} {'carries' if holds else 'does not carry'} {self._argument(tree.args[1], names)}"
        kinds = texts(tree.args)
        of = f" of the kind {self._wording.boundary_kinds(kinds)}" if kinds else ""
        return f"{flow} crosses {'a' if holds else 'no'} trust boundary{of}"

    def _of_value(self, function: str, tree: ast.Call, names: Names, holds: bool) -> str:
        """What is asked of an attribute, or of a data class."""
        asked = tree.args[0]
        if isinstance(asked, ast.Attribute):
            name, owner = asked.attr, self._thing(asked.value, names)
        else:
            assert isinstance(asked, ast.Call)
            name, owner = "data_class", self._thing(asked.args[0], names)
        if function in ("yes", "lacks"):
            claim = lowered(self._wording.claimed(name, owner))
            if holds is (function == "yes"):
                return claim
            return f"{'nothing shows' if function == 'lacks' else 'nothing says'} that {claim}"
        values = alternatives([self._wording.value(name, value) for value in texts(tree.args)])
        unless = "" if holds is (function == "has") else "not known to be " if holds else "not "
        return f"{self._wording.about(name, owner)}: {unless}{values}"

    def _compared(self, tree: ast.Compare, names: Names, holds: bool) -> str:
        one, other, op = tree.left, tree.comparators[0], tree.ops[0]
        no = "" if holds is not isinstance(op, ast.NotEq | ast.NotIn) else "not "
        if isinstance(op, ast.In | ast.NotIn):
            return self._among(one, other, names, no)
        if (
            isinstance(op, ast.GtE)
            and holds
            and isinstance(one, ast.Call)
            and isinstance(other, ast.Constant)
        ):
            found = self._members(one.args[0], names)
            return f"{ast.unparse(other)} or more different ones are found: {found}"
        if not isinstance(op, ast.Eq | ast.NotEq):
            return f"{'' if holds else 'not '}`{ast.unparse(tree)}`"
        if called(one) in READ_AS and isinstance(one, ast.Call):
            name, owner = READ_AS[called(one)], self._thing(one.args[0], names)
            return f"{self._wording.about(name, owner)}: {no}{self._value(name, other)}"
        if isinstance(one, ast.Attribute) and one.attr not in FIELDS:
            owner = self._thing(one.value, names)
            return f"{self._wording.about(one.attr, owner)}: {no}{self._value(one.attr, other)}"
        return f"{self._thing(one, names)} is {no}the same as {self._thing(other, names)}"

    def _value(self, name: str, tree: ast.expr) -> str:
        """What an attribute is compared with."""
        values = texts([tree])
        return self._wording.value(name, values[0]) if values else f"`{ast.unparse(tree)}`"

    def _among(self, one: ast.expr, other: ast.expr, names: Names, no: str) -> str:
        """Whether something is a member of a collection."""
        first = self._thing(one, names)
        if called(other) == "crossed" and isinstance(other, ast.Call):
            return f"{self._thing(other.args[0], names)} {'does not cross' if no else 'crosses'} {first}"
        if called(other):
            found, _ = self._domain(other, names)
            return f"{first} is {f'no {found}' if no else _one(found)}"
        return f"{first} is {no}among these: {self._members(other, names)}"

    def _members(self, tree: ast.expr, names: Names) -> str:
        """The members of a comprehension, in one line."""
        if not isinstance(tree, ast.ListComp | ast.SetComp) or len(tree.generators) > 1:
            return f"`{ast.unparse(tree)}`"
        loop = tree.generators[0]
        assert isinstance(loop.target, ast.Name)
        found, member = self._domain(loop.iter, names)
        inner = {**names, loop.target.id: member}
        return f"{self._thing(tree.elt, inner)}, for each {found}{self._where(loop.ifs, inner)}"

    def _filled(self, template: str, tree: ast.Call, names: Names) -> str:
        arguments = [self._argument(argument, names) for argument in tree.args]
        capitals = {f"C{i}": f"{text[:1].upper()}{text[1:]}" for i, text in enumerate(arguments)}
        types = texts(tree.args)
        some, no = self._wording.types(types), self._wording.types(types, article=False)
        return template.format(*arguments, some=some, no=no, **capitals)

    def _argument(self, tree: ast.expr, names: Names) -> str:
        if isinstance(tree, ast.IfExp):  # data kinds that depend on what the subject is
            masks = [ast.literal_eval(branch) for branch in (tree.body, tree.orelse)]
            return self._wording.channel(masks[0] | masks[1])
        if called(tree) == "train_in" and isinstance(tree, ast.Call):
            return f"what {self._thing(tree.args[0], names)} learns from"
        if isinstance(tree, ast.Constant):
            return self._wording.channel(tree.value) if isinstance(tree.value, int) else str(tree.value)
        return self._thing(tree, names)

    def _thing(self, tree: ast.expr, names: Names) -> str:
        if isinstance(tree, ast.Name):
            return names.get(tree.id, tree.id)
        if isinstance(tree, ast.Attribute) and tree.attr in ENDS:
            return f"{ENDS[tree.attr]} {self._thing(tree.value, names)}"
        if isinstance(tree, ast.Attribute) and tree.attr == "id":
            return self._thing(tree.value, names)
        return f"`{ast.unparse(tree)}`"


def _one(found: str) -> str:
    return f"an {found}" if found.startswith("un") else indefinite(found)
