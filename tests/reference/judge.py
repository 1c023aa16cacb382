"""Findings, mitigations done and places of questions of one system, subject by subject and rule by rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

from reference.graph import Graph, Thing, members
from reference.predicates import Reading

GRAVEST_FIRST = ("Critical", "Important", "Privacy", "Moderate", "Low", "Error", "Warning", "Info")
LEVELS = {level: level for level in GRAVEST_FIRST}


@dataclass
class Judged:
    """All that is to be compared."""

    findings: dict[tuple[str, str], tuple[str, bool]]
    """By subject and rule: how grave, and whether confirmed."""
    done: dict[tuple[str, str], dict[str, bool]]
    """By subject and rule: each mitigation of the rule, and whether the system shows it as done."""
    places: set[tuple[str, str]]
    """Questions and where they are asked."""


class Packs:
    """The rules, mitigations and questions of a directory of packs, with their conditions made to run.

    Conditions are Python expressions in form, so here Python itself reads them.
    """

    def __init__(self, directory: Path) -> None:
        tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(directory.rglob("*.toml"))]
        self.rules = [row for table in tables for row in table.get("rule", ())]
        self.mitigations = {row["id"]: row for table in tables for row in table.get("mitigation", ())}
        self.questions = [row for table in tables for row in table.get("question", ())]
        self._codes: dict[str, Any] = {}

    def value(self, text: str, names: Mapping[str, Any]) -> Any:
        """The value of a condition where its words have these meanings."""
        if text not in self._codes:
            self._codes[text] = compile(text.strip(), "<condition>", "eval")
        return FunctionType(self._codes[text], dict(names))()

    def judge(self, system: Mapping[str, Any]) -> Judged:
        graph = Graph(system)
        stated = Reading(graph, granted=False).names() | LEVELS
        granted = Reading(graph, granted=True).names() | LEVELS
        findings: dict[tuple[str, str], tuple[str, bool]] = {}
        done: dict[tuple[str, str], dict[str, bool]] = {}
        for rule in self.rules:
            for subject, ways in _subjects(graph, rule["scope"]):
                firing = [way for way in ways if self.value(rule["when"], stated | way)]
                if firing:
                    levels = [self.value(rule["severity"], stated | way) for way in firing]
                    confirmed = any(self.value(rule["when"], granted | way) for way in ways)
                    findings[subject, rule["id"]] = min(levels, key=GRAVEST_FIRST.index), confirmed
                    thing = self._thing(graph, subject)
                    done[subject, rule["id"]] = {
                        name: self._is_done(name, thing, stated) for name in rule.get("mitigations", ())
                    }
        places = {
            (question["id"], subject)
            for question in self.questions
            for subject, ways in _places(graph, question.get("scope", "node"))
            if any(self.value(question["where"], stated | way) for way in ways)
        }
        return Judged(findings, done, places)

    def _is_done(self, name: str, thing: Thing, names: Mapping[str, Any]) -> bool:
        marker = self.mitigations[name].get("marker", "False")
        return name in members(thing.controls) or bool(self.value(marker, {**names, "x": thing}))

    def _thing(self, graph: Graph, subject: str) -> Thing:
        """What `x` stands for; boundaries and the model as a whole have no attributes."""
        known = [x for x in (*graph.nodes, *graph.flows) if x.id == subject]
        return known[0] if known else Thing(id=subject, type="")


def _subjects(graph: Graph, scope: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each possible subject, and what stands for it in conditions: once, or once per direction."""
    if scope == "diagram":
        yield "diagram", [{}]
    elif scope == "boundary":
        yield from ((b.id, [{"b": b}]) for b in graph.boundaries)
    elif scope == "badflow":
        yield from ((f.id, [{"f": f}]) for f in graph.bad_flows if f.out_of_scope != "yes")
    else:
        yield from (
            (id_, ways)
            for id_, ways in _places(graph, scope)
            if all(thing.out_of_scope != "yes" for way in ways for thing in way.values())
        )


def _places(graph: Graph, scope: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if scope == "node":
        yield from ((node.id, [{"e": node}]) for node in graph.nodes if node.drawn)
        return
    for id_ in dict.fromkeys(flow.id for flow in graph.flows if flow.drawn):
        yield id_, [{"f": flow} for flow in graph.flows if flow.id == id_]
