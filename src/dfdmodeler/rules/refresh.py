"""Tables and kept values brought up to date with a renewed index, and what may have another answer by it.

Things are *dirty* when something near them is new. From the lowest stratum up, what is kept of dirty things
is made again; a table only if one of its ends, restrictions or flows is another, and then whole. Where a kept
value or an answer of a table differs, the thing's neighbours and flows become dirty too. What is not dirty in
the end has the same answers as before. No rule is looked at for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dfdmodeler.graph.patch import Patch
from dfdmodeler.graph.renewal import Renewed
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.rules.facts import Facts
from dfdmodeler.rules.program import Table, Total
from dfdmodeler.rules.strata import Strata

ENOUGH = 4000
"""Over how many places tables are made again between two pauses."""


class Refresh:
    """One update of the facts of one model, in all readings."""

    def __init__(
        self, strata: Strata, topology: Topology, readings: Sequence[Facts], renewed: Renewed, patch: Patch
    ) -> None:
        self.nodes: set[Node] = set(renewed.beside) - renewed.gone
        """Dirty elements."""
        self._types: set[str] = {*renewed.types, *(node.type for node in self.nodes)}
        """The types of dirty elements, now and before."""
        self.hops: set[Hop] = set()
        """Dirty flows."""
        self._strata, self._topology, self._readings = strata, topology, readings
        self._renewed, self._patch = renewed, patch
        self._marked: set[Node] = set()
        self._totals: set[str] = set()
        """Totals that have another value."""
        self._flips: dict[tuple[int, str, str], bool] = {}
        self._swept = 0
        """Over how many places tables were made again since the last pause."""

    @property
    def far_reaching(self) -> bool:
        """Whether some functions may have another value for anything at all."""
        return bool(self._totals or self._strata.wide)

    def everywhere(self, function: str) -> bool:
        """Whether a function may have another value for anything at all."""
        if not self._totals and not self._strata.wide:
            return False
        return function in self._strata.wide or not self._totals.isdisjoint(self._strata.summed[function])

    def steps(self) -> Iterator[None]:
        """Does it all, with a pause after each table that is made again."""
        for node in self._renewed.nodes - self._renewed.gone:
            self._mark(node)
        for hop in self._renewed.hops - self._renewed.gone:
            self._mark_hop(hop)
        for facts in self._readings:
            self._begin(facts)
            yield from self._cycles(facts)
        for name in self._strata.order:
            for facts in self._readings:
                if name in facts.kept:
                    self._kept(facts, name)
                elif name in facts.emitted:
                    table = self._strata.program.tables[name]
                    if self._may_differ(table):
                        yield from self._table(facts, name, table)
                elif name in facts.counts:
                    self._total(facts, name, self._strata.program.totals[name])

    def _mark(self, thing: Node | Hop) -> None:
        """Notes that something about a thing is new: it, its flows and its neighbours are dirty."""
        if isinstance(thing, Hop):
            self._mark_hop(thing)
        elif thing not in self._marked and thing is not self._topology.nowhere:
            self._marked.add(thing)
            self._add(thing)
            for hop in (*thing.inflows, *thing.outflows):
                self._mark_hop(hop)

    def _mark_hop(self, hop: Hop) -> None:
        self.hops.add(hop)
        for end in (hop.source, hop.target):
            if end is not self._topology.nowhere:
                self._add(end)

    def _add(self, node: Node) -> None:
        self.nodes.add(node)
        self._types.add(node.type)

    def _begin(self, facts: Facts) -> None:
        """Gives new elements their place in all rows, and forgets what is gone."""
        topology, patch, gone = self._topology, self._patch, self._renewed.gone
        for name, everything in (
            ("nodes", topology.nodes),
            ("flows", topology.flows),
            ("boundaries", topology.areas),
        ):
            patch.put(facts.names, name, everything)
        patch.set(facts, "found", {})
        facts.note = patch.note
        facts.grow(len(topology.places))
        for known in facts.opens.values():
            for old, new in self._renewed.replaced:
                if old in known:  # what it was compares with what it is
                    patch.put(known, new, known[old])
        for known in (*facts.kept.values(), *facts.opens.values()):
            for thing in gone & known.keys():
                patch.drop(known, thing)

    def _cycles(self, facts: Facts) -> Iterator[None]:
        met, kinds = self._renewed.met, self._topology.kinds
        for channel, row in list(facts.cyclic.items()):
            if met & kinds.later(channel):
                self._put_row(facts.cyclic, channel, row, facts.on_cycle(channel))
                yield from self._rest(len(row))
        for (node, channel), known in list(facts.own_cycles.items()):
            if node in self._renewed.gone or met & kinds.later(channel):
                self._patch.drop(facts.own_cycles, (node, channel))
                if node not in self._renewed.gone and facts.names["_cycles"](node, channel) != known:
                    self._mark(node)

    def _put_row(self, rows: dict[int, Any], channel: int, old: Sequence[Any], new: Sequence[Any]) -> None:
        self._patch.put(rows, channel, new)
        if old != new:
            places = self._topology.places
            for place, (before, after) in enumerate(zip(old, new, strict=True)):
                if before != after:
                    self._mark(places[place])

    def _kept(self, facts: Facts, name: str) -> None:
        known = facts.kept[name]
        if self.everywhere(name):
            things = list(known)
        else:
            things = [*(n for n in self.nodes if n in known), *(hop for hop in self.hops if hop in known)]
        for thing in things:
            before = self._patch.drop(known, thing)
            if known[thing] != before:
                self._mark(thing)

    # Totals

    def _total(self, facts: Facts, name: str, total: Total) -> None:
        added, counts = facts.members_of[name], facts.counts[name]
        of_nodes = total.over == "nodes"
        dirty: Iterable[Any] = self.nodes if of_nodes else self.hops
        if self.everywhere(total.each):
            dirty = facts.names[total.over]
        news: list[tuple[Any, tuple[Any, ...]]] = [(thing, ()) for thing in self._renewed.gone & added.keys()]
        news += [
            (thing, facts.added(total, thing))
            for thing in dirty
            if of_nodes or not thing.drawn or thing.id in self._topology.halves
        ]
        for thing, keys in news:
            before = added.get(thing, ())
            if before != keys:
                if keys:
                    self._patch.put(added, thing, keys)
                else:
                    self._patch.drop(added, thing)
                if self._count(counts, before, -1) | self._count(counts, keys, 1):
                    self._totals.add(name)

    def _count(self, counts: dict[Any, int], keys: tuple[Any, ...], step: int) -> bool:
        """Counts keys up or down; whether one came or went."""
        turned = False
        for key in keys:
            count = counts.get(key, 0) + step
            turned |= count in (0, 1) and count - step in (0, 1)
            if count:
                self._patch.put(counts, key, count)
            else:
                self._patch.drop(counts, key)
        return turned

    # Tables

    def _may_differ(self, table: Table) -> bool:
        """Whether anything a table reads may be new; said quickly where dirty ones are of other types."""
        if self._renewed.met or self._renewed.gone or self.far_reaching:
            return True
        if table.types is None or table.through or table.over:
            return True
        return not table.types.isdisjoint(self._types)

    def _table(self, facts: Facts, name: str, table: Table) -> Iterator[None]:
        met, kinds = self._renewed.met, self._topology.kinds
        rows, emitted = facts.rows[name], facts.emitted[name]
        flipped = self._emitted(facts, table, emitted)
        if table.through:
            flipped |= self._once(facts, "through", table.through)
        if table.over:
            flipped |= self._once(facts, "over", table.over)
        for channel, row in list(rows.items()):
            masks = set(emitted.values()) if table.channel and met else {channel}
            if flipped or (met and any(met & kinds.later(mask) for mask in masks)):
                self._put_row(rows, channel, row, facts.row(name, channel))
                yield from self._rest(len(row))

    def _rest(self, swept: int) -> Iterator[None]:
        """A pause, once there was enough work since the last one."""
        self._swept += swept
        if self._swept > ENOUGH:
            self._swept = 0
            yield

    def _once(self, facts: Facts, what: str, function: str) -> bool:
        """Whether a restriction or numbering that tables share differs anywhere; brought up to date once."""
        key = id(facts), what, function
        if key not in self._flips:
            change = {"through": self._passes, "over": self._opens, "numbers": self._numbers}[what]
            self._flips[key] = change(facts, function)
        return self._flips[key]

    def _asked(self, *functions: str) -> list[Node]:
        """The elements for which one of some functions may have another value."""
        if self.far_reaching and any(self.everywhere(function) for function in functions if function):
            return self._topology.nodes
        return list(self.nodes)

    def _emitted(self, facts: Facts, table: Table, emitted: dict[int, int]) -> bool:
        """Whether other elements are ends of a table than before, or stand for something else."""
        if table.joined and not table.emits:
            return self._once(facts, "numbers", table.counts)
        flipped = False
        types = table.types
        for node in self._asked(table.counts, table.emits, table.channel):
            able = types is None or node.type in types
            value = facts.emission(table, node) if able else None
            if value != emitted.get(node.index):
                flipped = True
                if value is None:
                    self._patch.drop(emitted, node.index)
                else:
                    self._patch.put(emitted, node.index, value)
        return self._without_gone(emitted) or flipped

    def _without_gone(self, by_place: dict[int, int]) -> bool:
        if not self._renewed.gone:
            return False
        places = [node.index for node in self._renewed.gone if isinstance(node, Node)]
        known = [place for place in places if place in by_place]
        for place in known:
            self._patch.drop(by_place, place)
        return bool(known)

    def _numbers(self, facts: Facts, counts: str) -> bool:
        numbers, holds = facts.numbers[counts], facts.names[counts]
        flipped = self._without_gone(numbers)
        used = sum(numbers.values())
        for node in self._asked(counts):
            if bool(holds(node)) != (node.index in numbers):
                flipped = True
                if node.index in numbers:
                    self._patch.drop(numbers, node.index)
                else:
                    bit = ~used & (used + 1)
                    used |= bit
                    self._patch.put(numbers, node.index, bit)
        return flipped

    def _passes(self, facts: Facts, through: str) -> bool:
        passes, lets_through = facts.passes[through], facts.names[through]
        flipped = False
        for node in self._asked(through):
            value = node.conducts and bool(lets_through(node))
            if value != passes[node.index]:
                flipped = True
                self._patch.put(passes, node.index, value)
        return flipped

    def _opens(self, facts: Facts, over: str) -> bool:
        opens, function = facts.opens[over], facts.names[over]
        flipped = False
        hops = opens.keys() if self.everywhere(over) else self.hops & opens.keys()
        for hop in list(hops):
            before = self._patch.drop(opens, hop)
            self._patch.put(opens, hop, function(hop))
            flipped |= bool(opens[hop]) != bool(before)
        return flipped
