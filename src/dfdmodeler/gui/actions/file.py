"""Documents: new, open, save, export."""

from __future__ import annotations

from dfdmodeler.gui import sheets
from dfdmodeler.gui.actions.action import Action, Choice, Standard, Submenu
from dfdmodeler.gui.actions.state import has_elements
from dfdmodeler.gui.context import Context


def _templates(context: Context) -> list[Choice]:
    return [Choice(t.title, lambda t=t: context.files.new_from(t.path)) for t in context.files.templates()]


def _recent(context: Context) -> list[Choice]:
    paths = context.preferences.now.recent_files
    return [Choice(path, lambda path=path: context.files.open_path(path)) for path in paths]


def _windows(context: Context) -> list[Choice]:
    desktop = context.window.desktop
    return [
        Choice(w.session.title, w.bring_forward, w is context.window)
        for w in (desktop.windows if desktop else [context.window])
    ]


def has_desktop(context: Context) -> bool:
    return context.window.desktop is not None


def new_window(context: Context) -> None:
    """Opens a window with an empty document beside this one."""
    if context.window.desktop:
        context.window.desktop.new_window()


def quit_(context: Context) -> None:
    """Closes all windows."""
    desktop = context.window.desktop
    if desktop:
        desktop.quit()
    else:
        context.window.close()


FILE: tuple[Action, ...] = (
    Action("new", "File", 0, "New", lambda c: c.files.new(), Standard.New),
    Action("new-window", "File", 0, "New window", new_window, "Ctrl+Shift+N", has_desktop),
    Action("open", "File", 1, "Open…", lambda c: c.files.ask_open(), Standard.Open,
           help="Opens a model of this program or imports one of another"),
    Action("save", "File", 2, "Save", lambda c: c.files.save(), Standard.Save),
    Action("save-as", "File", 2, "Save as…", lambda c: c.files.save_as(), "Ctrl+Shift+S"),
    Action("export-pdf", "File", 4, "Export PDF report…", lambda c: c.files.export_report(), "Ctrl+E"),
    Action("export-picture", "File", 4, "Export picture…", lambda c: c.files.export_picture(), "Ctrl+Shift+E",
           has_elements, help="The diagram as SVG or PNG"),
    Action("export-model", "File", 4, "Export model…", lambda c: c.files.export_model(),
           help="The model in another format"),
    Action("export-register", "File", 4, "Export register…", sheets.export_register,
           help="The threats and what is kept about them as a spreadsheet, to be edited there"),
    Action("import-edits", "File", 4, "Edits from a spreadsheet…", sheets.import_edits, below="Import",
           help="Lists what was edited in an exported register, to be taken over"),
    Action("close", "File", 5, "Close window", lambda c: c.window.close(), "Ctrl+W"),
    Action("quit", "File", 5, "Quit", quit_, Standard.Quit, help="Closes all windows"),
)  # fmt: skip


FILE_SUBMENUS = (
    Submenu("new-window", "Go to window", _windows),
    Submenu("new", "New from template", _templates),
    Submenu("open", "Open recent", _recent),
)
