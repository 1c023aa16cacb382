"""Files: new, open, save, export, and what to do about changes that no file holds yet."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dfdmodeler import paths
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.drawing.svg import svg
from dfdmodeler.gui.documents import SUFFIX, Documents, Template
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.watch import Watch
from dfdmodeler.gui.widgets.notice import Notice
from dfdmodeler.gui.widgets.notices import Notices
from dfdmodeler.gui.work import Tell, Work, waited_for
from dfdmodeler.model.conflict import Conflict
from dfdmodeler.model.ids import slug
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.open_file import look
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.formats.registry import Reading
    from dfdmodeler.report.compose import ReportOptions

PICTURES = "SVG picture (*.svg);;PNG picture (*.png)"
_UNSAVED = "Save the changes to “{}”?"
_UNSAVED_MORE = "What is not saved is lost."
PROBLEMS = "file-problems"
MOST_PROBLEMS = 3
"""Problems that are told in full above the canvas."""
Buttons = QMessageBox.StandardButton


class Files(QObject):
    """The document as a file. The three `ask_…` methods are where a person is asked."""

    message = Signal(str)
    written = Signal()
    """A report, a picture or a model in another format was exported."""

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        metrics: Metrics,
        reviewer: Reviewer,
        to_draw: Callable[[], Callable[[], Picture]],
        notices: Notices,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._notices = notices
        self._works: list[Work[bytes]] = []
        self.elsewhere: Callable[[Path], bool] = lambda _: False
        """Shows the other window that has a file open, if there is one."""
        self._session, self._preferences, self._reviewer = session, preferences, reviewer
        self._to_draw, self._window = to_draw, window
        self.documents = Documents(session.library, metrics)
        self.watch = Watch(
            session, notices, paths.user_state() / "open", window,
            compare=lambda path: self.documents.compared(path, session.model),
            reload=self.reload, save=self.save, save_as=self.save_as,
        )  # fmt: skip

    # Beginning.

    def new(self) -> None:
        """An empty model."""
        if self.may_leave():
            self._session.open(EMPTY_MODEL)

    def templates(self) -> list[Template]:
        """The models that ship with the program, by file name."""
        files = sorted(paths.templates().glob(f"*{SUFFIX}"))
        return [self.documents.template(path) for path in files]

    def new_from(self, template: Path) -> bool:
        """A model that begins as a copy of a template, and has no file yet."""
        return self.may_leave() and self._read(template, keep_path=False)

    def ask_open(self) -> None:
        """Asks for a file of any format that can be read."""
        path = self.ask_open_path()
        if path:
            self.open_path(path)

    def open_path(self, path: Path | str) -> bool:
        """Opens a file; one of another program becomes a new model that is saved as ours.

        One that another window has open is shown there.
        """
        if self.elsewhere(Path(path)):
            return False
        return self.may_leave() and self._read(Path(path), keep_path=True)

    def reload(self) -> bool:
        """Takes over what the file of the document holds now, as one step that can be undone."""
        path = self._session.path
        if path is None:
            return False
        stamp = look(path)
        reading = self._reading(path)
        if reading is None:
            return False
        self._session.file_problems = reading.problems
        self._session.edit("Reload the file", lambda model: reading.model or model)
        self._session.saved(path)
        self.watch.read(path, stamp)
        self.message.emit(f"Reloaded {path.name}")
        return True

    def _reading(self, path: Path) -> Reading | None:
        """What a file holds; None if it holds no model, which is told, or the person gave up."""
        reading = waited_for(f"Opening {path.name}", lambda _: self.documents.read(path), self._window)
        if reading is None or reading.model is not None:
            return reading
        self.tell_problems(f"“{path.name}” could not be opened", reading.problems)
        if not os.path.exists(path):
            self._preferences.update(lambda now: now.without_recent(str(path.absolute())))
        return None

    def _read(self, path: Path, *, keep_path: bool) -> bool:
        stamp = look(path)
        reading = self._reading(path)
        if reading is None or reading.model is None:
            return False
        self._notices.withdraw(PROBLEMS)
        own = self.documents.is_own(reading.format) and keep_path
        self._session.open(
            reading.model,
            path=path if own else None,
            problems=reading.problems,
            clean=own or not keep_path,
        )
        gc.collect()
        gc.freeze()  # a full collection with a large document otherwise stalls many frames
        if own:
            self.watch.read(path, stamp)
        if keep_path:
            self._remember(path)
        return True

    # Keeping.

    def save(self) -> bool:
        """Saves where the document lies, or asks where."""
        path = self._session.path
        return self._write(path) if path else self.save_as()

    def save_as(self) -> bool:
        """Asks where to save."""
        path = self.ask_save_path("Save as", self.proposed(SUFFIX), self.documents.save_filter())
        return path is not None and self._write(_with_suffix(path, SUFFIX))

    def _write(self, path: Path) -> bool:
        if not self.watch.may_write(path):
            return False
        kept = self.documents.set_aside(path) if self.watch.replaces_other else None
        problems = (kept,) if isinstance(kept, Problem) else self.documents.write(path, self._session.model)
        if problems:
            self.tell_problems("The model was not saved", problems)
            return False
        self._notices.withdraw(PROBLEMS)
        self._session.saved(path)
        self.watch.written(path)
        self._remember(path)
        other = f". The other version is now “{kept.name}”" if isinstance(kept, Path) else ""
        left = len(self._session.model.of(Conflict))
        other += f". {left} choice{' is' if left == 1 else 's are'} left from a merge" if left else ""
        self.message.emit(f"Saved {path.name}{other}")
        return True

    def close(self) -> None:
        """The window closes: nothing is watched, nothing is made any more."""
        self.watch.close()
        for work in tuple(self._works):
            work.cancel()

    def may_leave(self) -> bool:
        """Whether the document may be left: it is saved, or a person does not want it saved."""
        if self._session.is_clean:
            return True
        answer = self.ask_unsaved()
        return self.save() if answer == Buttons.Save else answer == Buttons.Discard

    # Exporting.

    def export_report(self) -> None:
        """Asks what goes into the report and where to, and makes it."""
        from dfdmodeler.gui.dialogs.beside import show_beside
        from dfdmodeler.gui.dialogs.report import ReportDialog

        def make() -> ReportDialog:
            dialog = ReportDialog(self._window)
            dialog.accepted.connect(lambda: self._ask_report_path(dialog.options()))
            return dialog

        show_beside(self._window, ReportDialog, make)

    def _ask_report_path(self, options: ReportOptions) -> None:
        path = self.ask_save_path("Export PDF report", self.proposed(".pdf"), "PDF document (*.pdf)")
        if path:
            self.write_report(_with_suffix(path, ".pdf"), options)

    def write_report(self, path: Path, options: ReportOptions | None = None) -> Work[bytes]:
        """Makes the report beside the window, and tells when it is written."""
        session, day = self._session, self._reviewer.today()
        model, library, fonts = session.model, session.library, paths.fonts()

        def make(tell: Tell) -> bytes:
            from dfdmodeler.report.build import EVERYTHING, build_pdf

            chosen = options or EVERYTHING
            return build_pdf(model, library, date=day, fonts=fonts, options=chosen, progress=tell)

        return self.make("Making the report", make, path)

    def make(self, title: str, make: Callable[[Tell], bytes], path: Path) -> Work[bytes]:
        """Makes a file beside the window, with a bar that tells how far it is."""
        work = Work(title, make, lambda content: self._deliver(path, content), self._notices)
        self._works.append(work)
        work.ended.connect(lambda: self._works.remove(work))
        work.start()
        return work

    def export_picture(self) -> None:
        """Asks where to, and writes the shown diagram as SVG or PNG, in the light colours."""
        path = self.ask_save_path("Export picture", self.proposed(".svg"), PICTURES)
        if path:
            self.write_picture(path)

    def write_picture(self, path: Path) -> Work[bytes]:
        """Draws beside the window, and tells when it is written."""
        draw, title, as_png = self._to_draw(), self._session.title, path.suffix.lower() == ".png"

        def make(_: Tell) -> bytes:
            from dfdmodeler.gui.pictures import png

            return png(draw()) if as_png else svg(draw(), title=title).encode()

        return self.make("Drawing the picture", make, path)

    def export_model(self) -> None:
        """The model in another format; what that cannot say is told."""
        path = self.ask_save_path("Export model", self.proposed(""), self.documents.export_filters())
        if path:
            self._told(path, self.documents.write(path, self._session.model))

    def _deliver(self, path: Path, content: bytes) -> None:
        self._told(path, self.documents.write_bytes(path, content))

    def _told(self, path: Path, problems: tuple[Problem, ...]) -> None:
        failed = any(problem.gravity == "error" for problem in problems)
        if problems:
            title = f"“{path.name}” was not written" if failed else f"“{path.name}” holds less than the model"
            self.tell_problems(title, problems)
        if not failed:
            self._preferences.change(last_directory=str(path.parent))
            self.message.emit(f"Wrote {path.name}")
            self.written.emit()

    # Asking and telling.

    def ask_open_path(self) -> Path | None:
        """Asks which file to open."""
        start = self._preferences.now.last_directory
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", start, self.documents.open_filters())
        return Path(name) if name else None

    def ask_save_path(self, title: str, proposed: str, filters: str) -> Path | None:
        """Asks where to write."""
        start = str(Path(self._preferences.now.last_directory) / proposed)
        name, chosen = QFileDialog.getSaveFileName(self._window, title, start, filters)
        if not name:
            return None
        path = Path(name)
        ending = next(iter(_suffixes(chosen) or _suffixes(filters)), "")
        whole = path if path.name.lower().endswith(_suffixes(filters)) else _with_suffix(path, ending)
        unasked = whole != path and os.path.exists(whole)  # the dialog looked for another name
        return whole if not unasked or self.ask_replace(whole) else None

    def ask_replace(self, path: Path) -> bool:
        """Asks whether a file may be written over."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Replace the file", "", parent=self._window)
        box.setText(f"“{path.name}” exists already. Replace it?")
        box.setInformativeText("What it holds now is lost.")
        replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
        box.addButton(Buttons.Cancel)
        box.exec()
        return box.clickedButton() is replace

    def ask_unsaved(self) -> QMessageBox.StandardButton:
        """Asks what to do about changes that are not saved."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Unsaved changes", "", parent=self._window)
        box.setText(_UNSAVED.format(self._session.title))
        box.setInformativeText(_UNSAVED_MORE)
        box.setStandardButtons(Buttons.Save | Buttons.Discard | Buttons.Cancel)
        box.setDefaultButton(Buttons.Save)
        return Buttons(box.exec())

    def tell_problems(self, title: str, problems: tuple[Problem, ...]) -> None:
        """Says what went wrong and what to do."""
        lines = [f"{problem.what} {problem.hint}".strip() for problem in problems]
        more = len(lines) - MOST_PROBLEMS
        told = [*lines[:MOST_PROBLEMS], *([f"And {more} more."] if more > 0 else [])]
        text = "\n".join(str(problem) for problem in problems)
        choices = (("Copy all", lambda: QGuiApplication.clipboard().setText(text)),) if more > 0 else ()
        self._notices.tell(Notice(PROBLEMS, title, "\n".join(told), choices))

    def proposed(self, suffix: str) -> str:
        """A file name for a document that has none."""
        path = self._session.path
        return f"{path.stem if path else slug(self._session.title) or 'model'}{suffix}"

    def _remember(self, path: Path) -> None:
        where = {"last_directory": str(path.absolute().parent)}
        self._preferences.update(lambda now: now.with_recent(str(path.absolute())).model_copy(update=where))


def _with_suffix(path: Path, suffix: str) -> Path:
    """The path if its name ends so, else with this ending: what follows a dot may belong to the name."""
    return path if path.name.lower().endswith(suffix) else path.with_name(f"{path.name}{suffix}")


def _suffixes(filters: str) -> tuple[str, ...]:
    """The endings that filters of a file dialog let through."""
    return tuple(re.findall(r"\*(\.[\w.]+)", filters))
