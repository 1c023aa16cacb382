"""What a condition asks of a thing that is not known yet: "that crosses a trust boundary"."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.rules.plain import Interpreter, Names
from dfdmodeler.rules.sayings import DOMAINS, SAYINGS
from dfdmodeler.rules.trees import called, conjuncts, variables
from dfdmodeler.rules.wording import ADJECTIVES, Wording, alternatives, indefinite, lowered

TYPED: Mapping[str, int] = {"isa": 1, "exactly": 1, "adj": 1}
"""Where the element types begin among the arguments of a primitive predicate."""
ENDS: Mapping[str, str] = {"source": "comes from something that", "target": "goes to something that"}
OPEN = (" from", " to", " by", " through", " reach", " holds")
"""How sayings end that are followed by names."""
_IT = "it"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words about "it": what it does, or else a whole sentence."""

    text: str
    verb: bool = True


class Phrases:
    """Describes the members that quantifiers look for."""

    def __init__(self, run: Interpreter, wording: Wording) -> None:
        self._run = run
        self._wording = wording

    def existence(
        self, loops: Sequence[ast.comprehension], each: ast.expr | None, names: Names, holds: bool
    ) -> str:
        """That there is, or is not, what a quantifier looks for."""
        tests = [part for loop in loops for test in loop.ifs for part in conjuncts(test)]
        tests += conjuncts(each) if each is not None else []
        unknown = {**names, **{loop.target.id: None for loop in loops if isinstance(loop.target, ast.Name)}}
        noun = self._noun(loops[-1].iter, unknown)
        said = [self._phrase(test, unknown, True) for test in tests]
        verbs = _joined(phrase.text for phrase in said if phrase.verb)
        wheres = _joined(phrase.text for phrase in said if not phrase.verb)
        parts = [
            f" that {verbs}" if verbs else "",
            f"{' and' if verbs else ''} for which this holds: {wheres}" if wheres else "",
        ]
        return f"There is {indefinite(noun) if holds else f'no {noun}'}{''.join(parts)}"

    def fill(self, pattern: str, function: str, args: Sequence[ast.expr], names: Names) -> str:
        """A pattern of words with the arguments of a call of a predicate; what is unknown is "it"."""
        count = self.typed(function, len(args))
        words = [self._argument(argument, names) for argument in args[:count]]
        types = [str(type_) for type_ in self._run.values(args[count:], names)]
        some, bare = self._wording.types(types), self._wording.types(types, article=False)
        capitals = {f"C{place}": f"{word[:1].upper()}{word[1:]}" for place, word in enumerate(words)}
        return pattern.format(*words, some=some, no=bare, **capitals)

    def membership(self, collection: ast.expr, member: str, names: Names, holds: bool) -> str:
        """That something is, or is not, one of a collection."""
        return f"{member} is {'' if holds else 'not '}{self._side(collection, names)}"

    def counted(self, tree: ast.expr, names: Names) -> str:
        """What a number counts: of a comprehension the ends or the members that it collects."""
        if not isinstance(tree, ast.ListComp | ast.SetComp):
            return self._noun(tree, names)
        inside = ast.unparse(tree.elt).split(".")
        what = f"{next((part for part in inside if part in ENDS), 'kind')}s"
        unknown = {**names, **_bound(tree)}
        tests = [self._phrase(test, unknown, True) for loop in tree.generators for test in loop.ifs]
        said = " and ".join(phrase.text for phrase in tests)
        return f"{what} of a {self._noun(tree, names)}{f' that {said}' if said else ''}"

    def typed(self, function: str, count: int) -> int:
        """How many of the arguments of a predicate come before the element types."""
        definition = self._run.definitions.get(function)
        if definition is not None:
            return len(definition.params)
        return TYPED.get(function, count)

    def _described(
        self, loops: Sequence[ast.comprehension], each: ast.expr | None, names: Names
    ) -> tuple[str, str, str]:
        """What a quantifier runs over, what it asks of each, and what it asks of other things there."""
        tests = [part for loop in loops for test in loop.ifs for part in conjuncts(test)]
        tests += conjuncts(each) if each is not None else []
        unknown = {**names, **{loop.target.id: None for loop in loops if isinstance(loop.target, ast.Name)}}
        said = [self._phrase(test, unknown, True) for test in tests]
        verbs = _joined(phrase.text for phrase in said if phrase.verb)
        wheres = _joined(phrase.text for phrase in said if not phrase.verb)
        return self._noun(loops[-1].iter, unknown), f" that {verbs}" if verbs else "", wheres

    def _nested(self, tree: ast.GeneratorExp, names: Names, positive: bool) -> str:
        """A quantifier within another, by what it runs over; the rest would be more than a sentence holds."""
        noun, verbs, _ = self._described(tree.generators, tree.elt, names)
        if noun == "element" and verbs.startswith((" that is a ", " that is an ")) and " and " not in verbs:
            noun, verbs = verbs.removeprefix(" that is ").partition(" ")[2], ""
        return f"{indefinite(noun) if positive else f'no {noun}'}{verbs}"

    def _noun(self, domain: ast.expr, names: Names) -> str:
        if isinstance(domain, ast.ListComp | ast.SetComp):
            return self._noun(domain.generators[-1].iter, {**names, **_bound(domain)})
        if isinstance(domain, ast.Call):
            return self.fill(DOMAINS.get(called(domain), "thing"), called(domain), domain.args, names)
        return DOMAINS.get(ast.unparse(domain), "thing")

    def _argument(self, tree: ast.expr, names: Names) -> str:
        unknown = {name for name in variables(tree) if names.get(name, self) is None}
        if not unknown:
            return self._wording.argument(self._run.value(tree, names))
        if isinstance(tree, ast.Call):
            return "data"  # data kinds that depend on it
        return f"its {tree.attr}" if isinstance(tree, ast.Attribute) else _IT

    def _phrase(self, tree: ast.expr, names: Names, positive: bool) -> Phrase:
        if isinstance(tree, ast.UnaryOp):
            return self._phrase(tree.operand, names, not positive)
        if isinstance(tree, ast.BoolOp):
            parts = [self._phrase(value, names, positive) for value in tree.values]
            word = " and " if isinstance(tree.op, ast.And) is positive else " or "
            every = all(part.verb for part in parts)
            text = word.join(part.text if every else _whole(part) for part in parts)
            return Phrase(f"either {text}" if word == " or " else text, every)
        if isinstance(tree, ast.Compare):
            return self._comparison(tree, names, positive)
        if isinstance(tree, ast.Call):
            return self._call(tree, names, positive)
        return Phrase(f"{'' if positive else 'not '}{ast.unparse(tree)}", False)

    def _call(self, tree: ast.Call, names: Names, positive: bool) -> Phrase:
        function = called(tree)
        if function == "bool":
            return self._phrase(tree.args[0], names, positive)
        if function in ("any", "all", "done_all") and isinstance(tree.args[0], ast.GeneratorExp):
            return Phrase(f"there is {self._nested(tree.args[0], names, positive)} that goes with it", False)
        if isinstance(tree.args[0], ast.Attribute) and function in ("yes", "has", "lacks", "short_of"):
            return self._of_attribute(tree, tree.args[0], names, positive)
        if function in ("has", "short_of"):
            return Phrase(f"has {'' if positive else 'no '}data that is {self._texts(tree)}")
        saying = SAYINGS.get(function)
        if saying is None:
            return Phrase(f"{'' if positive else 'not '}{ast.unparse(tree)}", False)
        pattern = saying.true if positive else saying.false
        if pattern.endswith(OPEN):
            typed = self.typed(function, 1) < len(tree.args)
            pattern = (
                f"{pattern} {{some}}" if typed else f"{pattern} something".removesuffix(" from something")
            )
        about = self._about(tree.args[0], names)
        if about is None or not pattern.startswith("{0} "):
            text = self.fill(pattern, function, tree.args, names).replace("the context of it", "its context")
            return Phrase(text[:1].lower() + text[1:] if not pattern.startswith("{0}") else text, False)
        rest = self.fill(pattern.removeprefix("{0} "), function, tree.args, names)
        if about and rest.startswith(("is a ", "is an ")):
            return Phrase(f"{about.removesuffix('something that ')}{rest.removeprefix('is ')}")
        return Phrase(f"{about}{rest}")

    def _about(self, tree: ast.expr, names: Names) -> str | None:
        """How a phrase begins that is about "it" or about one end of it; None if about something else."""
        if isinstance(tree, ast.Name) and names.get(tree.id, self) is None:
            return ""
        if isinstance(tree, ast.Attribute) and tree.attr in ENDS and self._about(tree.value, names) == "":
            return f"{ENDS[tree.attr]} "
        return None

    def _of_attribute(self, tree: ast.Call, attribute: ast.Attribute, names: Names, positive: bool) -> Phrase:
        """A test of an attribute's value."""
        label = lowered(self._wording.attribute(attribute.attr))
        function = called(tree)
        if function in ("has", "short_of"):
            stated, other = ("has", "does not have") if function == "has" else ("is not known to have", "has")
            text = f"{stated if positive else other} the {label} {self._texts(tree, quoted=True)}"
        elif (function == "yes") is positive:
            claimed = self._wording.claimed(attribute.attr, _IT)
            text = claimed.removeprefix(f"{_IT} ") if claimed.startswith(f"{_IT} ") else f"has {label}"
        else:
            link = "be" if attribute.attr in ADJECTIVES else "have"
            text = f"is not known to {link} {label}"
        about = self._about(attribute.value, names)
        if about is None:
            return Phrase(f"{self._argument(attribute.value, names)} {text}", False)
        return Phrase(f"{about}{text}")

    def _texts(self, tree: ast.Call, *, quoted: bool = False) -> str:
        first = tree.args[0]
        attribute = first.attr if isinstance(first, ast.Attribute) else "data_class"
        values = [arg.value for arg in tree.args[1:] if isinstance(arg, ast.Constant)]
        words = [self._wording.value(attribute, str(value)) for value in values]
        return alternatives([f"“{word}”" for word in words] if quoted else words)

    def _comparison(self, tree: ast.Compare, names: Names, positive: bool) -> Phrase:
        one, other = tree.left, tree.comparators[0]
        positive = positive is not isinstance(tree.ops[0], ast.NotEq | ast.NotIn)
        if called(other) == "crossed" and isinstance(one, ast.Attribute):
            boundary = self._argument(one.value, names)
            return Phrase(f"{'crosses' if positive else 'does not cross'} {boundary}")
        if called(one) == "trust_of" and isinstance(one, ast.Call) and isinstance(other, ast.Constant):
            about = self._about(one.args[0], names) or ""
            level = self._wording.value("trust", str(other.value))
            return Phrase(f"{about}is {'' if positive else 'not '}{level}")
        words = [self._side(side, names) for side in (one, other)]
        if isinstance(tree.ops[0], ast.In | ast.NotIn):
            return Phrase(f"{words[0]} is {'' if positive else 'not '}{words[1]}", False)
        if isinstance(tree.ops[0], ast.Eq | ast.NotEq) and words[0] == _IT:
            return Phrase(f"is {'' if positive else 'other than '}{words[1]}")
        return Phrase(f"{words[0]} is {'' if positive else 'not '}{words[1]}", False)

    def _side(self, tree: ast.expr, names: Names) -> str:
        """One side of a comparison; a collection as one of its members."""
        if isinstance(tree, ast.Call) and called(tree) in DOMAINS:
            return indefinite(self._noun(tree, names))
        if isinstance(tree, ast.ListComp | ast.SetComp):
            end = tree.elt.attr if isinstance(tree.elt, ast.Attribute) and tree.elt.attr in ENDS else "end"
            return f"the {end} of {indefinite(self._noun(tree, names))}"
        if isinstance(tree, ast.Constant | ast.Attribute | ast.Name):
            return self._argument(tree, names)
        return ast.unparse(tree)


def _joined(parts: Iterable[str]) -> str:
    """All of these; a comma ends what is said of alternatives."""
    known = list(dict.fromkeys(parts))
    return (", and " if any(part.startswith("either ") for part in known) else " and ").join(known)


def _whole(phrase: Phrase) -> str:
    return f"{_IT} {phrase.text}" if phrase.verb else phrase.text


def _bound(tree: ast.ListComp | ast.SetComp) -> Names:
    return {loop.target.id: None for loop in tree.generators if isinstance(loop.target, ast.Name)}
