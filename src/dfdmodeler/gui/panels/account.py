"""The card of a rule at a subject: why it fires there, or what keeps it silent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from dfdmodeler.analysis.sections import Section
from dfdmodeler.analysis.silence import Line
from dfdmodeler.gui.widgets.cards import SentenceCard
from dfdmodeler.gui.widgets.labels import PointableLabel, label, link

INDENT = 16
MARKS = {"yes": "✓", "no": "✗", "step": "↓"}
SPOKEN = {"yes": "Met", "no": "Not met", "step": "Then"}


class AccountCard(SentenceCard):
    """Tells what the analysis has to say, one sentence below the other."""

    threat_wanted = Signal()
    """The threat that the rule finds here is to be shown."""

    def show_account(
        self, title: str, headline: str, subject: str, told: Sequence[Section], *, threat: bool
    ) -> None:
        """Shows a rule at a subject; `threat` says whether there is one to go to."""
        if not self._begin((title, headline, subject, tuple(told), threat)):
            return
        self._add(label(title, "heading"))
        self._sentence(headline, (subject,), "muted")
        if threat:
            go = link("Show the threat", "Its remedies, its decision and what to ask are shown with it")
            go.clicked.connect(self.threat_wanted)
            self._add(go)
        for section in told:
            self._title(section.title)
            for line in section.lines:
                self._line(section, line)
        self._body.addStretch(1)

    def focus_first(self) -> None:
        """Goes to the first sentence."""
        body = self.widget()
        first = body.findChild(PointableLabel) if body else None
        if first:
            first.setFocus()

    def _line(self, section: Section, line: Line) -> None:
        if section.form == "points":
            self._sentence(line.text, line.ids, bullet=True)
            return
        mark = MARKS.get(line.mark, "")
        role = "muted" if section.form == "condition" and line.mark != "no" else ""
        sentence = self._sentence(f"{mark} {line.text}".strip(), line.ids, role)
        sentence.setContentsMargins(INDENT * line.depth, 0, 0, 0)
        if mark:
            sentence.setAccessibleName(f"{SPOKEN[line.mark]}: {line.text}")
