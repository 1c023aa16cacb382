"""Files: new, open, save, export, and what to do about changes that no file holds yet."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dfdmodeler import paths
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.drawing.svg import svg
from dfdmodeler.gui.documents import SUFFIX, Documents
from dfdmodeler.gui.preferences import Preferences
from dfdmodeler.gui.reviewer import Reviewer
from dfdmodeler.gui.work import Tell, Work, waited_for
from dfdmodeler.model.ids import slug
from dfdmodeler.model.model import EMPTY_MODEL
from dfdmodeler.model.problem import Problem
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.report.compose import ReportOptions

PICTURES = "SVG picture (*.svg);;PNG picture (*.png)"
ABBREVIATIONS = frozenset({"ai", "api", "llm", "ml", "rag"})
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
        metrics: Metrics,
        reviewer: Reviewer,
        to_draw: Callable[[], Callable[[], Picture]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._preferences, self._reviewer = session, preferences, reviewer
        self._to_draw, self._window = to_draw, window
        self.documents = Documents(session.library, metrics)

    # Beginning.

    def new(self) -> None:
        """An empty model."""
        if self.may_leave():
            self._session.open(EMPTY_MODEL)

    def templates(self) -> list[Template]:
        """The models that ship with the program, by file name."""
        files = sorted(paths.templates().glob(f"*{SUFFIX}"))
        return [Template(_title_of(path), path) for path in files]

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
        reading = waited_for(f"Opening {path.name}", lambda _: self.documents.read(path), self._window)
        if reading is None:
            return False
        if reading.model is None:
            self.tell_problems(f"“{path.name}” could not be opened", reading.problems)
            return False
        own = self.documents.is_own(reading.format) and keep_path
        self._session.open(
            reading.model,
            path=path if own else None,
            problems=reading.problems,
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
        path = self.ask_save_path("Save as", self._proposed(SUFFIX), self.documents.save_filter())
        return path is not None and self._write(_with_suffix(path, SUFFIX))

    def _write(self, path: Path) -> bool:
        problems = self.documents.write(path, self._session.model)
        if problems:
            self.tell_problems("The model was not saved", problems)
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
        """Asks what goes into the report and where to, and makes it."""
        from dfdmodeler.gui.dialogs.report import ReportDialog

        dialog = ReportDialog(self._window)
        if dialog.exec() != ReportDialog.DialogCode.Accepted:
            return
        path = self.ask_save_path("Export PDF report", self._proposed(".pdf"), "PDF document (*.pdf)")
        if path:
            self.write_report(_with_suffix(path, ".pdf"), dialog.options())

    def write_report(self, path: Path, options: ReportOptions | None = None) -> Work[bytes]:
        """Makes the report beside the window, and tells when it is written."""
        session, day = self._session, self._reviewer.today()
        model, library, fonts = session.model, session.library, paths.fonts()

        def make(tell: Tell) -> bytes:
            from dfdmodeler.report.build import EVERYTHING, build_pdf

            chosen = options or EVERYTHING
            return build_pdf(model, library, date=day, fonts=fonts, options=chosen, progress=tell)

        work = Work("Making the report", make, lambda content: self._deliver(path, content), self._window)
        work.start()
        return work

    def export_picture(self) -> None:
        """Asks where to, and writes the shown diagram as SVG or PNG, in the light colours."""
        path = self.ask_save_path("Export picture", self._proposed(".svg"), PICTURES)
        if path:
            self.write_picture(_with_suffix(path, ".svg"))

    def write_picture(self, path: Path) -> Work[bytes]:
        """Draws beside the window, and tells when it is written."""
        draw, title, as_png = self._to_draw(), self._session.title, path.suffix.lower() == ".png"

        def make(_: Tell) -> bytes:
            from dfdmodeler.gui.pictures import png

            return png(draw()) if as_png else svg(draw(), title=title).encode()

        work = Work("Drawing the picture", make, lambda content: self._deliver(path, content), self._window)
        work.start()
        return work

    def export_model(self) -> None:
        """The model in another format; what that cannot say is told."""
        path = self.ask_save_path("Export model", self._proposed(""), self.documents.export_filters())
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

    # Asking and telling.

    def ask_open_path(self) -> Path | None:
        """Asks which file to open."""
        start = self._preferences.now.last_directory
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", start, self.documents.open_filters())
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


def _with_suffix(path: Path, suffix: str) -> Path:
    """The path as it is if it has a suffix, else with this one."""
    return path if path.suffix else path.with_name(f"{path.name}{suffix}")


def _title_of(template: Path) -> str:
    """A template's file name in words; reading the files would cost time at every start."""
    words = [word.upper() if word in ABBREVIATIONS else word for word in template.stem.split("-")]
    title = " ".join(words)
    return title[:1].upper() + title[1:]
