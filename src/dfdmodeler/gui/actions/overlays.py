"""Overlays: one question about the whole diagram at a time."""

from __future__ import annotations

from dfdmodeler.analysis.overlays import OVERLAYS, OverlayKind
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context


def _is_on(context: Context, kind: OverlayKind | None) -> bool:
    return context.window.overlays.kind is kind


def _overlay(number: int, kind: OverlayKind) -> Action:
    return Action(
        f"overlay-{kind.id}", "View", 1, kind.title, lambda c: c.window.overlays.choose(kind.id),
        f"Alt+{number}", checked=lambda c: _is_on(c, kind), below="Overlay", part=1, help=kind.help,
    )  # fmt: skip


OVERLAY: tuple[Action, ...] = (
    Action("overlay-none", "View", 1, "None", lambda c: c.window.overlays.end(), "Alt+0",
           checked=lambda c: _is_on(c, None), below="Overlay", help="Shows the diagram as it is"),
    *(_overlay(number, kind) for number, kind in enumerate(OVERLAYS, 1)),
)  # fmt: skip
