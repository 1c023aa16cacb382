"""YAML as a tree of texts, lists and mappings, each with its place.

Built from the parser's events, so that nothing is ever constructed from a tag, no number or date is guessed,
and a hostile file is given up as soon as a limit is passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

MAX_BYTES = 8_000_000
MAX_DEPTH = 12
MAX_NODES = 400_000
MAX_LINE = 100_000
"""Characters; the parser takes long over some longer lines."""
MAX_ALIASED = 10_000
"""How many nodes all aliases of a file together may repeat."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset({None, "!"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column, counted from 1."""

    line: int
    column: int


class UnreadableError(Exception):
    """Why a file cannot be read as YAML: a sentence, a place if one is known, and a hint."""

    def __init__(self, what: str, place: Place | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.place, self.hint = what, place, hint


@dataclass(slots=True)
class Scalar:
    """A text as it is written; `plain` without quotes, where ``yes`` may mean a truth value."""

    place: Place
    text: str
    plain: bool

    @property
    def empty(self) -> bool:
        """Whether it says that there is nothing."""
        return self.plain and self.text in NULLS

    @property
    def weight(self) -> int:
        return 1


@dataclass(slots=True)
class Items:
    """A list."""

    place: Place
    nodes: list[Node] = field(default_factory=list)
    weight: int = 1

    def add(self, node: Node) -> None:
        self.nodes.append(node)
        self.weight += node.weight


@dataclass(slots=True)
class Table:
    """A mapping, in the order of the file."""

    place: Place
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    """Key and value by the key's text."""
    weight: int = 1
    _key: Scalar | None = None

    def add(self, node: Node) -> None:
        """Takes keys and values in turn, as the parser tells them."""
        self.weight += node.weight
        if self._key is not None:
            self.entries[self._key.text] = (self._key, node)
            self._key = None
            return
        if not isinstance(node, Scalar):
            raise UnreadableError(
                "A list or mapping cannot be a key.", node.place, "Write a name before ':'."
            )
        if node.text in self.entries:
            first = self.entries[node.text][0].place.line
            hint = f"It stands in line {first} already; keep one of them."
            raise UnreadableError(f"The key '{node.text[:60]}' stands here a second time.", node.place, hint)
        self._key = node


Node = Scalar | Items | Table


def parse(data: bytes) -> Node:
    """The one document in a file's bytes. Raises UnreadableError."""
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"The file is not UTF-8 text (byte {error.start + 1})."
        raise UnreadableError(what, None, "Save it with the encoding UTF-8.") from None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise UnreadableError(f"The line is longer than {MAX_LINE:,} characters.", Place(number, 1))
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        raise UnreadableError(_sentence(error), _place(error.problem_mark or error.context_mark)) from None
    except YAMLError as error:
        raise UnreadableError(
            f"This is not valid YAML: {_first_line(error)}.", _position(error, text)
        ) from None
    except (ValueError, OverflowError, IndexError, AssertionError, AttributeError, TypeError, KeyError):
        # The parser meets some broken escapes, directives and tags with errors of Python's own.
        raise UnreadableError("This is not valid YAML.", builder.place) from None
    if builder.root is None or (isinstance(builder.root, Scalar) and builder.root.empty):
        raise UnreadableError(
            "The file is empty.", None, "It should hold a mapping with 'elements' and 'flows'."
        )
    return builder.root


class _Builder:
    """Makes the tree of events, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.place = Place(1, 1)
        self._open: list[tuple[Items | Table, str | None]] = []
        self._anchors: dict[str, Node] = {}
        self._nodes = self._aliased = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        if event.start_mark is not None:
            self.place = _place(event.start_mark) or self.place
        if isinstance(event, NodeEvent):
            self._node(event)
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise UnreadableError(
                    "A second document begins here.", self.place, "One file holds one system."
                )
        elif self._open and type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
            node, anchor = self._open.pop()
            self._keep(node, anchor)

    def _node(self, event: Any) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise UnreadableError(f"The file holds more than {MAX_NODES:,} values.", self.place)
        if isinstance(event, AliasEvent):
            self._keep(self._repeated(event.anchor), None)
            return
        if event.tag not in _PLAIN_TAGS:
            raise UnreadableError(
                "Tags are not part of this form.", self.place, "Leave out what begins with '!'."
            )
        if isinstance(event, ScalarEvent):
            self._keep(self._scalar(event), event.anchor)
        elif len(self._open) >= MAX_DEPTH:
            raise UnreadableError("The file is nested too deeply.", self.place)
        elif isinstance(event, SequenceStartEvent):
            self._open.append((Items(self.place), event.anchor))
        elif isinstance(event, MappingStartEvent):
            self._open.append((Table(self.place), event.anchor))

    def _scalar(self, event: Any) -> Scalar:
        if any("\ud800" <= c <= "\udfff" for c in event.value):
            raise UnreadableError("This text holds a character that is none.", self.place)
        return Scalar(self.place, event.value, event.style in (None, ""))

    def _repeated(self, anchor: str) -> Node:
        node = self._anchors.get(anchor)
        if node is None:
            raise UnreadableError(f"Nothing above is named '&{anchor[:60]}'.", self.place)
        self._aliased += node.weight
        if self._aliased > MAX_ALIASED:
            raise UnreadableError(
                "The aliases of this file repeat too much.", self.place, "Write it out instead."
            )
        return node

    def _keep(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1][0].add(node)
        else:
            self.root = node


def _place(mark: Any) -> Place | None:
    return None if mark is None else Place(mark.line + 1, mark.column + 1)


def _sentence(error: MarkedYAMLError) -> str:
    reason = " ".join(part for part in (error.context, error.problem) if part)
    return f"This is not valid YAML: {' '.join(reason.split())[:200]}."


def _first_line(error: YAMLError) -> str:
    return str(error).split("\n")[0].strip().rstrip(".")[:200]


def _position(error: YAMLError, text: str) -> Place | None:
    """Where a character stands that YAML does not allow."""
    offset = getattr(error, "position", None)
    if not isinstance(offset, int):
        return None
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - before.rfind("\n"))
