"""An index brought up to date after edits equals one built of the edited model, and can be put back."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.graph.patch import Patch
from dfdmodeler.graph.renewal import Renewal
from dfdmodeler.graph.topology import Area, Hop, Node, Topology
from dfdmodeler.model.change import diff
from dfdmodeler.model.model import Model
from systems import shipped_library
from threat_edits import edited, start

SHARE = settings.get_profile(settings.get_current_profile_name()).max_examples


def topology_of(model: Model) -> Topology:
    library = shipped_library()
    return Topology(model, library.catalog, library.kinds)


def node_image(node: Node) -> Any:
    return (
        *(node.id, node.type, node.types, node.name, dict(node.props), [a.id for a in node.areas]),
        *(node.conducts, node.drawn, node.third_party, node.trust),
        *([hop_image(f) for f in node.inflows], [hop_image(f) for f in node.outflows]),
    )


def hop_image(hop: Hop) -> Any:
    ends = hop.source.id, hop.target.id, hop.drawn, hop.declared
    return hop.id, *ends, hop.kinds, dict(hop.props), hop.crossed, hop.crossed_kinds, hop.name


def area_image(area: Area) -> Any:
    return area.id, area.kind, area.name, [a.id for a in area.around], [n.id for n in area.members]


def image(topology: Topology) -> Any:
    """Everything that can be asked of an index, without the numbers of places."""

    def steps(table: list[list[Any]]) -> Any:
        return [[(k, topology.places[at].id, hop_image(f)) for k, at, f in table[n.index]] for n in nodes]

    nodes = topology.nodes
    assert all(topology.places[node.index] is node and topology.node(node.id) is node for node in nodes)
    assert all(topology.area(area.id) is area for node in nodes for area in node.areas)
    assert len(topology.node_by_id) == len(nodes)
    return {
        "nodes": [node_image(node) for node in nodes],
        "flows": [hop_image(hop) for hop in topology.flows],
        "halves": {id_: list(map(hop_image, hops)) for id_, hops in topology.halves.items()},
        "bad": [hop_image(hop) for hop in topology.bad_flows],
        "areas": [area_image(area) for area in topology.areas],
        "types": {t: [n.id for n in members] for t, members in topology.by_type.items() if members},
        "conducting": [topology.conducting[node.index] for node in nodes],
        "forward": steps(topology.forward),
        "backward": steps(topology.backward),
        "graphs": topology.path_graphs,
    }


@settings(max_examples=SHARE)
@given(seed=st.integers(0, 1 << 32))
def test_renewed_equals_built(seed: int) -> None:
    renewed_equals_built(Random(seed))


def renewed_equals_built(random: Random) -> None:
    catalog = shipped_library().catalog
    model = start(random, catalog)
    topology = topology_of(model)
    for _ in range(8):
        after = edited(random, catalog, model)
        before = image(topology)
        patch = Patch()
        for _ in Renewal(topology, diff(model, after), after, patch).steps():
            pass
        expected = image(topology_of(after))
        assert image(topology) == expected
        patch.undo()
        assert image(topology) == before
        patch.redo()
        assert image(topology) == expected
        model = after
