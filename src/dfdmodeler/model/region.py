"""Where something stands in the text of a file."""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """From its first character up to, and without, the one at its end; lines and columns count from 1.

    Columns count characters, as a text editor does.
    """

    line: int
    column: int
    end_line: int
    end_column: int
