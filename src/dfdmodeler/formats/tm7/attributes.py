"""What a shape says of itself: its name, its stencil and its attributes.

The tool writes every attribute of a stencil into every shape, with the first choice of a list selected until
somebody chooses. A first choice therefore says nothing, except in a *static* list, which states a fact of the
stencil.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element as Node

from dfdmodeler.formats.tm7.intake import SHOWN
from dfdmodeler.formats.tm7.tree import child, children, kind, text

_YES = {"yes": "yes"}
_YES_OR_NO = {"yes": "yes", "no": "no"}

MEANINGS: dict[str, tuple[str, dict[str, str]]] = {
    "out of scope": ("out_of_scope", {"true": "yes"}),
    "codetype": ("code_type", {"managed": "managed", "unmanaged": "unmanaged"}),
    "runningas": (
        "privilege",
        {
            "kernel": "system",
            "system": "system",
            "network service": "service",
            "local service": "service",
            "administrator": "admin",
            "standard user without elevation": "user",
        },
    ),
    "isolation": ("sandboxed", {"appcontainer": "yes", "sandbox": "yes"}),
    "hasinputsanitizers": ("input_validation", _YES_OR_NO),
    "implementscustomauthorizationmechanism": ("authorization", _YES),
    "storescredentials": ("contains_secrets", _YES),
    "encrypted": ("encrypted_at_rest", _YES),
    "storetype": (
        "store_kind",
        {"sql relational database": "sql", "non relational database": "nosql", "file system": "file"},
    ),
    "providesconfidentiality": ("encrypted", _YES),
    "providesintegrity": ("integrity", _YES),
    "authenticatessource": ("authn", {"yes": "source"}),
    "authenticatesdestination": ("authn", {"yes": "destination"}),
}
"""Attributes by internal name, or by shown name where the internal one is a GUID: ours, and what values mean.

A value that is not listed has no exact counterpart and goes to the notes.
"""

STENCIL_FACTS: dict[str, dict[str, str]] = {
    "HTTP": {"protocol": "http"},
    "HTTPS": {"protocol": "https"},
    "IPsec": {"protocol": "ipsec"},
    "ALPC": {"channel": "ipc"},
    "IOCTL": {"channel": "ipc"},
}
"""What a flow's stencil says by its nature, by the last part of the stencil's id (``SE.DF.TMCore.HTTPS``)."""

_EMPTY_CHOICES = frozenset({"", "not selected", "none"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a shape says of itself, in our words; `notes` holds what has no counterpart."""

    name: str
    stencil: str
    properties: dict[str, str]
    notes: str

    @property
    def label(self) -> str:
        """What to call it in a problem: the name, else the stencil, on one line."""
        return " ".join((self.name or self.stencil).split())[:SHOWN]


@dataclass(frozen=True, slots=True)
class _Attribute:
    key: str
    label: str
    value: str


def read(shape: Node, stencil_names: dict[str, str]) -> Said:
    """Name, stencil and attributes of a shape; `stencil_names` are the names in the embedded template."""
    name = ""
    headers: list[str] = []
    family, _, last = text(shape, "TypeId").rpartition(".")
    properties = dict(STENCIL_FACTS.get(last, {})) if family.startswith("SE.DF") else {}
    notes: list[str] = []
    for node in children(shape, "Properties"):
        label = text(node, "DisplayName")
        if kind(node) == "HeaderDisplayAttribute":
            headers.append(label)
        elif label == "Name" and kind(node) == "StringDisplayAttribute":
            name = text(node, "Value")
        else:
            for attribute in _stated(node, label):
                if not _translate(attribute, properties):
                    notes.append(f"{attribute.label}: {attribute.value}")
    stencil = (headers[0] if headers else "") or stencil_names.get(text(shape, "TypeId"), "")
    return Said(name, stencil, properties, "\n".join(notes))


def _translate(attribute: _Attribute, properties: dict[str, str]) -> bool:
    """Puts the attribute's meaning among the properties; False if it has no counterpart."""
    ours, meanings = MEANINGS.get(attribute.key) or MEANINGS.get(attribute.label.lower()) or ("", {})
    value = meanings.get(attribute.value.lower())
    if value is None:
        return False
    if ours == "authn" and properties.get("authn", value) != value:
        value = "mutual"
    properties[ours] = value
    return True


def _stated(node: Node, label: str) -> Iterator[_Attribute]:
    """The attribute with the value that somebody chose; nothing where nobody did."""
    key = text(node, "Name").lower()
    value = _value(node)
    if value.lower() in _EMPTY_CHOICES or (label == "Dataflow Order" and value == "0"):
        return
    if kind(node) == "BooleanDisplayAttribute" and value.lower() == "false":
        return
    yield _Attribute(key, label or key, value)


def _value(node: Node) -> str:
    choices = [(choice.text or "").strip() for choice in children(node, "Value")]
    if not choices:
        return text(node, "Value")
    chosen = text(node, "SelectedIndex")
    if kind(node) == "StaticListDisplayAttribute":
        return choices[0]
    if not chosen.isdecimal() or not 0 < int(chosen[:6]) < len(choices):
        return ""
    return choices[int(chosen)]


def stencil_names(root: Node) -> dict[str, str]:
    """Names of stencils by id, from the template that the file embeds."""
    base = child(root, "KnowledgeBase")
    nodes = [*children(base, "GenericElements"), *children(base, "StandardElements")]
    return {text(node, "Id"): text(node, "Name") for node in nodes}
