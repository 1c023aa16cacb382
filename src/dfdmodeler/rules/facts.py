"""A program at work on one model: functions bound to its facts, path tables filled when first read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FunctionType
from typing import Any

from dfdmodeler.graph.patch import NOTHING, Step
from dfdmodeler.graph.paths import reached
from dfdmodeler.graph.sweeps import Way, found_by, on_cycle, rows
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.rules.predicates import Predicates
from dfdmodeler.rules.program import Function, Program, Table, Total

Ask = Callable[..., Any]
"""A compiled function or a table, over the facts of one model."""


class Facts:
    """All that rules can ask of one model in one reading: as *stated*, or with unknown controls *granted*."""

    def __init__(
        self,
        topology: Topology,
        program: Program,
        *,
        granted: bool = False,
        report_unknowns: bool = False,
        shared: Facts | None = None,
        own: frozenset[str] | None = None,
    ) -> None:
        """`shared` are facts of the other reading: what reads no controls is taken from there.

        They may also be facts of this reading in which something else was answered; then `own` are the names
        that depend on it.
        """
        self.topology = topology
        self.predicates = Predicates(topology, granted=granted, report_unknowns=report_unknowns)
        self._program = program
        self.ways: dict[tuple[int, str, str], Way] = {}
        self.found: dict[tuple[object, ...], list[Node]] = {}
        """Ends of paths that were searched for, by what was asked."""
        self.numbers: dict[str, dict[int, int]] = {}
        """A bit for each element that counts, by index; by the function that tells which do."""
        self.cyclic: dict[int, list[bool]] = {}
        """Which elements lie on a cycle, by channel."""
        self.own_cycles: dict[tuple[Node, int], bool] = {}
        """The same for elements and channels that need a search."""
        self.kept: dict[str, Kept] = {}
        """Values of functions by what they were asked about."""
        self.passes: dict[str, list[bool]] = {}
        """Which places let paths through, by the function that restricts them."""
        self.opens: dict[str, Kept] = {}
        """Which flows paths may use, by the function that restricts them."""
        self.emitted: dict[str, dict[int, int]] = {}
        """Per table: what each end stands for, by index: its bits, or the channel of its paths."""
        self.rows: dict[str, dict[int, list[Any]]] = {}
        """Per table, and per channel that it is read by: one answer per place."""
        self.members_of: dict[str, dict[Any, tuple[Any, ...]]] = {}
        """Per total: the keys that each member adds."""
        self.counts: dict[str, dict[Any, int]] = {}
        """Per total: how often each key was added."""
        self.note: Callable[[Step], None] | None = None
        """Is told of everything that is kept from now on."""
        self.names: dict[str, Any] = {"__builtins__": {}}
        """What compiled code reads by name."""
        self.names |= self._given()
        if own is None:
            own = program.varying() if shared else frozenset()
        self._shared, self._own = shared, own
        common = {name: value for name, value in shared.names.items() if name not in own} if shared else {}
        for name in program.tables:
            self.names[name] = common.get(name) or self._reader(name)
        for name, total in program.totals.items():
            self.names[name] = common.get(name) or self._summed(name, total)
        for name, function in program.functions.items():
            self.names[name] = common.get(name) or self._bound(name, function)

    def _given(self) -> dict[str, Any]:
        """What compiled code may ask besides the functions, tables and totals of its program."""
        topology = self.topology
        return {
            "any": any,
            "len": len,
            "nodes": topology.nodes,
            "flows": topology.flows,
            "boundaries": topology.areas,
            "reach": self.reach,
            "_members": self.members,
            "_cycles": self._cycles,
            "_unique": lambda items: list(dict.fromkeys(items)),
            "_bit": lambda counts, node: self.numbering(counts).get(node.index, 0),
            **self.predicates.functions(),
        }

    def function(self, name: str) -> Ask:
        """A compiled function, ready to be asked about this model."""
        answer: Ask = self.names[name]
        return answer

    def prepare(self) -> Iterator[None]:
        """Fills the tables that conditions read by constant channels, a table at a time."""
        for table, channel in self._program.reads:
            self.names[table](self.topology.nowhere.index, *([] if channel is None else [channel]))
            yield

    def members(
        self, onward: bool, node: Node, channel: int, through: str = "", over: str = ""
    ) -> list[Node]:
        """All ends of paths of one element; searched for, and kept."""
        key = onward, node.index, channel, through, over
        if node.index == self.topology.nowhere.index:
            return []
        found = self.found.get(key)
        if found is None:
            way = self.way(channel, through, over)
            found = self._keep(self.found, key, reached(self.topology, way, node, onward=onward))
        return found

    def reach(self, start: Node, end: Node, channel: int) -> bool:
        return end in self.members(True, start, channel)

    def way(self, channel: int, through: str = "", over: str = "") -> Way:
        """What paths on a channel may use, with the restrictions of these functions."""
        key = channel, through, over
        if key not in self.ways:
            topology = self.topology
            passable: Sequence[bool] = topology.conducting
            if through:
                if through not in self.passes:
                    lets_through = self.function(through)
                    row = [n.conducts and bool(lets_through(n)) for n in topology.places]
                    self._keep(self.passes, through, row)
                passable = self.passes[through]
            opened = self._opener(over) if over else None
            self._keep(self.ways, key, Way(channel, topology.kinds.later(channel), passable, opened))
        return self.ways[key]

    def numbering(self, counts: str) -> dict[int, int]:
        """A bit for each element that counts, by index."""
        if self._shared is not None and counts not in self._own:
            return self._shared.numbering(counts)
        if counts not in self.numbers:
            holds = self.function(counts)
            chosen = [node.index for node in self.topology.nodes if holds(node)]
            numbers = {index: 1 << place for place, index in enumerate(chosen)}
            self._keep(self.numbers, counts, numbers)
        return self.numbers[counts]

    def grow(self, places: int) -> None:
        """Makes rows long enough for so many places; there is nothing at the new ones yet."""
        for row in (*self.cyclic.values(), *self.passes.values()):
            row += [False] * (places - len(row))
        for name, by_channel in self.rows.items():
            nothing: Any = 0 if self._program.tables[name].joined else False
            for answers in by_channel.values():
                answers += [nothing] * (places - len(answers))

    def emission(self, table: Table, node: Node) -> int | None:
        """What an element of a type that can count stands for in a table; None if it does not count."""
        if not self.names[table.counts](node):
            return None
        if table.emits or table.channel:
            value: int = self.names[table.emits or table.channel](node)
            return value
        return self.numbering(table.counts)[node.index] if table.joined else 0

    def row(self, name: str, channel: int) -> list[Any]:
        """The answers of a table by place, made anew."""
        table = self._program.tables[name]
        if name not in self.emitted:
            self._keep(self.emitted, name, self._emissions(table))
        if not table.joined:
            return self._existence(table, self.emitted[name], channel)
        emitted = [0] * len(self.topology.places)
        for index, bits in self.emitted[name].items():
            emitted[index] = bits
        way = self.way(channel, table.through, table.over)
        return rows(self.topology, way, emitted, onward=table.onward)

    def on_cycle(self, channel: int) -> list[bool]:
        """Which elements lie on a cycle of a channel, made anew."""
        return on_cycle(self.topology, self.way(channel))

    def added(self, total: Total, thing: Node | Hop) -> tuple[Any, ...]:
        """The keys that a member adds to a total."""
        value = self.names[total.each](thing)
        if total.collects:
            return tuple(value)
        return (True,) if value else ()

    def _cycles(self, node: Node, channel: int) -> bool:
        """Whether an element reaches itself."""
        way = self.way(channel)
        if way.first != way.later or not node.conducts:
            key = node, channel
            if key not in self.own_cycles:
                found = node in reached(self.topology, way, node, onward=True)
                self._keep(self.own_cycles, key, found)
            return self.own_cycles[key]
        if channel not in self.cyclic:
            self._keep(self.cyclic, channel, self.on_cycle(channel))
        return self.cyclic[channel][node.index]

    def _emissions(self, table: Table) -> dict[int, int]:
        if table.joined and not table.emits:
            return self.numbering(table.counts)
        topology = self.topology
        if table.types is None:
            candidates: Iterable[Node] = topology.nodes
        else:
            candidates = (n for type_ in sorted(table.types) for n in topology.by_type.get(type_, ()))
        counts = self.names[table.counts]
        value = self.names.get(table.emits or table.channel)
        if value is None:
            return {node.index: 0 for node in candidates if counts(node)}
        return {node.index: value(node) for node in candidates if counts(node)}

    def _existence(self, table: Table, emitted: dict[int, int], channel: int) -> list[bool]:
        by_channel: dict[int, list[int]] = {}
        if not table.channel:
            by_channel[channel] = sorted(emitted)
        else:
            for index, mask in emitted.items():
                by_channel.setdefault(mask, []).append(index)
        found = [
            found_by(
                self.topology,
                self.way(mask, table.through, table.over),
                ends,
                onward=table.onward,
                other=table.other,
            )
            for mask, ends in by_channel.items()
        ]
        if len(found) == 1:
            return found[0]
        return [any(answers) for answers in zip(*found, strict=True)] or [False] * len(self.topology.places)

    # Readers of one name

    def _keep(self, container: dict[Any, Any], key: Any, value: Any) -> Any:
        container[key] = value
        if self.note is not None:
            self.note((container, key, NOTHING))
        return value

    def _reader(self, name: str) -> Ask:
        rows = self.rows[name] = {}

        def read(place: int, channel: int = 0) -> Any:
            row = rows.get(channel)
            if row is None:
                row = self._keep(rows, channel, self.row(name, channel))
            return row[place]

        return read

    def _summed(self, name: str, total: Total) -> Ask:

        def counts() -> dict[Any, int]:
            known = self.counts.get(name)
            if known is None:
                members = ((thing, self.added(total, thing)) for thing in self.names[total.over])
                added = {thing: keys for thing, keys in members if keys}
                known = dict(Counter(key for keys in added.values() for key in keys))
                self._keep(self.members_of, name, added)
                self._keep(self.counts, name, known)
            return known

        return counts

    def _bound(self, name: str, function: Function) -> Any:
        answer = FunctionType(function.code, self.names)
        if not function.keep:
            return answer
        self.kept[name] = Kept(self, answer)
        return self.kept[name]

    def _opener(self, over: str) -> Ask:
        if over not in self.opens:
            self._keep(self.opens, over, Kept(self, self.function(over)))
        return self.opens[over].__getitem__


class Kept(dict[Any, Any]):
    """The values of a function by what it was asked about; asking is reading an item.

    Of stand-ins nothing is kept: each is asked about once.
    """

    __slots__ = ("_answer", "_facts", "_nowhere")

    def __init__(self, facts: Facts, answer: Ask) -> None:
        self._facts, self._answer, self._nowhere = facts, answer, facts.topology.nowhere.index

    def __missing__(self, thing: Any) -> Any:
        value = self._answer(thing)
        if not isinstance(thing, Node) or thing.index != self._nowhere:
            self[thing] = value
            if (note := self._facts.note) is not None:
                note((self, thing, NOTHING))
        return value
