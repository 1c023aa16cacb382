"""Where keys, values and characters of texts stand in a TOML file, for telling people what to change.

The standard library reads TOML but does not say where. This looks only at the shape of a text that is known
to be valid; keys and values themselves are read elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Keys = tuple[str | int, ...]
"""The way to a value: names of keys, and numbers in lists."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_TEXT = re.compile(
    r'"""(?:\\[\s\S]|(?!""")[^\\])*"""(?:"{0,2})'
    r"|'''(?:(?!''')[\s\S])*'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_LONG = ('"""', "'''")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}\n#]*")
_ESCAPE = re.compile(r"\\(?:u.{4}|U.{8}|[ \t]*\n[ \t\n]*|.)")


class Places:
    """Lines and columns in one text, both counted from 1. Nothing is looked up before it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")

    def of(self, keys: Keys, *, value: bool = False) -> tuple[int, int] | None:
        """The place of a key or, if wanted, of its value; of the nearest table around what is not there."""
        for length in range(len(keys), 0, -1):
            if found := self._found.get(keys[:length]):
                return self._place(found[value and length == len(keys)])
        return None

    def inside(self, keys: Keys, index: int) -> tuple[int, int] | None:
        """The place of a character of a text, counted from 0 and from its first that is no white space."""
        found = self._found.get(keys)
        literal = _TEXT.match(self._text, found[1]) if found else None
        if literal is None:
            return None
        marks = characters(literal[0])
        lead = next((i for i, (char, _) in enumerate(marks) if not char.isspace()), 0)
        _, offset = marks[min(lead + index, len(marks) - 1)] if marks else ("", 0)
        return self._place(literal.start() + offset)

    def last(self) -> tuple[int, int]:
        """The place of the last key, which is where a text that ends too early goes wrong."""
        return self._place(max((key for key, _ in self._found.values()), default=0))

    @cached_property
    def _found(self) -> dict[Keys, tuple[int, int]]:
        try:
            return _Scan(self._text).run()
        except RecursionError:
            return {}

    def _place(self, offset: int) -> tuple[int, int]:
        line = self._text.count("\n", 0, offset) + 1
        return line, offset - self._text.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A row of a file. Its places are texts such as ``rules.toml:12:8``."""

    path: Path
    places: Places
    keys: Keys

    def of(self, *keys: str | int, value: bool = False) -> str:
        """The place of something in the row, by the keys that lead to it."""
        return self._told(self.places.of((*self.keys, *keys), value=value))

    def inside(self, key: str, index: int) -> str:
        """The place of a character of a text in the row."""
        return self._told(self.places.inside((*self.keys, key), index) or self.places.of((*self.keys, key)))

    def _told(self, place: tuple[int, int] | None) -> str:
        return f"{self.path}:{place[0]}:{place[1]}" if place else str(self.path)


def characters(literal: str) -> list[tuple[str, int]]:
    """The characters that a TOML text stands for, each with where it begins in the literal."""
    width = 3 if literal[:3] in _LONG else 1
    at, end = width, len(literal) - width
    if width == 3 and literal[at : at + 1] == "\n":
        at += 1
    found: list[tuple[str, int]] = []
    while at < end:
        escape = _ESCAPE.match(literal, at, end) if literal[0] == '"' else None
        if escape is None:
            found.append((literal[at], at))
        elif not escape[0][1:].isspace():
            found.append((_unescaped(escape[0]), at))
        at = escape.end() if escape else at + 1
    return found


def _unescaped(escape: str) -> str:
    if escape[1] in "uU":
        return chr(int(escape[2:], 16))
    return {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}.get(escape[1], escape[1])


class _Scan:
    """One pass over a text: the offsets of each key and of its value."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._found: dict[Keys, tuple[int, int]] = {}
        self._rows: dict[Keys, int] = {}
        """How many rows a list of tables has so far."""

    def run(self) -> dict[Keys, tuple[int, int]]:
        table: Keys = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            before = self._at
            if self._text[self._at] == "[":
                table = self._heading()
            else:
                self._assignment(table)
            self._skip(_BLANK)
            if self._at == before:  # no valid TOML after all
                break
        return self._found

    def _heading(self) -> Keys:
        start, repeated = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if repeated else 1
        *around, last = self._keys()
        keys: Keys = ()
        for name in around:
            keys = self._latest((*keys, name))
        keys = (*keys, last)
        if repeated:
            self._rows[keys] = self._rows.get(keys, 0) + 1
            self._found.setdefault(keys, (start, start))
            keys = self._latest(keys)
        self._at += 2 if repeated else 1
        self._found[keys] = start, start
        return keys

    def _latest(self, keys: Keys) -> Keys:
        """A table, or the last row of a list of tables."""
        return (*keys, self._rows[keys] - 1) if keys in self._rows else keys

    def _assignment(self, table: Keys) -> None:
        start = self._at
        keys = (*table, *self._keys())
        self._at += 1
        self._skip(_SPACE)
        self._value(keys, start)

    def _keys(self) -> list[str]:
        """A dotted key, up to what follows it."""
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            literal = _TEXT.match(self._text, self._at)
            start = self._at
            self._skip(_TEXT if literal else _BARE_KEY)
            text = self._text[start : self._at]
            names.append("".join(char for char, _ in characters(text)) if literal else text)
            self._skip(_SPACE)
            if self._text[self._at : self._at + 1] != ".":
                return names
            self._at += 1

    def _value(self, keys: Keys, key_at: int) -> None:
        self._found[keys] = key_at, self._at
        opening = self._text[self._at : self._at + 1]
        if opening in ("[", "{"):
            self._members(keys, opening == "[")
        else:
            self._text_value() if opening in ('"', "'") else self._skip(_BARE_VALUE)

    def _text_value(self) -> None:
        start = self._at
        self._skip(_TEXT)
        if self._text[start : start + 3] in _LONG and self._at < start + 2 * len(_LONG[0]):
            self._at = len(self._text)  # it has no end

    def _members(self, keys: Keys, listed: bool) -> None:
        """A list or an inline table."""
        self._at += 1
        number = 0
        self._skip(_BLANK)
        while self._at < len(self._text) and self._text[self._at] not in "]}":
            before = self._at
            if listed:
                self._value((*keys, number), self._at)
            else:
                self._assignment(keys)
            number += 1
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] == ",":
                self._at += 1
            self._skip(_BLANK)
            if self._at == before:
                return
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
