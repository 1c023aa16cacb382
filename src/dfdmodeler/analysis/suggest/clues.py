"""What suggestions are drawn from: the model's connections, the words in its names, and types so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dfdmodeler.analysis.suggest.words import Lexicon, Relation, TypeWords, Words
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow

THRESHOLD = 0.6
"""The score from which something is suggested. A wrong type makes wrong threats: rather none than a weak."""

WEAKEST = 0.4
"""The score from which something is shown to who asks for weaker suggestions, too."""

READ_STRONGLY, READ_WEAKLY, READ_STAGING = 0.8, 0.65, 0.65
ASK_STRONGLY, ASK_WEAKLY, ANSWERS_ELSEWHERE = 0.75, 0.65, -0.3
READER_BONUS, WRITER_MALUS = 0.1, -0.3
READERS = ("training_job", "evaluation_job", "retriever", "model", "human_user")
PIPELINE, STORE, VAULT = "data_pipeline", "data_store", "secret_store"
NONE: frozenset[str] = frozenset()

Neighbours = dict[tuple[str, Relation], list[str]]
"""By element and relation: the elements on the other side of its data movements."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Data that moves along a flow: with it, or against it where the flow is drawn the way of the request."""

    source: str
    target: str
    flow: Flow


class Clues:
    """Reads the model once; `types` holds the types in force, which grow as types are suggested."""

    def __init__(self, model: Model, catalog: Catalog, words: Words) -> None:
        self.model = model
        self.catalog = catalog
        self.words = words
        self.lexicon = Lexicon(words)
        self._refinements: dict[str, tuple[tuple[str, TypeWords], ...]] = {}
        self.elements = {e.id: e for e in model.of(Element)}
        self.flows = [f for f in model.of(Flow) if f.source in self.elements and f.target in self.elements]
        self._pairs = {(f.source, f.target) for f in self.flows}
        self.outflows: dict[str | None, list[Flow]] = {}
        """Flows by their source, in the order of the model."""
        for flow in self.flows:
            self.outflows.setdefault(flow.source, []).append(flow)
        self._fed = {f.target for f in self.flows}
        self.types: Mapping[str, str] = {e.id: e.type for e in self.elements.values()}
        self.about_learning = any(self.says(name, "domain") for name in self._names())

    def _names(self) -> Iterator[str]:
        yield self.model.about.title
        for record in self.model.values():
            if isinstance(record, Diagram | Boundary | Element | Flow):
                yield record.name

    def type_of(self, element_id: str | None) -> str:
        """The type in force; empty for no element."""
        return self.types.get(element_id or "", "")

    def isa(self, element_id: str | None, *types: str) -> bool:
        """Whether the element's type in force is, or descends from, one of the types."""
        return self.catalog.isa(self.type_of(element_id), *types)

    def hits(self, name: str, row: str) -> frozenset[str]:
        """The levels of one row of the table that have a phrase in the name."""
        return self.lexicon.hits(name).get(row, NONE)

    def says(self, name: str, row: str) -> bool:
        """Whether the name has a phrase of a row of the table that has one list only."""
        return row in self.lexicon.hits(name)

    def refinements(self, type_: str) -> tuple[tuple[str, TypeWords], ...]:
        """The rows of the table about types below this one."""
        found = self._refinements.get(type_)
        if found is None:
            rows = enumerate(self.words.type)
            found = self._refinements[type_] = tuple(
                (f"type {n}", row)
                for n, row in rows
                if row.type != type_ and self.catalog.isa(row.type, type_)
            )
        return found

    def flow_name(self, flow: Flow) -> str:
        """The flow's name; nothing where it is the names of its ends, joined by a word."""
        source, target = (self.elements[i or ""].name for i in (flow.source, flow.target))
        if not source or not target or not (flow.name.startswith(source) and flow.name.endswith(target)):
            return flow.name
        between = flow.name[len(source) : -len(target)]
        return flow.name if len(between.split()) > 1 else ""

    def reads(self, flow: Flow) -> float:
        """How sure it is that a flow to a store is drawn the way of the request: its data comes back."""
        if not self.isa(flow.target, STORE) or "carries" in flow.properties or not self._one_way(flow):
            return 0.0
        name = self.flow_name(flow)
        levels = self.hits(name, "reading")
        if "unless" in levels:
            return 0.0
        if self.fetches(flow):
            return READ_STAGING
        base = READ_STRONGLY if "strong" in levels else READ_WEAKLY if "weak" in levels else 0.0
        return base + self._habit(flow) if base else 0.0

    def asks(self, flow: Flow) -> float:
        """How sure it is that a flow is a request whose answer comes back the same way."""
        asking = self.words.asking
        levels = self.hits(self.flow_name(flow), "asking")
        if (
            not levels
            or "unless" in levels
            or not self.isa(flow.target, *asking.to)
            or not self._one_way(flow)
        ):
            return 0.0
        score = ASK_STRONGLY if "strong" in levels else ASK_WEAKLY
        onwards = self.outflows.get(flow.target, ())
        elsewhere = any(self.isa(f.target, *asking.answers) for f in onwards)
        return score + ANSWERS_ELSEWHERE if elsewhere else score

    def _one_way(self, flow: Flow) -> bool:
        """Whether nothing is drawn or stated about data that comes back."""
        if not flow.directed or "bidirectional" in flow.properties:
            return False
        return flow.source != flow.target and (flow.target, flow.source) not in self._pairs

    def _habit(self, flow: Flow) -> float:
        if self.isa(flow.target, VAULT):
            return 0.0
        if self.isa(flow.source, *READERS):
            return READER_BONUS
        return WRITER_MALUS if self.isa(flow.source, PIPELINE) else 0.0

    def fetches(self, flow: Flow) -> bool:
        """Whether a pipeline that nothing feeds must be fetching from this staging store."""
        store = self.elements[flow.target or ""].name
        return (
            self.isa(flow.source, PIPELINE)
            and flow.source not in self._fed
            and "staging" in self.hits(store, "reading")
        )

    def edges(self) -> Iterator[Edge]:
        """Data movements by the types in force; both ways where a flow says so, or may well mean so."""
        for flow in self.flows:
            source, target = flow.source or "", flow.target or ""
            score = self.reads(flow)
            sure = score >= READ_STRONGLY or self.isa(source, *READERS, PIPELINE)
            only_back = score >= THRESHOLD and sure
            if not only_back:
                yield Edge(source, target, flow)
            back = score >= THRESHOLD or self.asks(flow) >= THRESHOLD
            if back or flow.properties.get("bidirectional") == "yes":
                yield Edge(target, source, flow)

    def neighbours(self) -> Neighbours:
        """Who gives data to whom, by the types in force; in order of flow ids."""
        found: Neighbours = {}
        for edge in self.edges():
            found.setdefault((edge.source, "gives to"), []).append(edge.target)
            found.setdefault((edge.target, "takes from"), []).append(edge.source)
        return found

    def surroundings(self, element: Element) -> str:
        """The name of the boundary right around an element."""
        boundary = self.model.find(Boundary, element.parent)
        return boundary.name if boundary else ""
