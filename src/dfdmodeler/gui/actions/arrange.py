"""Putting several things in order: aligning, distributing, equal sizes, what lies over what, and locking."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context
from dfdmodeler.model import aligning, locking, moves, stacking
from dfdmodeler.model.aligning import Direction, Edge, Extent
from dfdmodeler.model.records import Element, Flow, Note
from dfdmodeler.model.stacking import Step


def selected_shapes(context: Context) -> list[str]:
    """What is selected and has a place of its own on the diagram."""
    model, diagram = context.session.model, context.canvas.diagram
    ids = [i for i in context.session.selection.ids if i in model and not model.find(Flow, i)]
    return [i for i in ids if moves.drawn(model, diagram, i)]


def has_two(context: Context) -> bool:
    return len(selected_shapes(context)) >= 2


def has_three(context: Context) -> bool:
    return len(selected_shapes(context)) >= 3


def align(context: Context, edge: Edge, label: str) -> None:
    """Makes an edge or the middle of what is selected level."""
    ids, diagram, size_of = selected_shapes(context), context.canvas.diagram, context.canvas.content.size_of
    context.canvas.commit(label, lambda model: aligning.align(model, diagram, ids, edge, size_of))


def distribute(context: Context, direction: Direction) -> None:
    """Makes the gaps between what is selected equal."""
    ids, diagram, size_of = selected_shapes(context), context.canvas.diagram, context.canvas.content.size_of
    context.canvas.commit(
        f"Distribute {direction}", lambda model: aligning.distribute(model, diagram, ids, direction, size_of)
    )


def same_size(context: Context, extent: Extent) -> None:
    """Gives everything selected the width or height of what was selected last."""
    ids, diagram, size_of = selected_shapes(context), context.canvas.diagram, context.canvas.content.size_of
    context.canvas.commit(
        f"Same {extent}",
        lambda model: aligning.same_size(model, diagram, ids, extent, ids[-1], size_of),
    )


def _align(edge: Edge, word: str, key: str, part: int) -> Action:
    text = f"Align {word}"
    return Action(
        f"align-{edge}", "Diagram", 1, text, lambda c: align(c, edge, text), f"A, {key}", has_two,
        local=True, below="Arrange", part=part,
    )  # fmt: skip


def _distribute(direction: Direction, key: str) -> Action:
    return Action(
        f"distribute-{direction}", "Diagram", 1, f"Distribute {direction}",
        lambda c: distribute(c, direction), f"A, {key}", has_three, local=True, below="Arrange", part=2,
        help="Makes the gaps equal; the first and the last stay",
    )  # fmt: skip


def _same(extent: Extent, key: str) -> Action:
    return Action(
        f"same-{extent}", "Diagram", 1, f"Same {extent}", lambda c: same_size(c, extent), f"A, {key}",
        has_two, local=True, below="Arrange", part=3, help=f"Takes the {extent} of what was selected last",
    )  # fmt: skip


def has_lockable(context: Context) -> bool:
    return bool(selected_shapes(context))


def has_stackable(context: Context) -> bool:
    model = context.session.model
    return any(isinstance(model.get(i), Element | Note) for i in selected_shapes(context))


def all_locked(context: Context) -> bool:
    ids, diagram = selected_shapes(context), context.canvas.diagram
    return bool(ids) and not locking.unlocked(context.session.model, diagram, ids)


def toggle_lock(context: Context) -> None:
    """Locks what is selected where it is; if all of it is locked already, unlocks it."""
    ids, diagram, locked = selected_shapes(context), context.canvas.diagram, not all_locked(context)
    context.canvas.commit(
        "Lock" if locked else "Unlock", lambda model: locking.set_locked(model, diagram, ids, locked)
    )


def restack(context: Context, step: Step, label: str) -> None:
    """Brings what is selected nearer to the front or to the back."""
    ids, diagram, size_of = selected_shapes(context), context.canvas.diagram, context.canvas.content.size_of
    context.canvas.commit(label, lambda model: stacking.restack(model, diagram, ids, step, size_of))


def _stack(step: Step, text: str, keys: str) -> Action:
    return Action(
        f"stack-{step}", "Diagram", 1, text, lambda c: restack(c, step, text), keys, has_stackable,
        local=True, below="Arrange", part=4,
    )  # fmt: skip


ARRANGE: tuple[Action, ...] = (
    Action(
        "tidy",
        "Diagram",
        1,
        "Tidy selection",
        lambda c: c.canvas.tidy(),
        "A, A",
        has_two,
        local=True,
        below="Arrange",
        part=-1,
        help="Arranges what is selected where it is; the rest stays",
    ),
    _align("left", "left", "L", 0),
    _align("center", "centre", "C", 0),
    _align("right", "right", "R", 0),
    _align("top", "top", "T", 1),
    _align("middle", "middle", "M", 1),
    _align("bottom", "bottom", "B", 1),
    _distribute("horizontally", "H"),
    _distribute("vertically", "V"),
    _same("width", "W"),
    _same("height", "E"),
    _stack("front", "Bring to front", "Ctrl+Shift+]"),
    _stack("forward", "Bring forward", "Ctrl+]"),
    _stack("backward", "Send backward", "Ctrl+["),
    _stack("back", "Send to back", "Ctrl+Shift+["),
    Action(
        "lock",
        "Diagram",
        1,
        "Lock",
        toggle_lock,
        "Ctrl+Shift+L",
        has_lockable,
        label=lambda c: "Unlock" if all_locked(c) else "Lock",
        local=True,
        below="Arrange",
        part=5,
        help="What is locked is not moved, resized or deleted until it is unlocked",
    ),
)
