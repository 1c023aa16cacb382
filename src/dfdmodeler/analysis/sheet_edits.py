"""Edits made in a spreadsheet: what differs from the register, what of it is in doubt, and taking it over.

Rows are matched by threat id, in whatever order they come back; rows and columns that are missing say
nothing. A cell that still says what was exported was not edited, whatever the model says now. One that was
edited while the model changed as well is in doubt, and is never taken over unasked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dfdmodeler.analysis.bulk import Signed
from dfdmodeler.analysis.columns import COLUMN, Column
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register import adopting
from dfdmodeler.analysis.register_sheet import EDITABLE, cell_digest, cell_of, is_cut, value_of
from dfdmodeler.analysis.sheet import Grid
from dfdmodeler.analysis.sheet_rows import SheetRow, Table, shown, table_in
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.record import evolve
from dfdmodeler.model.records import Decision
from dfdmodeler.model.triage_records import NEEDS_REASON
from dfdmodeler.model.values import Value

_REASON, _LEVEL_REASON = COLUMN["reason"], COLUMN["severity_reason"]
VERDICT = "verdict"
LEVEL = "level"
_TOGETHER = {"severity": LEVEL, "severity_reason": LEVEL}
CHANGED = "Changed in the model too"
UNMARKED = "Its row has no mark"
MOVED = "Its row was another one"
ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""What spreadsheets show where a formula has no value."""
_NO_ID = "It has no id, so it is not read."
_STATE = "State a new threat in the window."
_TWICE = "Rows {} say different things about one threat, so none of them is read."
_NO_REASON = "“{}” needs a reason."
_NO_LEVEL_REASON = "A severity of its own needs a reason."
_SAY_WHY = "Write it into “{}”."
_CUT = "The text of “{}” is longer than a cell can hold."
_EMPTY = "“{}” is empty."
_DAYS = "“{}” in “{}” may be either of two days."
_OURS = "Import it where it was exported."


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """One cell that says something else than the register."""

    line: Line
    column: Column
    before: str
    after: str
    value: Value
    """Of the field that the column writes."""
    row: int
    """In the sheet."""
    doubt: str = ""
    """Why it is only taken over if somebody chooses it; empty: it is."""

    @property
    def threat(self) -> str:
        return self.line.id

    @property
    def field(self) -> str:
        """The field of the decision that it writes."""
        assert self.column.cell is not None
        return self.column.cell.field

    @property
    def unit(self) -> tuple[str, str]:
        """What is taken over as a whole or not at all: a verdict with its reason, a severity with its own."""
        return self.threat, _unit(self.column)


@dataclass(frozen=True, slots=True)
class SheetEdits:
    """What came of comparing a sheet with the register."""

    edits: tuple[SheetEdit, ...] = ()
    """In the order of the rows."""
    problems: tuple[Problem, ...] = ()
    rows: int = 0
    """Rows that are about threats of the register."""

    @property
    def sure(self) -> tuple[SheetEdit, ...]:
        return tuple(edit for edit in self.edits if not edit.doubt)

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """What is wrong in the sheet, without what is only worth knowing."""
        return tuple(problem for problem in self.problems if problem.gravity != "info")


def edits_of(grids: Iterable[Grid], lines: Iterable[Line], where: str) -> SheetEdits:
    """What the sheets of a file say otherwise than the register; `where` names the file in problems."""
    table = table_in(grids, where)
    if isinstance(table, Problem):
        return SheetEdits((), (table,))
    return _Comparison(table, lines, where).made()


def take_over(model: Model, edits: Iterable[SheetEdit], evidence: Mapping[str, str], by: Signed) -> Model:
    """The model with edits taken over; `evidence` has the digests that decisions are taken on, by threat."""
    groups: dict[str, list[SheetEdit]] = {}
    for edit in edits:
        groups.setdefault(edit.threat, []).append(edit)
    threats = [group[0].line.threat for group in groups.values()]
    model = adopting(model, threats, author=by.author, date=by.date)
    wanted = [_taken(model, group, evidence, by) for group in groups.values()]
    return triage.keep(model, wanted, author=by.author, date=by.date)


def _taken(model: Model, edits: Sequence[SheetEdit], evidence: Mapping[str, str], by: Signed) -> Decision:
    """What is kept about a threat after its edits."""
    threat = edits[0].line.threat
    held = triage.decision_on(model, threat.id)
    verdict = {edit.field: edit.value for edit in edits if _unit(edit.column) == VERDICT}
    beside = {edit.field: edit.value for edit in edits if _unit(edit.column) != VERDICT}
    if verdict:
        said = evolve(held, **verdict)
        held = triage.decided(
            model, threat.id, status=said.status, reason=said.reason, expires=said.expires,
            author=by.author, date=by.date, title=threat.title,
            evidence=evidence.get(threat.id) or held.evidence,
        )  # fmt: skip
    return evolve(held, **beside)


def _unit(column: Column) -> str:
    cell = column.cell
    return VERDICT if cell and cell.of_verdict else _TOGETHER.get(column.id, column.id)


class _Comparison:
    """Compares a table with the register, and collects what is wrong."""

    def __init__(self, table: Table, lines: Iterable[Line], where: str) -> None:
        self._table, self._where = table, where
        self._lines = {line.id: line for line in lines}
        self._problems: list[Problem] = list(table.problems)

    def made(self) -> SheetEdits:
        found: dict[str, list[tuple[SheetRow, list[SheetEdit]]]] = {}
        for row in self._table.rows:
            if row.id in self._lines:
                found.setdefault(row.id, []).append((row, self._edits(row, self._lines[row.id])))
            else:
                self._tell_unknown(row)
        if self._table.rows and not found:
            nothing = Problem(self._where, "No row is about a threat of this model.", _OURS)
            return SheetEdits((), (nothing,))
        edits = tuple(edit for rows in found.values() for edit in self._settled(rows))
        return SheetEdits(edits, tuple(self._problems), len(found))

    def _settled(self, rows: Sequence[tuple[SheetRow, list[SheetEdit]]]) -> list[SheetEdit]:
        """The edits of all rows about one threat: the same ones count once, others exclude each other."""
        edited = [(row, edits) for row, edits in rows if edits]
        said = {tuple((edit.field, edit.value) for edit in edits) for _, edits in edited}
        if len(said) > 1:
            numbers = ", ".join(str(row.number) for row, _ in edited)
            self._tell(edited[0][0], _TWICE.format(numbers), "Keep one of them.")
            return []
        return edited[0][1] if edited else []

    def _edits(self, row: SheetRow, line: Line) -> list[SheetEdit]:
        """What a row says otherwise than its line, as far as it can be taken over."""
        edits = [edit for column in EDITABLE for edit in self._edit(row, line, column)]
        if not edits:
            return []
        changed = {_unit(column) for column in EDITABLE if _has_changed(row, line, column)}
        units: dict[tuple[str, str], list[SheetEdit]] = {}
        for edit in edits:
            units.setdefault(edit.unit, []).append(edit)
        taken = []
        for (_, unit), together in units.items():
            doubt = max(edit.doubt for edit in together) or (CHANGED if unit in changed else "")
            if not self._lacks_reason(row, together):
                taken += [replace(edit, doubt=doubt) for edit in together]
        return taken

    def _edit(self, row: SheetRow, line: Line, column: Column) -> list[SheetEdit]:
        """The edit of one cell, if it is one."""
        text, shown_now = row.texts.get(column.id), cell_of(column, line)
        if text is None or text == shown_now or column.cell is None:
            return []
        now = cell_digest(column, shown_now)
        meanings = self._table.meanings(column, text)
        digests = {cell_digest(column, meaning) for meaning in meanings}
        if now in digests or (row.exported is not None and row.exported.get(column.id, "") in digests):
            return []
        value = self._value(row, line, column, meanings)
        before = column.words(line)
        if value is None or (value == "" and column.id == "severity" and not line.kept.severity):
            return []
        after = column.cell.words(value)
        return [SheetEdit(line, column, before, after, value, row.number, _doubt(row, line, column))]

    def _value(self, row: SheetRow, line: Line, column: Column, meanings: Sequence[str]) -> Value | None:
        """What is meant by a cell that was edited; None if that cannot be told, which is noted."""
        cell, text = column.cell, row.texts[column.id]
        assert cell is not None
        value = value_of(cell, meanings[0])
        if text.strip() in ERRORS:
            self._tell(row, f"“{column.title}” holds {text.strip()} instead of a value.", "Mend its formula.")
        elif is_cut(column, line):
            self._tell(row, _CUT.format(column.title), "Edit it in the window.")
        elif not self._table.is_clear(column, text):
            days = f"Write {' or '.join(meanings)}."
            self._tell(row, _DAYS.format(shown(text), column.title), days)
        elif value is None:
            said = (
                f"“{shown(text)}” is nothing for “{column.title}”."
                if text.strip()
                else _EMPTY.format(column.title)
            )
            self._tell(row, said, f"{cell.asked}.")
        else:
            return value
        return None

    def _lacks_reason(self, row: SheetRow, edits: Sequence[SheetEdit]) -> bool:
        """Whether edits that belong together close or rate a threat without saying why; that is noted."""
        kept = evolve(edits[0].line.kept, **{edit.field: edit.value for edit in edits})
        unit = _unit(edits[0].column)
        if unit == VERDICT and kept.status in NEEDS_REASON and not kept.reason:
            self._tell(row, _NO_REASON.format(STATUS_WORDS[kept.status]), _SAY_WHY.format(_REASON.title))
        elif unit == LEVEL and kept.severity and not kept.severity_reason:
            self._tell(row, _NO_LEVEL_REASON, _SAY_WHY.format(_LEVEL_REASON.title))
        else:
            return False
        return True

    def _tell_unknown(self, row: SheetRow) -> None:
        if row.id:
            self._tell(row, f"No threat has the id “{shown(row.id)}”.", "It is not read.")
        elif any(text.strip() for text in row.texts.values()):
            self._tell(row, _NO_ID, _STATE)

    def _tell(self, row: SheetRow, what: str, hint: str) -> None:
        self._problems.append(Problem(f"{self._where}, row {row.number}", what, hint, "warning"))


def _doubt(row: SheetRow, line: Line, column: Column) -> str:
    """Why an edit is not taken over unasked."""
    if row.exported is None:
        return UNMARKED if _has_own(line, column) else ""
    return MOVED if row.moved else ""


def _has_own(line: Line, column: Column) -> bool:
    """Whether somebody has given what a cell says."""
    assert column.cell is not None
    return getattr(line.kept, column.cell.field) not in ("", (), "open")


def _has_changed(row: SheetRow, line: Line, column: Column) -> bool:
    """Whether the register says otherwise than when the row was exported."""
    exported = row.exported
    return exported is not None and exported.get(column.id, "") != cell_digest(column, cell_of(column, line))
