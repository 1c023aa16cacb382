"""What flows seem to carry, and in which direction."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.suggest.clues import READ_STRONGLY, READERS, THRESHOLD, WEAKEST, Clues, Edge
from dfdmodeler.analysis.suggest.kinds_of_element import one_line
from dfdmodeler.analysis.suggest.suggested import Suggested
from dfdmodeler.model.records import Flow

BY_WORDS, BY_WORDS_AND_ENDS, BY_DESCRIPTION = 0.7, 0.8, 0.5
UPSTREAM, UPSTREAM_STEP = 0.75, 0.03
"""How sure it is that what feeds a training store is raw data, and what each step away from it takes off."""

OTHER, RAW = "other", "raw_data"
"""What a request to a store carries, and what is on its way to become training data."""

CALLED = ("model", "agent", "inference_api")
"""Types that applications hand the input of their users to."""

TRAINING_STORES = ("training_data_store", "feature_store")
FORMS = frozenset({"query", "prompt"})
"""What people send to applications by default; it may just as well be data for a store."""

CONTEXT, PROMPTED = "context", ("llm", "agent")
"""What a store gives to those who otherwise get prompts."""

ANSWERING_ANYTHING = ("web_app",)
"""Applications whose answers need not come from a model."""

PASSERS = frozenset({"process", "web_app", "data_pipeline", "data_store"})
"""Types through which raw data passes on its way to a training store."""


def guess_direction(clues: Clues) -> Iterator[Suggested]:
    """Flows drawn the way of the request: bidirectional, with the data or the answer coming back."""
    for flow in clues.flows:
        if (score := round(clues.reads(flow), 2)) >= WEAKEST:
            yield from _read(clues, flow, score)
        elif (score := round(clues.asks(flow), 2)) >= WEAKEST:
            name = one_line(clues.flow_name(flow))
            yield from _both_ways(clues, flow, score, f"'{name}' asks for an answer, and none is drawn")


def _read(clues: Clues, flow: Flow, score: float) -> Iterator[Suggested]:
    why = _reading_reason(clues, flow)
    yield from _both_ways(clues, flow, score, why)
    if clues.isa(flow.source, *READERS, "data_pipeline") or score >= READ_STRONGLY:
        yield Suggested(flow.id, "carries", (OTHER,), score, f"{why}: this way goes the request")


def _both_ways(clues: Clues, flow: Flow, score: float, why: str) -> Iterator[Suggested]:
    yield Suggested(flow.id, "bidirectional", "yes", score, why)
    back = _coming_back(clues, flow)
    if back and "carries_back" not in flow.properties:
        yield Suggested(flow.id, "carries_back", back, score, f"{why}: this is what comes back")


def _reading_reason(clues: Clues, flow: Flow) -> str:
    store = one_line(clues.model.name_of(flow.target or ""))
    name = one_line(clues.flow_name(flow))
    reader = one_line(clues.model.name_of(flow.source or ""))
    if clues.fetches(flow):
        return f"nothing feeds '{reader}', so it seems to fetch from '{store}'"
    return f"'{reader}' seems to read from '{store}'" + (f" by '{name}'" if name else "")


def _coming_back(clues: Clues, flow: Flow) -> tuple[str, ...]:
    """What the name tells of the way back, or what the ends imply; who answers asks no questions."""
    said = _kinds_by_name(clues, clues.flow_name(flow), flow.target, flow.source)[0]
    answering, asking = clues.type_of(flow.target), clues.type_of(flow.source)
    implied = clues.catalog.default_kinds(answering, asking)
    if clues.isa(flow.target, "data_store"):
        if implied <= FORMS:
            implied = frozenset({CONTEXT}) if clues.isa(flow.source, *PROMPTED) else frozenset()
        return tuple(sorted(said or implied))
    if clues.isa(flow.target, *ANSWERING_ANYTHING):
        return tuple(sorted(said))
    return tuple(sorted(clues.catalog.default_kinds(answering, "process") if implied <= FORMS else implied))


def guess_by_name(clues: Clues) -> Iterator[Suggested]:
    """Flows whose names tell what they carry, where that is not what their ends imply anyway."""
    for flow in clues.flows:
        if "carries" in flow.properties or clues.reads(flow) >= THRESHOLD:
            continue
        kinds, score = _kinds_by_name(clues, clues.flow_name(flow), flow.source, flow.target)
        reason = f"named '{one_line(flow.name)}'"
        if not kinds and flow.description:
            kinds, _ = _kinds_by_name(clues, flow.description, flow.source, flow.target)
            score, reason = BY_DESCRIPTION, f"described as '{one_line(flow.description)}'"
        implied = clues.catalog.default_kinds(clues.type_of(flow.source), clues.type_of(flow.target))
        if kinds and kinds != implied:
            yield Suggested(flow.id, "carries", tuple(sorted(kinds)), score, reason)


def _kinds_by_name(
    clues: Clues, name: str, source: str | None, target: str | None
) -> tuple[frozenset[str], float]:
    kinds: set[str] = set()
    score = BY_WORDS
    for n, row in enumerate(clues.words.flow):
        levels = clues.hits(name, f"flow {n}")
        if "words" not in levels or "unless" in levels or (row.domain and not clues.about_learning):
            continue
        if (row.to and not clues.isa(target, *row.to)) or (row.from_ and not clues.isa(source, *row.from_)):
            continue
        kinds.update(kind for kind in row.kinds if kind in clues.catalog.data_kinds)
        if row.to or row.from_:
            score = BY_WORDS_AND_ENDS
    return frozenset(kinds), score


def guess_upstream(clues: Clues, taken: frozenset[str]) -> Iterator[Suggested]:
    """Raw data on the ways into stores that a learner reads; `taken` are flows whose data is settled.

    Follows data backwards through elements of no special kind, so that who feeds the store can be seen.
    """
    into: dict[str, list[Edge]] = {}
    for edge in clues.edges():
        into.setdefault(edge.target, []).append(edge)
    layer = _learned_from(clues, into)
    seen = set(layer)
    score = UPSTREAM
    while layer and score >= WEAKEST:
        following: list[str] = []
        for edge in (edge for place in layer for edge in into.get(place, ())):
            if not _trains(clues, edge):
                if edge.flow.id in taken or _settled(clues, edge):
                    continue
                yield _raw(clues, edge, score)
            if edge.source not in seen and clues.type_of(edge.source) in PASSERS:
                seen.add(edge.source)
                following.append(edge.source)
        layer = following
        score = round(score - UPSTREAM_STEP, 2)


def _learned_from(clues: Clues, into: dict[str, list[Edge]]) -> list[str]:
    """Training stores that a training job reads, in order of ids."""
    read = {e.source for edges in into.values() for e in edges if clues.isa(e.target, "training_job")}
    return sorted(i for i in read if clues.isa(i, *TRAINING_STORES))


def _field(edge: Edge) -> str:
    """The attribute of the flow that says what moves along the edge."""
    return "carries" if edge.source == edge.flow.source else "carries_back"


def _trains(clues: Clues, edge: Edge) -> bool:
    """Whether the data on an edge, stated or implied by its ends, is of a kind that models learn from."""
    stated = edge.flow.properties.get(_field(edge), ())
    kinds = frozenset((stated,) if isinstance(stated, str) else stated)
    kinds = kinds or clues.catalog.default_kinds(clues.type_of(edge.source), clues.type_of(edge.target))
    return not kinds.isdisjoint(clues.catalog.channels.get("TRAIN", ()))


def _settled(clues: Clues, edge: Edge) -> bool:
    """Whether it is clear that the flow carries something else: it is stated, named or implied."""
    if _field(edge) in edge.flow.properties or clues.says(edge.flow.name, "incidental"):
        return True
    implied = clues.catalog.default_kinds(clues.type_of(edge.source), clues.type_of(edge.target))
    return not implied <= FORMS or bool(
        _kinds_by_name(clues, clues.flow_name(edge.flow), edge.source, edge.target)[0]
    )


def _raw(clues: Clues, edge: Edge, score: float) -> Suggested:
    onwards = one_line(clues.model.name_of(edge.target))
    reason = f"on the way into training data, through '{onwards}'"
    kinds = {RAW} | _passed_on(clues, edge)
    return Suggested(edge.flow.id, _field(edge), tuple(sorted(kinds)), score, reason)


def _passed_on(clues: Clues, edge: Edge) -> frozenset[str]:
    """What the ends imply and an application hands to a model, besides what it leaves for training."""
    onwards = [f for f in clues.outflows.get(edge.target, ()) if clues.isa(f.target, *CALLED)]
    handed = (clues.catalog.default_kinds(clues.type_of(f.source), clues.type_of(f.target)) for f in onwards)
    implied = clues.catalog.default_kinds(clues.type_of(edge.source), clues.type_of(edge.target))
    return implied & frozenset[str]().union(*handed)
