"""Suggestions: values the program chose, marked until a person confirms them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetrics, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from dfdmodeler import paths
from dfdmodeler.gui.panels.suggestion_rows import SuggestionTable, SuggestionView
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.live import LiveWidget
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Suggestion, layout_id
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.analysis.suggest import Suggested

CHOICE_PADDING = 24
"""What a choice keeps free beside its text, both sides together, in pixels."""
_EMPTY = (
    "Values that the program chose are listed here until you confirm them. "
    "Diagram > Suggest types and data looks for some."
)
_NO_WEAKER = "There are no weaker suggestions either: the names and neighbors tell nothing more."

Verb = Callable[[Model, Sequence[str]], Model]


class SuggestionsPanel(LiveWidget):
    """Confirm keeps a value and takes the mark away, reject brings back what was there.

    Weaker suggestions are shown on request. They are not in effect: confirming one states its value.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._guesses: dict[str, Suggested] = {}
        """Weaker suggestions that are shown, by the ids that their marks would have."""
        self.table_model = SuggestionTable(session.library.catalog)
        self.table = SuggestionView(self.table_model)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.table.confirmed.connect(self.confirm_chosen)
        self.table.rejected.connect(self.reject_chosen)
        self.empty = label(_EMPTY, "empty")
        self.confirm = self._button("Confirm", "Keeps the selected values (Enter)", self.confirm_chosen)
        self.reject = self._button(
            "Reject", "Brings back what was there before the selected ones (Delete)", self.reject_chosen
        )
        self.confirm_all = self._button(
            "Confirm all", "Keeps all values that are in effect; weak ones are not", self._confirm_all
        )
        self.reject_all = self._button(
            "Reject all", "Brings back what was there before all suggestions", self._reject_all
        )
        self.weaker = QPushButton("Show weaker ones")
        self.weaker.setCheckable(True)
        self.weaker.setProperty("role", "choice")
        self.weaker.setToolTip("Lists guesses that are not sure enough to take effect by themselves")
        self.weaker.toggled.connect(self.look)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 8)
        buttons.setSpacing(4)
        for button in (self.confirm, self.reject, self.confirm_all, self.reject_all):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.weaker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        session.changed.connect(self.invalidate)
        session.opened.connect(self.look)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        bold = QFont(self.weaker.font())
        bold.setWeight(QFont.Weight.DemiBold)
        needed = QFontMetrics(bold).horizontalAdvance(self.weaker.text())
        self.weaker.setMinimumWidth(
            needed + CHOICE_PADDING
        )  # a checked choice is bold, and no wider by itself

    def refresh(self) -> None:
        model = self._session.model
        self.table_model.show_model(model, self._weaker(model) if self._guesses else ())
        some = bool(self.table_model.suggestions)
        self.table.setVisible(some)
        self.empty.setText(_NO_WEAKER if self.weaker.isChecked() else _EMPTY)
        self.empty.setVisible(not some)
        in_effect = len(self.table_model.suggestions) > len(self.table_model.weak)
        self.confirm_all.setEnabled(in_effect)
        self.reject_all.setEnabled(in_effect)
        self._selected()

    def look(self, *_: object) -> None:
        """Looks for weaker suggestions anew; too slow to do at every change of a large model."""
        from dfdmodeler.analysis.suggest import THRESHOLD, WEAKEST, load_words, suggest

        self._guesses = {}
        if self.weaker.isChecked():
            words, _ = load_words(paths.suggestion_words())
            found = suggest(self._session.model, self._session.library.catalog, words, WEAKEST)
            self._guesses = {layout_id(s.subject, s.field): s for s in found if s.score < THRESHOLD}
        self.invalidate()

    def _weaker(self, model: Model) -> tuple[Suggestion, ...]:
        """What is not sure enough to take effect and still not stated, as it would be marked."""
        from dfdmodeler.analysis.suggest import apply_suggestions

        guessed = apply_suggestions(model, self._guesses.values())
        return tuple(mark for mark in guessed.of(Suggestion) if mark.id not in model)

    def _button(self, text: str, help: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(help)
        button.clicked.connect(run)
        return button

    def _chosen(self) -> list[Suggestion]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        return [self.table_model.suggestions[row] for row in rows]

    def _selected(self) -> None:
        chosen = self._chosen()
        self.confirm.setEnabled(bool(chosen))
        self.reject.setEnabled(any(one.id not in self.table_model.weak for one in chosen))
        if chosen:
            self._session.selection.set(suggestion.subject for suggestion in chosen)

    def confirm_chosen(self) -> None:
        """Keeps the values of the selected rows; those of weak ones are set."""
        from dfdmodeler.analysis.suggest import apply_suggestions

        chosen = self._chosen()
        weak = [self._guesses[one.id] for one in chosen if one.id in self.table_model.weak]

        def agree(model: Model, ids: Sequence[str]) -> Model:
            return edits.confirm(apply_suggestions(model, weak), ids)

        self._apply("Confirm suggestions", agree, chosen)

    def reject_chosen(self) -> None:
        """Takes back the selected values that are in effect."""
        in_effect = [one for one in self._chosen() if one.id not in self.table_model.weak]
        self._apply("Reject suggestions", edits.reject, in_effect)

    def _confirm_all(self) -> None:
        self._apply("Confirm suggestions", edits.confirm, self._session.model.of(Suggestion))

    def _reject_all(self) -> None:
        self._apply("Reject suggestions", edits.reject, self._session.model.of(Suggestion))

    def _apply(self, text: str, verb: Verb, chosen: Sequence[Suggestion]) -> None:
        """One change; then the row that takes the place of the first one is selected."""
        if not chosen:
            return
        row = self.table.currentIndex().row()
        ids = [suggestion.id for suggestion in chosen]
        self._session.edit(text, lambda model: verb(model, ids))
        self.look()
        self.update_now()
        if self.table_model.suggestions:
            self.table.selectRow(min(max(row, 0), len(self.table_model.suggestions) - 1))
