"""Terms that join two path questions about one element: "some m that reaches e and is reached by e".

Each question yields the set of all its ends as bits, one row per element, made by one pass over the flows;
the term holds where the sets meet. A nested term about a second element is composed: the ends of the first
question emit the rows of the second.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from dfdmodeler.rules.emitter import Emitter
from dfdmodeler.rules.terms import Part, Path, differs_from, equal_to
from dfdmodeler.rules.trees import both, call, called, conjuncts, substitute, variables


@dataclass(frozen=True, slots=True)
class Nested:
    """Some second element (`variable`), tied to the subject, from which a path leads to the first."""

    variable: str
    local: list[ast.expr]
    link: Path
    tie: Part


class Joiner:
    """Makes rows for the parts of one term, if they all have rows."""

    def __init__(self, compiler: Emitter, variable: str, local: Sequence[ast.expr]) -> None:
        self._compiler = compiler
        self._variable = variable
        self._local = list(local)

    def joined(self, parts: Sequence[Part]) -> ast.expr | None:
        """Code that is true where the rows of all parts meet; None if some part has no rows."""
        prepared: list[Part | Nested] = []
        for part in parts:
            nested = self._nested(part) if not isinstance(part, Path) and called(part) == "any" else None
            prepared.append(nested or part)
        rows = [self._row(part) for part in prepared]
        if not rows or not any(isinstance(part, Path | Nested) for part in prepared):
            return None
        result: ast.expr | None = None
        for row in rows:
            if row is None:
                return None
            result = row if result is None else ast.BinOp(result, ast.BitAnd(), row)
        return result

    def _row(self, part: Part | Nested) -> ast.expr | None:
        if isinstance(part, Nested):
            return self._composed(part)
        if isinstance(part, Path):
            return self._read(part, self._variable, self._local)
        subject = differs_from(part, self._variable)
        if subject is None:
            return None
        own = call("_bit", ast.Constant(self._numbering()), self._compiler.value(subject))
        return ast.UnaryOp(ast.Invert(), own)

    def _numbering(self) -> str:
        return self._compiler.function([self._variable], self._compiler.truth(both(self._local)))

    def _read(self, path: Path, variable: str, local: Sequence[ast.expr], emits: str = "") -> ast.expr | None:
        if variable in variables(path.channel):
            return None
        table = self._compiler.table(variable, path, local, joined=True, emits=emits)
        place = ast.Attribute(self._compiler.value(path.subject), "index", ast.Load())
        return call(table, place, self._compiler.value(path.channel))

    def _composed(self, nested: Nested) -> ast.expr | None:
        read = self._read(nested.link, self._variable, self._local)
        if read is None:
            return None
        emits = self._compiler.function([nested.variable], read)
        ways = nested.tie.values if isinstance(nested.tie, ast.BoolOp) else [nested.tie]
        union: ast.expr | None = None
        for way in ways:
            row = self._way(nested, way, emits, read)
            if row is None:
                return None
            union = row if union is None else ast.BinOp(union, ast.BitOr(), row)
        return union

    def _way(self, nested: Nested, way: Part, emits: str, read: ast.expr) -> ast.expr | None:
        """The row through the second element where it is tied to the subject in one way."""
        parts = [way] if isinstance(way, Path) else self._compiler.terms.parts(way, nested.variable)
        if len(parts) != 1:
            return None
        if isinstance(parts[0], Path):
            return self._read(parts[0], nested.variable, nested.local, emits)
        same = equal_to(parts[0], nested.variable)
        if same is None:
            return None
        holds = self._compiler.truth(substitute(both(nested.local), {nested.variable: same}))
        at_same = substitute(read, {nested.variable: self._compiler.value(same)})
        return ast.IfExp(holds, at_same, ast.Constant(0))

    def _nested(self, part: ast.expr) -> Nested | None:
        """Takes ``any(... for m in ...)`` apart; what it says of the first element alone becomes local."""
        generator = part.args[0] if isinstance(part, ast.Call) else None
        if not isinstance(generator, ast.GeneratorExp) or len(generator.generators) != 1:
            return None
        loop = generator.generators[0]
        assert isinstance(loop.target, ast.Name)
        second = loop.target.id
        terms = self._compiler.terms
        said = terms.membership(second, loop.iter)
        if said is None:
            return None
        for condition in (*loop.ifs, generator.elt):
            for piece in conjuncts(condition):
                about_first = terms.path_parts(piece, self._variable)
                said += about_first if about_first is not None else terms.parts(piece, second)
        return self._sorted_out(second, said)

    def _sorted_out(self, second: str, said: Sequence[Part]) -> Nested | None:
        links: list[Path] = []
        ties: list[Part] = []
        local: list[ast.expr] = []
        about_first: list[ast.expr] = []
        for part in said:
            if isinstance(part, Path):
                (links if variables(part.subject) == {second} else ties).append(part)
            elif variables(part) <= {second}:
                local.append(part)
            elif variables(part) == {self._variable}:
                about_first.append(part)
            else:
                ties.append(part)
        tied_to_first = any(
            self._variable in variables(tie.subject if isinstance(tie, Path) else tie) for tie in ties
        )
        if len(links) != 1 or len(ties) != 1 or tied_to_first:
            return None
        self._local += about_first
        return Nested(second, local, links[0], ties[0])
