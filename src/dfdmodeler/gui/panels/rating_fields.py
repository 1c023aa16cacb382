"""How a threat is rated, one field for each method: what is said, what it comes to, what that suggests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dfdmodeler.analysis import likelihood, owasp, ratings
from dfdmodeler.analysis.ratings import METHODS, Rating
from dfdmodeler.gui.theme import Theme
from dfdmodeler.gui.widgets.fields import SEVERAL, ChoiceField, Option, TextField
from dfdmodeler.gui.widgets.labels import label, link
from dfdmodeler.gui.widgets.matrix import Matrix
from dfdmodeler.gui.widgets.section import FoldSection
from dfdmodeler.model.records import RatingMethod

LABEL_WIDTH = 124


class RatingField(QWidget):
    """What all methods share: the result in words, and a link that takes it over as severity."""

    edited = Signal(object)
    left = Signal()
    proposed = Signal(str, str)
    """A severity, and the rating as the reason for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rating: Rating | None = None
        self.result = label("", "strong")
        self.use = link("")
        self.use.clicked.connect(self._propose)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.result, 1)
        below.addWidget(self.use)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(below)

    def tell(self, rating: Rating | None, otherwise: str) -> None:
        """Shows a result, or what there is to say as long as there is none."""
        self.rating = rating
        self.result.setText(rating.words if rating else otherwise)
        severity = rating.severity if rating else ""
        self.use.setVisible(bool(severity))
        self.use.setText(f"Use {severity} as severity")
        self.use.setToolTip("Sets the severity of this threat; the rating is its reason")

    def _propose(self) -> None:
        if self.rating and self.rating.severity:
            words = f"{METHODS[self.rating.method]}: {self.rating.words}"
            self.proposed.emit(self.rating.severity, words)


class LevelsField(RatingField):
    """Likelihood and impact in words, with the matrix of both. Its value is the pair."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._value = ("", "")
        offered = [Option(level, words) for level, words in likelihood.LEVELS.items()]
        self.fields = [ChoiceField(offered, unset="Not said") for _ in range(2)]
        grid = _grid()
        for place, (field, name) in enumerate(zip(self.fields, ("Likelihood", "Impact"), strict=True)):
            field.setAccessibleName(name)
            field.edited.connect(self._choose)
            grid.addWidget(label(name), place, 0)
            grid.addWidget(field, place, 1)
        self.matrix = Matrix(theme)
        self.matrix.chosen.connect(self._take)
        self._layout.insertLayout(0, grid)
        self._layout.insertWidget(1, self.matrix)
        self._layout.insertWidget(2, label("Likelihood to the right, impact upwards", "muted"))
        self.setFocusProxy(self.fields[0])

    def show_value(self, value: tuple[str, str] | None, mixed: bool = False) -> None:
        """Shows two levels without telling anybody."""
        self._value = ("", "") if mixed or value is None else value
        for field, level in zip(self.fields, self._value, strict=True):
            field.show_value(level, mixed)
        self.matrix.show_levels(*self._value)
        found = likelihood.result(*self._value)
        rating = Rating("likelihood_impact", found.words, found.severity) if found else None
        self.tell(rating, SEVERAL if mixed else "Choose both, or a place in the matrix.")

    def _choose(self, _: object) -> None:
        self._take(*(str(field.currentData() or "") for field in self.fields))

    def _take(self, likely: str, impact: str) -> None:
        self.show_value((likely, impact))
        self.edited.emit((likely, impact))
        self.left.emit()


class CvssField(RatingField):
    """A CVSS 4.0 vector: pasted, or chosen metric by metric; score and severity follow at once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._value = ""
        self.vector = TextField()
        self.vector.setAccessibleName("CVSS 4.0 vector")
        self.vector.edited.connect(self._write)
        self.vector.left.connect(self.left)
        self.fields: dict[str, ChoiceField] = {}
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        metrics = ratings.cvss_metrics()
        for title, ids in ratings.GROUPS:
            rows.addWidget(label(title, "section"))
            grid = _grid()
            for place, id_ in enumerate(ids):
                self._add(grid, place, metrics[id_])
            rows.addLayout(grid)
        self.fold = _folded("Choose metrics", body)
        self._layout.insertWidget(0, self.vector)
        self._layout.addWidget(self.fold)
        self.setFocusProxy(self.vector)

    def _add(self, grid: QGridLayout, place: int, metric: ratings.Metric) -> None:
        offered = [Option(value, f"{words} ({value})") for value, words in metric.values if value != "X"]
        optional = any(value == "X" for value, _ in metric.values)
        field = ChoiceField(offered, unset="Not said" if optional else "–")
        field.edited.connect(lambda value, metric=metric.id: self._set(metric, value))
        self.fields[metric.id] = field
        _add_row(grid, place, metric.label, field)

    def show_value(self, value: str | None, mixed: bool = False) -> None:
        """Shows a vector without telling anybody."""
        self._value = "" if mixed else value or ""
        self.vector.show_value(self._value, mixed)
        if not mixed and not self._value:
            self.vector.setPlaceholderText("Paste a vector: CVSS:4.0/AV:N/…")
        self._show_metrics()

    def _show_metrics(self) -> None:
        rating = ratings.cvss4(self._value)
        values = ratings.cvss_values(self._value) if rating else {}
        for id_, field in self.fields.items():
            field.show_value(values.get(id_))
        self.tell(rating, "This is no CVSS 4.0 vector." if self._value.strip() else "Not rated yet.")

    def _set(self, metric: str, value: str | None) -> None:
        if value is None and metric in ratings.cvss_values(ratings.BEGINNING):
            self._show_metrics()  # what every vector has cannot be taken out of one
            return
        start = self._value if ratings.cvss4(self._value) else ""
        self._write(ratings.with_metric(start, metric, value or "X"))
        self.left.emit()

    def _write(self, vector: object) -> None:
        rating = ratings.cvss4(str(vector))
        self._value = rating.vector if rating else str(vector).strip()
        if not self.vector.hasFocus():
            self.vector.show_value(self._value)
        self._show_metrics()
        self.edited.emit(self._value)


class OwaspField(RatingField):
    """The sixteen factors of the OWASP risk rating. Its value is their vector."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._value = ""
        self.fields: dict[str, ChoiceField] = {}
        self.folds: list[FoldSection] = []
        for place, group in enumerate(owasp.GROUPS):
            body = QWidget()
            grid = _grid(body)
            for row, factor in enumerate(group.factors):
                self._add(grid, row, factor)
            fold = _folded(group.title, body, is_open=place == 0)
            self.folds.append(fold)
            self._layout.insertWidget(place, fold)
        self.setFocusProxy(self.folds[0].header)

    def _add(self, grid: QGridLayout, row: int, factor: owasp.Factor) -> None:
        named = dict(factor.values)
        offered = [
            Option(str(value), f"{value}  {named[value]}" if value in named else str(value))
            for value in range(owasp.MOST + 1)
        ]
        field = ChoiceField(offered, unset="Not said")
        field.edited.connect(lambda value, name=factor.id: self._set(name, value))
        self.fields[factor.id] = field
        _add_row(grid, row, factor.label, field)

    def show_value(self, value: str | None, mixed: bool = False) -> None:
        """Shows the factors without telling anybody."""
        self._value = "" if mixed else value or ""
        given = owasp.values(self._value)
        for name, field in self.fields.items():
            field.show_value(str(given[name]) if name in given else None, mixed)
        for fold, group in zip(self.folds, owasp.GROUPS, strict=True):
            stated = sum(factor.id in given for factor in group.factors)
            fold.header.show_count(f"{stated} of {len(group.factors)}" if stated else "")
        found = owasp.result(self._value)
        rating = Rating("owasp", found.words, found.severity, self._value) if found else None
        self.tell(rating, SEVERAL if mixed else _still(given))

    def _set(self, name: str, value: str | None) -> None:
        given = owasp.values(self._value)
        given.pop(name, None)
        if value is not None:
            given[name] = int(value)
        self.show_value(owasp.vector_of(given))
        self.edited.emit(self._value)
        self.left.emit()


def _still(given: dict[str, int]) -> str:
    """What is to be said before there is a result."""
    if not given:
        return "Not rated yet."
    return "The likelihood needs all eight factors above, the impact all four of one kind."


def _grid(parent: QWidget | None = None) -> QGridLayout:
    grid = QGridLayout(parent) if parent else QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    return grid


def _folded(title: str, body: QWidget, *, is_open: bool = False) -> FoldSection:
    fold = FoldSection(title, body)
    fold.header.folded.connect(lambda folded: fold.show_open(not folded))
    fold.show_open(is_open)
    return fold


FIELDS: dict[RatingMethod, Callable[[Theme], RatingField]] = {
    "likelihood_impact": LevelsField,
    "cvss4": CvssField,
    "owasp": OwaspField,
}
"""The field of each method; its value is what the decision has in `WRITTEN`."""
WRITTEN: dict[RatingMethod, Sequence[str]] = {
    "likelihood_impact": ("likelihood", "impact"),
    "cvss4": ("cvss",),
    "owasp": ("owasp",),
}


def written(method: RatingMethod, value: Any) -> dict[str, str]:
    """The fields of a decision that a value of a method's field stands for."""
    names = WRITTEN[method]
    values = value if isinstance(value, tuple) else (value,)
    return dict(zip(names, values, strict=True))


def _add_row(grid: QGridLayout, row: int, text: str, field: ChoiceField) -> None:
    """A choice behind its label, which names it for screen readers too."""
    field.setAccessibleName(text)
    grid.addWidget(label(text), row, 0)
    grid.addWidget(field, row, 1)
