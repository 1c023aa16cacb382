"""After a run that did not end in order: offers what its journals still hold."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from dfdmodeler.gui.dialogs.recover import Leftover, RecoverDialog
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.journal import Recovery, discard, find
from dfdmodeler.session.session import Session

_COPY = Problem(
    "",
    "Its file has changed since. What was recovered is open as a copy.",
    "Save it beside the file.",
    "warning",
)


def offer_recovery(session: Session, directory: Path, window: QWidget) -> bool:
    """Asks about what was left behind, if anything was; true if it is open now."""
    found, problems = find(directory)
    while found:
        dialog = RecoverDialog([_described(recovery) for recovery in found], window)
        dialog.exec()
        chosen = found[dialog.row]
        if dialog.choice == "later":
            return False
        if dialog.choice == "restore":
            restore(session, chosen, tuple(problems))
            return True
        discard(chosen.journal)
        found.remove(chosen)
    return False


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


def _described(recovery: Recovery) -> Leftover:
    title = recovery.model.about.title or (recovery.original.stem if recovery.original else "Untitled model")
    edits = "1 change" if recovery.edits == 1 else f"{recovery.edits} changes"
    where = f" to {recovery.original}" if recovery.original else ", never saved"
    return Leftover(title, f"{edits}{where}")
