"""Reading the text form: every error with its place, and a hint at what was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.formats.text import keys
from dfdmodeler.formats.text.positions import read_positions
from dfdmodeler.formats.text.rows import SHOWN, Intake, Row
from dfdmodeler.formats.text.tree import Items, Node, Table, UnreadableError, parse
from dfdmodeler.formats.text.values import properties
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import About, Boundary, Diagram, Element, Flow, Record

_DIAGRAM = "main"
LISTS = ("boundaries", "elements", "flows")
NO_SYSTEM = "The file holds no system."
HOLD_LISTS = "It should hold a mapping with 'elements' and 'flows'."


def read_text(data: bytes, where: str, catalog: Catalog) -> tuple[Model | None, tuple[Problem, ...]]:
    """The system in a file's bytes, or None if anything in it is an error, and all problems.

    `where` names the file in problems. Nothing is placed unless the file says where.
    """
    intake = Intake(where, catalog)
    try:
        root = _system(parse(data))
    except UnreadableError as error:
        intake.tell(error.place, error.what, error.hint)
        return None, intake.problems
    records = _records(root, intake)
    problems = intake.problems
    failed = any(problem.gravity == "error" for problem in problems)
    return None if failed else Model(records), problems


def _system(node: Node) -> Table:
    """The one mapping that describes the system."""
    if isinstance(node, Items) and len(node.nodes) == 1:
        node = node.nodes[0]
    if isinstance(node, Table):
        if _is_of_another_tool(node):
            raise UnreadableError(NO_SYSTEM, node.place, HOLD_LISTS)
        return node
    if isinstance(node, Items) and node.nodes:
        what, hint = f"The file holds a list of {len(node.nodes)}.", "Put each system into a file of its own."
    else:
        what, hint = NO_SYSTEM, HOLD_LISTS
    raise UnreadableError(what, node.place, hint)


def _is_of_another_tool(node: Table) -> bool:
    """Whether it has none of our lists and mostly keys that we do not know; a title alone is a system."""
    unknown = node.entries.keys() - set(keys.ROOT)
    return not node.entries.keys() & set(LISTS) and 2 * len(unknown) > len(node.entries)


def _records(node: Table, intake: Intake) -> list[Record]:
    root = Row(node, "the system", intake)
    rows = {name: _rows(root, name, intake) for name in LISTS}
    about = _about(root, intake)
    found: list[Record] = [
        *(_boundary(row) for row in rows["boundaries"]),
        *(_element(row) for row in rows["elements"]),
        *(_flow(row) for row in rows["flows"]),
    ]
    _check_references(chain(*rows.values()), found, intake)
    diagram = _diagram({record.id for record in found}, about.title)
    positions = read_positions(root.node("positions"), diagram.id, found, intake)
    root.tell_others(keys.ROOT)
    return [about, diagram, *found, *positions]


def _rows(root: Row, name: str, intake: Intake) -> list[Row]:
    """The rows of one of the three lists; each claims its id."""
    node = root.node(name)
    if node is None:
        return []
    if not isinstance(node, Items):
        intake.tell(node.place, f"'{name}' is not a list.", "Begin each entry with '-'.")
        return []
    singular = {"boundaries": "a boundary", "elements": "an element", "flows": "a flow"}[name]
    rows = []
    for entry in node.nodes:
        if not isinstance(entry, Table):
            intake.tell(entry.place, f"This entry of '{name}' is not a mapping.", "Write at least {id: ...}.")
            continue
        row = Row(entry, singular, intake)
        if row.claim_id():
            rows.append(row)
    return rows


def _about(root: Row, intake: Intake) -> About:
    texts = {name: root.text(name) for name in keys.ABOUT}
    system_id = root.text("id")
    texts["title"] = texts["title"] or system_id
    flag = root.choice("report_unknowns", ("yes", "no"))
    about = {**texts, "report_unknowns": flag == "yes"}
    return About.model_validate({**about, keys.SYSTEM_ID: system_id} if system_id else about)


def _diagram(taken: set[str], title: str) -> Diagram:
    candidates = (_DIAGRAM if n == 1 else f"{_DIAGRAM}-{n}" for n in range(1, len(taken) + 2))
    return Diagram(id=next(name for name in candidates if name not in taken), name=title)


def _boundary(row: Row) -> Boundary:
    boundary = Boundary.model_validate(
        {
            "id": row.id,
            "type": row.choice("kind", row.intake.catalog.boundary_kinds, "kind of boundary"),
            "parent": row.reference("parent"),
            "shape": row.choice("shape", ("box", "line")) or "box",
            "inside": row.choice("inside", ("left", "right")),
            **{name: row.text(name) for name in keys.TEXTS},
        }
    )
    row.refuse_others(keys.BOUNDARY)
    return boundary


def _element(row: Row) -> Element:
    type_ = row.choice("type", row.intake.catalog.stencils, "type")
    if row.node("type") is None:
        row.fail(row.table.place, f"The element '{row.id}' has no type.", "Add 'type: ...'.")
    texts = {name: row.text(name) for name in keys.TEXTS}
    parent = row.reference("boundary")
    values = properties(row, keys.ELEMENT, row.intake.catalog.attributes(type_), f"The type '{type_}'")
    return Element(id=row.id, type=type_, parent=parent, properties=values, **texts)


def _flow(row: Row) -> Flow:
    texts = {name: row.text(name) for name in keys.TEXTS}
    directed = row.choice("direction", ("none",)) != "none"
    source, target = row.reference("from"), row.reference("to")
    values = properties(row, keys.FLOW, row.intake.catalog.flow_attributes, "A flow")
    return Flow(id=row.id, source=source, target=target, directed=directed, properties=values, **texts)


def _check_references(rows: Iterable[Row], records: Iterable[Record], intake: Intake) -> None:
    """Ends that name no element are missing ends; a boundary that is none is an error."""
    by_id = {row.id: row for row in rows}
    known = list(records)
    elements = {record.id for record in known if isinstance(record, Element)}
    boundaries = {record.id: record for record in known if isinstance(record, Boundary)}
    for record in known:
        row = by_id[record.id]
        if isinstance(record, Flow):
            _check_end(row, "from", record.source, elements)
            _check_end(row, "to", record.target, elements)
        elif isinstance(record, Element | Boundary) and record.parent is not None:
            _check_parent(row, record, boundaries)


def _check_end(row: Row, key: str, end: str | None, elements: Collection[str]) -> None:
    if end is not None and end not in elements:
        what = f"'{end[:SHOWN]}' is no element: the flow '{row.id}' has no end there."
        row.intake.tell(row.place(key), what, row.intake.hint(end, elements), "warning", row.id)


def _check_parent(row: Row, record: Element | Boundary, boundaries: Mapping[str, Boundary]) -> None:
    place = row.place("boundary" if isinstance(record, Element) else "parent")
    parent = record.parent or ""
    if parent not in boundaries:
        row.fail(place, f"'{parent[:SHOWN]}' is no boundary.", row.intake.hint(parent, boundaries))
    elif record.id in _around(parent, boundaries):
        row.fail(place, f"The boundary '{record.id}' is inside itself.")


def _around(boundary: str, boundaries: Mapping[str, Boundary]) -> set[str]:
    """A boundary and all boundaries around it."""
    seen: set[str] = set()
    current: str | None = boundary
    while current is not None and current in boundaries and current not in seen:
        seen.add(current)
        current = boundaries[current].parent
    return seen
