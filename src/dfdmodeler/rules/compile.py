"""Checked trees to code.

"There is an x such that" over everything in the graph is what makes rules slow. Here each such term becomes
a read of a path table, which one sweep fills for all elements (`_far`); terms that join two path questions
about one x read sets of ends instead (`joins`). What is near an element is compiled as it stands. What fits
none of these still gets its right value, by searching the graph for each subject, and is listed as slow.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from types import CodeType

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.rules.candidates import candidate_types
from dfdmodeler.rules.existence import Existence
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.nearness import reads_widely
from dfdmodeler.rules.program import Function, Program, Table, Total
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.terms import (
    Path,
    Terms,
    is_path,
    path_of,
)
from dfdmodeler.rules.trees import (
    TRUE,
    both,
    bound_variables,
    call,
    called,
    either,
    loops,
    name,
    negation,
    substitute,
    texts,
    variables,
)
from dfdmodeler.rules.vocabulary import AREAS, FLOWS, MEMBER, NODES, TRUTH, Signature

FIELDS = ("id", "source", "target")


class Compiler:
    """Collects functions and tables into one program."""

    def __init__(
        self, catalog: Catalog, signatures: Mapping[str, Signature], definitions: Mapping[str, Definition]
    ) -> None:
        self.program = Program()
        self.catalog = catalog
        self._signatures = signatures
        self._definitions = definitions
        self.terms = Terms(definitions)
        self._existence = Existence(self)
        self._names: dict[tuple[str, bool], str] = {}
        self._kept: dict[tuple[str, str], str] = {}

    def condition(self, expression: Expression) -> str:
        """Compiles a condition or a severity; the name of its function."""
        variable = [expression.variable] if expression.variable else []
        tree = self.terms.renamed(expression.tree)
        body = self.truth(tree) if expression.sort == TRUTH else self.value(tree)
        return self.function(variable, body)

    def candidates(self, expression: Expression) -> frozenset[str] | None:
        """The element types for which a condition can hold, or None if any."""
        return candidate_types(expression.tree, expression.variable, self.catalog, self._definitions)

    def function(self, params: Sequence[str], body: ast.expr, *, keep: bool = False) -> str:
        """The name of a function with this body; equal bodies give one function."""
        order = [*params, *bound_variables(body)]
        body = substitute(body, {old: name(f"_{place}") for place, old in enumerate(order)})
        text = f"lambda {', '.join(f'_{place}' for place in range(len(params)))}: {ast.unparse(body)}"
        if (text, keep) not in self._names:
            identifier = self._names[text, keep] = f"_f{len(self._names)}"
            wide = bool(params) and reads_widely(body)
            self.program.functions[identifier] = Function(compiled(text, identifier), len(params), keep, wide)
        return self._names[text, keep]

    # Truth values

    def truth(self, tree: ast.expr) -> ast.expr:
        """Code that is true where the tree is."""
        if isinstance(tree, ast.BoolOp):
            parts = [self.truth(value) for value in tree.values]
            return both(parts) if isinstance(tree.op, ast.And) else either(parts)
        if isinstance(tree, ast.UnaryOp):
            return negation(self.truth(tree.operand))
        if isinstance(tree, ast.IfExp):
            return ast.IfExp(self.truth(tree.test), self.truth(tree.body), self.truth(tree.orelse))
        if isinstance(tree, ast.Compare):
            return self._compare(tree)
        if isinstance(tree, ast.Call):
            return self._truth_of_call(tree)
        if loops(tree) is not None:
            return self._existence.of(self.terms.fresh(), tree, [])
        return self.value(tree)

    def _compare(self, tree: ast.Compare) -> ast.expr:
        """Membership is a term; so is its negation."""
        if len(tree.ops) == 1 and isinstance(tree.ops[0], ast.In | ast.NotIn):
            domain = tree.comparators[0]
            if self._kept_flows(domain):
                return ast.Compare(self.value(tree.left), tree.ops, [self.value(domain)])
            if self.sort(domain) in (NODES, FLOWS, AREAS) and not isinstance(
                domain, ast.List | ast.Set | ast.SetComp
            ):
                variable = self.terms.fresh()
                found = self._existence.of(
                    variable, domain, [ast.Compare(name(variable), [ast.Eq()], [tree.left])]
                )
                return found if isinstance(tree.ops[0], ast.In) else negation(found)
        return self.value(tree)

    def _kept_flows(self, tree: ast.expr) -> bool:
        """Whether a collection of flows is that of a neighbour: its own predicate keeps them."""
        definition = self._definitions.get(called(tree))
        if definition is None or not definition.single or definition.sort != FLOWS:
            return False
        return isinstance(tree, ast.Call) and not isinstance(tree.args[0], ast.Name)

    def _truth_of_call(self, tree: ast.Call) -> ast.expr:
        function = called(tree)
        if function == "bool":
            return self.truth(tree.args[0])
        if function in ("any", "all", "done_all"):
            return self._quantifier(function, tree.args[0])
        if function == "reach":
            return self._reach(tree)
        definition = self._definitions.get(function)
        if definition is None:
            if is_path(tree):
                return self._existence.of(self.terms.fresh(), tree, [])
            return self.value(tree)
        if definition.single:
            return kept(self._kept_truth(definition), self.value(tree.args[0]))
        return self.truth(self.terms.inlined(tree))

    def _quantifier(self, function: str, generator: ast.expr) -> ast.expr:
        assert isinstance(generator, ast.GeneratorExp)
        listed = ast.ListComp(name("_"), generator.generators)
        if function == "any":
            return self._existence.in_comprehension(listed, generator.elt)
        fails = self._existence.in_comprehension(listed, negation(generator.elt))
        if function == "all":
            return negation(fails)
        return both([self._existence.in_comprehension(listed, TRUE), negation(fails)])

    def _reach(self, tree: ast.Call) -> ast.expr:
        start, end, channel = tree.args
        if ast.dump(start) == ast.dump(end):
            return call("_cycles", self.value(start), self.value(channel))
        self.program.slow += 1
        return call("reach", self.value(start), self.value(end), self.value(channel))

    def _kept_truth(self, definition: Definition) -> str:
        """The function that tells whether a predicate about one thing holds or has members."""
        return self._kept_function(definition, "truth")

    def _kept_function(self, definition: Definition, manner: str) -> str:
        key = definition.name, manner
        if key not in self._kept:
            body = self.terms.renamed(definition.body)
            code = self.truth(body) if manner == "truth" else self.value(body)
            self._kept[key] = self.function(definition.params, code, keep=True)
        return self._kept[key]

    # Values

    def value(self, tree: ast.expr) -> ast.expr:
        """Code that has the tree's value."""
        if isinstance(tree, ast.BoolOp | ast.UnaryOp):
            return self.truth(tree)
        if isinstance(tree, ast.Attribute):
            return self._attribute(tree)
        if isinstance(tree, ast.Call):
            return self._value_of_call(tree)
        if isinstance(tree, ast.Compare):
            return ast.Compare(
                self.value(tree.left), tree.ops, [self.value(right) for right in tree.comparators]
            )
        if isinstance(tree, ast.IfExp):
            return ast.IfExp(self.truth(tree.test), self.value(tree.body), self.value(tree.orelse))
        if isinstance(tree, ast.BinOp):
            return ast.BinOp(self.value(tree.left), tree.op, self.value(tree.right))
        if isinstance(tree, ast.List | ast.Set):
            return type(tree)([self.value(member) for member in tree.elts])
        if isinstance(tree, ast.ListComp | ast.SetComp):
            return type(tree)(self.value(tree.elt), [self._loop(loop) for loop in tree.generators])
        return tree

    def _loop(self, loop: ast.comprehension) -> ast.comprehension:
        return ast.comprehension(loop.target, self.value(loop.iter), [self.truth(t) for t in loop.ifs], 0)

    def _attribute(self, tree: ast.Attribute) -> ast.expr:
        owner = self.value(tree.value)
        if tree.attr in FIELDS:
            return ast.Attribute(owner, tree.attr, ast.Load())
        get = ast.Attribute(ast.Attribute(owner, "props", ast.Load()), "get", ast.Load())
        return ast.Call(get, [ast.Constant(tree.attr), ast.Constant("unknown")], [])

    def _value_of_call(self, tree: ast.Call) -> ast.expr:
        function = called(tree)
        if function in ("any", "all", "done_all", "bool", "reach"):
            return self._truth_of_call(tree)
        if function == "carries":
            flow = ast.Attribute(self.value(tree.args[0]), "kinds", ast.Load())
            return ast.BinOp(flow, ast.BitAnd(), self.value(tree.args[1]))
        if function in ("isa", "exactly"):
            return self._types(function, tree)
        if is_path(tree):
            self.program.slow += 1
            path = path_of(tree)
            return call("_members", *self.path_arguments(path))
        definition = self._definitions.get(function)
        if definition is None:
            return call(function, *[self.value(argument) for argument in tree.args])
        if definition.single:
            manner = "truth" if definition.sort == TRUTH else "value"
            found: ast.expr = kept(self._kept_function(definition, manner), self.value(tree.args[0]))
        else:
            found = self.value(self.terms.inlined(tree))
        return call("_unique", found) if definition.sort in MEMBER else found

    def _types(self, function: str, tree: ast.Call) -> ast.expr:
        """A test of the type alone: what descends from what is known here."""
        wanted = set(texts(tree.args[1:]))
        if not wanted:
            return TRUE
        if function == "isa":
            wanted = {below for type_ in wanted for below in self.catalog.descendants(type_)}
        type_ = ast.Attribute(self.value(tree.args[0]), "type", ast.Load())
        return ast.Compare(type_, [ast.In()], [ast.Set([ast.Constant(one) for one in sorted(wanted)])])

    # Paths

    def path_arguments(self, path: Path) -> list[ast.expr]:
        """What a search for the ends of a path is called with."""
        return [
            ast.Constant(path.onward),
            self.value(path.subject),
            self.value(path.channel),
            ast.Constant(self.restriction(path.through)),
            ast.Constant(self.restriction(path.over)),
        ]

    def restriction(self, restriction: ast.Lambda | None) -> str:
        """The function of what may lie on a path; empty for no restriction."""
        if restriction is None:
            return ""
        return self.function([restriction.args.args[0].arg], self.truth(restriction.body))

    def reads(self, table: str, channel: int | None) -> None:
        """Notes that a table is read, so that it can be filled beforehand."""
        if (table, channel) not in self.program.reads:
            self.program.reads.append((table, channel))

    def table(
        self,
        variable: str,
        path: Path,
        local: Sequence[ast.expr],
        *,
        other: bool = False,
        joined: bool = False,
        emits: str = "",
    ) -> str:
        """The name of the table of a path question; equal questions share one."""
        condition = both(local)
        own_channel = variable in variables(path.channel)
        table = Table(
            onward=path.onward,
            counts=self.function([variable], self.truth(condition)),
            types=candidate_types(condition, variable, self.catalog, self._definitions),
            other=other,
            through=self.restriction(path.through),
            over=self.restriction(path.over),
            channel=self.function([variable], self.value(path.channel)) if own_channel else "",
            joined=joined,
            emits=emits,
        )
        for identifier, known in self.program.tables.items():
            if known == table:
                return identifier
        identifier = f"_t{len(self.program.tables)}"
        self.program.tables[identifier] = table
        return identifier

    def total(self, total: Total) -> str:
        """The name of a total; equal ones share one."""
        for identifier, known in self.program.totals.items():
            if known == total:
                return identifier
        identifier = f"_s{len(self.program.totals)}"
        self.program.totals[identifier] = total
        return identifier

    def sort(self, tree: ast.expr) -> str:
        """The sort of a checked tree, as far as collections are concerned."""
        signature = self._signatures.get(called(tree))
        if signature is not None:
            return signature.result
        if isinstance(tree, ast.Name) and tree.id in MEMBER:
            return tree.id
        return NODES if loops(tree) is not None or isinstance(tree, ast.List) else ""


def kept(function: str, thing: ast.expr) -> ast.expr:
    """Code that reads what a function says of a thing from what is kept of it."""
    return ast.Subscript(name(function), thing, ast.Load())


def compiled(text: str, identifier: str) -> CodeType:
    """Code of a function. The text is our own, of a tree that is made of the language's forms alone."""
    outer = compile(text, f"<{identifier}>", "eval")
    return next(constant for constant in outer.co_consts if isinstance(constant, CodeType))
