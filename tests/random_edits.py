"""Random edits of random models, made of the verbs that the program itself uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import get_args

from dfdmodeler.model import (
    aligning,
    carrying,
    clipboard,
    diagrams,
    edits,
    ids,
    joining,
    locking,
    moves,
    splitting,
    stacking,
    triage,
    waypoints,
)
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Mitigation,
    Note,
    Record,
    Status,
    Suggestion,
    Threat,
    evolve,
    joined_id,
    layout_id,
)

DIAGRAM = "main"
TYPES = ("process", "llm", "data_store", "human_user", "training_job")
VALUES = ("yes", "no", "n/a", ("prompt", "documents"), ("line",), None)
Edit = Callable[[Model], Model]
Verb = Callable[[Random, Model], Model]


def edit(random: Random) -> tuple[str, Edit]:
    """One verb with its name; what it does to a model is chosen by the same chance."""
    verb = random.choice(VERBS)
    seed = random.getrandbits(32)
    return verb.__name__.strip("_"), lambda model: verb(Random(seed), model)


def start() -> Model:
    """A document with one empty diagram."""
    return Model([Diagram(id=DIAGRAM, name="Main")])


def _some(random: Random, model: Model, *kinds: type[Record], most: int = 3) -> list[str]:
    """Ids of records of these kinds; now and then one that is not there."""
    known = sorted(record.id for record in model.values() if not kinds or isinstance(record, kinds))
    chosen = random.sample(known, k=min(len(known), random.randint(1, most)))
    return [*chosen, "nobody"] if random.random() < 0.1 else chosen


def _one(random: Random, choices: Sequence[str]) -> str | None:
    return random.choice(choices) if choices else None


def _place(random: Random) -> tuple[float, float]:
    return float(random.randrange(0, 800, 8)), float(random.randrange(0, 600, 8))


def _new(random: Random, model: Model, name: str) -> str:
    return ids.new_id(name, model, random.choice)


def _size(_: str) -> tuple[float, float]:
    return 136.0, 56.0


def _add_element(random: Random, model: Model) -> Model:
    made = Element(id=_new(random, model, "node"), type=random.choice(TYPES), name="Node")
    suggestion = Suggestion(
        id=layout_id(made.id, "type"), subject=made.id, field="type", previous="process", value=made.type
    )
    return edits.place(edits.put(model, made, suggestion), DIAGRAM, {made.id: (*_place(random), 136.0, 56.0)})


def _add_flow(random: Random, model: Model) -> Model:
    nodes = [element.id for element in model.of(Element)]
    source, target = _one(random, nodes), _one(random, nodes)
    return edits.put(model, Flow(id=_new(random, model, "flow"), source=source, target=target))


def _add_boundary(random: Random, model: Model) -> Model:
    shape = random.choice(("box", "box", "line"))
    made = Boundary(id=_new(random, model, "zone"), name="Zone", shape=shape)
    box = (*_place(random), 400.0, 300.0)
    drawn = edits.place(edits.put(model, made), DIAGRAM, {made.id: box})
    return moves.settle(drawn, DIAGRAM, [made.id], _size)


def _draw_line(random: Random, model: Model) -> Model:
    points = [_place(random) for _ in range(random.randint(1, 4))]
    lines = [b.id for b in model.of(Boundary) if b.shape == "line"]
    return edits.draw_line(model, DIAGRAM, _one(random, lines) or "nobody", points)


def _swap_inside(random: Random, model: Model) -> Model:
    return edits.swap_inside(model, _some(random, model))


def _add_note(random: Random, model: Model) -> Model:
    x, y = _place(random)
    return edits.put(model, Note(id=_new(random, model, "note"), diagram=DIAGRAM, text="Note", x=x, y=y))


def _state_threat(random: Random, model: Model) -> Model:
    subject = _one(random, _some(random, model, Element, Flow)) or "diagram"
    return edits.put(model, Threat(id=_new(random, model, "threat"), subject=subject, title="Stated"))


def _set_property(random: Random, model: Model) -> Model:
    name = random.choice(("exposure", "carries", "line_crossings", "type"))
    return edits.set_property(model, _some(random, model), name, random.choice(VALUES))


def _cross_line(random: Random, model: Model) -> Model:
    lines = _some(random, model, Boundary)
    return edits.set_property(model, _some(random, model, Flow), "line_crossings", tuple(lines))


def _set_type(random: Random, model: Model) -> Model:
    return edits.set_type(model, _some(random, model), random.choice(TYPES))


def _rename(random: Random, model: Model) -> Model:
    return edits.rename(model, _one(random, _some(random, model)) or "", random.choice("ABC"))


def _reparent(random: Random, model: Model) -> Model:
    return edits.reparent(model, _some(random, model), _one(random, [*_some(random, model, Boundary), ""]))


def _reverse(random: Random, model: Model) -> Model:
    return edits.reverse(model, _some(random, model, Flow))


def _bend(random: Random, model: Model) -> Model:
    flow = _one(random, _some(random, model, Flow))
    points = [_place(random) for _ in range(random.randint(0, 2))]
    return edits.bend(model, DIAGRAM, flow, points) if flow else model


def _delete(random: Random, model: Model) -> Model:
    return edits.delete(model, _some(random, model, Element, Flow, Boundary, Note, most=2))


def _threat(random: Random, model: Model) -> str:
    """The id of a threat of a made-up rule, at something that is there or is not any more."""
    subjects = _some(random, model, Element, Flow, Threat)
    known = sorted(decision.threat for decision in model.of(Decision))
    if known and random.random() < 0.3:
        return random.choice(known)
    return joined_id(random.choice(("R-1", "R-2")), _one(random, subjects) or "diagram")


def _signed(random: Random) -> dict[str, str]:
    """Somebody on some day: clocks also go backwards."""
    return {"author": random.choice(("Ann", "Bob", "")), "date": f"2026-01-{random.randint(1, 28):02}"}


def _decide(random: Random, model: Model) -> Model:
    status: Status = random.choice(("open", "accepted", "mitigated", "needs_investigation"))
    reason = random.choice(("", "x", f"Because of {random.getrandbits(16)}"))
    evidence = random.choice(("", "e1", "e2"))
    given = {"reason": reason, "evidence": evidence, **_signed(random)}
    return triage.decide(model, _threat(random, model), status=status, **given)  # type: ignore[arg-type]


def _track(random: Random, model: Model) -> Model:
    fields = random.choice(
        ({"owner": random.choice(("Cy", "Di", ""))}, {"tags": ("web",)}, {"notes": "Note"})
    )
    return triage.track(model, [_threat(random, model)], **fields, **_signed(random))  # type: ignore[arg-type]


def _comment(random: Random, model: Model) -> Model:
    return triage.comment(model, _threat(random, model), random.choice("ABC"), **_signed(random))


def _mitigate(random: Random, model: Model) -> Model:
    threat, status = _threat(random, model), random.choice(("planned", "verified"))
    row = Mitigation(id=triage.mitigation_id("M-1", threat), threat=threat, measure="M-1", status=status)
    return triage.mitigate(model, row, **_signed(random))


def _adopt(random: Random, model: Model) -> Model:
    return triage.adopt(model, _threat(random, model), _threat(random, model), **_signed(random))


def _carry(random: Random, model: Model) -> Model:
    pairs = [(_threat(random, model), _threat(random, model)) for _ in range(random.randint(1, 3))]
    return carrying.carry(model, pairs, **_signed(random))


def _split(random: Random, model: Model) -> Model:
    element = _one(random, _some(random, model, Element)) or "nobody"
    flows = [flow.id for flow in edits.ends_at(model, [element]) if random.random() < 0.5]
    return splitting.split(model, element, _new(random, model, "part"), name="Part", flows=flows)


def _merge(random: Random, model: Model) -> Model:
    first, *others = _some(random, model, Element) or ["nobody"]
    return joining.join(model, first, others, **_signed(random))


def _put_into_flow(random: Random, model: Model) -> Model:
    made = Element(id=_new(random, model, "way"), type=random.choice(TYPES), name="Way")
    flow = _one(random, _some(random, model, Flow)) or "nobody"
    return waypoints.insert(model, flow, made, _new(random, model, "on"))


def _take_out(random: Random, model: Model) -> Model:
    element = _one(random, _some(random, model, Element)) or "nobody"
    return waypoints.bridge(model, element, **_signed(random))


def _answer(random: Random, model: Model) -> Model:
    subject = _one(random, _some(random, model, Element, Flow)) or "diagram"
    status = random.choice(("answered", "open"))
    text = random.choice(("", "yes"))
    given = Answer(id=joined_id("Q-1", subject), question="Q-1", subject=subject, text=text, status=status)
    return edits.answer(model, given)


def _confirm(random: Random, model: Model) -> Model:
    return edits.confirm(model, _some(random, model, Suggestion))


def _reject(random: Random, model: Model) -> Model:
    return edits.reject(model, _some(random, model, Suggestion))


def _set_about(random: Random, model: Model) -> Model:
    return edits.set_about(model, title=random.choice(("", "One", "Other")))


def _merge_about(random: Random, model: Model) -> Model:
    return edits.merge_about(model, evolve(model.about, owner=random.choice(("", "Ann"))))


def _move(random: Random, model: Model) -> Model:
    chosen = _some(random, model)
    moved = moves.move(model, DIAGRAM, chosen, *_place(random))
    return moves.settle(moved, DIAGRAM, chosen, _size)


def _align(random: Random, model: Model) -> Model:
    return aligning.align(model, DIAGRAM, _some(random, model), random.choice(get_args(aligning.Edge)), _size)


def _distribute(random: Random, model: Model) -> Model:
    direction = random.choice(get_args(aligning.Direction))
    return aligning.distribute(model, DIAGRAM, _some(random, model, most=5), direction, _size)


def _give_same_size(random: Random, model: Model) -> Model:
    chosen, extent = _some(random, model), random.choice(get_args(aligning.Extent))
    return aligning.same_size(model, DIAGRAM, chosen, extent, _one(random, chosen) or "", _size)


def _lock(random: Random, model: Model) -> Model:
    return locking.set_locked(model, DIAGRAM, _some(random, model), random.random() < 0.6)


def _restack(random: Random, model: Model) -> Model:
    step = random.choice(get_args(stacking.Step))
    return stacking.restack(model, DIAGRAM, _some(random, model), step, _size)


def _duplicate(random: Random, model: Model) -> Model:
    text = clipboard.copy(model, _some(random, model), DIAGRAM)
    return clipboard.paste(model, text, DIAGRAM, (24.0, 24.0), lambda name: _new(random, model, name))


def _cut_and_paste(random: Random, model: Model) -> Model:
    chosen = _some(random, model, Element, Boundary, Flow)
    text = clipboard.copy(model, chosen, DIAGRAM, cut=True)
    left = edits.delete(model, chosen)
    return clipboard.paste(left, text, DIAGRAM, _place(random), lambda name: _new(random, left, name))


def _add_diagram(random: Random, model: Model) -> Model:
    made, element = _new(random, model, "diagram"), _one(random, _some(random, model, Element))
    inside = element and random.random() < 0.5
    name = diagrams.free_name(model)
    return diagrams.add_own(model, made, element, DIAGRAM) if inside else diagrams.add(model, made, name)  # type: ignore[arg-type]


def _show_elsewhere(random: Random, model: Model) -> Model:
    there = random.choice(model.diagrams).id
    return diagrams.show(model, there, _some(random, model, Element, Boundary), _size)


def _take_off(random: Random, model: Model) -> Model:
    return diagrams.take_off(model, random.choice(model.diagrams).id, _some(random, model, most=2))


def _paste_same(random: Random, model: Model) -> Model:
    text = clipboard.copy(model, _some(random, model), DIAGRAM)
    there = random.choice(model.diagrams).id
    return clipboard.paste_same(model, text, there, lambda name: _new(random, model, name))


def _move_diagram(random: Random, model: Model) -> Model:
    return diagrams.moved(model, random.choice(model.diagrams).id, random.randint(-2, 2))


def _delete_diagram(random: Random, model: Model) -> Model:
    others = [diagram.id for diagram in model.diagrams if diagram.id != DIAGRAM]
    return diagrams.without(model, random.choice(others)) if others else model


VERBS: tuple[Verb, ...] = (
    _add_diagram,
    _show_elsewhere,
    _take_off,
    _paste_same,
    _move_diagram,
    _delete_diagram,
    *(_add_element, _add_flow, _add_boundary) * 2,
    _draw_line,
    _swap_inside,
    _add_note,
    _state_threat,
    _set_property,
    _cross_line,
    _set_type,
    _rename,
    _reparent,
    _reverse,
    _bend,
    _delete,
    _decide,
    _decide,
    _track,
    _comment,
    _mitigate,
    _adopt,
    _carry,
    _split,
    _merge,
    _put_into_flow,
    _take_out,
    _answer,
    _confirm,
    _reject,
    _set_about,
    _merge_about,
    _move,
    _align,
    _distribute,
    _give_same_size,
    _lock,
    _restack,
    _duplicate,
    _cut_and_paste,
)
"""Every verb; what adds comes twice, so that models grow."""
