"""Overlays: one question about a whole diagram, answered at each element and flow by a colour and a mark.

A mark is never a colour alone: each shade has a short text that is drawn and words that are spoken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from dfdmodeler.analysis.badges import badges
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.drawing.primitives import Shade
from dfdmodeler.graph.paths import Spread, spread
from dfdmodeler.graph.topology import Hop, Node
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.model.values import UNKNOWN

LEARNING = ("TRAIN", "ARTIFACT", "OUTPUT")
"""Channels that what a model learnt travels on: into training, as the model itself, as its answers."""
_FEW, _MANY = 1, 5
"""Threat paths through one place from which it is marked as moderate, and as grave."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What an overlay shows."""

    shades: Mapping[str, Shade] = field(default_factory=dict)
    """By subject; what has none stays as it is."""
    legend: tuple[Shade, ...] = ()
    """The shades that occur, in the order of their meaning."""


@dataclass(frozen=True, slots=True)
class Question:
    """What overlays are made from."""

    analysis: Analysis
    model: Model
    threats: tuple[Threat, ...] = ()
    selected: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class OverlayKind:
    """One overlay of those that a person can choose."""

    id: str
    title: str
    help: str
    make: Callable[[Question], Slices[Overlay]]
    follows_selection: bool = False
    """Whether it tells about what is selected, or about everything where nothing is."""


def _heat(question: Question) -> Slices[Overlay]:
    """The gravest open threat at each place."""
    yield
    shades = {
        subject: Shade(badge.severity.lower(), str(badge.count), badge.severity)
        for subject, badge in badges(question.threats).items()
    }
    order = ("Critical", "Important", "Privacy", "Moderate", "Low")
    return Overlay(shades, _legend(shades, order))


def _paths(question: Question) -> Slices[Overlay]:
    """How many open threats lead through each place."""
    counts: Counter[str] = Counter()
    for threat in question.threats:
        if threat.rule and not threat.decided and threat.track != "validity":
            paths = question.analysis.explain(threat.id).paths
            counts.update({i for path in paths for i in (*path.elements, *path.flows)})
            yield
    shades = {
        subject: Shade(color, str(count), words)
        for subject, count in counts.items()
        if subject in question.model
        for color, words in (_crowd(count),)
    }
    return Overlay(shades, _legend(shades, [words for _, _, words in _CROWDS]))


_CROWDS = (
    (6, "critical", "More than five threats lead through it"),
    (2, "important", "Two to five threats lead through it"),
    (1, "moderate", "One threat leads through it"),
)


def _crowd(count: int) -> tuple[str, str]:
    return next((color, words) for least, color, words in _CROWDS if count >= least)


_CLASSES = {
    "special": Shade("critical", "Special", "Special categories of personal data"),
    "personal": Shade("privacy", "Personal", "Personal data"),
    "confidential": Shade("important", "Confidential", "Confidential data"),
    "internal": Shade("moderate", "Internal", "Internal data"),
    "public": Shade("low", "Public", "Public data"),
    UNKNOWN: Shade("muted", "?", "Nobody said how sensitive it is"),
}


def _classes(question: Question) -> Slices[Overlay]:
    """How sensitive what is held or moved is, as rules read it."""
    yield
    facts = question.analysis.facts
    class_of, catalog = facts.function("cls"), question.analysis.library.catalog
    order = list(_CLASSES.values())
    offering = [n for n in facts.topology.nodes if catalog.offers(n.type, "data_class")]
    things: list[Node | Hop] = [*offering, *facts.topology.flows]
    shades: dict[str, Shade] = {}
    for thing in (thing for thing in things if thing.drawn):
        shade = _CLASSES.get(class_of(thing), _CLASSES[UNKNOWN])
        # A flow of two directions counts as the more sensitive one.
        shades[thing.id] = min(shade, shades.get(thing.id, shade), key=order.index)
    return Overlay(shades, _legend(shades, [shade.words for shade in order]))


_TRUST = {
    "untrusted": Shade("critical", "Untrusted", "Outsiders determine what it emits"),
    "semi_trusted": Shade("important", "Semi-trusted", "Partners determine what it emits"),
    "trusted": Shade("moderate", "Trusted", "Only we determine what it emits"),
}
_CROSSING = "Crosses trust boundaries, so many"


def _trust(question: Question) -> Slices[Overlay]:
    """Whom each element obeys, given or by its type, and which flows cross trust boundaries."""
    yield
    topology = question.analysis.topology
    shades = {node.id: _TRUST[node.trust] for node in topology.nodes if node.drawn and node.trust in _TRUST}
    shades |= {
        hop.id: Shade("boundary", str(len(hop.crossed)), _CROSSING)
        for hop in topology.flows
        if hop.drawn and hop.crossed
    }
    return Overlay(shades, _legend(shades, [*(shade.words for shade in _TRUST.values()), _CROSSING]))


_KEY_OPEN, _SOME_OPEN = "What to answer first is unknown", "Other attributes are unknown, so many"


def _unknown(question: Question) -> Slices[Overlay]:
    """How many attributes of each element and flow nobody has answered."""
    yield
    catalog = question.analysis.library.catalog
    shades: dict[str, Shade] = {}
    for element in question.model.of(Element):
        offered = [row.name for row in catalog.attributes(element.type)]
        shades |= _open(element, offered, catalog.key_attributes(element.type))
    for flow in question.model.of(Flow):
        shades |= _open(flow, [row.name for row in catalog.flow_attributes], ("carries",))
    return Overlay(shades, _legend(shades, (_KEY_OPEN, _SOME_OPEN)))


def _open(record: Element | Flow, offered: Sequence[str], key: Collection[str]) -> dict[str, Shade]:
    unknown = [name for name in offered if record.properties.get(name, UNKNOWN) == UNKNOWN]
    if not unknown:
        return {}
    if any(name in key for name in unknown):
        return {record.id: Shade("important", str(len(unknown)), _KEY_OPEN)}
    return {record.id: Shade("low", str(len(unknown)), _SOME_OPEN)}


_ROLES = ("start", "external_entity", "model", "data_store", "process")
_POISON = {
    "start": Shade("critical", "Source", "Where poison would get in"),
    "model": Shade("important", "Model", "Learns from it"),
    "data_store": Shade("privacy", "Data", "Keeps it"),
    "external_entity": Shade("moderate", "Reader", "Receives answers that it shaped"),
    "process": Shade("low", "Way", "Passes it on"),
}
_THEFT = {
    "start": Shade("critical", "Exit", "Where it would get out"),
    "model": Shade("important", "Model", "Could be copied through its answers"),
    "data_store": Shade("privacy", "Data", "Could be told from what was learnt"),
    "external_entity": Shade("moderate", "Origin", "Where it came from"),
    "process": Shade("low", "Way", "Passes it on"),
}


def _poison(question: Question) -> Slices[Overlay]:
    """Where poison would get to: from what is selected, or from all untrusted sources of what is learnt."""
    yield
    return _reach(question, _POISON, ("TRAIN", "ARTIFACT"), onward=True)


def _theft(question: Question) -> Slices[Overlay]:
    """What could be stolen: through what is selected, or by all outsiders who get answers or models."""
    yield
    return _reach(question, _THEFT, ("OUTPUT", "ARTIFACT"), onward=False)


def _reach(
    question: Question, shades_of: Mapping[str, Shade], first: Sequence[str], *, onward: bool
) -> Overlay:
    topology = question.analysis.topology
    begin, channel = (_mask(topology.kinds.channels, names) for names in (first, LEARNING))
    starts = [node for i in question.selected if (node := topology.node(i))]
    starts = starts or [node for node in topology.nodes if _begins(node, begin, onward)]
    found = spread(channel, starts, onward=onward)
    shades = {node.id: shades_of[_role(node, starts)] for node in found.nodes if node.drawn}
    shades |= _ways(found, shades_of["process"])
    return Overlay(shades, _legend(shades, [shades_of[role].words for role in _ROLES]))


def _mask(channels: Mapping[str, int], names: Iterable[str]) -> int:
    return reduce(or_, (channels.get(name, 0) for name in names), 0)


def _begins(node: Node, channel: int, onward: bool) -> bool:
    flows = node.outflows if onward else node.inflows
    outside = node.trust != "trusted" and (onward or node.isa("external_entity"))
    return node.drawn and outside and any(hop.kinds & channel for hop in flows)


def _role(node: Node, starts: Collection[Node]) -> str:
    return "start" if node in starts else next((role for role in _ROLES[1:] if node.isa(role)), "process")


def _ways(found: Spread, shade: Shade) -> dict[str, Shade]:
    return {hop.id: Shade(shade.color, "", shade.words) for hop in found.hops if hop.drawn}


def _legend(shades: Mapping[str, Shade], order: Iterable[str]) -> tuple[Shade, ...]:
    """Each meaning that occurs, once; marks that differ, such as counts, are left out."""
    rows = []
    for words in order:
        alike = [shade for shade in shades.values() if shade.words == words]
        marks = {shade.mark for shade in alike if shade.mark}
        if alike:
            rows.append(Shade(alike[0].color, marks.pop() if len(marks) == 1 else "", words))
    return tuple(rows)


OVERLAYS: tuple[OverlayKind, ...] = (
    OverlayKind("heat", "Open threats", "The gravest open threat at each place, and how many", _heat),
    OverlayKind("paths", "Threat paths", "How many open threats lead through each place", _paths),
    OverlayKind("class", "Data classes", "How sensitive the data is that is held or moved", _classes),
    OverlayKind("trust", "Trust", "Whom elements obey, and which flows cross boundaries", _trust),
    OverlayKind("poison", "Reach of poisoning", "Where poisoned data would get to", _poison, True),
    OverlayKind("theft", "Reach of theft", "Which data and models could be stolen", _theft, True),
    OverlayKind("unknown", "Unknown attributes", "What nobody has answered", _unknown),
)
"""In the order of the menu."""
