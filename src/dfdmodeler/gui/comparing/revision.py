"""Choosing a revision: one of the last that changed the file, or any other by its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from dfdmodeler.formats.history import Revision
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import TextField
from dfdmodeler.gui.widgets.labels import label
from dfdmodeler.gui.widgets.rows import Row, RowList

SIZE = (520, 420)
_NONE = "Git keeps no revision of this file; name one in which it was called the same."


class RevisionDialog(QDialog):
    """`chosen` is the revision, once it is accepted."""

    def __init__(self, theme: Theme, found: Sequence[Revision], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare with git revision")
        self.list = RowList(theme)
        self.list.setAccessibleName("Revisions")
        self.list.set_rows([Row(one.subject, one.id, f"{one.id}, {one.author}, {one.date}") for one in found])
        self.list.setVisible(bool(found))
        self.field = TextField()
        self.field.setAccessibleName("Revision")
        self.field.setPlaceholderText("A branch, a tag or the id of a commit")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.compare = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.compare.setText("Compare")
        self.compare.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.list.chosen.connect(self.field.setText)
        self.list.opened.connect(lambda _: self.accept())
        self.field.textChanged.connect(lambda text: self.compare.setEnabled(bool(text.strip())))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(label("Which version of the file?" if found else _NONE, "muted"))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.field)
        layout.addWidget(buttons)
        self.resize(*SIZE) if found else self.adjustSize()
        (self.list if found else self.field).setFocus()

    @property
    def chosen(self) -> str:
        """The revision that is named."""
        return self.field.text().strip()
