"""The same element on several diagrams."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_diagrams, has_selection, has_shape
from dfdmodeler.gui.canvas import sharing
from dfdmodeler.gui.context import Context
from dfdmodeler.model import diagrams


def ask_where(context: Context) -> None:
    """Offers the other diagrams, those ticked that the selection stands on already, and a new one."""
    session, canvas = context.session, context.canvas
    menu = QMenu("Show on another diagram", context.window)
    for diagram in session.model.diagrams:
        if diagram.id != canvas.diagram:
            choice = menu.addAction((diagram.name or diagram.id).replace("&", "&&"))
            choice.setCheckable(True)
            choice.setChecked(all(diagram.id in diagrams.showing(session.model, i) for i in _shapes(context)))
            choice.triggered.connect(lambda _=False, there=diagram.id: show_on(context, there))
    menu.addSeparator()
    menu.addAction("New diagram").triggered.connect(lambda: show_on_new(context))
    menu.setActiveAction(menu.actions()[0])
    current = session.selection.current
    rect = canvas.rect_of(current) if current else None
    menu.popup(canvas.viewport().mapToGlobal(rect.center() if rect else canvas.viewport().rect().center()))


def show_on(context: Context, there: str, name: str = "") -> None:
    """Shows the selection on another diagram, and goes there."""
    shown = sharing.show_on(context.canvas, there, name)
    context.canvas.set_diagram(there)
    for subject in shown:
        context.canvas.reveal(subject)


def show_on_new(context: Context) -> None:
    name = diagrams.free_name(context.session.model)
    show_on(context, context.session.new_id(name), name)


def _may_take_off(context: Context) -> bool:
    """With one diagram only, it would be deleting under another name."""
    return has_selection(context) and has_diagrams(context)


def _shapes(context: Context) -> list[str]:
    session = context.session
    return [i for i in session.selection.ids if diagrams.showing(session.model, i)]


SHARING: tuple[Action, ...] = (
    Action("show-elsewhere", "Diagram", 4, "Show on another diagram…", ask_where, "Ctrl+Shift+M", has_shape,
           local=True, below="Diagrams", part=2, help="The same element stands on several diagrams"),
    Action("take-off", "Diagram", 4, "Remove from this diagram", lambda c: sharing.take_off(c.canvas),
           "Ctrl+Del", _may_take_off, local=True, below="Diagrams", part=2,
           help="Takes it off this diagram only; what stands on no other one is deleted"),
)  # fmt: skip
