"""Undo, the clipboard, and what is set."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from dfdmodeler.gui.actions.action import Action, Standard
from dfdmodeler.gui.actions.state import has_diagrams, has_one, has_selection
from dfdmodeler.gui.canvas.sharing import paste_same
from dfdmodeler.gui.context import Context
from dfdmodeler.model.diagrams import to_show
from dfdmodeler.session.history import Step
from dfdmodeler.session.session import Session


def undo_text(session: Session) -> str:
    done = session.history.done
    return f"Undo {_lowered(done[-1].label)}" if done else "Undo"


def redo_text(session: Session) -> str:
    undone = session.history.undone
    return f"Redo {_lowered(undone[-1].label)}" if undone else "Redo"


def _lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def step_back(context: Context) -> None:
    """Takes the last step back, and shows the diagram that it is about."""
    _show(context, context.session.undo())


def step_forth(context: Context) -> None:
    """Does the last step that was taken back again, and shows the diagram that it is about."""
    _show(context, context.session.redo())


def _show(context: Context, step: Step | None) -> None:
    there = to_show(context.session.model, step.change, context.canvas.diagram) if step else None
    if there:
        context.canvas.set_diagram(there)


def rename(context: Context) -> None:
    """Renames what is selected, where the person is: in the outline or on the canvas."""
    current = context.session.selection.current
    if current and not context.window.rename_in_outline():
        context.canvas.begin_rename(current)


def show_preferences(context: Context) -> None:
    """Shows the preferences beside the work."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.preferences import PreferencesDialog

    show_beside(
        context.window, PreferencesDialog, lambda: PreferencesDialog(context.preferences, context.window)
    )


def open_menu(context: Context) -> None:
    """Opens the menu of what the keyboard is at, where a desktop does so for its own key alone."""
    widget = QApplication.focusWidget()
    if widget is not None:
        at = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        point = at.center() if isinstance(at, QRect) and at.isValid() else widget.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(widget, QContextMenuEvent(reason, point, widget.mapToGlobal(point)))


EDIT: tuple[Action, ...] = (
    Action("undo", "Edit", 0, "Undo", step_back, Standard.Undo,
           lambda c: bool(c.session.history.done), label=lambda c: undo_text(c.session)),
    Action("redo", "Edit", 0, "Redo", step_forth, Standard.Redo,
           lambda c: bool(c.session.history.undone), label=lambda c: redo_text(c.session)),
    Action("cut", "Edit", 1, "Cut", lambda c: c.canvas.cut(), Standard.Cut, has_selection, local=True),
    Action("copy", "Edit", 1, "Copy", lambda c: c.canvas.copy(), Standard.Copy, has_selection, local=True),
    Action("paste", "Edit", 1, "Paste", lambda c: c.canvas.paste(), Standard.Paste, local=True),
    Action("paste-same", "Edit", 1, "Paste as the same element", lambda c: paste_same(c.canvas),
           "Ctrl+Shift+V", has_diagrams, local=True,
           help="What was copied stands on this diagram too, as the same element"),
    Action("duplicate", "Edit", 1, "Duplicate", lambda c: c.canvas.duplicate(), "Ctrl+D", has_selection,
           local=True),
    Action("delete", "Edit", 1, "Delete", lambda c: c.canvas.delete_selection(), Qt.Key.Key_Delete,
           has_selection, local=True),
    Action("rename", "Edit", 2, "Rename", rename, "F2", has_one, local=True),
    Action("select-all", "Edit", 2, "Select all", lambda c: c.canvas.select_all(), Standard.SelectAll,
           local=True),
    Action("properties", "Edit", 2, "Edit properties", lambda c: c.window.edit_properties(), "Alt+Return",
           help="Goes to the properties of what is selected; Escape goes back to the diagram"),
    Action("menu-here", "Edit", 2, "Menu of what is selected", open_menu, "Shift+F10"),
    Action("preferences", "Edit", 4, "Preferences", show_preferences, "Ctrl+,"),
)  # fmt: skip
