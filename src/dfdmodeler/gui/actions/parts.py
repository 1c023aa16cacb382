"""Making two elements of one, one of several, two flows of one and one of two."""

from __future__ import annotations

from functools import partial

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.canvas import parts
from dfdmodeler.gui.canvas.stencils import free_name
from dfdmodeler.gui.context import Context
from dfdmodeler.model import edits


def ask_split(context: Context) -> None:
    """Asks what the two are called and which flows the second takes over."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.split import SplitDialog

    session = context.session
    (element,) = parts.elements(context.canvas)
    model = session.model
    flows = {flow.id: parts.flow_words(model, flow) for flow in edits.ends_at(model, [element])}
    name = model.name_of(element)

    def make() -> SplitDialog:
        dialog = SplitDialog(name, free_name(model, name), flows, context.window)
        dialog.accepted.connect(lambda: _split(context, element, dialog))
        return dialog

    show_beside(context.window, SplitDialog, make, again=False, of_document=True)


def _split(context: Context, element: str, dialog: parts.Asked) -> None:
    parts.split(context.canvas, element, dialog, **_signed(context))
    context.canvas.setFocus()


def merge(context: Context) -> None:
    """Makes one of the selected elements: the one that was selected first."""
    parts.merge(context.canvas, **_signed(context))


def _signed(context: Context) -> dict[str, str]:
    return {"author": context.reviewer.author(), "date": context.reviewer.today()}


def _has(context: Context, least: int, most: int = 1 << 30) -> bool:
    return least <= len(parts.elements(context.canvas)) <= most


PARTS: tuple[Action, ...] = (
    Action("split-element", "Diagram", 2, "Split element…", ask_split, enabled=partial(_has, least=1, most=1),
           help="Makes two elements of one: you say which flows the second takes over"),
    Action("merge-elements", "Diagram", 2, "Merge elements", merge, enabled=partial(_has, least=2),
           help="Makes one of the selected elements; the one selected first keeps its name and place"),
    Action("put-into-flow", "Diagram", 2, "Put into flow…",
           lambda c: parts.ask_insert(c.canvas, **_signed(c)), "Shift+I",
           lambda c: parts.whole_flow(c.canvas) is not None, local=True,
           help="Offers elements that come to stand in the selected flow, which goes on behind them"),
    Action("take-out", "Diagram", 2, "Take out of the flow",
           lambda c: parts.take_out(c.canvas, **_signed(c)), "Shift+O",
           lambda c: parts.bridgeable(c.canvas) is not None, local=True,
           help="Deletes the selected element and joins the flow to it with the one from it"),
)  # fmt: skip
