"""Telling what was copied, so that what was decided about the originals can be carried along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.tools.tool import Stage


def tell_copies(stage: Stage, names: Mapping[str, str]) -> None:
    """Tells what was copied; `names` has what each thing is called, by what the original is called."""
    model = stage.session.model
    copies = {old: new for old, new in names.items() if old != new and old in model and new in model}
    if copies:
        stage.copied.emit(copies)
