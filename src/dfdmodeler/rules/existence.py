"""There is a member of a collection such that: to the code that is fastest for it.

What is near the subject is an ordinary loop. Everything else is about all elements or all flows, with a tie
to the subject: a path (a read of a table), two paths (a join), equality, or none at all (made once for all
subjects).
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from dfdmodeler.rules.emitter import Emitter
from dfdmodeler.rules.joins import Joiner
from dfdmodeler.rules.program import Total
from dfdmodeler.rules.terms import (
    Part,
    Path,
    depends,
    differs_from,
    equal_to,
    is_path,
    path_of,
    said_of_end,
)
from dfdmodeler.rules.trees import (
    FALSE,
    both,
    call,
    called,
    either,
    is_name,
    loop_over,
    name,
    negation,
    substitute,
    variables,
)
from dfdmodeler.rules.vocabulary import FLOWS, NODES


class Existence:
    """Makes code that is true where some member of a collection meets all conditions."""

    def __init__(self, compiler: Emitter) -> None:
        self._compiler = compiler

    def of(self, variable: str, domain: ast.expr, conditions: Sequence[ast.expr]) -> ast.expr:
        """Code that is true where some member of a collection meets all conditions."""
        if isinstance(domain, ast.IfExp):
            test = self._compiler.truth(domain.test)
            return either(
                both([part, self.of(variable, members, conditions)])
                for part, members in ((test, domain.body), (negation(test), domain.orelse))
            )
        if isinstance(domain, ast.List):
            members = domain.elts
            return either(
                self._compiler.truth(both(substitute(c, {variable: member}) for c in conditions))
                for member in members
            )
        if isinstance(domain, ast.ListComp | ast.SetComp):
            last = both(substitute(c, {variable: domain.elt}) for c in conditions)
            return self.in_comprehension(ast.ListComp(domain.elt, domain.generators), last)
        if called(domain) in self._compiler.terms.definitions:
            assert isinstance(domain, ast.Call)
            return self.of(variable, self._compiler.terms.inlined(domain), conditions)
        parts = [part for c in conditions for part in self._compiler.terms.parts(c, variable)]
        if is_path(domain):
            assert isinstance(domain, ast.Call)
            return self._among_nodes(variable, [path_of(domain), *parts])
        if is_name(domain, NODES):
            return self._among_nodes(variable, parts)
        if is_name(domain, FLOWS):
            return self._among_flows(variable, parts)
        return self._loop_over(variable, self._compiler.value(domain), parts)

    def _loop_over(self, variable: str, domain: ast.expr, parts: Sequence[Part]) -> ast.expr:
        """An ordinary loop, after what does not depend on its variable."""
        before = [self._near(part, variable) for part in parts if not depends(part, variable)]
        each = both(self._near(part, variable) for part in parts if depends(part, variable))
        if isinstance(each, ast.Constant):
            return both([*before, domain if each.value else FALSE])
        loop = loop_over(variable, domain)
        return both([*before, call("any", ast.GeneratorExp(each, [loop]))])

    def _near(self, part: Part, variable: str) -> ast.expr:
        """Code of a conjunct where the variable has a value."""
        if not isinstance(part, Path):
            return self._compiler.truth(part)
        self._compiler.program.slow += 1
        members = call("_members", *self._compiler.path_arguments(part))
        return ast.Compare(name(variable), [ast.In()], [members])

    def in_comprehension(self, listed: ast.ListComp, condition: ast.expr) -> ast.expr:
        nested = condition
        for loop in reversed(listed.generators[1:]):
            nested = call("any", ast.GeneratorExp(nested, [loop]))
        first = listed.generators[0]
        assert isinstance(first.target, ast.Name)
        return self.of(first.target.id, first.iter, [*first.ifs, nested])

    def _among_nodes(self, variable: str, parts: Sequence[Part]) -> ast.expr:
        """Code that is true where some element meets all parts."""
        for place, part in enumerate(parts):
            others = [*parts[:place], *parts[place + 1 :]]
            same = equal_to(part, variable)
            if same is not None:
                return self._at(variable, same, others)
            if isinstance(part, ast.BoolOp) and self._offers_ways(part, variable):
                return either(
                    self._among_nodes(variable, [*others, *self._compiler.terms.parts(value, variable)])
                    for value in part.values
                )
        before = [self._near(part, variable) for part in parts if not depends(part, variable)]
        inside = [part for part in parts if depends(part, variable)]
        return both([*before, self._some_node(variable, inside)])

    def _at(self, variable: str, same: ast.expr, parts: Sequence[Part]) -> ast.expr:
        """The term where its variable can only be one element."""
        found = []
        for part in parts:
            if isinstance(part, Path):
                ends = (part.subject, same) if part.onward else (same, part.subject)
                if part.through is None and part.over is None:
                    found.append(self._compiler.truth(call("reach", *ends, part.channel)))
                else:
                    members = call("_members", *self._compiler.path_arguments(part))
                    found.append(ast.Compare(self._compiler.value(same), [ast.In()], [members]))
            else:
                found.append(self._compiler.truth(substitute(part, {variable: same})))
        return both(found)

    def _offers_ways(self, part: ast.BoolOp, variable: str) -> bool:
        """Whether a disjunction is about paths of the variable or what it equals."""
        if variable not in variables(part) or not isinstance(part.op, ast.Or):
            return False
        return any(
            isinstance(inner, Path) or equal_to(inner, variable) is not None
            for value in part.values
            for inner in self._compiler.terms.parts(value, variable)
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
        joined = Joiner(self._compiler, variable, local).joined([*paths, *rest])
        if joined is not None:
            return joined
        if not paths and (hoisted := self._hoisted(variable, NODES, local, rest)) is not None:
            return hoisted
        if paths:
            domain: ast.expr = call("_members", *self._compiler.path_arguments(paths[0]))
        else:
            domain = name(NODES)
        self._compiler.program.slow += 1
        return self._loop_over(variable, domain, [*local, *rest, *paths[1:]])

    def _far(self, variable: str, path: Path, local: Sequence[ast.expr], *, other: bool) -> ast.expr:
        """A read of a path table."""
        table = self._compiler.table(variable, path, local, other=other)
        place = ast.Attribute(self._compiler.value(path.subject), "index", ast.Load())
        if self._compiler.program.tables[table].channel:
            self._compiler.reads(table, None)
            return call(table, place)
        channel = self._compiler.value(path.channel)
        if isinstance(channel, ast.Constant) and isinstance(channel.value, int):
            self._compiler.reads(table, channel.value)
        return call(table, place, channel)

    def _somewhere(self, variable: str, everything: str, local: Sequence[ast.expr]) -> ast.expr:
        """A term that is the same for all subjects."""
        each = self._compiler.function([variable], self._compiler.truth(both(local)))
        return call(self._compiler.total(Total(everything, each, collects=False)))

    def _hoisted(
        self, variable: str, everything: str, local: Sequence[ast.expr], rest: Sequence[ast.expr]
    ) -> ast.expr | None:
        """``any(key in set(x) for x in all)`` as ``key in union``, with the union made once."""
        if len(rest) != 1 or not isinstance(rest[0], ast.Compare) or not isinstance(rest[0].ops[0], ast.In):
            return None
        key, collection = rest[0].left, rest[0].comparators[0]
        if variable in variables(key) or variables(collection) != {variable}:
            return None
        members = self._compiler.value(collection)
        tests = both(self._compiler.truth(test) for test in local)
        nothing = ast.Tuple([], ast.Load())
        body = ast.IfExp(tests, members, nothing) if local else members
        union = self._compiler.total(
            Total(everything, self._compiler.function([variable], body), collects=True)
        )
        return ast.Compare(self._compiler.value(key), [ast.In()], [call(union)])

    def _among_flows(self, variable: str, parts: Sequence[Part]) -> ast.expr:
        """A term over all flows: by their end, if that is what ties them to the subject."""
        before = [self._near(part, variable) for part in parts if not depends(part, variable)]
        inside = [p for p in parts if not isinstance(p, Path) and variable in variables(p)]
        local = [p for p in inside if variables(p) == {variable}]
        tied = [p for p in inside if variables(p) != {variable}]
        if not tied:
            return both([*before, self._somewhere(variable, FLOWS, local)])
        hoisted = self._hoisted(variable, FLOWS, local, tied)
        if hoisted is not None:
            return both([*before, hoisted])
        for end, near in (("target", "inflows"), ("source", "outflows")):
            at = self._compiler.terms.fresh()
            ties = [said_of_end(part, variable, end, at) for part in tied]
            if all(tie is not None for tie in ties):
                each = call("any", ast.GeneratorExp(both(local), [loop_over(variable, call(near, name(at)))]))
                found = [p for tie in ties if tie is not None for p in self._compiler.terms.parts(tie, at)]
                return both([*before, self._among_nodes(at, [*found, each])])
        self._compiler.program.slow += 1
        return both([*before, self._loop_over(variable, name(FLOWS), [*local, *tied])])
