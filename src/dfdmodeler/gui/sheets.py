"""The register as a spreadsheet: written beside the window, and its edits back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFileDialog

from dfdmodeler.gui.context import Context
from dfdmodeler.gui.work import Tell, Work, waited_for
from dfdmodeler.model.problem import Problem

if TYPE_CHECKING:
    from dfdmodeler.analysis.sheet import Grid
    from dfdmodeler.formats.sheets import Separator

WRITTEN = "Excel workbook (*.xlsx);;CSV text (*.csv)"
SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv")
READ = f"Spreadsheets ({' '.join(f'*{suffix}' for suffix in SUFFIXES)})"


def is_sheet(path: Path) -> bool:
    """Whether a file's name says that it is a spreadsheet."""
    return path.suffix.lower() in SUFFIXES


def export_register(context: Context) -> None:
    """Asks where to, and writes the register."""
    path = context.files.ask_save_path("Export register", context.files.proposed(".xlsx"), WRITTEN)
    if path:
        write_register(context, path)


def write_register(context: Context, path: Path) -> Work[bytes]:
    """Makes the sheet beside the window, and tells when it is written."""
    session, day = context.session, context.reviewer.today()
    model, library, title = session.model, session.library, session.title
    comma = QLocale().decimalPoint() != ","

    def make(_: Tell) -> bytes:
        from dfdmodeler.analysis.burndown import burndown
        from dfdmodeler.analysis.engine import analyze
        from dfdmodeler.analysis.lines import lines_of
        from dfdmodeler.analysis.register import register
        from dfdmodeler.analysis.register_sheet import order_for, register_sheet
        from dfdmodeler.analysis.sheet_pages import register_sheets
        from dfdmodeler.formats.sheets import write_csv
        from dfdmodeler.formats.sheets.book_out import write_book

        rows = register(library, analyze(library, model), model, today=day)
        lines = lines_of(rows, model)
        columns = order_for(model.about.rating, lines)
        if path.suffix.lower() == ".csv":
            between: Separator = "," if comma else ";"  # as the spreadsheets of a country expect it
            return write_csv(register_sheet(lines, columns), between)
        return write_book(register_sheets(lines, burndown(model, rows.threats, day), columns), title)

    return context.files.make("Writing the register", make, path)


def import_edits(context: Context) -> None:
    """Asks which file, and shows what was edited in it."""
    path = ask_path(context)
    if path:
        show_edits(context, path)


def ask_path(context: Context) -> Path | None:
    """Asks which spreadsheet to read."""
    start = context.preferences.now.last_directory
    name, _ = QFileDialog.getOpenFileName(context.window, "Edits from a spreadsheet", start, READ)
    return Path(name) if name else None


def show_edits(context: Context, path: Path) -> None:
    """Lists the edits in a file, or tells why it cannot be read."""
    found = waited_for(f"Reading {path.name}", lambda _: _grids(path), context.window)
    if isinstance(found, Problem):
        context.files.tell_problems(f"“{path.name}” could not be read", (found,))
    elif found is not None:
        from dfdmodeler.gui.dialogs.beside import show_beside
        from dfdmodeler.gui.dialogs.sheet_edits import SheetEditsDialog

        context.preferences.change(last_directory=str(path.absolute().parent))
        show_beside(
            context.window,
            SheetEditsDialog,
            lambda: SheetEditsDialog(context.session, context.reviewer, found, path, context.window),
            again=False,
            of_document=True,
        )


def _grids(path: Path) -> tuple[Grid, ...] | Problem:
    """The sheets of a file among which there is a register."""
    from dfdmodeler.analysis.sheet_rows import table_in
    from dfdmodeler.formats import storage
    from dfdmodeler.formats.sheets import MAX_BYTES, read_sheets

    data = storage.load(path, MAX_BYTES)
    grids = data if isinstance(data, Problem) else read_sheets(data, str(path))
    if isinstance(grids, Problem):
        return grids
    table = table_in(grids, str(path))
    return table if isinstance(table, Problem) else grids
