"""Other threat modeling tools on the same systems: how long each takes to find its threats.

They live in an environment of their own (`make peers`): their requirements and ours exclude one another. This
file is run there as a script, with the system as JSON on its input; it prints processor time in milliseconds
and how many threats were found. Reading the system is not counted.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable, Mapping
from time import process_time
from typing import Any

System = Mapping[str, Any]
"""``boundaries``: id and parent; ``elements``: id, sort and boundary; ``flows``: id, source and target."""


def pytm(system: System) -> None:
    """All that pytm does from a described system to a list of findings."""
    from pytm import TM, Actor, Boundary, Dataflow, Datastore, Process

    made: dict[str | None, Any] = {None: None}
    model = TM("system")
    for row in system["boundaries"]:
        made[row["id"]] = Boundary(row["id"])
    for row in system["boundaries"]:
        if row["parent"]:
            made[row["id"]].inBoundary = made[row["parent"]]
    sorts = {"external": Actor, "process": Process, "store": Datastore}
    for row in system["elements"]:
        made[row["id"]] = sorts[row["sort"]](row["id"])
        if row["boundary"]:
            made[row["id"]].inBoundary = made[row["boundary"]]
    for row in system["flows"]:
        Dataflow(made[row["source"]], made[row["target"]], row["id"])
    timed(lambda: (model.check(), model.resolve()), lambda: len(model.findings))


def flowstrider(system: System) -> None:
    """STRIDE for each element, as flowstrider elicits it."""
    from flowstrider import settings
    from flowstrider.models import common_models, dataflowdiagram
    from flowstrider.rules.elicit import elicit

    kinds = {"external": "Interactor", "process": "Process", "store": "DataStore"}
    inside: dict[str, list[str]] = {row["id"]: [] for row in system["boundaries"]}
    for row in system["elements"]:
        if row["boundary"]:
            inside[row["boundary"]].append(row["id"])
    diagram = dataflowdiagram.DataflowDiagram(
        id="system",
        nodes={
            row["id"]: common_models.Node(row["id"], row["id"], {f"STRIDE:{kinds[row['sort']]}"})
            for row in system["elements"]
        },
        edges={
            row["id"]: common_models.Edge(
                row["id"], row["source"], row["target"], row["id"], {"STRIDE:Dataflow"}
            )
            for row in system["flows"]
        },
        clusters={
            id_: common_models.Cluster(id_, set(nodes), id_, {"STRIDE:TrustBoundary"})
            for id_, nodes in inside.items()
        },
        tags={"stride"},
    )
    settings.init_localization("en", "out")
    found: list[Any] = []
    timed(lambda: found.extend(elicit(diagram)), lambda: len(found))


def timed(work: Callable[[], object], count: Callable[[], int]) -> None:
    """Does the work; tells its processor time and what was found."""
    with contextlib.redirect_stdout(io.StringIO()):
        start = process_time()
        work()
        spent = 1000 * (process_time() - start)
    print(json.dumps({"ms": spent, "threats": count()}))


PEERS = {"pytm": pytm, "flowstrider": flowstrider}

if __name__ == "__main__":
    PEERS[sys.argv[1]](json.load(sys.stdin))
