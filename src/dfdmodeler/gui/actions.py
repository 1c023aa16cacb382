"""Everything a person can do, as one table. Menus, shortcuts, tool bar and the command palette read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from dfdmodeler.gui import commands, rules
from dfdmodeler.gui.context import Context

Menu = Literal["File", "Edit", "View", "Diagram", "Threats", "Help"]
Keys = str | QKeySequence.StandardKey | Qt.Key
Standard = QKeySequence.StandardKey


@dataclass(frozen=True)
class Action:
    """One row. Rows of a menu stand in the order of the table, a line between groups."""

    id: str
    menu: Menu
    group: int
    text: str
    run: Callable[[Context], object]
    keys: Keys = ""
    enabled: Callable[[Context], bool] | None = None
    checked: Callable[[Context], bool] | None = None
    label: Callable[[Context], str] | None = None
    """A text that depends on the state, such as "Undo move"."""
    local: bool = False
    """Whether its keys count only while the canvas or the outline has the focus."""
    short: str = ""
    """Text where there is little room, as on the floating tool bar."""
    help: str = ""


def _panel(name: str, text: str, keys: str) -> Action:
    return Action(
        f"panel-{name}", "View", 2, text, lambda c: c.window.docks.toggle(name), keys,
        checked=lambda c: c.window.docks.shows(name),
    )  # fmt: skip


def _tool(name: str, text: str, key: str) -> Action:
    return Action(
        f"tool-{name}", "Diagram", 0, f"{text} tool", lambda c: c.canvas.set_tool(name), key, local=True,
        short=text, checked=lambda c: c.canvas.tool_name == name,
    )  # fmt: skip


def _colors(choice: str, text: str) -> Action:
    return Action(
        f"colors-{choice}", "View", 3, text, lambda c: commands.set_colors(c, choice),
        checked=lambda c: c.preferences.now.theme == choice,
    )  # fmt: skip


def _decide(status: str, text: str, key: str) -> Action:
    return Action(
        f"decide-{status}", "Threats", 1, text, lambda c: c.window.decide(status), key, commands.has_threat
    )


has_selection = commands.has_selection

ACTIONS: tuple[Action, ...] = (
    Action("new", "File", 0, "New", lambda c: c.files.new(), Standard.New),
    Action("open", "File", 1, "Open…", lambda c: c.files.ask_open(), Standard.Open,
           help="Opens a model of this program or imports one of another"),
    Action("save", "File", 2, "Save", lambda c: c.files.save(), Standard.Save),
    Action("save-as", "File", 2, "Save as…", lambda c: c.files.save_as(), "Ctrl+Shift+S"),
    Action("export-pdf", "File", 3, "Export PDF report…", lambda c: c.files.export_report(), "Ctrl+E"),
    Action("export-picture", "File", 3, "Export picture…", lambda c: c.files.export_picture(), "Ctrl+Shift+E",
           commands.has_elements, help="The diagram as SVG or PNG"),
    Action("export-model", "File", 3, "Export model…", lambda c: c.files.export_model(),
           help="The model in another format"),
    Action("quit", "File", 4, "Quit", lambda c: c.window.close(), Standard.Quit),
    Action("undo", "Edit", 0, "Undo", lambda c: c.session.undo(), Standard.Undo,
           lambda c: bool(c.session.history.done), label=lambda c: commands.undo_text(c.session)),
    Action("redo", "Edit", 0, "Redo", lambda c: c.session.redo(), Standard.Redo,
           lambda c: bool(c.session.history.undone), label=lambda c: commands.redo_text(c.session)),
    Action("cut", "Edit", 1, "Cut", lambda c: c.canvas.cut(), Standard.Cut, has_selection, local=True),
    Action("copy", "Edit", 1, "Copy", lambda c: c.canvas.copy(), Standard.Copy, has_selection, local=True),
    Action("paste", "Edit", 1, "Paste", lambda c: c.canvas.paste(), Standard.Paste, local=True),
    Action("duplicate", "Edit", 1, "Duplicate", lambda c: c.canvas.duplicate(), "Ctrl+D", has_selection,
           local=True),
    Action("delete", "Edit", 1, "Delete", lambda c: c.canvas.delete_selection(), Qt.Key.Key_Delete,
           has_selection, local=True),
    Action("rename", "Edit", 2, "Rename", commands.rename, "F2", commands.has_one, local=True),
    Action("select-all", "Edit", 2, "Select all", lambda c: c.canvas.select_all(), Standard.SelectAll,
           local=True),
    Action("find", "Edit", 3, "Find or run a command…", commands.show_command_palette, "Ctrl+K"),
    Action("preferences", "Edit", 4, "Preferences…", commands.ask_preferences, "Ctrl+,"),
    Action("zoom-in", "View", 0, "Zoom in", lambda c: c.canvas.zoom_by(commands.ZOOM_STEP), Standard.ZoomIn),
    Action("zoom-out", "View", 0, "Zoom out", lambda c: c.canvas.zoom_by(1 / commands.ZOOM_STEP),
           Standard.ZoomOut),
    Action("zoom-100", "View", 0, "Actual size", lambda c: c.canvas.zoom_to(1.0), "Ctrl+0"),
    Action("fit", "View", 0, "Fit the diagram", lambda c: c.canvas.fit(), "Ctrl+9", short="Fit"),
    Action("full-screen", "View", 1, "Full screen", lambda c: c.window.toggle_full_screen(), "F11",
           checked=lambda c: c.window.isFullScreen()),
    Action("canvas-only", "View", 1, "Canvas only", lambda c: c.window.docks.toggle_all(), "Ctrl+\\",
           checked=lambda c: c.window.docks.all_hidden, help="Hides all panels, for a projector"),
    _panel("palette", "Stencils", "Ctrl+Shift+1"),
    _panel("threats", "Threats", "Ctrl+Shift+2"),
    _panel("questions", "Questions", "Ctrl+Shift+3"),
    _panel("inspector", "Properties", "Ctrl+Shift+4"),
    _panel("outline", "Outline", "Ctrl+Shift+5"),
    _panel("problems", "Problems", "Ctrl+Shift+6"),
    _panel("suggestions", "Suggestions", "Ctrl+Shift+7"),
    _colors("system", "Colours of the system"),
    _colors("light", "Light colours"),
    _colors("dark", "Dark colours"),
    _tool("select", "Select", "V"),
    _tool("flow", "Flow", "F"),
    _tool("boundary", "Boundary", "B"),
    _tool("note", "Note", "N"),
    _tool("pan", "Pan", "H"),
    Action("layout", "Diagram", 1, "Arrange automatically", lambda c: c.canvas.layout(), "Ctrl+L",
           commands.has_elements),
    Action("snap", "Diagram", 1, "Snap to grid", commands.toggle_snap, "Ctrl+'",
           checked=lambda c: c.preferences.now.snap_to_grid),
    Action("reverse", "Diagram", 2, "Reverse flow", commands.reverse, "R", commands.has_flow, local=True),
    Action("suggest", "Diagram", 3, "Suggest types and data", commands.suggest, "Ctrl+Shift+T",
           commands.has_elements, help="Proposes types and data kinds from the names in the diagram"),
    Action("weaker-suggestions", "Diagram", 3, "Show weaker suggestions", commands.toggle_weaker,
           checked=lambda c: c.window.suggestions.weaker.isChecked(),
           help="Lists guesses that are not sure enough to take effect by themselves"),
    Action("new-diagram", "Diagram", 4, "New diagram", commands.new_diagram),
    Action("rename-diagram", "Diagram", 4, "Rename diagram…", commands.rename_diagram,
           enabled=commands.has_diagram),
    Action("delete-diagram", "Diagram", 4, "Delete diagram", commands.delete_diagram,
           enabled=commands.has_diagrams, help="Deletes this diagram and what is drawn on no other one"),
    Action("about-model", "Diagram", 5, "About this model", lambda c: c.window.show_about_model(), "Ctrl+I"),
    Action("next-threat", "Threats", 0, "Next threat", lambda c: c.window.step_threat(1), "F8"),
    Action("previous-threat", "Threats", 0, "Previous threat", lambda c: c.window.step_threat(-1),
           "Shift+F8"),
    Action("top-threats", "Threats", 0, "Top threats only", commands.toggle_top, "Ctrl+Shift+F8",
           checked=lambda c: c.window.threats.shows_top,
           help="At most one threat for each flow, what matters most first"),
    Action("go-to-threat", "Threats", 0, "Show where it is", commands.go_to_threat, "Ctrl+J",
           commands.has_threat),
    _decide("open", "Mark as open", "Ctrl+1"),
    _decide("needs_investigation", "Needs investigation", "Ctrl+2"),
    _decide("mitigated", "Mark as mitigated", "Ctrl+3"),
    _decide("accepted", "Accept…", "Ctrl+4"),
    _decide("not_applicable", "Not applicable…", "Ctrl+5"),
    Action("next-controls", "Threats", 2, "Best next controls…", commands.show_next_controls, "Ctrl+B",
           commands.has_elements, help="The few changes that remove or mitigate the most threats"),
    Action("state-threat", "Threats", 2, "State a threat…", commands.state_threat, "Ctrl+T",
           help="Records a threat that no rule finds, at what is selected"),
    Action("interview", "Threats", 3, "Interview", lambda c: c.window.start_interview(), "Ctrl+Shift+I",
           commands.has_elements, help="Asks what is open, one question after the other"),
    Action("override-severity", "Threats", 4, "Override severity…", rules.ask_severity,
           enabled=rules.has_rule, help="Gives the rule of the chosen threat another severity in this model"),
    Action("switch-rule-off", "Threats", 4, "Switch rule off in this model…", rules.ask_off,
           enabled=rules.has_rule),
    Action("take-override-back", "Threats", 4, "Take override back", rules.take_back,
           enabled=rules.has_override, help="The rule is again as its pack has it"),
    Action("rule-packs", "Threats", 5, "Rule packs…", rules.show_packs,
           help="Which rules are applied to this model"),
    Action("shortcuts", "Help", 0, "Keyboard shortcuts", commands.show_shortcuts, "F1"),
    Action("glossary", "Help", 0, "Glossary", commands.show_glossary,
           help="What the words of rules and threats mean"),
    Action("about", "Help", 1, "About dfdmodeler", commands.show_about),
)  # fmt: skip
"""In the order of the menus."""

CONTEXT_MENU: tuple[tuple[str, ...], ...] = (
    ("rename", "reverse"),
    ("cut", "copy", "paste", "duplicate", "delete"),
    ("state-threat",),
    ("select-all", "fit", "layout"),
)
"""Ids of the canvas' context menu, in groups."""

THREAT_MENU: tuple[tuple[str, ...], ...] = (
    ("go-to-threat",),
    ("decide-open", "decide-needs_investigation", "decide-mitigated", "decide-accepted",
     "decide-not_applicable"),
    ("override-severity", "switch-rule-off", "take-override-back"),
)  # fmt: skip
"""Ids of the menu of a threat in the list, in groups."""


TOOL_BAR = ("tool-select", "tool-flow", "tool-boundary", "tool-note", "tool-pan", "fit")
"""Ids of the floating tool bar."""


@dataclass(frozen=True)
class Choice:
    """An entry of a submenu that depends on what there is."""

    text: str
    run: Callable[[], object]
    checked: bool | None = None


@dataclass(frozen=True)
class Submenu:
    """A submenu that stands after an action and is filled when it opens."""

    after: str
    text: str
    choices: Callable[[Context], list[Choice]]


def _templates(context: Context) -> list[Choice]:
    return [Choice(t.title, lambda t=t: context.files.new_from(t.path)) for t in context.files.templates()]


def _recent(context: Context) -> list[Choice]:
    paths = context.preferences.now.recent_files
    return [Choice(path, lambda path=path: context.files.open_path(path)) for path in paths]


def _diagrams(context: Context) -> list[Choice]:
    canvas = context.canvas
    return [
        Choice(d.name or d.id, lambda d=d: canvas.set_diagram(d.id), d.id == canvas.diagram)
        for d in context.session.model.diagrams
    ]


SUBMENUS: tuple[Submenu, ...] = (
    Submenu("new", "New from template", _templates),
    Submenu("open", "Open recent", _recent),
    Submenu("new-diagram", "Show diagram", _diagrams),
)
