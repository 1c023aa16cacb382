"""A form made from sections of field specs: shows some records, edits them together, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from dfdmodeler.gui.panels.spec import FieldSpec, Groups, SectionSpec, alike
from dfdmodeler.gui.widgets.fields import ChoiceField, LongTextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.section import FoldSection
from dfdmodeler.gui.widgets.tags import TagsField
from dfdmodeler.model.records import Suggestion
from dfdmodeler.session.session import Session

LABEL_WIDTH, NARROW = 124, 76
"""The usual width of labels, and that of short ones where there is little room."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass
class Row:
    """A field with its label."""

    spec: FieldSpec
    field: Any
    caption: QLabel

    def show(self, shown: bool) -> None:
        """Shows or hides both."""
        self.field.setVisible(shown)
        self.caption.setVisible(shown)


@dataclass
class Part:
    """A section of the form with its rows."""

    spec: SectionSpec
    section: FoldSection
    rows: list[Row]


class Form(QWidget):
    """Fields for some records; every change that a person makes is one edit, typing a text one step.

    Up and Down go from field to field. What was folded stays so for as long as `folded` is kept. `labels` is
    the least width of what stands before fields.
    """

    entered = Signal(object)
    """The spec of the field that the keyboard is in now."""
    reached = Signal(QWidget)
    """What the arrow keys went to, so that it can be scrolled into view."""

    def __init__(
        self,
        session: Session,
        sections: Sequence[SectionSpec],
        parent: QWidget | None = None,
        *,
        folded: set[str] | None = None,
        labels: int = LABEL_WIDTH,
    ) -> None:
        super().__init__(parent)
        self._session, self._labels = session, labels
        self._ids: tuple[str, ...] = ()
        self._folded = set() if folded is None else folded
        self._words: tuple[str, ...] = ()
        self.parts: list[Part] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 16)
        self._layout.setSpacing(4)
        for section in sections:
            self._add_section(section)
        self._layout.addStretch(1)
        self._fold()

    @property
    def rows(self) -> Iterator[Row]:
        """All fields in their order."""
        return (row for part in self.parts for row in part.rows)

    def field(self, name: str) -> Any:
        """The field of this name, or None."""
        return next((row.field for row in self.rows if row.spec.name == name), None)

    def focus_first(self) -> None:
        """Puts the cursor into the first field that is shown."""
        first = next((row for row in self.rows if row.field.isVisibleTo(self)), None)
        if first:
            first.field.setFocus()
            self.reached.emit(first.field)

    def focus_field(self, name: str) -> bool:
        """Puts the cursor into a field, opening the section it is in; false if there is none of this name."""
        part = next((p for p in self.parts if any(row.spec.name == name for row in p.rows)), None)
        if part is None:
            return False
        self._set_folded(part, False)
        field = self.field(name)
        field.setFocus()
        self.reached.emit(field)
        return True

    def show_records(self, ids: tuple[str, ...]) -> None:
        """Shows these records' values; the model is the session's."""
        self._ids, model = ids, self._session.model
        groups, wanted = alike(model, ids), set(ids)
        suggested = {one.field for one in model.of(Suggestion) if one.subject in wanted}
        for part in self.parts:
            for row in part.rows:
                self._show_row(row, groups, row.spec.name in suggested)
            self._count(part, groups)

    def _show_row(self, row: Row, groups: Groups, suggested: bool) -> None:
        model, spec, field = self._session.model, row.spec, row.field
        own = spec.shared_by(model, groups)
        if isinstance(field, TagsField):
            if spec.options:
                field.set_options(spec.options(model))
            field.show_values(list({spec.read(model, i): None for i in own}))
        else:
            first = spec.read(model, own[0]) if own else None
            if spec.options:
                field.offer_later(partial(spec.options, model), model.name_of)
            field.show_value(first, mixed=any(spec.read(model, i) != first for i in own))
        words = f"{spec.label} (suggested)" if suggested else spec.label
        row.caption.setText(words)
        share = f"{len(own)} of {len(self._ids)}" if len(own) < len(self._ids) else ""
        field.setAccessibleName(f"{words}, of {share} selected" if share else words)
        if hasattr(field, "show_stakes") and len(self._ids) > 1:
            field.show_stakes({}, share)

    def _count(self, part: Part, groups: Groups) -> None:
        asked = [row.spec for row in part.rows if row.spec.asked]
        if part.section.header and asked:
            open_ = sum(spec.is_open(self._session.model, groups) for spec in asked)
            part.section.header.show_count(f"{len(asked) - open_} of {len(asked)} answered")

    # Narrowing.

    def narrow(self, text: str) -> int:
        """Shows only the fields in whose words all words of a text occur; how many these are."""
        self._words = tuple(text.casefold().split())
        self._fold()
        return sum(row.spec.matches(self._words, part.spec.title) for part in self.parts for row in part.rows)

    def _fold(self) -> None:
        """Shows what is to be seen: all that was found, or what is not folded."""
        for part in self.parts:
            found = [row.spec.matches(self._words, part.spec.title) for row in part.rows]
            for row, shown in zip(part.rows, found, strict=True):
                row.show(shown)
                if row.spec.wide and row.spec.label == part.spec.title:
                    row.caption.hide()
            part.section.setVisible(any(found))
            part.section.show_open(bool(self._words) or part.spec.title not in self._folded)

    def _set_folded(self, part: Part, folded: bool) -> None:
        (self._folded.add if folded else self._folded.discard)(part.spec.title)
        self._fold()

    # Making it.

    def _add_section(self, spec: SectionSpec) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, self._labels)
        grid.setColumnStretch(1, 1)
        section = FoldSection(spec.title, body)
        part = Part(spec, section, [self._add_field(grid, field) for field in spec.fields])
        self.parts.append(part)
        if section.header:
            section.header.folded.connect(lambda folded: self._set_folded(part, folded))
            section.header.installEventFilter(self)
        self._layout.addWidget(section)

    def _add_field(self, grid: QGridLayout, spec: FieldSpec) -> Row:
        field: Any = spec.make()
        field.setObjectName(spec.name)
        field.setAccessibleDescription(spec.help)
        caption = label(spec.label)
        caption.setBuddy(field)
        caption.setToolTip(spec.help)
        if not isinstance(field, ChoiceField) or spec.help:
            field.setToolTip(spec.help)
        field.edited.connect(partial(self._edit, spec))
        field.left.connect(self._session.history.seal)
        field.installEventFilter(self)
        row = grid.rowCount()
        if spec.wide:
            grid.addWidget(caption, row, 0, 1, 2)
            grid.addWidget(field, row + 1, 0, 1, 2)
        else:
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(field, row, 1)
        return Row(spec, field, caption)

    def _edit(self, spec: FieldSpec, value: object) -> None:
        ids = spec.shared_by(self._session.model, alike(self._session.model, self._ids))
        merge = f"{spec.name}:{','.join(ids)}" if not isinstance(self.field(spec.name), ChoiceField) else None
        self._session.edit(
            f"Set {spec.label.lower()}", lambda model: spec.write(model, ids, value), merge, anew=spec.anew
        )

    # By keyboard.

    def step(self, by: int) -> bool:
        """Goes to the next field or title, or the one before; false at the end."""
        stops: list[QWidget] = []
        for part in self.parts:
            stops += [part.section.header] if part.section.header else []
            stops += [row.field for row in part.rows]
        shown = [stop for stop in stops if stop.isVisibleTo(self)]
        here = self.focusWidget()
        at = shown.index(here) + by if here in shown else 0
        if not 0 <= at < len(shown):
            return False
        shown[at].setFocus(Qt.FocusReason.TabFocusReason)
        self.reached.emit(shown[at])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(next((row.spec for row in self.rows if row.field is watched), None))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = _STEPS.get(Qt.Key(event.key()))
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            inside = isinstance(watched, LongTextField) and not watched.is_at_edge(upper=by == -1)
            if by and plain and not inside:
                self.step(by)
                return True
        return super().eventFilter(watched, event)
