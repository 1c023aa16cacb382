"""The session: one open document and everything that follows from it.

Two events go out, none come back: `changed` after the model is new, `threats_changed` after analysis has
caught up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register, registering
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.standing import Course, told
from dfdmodeler.model import ids
from dfdmodeler.model.change import Change, diff
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.event import Event
from dfdmodeler.session.history import History, Step
from dfdmodeler.session.journal import Journal
from dfdmodeler.session.selection import Selection

Task = Callable[[], bool]
"""Does a slice of work; true if there is more to do."""
Schedule = Callable[[Task], None]
"""Runs a task until it is done, when there is time: a zero-timer in the window, at once elsewhere."""
Edit = Callable[[Model], Model]
WENT = "The threat went with the step “{}”."
DATE = len("2026-01-01")
"""Characters of a date at the beginning of an ISO time."""


def at_once(task: Task) -> None:
    """The schedule of the command line and of tests."""
    while task():
        pass


class Session:
    """An open document. Every change goes through `edit`, `undo` or `redo`; everything else listens."""

    def __init__(
        self,
        library: Library,
        *,
        choose: ids.Choose,
        schedule: Schedule = at_once,
        now: Callable[[], str] = str,
        journal: Journal | None = None,
    ) -> None:
        self.library = library
        self.selection = Selection()
        self.history = History()
        self.model: Model = EMPTY_MODEL
        self.path: Path | None = None
        self.file_problems: tuple[Problem, ...] = ()
        """What was wrong in the file that was opened or imported."""
        self.threats = Register()
        self._registered = Register()
        """The same, as the model alone tells."""
        self._course = Course()
        self.analysing = False
        self.changed: Event[Change] = Event()
        self.threats_changed: Event[None] = Event()
        self.opened: Event[None] = Event()
        """Another document is in the session now."""
        self.state_changed: Event[None] = Event()
        """Undo, redo, the path or the unsaved mark may differ."""
        self._choose = choose
        self._schedule = schedule
        self._now = now
        """Tells the time, as ISO text, that steps note; none unless a clock is given."""
        self._journal = journal
        self._analysis = Analysis(library)
        self._slices: Iterator[None] | None = None

    @property
    def title(self) -> str:
        """The document's title, or the file's name, or what a new document is called."""
        return self.model.about.title or (self.path.stem if self.path else "Untitled model")

    @property
    def is_clean(self) -> bool:
        """Whether the file holds everything."""
        return self.history.is_clean

    @property
    def journal_problem(self) -> Problem | None:
        """Why edits are not recorded for recovery at present, if they are not."""
        return self._journal.problem if self._journal else None

    @property
    def analysis(self) -> Analysis:
        """The analysis of the present model, once `analysing` is false."""
        return self._analysis

    def foreseen(self, model: Model) -> Analysis:
        """The analysis of the model that an edit is about to make: asked within the edit, which then carries
        over to it what counts there.
        """
        completed(self._analysis.run(model))
        return self._analysis

    def new_id(self, name: str) -> str:
        """A fresh id for a record of this name in the present model."""
        return ids.new_id(name, self.model, self._choose)

    def open(
        self,
        model: Model,
        *,
        path: Path | None = None,
        problems: tuple[Problem, ...] = (),
        clean: bool = True,
    ) -> None:
        """Puts another document in the session; one that no file holds as it is (imported, recovered) is not
        clean.
        """
        self.model, self.path, self.file_problems = model, path, problems
        self.history = History()
        if not clean:
            self.history.mark_dirty()
        if self._journal:
            self._journal.restart(path)
        self.selection.clear()
        self.threats = self._registered = Register()
        self._course = Course()
        self.opened.emit(None)
        self.state_changed.emit(None)
        self._analyse_later()

    def edit(self, label: str, fn: Edit, merge: str | None = None, *, anew: bool = False) -> Change:
        """Does one thing that can be undone: `fn` turns the model into a new one.

        An exception in `fn` leaves everything as it was. Edits that follow one another with the same `merge`
        key are one step. With `anew` the step is done anew: `fn` gets the model as it was before the step
        began, so that what it adds is added once, however many letters are typed. Returns what changed;
        nothing is recorded if nothing did.
        """
        before = self.model
        begun = self.history.merging(merge) if anew else None
        after = fn(before.with_(begun.change.inverse()) if begun else before)
        change = Change() if after is before else diff(before, after)
        if change:
            self.history.push(Step(label, change, merge, self._now()))
            self._course.cut(len(self.history.done))
            self._advance(after, change, label)
        return change

    def undo(self) -> Step | None:
        """Takes the last step back."""
        step = self.history.undo()
        if step:
            inverse = step.change.inverse()
            self._advance(self.model.with_(inverse), inverse, f"Undo {step.label}")
        return step

    def redo(self) -> Step | None:
        """Does the last step that was taken back again."""
        step = self.history.redo()
        if step:
            self._advance(self.model.with_(step.change), step.change, f"Redo {step.label}")
        return step

    def go_to(self, done: int) -> Change:
        """Goes to where just so many steps of the history are done, in one change; what changed."""
        before = len(self.history.done)
        change = self.history.go_to(done)
        if len(self.history.done) != before:
            self._advance(self.model.with_(change), change, "Go to a step of the history")
        return change

    def saved(self, path: Path) -> None:
        """Notes that a file now holds the present model."""
        self.path = path
        self.history.mark_clean()
        if self._journal:
            self._journal.restart(path)
        self.state_changed.emit(None)

    def file_differs(self) -> None:
        """Notes that no file holds the present model any more: another program has written to it."""
        self.history.mark_dirty()
        self.state_changed.emit(None)

    def detach(self) -> None:
        """Goes on with a copy that has no file yet; what was done can still be undone."""
        self.path = None
        self.file_differs()

    def close(self) -> None:
        """Ends the session in order: nothing is left to recover, nothing is analysed any more."""
        self._end_analysis()
        if self._journal:
            self._journal.close()

    def _advance(self, model: Model, change: Change, label: str) -> None:
        before, self.model = self.model, model
        if self._journal:
            self._journal.append(before, change, label)
        self.changed.emit(change)
        self.state_changed.emit(None)
        self._analyse_later()

    def _analyse_later(self) -> None:
        """Starts analysis over; a run that is under way is dropped, its model is old."""
        self._slices = self._analyse(self.model)
        if not self.analysing:
            self.analysing = True
            self._schedule(self._analyse_slice)

    def _analyse(self, model: Model) -> Iterator[None]:
        """All that follows from a model, in slices."""
        yield from self._analysis.run(model)
        today = self._now()[:DATE]
        found = yield from registering(self.library, self._analysis, model, self._registered, today)
        self._registered, self.threats = found, self._told(found)

    def _told(self, found: Register) -> Register:
        """What was found, with what became of threats in the course of the session."""
        done = self.history.done
        self._course.note(len(done), found.threats, found.gone)
        reopened = self._course.reopened(len(done))
        steps = self._course.gone_by(len(done), done)
        causes = {row.id: WENT.format(steps[row.threat]) for row in found.gone if row.threat in steps}
        if not (reopened or causes):
            return found
        return replace(found, threats=told(found.threats, reopened), causes={**causes, **found.causes})

    def _analyse_slice(self) -> bool:
        if self._slices is None:
            return False
        try:
            for _ in self._slices:
                return True
        except BaseException:
            self._end_analysis()  # or no later edit would start it again
            raise
        self._end_analysis()
        self.threats_changed.emit(None)
        return False

    def _end_analysis(self) -> None:
        self._slices = None
        self.analysing = False
