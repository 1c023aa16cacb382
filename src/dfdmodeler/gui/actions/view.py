"""What is shown, and how large."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action, Standard
from dfdmodeler.gui.context import Context
from dfdmodeler.gui.regions import go_round

ZOOM_STEP = 1.25


def _panel(name: str, text: str, keys: str) -> Action:
    return Action(
        f"panel-{name}", "View", 2, text, lambda c: c.window.docks.toggle(name), keys,
        checked=lambda c: c.window.docks.shows(name),
    )  # fmt: skip


def _colors(choice: str, text: str) -> Action:
    return Action(
        f"colors-{choice}", "View", 3, text, lambda c: set_colors(c, choice),
        checked=lambda c: c.preferences.now.theme == choice,
    )  # fmt: skip


def set_colors(context: Context, choice: str) -> None:
    context.preferences.change(theme=choice)


VIEW: tuple[Action, ...] = (
    Action("zoom-in", "View", 0, "Zoom in", lambda c: c.canvas.zoom_by(ZOOM_STEP), Standard.ZoomIn),
    Action("zoom-out", "View", 0, "Zoom out", lambda c: c.canvas.zoom_by(1 / ZOOM_STEP),
           Standard.ZoomOut),
    Action("zoom-100", "View", 0, "Actual size", lambda c: c.canvas.zoom_to(1.0), "Ctrl+0"),
    Action("fit", "View", 0, "Fit the diagram", lambda c: c.canvas.fit(), "Ctrl+9", short="Fit"),
    Action("full-screen", "View", 1, "Full screen", lambda c: c.window.toggle_full_screen(), "F11",
           checked=lambda c: c.window.isFullScreen()),
    Action("canvas-only", "View", 1, "Canvas only", lambda c: c.window.docks.toggle_all(), "Ctrl+\\",
           checked=lambda c: c.window.docks.all_hidden, help="Hides all panels, for a projector"),
    Action("next-part", "View", 1, "Go to the next panel", lambda c: go_round(c.window, 1), "F6",
           help="From the canvas to the bars above it, then from panel to panel, then back"),
    Action("previous-part", "View", 1, "Go to the previous panel", lambda c: go_round(c.window, -1),
           "Shift+F6"),
    _panel("palette", "Stencils", "Ctrl+Shift+1"),
    _panel("threats", "Threats", "Ctrl+Shift+2"),
    _panel("questions", "Questions", "Ctrl+Shift+3"),
    _panel("inspector", "Properties", "Ctrl+Shift+4"),
    _panel("outline", "Outline", "Ctrl+Shift+5"),
    _panel("problems", "Problems", "Ctrl+Shift+6"),
    _panel("suggestions", "Suggestions", "Ctrl+Shift+7"),
    _panel("coverage", "Coverage", "Ctrl+Shift+8"),
    _panel("history", "History", "Ctrl+Shift+9"),
    _panel("following", "Follow-up", "Ctrl+Shift+0"),
    _colors("system", "Colours of the system"),
    _colors("light", "Light colours"),
    _colors("dark", "Dark colours"),
)  # fmt: skip
