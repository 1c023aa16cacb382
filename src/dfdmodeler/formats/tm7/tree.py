"""Reading hostile XML into a bounded tree, and finding things in it by local name.

The prefixes and even the namespaces of ``.tm7`` files vary with the version of the tool, local names do not.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200
MAX_NODES = 2_000_000
SKIPPED = frozenset({"ImageSource", "GenerationFilters"})
"""Parts of the embedded template that are large and say nothing about the model."""

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_CHUNK = 1 << 16


class UnreadableError(ValueError):
    """Why a file cannot be read, in a sentence for its owner."""


class _Builder:
    """Builds the tree and stops at the limits, while the file is being parsed."""

    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._depth = 0
        self._nodes = 0
        self._skipping = 0
        """Depth at which a skipped part began; 0 outside."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._nodes += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableError(f"Its parts are nested more than {MAX_DEPTH} deep.")
        if self._nodes > MAX_NODES:
            raise UnreadableError(f"It has more than {MAX_NODES} parts.")
        if self._skipping:
            return
        if local(tag) in SKIPPED:
            self._skipping = self._depth
            return
        self._tree.start(tag, attributes)

    def data(self, text: str) -> None:
        if not self._skipping:
            self._tree.data(text)

    def end(self, tag: str) -> None:
        if not self._skipping:
            self._tree.end(tag)
        elif self._skipping == self._depth:
            self._skipping = 0
        self._depth -= 1

    def close(self) -> Element:
        return self._tree.close()


def parse(data: bytes) -> Element:
    """The root of the document.

    Raises:
        UnreadableError: if it is too large, too deep, declares entities or a document type, or is no XML.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"It is larger than {MAX_BYTES // 1024 // 1024} MB.")
    if not data.removeprefix(BOM_UTF8).strip():
        raise UnreadableError("It is empty.")
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        for begin in range(0, len(data), _CHUNK):
            parser.feed(data[begin : begin + _CHUNK])
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise UnreadableError("It declares a document type or entities, which no such file needs.") from error
    except UnreadableError:
        raise
    except ParseError as error:
        raise UnreadableError(f"It is no well-formed XML: {error}.") from error
    except (ValueError, LookupError) as error:
        raise UnreadableError(f"Its text encoding cannot be read: {error}.") from error
    return root


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def child(node: Element | None, *path: str) -> Element | None:
    """The first child of this local name, followed down a path; None where a part is missing."""
    for name in path:
        if node is None:
            return None
        node = next((n for n in node if local(n.tag) == name), None)
    return node


def children(node: Element | None, *path: str) -> Iterator[Element]:
    """The children of the node at the end of a path; none where a part is missing."""
    found = child(node, *path)
    return iter(()) if found is None else iter(found)


def text(node: Element | None, *path: str) -> str:
    """The stripped text at the end of a path; empty where a part is missing or nil."""
    found = child(node, *path)
    return (found.text or "").strip() if found is not None else ""


def kind(node: Element | None) -> str:
    """The local name of the node's ``i:type``, such as ``StencilEllipse``."""
    return node.get(_TYPE, "").rpartition(":")[2] if node is not None else ""
