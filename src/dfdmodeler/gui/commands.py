"""What actions do where it takes more than a call, and when they can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QInputDialog

from dfdmodeler import paths
from dfdmodeler.gui.context import Context
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Boundary, Diagram, Element, Flow, Placement, Threat
from dfdmodeler.session.session import Session

if TYPE_CHECKING:
    from dfdmodeler.gui.dialogs.commands import Entry

ZOOM_STEP = 1.25
_NOTHING = "Nothing to suggest: types and data are stated, or their names do not tell."
_SUBJECTS = (Element, Flow, Boundary)
_NATIVE = QKeySequence.SequenceFormat.NativeText


def has_selection(context: Context) -> bool:
    return bool(context.session.selection.ids)


def has_one(context: Context) -> bool:
    return len(context.session.selection.ids) == 1


def has_flow(context: Context) -> bool:
    session = context.session
    return any(isinstance(session.model.get(i), Flow) for i in session.selection.ids)


def has_elements(context: Context) -> bool:
    return any(isinstance(record, Element) for record in context.session.model.values())


def has_threat(context: Context) -> bool:
    return context.session.selection.threat is not None


def undo_text(session: Session) -> str:
    done = session.history.done
    return f"Undo {_lowered(done[-1].label)}" if done else "Undo"


def redo_text(session: Session) -> str:
    undone = session.history.undone
    return f"Redo {_lowered(undone[-1].label)}" if undone else "Redo"


def _lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def rename(context: Context) -> None:
    """Renames what is selected, where the person is: in the outline or on the canvas."""
    current = context.session.selection.current
    if current and not context.window.rename_in_outline():
        context.canvas.begin_rename(current)


def show_next_controls(context: Context) -> None:
    """Proposes the few changes that help most, for the model or what is selected."""
    from dfdmodeler.gui.dialogs.next_controls import NextControlsDialog

    NextControlsDialog(context.session, context.window).exec()


def reverse(context: Context) -> None:
    """Swaps the ends of the selected flows."""
    ids = context.session.selection.ids
    context.session.edit("Reverse flow", lambda model: edits.reverse(model, ids))


def toggle_snap(context: Context) -> None:
    context.preferences.change(snap_to_grid=not context.preferences.now.snap_to_grid)
    context.canvas.snap = context.preferences.now.snap_to_grid


def set_colors(context: Context, choice: str) -> None:
    context.preferences.change(theme=choice)
    context.theme.choose(choice)


def new_diagram(context: Context) -> None:
    """Adds an empty diagram and shows it."""
    session = context.session
    taken = {diagram.name for diagram in session.model.diagrams}
    name = next(f"Diagram {n}" for n in range(1, len(taken) + 2) if f"Diagram {n}" not in taken)
    diagram_id = session.new_id(name)
    order = max((diagram.order for diagram in session.model.diagrams), default=-1) + 1
    session.edit("Add diagram", lambda model: _with_diagram(model, diagram_id, name, order))
    context.canvas.set_diagram(diagram_id)


def _with_diagram(model: Model, diagram_id: str, name: str, order: int) -> Model:
    return edits.put(model, Diagram(id=diagram_id, name=name, order=order))


def has_diagram(context: Context) -> bool:
    return context.session.model.find(Diagram, context.canvas.diagram) is not None


def has_diagrams(context: Context) -> bool:
    return has_diagram(context) and len(context.session.model.diagrams) > 1


def rename_diagram(context: Context) -> None:
    """Asks for another name of the shown diagram."""
    session, shown = context.session, context.canvas.diagram
    diagram = session.model.find(Diagram, shown)
    before = diagram.name if diagram else ""
    name, agreed = QInputDialog.getText(context.window, "Rename diagram", "Name", text=before)
    if agreed and name.strip():
        session.edit("Rename diagram", lambda model: edits.rename(model, shown, name.strip()))


def delete_diagram(context: Context) -> None:
    """Deletes the shown diagram, and what is drawn on no other one."""
    shown = context.canvas.diagram
    context.session.edit("Delete diagram", lambda model: _without_diagram(model, shown))


def _without_diagram(model: Model, diagram: str) -> Model:
    drawn = list(model.of(Placement))
    elsewhere = {placement.subject for placement in drawn if placement.diagram != diagram}
    only_here = [p.subject for p in drawn if p.diagram == diagram and p.subject not in elsewhere]
    return edits.delete(model, [diagram, *only_here])


def toggle_top(context: Context) -> None:
    """Lists what to see first, or all threats again."""
    context.window.docks.show("threats")
    context.window.threats.toggle_top()


def go_to_threat(context: Context) -> None:
    """Selects what the chosen threat is about."""
    session = context.session
    chosen = session.selection.threat
    threat = next((threat for threat in session.threats.threats if threat.id == chosen), None)
    if threat and threat.subject in session.model:
        session.selection.set((threat.subject,), threat.id)


def suggest(context: Context) -> None:
    """Lets the program propose types and data; what it proposes stays marked until a person confirms it."""
    from dfdmodeler.analysis.suggest import apply_suggestions, load_words
    from dfdmodeler.analysis.suggest import suggest as suggested

    session = context.session
    words, _ = load_words(paths.suggestion_words())
    found = suggested(session.model, session.library.catalog, words)
    session.edit("Suggest types and data", lambda model: apply_suggestions(model, found))
    context.window.suggestions.look()
    context.window.status.say(f"{len(found)} suggested. Confirm or reject them below." if found else _NOTHING)
    context.window.docks.show("suggestions")


def toggle_weaker(context: Context) -> None:
    """Lists weaker suggestions besides those in effect, or no longer."""
    context.window.suggestions.weaker.toggle()
    context.window.docks.show("suggestions")


def state_threat(context: Context) -> None:
    """Records a threat that a person saw, at what is selected or at the model as a whole."""
    from dfdmodeler.gui.dialogs.threat import ThreatDialog

    session = context.session
    current = session.selection.current
    subject = current if isinstance(session.model.get(current or ""), _SUBJECTS) else DIAGRAM_SUBJECT
    where = session.model.name_of(subject) if subject != DIAGRAM_SUBJECT else "the model as a whole"
    dialog = ThreatDialog(where, context.window)
    if dialog.exec() == ThreatDialog.DialogCode.Accepted:
        fields = dialog.fields()
        threat = Threat(id=session.new_id(fields["title"]), subject=subject or DIAGRAM_SUBJECT, **fields)
        session.edit("State a threat", lambda model: edits.put(model, threat))
        context.window.docks.show("threats")


def ask_preferences(context: Context) -> None:
    from dfdmodeler.gui.dialogs.preferences import PreferencesDialog

    dialog = PreferencesDialog(context.preferences.now, context.window)
    if dialog.exec() == PreferencesDialog.DialogCode.Accepted:
        context.preferences.replace(dialog.result_settings())
        context.theme.choose(context.preferences.now.theme)
        context.canvas.snap = context.preferences.now.snap_to_grid


def show_shortcuts(context: Context) -> None:
    from dfdmodeler.gui.dialogs.information import ShortcutsDialog

    groups = []
    for menu in context.window.menuBar().actions():
        below = menu.menu()
        rows = [(a.text(), a.shortcut().toString(_NATIVE)) for a in below.actions()] if below else []
        groups.append((menu.text().replace("&", ""), [row for row in rows if row[1]]))
    ShortcutsDialog(groups, context.window).exec()


def show_glossary(context: Context) -> None:
    from dfdmodeler.catalog.terms import load_terms
    from dfdmodeler.gui.dialogs.glossary import GlossaryDialog

    GlossaryDialog(load_terms(paths.glossary())[0], context.theme, context.window).exec()


def show_about(context: Context) -> None:
    from dfdmodeler.gui.dialogs.information import AboutDialog

    packs = [f"{pack} {version}" for pack, version in context.session.library.versions.items()]
    AboutDialog(packs, context.window).exec()


def show_command_palette(context: Context) -> None:
    from dfdmodeler.gui.dialogs.commands import CommandPalette

    CommandPalette(palette_entries(context), context.theme, context.window).run_chosen()


def palette_entries(context: Context) -> list[Entry]:
    """Everything that can be found: enabled actions, what is in the diagram, what can be drawn."""
    from dfdmodeler.gui.dialogs.commands import Entry

    session, canvas = context.session, context.canvas
    actions = context.window.menus.actions.values()
    entries = [Entry(a.text(), a.shortcut().toString(_NATIVE), a.trigger) for a in actions if a.isEnabled()]
    for title, stencils in session.library.catalog.palettes():
        entries += [
            Entry(f"Add {s.label}", title, lambda s=s: canvas.place_at_center(s.type)) for s in stencils
        ]
    for record in sorted(
        session.model.values(), key=lambda r: (session.model.name_of(r.id).casefold(), r.id)
    ):
        if isinstance(record, _SUBJECTS):
            name, kind = session.model.name_of(record.id), record.kind.capitalize()
            entries.append(Entry(name, kind, lambda i=record.id: go_to(context, i)))
    return entries


def go_to(context: Context, record_id: str) -> None:
    """Selects something and brings it into view."""
    context.session.selection.set((record_id,))
    context.canvas.reveal(record_id)
