"""Three versions of a model, for tests of merging: of real editing, and small ones that differ everywhere."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

import random_edits
from dfdmodeler.model.fields import flat, kind_of
from dfdmodeler.model.merge_rules import TRACES, UNITS, rule_of, take_ours
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    About,
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Mitigation,
    Note,
    Opaque,
    Placement,
    Record,
    Route,
    Suggestion,
)

NAMES = st.sampled_from(["", "p", "q"])
NUMBERS = st.sampled_from([0.0, 1.0, 2.0])
IDS = st.sampled_from(["e1", "e2", "z1", None])
SETS = st.sampled_from([(), ("p",), ("q",), ("p", "q")])
STATUSES = st.sampled_from(["open", "accepted", "mitigated"])
PROPERTIES = st.fixed_dictionaries({}, optional={"one": NAMES, "two": NAMES, "many": SETS})
FUTURE: dict[str, Any] = {"future": st.sampled_from([1, 2])}


class Versions(NamedTuple):
    base: Model
    ours: Model
    theirs: Model

    @property
    def mirrored(self) -> Versions:
        """The same, seen from the other side."""
        return Versions(self.base, self.theirs, self.ours)


def edited(seed: int) -> Versions:
    """A model that grew, and what two people made of it."""
    random = Random(seed)
    base = _worked(random, random_edits.start(), random.randint(0, 25))
    return Versions(base, *(_worked(random, base, random.randint(0, 8)) for _ in range(2)))


def _worked(random: Random, model: Model, steps: int) -> Model:
    for _ in range(steps):
        model = random_edits.edit(random)[1](model)
    return model


def _of(record_type: type[Record], id_: str, **fields: Any) -> st.SearchStrategy[Record]:
    """Records of one type and id; the fields whose values are strategies vary."""
    optional = {name: value for name, value in fields.items() if isinstance(value, st.SearchStrategy)}
    fixed = {name: value for name, value in fields.items() if name not in optional}
    varied = st.fixed_dictionaries({}, optional=optional)
    return varied.map(lambda some: record_type.model_validate({"id": id_, **fixed, **some}))


_VERDICT: dict[str, Any] = {"status": STATUSES, "reason": NAMES, "author": NAMES, "date": NAMES}
_DRAWN: dict[str, Any] = {"x": NUMBERS, "y": NUMBERS, "width": NUMBERS, "z": st.sampled_from([0, 1])}
_RECORDS: tuple[st.SearchStrategy[Record], ...] = (
    _of(About, "about", title=NAMES, packs=st.fixed_dictionaries({}, optional={"p": NAMES}), packs_off=SETS),
    _of(Element, "e1", type="llm", name=NAMES, parent=IDS, **FUTURE)
    | _of(Element, "e1", type="process", name=NAMES)
    | _of(Boundary, "e1", name=NAMES),
    _of(Element, "e2", type="llm", notes=NAMES, properties=PROPERTIES),
    _of(Boundary, "z1", name=NAMES, parent=IDS),
    _of(Flow, "f1", source=IDS, target=IDS, directed=st.booleans(), properties=PROPERTIES),
    _of(Decision, "R@e1", threat="R@e1", **_VERDICT, owner=NAMES, tags=SETS, expires=NAMES),
    _of(Mitigation, "M@R@e1", threat="R@e1", status=st.sampled_from(["proposed", "planned"]), owner=NAMES),
    _of(Answer, "Q@e1", question="Q", subject="e1", text=NAMES, author=NAMES),
    _of(Suggestion, "e1/type", subject="e1", field="type", value=NAMES),
    _of(Diagram, "main", name=NAMES, order=st.sampled_from([0, 1])),
    _of(Placement, "main/e1", diagram="main", subject="e1", locked=st.booleans(), **_DRAWN),
    _of(Route, "main/f1", diagram="main", subject="f1", bends=st.sampled_from([(), ((1.0, 2.0),)])),
    _of(Note, "n1", diagram="main", text=NAMES, x=NUMBERS),
    _of(Opaque, "o1", kind="newer", value=st.sampled_from([1, "p", ["p"], None])),
)


@st.composite
def dense(draw: st.DrawFn) -> Versions:
    """Versions of which nearly every record and field may differ, be missing or lead nowhere."""

    def model() -> Model:
        return Model(draw(record) for record in _RECORDS if draw(st.integers(0, 4)))

    return Versions(model(), model(), model())


def versions() -> st.SearchStrategy[Versions]:
    return st.integers(0, 2**32 - 1).map(edited) | dense()


def meant(model: Model) -> dict[str, dict[str, Any]]:
    """What a model says beside where things are drawn, by record and field."""
    return {
        record_id: {name: value for name, value in flat(record).items() if not _is_drawn(record, name)}
        for record_id, record in model.items()
        if kind_of(record) not in TRACES
    }


def _is_drawn(record: Record, name: str) -> bool:
    unit = next((unit for unit in UNITS.get(kind_of(record), ()) if name in unit.fields), None)
    return (unit.rule if unit else rule_of(kind_of(record), name)) is take_ours
