"""Best next controls: the few changes that remove or mitigate the most, to be applied from here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.measures import applied
from dfdmodeler.analysis.plan import Plan, planning
from dfdmodeler.analysis.remedy_words import (
    NO_PLAN,
    NOTHING_OPEN,
    PLAN_NOTE,
    changes,
    counts_words,
    step_words,
)
from dfdmodeler.analysis.trials import Trials
from dfdmodeler.gui.sliced import Sliced
from dfdmodeler.gui.widgets.changes import ChangesBox
from dfdmodeler.gui.widgets.fields import Chooser
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.session.session import Session

SIZE = (560, 600)
_STOPPED = "Stopped before there was a plan."


class NextControlsDialog(QDialog):
    """Searches when it opens and after each change; what is under way can be stopped."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Best next controls")
        self._session = session
        self._search: Sliced[Plan] = Sliced(self)
        self._subjects = frozenset(i for i in session.selection.ids if i in session.model)
        self.boxes: list[ChangesBox] = []
        self.scope = Chooser()
        self.scope.setAccessibleName("For")
        self.scope.addItem("For the whole model", None)
        if self._subjects:
            names = [session.model.name_of(i) for i in self._subjects]
            where = names[0] if len(names) == 1 else f"the {len(names)} selected"
            self.scope.addItem(f"For {where}", self._subjects)
        self.scope.setVisible(bool(self._subjects))
        self.says = label("")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress of the search")
        self.progress.setTextVisible(False)
        self.stop = QPushButton("Stop")
        self.stop.setAutoDefault(False)
        self.area = QScrollArea()
        self.area.setAccessibleName("Next controls")
        self._lay_out()
        self.scope.currentIndexChanged.connect(lambda _: self._begin())
        self.stop.clicked.connect(self._stop_or_begin)
        end = session.threats_changed.connect(lambda _: self._begin())
        self.finished.connect(lambda _: end())
        self.resize(*SIZE)
        self._begin()

    def _lay_out(self) -> None:
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        working = QHBoxLayout()
        working.addWidget(self.progress, 1)
        working.addWidget(self.stop)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.scope)
        layout.addLayout(working)
        layout.addWidget(self.says)
        layout.addWidget(self.area, 1)
        layout.addWidget(label(PLAN_NOTE, "muted"))
        layout.addWidget(buttons)

    def _begin(self) -> None:
        """Searches for a plan for the present model, once its threats are known."""
        session = self._session
        self._fill([])
        self.says.setText("Looking for the changes that help most…")
        self._show_work(True)
        if not session.analysing:
            trials = Trials(session.library, session.model)
            threats, subjects = session.threats.threats, self.scope.currentData()
            self._search.ask(planning(trials, threats, subjects, told=self._tell), self._show)

    def _stop_or_begin(self) -> None:
        if self._search.busy:
            self._search.drop()
            self.says.setText(_STOPPED)
            self._show_work(False)
            self.stop.setVisible(True)
            self.stop.setText("Search again")
        else:
            self._begin()

    def _show_work(self, on: bool) -> None:
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.stop.setText("Stop")

    def _tell(self, done: int, of: int) -> None:
        self.progress.setRange(0, of + 1)  # the last part is the choice among all proposals
        self.progress.setValue(done)

    def _show(self, plan: Plan) -> None:
        self._show_work(False)
        if not plan.steps:
            self.says.setText(NO_PLAN if plan.before else NOTHING_OPEN)
            return
        self.says.setText(f"Found by rules and open: {counts_words(plan.before)}.")
        self._fill([self._box(plan, place) for place in range(len(plan.steps))])

    def _fill(self, boxes: list[ChangesBox]) -> None:
        self.boxes = boxes
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(8)
        for box in boxes:
            rows.addWidget(box)
        rows.addStretch(1)
        self.area.setWidget(body)

    def _box(self, plan: Plan, place: int) -> ChangesBox:
        step = plan.steps[place]
        texts = changes(step.measures, self._session.model, self._session.library)
        subjects = [one.subject for one in step.measures]
        action = f"Apply 1 to {place + 1}" if place else "Apply"
        box = ChangesBox(list(zip(texts, subjects, strict=True)), action, number=place + 1)
        box.tell(step_words(step))
        box.chosen.connect(lambda ids: self._session.selection.set(ids))
        box.applied.connect(lambda: self._apply(plan, place + 1))
        return box

    def _apply(self, plan: Plan, count: int) -> None:
        """Makes the changes of the first steps; the plan goes on from there."""
        measures = [one for step in plan.steps[:count] for one in step.measures]
        self._fill([])
        self._session.edit("Apply best next controls", lambda model: applied(model, measures))
