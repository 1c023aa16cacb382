"""Calls into Qt that return nothing must not consume references to None.

PySide6 6.12.0 loses one for each such call, and before Python 3.12, where None became immortal, the
interpreter aborts after some thousands of them. The bounds in pyproject.toml keep that release away.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsRectItem
from pytestqt.qtbot import QtBot

CALLS = 2000
NOISE = 50  # references that come and go with the interpreter's own work


def lost_references(call: Callable[[], object]) -> int:
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_keep_the_references_to_none(qtbot: QtBot) -> None:
    path, item, pixmap = QPainterPath(), QGraphicsRectItem(), QPixmap(8, 8)
    painter, pen = QPainter(pixmap), QPen()
    calls = {
        "QPainterPath.cubicTo": lambda: path.cubicTo(0, 0, 1, 1, 2, 2),
        "QGraphicsItem.setPos": lambda: item.setPos(1, 2),
        "QGraphicsItem.setPen": lambda: item.setPen(pen),
        "QPainter.setPen": lambda: painter.setPen(pen),
        "QPainter.drawRect": lambda: painter.drawRect(0, 0, 4, 4),
    }
    lost = {name: lost_references(call) for name, call in calls.items()}
    painter.end()
    assert {name: count for name, count in lost.items() if count > NOISE} == {}
