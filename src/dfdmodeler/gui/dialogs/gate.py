"""Checking the open model against a policy, as a build would: what fails is listed and leads to its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.check import check_all
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.gate.checks import judging
from dfdmodeler.analysis.gate.outcome import Given, Outcome, Result
from dfdmodeler.analysis.gate.policy import Policy, load_policy
from dfdmodeler.analysis.register import Register, registering
from dfdmodeler.analysis.slices import Slices
from dfdmodeler.gui.dialogs.beside import give_room
from dfdmodeler.gui.documents import Documents
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import Chooser
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.gui.widgets.rows import Row, RowList
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.report.compose_gate import VERDICTS, Gate, compose_gate, gist
from dfdmodeler.session.session import Session

SIZE = (640, 600)
NO_POLICY = "Choose a policy: a file that says what is asked of a model before it is merged or released."
NOTHING, COMMIT, SAVED = "", "HEAD", "saved"
BASES = {
    NOTHING: "With nothing: everything counts as new",
    COMMIT: "With the last commit",
    SAVED: "With the saved file",
}
"""What the model may be compared with, and how that is called."""
_MARKS = {"error": "Critical", "warning": "Important", "note": "Low"}
_FILTER = "Policies (*.toml)"
_SHOWN = (Element, Flow, Boundary)
"""What can be selected on a diagram."""


class GateDialog(QDialog):
    """Checks when it opens, when something is chosen, and after each change of the model."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        documents: Documents,
        today: str,
        policy: Path | None,
        remember: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check against a policy")
        self._session, self._documents, self._today = session, documents, today
        self._policy, self._remember = policy, remember
        self._base: tuple[str, Register | None] | None = None
        """What the model was compared with last, and what was found in it."""
        self._work: Sliced[Gate | Problem] = Sliced(self)
        self._gate: Gate | None = None
        self._subjects: dict[str, tuple[str, str]] = {}
        """The threat and the record that a row is about."""
        self.policy = QPushButton()
        self.policy.setProperty("role", "field")
        self.policy.setAccessibleName("Policy")
        self.policy.setAutoDefault(False)
        self.compare = Chooser()
        self.compare.setAccessibleName("Compare")
        for value, text in BASES.items():
            if value == NOTHING or session.path is not None:
                self.compare.addItem(text, value)
        self.says = label("", "strong")
        self.example = link("Write one to begin with…", "Saves a policy that names all checks, with comments")
        self.rows = RowList(theme)
        self.rows.setAccessibleName("Reasons")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = self.buttons.addButton("Copy as Markdown", QDialogButtonBox.ButtonRole.ActionRole)
        self.again = self.buttons.addButton("Check again", QDialogButtonBox.ButtonRole.ActionRole)
        self._lay_out()
        self._connect()
        give_room(self, SIZE)
        self._begin()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.policy, 1)
        top.addWidget(self.compare, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.says)
        layout.addWidget(self.example)
        layout.addWidget(self.rows, 1)
        layout.addStretch(0)
        layout.addWidget(self.buttons)

    def _connect(self) -> None:
        self.policy.clicked.connect(self._choose_policy)
        self.example.clicked.connect(self._write_example)
        self.compare.currentIndexChanged.connect(lambda _: self._begin())
        self.rows.chosen.connect(self._go_to)
        self.rows.opened.connect(self._go_to)
        self.buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._copy)
        self.again.clicked.connect(self._anew)
        stop = self._session.threats_changed.connect(lambda _: self._begin())
        self.finished.connect(lambda _: (stop(), self._work.drop()))

    def _choose_policy(self) -> None:
        start = str((self._policy or self._session.path or Path.cwd()).parent)
        name, _ = QFileDialog.getOpenFileName(self, "Choose a policy", start, _FILTER)
        if name:
            self.use_policy(Path(name))

    def _write_example(self) -> None:
        start = str((self._session.path or Path.cwd() / "model").with_name("policy.toml"))
        name, _ = QFileDialog.getSaveFileName(self, "Write a policy", start, _FILTER)
        if not name:
            return
        path = Path(name)
        problem = self._documents.write_policy(path)
        if problem:
            self.says.setText(str(problem))
        else:
            self.use_policy(path)

    def use_policy(self, path: Path) -> None:
        """Checks against another policy from now on."""
        self._policy = path
        self._remember(path)
        self._begin()

    def _anew(self) -> None:
        """The policy, the saved file and the last commit may have changed since."""
        self._base = None
        self._begin()

    def _begin(self) -> None:
        self._gate = None
        self.copy.setEnabled(False)
        path = self._policy
        self.policy.setText(path.name if path else "Choose a policy…")
        self.policy.setToolTip(str(path or ""))
        self.example.setVisible(path is None)
        self._work.drop()
        policy = load_policy(path, self._session.library.catalog) if path else ()
        if isinstance(policy, Policy):
            self.says.setText("Checking…")
            if not self._session.analysing:
                self._work.ask(self._checking(policy, str(self.compare.currentData())), self._show)
        else:
            self.says.setText("The policy cannot be used." if path else NO_POLICY)
            rows = enumerate(policy)
            self._list([Row(p.what, f"problem:{n}", _where(p), severity="Critical") for n, p in rows])

    def _checking(self, policy: Policy, base: str) -> Slices[Gate | Problem]:
        session = self._session
        known = yield from self._compared_with(base)
        if isinstance(known, Problem):
            return known
        problems = check_all(session.model, session.library, session.threats, session.file_problems)
        yield
        given = Given(session.model, session.analysis, session.threats, self._today, problems, known)
        outcome = yield from judging(policy, given)
        file = session.path.name if session.path else session.title
        against = BASES[base].removeprefix("With ") if base else ""
        return Gate(given, outcome, {}, file, against, self._policy.name if self._policy else "")

    def _compared_with(self, base: str) -> Slices[Register | Problem | None]:
        """What was found in the model that this one is compared with; read once."""
        path = self._session.path
        if base == NOTHING or path is None:
            return None
        if self._base and self._base[0] == base:
            return self._base[1]
        reading = self._documents.read_earlier(path, str(path) if base == SAVED else base)
        found: Register | None = Register()
        if reading is not None:
            if reading.model is None:
                return reading.problems[0]
            library = self._session.library
            analysis = Analysis(library)
            yield from analysis.run(reading.model)
            found = yield from registering(library, analysis, reading.model, today=self._today)
        self._base = base, found
        return found

    def _show(self, gate: Gate | Problem) -> None:
        if isinstance(gate, Problem):
            self.says.setText("There is nothing to compare with.")
            self._list([Row(gate.what, "problem:0", _where(gate), severity="Critical", long=True)])
            return
        self._gate = gate
        self.copy.setEnabled(True)
        verdict = "Passed" if gate.outcome.passed else "Failed"
        self.says.setText(gist(gate) if gate.outcome.clean else f"{verdict}: {gist(gate)}")
        self._subjects = {}
        self._list(self._rows(gate.outcome))

    def _rows(self, outcome: Outcome) -> list[Row]:
        """Failing checks with their reasons, then those that passed."""
        failing = [result for result in outcome.results if result.reasons]
        rows = [row for result in failing for row in self._reasons(result)]
        passed = [result.check for result in outcome.results if not result.reasons]
        if passed:
            rows.append(Row(f"Passed ({len(passed)})"))
        return rows + [Row(c.title, f"passed:{c.id}", faded=True, help=c.help) for c in passed]

    def _reasons(self, result: Result) -> list[Row]:
        rows = [Row(f"{result.check.title}: {VERDICTS[result.level]} ({len(result.reasons)})")]
        for number, reason in enumerate(result.reasons):
            key = f"{result.check.id}:{number}"
            shown = (i for i in reason.records if isinstance(self._session.model.get(i), _SHOWN))
            self._subjects[key] = reason.threat, next(shown, "")
            text = reason.text.replace(f" ({reason.threat})", "")
            help = f"{reason.text}. {result.check.help}"
            rows.append(Row(text, key, reason.hint or " ", severity=_MARKS[result.level], help=help))
        return rows

    def _list(self, rows: list[Row]) -> None:
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))

    def _go_to(self, key: str) -> None:
        """Selects what a reason is about."""
        threat, record = self._subjects.get(key, ("", ""))
        selection, known = self._session.selection, self._session.threats.find(threat)
        if record in self._session.model:
            selection.set((record,), threat if known else None)
        elif known:
            selection.set_threat(threat)

    def _copy(self) -> None:
        from dfdmodeler.report.markdown import markdown

        if self._gate:
            QGuiApplication.clipboard().setText(markdown(compose_gate(self._gate)))


def _where(problem: Problem) -> str:
    return " ".join(part for part in (problem.where, problem.hint) if part) or " "
