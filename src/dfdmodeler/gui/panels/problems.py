"""Problems: what was wrong in the file, and what is wrong in the drawing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.session import Session

_MARKS = {"error": "Critical", "warning": "Important", "info": "Low"}
_EMPTY = "Nothing is wrong with the file or the drawing. What does not fit will be listed here."


class ProblemsPanel(LiveWidget):
    """Choosing a problem selects what it is about."""

    count_changed = Signal(int)
    alarmed = Signal()
    """Something went wrong that should not wait until somebody looks here."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._subjects: dict[str, str | None] = {}
        self._library_problems: tuple[Problem, ...] = ()
        self._journal_problem: Problem | None = None
        self.list = RowList(theme)
        self.list.setAccessibleName("Problems")
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._choose)
        self.empty = label(_EMPTY, "empty")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.list, 1)
        session.threats_changed.connect(self.invalidate)
        session.opened.connect(self.invalidate)
        session.state_changed.connect(self._look_at_journal)

    def show_library_problems(self, problems: tuple[Problem, ...]) -> None:
        """Lists what was left out of stencils and rules as well."""
        self._library_problems = problems
        self.invalidate()

    def _look_at_journal(self, _: None) -> None:
        """A disk that is full from now on, or no longer, is told at once: what is done may be lost."""
        problem = self._session.journal_problem
        if problem == self._journal_problem:
            return
        self._journal_problem = problem
        self.invalidate()
        if problem:
            self.alarmed.emit()

    def refresh(self) -> None:
        session = self._session
        files = (*self._library_problems, *session.file_problems)
        if self._journal_problem:
            files = (self._journal_problem, *files)
        drawing = [threat for threat in session.threats.threats if threat.track == "validity"]
        rows, self._subjects = problem_rows(files, drawing)
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.count_changed.emit(len(self._subjects))

    def _choose(self, key: str) -> None:
        subject = self._subjects.get(key)
        if subject and subject in self._session.model:
            self._session.selection.set((subject,))


def problem_rows(
    problems: Sequence[Problem], findings: Sequence[Threat]
) -> tuple[list[Row], dict[str, str | None]]:
    """Rows for the list, and the record that each is about by the row's key."""
    rows: list[Row] = []
    subjects: dict[str, str | None] = {}
    if problems:
        rows.append(Row(f"In the files ({len(problems)})"))
    for number, problem in enumerate(problems):
        key = f"file:{number}"
        subjects[key] = problem.subject
        detail = " ".join(part for part in (problem.where, problem.hint) if part)
        rows.append(Row(problem.what, key, detail or " ", _MARKS[problem.gravity], help=str(problem)))
    if findings:
        rows.append(Row(f"In the drawing ({len(findings)})"))
    for finding in findings:
        subjects[finding.id] = finding.subject
        mark = _MARKS.get(finding.severity.lower(), "Low")
        text = f"{finding.title}: {finding.subject_name}"
        rows.append(Row(text, finding.id, finding.why, mark, help=finding.why))
    return rows, subjects
