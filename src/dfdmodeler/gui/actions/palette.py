"""The command palette: everything that can be found, by its name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from dfdmodeler.catalog.offers import offers
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import SUBJECTS
from dfdmodeler.gui.context import Context
from dfdmodeler.model.records import Diagram

if TYPE_CHECKING:
    from dfdmodeler.gui.dialogs.commands import Entry


_NATIVE = QKeySequence.SequenceFormat.NativeText


def show_command_palette(context: Context) -> None:
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.commands import CommandPalette

    def make() -> CommandPalette:
        palette = CommandPalette(palette_entries(context), context.theme, context.window)
        palette.chosen.connect(lambda entry: entry.run())
        return palette

    show_beside(context.window, CommandPalette, make, again=False, of_document=True)


def palette_entries(context: Context) -> list[Entry]:
    """Everything that can be found: enabled actions, what is in the diagram, what can be drawn."""
    from dfdmodeler.gui.dialogs.commands import Entry

    session, canvas = context.session, context.canvas
    menus = context.window.menus
    entries = [
        Entry(menus.full_text(i), a.shortcut().toString(_NATIVE), a.trigger)
        for i, a in menus.actions.items()
        if a.isEnabled()
    ]
    entries += [
        Entry(f"Add {o.label}", o.group, lambda o=o: canvas.place_in_room(o.key), f"{o.words} {o.key}")
        for o in offers(session.library.catalog)
    ]
    for record in sorted(
        session.model.values(), key=lambda r: (session.model.name_of(r.id).casefold(), r.id)
    ):
        if isinstance(record, Diagram):
            show = partial(canvas.set_diagram, record.id)
            entries.append(Entry(session.model.name_of(record.id), "Diagram", show))
        if isinstance(record, SUBJECTS):
            name, kind = session.model.name_of(record.id), record.kind.capitalize()
            entries.append(Entry(name, kind, lambda i=record.id: go_to(context, i)))
    return entries


def go_to(context: Context, record_id: str) -> None:
    """Selects something and brings it into view."""
    context.session.selection.set((record_id,))
    context.canvas.reveal(record_id)


PALETTE: tuple[Action, ...] = (
    Action("find", "Edit", 3, "Find or run a command…", show_command_palette, "Ctrl+K"),
)  # fmt: skip
