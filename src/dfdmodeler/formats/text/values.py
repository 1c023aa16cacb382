"""Attributes of elements and flows, checked against the catalog."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.formats.text.rows import SHOWN, Row, truth
from dfdmodeler.formats.text.tree import Items, Node, Scalar
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, FrozenMap, Value


def properties(row: Row, structure: Collection[str], offered: Iterable[Attribute], owner: str) -> FrozenMap:
    """The attributes of a row: what is left of it beside its structure.

    An attribute that the catalog knows, but not for this owner, is kept with a warning.
    """
    own = {attribute.name: attribute for attribute in offered}
    values: dict[str, Value] = {}
    for key, node in row.others(structure):
        attribute = own.get(key.text) or row.intake.catalog.attribute(key.text)
        if attribute is None:
            hint = row.intake.hint(key.text, [*own, *structure])
            row.fail(key.place, f"'{key.text[:SHOWN]}' is no attribute that is known.", hint)
            continue
        if key.text not in own and not row.failed:
            what = f"{owner} does not offer '{key.text}'; it is kept."
            row.intake.tell(key.place, what, "", "warning", row.id)
        value = _value(row, attribute, node)
        if value is not None:
            values[key.text] = value
    return FrozenMap(values)


def _value(row: Row, attribute: Attribute, node: Node) -> Value | None:
    if isinstance(node, Scalar):
        if node.empty:
            return None
        text = _checked(row, attribute, node)
        return (text,) if text and attribute.multiple and text not in (NOT_APPLICABLE, UNKNOWN) else text
    if isinstance(node, Items) and attribute.multiple:
        return tuple(text for item in node.nodes if (text := _checked(row, attribute, item)))
    expected = "one value or a list of values" if attribute.multiple else "one value"
    row.fail(node.place, f"'{attribute.name}' takes {expected}.", _offer(attribute))
    return None


def _checked(row: Row, attribute: Attribute, node: Node) -> str | None:
    """The text of a value that the attribute can have."""
    if not isinstance(node, Scalar):
        row.fail(node.place, f"A value of '{attribute.name}' is not a text.", _offer(attribute))
        return None
    allowed = attribute.values
    text = truth(node) if allowed else node.text
    if not allowed or text in allowed or text in (NOT_APPLICABLE, UNKNOWN):
        return text
    hint = row.intake.hint(text, allowed)
    row.fail(node.place, f"'{text[:SHOWN]}' is no value of '{attribute.name}'.", hint)
    return None


def _offer(attribute: Attribute) -> str:
    return f"Known are {', '.join(attribute.values)}." if attribute.values else ""
