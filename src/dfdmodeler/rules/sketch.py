"""Small systems as a few lines of text, for the examples of rules.

::

    cloud: organisation boundary
    partner: api_consumer
    scorer: inference_service in cloud, task=classification, modality=image+audio
    partner -> scorer: query, protocol=https

A line about something that is there already changes it: it sets what it names and leaves the rest.
``no scorer`` and ``no partner -> scorer`` take away. ``--`` is a flow without direction, ``?`` an end that is
missing, and the value ``unknown`` unsays. Lines end with the row or with ``;``. The id of a flow is its two
ends: ``partner->scorer``. The line ``report_unknowns`` asks for a report of what is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.model.ids import is_valid
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import About, Boundary, Element, Flow
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, FrozenMap, Value

BOUNDARY = "boundary"
INITIALS = frozenset({"api", "llm", "ml"})
"""Words of ids that are written in capitals when they are read."""
REPORT_UNKNOWNS = "report_unknowns"
_FLOW = re.compile(r"(\S+)\s+(->|--)\s+([^\s:]+)(?:\s*:\s*(.*))?")
_THING = re.compile(r"([^\s:]+)\s*:\s*(.+)")
_GONE = re.compile(r"no\s+(.+)")
_HEAD = re.compile(r"(?:(?!in\s)(\S+)(?:\s+(?!in\s)(boundary))?)?\s*(?:in\s+(\S+))?")


class SketchError(Exception):
    """Why a line cannot be drawn, and a hint."""

    def __init__(self, line: str, what: str, hint: str = "") -> None:
        super().__init__(f"'{line}': {what}")
        self.hint = hint


def key_of(text: str) -> str:
    """The id of what an example is about: an element's or boundary's as written, a flow's without spaces."""
    return "".join(text.split())


class Sketch:
    """A system that is drawn and changed line by line."""

    def __init__(self, catalog: Catalog, text: str = "") -> None:
        self._catalog = catalog
        self._boundaries: dict[str, Boundary] = {}
        self._elements: dict[str, Element] = {}
        self._flows: dict[str, Flow] = {}
        self._report_unknowns = False
        self._line = ""
        self.draw(text)

    def draw(self, text: str) -> None:
        """Draws all lines of a text. Raises SketchError."""
        for line in re.split(r"[\n;]", text):
            self._line = line.strip()
            if self._line:
                self._draw_line()

    def model(self) -> Model:
        """What was drawn. Raises SketchError where something names what is not there."""
        parents = [(row.id, row.parent) for row in self._boundaries.values()]
        parents += [(row.id, row.parent) for row in self._elements.values()]
        for id_, parent in parents:
            if parent is not None:
                self._known("boundary", parent, self._boundaries, id_)
        for flow in self._flows.values():
            for end in (flow.source, flow.target):
                if end is not None:
                    self._known("element", end, self._elements, flow.id)
        records = (*self._boundaries.values(), *self._elements.values(), *self._flows.values())
        return Model([About(report_unknowns=self._report_unknowns), *records])

    def _draw_line(self) -> None:
        if self._line in (REPORT_UNKNOWNS, f"no {REPORT_UNKNOWNS}"):
            self._report_unknowns = self._line == REPORT_UNKNOWNS
        elif gone := _GONE.fullmatch(self._line):
            self._take_away(gone[1])
        elif flow := _FLOW.fullmatch(self._line):
            self._draw_flow(*flow.groups())
        elif thing := _THING.fullmatch(self._line):
            self._draw_thing(thing[1], *_parts(thing[2]))
        else:
            raise self._error(
                "this draws nothing.", "Write 'id: type' for an element and 'id -> id: data' for a flow."
            )

    def _take_away(self, name: str) -> None:
        key = key_of(name)
        known: tuple[dict[str, Any], ...] = (self._flows, self._elements, self._boundaries)
        holder = next((records for records in known if key in records), None)
        if holder is None:
            raise self._error(f"there is no '{name}'.", suggestion(key, [i for ids in known for i in ids]))
        del holder[key]
        for flow in [*self._flows.values()]:
            if key in (flow.source, flow.target):
                del self._flows[flow.id]

    def _draw_flow(self, source: str, arrow: str, target: str, rest: str | None) -> None:
        kinds, values = _parts(rest or "")
        key = f"{source}{arrow}{target}"
        if key in self._elements or key in self._boundaries:
            raise self._error(f"'{key}' is something else already.")
        flow = self._flows.get(key) or Flow(
            id=key,
            source=None if source == "?" else source,
            target=None if target == "?" else target,
            directed=arrow == "->",
        )
        for kind in kinds:
            self._known("data kind", kind, self._catalog.data_kinds)
        if kinds:
            values = [*values, ("carries", "+".join(kinds))]
        properties = self._properties(flow.properties, values, self._catalog.flow_attributes, "a flow")
        self._flows[key] = flow.model_copy(update={"properties": properties})

    def _draw_thing(self, key: str, heads: list[str], values: list[tuple[str, str]]) -> None:
        if not is_valid(key):
            raise self._error(f"'{key}' is no id.", "An id holds no space, '@' or '/'.")
        head = _HEAD.fullmatch(heads[0] if heads else "")
        if head is None or len(heads) > 1:
            raise self._error("this is no type.", "Write 'id: type in boundary, attribute=value'.")
        type_, is_boundary, parent = head.groups()
        as_boundary = is_boundary or type_ == BOUNDARY or key in self._boundaries
        if key in (self._elements if as_boundary else self._flows):
            raise self._error(f"'{key}' is something else already.")
        if as_boundary:
            self._draw_boundary(key, "" if type_ == BOUNDARY else type_ or "", parent, values)
            return
        element = self._elements.get(key)
        if type_ is None and element is None:
            raise self._error(
                f"there is no '{key}' yet, and it has no type.", suggestion(key, self._elements)
            )
        type_ = type_ or (element.type if element else "")
        self._known("type", type_, self._catalog.stencils)
        before = element.properties if element else FrozenMap()
        properties = self._properties(before, values, self._catalog.attributes(type_), f"'{type_}'")
        parent = parent or (element.parent if element else None)
        self._elements[key] = Element(
            id=key, type=type_, name=_name(key), parent=parent, properties=properties
        )

    def _draw_boundary(self, key: str, kind: str, parent: str | None, values: list[tuple[str, str]]) -> None:
        if kind:
            self._known("kind of boundary", kind, self._catalog.boundary_kinds)
        if values:
            raise self._error("a boundary has no attributes.")
        before = self._boundaries.get(key)
        if before:
            kind, parent = kind or before.type, parent or before.parent
        self._boundaries[key] = Boundary(id=key, type=kind, name=_name(key), parent=parent)

    def _properties(
        self, before: FrozenMap, values: list[tuple[str, str]], offered: Iterable[Attribute], owner: str
    ) -> FrozenMap:
        known = {attribute.name: attribute for attribute in offered}
        properties = dict(before)
        for name, value in values:
            self._known(f"attribute of {owner}", name, known)
            properties[name] = self._value(known[name], value)
        return FrozenMap(properties)

    def _value(self, attribute: Attribute, text: str) -> Value:
        if text in (UNKNOWN, NOT_APPLICABLE):
            return text
        values = text.split("+") if attribute.multiple else [text]
        for value in values:
            if attribute.values:
                self._known(f"value of '{attribute.name}'", value, attribute.values)
        return tuple(values) if attribute.multiple else text

    def _known(self, what: str, name: str, known: Iterable[str], line: str = "") -> None:
        names = list(known)
        if name not in names:
            self._line = line or self._line
            raise self._error(f"there is no {what} '{name}'.", suggestion(name, names))

    def _error(self, what: str, hint: str = "") -> SketchError:
        return SketchError(self._line, what, hint)


def _name(key: str) -> str:
    """An id as one reads it: ``hub_model`` is "Hub model"."""
    words = " ".join(word.upper() if word in INITIALS else word for word in key.split("_"))
    return f"{words[:1].upper()}{words[1:]}"


def _parts(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What stands between commas: words, and pairs of attribute and value."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    words = [part for part in parts if "=" not in part]
    pairs = [part.split("=", 1) for part in parts if "=" in part]
    return words, [(name.strip(), value.strip()) for name, value in pairs]
