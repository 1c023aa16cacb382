"""The page of a spreadsheet that tells how to work in it and how edits come back."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.analysis.columns import COLUMN
from dfdmodeler.analysis.register_sheet import MARK, ORDER
from dfdmodeler.analysis.sheet import Heading, Sheet
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.triage_records import NEEDS_REASON

NAME = "How to use"
_NEED = ", ".join(STATUS_WORDS[status] for status in NEEDS_REASON)
_RULES: tuple[tuple[str, str], ...] = (
    ("White cells", "Can be edited. Grey ones are only for reading; what is changed there is not read back."),
    ("Rows and columns", "Sort, filter, move, hide or delete them as you like: rows are matched by their id, "
     "and what is missing stays in the model as it is. Sort whole rows, never some of the columns alone."),
    (COLUMN["id"].title, f"Leave it as it is, and the hidden column “{MARK}” too: it tells your edits from "
     "what is changed in the model meanwhile, so that nothing is overwritten unasked."),
    ("New threats", "Cannot be added here. State them in the window."),
    ("Bringing it back", "In the window: File, Import, Edits from a spreadsheet. On the command line: "
     "dfdmodeler register MODEL --import FILE. Every edit is shown with what it replaces before anything "
     "changes."),
)  # fmt: skip
_MORE = {
    "status": f"{_NEED} need a reason.",
    "severity": f"Another one than the rule gives needs a word under “{COLUMN['severity_reason'].title}”.",
}


def guide_sheet() -> Sheet:
    """How to work in the register as a sheet."""
    headings = (Heading("How to use this file", width=150), Heading("", width=640))
    return Sheet(NAME, headings, (*_RULES, *_columns()))


def _columns() -> Iterator[tuple[str, str]]:
    for column in ORDER:
        if column.cell and column.cell.asked != column.title:
            yield column.title, f"{column.cell.asked}. {_MORE.get(column.id, '')}".strip()
