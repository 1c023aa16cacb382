"""Files: new, open, save, export, and what to do about changes that no file holds yet."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from dfdmodeler import paths
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.gui import documents
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.work import Work
from dfdmodeler.model.ids import slug
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.session import Session

PICTURES = "SVG picture (*.svg);;PNG picture (*.png)"
_UNSAVED = "Save the changes to “{}”?"
_UNSAVED_MORE = "What is not saved is lost."
Buttons = QMessageBox.StandardButton


class Template(NamedTuple):
    """A model to begin from."""

    title: str
    path: Path


class Files(QObject):
    """The document as a file. The three `ask_…` methods are where a person is asked."""

    message = Signal(str)

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        theme: Theme,
        picture: Callable[[], Picture],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._preferences, self._theme = session, preferences, theme
        self._picture, self._window = picture, window

    # Beginning.

    def new(self) -> None:
        """An empty model."""
        if self.may_leave():
            self._session.open(EMPTY_MODEL)

    def templates(self) -> list[Template]:
        """The models that ship with the program, by file name."""
        files = sorted(paths.templates().glob(f"*{documents.SUFFIX}"))
        return [Template(path.stem.replace("-", " ").capitalize(), path) for path in files]

    def beginnings(self) -> list[tuple[str, Callable[[], object]]]:
        """What an empty window offers."""
        starts = [(t.title, lambda t=t: self.new_from(t.path)) for t in self.templates()]
        return [*starts, ("Open a file…", self.ask_open)]

    def new_from(self, template: Path) -> None:
        """A model that begins as a copy of a template, and has no file yet."""
        if self.may_leave():
            self._read(template, keep_path=False)

    def ask_open(self) -> None:
        """Asks for a file of any format that can be read."""
        path = self.ask_open_path()
        if path:
            self.open_path(path)

    def open_path(self, path: Path | str) -> bool:
        """Opens a file; one of another program becomes a new model that is saved as ours."""
        return self.may_leave() and self._read(Path(path), keep_path=True)

    def _read(self, path: Path, *, keep_path: bool) -> bool:
        document = documents.read(path, self._session.library)
        if document.model is None:
            self.tell_problems(f"“{path.name}” could not be opened", document.problems)
            return False
        own = document.native and keep_path
        self._session.open(
            document.model,
            path=path if own else None,
            problems=document.problems,
            clean=own or not keep_path,
        )
        gc.collect()
        gc.freeze()  # a full collection with a large document otherwise stalls many frames
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
        path = self.ask_save_path("Save as", self._proposed(documents.SUFFIX), documents.OWN_FILTER)
        return bool(path) and self._write(path.with_suffix(path.suffix or documents.SUFFIX))

    def _write(self, path: Path) -> bool:
        problem = documents.write(path, self._session.model, self._session.library)
        if problem:
            self.tell_problems("The model was not saved", (problem,))
            return False
        self._session.saved(path)
        self._remember(path)
        self.message.emit(f"Saved {path.name}")
        return True

    def may_leave(self) -> bool:
        """Whether the document may be left: it is saved, or a person does not want it saved."""
        if self._session.is_clean:
            return True
        answer = self.ask_unsaved()
        return self.save() if answer == Buttons.Save else answer == Buttons.Discard

    # Exporting.

    def export_report(self) -> None:
        """The report as PDF, made beside the window."""
        from dfdmodeler.gui.dialogs.report import ReportDialog

        dialog = ReportDialog(self._session.model, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        path = self.ask_save_path("Export PDF report", self._proposed(".pdf"), "PDF document (*.pdf)")
        if path:
            self.write_report(path.with_suffix(path.suffix or ".pdf"), dialog.options())

    def write_report(self, path: Path, options: documents.ReportOptions) -> None:
        """Writes the report and tells when it is there."""
        render = documents.report(self._session, options)
        work = Work("Making the report", render, lambda content: self._deliver(path, content), self._window)
        work.start()

    def export_picture(self) -> None:
        """The shown diagram as SVG or PNG, in the light colours."""
        path = self.ask_save_path("Export picture", self._proposed(".svg"), PICTURES)
        if path:
            path = path.with_suffix(path.suffix or ".svg")
            make = documents.png if path.suffix.lower() == ".png" else documents.svg
            self._deliver(path, make(self._picture(), self._session.title))

    def export_model(self) -> None:
        """The model in another format, or the threats as a table; what a format cannot say is told."""
        suffixes = documents.export_filters()
        path = self.ask_save_path("Export", self._proposed(suffixes[0].suffix), documents.joined(suffixes))
        if path:
            losses = documents.export(path, self._session)
            self._told(path, losses)

    def _deliver(self, path: Path, content: bytes) -> None:
        problem = documents.replace_file(path, content)
        self._told(path, (problem,) if problem else ())

    def _told(self, path: Path, problems: tuple[Problem, ...]) -> None:
        failed = any(problem.gravity == "error" for problem in problems)
        if problems:
            title = f"“{path.name}” was not written" if failed else f"“{path.name}” holds less than the model"
            self.tell_problems(title, problems)
        if not failed:
            self._preferences.change(last_directory=str(path.parent))
            self.message.emit(f"Wrote {path.name}")

    # Asking and telling.

    def ask_open_path(self) -> Path | None:
        """Asks which file to open."""
        start = self._preferences.now.last_directory
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", start, documents.open_filters())
        return Path(name) if name else None

    def ask_save_path(self, title: str, proposed: str, filters: str) -> Path | None:
        """Asks where to write."""
        start = str(Path(self._preferences.now.last_directory) / proposed)
        name, _ = QFileDialog.getSaveFileName(self._window, title, start, filters)
        return Path(name) if name else None

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
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, title, parent=self._window)
        shown = [f"{problem.what} {problem.hint}".strip() for problem in problems]
        box.setInformativeText("\n".join(shown[:5]))
        if len(shown) > 5:
            box.setDetailedText("\n".join(str(problem) for problem in problems))
        box.exec()

    def _proposed(self, suffix: str) -> str:
        """A file name for a document that has none."""
        path = self._session.path
        return f"{path.stem if path else slug(self._session.title) or 'model'}{suffix}"

    def _remember(self, path: Path) -> None:
        now = self._preferences.now.with_recent(str(path.absolute()))
        self._preferences.replace(now.model_copy(update={"last_directory": str(path.absolute().parent)}))
