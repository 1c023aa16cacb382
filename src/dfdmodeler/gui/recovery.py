"""After a run that did not end in order: offers, in a bar above the canvas, what its journals still hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.journal import Recovery, discard, find
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.gui.window import Window

KEY = "recovery"
_COPY = Problem(
    "",
    "Its file has changed since. What was recovered is open as a copy.",
    "Save it beside the file.",
    "warning",
)


def offer_recovery(window: Window, directory: Path) -> None:
    """Asks about what was left behind, one after the other; what is put off is offered at the next start."""
    found, problems = find(directory)
    _offer(window, found, tuple(problems))


def _offer(window: Window, found: list[Recovery], problems: tuple[Problem, ...]) -> None:
    if not found:
        return
    recovery, *others = found

    def bring_back() -> None:
        place = window
        if window.desktop and (window.session.model or not window.session.is_clean):
            place = window.desktop.new_window()
        elif not window.files.may_leave():
            return
        restore(place.session, recovery, problems)
        _offer(window, others, ())

    def throw_away() -> None:
        discard(recovery.journal)
        _offer(window, others, problems)

    more = f" {len(others)} more {'waits' if len(others) == 1 else 'wait'}." if others else ""
    window.notices.tell(
        Notice(
            KEY,
            f"“{_title(recovery)}” was not saved when the program ended last time",
            f"{_changes(recovery)}. Dismissed, it is offered at the next start.{more}",
            (("Restore", bring_back), ("Discard", throw_away)),
        )
    )


def restore(session: Session, recovery: Recovery, problems: tuple[Problem, ...] = ()) -> None:
    """Opens what a journal holds, unsaved.

    The journal goes when another one holds the same (after the first edit), when all is saved, or when the
    program ends in order: never before.
    """
    replaced = recovery.original is not None and recovery.path is None
    told = (*problems, _COPY) if replaced else problems
    session.open(recovery.model, path=recovery.path, problems=told, clean=False)

    def done(_: object) -> None:
        discard(recovery.journal)
        for stop in listening:
            stop()

    listening = (
        session.changed.connect(done),
        session.opened.connect(done),
        session.state_changed.connect(lambda _: done(_) if session.is_clean else None),
    )
    QCoreApplication.instance().aboutToQuit.connect(lambda: done(None))


def _title(recovery: Recovery) -> str:
    named = recovery.original.stem if recovery.original else "Untitled model"
    return recovery.model.about.title or named


def _changes(recovery: Recovery) -> str:
    edits = "1 change" if recovery.edits == 1 else f"{recovery.edits} changes"
    return f"{edits} to {recovery.original}" if recovery.original else f"{edits}, never saved"
