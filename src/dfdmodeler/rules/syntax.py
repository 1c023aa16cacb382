"""Conditions to checked trees.

Only the forms that the rule language allows get through; everything else is told with its place. Sets of
data kinds become masks on the way, so that later stages need no catalog for them. Nothing here evaluates
anything.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.graph.kinds import Kinds
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN
from dfdmodeler.rules.parsing import RefusedError, parse
from dfdmodeler.rules.trees import called
from dfdmodeler.rules.vocabulary import (
    ANSWERS,
    AREA,
    COLLECTIONS,
    FLOW,
    INTERNAL,
    KINDS,
    MEMBER,
    NODE,
    NUMBER,
    QUANTIFIERS,
    SUBJECTS,
    TEXT,
    TEXTS,
    THING,
    TRUTH,
    VALUE,
    Signature,
)

MAX_VARIABLES = 4
"""The subject of a condition and those of loops inside one another."""
FIELDS: Mapping[str, Mapping[str, str]] = {
    NODE: {"id": TEXT},
    AREA: {"id": TEXT},
    FLOW: {"id": TEXT, "source": NODE, "target": NODE},
}
"""What variables offer besides attributes of the catalog."""
TRUTHS = frozenset({TRUTH, KINDS, *MEMBER})
"""What may stand where a truth value is wanted: collections are true when they have members."""

Sorted = tuple[ast.expr, str]
"""A checked expression and its sort."""
Scope = Mapping[str, str]
"""Sorts of the variables in force."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked condition: its text, its tree, the sort of what it yields, and the variable it is about."""

    text: str
    tree: ast.expr
    sort: str
    variable: str


class Checker:
    """Checks trees against a vocabulary and a catalog."""

    def __init__(
        self, catalog: Catalog, kinds: Kinds, signatures: Mapping[str, Signature], *, internal: bool = False
    ) -> None:
        self._catalog = catalog
        self._kinds = kinds
        self._signatures = signatures
        self._internal = internal
        """Whether the forms are allowed that only definitions use."""
        self._forms: Mapping[type[ast.expr], Callable[..., Sorted]] = {
            ast.BoolOp: self._bool_op,
            ast.UnaryOp: self._unary,
            ast.Compare: self._compare,
            ast.IfExp: self._conditional,
            ast.Constant: self._constant,
            ast.Set: self._literal,
            ast.List: self._literal,
            ast.BinOp: self._union,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
        }

    def condition(self, text: str, scope: Scope) -> Expression:
        """A text that yields a truth value about the variable in scope."""
        tree = self.truth(parse(text), scope)
        return Expression(text, tree, TRUTH, next(iter(scope), ""))

    def level(self, text: str, scope: Scope, levels: Iterable[str]) -> Expression:
        """A level's name, or a text that yields one of these levels."""
        known = tuple(levels)
        if text.strip().isidentifier() and text.strip() not in known:
            raise RefusedError(f"'{text.strip()}' is no severity", None, suggestion(text.strip(), known))
        source = repr(text.strip()) if text.strip() in known else text
        tree, _ = self.check(parse(source), scope)
        for outcome in _outcomes(tree):
            if not (isinstance(outcome, ast.Constant) and outcome.value in known):
                raise RefusedError(
                    "this does not yield a severity", outcome, f"Known are {', '.join(known)}."
                )
        return Expression(text, tree, TEXT, next(iter(scope), ""))

    def truth(self, node: ast.expr, scope: Scope) -> ast.expr:
        tree, sort = self.check(node, scope)
        if sort not in TRUTHS and not (isinstance(tree, ast.Constant) and isinstance(tree.value, bool)):
            hint = "Ask yes(...), has(...), lacks(...) or compare it." if sort == VALUE else ""
            raise RefusedError(f"a {sort} is not true or false", node, hint)
        return tree

    def check(self, node: ast.expr, scope: Scope) -> Sorted:
        form = self._forms.get(type(node))
        if form is None:
            raise RefusedError(f"the language has no {_form_name(node)}", node)
        tree, sort = form(node, scope)
        return ast.copy_location(tree, node), sort

    def _bool_op(self, node: ast.BoolOp, scope: Scope) -> Sorted:
        return ast.BoolOp(node.op, [self.truth(value, scope) for value in node.values]), TRUTH

    def _unary(self, node: ast.UnaryOp, scope: Scope) -> Sorted:
        if not isinstance(node.op, ast.Not):
            raise RefusedError("the language has no arithmetic", node)
        return ast.UnaryOp(node.op, self.truth(node.operand, scope)), TRUTH

    def _compare(self, node: ast.Compare, scope: Scope) -> Sorted:
        operands = [self.check(operand, scope) for operand in (node.left, *node.comparators)]
        for op, (right, sort) in zip(node.ops, operands[1:], strict=True):
            if isinstance(op, ast.Is | ast.IsNot):
                raise RefusedError("the language compares with ==, not with 'is'", node)
            if isinstance(op, ast.In | ast.NotIn) and sort not in MEMBER:
                raise RefusedError(f"'in' needs a collection, not a {sort}", right)
        trees = [tree for tree, _ in operands]
        for one, other in ((one, other) for one in trees for other in trees if one is not other):
            if isinstance(other, ast.Constant):
                self._check_values(one, [other])
            elif isinstance(other, ast.Set | ast.List):
                self._check_values(one, other.elts)
        return ast.Compare(trees[0], node.ops, trees[1:]), TRUTH

    def _conditional(self, node: ast.IfExp, scope: Scope) -> Sorted:
        test = self.truth(node.test, scope)
        body, sort = self._either(node.body, scope)
        other, other_sort = self._either(node.orelse, scope)
        if sort != other_sort:
            raise RefusedError(f"one branch is a {sort}, the other a {other_sort}", node)
        return ast.IfExp(test, body, other), sort

    def _either(self, node: ast.expr, scope: Scope) -> Sorted:
        return (self.kinds(node, scope), KINDS) if isinstance(node, ast.Set) else self.check(node, scope)

    def _constant(self, node: ast.Constant, scope: Scope) -> Sorted:
        sorts = {str: TEXT, bool: TRUTH, int: NUMBER}
        sort = sorts.get(type(node.value))
        if sort is None:
            raise RefusedError("constants are texts, whole numbers, True and False", node)
        return ast.Constant(node.value), sort

    def _literal(self, node: ast.Set | ast.List, scope: Scope) -> Sorted:
        members = [self.check(member, scope) for member in node.elts]
        sorts = {sort for _, sort in members}
        collection = next((c for c, m in MEMBER.items() if sorts == {m}), TEXTS)
        if sorts - {MEMBER[collection], VALUE}:
            raise RefusedError("the members of a literal are of one sort", node)
        return type(node)([tree for tree, _ in members]), collection

    def _union(self, node: ast.BinOp, scope: Scope) -> Sorted:
        if not isinstance(node.op, ast.BitOr):
            raise RefusedError("the language has no arithmetic", node)
        return self.kinds(node, scope), KINDS

    def _name(self, node: ast.Name, scope: Scope) -> Sorted:
        if node.id in scope:
            return ast.Name(node.id, ast.Load()), scope[node.id]
        if node.id in COLLECTIONS:
            return ast.Name(node.id, ast.Load()), COLLECTIONS[node.id]
        if node.id in self._kinds.channels or self._internal:
            return ast.Constant(self._kinds.channels.get(node.id, 0)), KINDS
        raise RefusedError(
            f"unknown name '{node.id}'",
            node,
            suggestion(node.id, [*scope, *COLLECTIONS, *self._kinds.channels]) or _subject(node.id, scope),
        )

    def _attribute(self, node: ast.Attribute, scope: Scope) -> Sorted:
        owner, sort = self.check(node.value, scope)
        fields = FIELDS.get(sort)
        if fields is None:
            raise RefusedError(f"a {sort} has no attributes", node)
        if node.attr in fields:
            return ast.Attribute(owner, node.attr, ast.Load()), fields[node.attr]
        known = [row.name for row in self._catalog.all_attributes] if sort != AREA else []
        if node.attr.startswith("_") or (node.attr not in known and not self._internal):
            raise RefusedError(
                f"unknown attribute '{node.attr}'", node, suggestion(node.attr, [*known, *fields])
            )
        return ast.Attribute(owner, node.attr, ast.Load()), VALUE

    def _call(self, node: ast.Call, scope: Scope) -> Sorted:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in QUANTIFIERS:
            return self._quantifier(name, node, scope)
        if name in ("len", "bool"):
            return self._size(name, node, scope)
        signature = self._signatures.get(name)
        if signature is None or (name in INTERNAL and not self._internal):
            known = [n for n in self._signatures if n not in INTERNAL]
            what = f"unknown predicate '{name}'" if name else "only predicates can be called"
            raise RefusedError(what, node, suggestion(name, known))
        if len(node.args) < len(signature.params) or (
            len(node.args) > len(signature.params) and not signature.repeated
        ):
            raise RefusedError(f"{name} takes {_arity(signature)}, not {len(node.args)}", node)
        if node.keywords and not self._internal:
            raise RefusedError("arguments have no names", node)
        args = [
            self._argument(name, sort, arg, scope)
            for sort, arg in zip(signature.params, node.args, strict=False)
        ]
        args += self._repeated(name, signature.repeated, node.args[len(signature.params) :], scope)
        if name in ("has", "short_of"):
            self._check_values(args[0], args[1:])
        keywords = [self._restriction(keyword, scope) for keyword in node.keywords]
        return ast.Call(ast.Name(name, ast.Load()), args, keywords), signature.result

    def _argument(self, name: str, sort: str, node: ast.expr, scope: Scope) -> ast.expr:
        if sort == KINDS:
            return self.kinds(node, scope)
        tree, found = self.check(node, scope)
        accepted = {THING: (NODE, FLOW, THING), VALUE: (VALUE, TEXT)}.get(sort, (sort, THING))
        if found not in accepted:
            raise RefusedError(f"{name} takes a {sort} here, not a {found}", node)
        return tree

    def _repeated(self, name: str, sort: str, nodes: list[ast.expr], scope: Scope) -> list[ast.expr]:
        if sort == KINDS:
            if not nodes:
                raise RefusedError(f"{name} needs a data kind or channel")
            trees = [self.kinds(node, scope, single=True) for node in nodes]
            return [_joined(trees)]
        starred = ast.Starred if self._internal else ()
        return [node if isinstance(node, starred) else self._word(sort, node) for node in nodes]

    def _check_values(self, owner: ast.expr, values: list[ast.expr]) -> None:
        """Whether an attribute can have these values at all, if its values are known."""
        name = owner.attr if isinstance(owner, ast.Attribute) else ANSWERS.get(called(owner), "")
        attribute = self._catalog.attribute(name)
        if attribute is None or not attribute.values or self._internal:
            return
        known = (*attribute.values, UNKNOWN, NOT_APPLICABLE)
        for value in values:
            text = str(value.value) if isinstance(value, ast.Constant) else UNKNOWN
            if text not in known:
                what = f"'{text}' is no value of '{attribute.name}'"
                raise RefusedError(what, value, suggestion(text, known))

    def _word(self, sort: str, node: ast.expr) -> ast.expr:
        """A constant text; of an element type or boundary kind, one that the catalog knows."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            raise RefusedError("a constant text is wanted here", node)
        known: Mapping[str, Iterable[str]] = {
            "type": self._catalog.stencils,
            "area_kind": self._catalog.boundary_kinds,
        }
        if sort in known and node.value not in known[sort] and not self._internal:
            what = "element type" if sort == "type" else "boundary kind"
            raise RefusedError(f"unknown {what} '{node.value}'", node, suggestion(node.value, known[sort]))
        return ast.copy_location(ast.Constant(node.value), node)

    def kinds(self, node: ast.expr, scope: Scope, *, single: bool = False) -> ast.expr:
        """A set of data kinds; with `single`, the name of one will do."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _joined([self.kinds(node.left, scope), self.kinds(node.right, scope)])
        if isinstance(node, ast.Set):
            return _joined([self.kinds(member, scope, single=True) for member in node.elts])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and single:
            if node.value not in self._kinds and not self._internal:
                raise RefusedError(
                    f"unknown data kind '{node.value}'", node, suggestion(node.value, self._kinds)
                )
            return ast.copy_location(ast.Constant(self._kinds.mask((node.value,))), node)
        tree, sort = self.check(node, scope)
        if sort != KINDS:
            raise RefusedError(f"data kinds or a channel are wanted here, not a {sort}", node)
        return tree

    def _restriction(self, keyword: ast.keyword, scope: Scope) -> ast.keyword:
        """``through=lambda n: ...`` and ``over=lambda f: ...`` of paths in definitions."""
        restriction = keyword.value
        if not isinstance(restriction, ast.Lambda):
            raise RefusedError("a restriction is a lambda", restriction)
        sort = NODE if keyword.arg == "through" else FLOW
        body = self.truth(restriction.body, {**scope, restriction.args.args[0].arg: sort})
        return ast.keyword(keyword.arg, ast.Lambda(restriction.args, body))

    def _quantifier(self, name: str, node: ast.Call, scope: Scope) -> Sorted:
        if len(node.args) != 1 or node.keywords or not isinstance(node.args[0], ast.GeneratorExp):
            raise RefusedError(f"{name} takes one '... for ... in ...'", node)
        loops, inner = self._loops(node.args[0].generators, scope)
        each = self.truth(node.args[0].elt, inner)
        return ast.Call(ast.Name(name, ast.Load()), [ast.GeneratorExp(each, loops)], []), TRUTH

    def _size(self, name: str, node: ast.Call, scope: Scope) -> Sorted:
        if len(node.args) != 1 or node.keywords:
            raise RefusedError(f"{name} takes one argument", node)
        tree, sort = self.check(node.args[0], scope)
        if sort not in (MEMBER if name == "len" else TRUTHS):
            raise RefusedError(f"{name} takes a collection, not a {sort}", node)
        return ast.Call(ast.Name(name, ast.Load()), [tree], []), NUMBER if name == "len" else TRUTH

    def _comprehension(self, node: ast.ListComp | ast.SetComp, scope: Scope) -> Sorted:
        loops, inner = self._loops(node.generators, scope)
        member, sort = self.check(node.elt, inner)
        collection = next((c for c, m in MEMBER.items() if m == sort), TEXTS)
        return type(node)(member, loops), collection

    def _loops(
        self, generators: list[ast.comprehension], scope: Scope
    ) -> tuple[list[ast.comprehension], Scope]:
        inner = dict(scope)
        loops = []
        for generator in generators:
            target = generator.target
            if not isinstance(target, ast.Name) or generator.is_async:
                raise RefusedError("a loop has one variable", target)
            taken = target.id in inner or target.id in COLLECTIONS or target.id in self._kinds.channels
            if taken or target.id.startswith("_") or target.id in self._signatures:
                raise RefusedError(
                    f"'{target.id}' cannot name a loop variable", target, "Choose another name."
                )
            if len(inner) >= MAX_VARIABLES and not self._internal:
                what = f"more than {MAX_VARIABLES} variables at once take too long"
                raise RefusedError(what, target, "Ask what reaches or is reached by the subject instead.")
            domain, sort = self.check(generator.iter, inner)
            if sort not in MEMBER or sort == TEXTS:
                raise RefusedError(
                    f"a loop runs over elements, flows or boundaries, not over a {sort}", generator.iter
                )
            inner[target.id] = MEMBER[sort]
            tests = [self.truth(test, inner) for test in generator.ifs]
            loops.append(ast.comprehension(ast.Name(target.id, ast.Store()), domain, tests, 0))
        return loops, inner


def _joined(trees: list[ast.expr]) -> ast.expr:
    """The union of sets of kinds; one mask if all are constant."""
    mask = 0
    rest = []
    for tree in trees:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, int):
            mask |= tree.value
        else:
            rest.append(tree)
    union: ast.expr | None = ast.Constant(mask) if mask or not rest else None
    for tree in rest:
        union = tree if union is None else ast.BinOp(union, ast.BitOr(), tree)
    return union or ast.Constant(0)


def _outcomes(tree: ast.expr) -> Iterator[ast.expr]:
    if isinstance(tree, ast.IfExp):
        yield from _outcomes(tree.body)
        yield from _outcomes(tree.orelse)
    else:
        yield tree


def _subject(name: str, scope: Scope) -> str:
    """For who took the variable of another scope: the name that the subject has here."""
    return f"The subject is called '{next(iter(scope))}' here." if scope and name in SUBJECTS else ""


def _arity(signature: Signature) -> str:
    count = len(signature.params)
    return f"{'at least ' if signature.repeated else ''}{count} argument{'s' if count != 1 else ''}"


def _form_name(node: ast.expr) -> str:
    return {
        ast.Lambda: "functions",
        ast.Subscript: "subscripts",
        ast.GeneratorExp: "comprehension outside of any, all, done_all",
        ast.JoinedStr: "formatted texts",
        ast.Dict: "dictionaries",
        ast.Tuple: "tuples",
        ast.NamedExpr: "assignments",
        ast.Starred: "starred arguments",
    }.get(type(node), type(node).__name__)
