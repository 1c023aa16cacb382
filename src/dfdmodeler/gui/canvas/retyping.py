"""Giving what is selected another type; what does not fit it stays in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dfdmodeler.catalog.fitting import is_named_by_type, left_over
from dfdmodeler.catalog.offers import BOUNDARY, Offer, boundary_kind, is_boundary, offers
from dfdmodeler.catalog.search import find_offers
from dfdmodeler.drawing.geometry import around
from dfdmodeler.drawing.primitives import Box
from dfdmodeler.gui.canvas import stencils
from dfdmodeler.gui.canvas.commands import selected
from dfdmodeler.gui.canvas.offering import Question
from dfdmodeler.gui.widgets.rows import Row
from dfdmodeler.gui.widgets.stencil_rows import grouped_rows, stencil_row
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.tools.tool import Edit
    from dfdmodeler.gui.canvas.view import Canvas


def retyped(canvas: Canvas) -> list[Element] | list[Boundary]:
    """What another type is chosen for: the selected elements, or where there are none, the boundaries."""
    records = [canvas.session.model[i] for i in selected(canvas)]
    elements = [record for record in records if isinstance(record, Element)]
    return elements or [record for record in records if isinstance(record, Boundary)]


def ask_type(canvas: Canvas) -> None:
    """Offers types for what is selected, kin of the present one first, and shows each before it counts."""
    subjects = retyped(canvas)
    if not subjects:
        return
    listed = _offers(canvas, subjects)
    name = canvas.session.model.name_of(subjects[0].id) if len(subjects) == 1 else f"{len(subjects)} things"

    def rows(query: str) -> list[Row]:
        found = find_offers(listed, query)
        return [stencil_row(o, o.group) for o in found] if query.strip() else grouped_rows(found)

    items = [item for subject in subjects if (item := canvas.content.item(subject.id))]
    near = around(item.shape or item.bounds for item in items)
    near = near if items else Box(*canvas.visible_box().center, 0, 0)
    if items:
        canvas.show_box(near)
    question = Question(
        f"Change type of {name} to",
        rows,
        lambda key: canvas.preview(_edit(canvas, subjects, key)),
        lambda key: _retype(canvas, subjects, key),
    )
    canvas.offering.ask(question, near)


def _retype(canvas: Canvas, subjects: Sequence[Element | Boundary], key: str) -> None:
    catalog = canvas.session.library.catalog
    label = stencils.label_of(key, catalog)
    kept = sum(len(left_over(catalog, s, key)) for s in subjects if isinstance(s, Element))
    canvas.commit("Change type", _edit(canvas, subjects, key))
    canvas.say(f"Now {label}.{_about_kept(kept)}")


def _about_kept(count: int) -> str:
    if not count:
        return ""
    answers, stay = ("1 answer", "it stays") if count == 1 else (f"{count} answers", "they stay")
    return f" {answers} about the former type no longer count{'s' if count == 1 else ''}; {stay} in the file."


def _edit(canvas: Canvas, subjects: Sequence[Element | Boundary], key: str) -> Edit:
    """Sets the type; what was only called by its type is called by the new one."""
    catalog = canvas.session.library.catalog
    type_ = boundary_kind(key) if is_boundary(key) else key

    def edit(model: Model) -> Model:
        model = edits.set_type(model, [subject.id for subject in subjects], type_)
        for subject in subjects:
            if is_named_by_type(subject.name, stencils.label_of(_key(subject), catalog)):
                model = edits.rename(model, subject.id, "")
                name = stencils.free_name(model, stencils.label_of(key, catalog))
                model = edits.rename(model, subject.id, name)
        return model

    return edit


def _key(subject: Element | Boundary) -> str:
    return subject.type if isinstance(subject, Element) else f"{BOUNDARY}:{subject.type}"


def _offers(canvas: Canvas, subjects: Sequence[Element | Boundary]) -> list[Offer]:
    """What the subjects may become: the same kind of thing, the nearest kin first."""
    catalog = canvas.session.library.catalog
    present = {subject.type for subject in subjects}
    first = subjects[0]
    every = offers(catalog)
    if isinstance(first, Boundary):
        return [o for o in every if is_boundary(o.key) and {boundary_kind(o.key)} != present]
    palette = next((o.group for o in every if o.key == first.type), "")
    shape = catalog.shape(first.type)
    elements = [o for o in every if o.key in catalog.stencils and {o.key} != present]
    return sorted(elements, key=lambda o: (o.group != palette, catalog.shape(o.key) != shape))
