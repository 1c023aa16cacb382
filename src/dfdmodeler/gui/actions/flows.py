"""How flows run and where they lead."""

from __future__ import annotations

from functools import partial

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_diagram, has_flow
from dfdmodeler.gui.context import Context
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Diagram, Flow, FlowStyle, Route, layout_id

STYLES: tuple[FlowStyle, ...] = ("straight", "orthogonal", "curved")
_USUAL: FlowStyle = "orthogonal"
_WORDS: dict[FlowStyle, str] = {
    "": "as on the diagram",
    "straight": "straight",
    "orthogonal": "orthogonal",
    "curved": "curved",
}


def reverse(context: Context) -> None:
    """Swaps the ends of the selected flows."""
    flows = _flows(context)
    context.session.edit("Reverse flow", lambda model: edits.reverse(model, flows))


def toggle_both_ways(context: Context) -> None:
    """Says that data moves both ways on the selected flows, or no longer."""
    flows, both = _flows(context), not goes_both_ways(context)
    context.session.edit("Flow both ways", lambda model: edits.set_both_ways(model, flows, both))


def goes_both_ways(context: Context) -> bool:
    """Whether data is said to move both ways on all selected flows."""
    model = context.session.model
    found = [flow for flow in (model.find(Flow, i) for i in _flows(context)) if flow]
    return bool(found) and all(flow.properties.get("bidirectional") == "yes" for flow in found)


def style_diagram(context: Context, style: FlowStyle) -> None:
    """Lets the flows of the shown diagram run in a style, but for those that have one of their own."""
    shown, kept = context.canvas.diagram, "" if style == _USUAL else style
    context.session.edit("Style of flows", lambda model: edits.update(model, [shown], style=kept))


def style_flows(context: Context, style: FlowStyle) -> None:
    """Lets the selected flows run in a style on the shown diagram."""
    flows, shown = _flows(context), context.canvas.diagram
    context.session.edit("Style of flow", lambda model: edits.set_flow_style(model, shown, flows, style))
    context.canvas.say(f"{'Flow' if len(flows) == 1 else 'Flows'} drawn {_WORDS[style]}.")


def next_style(context: Context) -> None:
    """The selected flows run in the next style."""
    now = _style_of(context) or _diagram_style(context)
    style_flows(context, STYLES[(STYLES.index(now) + 1) % len(STYLES)])


def straighten(context: Context) -> None:
    """Takes all bends out of the selected flows."""
    flows, shown = _flows(context), context.canvas.diagram
    context.session.edit("Remove bends", lambda model: edits.straighten(model, shown, flows))


def reset_label(context: Context) -> None:
    """Lets the program place the labels of the selected flows again."""
    flows, shown = _flows(context), context.canvas.diagram

    def edit(model: Model) -> Model:
        for flow in flows:
            model = edits.put_label(model, shown, flow, None)
        return model

    context.session.edit("Reset label", edit)


def has_put_label(context: Context) -> bool:
    return any(route.label for route in _routes(context))


def has_bends(context: Context) -> bool:
    return any(route.bends for route in _routes(context))


def _flows(context: Context) -> list[str]:
    model = context.session.model
    return [i for i in context.session.selection.ids if isinstance(model.get(i), Flow)]


def _routes(context: Context) -> list[Route]:
    model, shown = context.session.model, context.canvas.diagram
    routes = (model.find(Route, layout_id(shown, flow)) for flow in _flows(context))
    return [route for route in routes if route]


def _diagram_style(context: Context) -> FlowStyle:
    diagram = context.session.model.find(Diagram, context.canvas.diagram)
    return (diagram.style if diagram else "") or _USUAL


def _style_of(context: Context) -> FlowStyle:
    """The style that all selected flows have of their own."""
    styles = {route.style for route in _routes(context)}
    every = len(_routes(context)) == len(_flows(context))
    return styles.pop() if every and len(styles) == 1 else ""


def _all(style: FlowStyle) -> Action:
    return Action(
        f"flows-{style}", "Diagram", 2, f"{_WORDS[style].capitalize()} flows",
        partial(style_diagram, style=style), enabled=has_diagram, below=_MENU,
        checked=lambda c: _diagram_style(c) == style, help=f"Draws the flows of this diagram {_WORDS[style]}",
    )  # fmt: skip


def _selected(style: FlowStyle) -> Action:
    return Action(
        f"flow-{style or 'as-diagram'}", "Diagram", 2, f"Draw selected {_WORDS[style]}",
        partial(style_flows, style=style), enabled=has_flow,
        checked=lambda c: has_flow(c) and _style_of(c) == style, below=_MENU, part=1,
    )  # fmt: skip


_MENU = "Flows"

FLOWS: tuple[Action, ...] = (
    *(_all(style) for style in STYLES),
    *(_selected(style) for style in (*STYLES, "")),
    Action("flow-next-style", "Diagram", 2, "Next style of flow", next_style, "S", has_flow, local=True,
           below=_MENU, part=1, help="Draws the selected flows straight, orthogonal or curved in turn"),
    Action("both-ways", "Diagram", 2, "Flow both ways", toggle_both_ways, "Shift+R", has_flow, local=True,
           checked=goes_both_ways, below=_MENU, part=2, help="Data moves both ways on the selected flows"),
    Action("reverse", "Diagram", 2, "Reverse flow", reverse, "R", has_flow, local=True, below=_MENU, part=2),
    Action("straighten", "Diagram", 2, "Remove bends", straighten, enabled=has_bends, below=_MENU, part=2,
           help="Gives the selected flows back to the router"),
    Action("reset-label", "Diagram", 2, "Reset label", reset_label, enabled=has_put_label, below=_MENU,
           part=2, help="Puts the labels of the selected flows where the program would"),
)  # fmt: skip
