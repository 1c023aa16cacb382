"""Worked examples with something changed: close to real systems, and to where a rule just fires or not."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

from ruamel.yaml import YAML

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from systems import EXAMPLES

SYSTEMS: list[dict[str, Any]] = YAML(typ="safe").load(EXAMPLES.read_text("utf-8"))
CONTROLS = [
    "M-tls",
    "M-sandbox",
    "M-red_team",
    "M-input_val",
    "M-rate_limit",
    "M-access_ctl",
    "M-audit",
    "M-mutual_auth",
    "M-least_priv",
    "M-sbom",
    "M-min_output",
    "M-telemetry",
]
KEPT = ("id", "from", "to", "type", "boundary", "name", "bidirectional", "carries", "carries_back")


def mutated_system(random: Random, catalog: Catalog, *, changes: int = 4) -> dict[str, Any]:
    """One of the worked examples after up to so many changes of things that rules look at."""
    system = copy.deepcopy(random.choice(SYSTEMS))
    for name in ("boundaries", "elements", "flows"):
        system.setdefault(name, [])
    for _ in range(random.randint(1, changes)):
        random.choice(CHANGES)(random, system, catalog)
    return system


def _answer(random: Random, row: dict[str, Any], attributes: tuple[Attribute, ...]) -> None:
    attribute = random.choice([a for a in attributes if a.name not in KEPT and a.values])
    row[attribute.name] = random.choice([*attribute.values, "n/a"])
    if random.random() < 0.2 and not attribute.multiple:
        row[attribute.name] = random.choice(["partial", "n/a"])


def _about_element(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    element = random.choice(system["elements"])
    _answer(random, element, catalog.attributes(element["type"]))


def _about_flow(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    if system["flows"]:
        _answer(random, random.choice(system["flows"]), catalog.flow_attributes)


def _forgotten(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    row = random.choice([*system["elements"], *system["flows"]])
    known = [name for name in row if name not in KEPT]
    if known:
        del row[random.choice(known)]


def _control(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    row = random.choice([*system["elements"], *system["flows"]])
    row["controls"] = random.sample(CONTROLS, k=random.randint(1, 6))


def _exposure(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    processes = [e for e in system["elements"] if "process" in catalog.ancestors(e["type"])]
    if processes:
        random.choice(processes)["exposure"] = random.choice(["public", "partner"])


def _scope(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    random.choice([*system["elements"], *system["flows"]])["out_of_scope"] = "yes"


def _type(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    types = sorted(type_ for type_, row in catalog.stencils.items() if not row.abstract)
    random.choice(system["elements"])["type"] = random.choice(types)


def _place(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    element = random.choice(system["elements"])
    element["boundary"] = random.choice([None, *[b["id"] for b in system["boundaries"]]])


def _boundary(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    kind = random.choice(sorted(catalog.boundary_kinds))
    parent = random.choice([None, *[b["id"] for b in system["boundaries"]]])
    id_ = f"new{len(system['boundaries'])}"
    system["boundaries"].append({"id": id_, "kind": kind, "parent": parent})
    for element in random.sample(system["elements"], k=min(3, len(system["elements"]))):
        element["boundary"] = id_


def _carries(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    if system["flows"]:
        flow = random.choice(system["flows"])
        flow["carries"] = random.sample(sorted(catalog.data_kinds), k=random.randint(0, 2))


def _both_ways(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    if system["flows"]:
        flow = random.choice(system["flows"])
        flow["bidirectional"] = "yes"
        flow["carries_back"] = random.sample(sorted(catalog.data_kinds), k=random.randint(0, 2))


def _line(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    if system["flows"]:
        kind = random.choice(sorted(catalog.boundary_kinds))
        id_ = f"line{len(system['boundaries'])}"
        system["boundaries"].append({"id": id_, "kind": kind, "parent": None, "shape": "line"})
        random.choice(system["flows"])["line_crossings"] = [id_]


def _end(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    if system["flows"]:
        flow = random.choice(system["flows"])
        flow[random.choice(["from", "to"])] = random.choice([e["id"] for e in system["elements"]] + ["gone"])


def _flow(random: Random, system: dict[str, Any], catalog: Catalog) -> None:
    source, target = (random.choice(system["elements"])["id"] for _ in range(2))
    flow = {"id": f"new-flow{len(system['flows'])}", "from": source, "to": target}
    if random.random() < 0.8:
        flow["carries"] = random.sample(sorted(catalog.data_kinds), k=random.randint(1, 3))
    system["flows"].append(flow)


CHANGES = (
    *(_about_element, _about_flow) * 4,
    *(_control,) * 3,
    *(_forgotten, _exposure, _scope, _type, _place, _boundary),
    *(_carries, _both_ways, _line, _end, _flow) * 2,
)
