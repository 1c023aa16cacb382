"""What is said where the register has no line to show: why, and what will be there."""

from __future__ import annotations

from collections.abc import Sequence

from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.register_view import BuiltIn, Query
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Review

_EMPTY = (
    "Threats appear here as soon as something is drawn: each with its severity, what was decided about it "
    "and who sees to it. Go back to the diagram to begin."
)
_FILTERED = "Nothing matches. Clear the filters to see the others."
_NO_REVIEW = "No review was finished yet. What appears after the first one will be listed here."
_NEW = frozenset({"new"})


def nothing_words(lines: Sequence[Line], query: Query, view: BuiltIn | None, model: Model) -> str:
    """Why no line is shown."""
    if not lines:
        return _EMPTY
    if query.facets.get("state") == _NEW and not any(type(record) is Review for record in model.values()):
        return _NO_REVIEW
    return view.nothing if view and view.nothing else _FILTERED
