"""What menus and keys do to the selection: delete, cut, copy, paste, duplicate, nudge, lay out. One step
each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from dfdmodeler.drawing.anchors import anchor_at, nudged
from dfdmodeler.drawing.primitives import Box, Item
from dfdmodeler.gui.canvas.copied import tell_copies
from dfdmodeler.gui.canvas.locked import movable
from dfdmodeler.gui.canvas.snapping import STEP
from dfdmodeler.gui.canvas.tools.tool import Stage
from dfdmodeler.model import clipboard, edits, moves
from dfdmodeler.model.change import Change
from dfdmodeler.model.diagrams import showing_any
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Placement, Route, layout_id

PASTE_SHIFT = 3 * STEP
"""How far a copy is moved from what it was copied from."""
Shift = Callable[[Box], tuple[float, float]]


def delete(stage: Stage) -> None:
    """Deletes the selection, from all diagrams; what was inside a deleted boundary stays."""
    ids, model = movable(stage, selected(stage)), stage.session.model
    if ids:
        others = sorted(showing_any(model, ids) - {stage.diagram})
        stage.commit("Delete", lambda model: edits.delete(model, ids))
        stage.session.selection.set(selected(stage))
        if others:
            names = ", ".join(f"“{model.name_of(other)}”" for other in others)
            stage.say(f"Deleted from {names} too. Undo brings it back.")


def cut(stage: Stage) -> bool:
    """Puts the selection on the clipboard and takes it off, boundaries with what is inside."""
    chosen = movable(stage, selected(stage))
    if not _copy(stage, chosen, cut=True):
        return False
    ids = moves.carried(stage.session.model, chosen)
    stage.commit("Cut", lambda model: edits.delete(model, ids))
    stage.session.selection.set(selected(stage))
    return True


def copy(stage: Stage) -> bool:
    """Puts the selection on the clipboard, its names as plain text; false if nothing is selected."""
    return _copy(stage, selected(stage))


def _copy(stage: Stage, ids: tuple[str, ...], *, cut: bool = False) -> bool:
    if not ids:
        return False
    model = stage.session.model
    data = QMimeData()
    fragment = clipboard.copy(model, ids, stage.diagram, cut=cut)
    data.setData(clipboard.MIME_TYPE, fragment.encode())
    data.setText("\n".join(model.name_of(i) for i in ids))
    QGuiApplication.clipboard().setMimeData(data)
    return True


def clipboard_fragment() -> str:
    """What the clipboard holds for pasting, or an empty text."""
    data = QGuiApplication.clipboard().mimeData()
    raw = bytes(data.data(clipboard.MIME_TYPE).data()) if data else b""
    text = raw.decode("utf-8", errors="replace")
    return text if clipboard.is_fragment(text) else ""


def paste(stage: Stage, fragment: str, shift: Shift, label: str = "Paste") -> frozenset[str]:
    """Adds a fragment, moved as `shift` says for the box it would lie in, and selects it; the new ids."""
    size_of, diagram = stage.content.size_of, stage.diagram
    names: dict[str, str] = {}

    def edit(model: Model) -> Model:
        after, became = clipboard.pasted(model, fragment, diagram, (0.0, 0.0), stage.session.new_id)
        names.update(became)
        new = _new_subjects(model, after)
        bounds = _bounds(after, diagram, new)
        if bounds is not None:
            after = moves.move(after, diagram, new, *shift(bounds))
        return moves.settle(moves.raised(after, diagram, new, size_of), diagram, new, size_of)

    before = stage.session.model
    stage.commit(label, edit)
    new = _new_subjects(before, stage.session.model)
    if new:
        stage.session.selection.set(sorted(new))
        tell_copies(stage, names)
    return frozenset(new)


def duplicate(stage: Stage) -> None:
    """Copies the selection beside itself, without touching the clipboard."""
    ids = selected(stage)
    if ids:
        fragment = clipboard.copy(stage.session.model, ids, stage.diagram)
        paste(stage, fragment, lambda box: (PASTE_SHIFT, PASTE_SHIFT), "Duplicate")


def nudge(stage: Stage, dx: float, dy: float) -> Change:
    """Moves the selection by units, of a flow alone its label; repeated nudges of the same things are one
    step.
    """
    ids, diagram, size_of = movable(stage, selected(stage)), stage.diagram, stage.content.size_of
    flow = stage.content.item(ids[0]) if len(ids) == 1 else None
    if flow is not None and flow.role == "flow":
        return nudge_label(stage, flow, dx, dy)

    def edit(model: Model) -> Model:
        return moves.settle(moves.move(model, diagram, ids, dx, dy), diagram, ids, size_of)

    return stage.commit("Move", edit, merge=f"nudge:{diagram}:{' '.join(ids)}") if ids else Change()


def nudge_label(stage: Stage, flow: Item, dx: float, dy: float) -> Change:
    """Moves the label of a flow along its line, or off it."""
    subject, diagram = flow.subject, stage.diagram
    route = stage.session.model.find(Route, layout_id(diagram, subject))
    if flow.label is None:
        return Change()
    now = route.label if route else None
    anchor = now or anchor_at(flow.line, flow.label.center, flow.label[2:], snap=False)
    moved = nudged(flow.line, anchor, dx, dy)
    return stage.commit(
        "Move label",
        lambda model: edits.put_label(model, diagram, subject, moved),
        merge=f"nudge-label:{diagram}:{subject}",
    )


def selected(stage: Stage) -> tuple[str, ...]:
    """What is selected and exists."""
    return tuple(i for i in stage.session.selection.ids if i in stage.session.model)


def reading_order(stage: Stage) -> list[str]:
    """The elements and notes of the diagram as one reads: rows of about a shape's height, left to right."""
    items = (stage.content.item(i) for i in stage.content.subjects())
    shapes = [item for item in items if item and item.shape and item.role in ("element", "note")]
    shapes.sort(key=lambda item: (round(item.shape.center[1] / 64), item.shape.x, item.subject))  # type: ignore[union-attr]
    return [item.subject for item in shapes]


def _new_subjects(before: Model, after: Model) -> set[str]:
    kinds = Element | Boundary | Flow | Note
    return {i for i, record in after.items() if i not in before and isinstance(record, kinds)}


def _bounds(model: Model, diagram: str, subjects: Iterable[str]) -> Box | None:
    drawn = [
        model.get(i) if isinstance(model[i], Note) else model.get(layout_id(diagram, i)) for i in subjects
    ]
    boxes = [Box(r.x, r.y, r.width, r.height) for r in drawn if isinstance(r, Placement | Note)]
    bounds = boxes[0] if boxes else None
    for box in boxes[1:]:
        assert bounds is not None
        bounds = bounds.united(box)
    return bounds
