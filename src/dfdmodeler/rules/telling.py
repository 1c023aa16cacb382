"""One test of a condition in words: a sentence that is true of the model, whether the test holds or not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.values import UNKNOWN
from dfdmodeler.rules.leaf import Leaf, Read
from dfdmodeler.rules.phrases import Phrases
from dfdmodeler.rules.plain import FIELDS, Interpreter, Names
from dfdmodeler.rules.sayings import SAYINGS, Saying
from dfdmodeler.rules.trees import called, variables
from dfdmodeler.rules.wording import MOST_NAMED, Wording, listed, sentence

ABOUT_VALUES = ("yes", "has", "lacks", "short_of")
QUANTIFIERS = ("any", "all", "done_all")
DERIVED_FROM = ("network", "pulled", "enc", "integ", "src_auth", "dst_auth")
"""Predicates whose value in words is that of the attributes that they read."""
ONLY: Mapping[str, tuple[str, str]] = {
    "sources": ("only {} can", "nothing can"),
    "targets": ("it gets only to {}", "it gets nowhere"),
    "inflows": ("it receives data only from {}", "nothing flows into it"),
    "outflows": ("it sends data only to {}", "nothing flows out of it"),
}
"""What a choice that found nothing was made from, if anything."""
LIMITS: Mapping[type[ast.cmpop], str] = {
    ast.GtE: "at least",
    ast.Gt: "more than",
    ast.LtE: "at most",
    ast.Lt: "less than",
    ast.Eq: "exactly",
    ast.NotEq: "other than",
}
"""What a comparison asks of a number."""
Thing = Node | Hop | Area


class Teller:
    """Puts tests into words, as their arguments stand."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run
        self._topology: Topology = run.topology
        self.wording = Wording(run.topology.catalog, run.topology.kinds)
        self._phrases = Phrases(run, self.wording)
        self._special: Mapping[str, Callable[[ast.Call, Names], Leaf]] = {
            "isa": self._type,
            "exactly": self._type,
            "low": self._trust,
            "trust_of": self._trust,
            "carries": self._carries,
            "crosses": self._crosses,
            "cls": self._data_class,
            "sens": self._data_class,
            "pers": self._data_class,
            "unanswered": self._unanswered,
        }

    def leaf(self, tree: ast.expr, names: Names) -> Leaf:
        """What a test found."""
        if isinstance(tree, ast.Compare):
            return self._compare(tree, names)
        if isinstance(tree, ast.ListComp | ast.SetComp):
            return self._existence(tree, tree.generators, None, names)
        if not isinstance(tree, ast.Call):
            return self._plain(tree, names)
        function, first = called(tree), tree.args[0]
        if function in QUANTIFIERS and isinstance(first, ast.GeneratorExp):
            return self._existence(tree, first.generators, first.elt, names)
        if function in ABOUT_VALUES and isinstance(first, ast.Attribute):
            return self._attribute(tree, first, names)
        if function in ABOUT_VALUES and isinstance(first, ast.Call) and called(first) in self._special:
            return self._special[called(first)](first, names)
        return self._special.get(function, self._saying)(tree, names)

    def _plain(self, tree: ast.expr, names: Names) -> Leaf:
        holds = bool(self._run.value(tree, names))
        nouns = {"boundaries": "trust boundary", "nodes": "element", "flows": "flow"}
        noun = nouns.get(ast.unparse(tree), "")
        text = f"The model has {'a' if holds else 'no'} {noun}" if noun else ast.unparse(tree)
        return self._made(tree, text, (), "yes", holds)

    def _existence(
        self, tree: ast.expr, loops: Sequence[ast.comprehension], each: ast.expr | None, names: Names
    ) -> Leaf:
        holds = bool(self._run.value(tree, names))
        if called(tree) in ("all", "done_all"):
            text = f"{'All' if holds else 'Not all'} are as asked: {ast.unparse(tree)}"
        else:
            text = self._phrases.existence(loops, each, names, holds)
        about = [names[name] for name in sorted(variables(tree)) if name in names]
        return self._made(tree, text, about, "yes", holds)

    def _attribute(self, tree: ast.expr, attribute: ast.Attribute, names: Names) -> Leaf:
        owner = self._run.value(attribute.value, names)
        value = self._run.value(attribute, names)
        say = self.wording.claimed if value == "yes" else self.wording.about
        text = sentence(say(attribute.attr, self.wording.argument(owner)))
        words = self.wording.value(attribute.attr, value)
        return self._made(tree, text, [owner], words, value, ((owner.id, attribute.attr),))

    def _type(self, tree: ast.Call, names: Names) -> Leaf:
        node, *types = self._run.values(tree.args, names)
        holds = bool(self._run.value(tree, names))
        if not types:
            return self._made(tree, f"{node.name} is an element", [node], "yes", True)
        fitting = [type_ for type_ in types if node.isa(type_)] or types
        asked = self.wording.types(fitting)
        what = asked if holds else f"{self.wording.types([node.type])}, not {asked}"
        return self._made(tree, sentence(f"{node.name} is {what}"), [node], "yes", holds)

    def _trust(self, tree: ast.Call, names: Names) -> Leaf:
        node = self._run.value(tree.args[0], names)
        level = self.wording.value("trust", node.trust)
        stated = node.props.get("trust", UNKNOWN) == node.trust
        words = level if stated else f"not set (counts as {level})"
        reads = tuple((node.id, name) for name in SAYINGS["low"].reads)
        return self._made(tree, sentence(f"Trust in {node.name}"), [node], words, node.trust, reads)

    def _carries(self, tree: ast.Call, names: Names) -> Leaf:
        hop, mask = (self._run.value(argument, names) for argument in tree.args)
        met = hop.kinds & mask
        flow = sentence(self.wording.argument(hop))
        what = self.wording.carried(met) if met else f"no {self.wording.channel(mask)}"
        if met and not hop.declared:
            what += ", as its ends suggest"
        return self._made(tree, f"{flow} carries {what}", [hop], "yes", bool(met), ((hop.id, "carries"),))

    def _crosses(self, tree: ast.Call, names: Names) -> Leaf:
        hop, *kinds = self._run.values(tree.args, names)
        holds = bool(self._run.value(tree, names))
        areas = [area for area in self._topology.areas if area.id in hop.crossed]
        areas = [area for area in areas if not kinds or area.kind in kinds]
        of_kind = f" of kind {self.wording.boundary_kinds(kinds)}" if kinds else ""
        border = f"the trust {'boundary' if len(areas) == 1 else 'boundaries'} {_named(areas)}"
        flow = sentence(self.wording.argument(hop))
        text = f"{flow} crosses {border if holds else f'no trust boundary{of_kind}'}"
        return self._made(tree, text, [hop], "yes", holds, also=areas)

    def _data_class(self, tree: ast.Call, names: Names) -> Leaf:
        thing = self._run.value(tree.args[0], names)
        value = self._topology_class(thing)
        text = f"Data class of {self.wording.argument(thing)}"
        words = self.wording.value("data_class", value)
        answer = bool(self._run.value(tree, names)) if called(tree) != "cls" else value
        owner = thing
        if isinstance(thing, Hop) and thing.props.get("data_class", UNKNOWN) == UNKNOWN != value:
            owner, words = thing.source, f"{words}, as {thing.source.name} says"
        return self._made(tree, text, [thing], words, answer, ((owner.id, "data_class"),))

    def _topology_class(self, thing: Any) -> Any:
        argument = ast.Name("thing", ast.Load())
        return self._run.value(ast.Call(ast.Name("cls", ast.Load()), [argument], []), {"thing": thing})

    def _unanswered(self, tree: ast.Call, names: Names) -> Leaf:
        node = self._run.value(tree.args[0], names)
        keys = self._topology.catalog.key_attributes(node.type)
        missing = [key for key in keys if node.props.get(key, UNKNOWN) == UNKNOWN]
        holds = bool(self._run.value(tree, names))
        if missing and not holds:
            text, words = "This model does not ask for a report of what is not set", "yes"
            missing = []  # none of them would change that
        elif missing:
            text = f"Key attributes of {node.name} that are not set"
            words = ", ".join(self.wording.attribute(key) for key in missing).lower()
        else:
            text, words = f"All key attributes of {node.name} are set", "yes"
        return self._made(tree, text, [node], words, holds, tuple((node.id, key) for key in missing))

    def _saying(self, tree: ast.Call, names: Names) -> Leaf:
        function = called(tree)
        args = self._run.values(tree.args, names)
        holds = bool(self._run.value(tree, names))
        saying = SAYINGS.get(function, Saying(ast.unparse(tree), f"not {ast.unparse(tree)}"))
        pattern = saying.true if holds else saying.false
        text = sentence(self._phrases.fill(pattern, function, tree.args, names))
        things = [arg for arg in args if isinstance(arg, Thing)]
        reads = tuple((things[0].id, name) for name in saying.reads) if things else ()
        found = self.members(tree, names) if holds else []
        words = _named(found) or "yes"
        if function in DERIVED_FROM:
            words = self._values(things[0], saying.reads, holds)
        elif not holds:
            words = self._nearest(tree, names)
        return self._made(tree, text, things, words, holds, reads, also=found[:MOST_NAMED])

    def _values(self, thing: Any, attributes: Iterable[str], holds: bool) -> str:
        """What is set of the attributes that settle a test."""
        said = [
            f"{self.wording.attribute(name).lower()} is {self.wording.quoted(name, thing.props[name])}"
            for name in attributes
            if thing.props.get(name, UNKNOWN) != UNKNOWN
        ]
        return " and ".join(said) or ("nothing says otherwise" if holds else "nothing is set")

    def members(self, tree: ast.expr, names: Names) -> list[Thing]:
        """What makes a test true that asks whether there is any; of flows, their far ends."""
        value = self._run.value(tree, names)
        definition = self._run.definitions.get(called(tree))
        if value is True and definition and isinstance(tree, ast.Call) and called(definition.body) == "bool":
            assert isinstance(definition.body, ast.Call)
            value = self._run.value(definition.body.args[0], self._run.arguments(tree, names)[1])
        if not isinstance(value, list | set | tuple):
            return []
        near = self._run.value(tree.args[0], names) if isinstance(tree, ast.Call) and tree.args else None
        ends = [_far_end(thing, near) if isinstance(thing, Hop) else thing for thing in value]
        return [end for end in dict.fromkeys(ends) if isinstance(end, Thing)]

    def _nearest(self, tree: ast.Call, names: Names) -> str:
        """Of a collection that is empty: what it was chosen from."""
        if called(tree) == "reach":
            return self._as_far_as(tree, names)
        if called(tree) in ONLY:
            return "yes"
        domain, inner = tree, names
        while isinstance(domain, ast.Call) and called(domain) in self._run.definitions:
            definition, inner = self._run.arguments(domain, inner)
            domain = definition.body  # type: ignore[assignment]
            if called(domain) == "bool":
                domain = domain.args[0]  # type: ignore[assignment]
            if isinstance(domain, ast.ListComp):
                domain = domain.generators[0].iter  # type: ignore[assignment]
        if not isinstance(domain, ast.Call) or called(domain) not in ONLY:
            return "yes"
        subject = self._run.value(domain.args[0], inner)
        found = _named(thing for thing in self.members(domain, inner) if thing is not subject)
        some, none = ONLY[called(domain)]
        if called(tree) in ("taint", "origins"):
            some = "those that can, {}, are trusted"
        return some.format(found) if found else none

    def _as_far_as(self, tree: ast.Call, names: Names) -> str:
        """How far data gets on a way that does not lead to its end."""
        start, _, channel = tree.args
        onward = ast.Call(ast.Name("targets", ast.Load()), [start, channel], [])
        found = _named(self.members(onward, names))
        return f"it gets only to {found}" if found else "none leaves it"

    def _compare(self, tree: ast.Compare, names: Names) -> Leaf:
        one, other = tree.left, tree.comparators[0]
        holds = bool(self._run.value(tree, names))
        if isinstance(one, ast.Attribute) and one.attr not in FIELDS:
            return self._attribute(tree, one, names)
        if isinstance(one, ast.Call) and called(one) in self._special:
            return self._special[called(one)](one, names)
        if called(one) == "len":
            return self._number(tree, names, holds)
        values = [self._run.value(side, names) for side in (one, other)]
        things = [value for value in values if isinstance(value, Thing)]
        words = [self.wording.argument(value) for value in values[:1]]
        if len(things) == 2:
            text = (
                f"Both ends are {words[0]}"
                if values[0] is values[1]
                else f"{words[0]} is not {things[1].name}"
            )
            return self._made(tree, sentence(text), things, "yes", holds)
        if isinstance(tree.ops[0], ast.In | ast.NotIn):
            among = values[0] in values[1]
            text = self._phrases.membership(other, words[0], names, among)
            return self._made(tree, sentence(text), things, "yes", holds)
        return self._made(tree, f"{words[0]} compared with {values[1]}", things, "yes", holds)

    def _number(self, tree: ast.Compare, names: Names, holds: bool) -> Leaf:
        counted = tree.left.args[0] if isinstance(tree.left, ast.Call) else tree.left
        count, limit = (self._run.value(side, names) for side in (tree.left, tree.comparators[0]))
        text = f"Number of different {self._phrases.counted(counted, names)}"
        asked = LIMITS.get(type(tree.ops[0]), "compared with")
        return self._made(tree, text, (), f"{count}; {asked} {limit} is asked for", holds)

    def _made(
        self,
        tree: ast.expr,
        text: str,
        things: Iterable[Any],
        words: str,
        answer: object,
        reads: tuple[Read, ...] = (),
        *,
        also: Iterable[Thing] = (),
    ) -> Leaf:
        """The fact; `things` are what was asked about, `also` what the answer names."""
        asked = [thing.id for thing in things if isinstance(thing, Thing)]
        ids = tuple(dict.fromkeys([*asked, *(thing.id for thing in also)]))
        return Leaf(text, ids, words, reads, (ast.unparse(tree), tuple(asked), repr(answer)))


def _named(things: Iterable[Thing]) -> str:
    return listed(thing.name for thing in things)


def _far_end(hop: Hop, near: object) -> Node:
    return hop.target if hop.source is near else hop.source
