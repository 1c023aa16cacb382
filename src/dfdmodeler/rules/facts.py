"""A program at work on one model: functions bound to its facts, path tables filled when first read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import FunctionType
from typing import Any

from dfdmodeler.graph.paths import reached
from dfdmodeler.graph.sweeps import NONE, Way, arrivals, on_cycle, rows
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.rules.predicates import Predicates
from dfdmodeler.rules.program import Function, Program, Table

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
        self._ways: dict[tuple[int, str, str], Way] = {}
        self._members: dict[tuple[object, ...], list[Node]] = {}
        self._numbers: dict[str, dict[int, int]] = {}
        self._cyclic: dict[int, list[bool]] = {}
        self._names: dict[str, Any] = {"__builtins__": {}}
        self._names |= {
            "any": any,
            "len": len,
            "nodes": topology.nodes,
            "flows": topology.flows,
            "boundaries": topology.areas,
            "reach": self.reach,
            "_members": self.members,
            "_cycles": self._cycles,
            "_unique": lambda items: list(dict.fromkeys(items)),
            "_bit": lambda counts, node: self._numbering(counts).get(node.index, 0),
            **self.predicates.functions(),
        }
        if own is None:
            own = program.varying() if shared else frozenset()
        common = {name: value for name, value in shared._names.items() if name not in own} if shared else {}
        for name, table in program.tables.items():
            self._names[name] = common.get(name) or self._reader(table)
        for name, function in program.functions.items():
            self._names[name] = common.get(name) or bound(function, self._names)

    def function(self, name: str) -> Ask:
        """A compiled function, ready to be asked about this model."""
        answer: Ask = self._names[name]
        return answer

    def prepare(self) -> Iterator[None]:
        """Fills the tables that conditions read by constant channels, a table at a time."""
        for table, channel in self._program.reads:
            self._names[table](self.topology.nowhere.index, *([] if channel is None else [channel]))
            yield

    def members(
        self, onward: bool, node: Node, channel: int, through: str = "", over: str = ""
    ) -> list[Node]:
        """All ends of paths of one element; searched for, and kept."""
        key = onward, node.index, channel, through, over
        if node.index == self.topology.nowhere.index:
            return []
        found = self._members.get(key)
        if found is None:
            way = self.way(channel, through, over)
            found = self._members[key] = reached(self.topology, way, node, onward=onward)
        return found

    def reach(self, start: Node, end: Node, channel: int) -> bool:
        return end in self.members(True, start, channel)

    def way(self, channel: int, through: str = "", over: str = "") -> Way:
        """What paths on a channel may use, with the restrictions of these functions."""
        key = channel, through, over
        if key not in self._ways:
            topology = self.topology
            passable: Sequence[bool] = topology.conducting
            if through:
                lets_through = self.function(through)
                passable = [node.conducts and bool(lets_through(node)) for node in topology.nodes] + [True]
            opened = _kept(self.function(over)) if over else None
            self._ways[key] = Way(channel, topology.kinds.later(channel), passable, opened)
        return self._ways[key]

    def _cycles(self, node: Node, channel: int) -> bool:
        """Whether an element reaches itself."""
        way = self.way(channel)
        if way.first != way.later or not node.conducts:
            return self.reach(node, node, channel)
        if channel not in self._cyclic:
            self._cyclic[channel] = on_cycle(self.topology, way)
        return self._cyclic[channel][node.index]

    def _ends(self, table: Table) -> list[Node]:
        """The elements that count as ends for a table."""
        counts = self.function(table.counts)
        return [node for node in self._candidates(table.types) if counts(node)]

    def _candidates(self, types: frozenset[str] | None) -> Iterable[Node]:
        if types is None:
            return self.topology.nodes
        return (node for type_ in sorted(types) for node in self.topology.by_type.get(type_, ()))

    def _numbering(self, counts: str) -> dict[int, int]:
        """A bit for each element that counts, by index."""
        if counts not in self._numbers:
            holds = self.function(counts)
            chosen = [node.index for node in self.topology.nodes if holds(node)]
            self._numbers[counts] = {index: 1 << place for place, index in enumerate(chosen)}
        return self._numbers[counts]

    def _reader(self, table: Table) -> Ask:
        fill = self._rows if table.joined else self._existence
        filled: dict[int, Sequence[Any]] = {}

        def read(place: int, channel: int = 0) -> Any:
            row = filled.get(channel)
            if row is None:
                row = filled[channel] = fill(table, channel)
            return row[place]

        return read

    def _existence(self, table: Table, channel: int) -> list[bool]:
        by_channel: dict[int, list[int]] = {}
        own_channel = self.function(table.channel) if table.channel else None
        for node in self._ends(table):
            by_channel.setdefault(own_channel(node) if own_channel else channel, []).append(node.index)
        answer = [False] * len(self.topology.forward)
        for mask, ends in by_channel.items():
            way = self.way(mask, table.through, table.over)
            one, two = arrivals(self.topology, way, ends, onward=table.onward)
            for place, end in enumerate(one):
                if end != NONE and not (table.other and end == place and two[place] == NONE):
                    answer[place] = True
        return answer

    def _rows(self, table: Table, channel: int) -> list[int]:
        emitted = [0] * len(self.topology.forward)
        if table.emits:
            emits = self.function(table.emits)
            for node in self._ends(table):
                emitted[node.index] = emits(node)
        else:
            for index, bit in self._numbering(table.counts).items():
                emitted[index] = bit
        way = self.way(channel, table.through, table.over)
        return rows(self.topology, way, emitted, onward=table.onward)


def bound(function: Function, names: dict[str, Any]) -> Ask:
    """A function over these names, which keeps its values if it is to."""
    answer = FunctionType(function.code, names)
    if not function.keep:
        return answer
    return _kept(answer) if function.params else _once(answer)


def _kept(answer: Ask) -> Ask:
    known: dict[Node | Hop, Any] = {}

    def look_up(thing: Node | Hop) -> Any:
        value = known.get(thing, known)
        if value is known:
            value = known[thing] = answer(thing)
        return value

    return look_up


def _once(answer: Ask) -> Ask:
    known: list[Any] = []

    def look_up() -> Any:
        if not known:
            known.append(answer())
        return known[0]

    return look_up
