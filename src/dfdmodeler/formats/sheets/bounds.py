"""How large a sheet may be that is read: far above any register, far below what would harm."""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 2_000
"""Files within an XLSX file."""
MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes of all files within one, unpacked."""
MAX_ROWS = 100_000
"""Rows that are not empty."""
MAX_COLUMNS = 256
MAX_CELLS = 3_000_000
MAX_LENGTH = 100_000
"""Characters of a cell: three times what Excel allows."""
MAX_ELEMENTS = 8_000_000
"""Elements of a file of XML; a sheet has one for each cell, also for an empty one that has a look."""
MAX_DEPTH = 40
"""Elements within each other in a file of XML."""


class RefusedError(ValueError):
    """Why a file is not read, in a sentence for its owner, and what can be done."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def check_size(data: bytes) -> None:
    """Refuses a file that is empty or too large.

    Raises:
        RefusedError: it is.
    """
    if not data:
        raise RefusedError("The file is empty.")
    if len(data) > MAX_BYTES:
        raise RefusedError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")


class Counter:
    """Counts rows and cells while a sheet is read, and refuses it at the limits."""

    def __init__(self) -> None:
        self._rows = self._cells = 0

    def cell(self, column: int, text: str, place: str) -> None:
        """One more cell that is not empty; `column` counts from 0."""
        self._cells += 1
        if column >= MAX_COLUMNS:
            raise RefusedError(f"The sheet has more than {MAX_COLUMNS} columns.")
        if self._cells > MAX_CELLS:
            raise RefusedError(f"The sheet has more than {MAX_CELLS:,} filled cells.")
        if len(text) > MAX_LENGTH:
            raise RefusedError(f"{place} holds more than {MAX_LENGTH:,} characters.")

    def row(self) -> None:
        """One more row that is not empty."""
        self._rows += 1
        if self._rows > MAX_ROWS:
            raise RefusedError(f"The sheet has more than {MAX_ROWS:,} rows.")
