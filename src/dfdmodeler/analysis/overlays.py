"""Overlays: one question about a whole diagram, answered at each element and flow by a colour and a mark.

Nothing is told by colour alone: each colour is drawn with a shape of its own or with a text, and has words.
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
from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.drawing.legend import Legend, LegendRow
from dfdmodeler.drawing.primitives import Shade
from dfdmodeler.graph.paths import spread
from dfdmodeler.graph.topology import Hop, Node, Topology
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.model.values import UNKNOWN

LEARNING = ("TRAIN", "ARTIFACT", "IND", "OUTPUT")
"""Channels on which data gets into a model and out again: into training, as the model itself, as text that it
reads, as its answers.
"""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What an overlay shows."""

    shades: Mapping[str, Shade] = field(default_factory=dict)
    """By subject; what has none is drawn faintly."""
    order: tuple[str, ...] = ()
    """The words of all shades that there could be, in the order of their meaning."""
    note: str = ""
    """What should be known besides: where it begins, or why there is nothing to show."""
    hint: str = ""
    """What a person could do about the note."""

    def rows(self, shown: Collection[str] | None = None) -> tuple[LegendRow, ...]:
        """Each meaning that occurs among what is shown, once; counts and marks that differ are left out."""
        found: dict[str, list[Shade]] = {words: [] for words in self.order}
        for subject, shade in self.shades.items():
            if shown is None or subject in shown:
                found[shade.words].append(shade)
        return tuple(_row(alike) for alike in found.values() if alike)


def _row(alike: Sequence[Shade]) -> LegendRow:
    marks = {shade.mark for shade in alike}
    mark = marks.pop() if len(marks) == 1 else ""
    common = Shade(alike[0].color, "" if mark.isdecimal() else mark, alike[0].words)
    return LegendRow(common, len(alike), is_line=not any(shade.mark for shade in alike))


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

    def legend(self, overlay: Overlay, shown: Collection[str] | None = None) -> Legend:
        """What tells the meaning of an overlay of this kind, for what is shown of the model."""
        rows = overlay.rows(shown)
        elsewhere = _ELSEWHERE if overlay.shades and not rows else ""
        return Legend(self.title, self.help, rows, elsewhere or overlay.note, overlay.hint)


_ELSEWHERE = "Nothing on this diagram, but there is on others."


def _heat(question: Question) -> Slices[Overlay]:
    """The gravest open threat at each place."""
    yield
    shades = {
        subject: Shade(badge.severity.lower(), str(badge.count), badge.severity)
        for subject, badge in badges(question.threats).items()
        if subject in question.model
    }
    return _told(shades, SEVERITIES, "No threat is open.")


def _told(shades: Mapping[str, Shade], order: Iterable[str], nothing: str) -> Overlay:
    return Overlay(shades, tuple(order), "" if shades else nothing)


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
    return _told(shades, (words for _, _, words in _CROWDS), "No open threat comes along a path.")


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
    UNKNOWN: Shade("muted", "?", "Data of which nobody said how sensitive it is"),
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
        yield
    return _told(shades, (shade.words for shade in order), "Nothing here holds or moves data.")


_TRUST = {
    "untrusted": Shade("critical", "Untrusted", "Outsiders determine what it emits"),
    "semi_trusted": Shade("important", "Semi-trusted", "Partners determine what it emits"),
    "trusted": Shade("moderate", "Trusted", "Only we determine what it emits"),
}
_CROSSING = "Crosses trust boundaries (how many)"


def _trust(question: Question) -> Slices[Overlay]:
    """Whom each element obeys, given or by its type, and which flows cross trust boundaries."""
    yield
    topology = question.analysis.topology
    shades = {node.id: _TRUST[node.trust] for node in topology.nodes if node.drawn and node.trust in _TRUST}
    shades |= {
        hop.id: Shade("privacy", str(len(hop.crossed)), _CROSSING)
        for hop in topology.flows
        if hop.drawn and hop.crossed
    }
    return _told(shades, (*(shade.words for shade in _TRUST.values()), _CROSSING), "Nothing is drawn yet.")


_KEY_OPEN = "What should be answered first is unknown"
_SOME_OPEN = "Only other attributes are unknown"


def _unknown(question: Question) -> Slices[Overlay]:
    """How many attributes of each element and flow nobody has answered."""
    yield
    catalog = question.analysis.library.catalog
    shades: dict[str, Shade] = {}
    of_flows = [row.name for row in catalog.flow_attributes]
    for element in question.model.of(Element):
        offered = [row.name for row in catalog.attributes(element.type)]
        shades |= _open(element, offered, catalog.key_attributes(element.type))
        yield
    for flow in question.model.of(Flow):
        shades |= _open(flow, of_flows, ("carries",))
        yield
    return _told(shades, (_KEY_OPEN, _SOME_OPEN), "Nothing is unknown.")


def _open(record: Element | Flow, offered: Sequence[str], key: Collection[str]) -> dict[str, Shade]:
    unknown = [name for name in offered if record.properties.get(name, UNKNOWN) == UNKNOWN]
    if not unknown:
        return {}
    if any(name in key for name in unknown):
        return {record.id: Shade("important", str(len(unknown)), _KEY_OPEN)}
    return {record.id: Shade("low", str(len(unknown)), _SOME_OPEN)}


@dataclass(frozen=True, slots=True)
class _Lineage:
    """What one direction of lineage is called: where data gets in or out, and what is met on its way."""

    shades: Mapping[str, Shade]
    """By role, those of `_ROLES`."""
    first: tuple[str, ...]
    """Channels that make somebody who is not trusted a beginning."""
    onward: bool
    everywhere: str
    """The note where it begins wherever somebody is not trusted."""
    nowhere: str
    """The note where everybody is trusted."""
    nowhere_said: str
    """The note where no flow carries such data."""
    hint: str
    nothing: str
    """The note where it begins at what is selected and goes nowhere from there."""


_SAY = "State what flows carry, or have types and data suggested."
_ROLES = ("start", "model", "data_store", "external_entity", "process", "way")
_POISON = _Lineage(
    {
        "start": Shade("critical", "Source", "Where poison would get in"),
        "model": Shade("important", "Model", "Learns from it or reads it"),
        "data_store": Shade("privacy", "Data", "Keeps it"),
        "external_entity": Shade("moderate", "Reader", "Receives answers that it shaped"),
        "process": Shade("low", "Passes on", "Passes it on"),
        "way": Shade("critical", "", "Its way"),
    },
    ("TRAIN", "ARTIFACT", "IND"),
    onward=True,
    everywhere="From all who are not trusted.",
    nowhere="All who send what a model learns from or reads are trusted.",
    nowhere_said="No flow is said to carry what a model learns from or reads.",
    hint="Select elements to begin there.",
    nothing="Nothing that a model learns from or reads leaves what is selected.",
)
_THEFT = _Lineage(
    {
        "start": Shade("critical", "Exit", "Where it would get out"),
        "model": Shade("important", "Model", "Could be copied through what it gives away"),
        "data_store": Shade("privacy", "Data", "Could be told from what a model gives away"),
        "external_entity": Shade("moderate", "Origin", "Where such data came from"),
        "process": Shade("low", "Passes on", "Passes it on"),
        "way": Shade("critical", "", "Its way"),
    },
    ("OUTPUT", "ARTIFACT"),
    onward=False,
    everywhere="To all outsiders.",
    nowhere="No outsider receives answers or models.",
    nowhere_said="No flow is said to carry answers or models.",
    hint="Select elements to end there.",
    nothing="No answers, models or data of theirs arrive at what is selected.",
)


def _poison(question: Question) -> Slices[Overlay]:
    """Where poison would get to: from what is selected, or from all who are not trusted."""
    yield
    return _reach(question, _POISON)


def _theft(question: Question) -> Slices[Overlay]:
    """What could be stolen: through what is selected, or by all outsiders who get answers or models."""
    yield
    return _reach(question, _THEFT)


def _reach(question: Question, lineage: _Lineage) -> Overlay:
    topology = question.analysis.topology
    begin, channel = (_mask(topology.kinds.channels, names) for names in (lineage.first, LEARNING))
    chosen = _chosen(topology, question.selected, lineage.onward)
    starts = chosen or [node for node in topology.nodes if _begins(node, begin, lineage.onward)]
    found = spread(channel, starts, onward=lineage.onward)
    shades = {node.id: lineage.shades[_role(node, starts)] for node in found.nodes if node.drawn}
    shades |= {hop.id: lineage.shades["way"] for hop in found.hops if hop.drawn}
    order = tuple(lineage.shades[role].words for role in _ROLES)
    if chosen:
        return Overlay(shades, order, "" if found.hops else lineage.nothing)
    if shades:
        return Overlay(shades, order, lineage.everywhere, lineage.hint)
    if any(hop.kinds & begin for hop in topology.flows):
        return Overlay(note=lineage.nowhere, hint=lineage.hint)
    return Overlay(note=lineage.nowhere_said, hint=_SAY)


def _chosen(topology: Topology, selected: Collection[str], onward: bool) -> list[Node]:
    """The selected elements, and where selected flows lead to, or come from."""
    nodes = [node for i in selected if (node := topology.node(i))]
    hops = [hop for i in selected for hop in topology.halves.get(i, ())]
    return list(dict.fromkeys([*nodes, *(hop.source if onward else hop.target for hop in hops)]))


def _mask(channels: Mapping[str, int], names: Iterable[str]) -> int:
    return reduce(or_, (channels.get(name, 0) for name in names), 0)


def _begins(node: Node, channel: int, onward: bool) -> bool:
    flows = node.outflows if onward else node.inflows
    outside = node.trust != "trusted" and (onward or node.isa("external_entity"))
    return node.drawn and outside and any(hop.kinds & channel for hop in flows)


def _role(node: Node, starts: Collection[Node]) -> str:
    return "start" if node in starts else next((role for role in _ROLES[1:-1] if node.isa(role)), "process")


OVERLAYS: tuple[OverlayKind, ...] = (
    OverlayKind(
        "heat", "Open threats", "The gravest open threat at each place, and how many there are", _heat
    ),
    OverlayKind("paths", "Threat paths", "How many open threats lead through each place", _paths),
    OverlayKind("class", "Data classes", "How sensitive the data is that is held or moved", _classes),
    OverlayKind("trust", "Trust", "Who determines what elements emit, and what crosses boundaries", _trust),
    OverlayKind("poison", "Reach of poisoning", "Where poisoned data would get to", _poison, True),
    OverlayKind("theft", "Reach of theft", "Which data and models could be stolen, and how", _theft, True),
    OverlayKind("unknown", "Unknown attributes", "How many attributes nobody has answered", _unknown),
)
"""In the order of the menu."""


def overlay_kind(overlay_id: str) -> OverlayKind | None:
    """The overlay of an id, if there is one."""
    return next((kind for kind in OVERLAYS if kind.id == overlay_id), None)
