"""Rule packs: which there are, which are used for this model, and what is overridden."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dfdmodeler.analysis.overrides import Override, own_overrides
from dfdmodeler.gui.widgets.labels import label, link, rule
from dfdmodeler.model import edits
from dfdmodeler.model.change import Change
from dfdmodeler.rules.rule import PackInfo
from dfdmodeler.session.session import Session

SIZE = (560, 520)
_SCOPE = "What is switched here holds for this model, is saved with it and can be undone."
_NONE = "No rule is overridden. The menu of a threat in the list offers it."


class PacksDialog(QDialog):
    """Every tick is an edit of the model at once; there is nothing to confirm."""

    def __init__(self, session: Session, directory: Path, parent: QWidget | None = None) -> None:
        """`directory` is where the user's own packs lie."""
        super().__init__(parent)
        self.setWindowTitle("Rule packs")
        self._session = session
        self.boxes: dict[str, QCheckBox] = {}
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(16, 16, 16, 16)
        self._body.setSpacing(8)
        self._body.addWidget(label(_SCOPE, "muted"))
        for pack in session.library.packs:
            self._body.addWidget(self._card(pack))
        self._add_missing()
        self._body.addWidget(label(f"Your own packs lie in {directory}", "muted"))
        self._body.addSpacing(8)
        self._body.addWidget(label("Overrides", "heading"))
        self._overrides = QVBoxLayout()
        self._overrides.setSpacing(8)
        self._body.addLayout(self._overrides)
        self._body.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName("Rule packs")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.setContentsMargins(0, 0, 16, 0)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.addWidget(area, 1)
        layout.addWidget(self.buttons)
        self.resize(*SIZE)
        stop = session.changed.connect(self._show)
        self.finished.connect(lambda _: stop())
        self._show(None)

    def _card(self, pack: PackInfo) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        box = self.boxes[pack.id] = QCheckBox(pack.title or pack.id)
        box.setAccessibleDescription(f"Use the rule pack {pack.id} for this model")
        box.clicked.connect(lambda on: self._use(pack.id, on))
        library = self._session.library
        count = sum(library.pack_of[rule] == pack.id for rule in library.rules)
        facts = [f"{pack.id} {pack.version}", f"{count} rule{'s' if count != 1 else ''}"]
        saved = self._session.model.about.packs.get(pack.id)
        if saved not in (None, pack.version):
            facts.append(f"this model was saved with {saved}")
        layout.addWidget(box)
        layout.addWidget(label(", ".join(facts), "muted"))
        if pack.about:
            layout.addWidget(label(" ".join(pack.about.split()), "muted"))
        return card

    def _add_missing(self) -> None:
        """Packs that the model was saved with and that are not there."""
        for name, version in self._session.model.about.packs.items():
            if name not in self._session.library.versions:
                words = f"{name} {version}, which this model was saved with, is not here."
                self._body.addWidget(label(words, "error"))

    def _use(self, pack: str, on: bool) -> None:
        words = "Use a rule pack" if on else "Leave out a rule pack"
        self._session.edit(words, lambda model: edits.use_pack(model, pack, on))

    def _show(self, _: Change | None) -> None:
        """Ticks and overrides as the model has them now."""
        session = self._session
        for pack, box in self.boxes.items():
            box.setChecked(pack not in session.model.about.packs_off)
        while (item := self._overrides.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        overrides = session.library.in_force(session.model).overrides.values()
        for number, override in enumerate(overrides):
            if number:
                self._overrides.addWidget(rule())
            self._overrides.addWidget(self._override(override))
        if not overrides:
            self._overrides.addWidget(label(_NONE, "muted"))

    def _override(self, override: Override) -> QWidget:
        title = self._session.library.rules[override.rule].title.replace("{subject}", "…")
        what = "off" if override.off else override.severity
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(f"{override.rule}: {what}", "strong"))
        words.addWidget(label(title))
        source = override.source[:1].upper() + override.source[1:]
        words.addWidget(label(f"{override.reason or 'No reason was given.'} ({source})", "muted"))
        layout.addLayout(words, 1)
        if not override.pack:
            back = link("Take back", "The rule is again as its pack has it")
            back.setAccessibleName(f"Take back the override of {override.rule}")
            back.clicked.connect(lambda: self._take_back(override.rule))
            layout.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _take_back(self, name: str) -> None:
        self.buttons.setFocus()
        ids = own_overrides(self._session.model, name, self._session.library)
        self._session.edit("Take back an override", lambda model: edits.remove(model, ids))
