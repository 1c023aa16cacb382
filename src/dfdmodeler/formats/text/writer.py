"""Writing the text form: stable order, no aliases, and nothing that YAML 1.1 and 1.2 read differently."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.formats.text import keys
from dfdmodeler.formats.text.positions import write_position
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Placement, Record
from dfdmodeler.model.values import Value

_R = TypeVar("_R", Boundary, Element, Flow)
Content = str | tuple[str, ...]
Row = Mapping[str, Content | None]

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./,;()'+-]*[\w.)])?")
_PLAIN_ITEM = re.compile(r"[^\W\d_](?:[\w ./+-]*[\w.])?")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What some reader of YAML takes for something else than text."""
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_PARAGRAPHS = re.compile("[^ \n\t](?s:.*)[^ \n\t]")
_DIGITS = re.compile(r"([0-9]{1,18})")


def write_text(model: Model, catalog: Catalog, positions: bool = False) -> bytes:
    """The system as UTF-8 text; with `positions`, also where it is drawn on its first diagram.

    Attributes stand in the order of the catalog. See `losses` for what is not written.
    """
    order = {attribute.name: n for n, attribute in enumerate(catalog.all_attributes)}
    lines = [
        *_mapping(_about(model), ""),
        *_list("boundaries", [_boundary(model, record) for record in _sorted(model.of(Boundary))]),
        *_list("elements", [_element(model, record, order) for record in _sorted(model.of(Element))]),
        *_list("flows", [_flow(record, order) for record in _sorted(model.of(Flow))]),
        *(_positions(model) if positions else ()),
    ]
    return "".join(f"{line}\n" for line in lines or ["{}"]).encode()


def standing_parent(model: Model, record: Boundary | Element) -> str | None:
    """The boundary around a record, if there is one and it is not inside the record itself."""
    if model.find(Boundary, record.parent) is None:
        return None
    seen: set[str] = set()
    around = record.parent
    while around is not None and around not in seen:
        seen.add(around)
        boundary = model.find(Boundary, around)
        around = boundary.parent if boundary else None
    return None if record.id in seen else record.parent


def natural(record: Record) -> list[str | int]:
    """A sorting key in which f2 comes before f10."""
    return [int(part) if n % 2 else part for n, part in enumerate(_DIGITS.split(record.id))]


def _sorted(records: list[_R]) -> list[_R]:
    return sorted(records, key=lambda record: (natural(record), record.id))


def _about(model: Model) -> Row:
    about = model.about
    system_id = getattr(about, keys.SYSTEM_ID, "")
    return {
        "id": system_id if isinstance(system_id, str) else "",
        **{name: getattr(about, name) for name in keys.ABOUT},
        "report_unknowns": "yes" if about.report_unknowns else "",
    }


def _boundary(model: Model, boundary: Boundary) -> Row:
    return {
        "id": boundary.id,
        "name": boundary.name,
        "kind": boundary.type,
        "parent": standing_parent(model, boundary),
        "shape": "line" if boundary.shape == "line" else "",
        "inside": boundary.inside,
        **_texts(boundary),
    }


def _element(model: Model, element: Element, order: Mapping[str, int]) -> Row:
    return {
        "id": element.id,
        "type": element.type,
        "name": element.name,
        "boundary": standing_parent(model, element),
        **_properties(element.properties, order),
        **_texts(element),
    }


def _flow(flow: Flow, order: Mapping[str, int]) -> Row:
    return {
        "id": flow.id,
        "name": flow.name,
        "from": flow.source,
        "to": flow.target,
        "direction": "" if flow.directed else "none",
        **_properties(flow.properties, order),
        **_texts(flow),
    }


def _texts(record: Boundary | Element | Flow) -> Row:
    """The texts that stand last; the name stands first."""
    return {name: getattr(record, name) for name in keys.TEXTS if name != "name"}


def _properties(values: Mapping[str, Value], order: Mapping[str, int]) -> Row:
    names = [name for name in values if name not in keys.RESERVED]
    return {
        name: values[name] for name in sorted(names, key=lambda name: (order.get(name, len(order)), name))
    }


def _positions(model: Model) -> Iterator[str]:
    diagram = next((diagram.id for diagram in model.diagrams), None)
    placed = [p for p in model.of(Placement) if p.diagram == diagram and p.subject in model]
    if placed:
        yield "positions:"
    for placement in sorted(placed, key=lambda p: (natural(model[p.subject]), p.subject)):
        numbers = ", ".join(f"{number:.1f}".removesuffix(".0") for number in write_position(placement))
        yield f"  {_scalar(placement.subject, _PLAIN_ITEM)}: [{numbers}]"


def _list(name: str, rows: Iterable[Row]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield f"{name}:"
    for row in rows:
        first, *rest = _mapping(row, "    ")
        yield f"  - {first.lstrip()}"
        yield from rest


def _mapping(row: Row, indent: str) -> Iterator[str]:
    """The lines of a mapping in which empty values are left out."""
    for key, value in row.items():
        if not value:
            continue
        start = f"{indent}{_scalar(key, _PLAIN_ITEM)}:"
        if not isinstance(value, str):
            yield f"{start} [{', '.join(_scalar(item, _PLAIN_ITEM) for item in value)}]"
        elif _is_block(value):
            yield f"{start} |-"
            yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
        else:
            yield f"{start} {_scalar(value, _PLAIN)}"


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    return (
        "\n" in text and bool(_PARAGRAPHS.fullmatch(text)) and not _UNPRINTABLE.search(text.replace("\n", ""))
    )


def _scalar(text: str, plain: re.Pattern[str]) -> str:
    if plain.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if _UNPRINTABLE.search(text):
        return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
