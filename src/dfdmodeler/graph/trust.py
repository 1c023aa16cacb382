"""Who runs an element, and whether outsiders can determine what it emits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value


def is_third_party(types: frozenset[str], props: Mapping[str, Value], zones: Iterable[str]) -> bool:
    """Whether somebody else runs an element: stated, by its type, or by a boundary of that kind around it."""
    operator = props.get("operator", UNKNOWN)
    if operator == "third_party" or "mlaas_provider" in types:
        return True
    return operator == UNKNOWN and "third_party" in zones


def trust_of(types: frozenset[str], props: Mapping[str, Value], default: str, third_party: bool) -> str:
    """Stated trust, else the default of the type, which is lower for what others run (models excepted)."""
    stated = props.get("trust", UNKNOWN)
    if isinstance(stated, str) and stated not in (UNKNOWN, NOT_APPLICABLE):
        return stated
    if default == "trusted" and third_party and "model" not in types:
        return "semi_trusted"
    return default
