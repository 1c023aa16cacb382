"""The pages of a spreadsheet beside the register: how the work stands, and how to work in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dfdmodeler.analysis.burndown import Burndown, burndown_words
from dfdmodeler.analysis.columns import COLUMN, Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register_sheet import MARK, ORDER, register_sheet
from dfdmodeler.analysis.sheet import Heading, Sheet
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model.triage_records import NEEDS_REASON

GUIDE, SUMMARY, WORK = "How to use", "Summary", "Since the review"
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
_NARROW = 96
_MORE = {
    "status": f"{_NEED} need a reason.",
    "severity": f"Another one than the rule gives needs a word under “{COLUMN['severity_reason'].title}”.",
}


def register_sheets(
    lines: Sequence[Line], since: Burndown | None = None, columns: Sequence[Column] = ORDER
) -> list[Sheet]:
    """All sheets of a spreadsheet of the register, itself first; with the work since a review if there was
    one."""
    work = [work_sheet(since)] if since else []
    return [register_sheet(lines, columns), summary_sheet(lines), *work, guide_sheet()]


def summary_sheet(lines: Iterable[Line]) -> Sheet:
    """How many threats of each severity are decided in each way; of decisions that have ended, as open."""
    counts: Counter[tuple[str, str]] = Counter(
        (line.threat.severity, "open" if line.threat.expired else line.threat.status)
        for line in lines
        if not line.is_gone
    )
    headings = [Heading("Severity", width=140), Heading("All", "number", _NARROW)]
    headings += [Heading(words, "number", _NARROW) for words in STATUS_WORDS.values()]
    rows = [
        (level, [counts[level, status] for status in STATUS_WORDS])
        for level in SEVERITIES
        if any(severity == level for severity, _ in counts)
    ]
    rows.append(("All", [sum(row[place] for _, row in rows) for place in range(len(STATUS_WORDS))]))
    told = tuple((name, str(sum(row)), *map(str, row)) for name, row in rows)
    return Sheet(SUMMARY, tuple(headings), told, 1)


def work_sheet(since: Burndown) -> Sheet:
    """How many of the threats that were open at the last review are still open, day by day."""
    headings = (
        Heading("Day", "day", _NARROW),
        Heading("Still open", "number", _NARROW),
        Heading("", width=560),
    )
    rows = [(point.day, str(point.left), "") for point in since.points]
    rows[0] = (*rows[0][:2], burndown_words(since))
    return Sheet(WORK, headings, tuple(rows))


def guide_sheet() -> Sheet:
    """How to work in the register as a sheet."""
    headings = (Heading("How to use this file", width=150), Heading("", width=640))
    return Sheet(GUIDE, headings, (*_RULES, *_columns()))


def _columns() -> Iterator[tuple[str, str]]:
    for column in ORDER:
        if column.cell and column.cell.asked != column.title:
            yield column.title, f"{column.cell.asked}. {_MORE.get(column.id, '')}".strip()
