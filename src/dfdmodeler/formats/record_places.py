"""Where the records of a file stand in its bytes, for those who point into it.

Looked up in the text as it is, however it is laid out: other tools and hands write these files too. What
stands nowhere, such as a diagram that was made while reading, has no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping

from dfdmodeler.formats.text.tree import Items, Node, Scalar, Table, UnreadableError, parse
from dfdmodeler.model.records import ABOUT_ID
from dfdmodeler.model.region import Region

_JSON = re.compile(r'"(id)"\s*:\s*("(?:[^"\\]|\\.)*+")|"(?:[^"\\]|\\.)*+"|[\[{\]}]', re.DOTALL)
"""An id with its value, other strings, and brackets: everything else between them says nothing of places."""
_IN_TABLE, _IN_RECORD = 2, 3
"""How many brackets are open between the records of a table, and within one."""
_LISTS = ("boundaries", "elements", "flows")
Finder = Callable[[str, Collection[str]], Iterator[tuple[str, int, int]]]
"""Ids with the offsets where their records begin and end, given the text and the ids that are wanted."""


def record_places(data: bytes, format: str, ids: Collection[str]) -> Mapping[str, Region]:
    """The regions of records by id, in a file of a format (by the id of the format)."""
    text = data.decode("utf-8-sig", "replace")
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    found: dict[str, Region] = {}
    for id_, start, end in _FINDERS.get(format, _mentions)(text, frozenset(ids)):
        found.setdefault(id_, Region(*_place(lines, start), *_place(lines, end)))
    return found


def _place(lines: list[int], offset: int) -> tuple[int, int]:
    line = bisect_right(lines, offset)
    return line, offset - lines[line - 1] + 1


def _objects(text: str, ids: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """The objects in the tables of a JSON file, by their ids."""
    depth, start, name = 0, 0, ""
    for token in _JSON.finditer(text):
        mark = text[token.start()]
        if mark in "[{":
            depth += 1
            if depth == _IN_RECORD:
                start, name = token.start(), ""
        elif mark in "]}":
            if depth == _IN_RECORD and name in ids:
                yield name, start, token.end()
            depth -= 1
        elif token[1] and depth == _IN_RECORD:
            name = _unquoted(token[2])


def _unquoted(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted[1:-1]
    import json

    try:
        return str(json.loads(quoted))
    except ValueError:
        return ""


def _rows(text: str, ids: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """The rows of the text form; each ends with its line, for the form keeps no ends."""
    try:
        root: Node = parse(text.encode())
    except UnreadableError:
        return
    if isinstance(root, Items) and len(root.nodes) == 1:
        root = root.nodes[0]
    starts = [0, *(found.end() for found in re.finditer("\n", text)), len(text) + 1]
    for name in _LISTS if isinstance(root, Table) else ():
        entry = root.entries.get(name) if isinstance(root, Table) else None
        for row in entry[1].nodes if entry and isinstance(entry[1], Items) else ():
            id_ = row.entries.get("id") if isinstance(row, Table) else None
            if id_ and isinstance(id_[1], Scalar) and id_[1].text in ids:
                start = starts[row.place.line - 1] + row.place.column - 1
                yield id_[1].text, start, starts[row.place.line] - 1


def _mentions(text: str, ids: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Where an id is written first: what can be said of formats that keep ids of other tools."""
    for id_ in sorted(ids):
        start = text.find(id_) if id_ != ABOUT_ID else -1
        if start >= 0:
            yield id_, start, start + len(id_)


_FINDERS: Mapping[str, Finder] = {"dfdm": _objects, "text": _rows}
"""By format; in others the first mention of an id is taken."""
