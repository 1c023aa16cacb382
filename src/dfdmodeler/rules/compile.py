"""Checked trees to code.

"There is an x such that" over everything in the graph is what makes rules slow. Here each such term becomes a read
of a path table, which one sweep fills for all elements (`_far`); terms that join two path questions about one x read
sets of ends instead (`joins`). What is near an element is compiled as it stands. What fits none of these still gets
its right value, by searching the graph for each subject, and is listed as slow.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from types import CodeType

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.rules.candidates import candidate_types
from dfdmodeler.rules.glossary import Definition
from dfdmodeler.rules.joins import Joiner
from dfdmodeler.rules.program import Function, Program, Table
from dfdmodeler.rules.syntax import Expression
from dfdmodeler.rules.terms import (
    Part,
    Path,
    Terms,
    depends,
    differs_from,
    equal_to,
    is_path,
    path_of,
    said_of_end,
)
from dfdmodeler.rules.trees import (
    FALSE,
    TRUE,
    both,
    bound_variables,
    call,
    called,
    either,
    is_name,
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
        self._names: dict[str, str] = {}
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
        args = [ast.arg(f"_{place}") for place in range(len(params))]
        text = f"{len(params)}{keep}{ast.unparse(ast.fix_missing_locations(body))}"
        if text not in self._names:
            identifier = self._names[text] = f"_f{len(self._names)}"
            code = compiled(args, body, identifier)
            self.program.functions[identifier] = Function(code, len(params), keep)
        return self._names[text]

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
            return self.exists(self.terms.fresh(), tree, [])
        return self.value(tree)

    def _compare(self, tree: ast.Compare) -> ast.expr:
        """Membership is a term; so is its negation."""
        if len(tree.ops) == 1 and isinstance(tree.ops[0], ast.In | ast.NotIn):
            domain = tree.comparators[0]
            if self.sort(domain) in (NODES, FLOWS, AREAS) and not isinstance(
                domain, ast.List | ast.Set | ast.SetComp
            ):
                variable = self.terms.fresh()
                found = self.exists(variable, domain, [ast.Compare(name(variable), [ast.Eq()], [tree.left])])
                return found if isinstance(tree.ops[0], ast.In) else negation(found)
        return self.value(tree)

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
                return self.exists(self.terms.fresh(), tree, [])
            return self.value(tree)
        if definition.single:
            return call(self._kept_truth(definition), self.value(tree.args[0]))
        return self.truth(self.terms.inlined(tree))

    def _quantifier(self, function: str, generator: ast.expr) -> ast.expr:
        assert isinstance(generator, ast.GeneratorExp)
        listed = ast.ListComp(name("_"), generator.generators)
        if function == "any":
            return self._exists_in(listed, generator.elt)
        fails = self._exists_in(listed, negation(generator.elt))
        if function == "all":
            return negation(fails)
        return both([self._exists_in(listed, TRUE), negation(fails)])

    def _exists_in(self, listed: ast.ListComp, condition: ast.expr) -> ast.expr:
        nested = condition
        for loop in reversed(listed.generators[1:]):
            nested = call("any", ast.GeneratorExp(nested, [loop]))
        first = listed.generators[0]
        assert isinstance(first.target, ast.Name)
        return self.exists(first.target.id, first.iter, [*first.ifs, nested])

    def _reach(self, tree: ast.Call) -> ast.expr:
        start, end, channel = tree.args
        if ast.dump(start) == ast.dump(end):
            return call("_cycles", self.value(start), self.value(channel))
        self.program.slow.append(ast.unparse(tree))
        return call("reach", self.value(start), self.value(end), self.value(channel))

    def _kept_truth(self, definition: Definition) -> str:
        """The function that tells, kept per element, whether a predicate about one thing holds or has members."""
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
            self.program.slow.append(ast.unparse(tree))
            path = path_of(tree)
            return call("_members", *self._path_arguments(path))
        definition = self._definitions.get(function)
        if definition is None:
            return call(function, *[self.value(argument) for argument in tree.args])
        if definition.single:
            manner = "truth" if definition.sort == TRUTH else "value"
            found: ast.expr = call(self._kept_function(definition, manner), self.value(tree.args[0]))
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

    # Terms

    def exists(self, variable: str, domain: ast.expr, conditions: Sequence[ast.expr]) -> ast.expr:
        """Code that is true where some member of a collection meets all conditions."""
        if isinstance(domain, ast.IfExp):
            test = self.truth(domain.test)
            return either(
                both([part, self.exists(variable, members, conditions)])
                for part, members in ((test, domain.body), (negation(test), domain.orelse))
            )
        if isinstance(domain, ast.List):
            members = domain.elts
            return either(
                self.truth(both(substitute(c, {variable: member}) for c in conditions)) for member in members
            )
        if isinstance(domain, ast.ListComp | ast.SetComp):
            last = both(substitute(c, {variable: domain.elt}) for c in conditions)
            return self._exists_in(ast.ListComp(domain.elt, domain.generators), last)
        if called(domain) in self._definitions:
            assert isinstance(domain, ast.Call)
            return self.exists(variable, self.terms.inlined(domain), conditions)
        parts = [part for c in conditions for part in self.terms.parts(c, variable)]
        if is_path(domain):
            assert isinstance(domain, ast.Call)
            return self.among_nodes(variable, [path_of(domain), *parts])
        if is_name(domain, NODES):
            return self.among_nodes(variable, parts)
        if is_name(domain, FLOWS):
            return self._among_flows(variable, parts)
        return self._loop_over(variable, self.value(domain), parts)

    def _loop_over(self, variable: str, domain: ast.expr, parts: Sequence[Part]) -> ast.expr:
        """An ordinary loop, after what does not depend on its variable."""
        before = [self.near(part, variable) for part in parts if not depends(part, variable)]
        each = both(self.near(part, variable) for part in parts if depends(part, variable))
        if isinstance(each, ast.Constant):
            return both([*before, domain if each.value else FALSE])
        loop = ast.comprehension(ast.Name(variable, ast.Store()), domain, [], 0)
        return both([*before, call("any", ast.GeneratorExp(each, [loop]))])

    def near(self, part: Part, variable: str) -> ast.expr:
        """Code of a conjunct where the variable has a value."""
        if not isinstance(part, Path):
            return self.truth(part)
        self.program.slow.append(f"paths of {ast.unparse(part.subject)}")
        members = call("_members", *self._path_arguments(part))
        return ast.Compare(name(variable), [ast.In()], [members])

    def _path_arguments(self, path: Path) -> list[ast.expr]:
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

    def among_nodes(self, variable: str, parts: Sequence[Part]) -> ast.expr:
        """Code that is true where some element meets all parts."""
        for place, part in enumerate(parts):
            others = [*parts[:place], *parts[place + 1 :]]
            same = equal_to(part, variable)
            if same is not None:
                return self._at(variable, same, others)
            if isinstance(part, ast.BoolOp) and self._offers_ways(part, variable):
                return either(
                    self.among_nodes(variable, [*others, *self.terms.parts(value, variable)])
                    for value in part.values
                )
        before = [self.near(part, variable) for part in parts if not depends(part, variable)]
        inside = [part for part in parts if depends(part, variable)]
        return both([*before, self._some_node(variable, inside)])

    def _at(self, variable: str, same: ast.expr, parts: Sequence[Part]) -> ast.expr:
        """The term where its variable can only be one element."""
        found = []
        for part in parts:
            if isinstance(part, Path):
                ends = (part.subject, same) if part.onward else (same, part.subject)
                if part.through is None and part.over is None:
                    found.append(self.truth(call("reach", *ends, part.channel)))
                else:
                    members = call("_members", *self._path_arguments(part))
                    found.append(ast.Compare(self.value(same), [ast.In()], [members]))
            else:
                found.append(self.truth(substitute(part, {variable: same})))
        return both(found)

    def _offers_ways(self, part: ast.BoolOp, variable: str) -> bool:
        """Whether a disjunction is about paths of the variable or what it equals."""
        if variable not in variables(part) or not isinstance(part.op, ast.Or):
            return False
        return any(
            isinstance(inner, Path) or equal_to(inner, variable) is not None
            for value in part.values
            for inner in self.terms.parts(value, variable)
        )

    def _some_node(self, variable: str, parts: Sequence[Part]) -> ast.expr:
        paths = [part for part in parts if isinstance(part, Path)]
        local = [p for p in parts if not isinstance(p, Path) and variables(p) == {variable}]
        rest = [p for p in parts if not isinstance(p, Path) and variables(p) != {variable}]
        subject = ast.dump(paths[0].subject) if paths else ""
        differing = [differs_from(part, variable) for part in rest]
        other = [tree for tree in differing if tree is not None and ast.dump(tree) == subject]
        if not paths and not rest:
            return self._somewhere(variable, NODES, local)
        if len(paths) == 1 and len(other) == len(rest):
            return self._far(variable, paths[0], local, other=bool(other))
        joined = Joiner(self, variable, local).joined([*paths, *rest])
        if joined is not None:
            return joined
        if not paths and (hoisted := self._hoisted(variable, NODES, local, rest)) is not None:
            return hoisted
        if paths:
            domain: ast.expr = call("_members", *self._path_arguments(paths[0]))
        else:
            domain = name(NODES)
        self.program.slow.append(ast.unparse(domain))
        return self._loop_over(variable, domain, [*local, *rest, *paths[1:]])

    def _far(self, variable: str, path: Path, local: Sequence[ast.expr], *, other: bool) -> ast.expr:
        """A read of a path table."""
        table = self.table(variable, path, local, other=other)
        place = ast.Attribute(self.value(path.subject), "index", ast.Load())
        if self.program.tables[table].channel:
            self._reads(table, None)
            return call(table, place)
        channel = self.value(path.channel)
        if isinstance(channel, ast.Constant) and isinstance(channel.value, int):
            self._reads(table, channel.value)
        return call(table, place, channel)

    def _reads(self, table: str, channel: int | None) -> None:
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

    def _somewhere(self, variable: str, everything: str, local: Sequence[ast.expr]) -> ast.expr:
        """A term that is the same for all subjects."""
        each = self.truth(both(local))
        loop = ast.comprehension(ast.Name(variable, ast.Store()), name(everything), [], 0)
        return call(self.function([], call("any", ast.GeneratorExp(each, [loop])), keep=True))

    def _hoisted(
        self, variable: str, everything: str, local: Sequence[ast.expr], rest: Sequence[ast.expr]
    ) -> ast.expr | None:
        """``any(key in set(x) for x in all)`` as ``key in union``, with the union made once."""
        if len(rest) != 1 or not isinstance(rest[0], ast.Compare) or not isinstance(rest[0].ops[0], ast.In):
            return None
        key, collection = rest[0].left, rest[0].comparators[0]
        if variable in variables(key) or variables(collection) != {variable}:
            return None
        inner = ast.comprehension(ast.Name("_k", ast.Store()), self.value(collection), [], 0)
        tests = [self.truth(test) for test in local]
        outer = ast.comprehension(ast.Name(variable, ast.Store()), name(everything), tests, 0)
        union = self.function([], ast.SetComp(name("_k"), [outer, inner]), keep=True)
        return ast.Compare(self.value(key), [ast.In()], [call(union)])

    def _among_flows(self, variable: str, parts: Sequence[Part]) -> ast.expr:
        """A term over all flows: by their end, if that is what ties them to the subject."""
        before = [self.near(part, variable) for part in parts if not depends(part, variable)]
        inside = [p for p in parts if not isinstance(p, Path) and variable in variables(p)]
        local = [p for p in inside if variables(p) == {variable}]
        tied = [p for p in inside if variables(p) != {variable}]
        if not tied:
            return both([*before, self._somewhere(variable, FLOWS, local)])
        hoisted = self._hoisted(variable, FLOWS, local, tied)
        if hoisted is not None:
            return both([*before, hoisted])
        for end, near in (("target", "inflows"), ("source", "outflows")):
            by_end = [said_of_end(part, variable, end, at := self.terms.fresh()) for part in tied[:1]]
            if by_end[0] is None:
                continue
            ties = [said_of_end(part, variable, end, at) for part in tied]
            if None not in ties:
                loop = ast.comprehension(ast.Name(variable, ast.Store()), call(near, name(at)), [], 0)
                each = call("any", ast.GeneratorExp(both(local), [loop]))
                found = [p for tie in ties if tie is not None for p in self.terms.parts(tie, at)]
                return both([*before, self.among_nodes(at, [*found, each])])
        self.program.slow.append("all flows for each subject")
        return both([*before, self._loop_over(variable, name(FLOWS), [*local, *tied])])

    def sort(self, tree: ast.expr) -> str:
        """The sort of a checked tree, as far as collections are concerned."""
        signature = self._signatures.get(called(tree))
        if signature is not None:
            return signature.result
        if isinstance(tree, ast.Name) and tree.id in MEMBER:
            return tree.id
        return NODES if loops(tree) is not None or isinstance(tree, ast.List) else ""


def compiled(args: list[ast.arg], body: ast.expr, identifier: str) -> CodeType:
    """Code of a function. The tree is our own: checked, and made of the language's forms alone."""
    arguments = ast.arguments(
        posonlyargs=[], args=args, vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
    )
    tree = ast.Expression(ast.Lambda(arguments, body))
    outer = compile(ast.fix_missing_locations(tree), f"<{identifier}>", "eval")
    return next(constant for constant in outer.co_consts if isinstance(constant, CodeType))
