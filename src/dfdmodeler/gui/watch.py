"""Keeps an eye on the file of the open document: what others write to it, and who else has it open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QWidget

from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.gui.widgets.notices import Notices
from dfdmodeler.session.lock import Holder
from dfdmodeler.session.open_file import OpenFile, Stamp, State, look
from dfdmodeler.session.session import Session

CHANGED, LOCKED = "file-changed", "file-locked"
REST = 200
"""Milliseconds to wait after the file system told of a change: programs replace files in several steps."""


class Watch(QObject):
    """Tells of it in bars above the canvas. Nothing is decided without the person, and no side is lost.

    `compare` tells how the file differs, or None if it holds no model; `reload` reads it again, `save` writes
    it, `save_as` asks for another name.
    """

    def __init__(
        self,
        session: Session,
        notices: Notices,
        aside: Path,
        window: QWidget,
        *,
        compare: Callable[[Path], str | None],
        reload: Callable[[], object],
        save: Callable[[], object],
        save_as: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self._session, self._notices, self._aside = session, notices, aside
        self._compare, self._reload, self._save, self._save_as = compare, reload, save, save_as
        self._file: OpenFile | None = None
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REST)
        self._soon.timeout.connect(self.check)
        self._told: tuple[State, str | None] | None = None
        self._told_of: Holder | None = None
        self._watcher.fileChanged.connect(self._something_happened)
        self._watcher.directoryChanged.connect(self._something_happened)
        window.installEventFilter(self)
        session.opened.connect(lambda _: self._opened())
        session.state_changed.connect(lambda _: self._forget() if session.path is None else None)

    def read(self, path: Path, stamp: Stamp | None) -> None:
        """The document was read from a file that looked so just before."""
        if self._file is None or self._file.path != path:
            self._follow(path, stamp)
        else:
            self._file.seen(stamp)
            self._notices.withdraw(CHANGED)

    def written(self, path: Path) -> None:
        """The document was written to a file."""
        self.read(path, look(path))
        self._renew()

    def close(self) -> None:
        """The window closes."""
        self._forget()

    def check(self) -> None:
        """Looks whether the file is still as it was, and tells if not."""
        if self._file is None:
            return
        self._renew()
        state = self._file.state()
        if state == "same":
            self._notices.withdraw(CHANGED)
            self._told = None
        elif (state, self._file.version) != self._told and not self.replaces_other:
            self._told = state, self._file.version
            self._session.file_differs()
            self._notices.tell(self._changed() if state == "changed" else self._gone())
        self._look_at_lock()

    def may_write(self, path: Path) -> bool:
        """Whether saving there replaces nothing unseen; asks in a bar if it would."""
        if self._file is None or self._file.path != path:
            return True
        if self._file.state(thorough=True) != "changed" or self.replaces_other:
            return True
        self._session.file_differs()
        self._notices.tell(self._asking()).buttons["Save mine"].setFocus()
        return False

    @property
    def replaces_other(self) -> bool:
        """Whether saving now replaces a version of another program, which a person has agreed to."""
        return self._file is not None and self._file.mine_is_preferred

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._soon.start(0)
        return super().eventFilter(watched, event)

    def _something_happened(self, _: str) -> None:
        if not self._soon.isActive():
            self._soon.start(REST)

    def _opened(self) -> None:
        path = self._session.path
        if path is None:
            self._forget()
        else:
            self._follow(path, look(path))

    def _follow(self, path: Path, stamp: Stamp | None) -> None:
        self._forget()
        self._file = OpenFile(path, self._aside, stamp)
        self._renew()
        self._look_at_lock()

    def _forget(self) -> None:
        if self._file is None:
            return
        self._file.close()
        self._file = self._told = self._told_of = None
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._notices.withdraw(CHANGED)
        self._notices.withdraw(LOCKED)

    def _renew(self) -> None:
        """A file that was replaced is another one to the system; its directory tells when it comes back."""
        assert self._file
        path = self._file.path
        wanted = {str(place) for place in (path, path.parent) if os.path.exists(place)}
        missing = wanted - {*self._watcher.files(), *self._watcher.directories()}
        if missing:
            self._watcher.addPaths(sorted(missing))

    def _look_at_lock(self) -> None:
        assert self._file
        holder = self._file.holder()
        if holder is None:
            self._notices.withdraw(LOCKED)
        elif holder != self._told_of:
            self._notices.tell(self._locked(holder))
        self._told_of = holder

    def _changed(self) -> Notice:
        assert self._file
        title = f"“{self._file.path.name}” was changed by another program"
        mine = (("Keep mine", self._keep), ("Save mine as…", self._save_as))
        differs = self._compare(self._file.path)
        if differs is None:
            return Notice(CHANGED, title, "What it holds now cannot be read as a model.", mine)
        told = f"{differs} Reloading is one step, which can be undone.".strip()
        return Notice(CHANGED, title, told, (("Reload", self._reload), *mine))

    def _gone(self) -> Notice:
        assert self._file
        return Notice(
            CHANGED,
            f"“{self._file.path.name}” is no longer where it was",
            "It was moved, renamed or deleted, or its drive cannot be reached. What is open is not saved.",
            (("Save it again", self._save), ("Save as…", self._save_as)),
        )

    def _asking(self) -> Notice:
        assert self._file
        return Notice(
            CHANGED,
            f"“{self._file.path.name}” was changed by another program; it is not saved yet",
            "Saving yours keeps the other version beside it, under another name.",
            (("Save mine", self._replace), ("Reload", self._reload), ("Save mine as…", self._save_as)),
        )

    def _locked(self, holder: Holder) -> Notice:
        assert self._file
        return Notice(
            LOCKED,
            f"“{self._file.path.name}” is also open {holder_words(holder)}",
            "If both save, you will be asked before one version replaces the other.",
            (("Open a copy", self._session.detach), ("Go on", lambda: None)),
        )

    def _keep(self) -> None:
        if self._file:
            self._file.keep_mine()

    def _replace(self) -> None:
        self._keep()
        self._save()


def holder_words(holder: Holder) -> str:
    """Where else a document is open."""
    if holder.is_here:
        return "in another window"
    user = f", by {holder.user}" if holder.user else ""
    return f"in another program on {holder.host}{user}"
