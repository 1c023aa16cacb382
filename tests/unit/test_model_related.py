"""What is like what is chosen, and what is joined to it."""

from __future__ import annotations

from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note
from dfdmodeler.model.related import connected, similar
from dfdmodeler.model.values import FrozenMap


def sample() -> Model:
    return Model(
        [
            *(Element(id=i, type="llm") for i in ("m1", "m2")),
            *(Element(id=i, type="process") for i in ("p1", "p2", "p3")),
            *(Boundary(id=i, type="cloud") for i in ("b1", "b2")),
            Boundary(id="b3", type="cloud", shape="line"),
            Note(id="n1", diagram="d"),
            Note(id="n2", diagram="d"),
            Flow(id="f1", source="m1", target="p1", properties=FrozenMap({"carries": ["prompt", "context"]})),
            Flow(id="f2", source="p1", target="p2", properties=FrozenMap({"carries": ["context", "prompt"]})),
            Flow(id="f3", source="p2", target="p3"),
            Flow(id="f4", source="p3"),
        ]
    )


ALL = sorted(sample())


def test_similar_is_what_is_of_the_same_sort() -> None:
    model = sample()
    assert similar(model, ["m1"], ALL) == ["m1", "m2"]
    assert similar(model, ["m1", "n1"], ALL) == ["m1", "m2", "n1", "n2"]
    assert similar(model, ["b1"], ALL) == ["b1", "b2"]
    assert similar(model, ["f1"], ALL) == ["f1", "f2"]
    assert similar(model, ["f3"], ALL) == ["f3", "f4"]
    assert similar(model, ["m1"], ["m1", "p1"]) == ["m1"]
    assert similar(model, ["nobody"], ALL) == []


def test_connected_goes_one_flow_further_each_time() -> None:
    model = sample()
    once = connected(model, ["m1"], ALL)
    assert once == ["f1", "m1", "p1"]
    twice = connected(model, once, ALL)
    assert twice == ["f1", "f2", "m1", "p1", "p2"]
    assert connected(model, ["f4"], ALL) == ["f4", "p3"]


def test_connected_keeps_to_what_is_there() -> None:
    assert connected(sample(), ["p1"], ["p1", "f1", "f2", "p2"]) == ["f1", "f2", "p1", "p2"]
