"""The status bar: what is in the model, what was found, how large it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QStatusBar

from dfdmodeler.analysis.threat import SEVERITIES, Threat
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.session.session import Session

MESSAGE_TIME = 6000
"""Milliseconds that a message stays."""


class StatusBar(QStatusBar):
    """Counts on the left, analysis and zoom on the right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setSizeGripEnabled(False)
        self.counts, self.threats = _quiet(), _quiet()
        self.analysis, self.zoom = _quiet(), _quiet()
        self.addWidget(self.counts)
        self.addWidget(self.threats)
        self.addPermanentWidget(self.analysis)
        self.addPermanentWidget(self.zoom)
        session.changed.connect(lambda _: self.refresh())
        session.opened.connect(lambda _: self.refresh())
        session.threats_changed.connect(lambda _: self.refresh())
        self.show_zoom(1.0)
        self.refresh()

    def refresh(self) -> None:
        """Counts again."""
        session = self._session
        self.counts.setText(count_words(session.model))
        self.threats.setText(threat_words(session.threats.threats))
        self.analysis.setText("Analysing" if session.analysing else "Analysed")

    def show_zoom(self, factor: float) -> None:
        self.zoom.setText(f"Zoom {round(factor * 100)} %")

    def say(self, text: str) -> None:
        """Shows a passing message."""
        self.showMessage(text, MESSAGE_TIME)


def count_words(model: Model) -> str:
    """How much is drawn, in words."""
    counts = Counter(type(record) for record in model.values())
    kinds = ((Element, "element", "elements"), (Flow, "flow", "flows"), (Boundary, "boundary", "boundaries"))
    return ", ".join(f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, one, many in kinds)


def threat_words(threats: Iterable[Threat]) -> str:
    """How many threats are open, by severity; what a file of another tool brought along is counted apart."""
    open_ = [t for t in threats if t.track != "validity" and not t.decided]
    counts = Counter(t.severity for t in open_ if not t.imported)
    total, imported = sum(counts.values()), sum(t.imported for t in open_)
    levels = [f"{counts[level]} {level.lower()}" for level in SEVERITIES if counts[level]]
    words = f"{total} open {'threat' if total == 1 else 'threats'}" if total else "No open threats"
    words += f" ({', '.join(levels)})" if levels else ""
    return f"{words}, {imported} imported" if imported else words


def _quiet() -> QLabel:
    return label("", wrap=False)
