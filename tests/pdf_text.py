"""Reads back what a PDF of the report says, page by page: enough of the format for tests of our own files."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj|/(\S+) Do\b", re.DOTALL)
_FORM = re.compile(rb"/(FormXob\.\S+) (\d+) 0 R")
_PAIR = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,})>$", re.MULTILINE)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    """The objects of a PDF file."""

    def __init__(self, content: bytes) -> None:
        self.objects = {int(number): body for number, body in _OBJECT.findall(content)}
        self._fonts = self._font_maps()
        self._forms = {name: int(number) for name, number in _FORM.findall(content)}

    @property
    def pages(self) -> list[str]:
        """The text of each page, one line for each piece that was written."""
        found = [re.search(rb"/Contents (\d+) 0 R", self.objects[number]) for number in self._page_numbers]
        return [self._text(int(match[1])) for match in found if match]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def outline(self) -> list[str]:
        """Titles in the outline, in the order of their objects."""
        return [self._string(body, b"/Title") for body in self._having(b"/Title") if b"/Parent" in body]

    @property
    def links(self) -> list[int]:
        """The pages that links lead to, counted from 1."""
        found = [re.search(rb"/Dest \[ (\d+) 0 R", body) for body in self._having(b"/Subtype /Link")]
        return [self._page_numbers.index(int(match[1])) + 1 for match in found if match]

    @property
    def information(self) -> dict[str, str]:
        """The title, author and subject of the document."""
        body = self._having(b"/Producer")[0]
        return {key: self._string(body, f"/{key}".encode()) for key in ("Title", "Author", "Subject")}

    def _having(self, part: bytes) -> list[bytes]:
        return [body for body in self.objects.values() if part in body]

    @property
    def _page_numbers(self) -> list[int]:
        kids = re.search(rb"/Kids \[([^]]*)\]", self._having(b"/Kids")[0])
        assert kids
        return [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])]

    def _stream(self, number: int) -> bytes:
        body = self.objects[number]
        match = _STREAM.search(body)
        assert match
        return zlib.decompressobj().decompress(match[1]) if b"/FlateDecode" in body else match[1]

    def _font_maps(self) -> dict[bytes, dict[int, str]]:
        maps: dict[bytes, dict[int, str]] = {}
        for body in self._having(b"/Type /Font"):
            name = re.search(rb"/Name /(F\d+(?:\+\d+)?)", body)
            mapping = re.search(rb"/ToUnicode (\d+) 0 R", body)
            if name and mapping:
                pairs = _PAIR.findall(self._stream(int(mapping[1])))
                maps[name[1]] = {int(code, 16): _unicode(text) for code, text in pairs}
        return maps

    def _text(self, number: int) -> str:
        lines, font = [], b""
        for name, shown, form in _SHOWN.findall(self._stream(number)):
            if name:
                font = name
            elif form:
                lines += self._text(self._forms[form]).splitlines()
            else:
                characters = self._fonts.get(font, {})
                lines.append("".join(characters.get(code, chr(code)) for code in _plain(shown)))
        return "\n".join(lines)

    def _string(self, body: bytes, key: bytes) -> str:
        match = re.search(key + rb" \(((?:\\.|[^\\()])*)\)", body, re.DOTALL)
        assert match, body
        raw = _plain(match[1])
        return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def _plain(literal: bytes) -> bytes:
    def character(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([int(code, 8)]) if len(code) == 3 else _LETTERS.get(code, code)

    return _ESCAPE.sub(character, literal)


def _unicode(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")
