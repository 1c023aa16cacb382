"""What differs as rows to step through: threats first, then decisions, then the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dfdmodeler.analysis.delta import Turn
from dfdmodeler.analysis.threat import SEVERITIES
from dfdmodeler.drawing.versions import MARKS, subject_of
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.model.differences import Difference
from dfdmodeler.model.records import DIAGRAM_SUBJECT
from dfdmodeler.report.compose_differences import Comparison, layout_words
from dfdmodeler.report.difference_words import Wording, titles_of, turn_words
from dfdmodeler.report.words import capital, sentence

ICONS = {"added": "M9 3.5v11M3.5 9h11", "removed": "M3.5 9h11", "changed": "M9 4l5.5 10h-11z"}
"""The signs of differences, on a grid of 18."""
SECTIONS = ("Threats", "Decisions", "Model", "Checks of the drawing")
_REMOVED = ":removed"
"""What the key of a record that is gone ends in: another may have come under its id."""
_DRAWING = "validity"
_DECISION = "decision"
_LOOKING = "Looking for the edits behind it…"
_NONE = "No edit was found that does this."


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with what it leads to and the words below the list."""

    row: Row
    subject: str = ""
    """What it is about on a diagram; empty if nothing."""
    title: str = ""
    lines: tuple[str, ...] = ()


class Entries:
    """The entries of one comparison, by key."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        found, turns = comparison.found, comparison.delta.turns
        self._wording = Wording(found, comparison.library, titles_of(turns, (found.before, found.after)))
        self.by_key: dict[str, Entry] = {}
        self.rows: list[Row] = []
        for title, entries in zip(SECTIONS, self._sections(), strict=True):
            if entries:
                self.rows.append(Row(f"{title} ({len(entries)})"))
                self.rows += [entry.row for entry in entries]
                self.by_key |= {entry.row.key: entry for entry in entries}
        if found.layout:
            self.rows.append(Row(capital(layout_words(found))))

    @property
    def keys(self) -> list[str]:
        """The keys in the order of the list."""
        return list(self.by_key)

    def key_at(self, subject: str) -> str:
        """The first entry about a thing, differences of the thing itself before others."""
        own = (f"record:{subject}", f"record:{subject}{_REMOVED}")
        found = [key for key in own if key in self.by_key]
        found += [key for key, entry in self.by_key.items() if entry.subject == subject]
        return found[0] if found else ""

    def _sections(self) -> Iterator[list[Entry]]:
        found, delta = self._comparison.found, self._comparison.delta
        turns = sorted(delta.turns, key=lambda turn: _place(turn))
        yield [self._of_threat(turn) for turn in turns if turn.row.track != _DRAWING]
        yield [self._of_record(row) for row in found.changes if row.kind == _DECISION]
        yield [self._of_record(row) for row in found.changes if row.kind != _DECISION]
        yield [self._of_threat(turn) for turn in turns if turn.row.track == _DRAWING]

    def _of_threat(self, turn: Turn) -> Entry:
        how = "new" if turn.before is None else "gone" if turn.after is None else "changed"
        row = turn.row
        title = self._comparison.title(turn)
        detail = ", ".join([how, *turn_words(turn)]) if how == "changed" else how
        lines = [f"{row.severity}, {row.confidence}, {detail}."]
        reasons = list(dict.fromkeys(self._wording.reason(reason) for reason in turn.reasons))
        lines += [f"Because: {sentence(reason)}" for reason in reasons]
        if reasons:
            detail += f": {reasons[0]}"
        else:
            lines.append(_NONE if self._comparison.delta.traced else _LOOKING)
        subject = "" if row.subject == DIAGRAM_SUBJECT else row.subject
        shown = Row(
            title, f"threat:{turn.id}", capital(detail), severity=row.severity, faded=turn.after is None
        )
        return Entry(shown, subject, title, tuple(lines))

    def _of_record(self, row: Difference) -> Entry:
        thing = capital(self._wording.thing(row))
        fields = [f"{label}: {value}" for label, value in self._wording.fields(row)]
        mark = MARKS[row.change]
        shown = Row(
            thing,
            f"record:{row.id}{_REMOVED if row.change == 'removed' else ''}",
            fields[0] if row.change == "changed" else capital(row.change),
            icon=ICONS[row.change],
            color=mark.color,
            said=mark.words,
        )
        lines = (f"{capital(row.change)}.", *fields)
        return Entry(shown, subject_of(self._comparison.found, row), thing, lines)


def _place(turn: Turn) -> tuple[int, int]:
    """New ones first, then gone and changed ones, the gravest of each first."""
    how = 0 if turn.before is None else 1 if turn.after is None else 2
    level = turn.row.severity
    return how, SEVERITIES.index(level) if level in SEVERITIES else len(SEVERITIES)
