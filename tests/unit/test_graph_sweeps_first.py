"""Text that is read enters prompts: after the first flow of such a path, and never on it."""

from __future__ import annotations

import pytest

from dfdmodeler.graph.paths import reached
from dfdmodeler.graph.sweeps import NONE, Way, arrivals, rows
from dfdmodeler.graph.topology import Topology
from systems import model_of, shipped_library


@pytest.fixture(scope="module")
def topology() -> Topology:
    """a reads nothing from b: it is asked by it. b hands on to c what it read, as a prompt."""
    library = shipped_library()
    system = {
        "elements": [{"id": id_, "type": "process"} for id_ in "abcd"],
        "flows": [
            {"id": "f1", "from": "a", "to": "b", "carries": ["documents"]},
            {"id": "f2", "from": "b", "to": "c", "carries": ["prompt"]},
            {"id": "f3", "from": "d", "to": "a", "carries": ["prompt"]},
        ],
    }
    return Topology(model_of(system), library.catalog, library.kinds)


@pytest.mark.parametrize(
    ("onward", "expected"),
    [(True, {"a": "bc", "b": "", "c": "", "d": ""}), (False, {"a": "", "b": "a", "c": "a", "d": ""})],
)
def test_first_flow(topology: Topology, onward: bool, expected: dict[str, str]) -> None:
    channel = topology.kinds.channels["IND"]
    way = Way(channel, topology.kinds.later(channel), topology.conducting)
    ends = [node.index for node in topology.nodes]
    row = rows(topology, way, [1 << place for place in [*ends, 9]], onward=onward)
    one, two = arrivals(topology, way, ends, onward=onward)
    for node in topology.nodes:
        wanted = [topology.nodes["abcd".index(id_)] for id_ in expected[node.id]]
        assert reached(topology, way, node, onward=onward) == wanted
        assert row[node.index] == sum(1 << end.index for end in wanted)
        assert len({one[node.index], two[node.index]} - {NONE}) == len(wanted)
