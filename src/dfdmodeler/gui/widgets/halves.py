"""The halves of panels that show a list above what is chosen in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QSplitter, QVBoxLayout, QWidget


def filtered(filters: QLayout, *lists: QWidget) -> QWidget:
    """A half with filters at its top; below, a list or what is said in its place."""
    half = QWidget()
    layout = QVBoxLayout(half)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(filters)
    for shown in lists:
        layout.addWidget(shown, 1)
    return half


def split(panel: QWidget, *halves: tuple[QWidget, int]) -> QSplitter:
    """Fills a panel with parts, each with its share of the height, that a person can resize but not close."""
    splitter = QSplitter(Qt.Orientation.Vertical)
    splitter.setChildrenCollapsible(False)
    for place, (half, share) in enumerate(halves):
        splitter.addWidget(half)
        splitter.setStretchFactor(place, share)
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(splitter)
    return splitter
