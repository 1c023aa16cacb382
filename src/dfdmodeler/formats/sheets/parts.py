"""The files within an XLSX file: found by their relations, unpacked in bounds, parsed without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from dfdmodeler.formats.sheets.bounds import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_ENTRIES,
    MAX_UNPACKED,
    RefusedError,
    check_size,
)

_CHUNK = 1 << 16
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, OverflowError)
"""What unpacking raises for bytes that are no zip file, or a damaged one."""
_AGAIN = "It may be truncated: fetch or save it again."
_OTHER = "Save it as XLSX without a password, or as CSV with UTF-8."
_OLD = b"\xd0\xcf\x11\xe0"

Attributes = dict[str, str]


class Relation(NamedTuple):
    """What a file within the package says of another."""

    kind: str
    """The last part of the type, such as ``worksheet``."""
    target: str
    """Its name in the package."""


class Target:
    """Gets what is in a file of XML, by local names: the prefixes differ from program to program."""

    def __init__(self) -> None:
        self._depth = self._count = 0
        self._names: dict[str, str] = {}

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def finish(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text within an element."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Called by the parser."""
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise RefusedError("The file nests deeper than any spreadsheet.")
        if self._count > MAX_ELEMENTS:
            raise RefusedError(f"A part of the file has more than {MAX_ELEMENTS:,} elements.")
        self.begin(self._local(tag), attributes)

    def end(self, tag: str) -> None:
        """Called by the parser."""
        self._depth -= 1
        self.finish(self._local(tag))

    def close(self) -> None:
        """Called by the parser."""

    def _local(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = tag.rpartition("}")[2]
        return name


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute by its local name; empty if it is not there."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith("}" + name)), "")


class Package:
    """The files within one."""

    def __init__(self, data: bytes) -> None:
        """Looks at what is there.

        Raises:
            RefusedError: it is no such file, is encrypted or damaged, or would be too large unpacked.
        """
        check_size(data)
        if data.startswith(_OLD):
            raise RefusedError("The file is encrypted, or a spreadsheet of before 2007.", _OTHER)
        if not data.startswith(b"PK"):
            raise RefusedError("This is no XLSX file, whatever its name says.", _OTHER)
        if data.count(_DIRECTORY_ENTRY) > MAX_ENTRIES:
            raise RefusedError(f"More than {MAX_ENTRIES:,} files are packed into it.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise RefusedError("The file is damaged.", _AGAIN) from error
        self._infos = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        if sum(info.file_size for info in self._infos.values()) > MAX_UNPACKED:
            limit = MAX_UNPACKED // 1024 // 1024
            raise RefusedError(f"Unpacked, the file would be larger than {limit} MB.")

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def parse(self, name: str, target: Target) -> None:
        """Reads a file of XML into a target, piece by piece.

        Raises:
            RefusedError: it is missing, encrypted, damaged or no such file.
        """
        info = self._infos.get(name)
        if info is None:
            raise RefusedError(f"The file lacks its part “{name[:80]}”.", _AGAIN)
        if info.flag_bits & _ENCRYPTED:
            raise RefusedError("The file is encrypted.", _OTHER)
        if info.compress_type not in _PACKINGS:
            raise RefusedError("The file is packed in a way that no spreadsheet uses.", _OTHER)
        parser = DefusedXMLParser(target=target, forbid_dtd=True)
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(_CHUNK):
                    parser.feed(chunk)
            parser.close()
        except RefusedError:
            raise
        except DefusedXmlException as error:
            raise RefusedError("The file declares entities, which no spreadsheet needs.") from error
        except ParseError as error:
            raise RefusedError(f"Its part “{name[:80]}” is damaged: {error}.", _AGAIN) from error
        except (*_BROKEN, LookupError) as error:
            raise RefusedError("The file is damaged.", _AGAIN) from error

    def relations(self, name: str = "") -> dict[str, Relation]:
        """What a file refers to, by id; of the package as a whole without a name. What lies elsewhere, such
        as on a network, is left out."""
        directory, base = posixpath.split(name)
        list_name = posixpath.join(directory, "_rels", f"{base}.rels")
        found: dict[str, Relation] = {}
        if list_name in self:
            self.parse(list_name, _Relations(directory, found.__setitem__))
        return found


class _Relations(Target):
    def __init__(self, directory: str, keep: Callable[[str, Relation], None]) -> None:
        super().__init__()
        self._directory, self._keep = directory, keep

    def begin(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.join("/", self._directory, attributes.get("Target", ""))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self._keep(attributes.get("Id", ""), Relation(kind, posixpath.normpath(target).lstrip("/")))
