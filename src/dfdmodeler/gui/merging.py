"""Merging in the window: another version taken into the open document, and what that leaves to choose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.gui.work import Tell, waited_for
from dfdmodeler.model.change import Change
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.merge import Merged, merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.settling import subject_of

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window

CONFLICTS = "conflicts"
"""The key of the bar that tells of them."""
_DETAIL = "Two versions say different things. Until you choose, what is shown here counts."


class _Made(NamedTuple):
    """What came of merging: the outcome and the model with places, or what could not be read and why."""

    outcome: Merged | None
    model: Model
    unread: str = ""
    problems: tuple[Problem, ...] = ()


class Merging:
    """Tells of conflicts in a bar as soon as there are any, and shows them beside the work."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.seen: dict[str, Conflict] = {}
        """All conflicts of this document since it was opened, settled or not."""
        self.count = 0
        window.session.opened.connect(lambda _: self._opened())
        window.session.changed.connect(self._changed)

    def show(self) -> None:
        """Shows what is left to choose."""
        from dfdmodeler.gui.dialogs.beside import show_beside
        from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog

        window = self._window

        def make() -> ConflictsDialog:
            dialog = ConflictsDialog(window.session, window.theme, window.context.reviewer, self.seen, window)
            dialog.wanted.connect(self._go_to)
            dialog.save_wanted.connect(lambda: window.files.save())
            dialog.finished.connect(lambda _: self._tell())
            return dialog

        window.notices.withdraw(CONFLICTS)
        show_beside(window, ConflictsDialog, make, of_document=True)

    def ask(self) -> None:
        """Asks which version to take in, and what both began with."""
        from dfdmodeler.gui.dialogs.beside import show_beside
        from dfdmodeler.gui.dialogs.merge_with import MergeWithDialog

        window = self._window

        def make() -> MergeWithDialog:
            dialog = MergeWithDialog(lambda: window.files.ask_open_path(), window)
            dialog.accepted.connect(lambda: self.merge_with(*dialog.chosen()))
            return dialog

        show_beside(window, MergeWithDialog, make, of_document=True)

    def merge_with(self, path: Path, base: str = "") -> bool:
        """Takes another version into the open document, as one step; false if a file could not be read.
        `base` names what both began with: a file, or a git revision of the document's file or the other's.
        """
        window = self._window
        session, documents = window.session, window.files.documents
        mine, kept = session.model, session.path or path

        def make(_: Tell) -> _Made:
            other = documents.read_stated(path)
            before = documents.read_earlier(kept, base) if base else None  # none either if it was not there
            for name, reading in ((path.name, other), (base, before)):
                if reading is not None and reading.model is None:
                    return _Made(None, mine, name, reading.problems)
            outcome = merge(before.model if before else None, mine, other.model)
            return _Made(outcome, documents.placed(outcome.marked))

        made = waited_for(f"Merging with {path.name}", make, window)
        if made is None:
            return False
        if made.outcome is None:
            window.files.tell_problems(f"“{made.unread}” could not be read", made.problems)
            return False
        change = session.edit(f"Merge with {path.name}", lambda _: made.model)
        self._tell_outcome(path.name, made.outcome, change)
        return True

    def _tell_outcome(self, name: str, outcome: Merged, change: Change) -> None:
        window = self._window
        errors = tuple(problem for problem in outcome.problems if problem.gravity == "error")
        if errors:
            window.files.tell_problems(f"Merged with “{name}”; not all of it fits together", errors)
        if not change:
            window.status.say(f"“{name}” says nothing that is not here already")
        elif not outcome.conflicts:
            window.status.say(f"Merged with “{name}”; nothing is left to choose")
        else:
            self.show()

    def _opened(self) -> None:
        self.seen.clear()
        self.count = 0
        self._window.notices.withdraw(CONFLICTS)
        self._note(self._window.session.model.of(Conflict))
        self._tell()

    def _changed(self, change: Change) -> None:
        touched = [record for pair in change.values() for record in pair if type(record) is Conflict]
        if not touched:
            return
        before = self.count
        self._note(self._window.session.model.of(Conflict))
        if not self.count:
            self._window.notices.withdraw(CONFLICTS)
        elif not before or self._window.notices.find(CONFLICTS):
            self._tell()

    def _note(self, conflicts: list[Conflict]) -> None:
        self.count = len(conflicts)
        self.seen.update((conflict.id, conflict) for conflict in conflicts)

    def _tell(self) -> None:
        """Tells how many are left, unless they are being settled."""
        from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog

        shown = any(dialog.isVisible() for dialog in self._window.findChildren(ConflictsDialog))
        if not self.count or shown:
            return
        text = f"A merge left {self.count} choice{'' if self.count == 1 else 's'}"
        self._window.notices.tell(Notice(CONFLICTS, text, _DETAIL, (("Choose…", self.show),)))

    def _go_to(self, conflict: Conflict) -> None:
        """Shows in the diagram what a conflict is about."""
        window, session = self._window, self._window.session
        subject, threat = subject_of(session.model, conflict)
        session.selection.set((subject,) if subject else (), threat)
        if subject and not window.triage.is_shown:
            window.canvas.reveal(subject)
