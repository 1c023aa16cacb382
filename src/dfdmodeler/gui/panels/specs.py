"""What the inspector offers for a selection, as data: sections of fields, each with its reader and writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.ratings import METHODS
from dfdmodeler.analysis.stakes import NOT_ASKED
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.drawing.lines import CROSSINGS
from dfdmodeler.gui.panels.spec import Applies, FieldSpec, Options, Read, SectionSpec, Write
from dfdmodeler.gui.widgets.fields import (
    UNKNOWN_TEXT,
    ChoiceField,
    LongTextField,
    Option,
    TextField,
)
from dfdmodeler.gui.widgets.tags import TagsField, Ticks
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Diagram, Element, Flow, Note, Record, has_field
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value

YES, NO = "yes", "no"
_YES_NO = (Option(YES, "Yes"), Option(NO, "No"))
_NOT_APPLICABLE = Option(NOT_APPLICABLE, "Not applicable")
DESCRIBED = "In a sentence: shown in reports, and where the name alone does not tell."
_SIDES = (
    Option("left", "Left", "At the left of one who walks the line from its first point."),
    Option("right", "Right", "At the right of one who walks the line from its first point."),
)
_HELP = {
    "inside": "Which side of the line is inside: ticks show it, and flows enter or leave there.",
    "name": "Shown on the diagram, in lists and in reports.",
    "type": "Decides which attributes are offered and which threats are looked for.",
    "parent": "The boundary that it lies in: who runs and trusts it together.",
    "description": DESCRIBED,
    "notes": "For yourselves: what was discussed, and what is still to be found out.",
    "source": "Where the data comes from.",
    "target": "Where the data goes.",
    "text": "Free text on the diagram. No threat depends on it.",
}
"""What the fields of records mean; attributes have their help from the catalog."""


def sections(library: Library, records: Sequence[Record]) -> list[SectionSpec]:
    """What can be said about records: of one kind everything, of several kinds what any of them offers."""
    kinds = {type(record) for record in records}
    single = len(records) == 1
    if kinds == {Element}:
        return _element(library, [r for r in records if isinstance(r, Element)])
    if kinds == {Flow}:
        return _flow(library, single)
    if kinds == {Boundary}:
        return _boundary(library.catalog, single, lines=all(r.shape == "line" for r in records))  # type: ignore[attr-defined]
    if kinds == {Note}:
        return [SectionSpec("", (text_field("text", "Text", lines=6),))]
    described = [r for r in records if isinstance(r, Element | Flow)]
    return [
        SectionSpec("", (_inside_field(), text_field("description", "Description", lines=2))),
        *_attribute_sections(library, _offered(library.catalog, described)),
        SectionSpec("Notes", (text_field("notes", "Notes", lines=3),)),
    ]


def about_sections(diagram: str = "") -> list[SectionSpec]:
    """What the document says of itself, and the diagram that is shown."""
    unknowns = FieldSpec(
        "report_unknowns",
        "Report what is unknown",
        lambda: ChoiceField(_YES_NO, unset=None),
        lambda model, _: YES if model.about.report_unknowns else NO,
        lambda model, _, value: edits.set_about(model, report_unknowns=value == YES),
        "Whether important questions without an answer are listed as findings.",
    )
    methods = [Option(method, words) for method, words in METHODS.items()]
    rating = FieldSpec(
        "rating",
        "Threats are rated",
        lambda: ChoiceField(methods, unset=None),
        lambda model, _: model.about.rating,
        lambda model, _, value: edits.set_about(model, rating=value),
        "How threats are rated beside their severity: the details of each then have the fields for it.",
        choices=tuple(methods),
    )
    texts = [_about_field(*row) for row in _ABOUT]
    shown = [SectionSpec("Diagram", _diagram_fields(diagram))] if diagram else []
    return [SectionSpec("", (*texts, rating, unknowns)), *shown]


_ABOUT = (
    ("title", "Title", 1, "The name of the model: on reports, and in the title of the window."),
    ("description", "Description", 4, "What the system is for and where the model ends. Begins the report."),
    ("owner", "Owner", 1, "Who answers for the system."),
    ("contributors", "Contributors", 1, "Who took part in drawing and reviewing."),
    ("reviewer", "Reviewer", 1, "Who signs the review."),
    ("assumptions", "Assumptions", 4, "What the review takes for granted. Stands in the report."),
    ("external_dependencies", "External dependencies", 4, "What the system relies on that is not drawn."),
)


_STYLES = (Option("orthogonal", "Orthogonal"), Option("straight", "Straight"), Option("curved", "Curved"))


def _diagram_fields(diagram: str) -> tuple[FieldSpec, ...]:
    name = FieldSpec(
        "diagram_name",
        "Name",
        TextField,
        lambda model, _: getattr(model.find(Diagram, diagram), "name", ""),
        lambda model, _, value: edits.rename(model, diagram, value),
        "The name of the diagram that is shown, in lists and in the report.",
    )
    usual = _STYLES[0].value
    style = FieldSpec(
        "diagram_style",
        "Flows are drawn",
        lambda: ChoiceField(_STYLES, unset=None),
        lambda model, _: getattr(model.find(Diagram, diagram), "style", "") or usual,
        lambda model, _, value: edits.update(model, [diagram], style="" if value == usual else value),
        "How the flows of the diagram run, but for those that were given a course of their own.",
        choices=_STYLES,
    )
    return name, style


def _about_field(name: str, text: str, lines: int, help: str) -> FieldSpec:
    return FieldSpec(
        name,
        text,
        _text_maker(lines),
        lambda model, _: str(getattr(model.about, name)),
        lambda model, _, value: edits.set_about(model, **{name: value}),
        help,
        wide=lines > 1,
    )


def _element(library: Library, elements: Sequence[Element]) -> list[SectionSpec]:
    catalog = library.catalog
    name = (text_field("name", "Name"),) if len(elements) == 1 else ()
    types = [Option(s.type, s.label, s.help) for _, group in catalog.palettes() for s in group]
    type_ = choice_field("type", "Type", types, write=edits.set_type)
    offered = _offered(catalog, elements)
    keys = _keys(catalog, elements)
    first = [attribute for attribute in offered if attribute.name in keys]
    rest = [attribute for attribute in offered if attribute.name not in keys]
    key_section = [SectionSpec("Answer first", _attribute_fields(library, first, elements))] if first else []
    return [
        SectionSpec("", (*name, type_, _inside_field(), text_field("description", "Description", lines=2))),
        *key_section,
        *_attribute_sections(library, rest, elements),
        SectionSpec("Notes", (text_field("notes", "Notes", lines=3),)),
    ]


def _flow(library: Library, single: bool) -> list[SectionSpec]:
    name = (text_field("name", "Name"),) if single else ()
    directed = FieldSpec(
        "directed",
        "Has a direction",
        lambda: ChoiceField(_YES_NO, unset=None),
        lambda model, i: YES if getattr(model[i], "directed", True) else NO,
        lambda model, ids, value: edits.update(model, ids, directed=value == YES),
        "A flow without a direction is left out of the analysis.",
        choices=_YES_NO,
    )
    head = (
        *name,
        choice_field("source", "From", unset="Not connected", options=_elements),
        choice_field("target", "To", unset="Not connected", options=_elements),
        directed,
        text_field("description", "Description", lines=2),
    )
    return [
        SectionSpec("", head),
        *_attribute_sections(library, list(library.catalog.flow_attributes)),
        SectionSpec("Notes", (text_field("notes", "Notes", lines=3),)),
    ]


def _boundary(catalog: Catalog, single: bool, lines: bool) -> list[SectionSpec]:
    name = (text_field("name", "Name"),) if single else ()
    kinds = [Option(kind.id, kind.label, kind.help) for kind in catalog.boundary_kinds.values()]
    side = choice_field("inside", "Inner side", _SIDES, unset="Not said", write=_set_side)
    return [
        SectionSpec(
            "",
            (
                *name,
                choice_field("type", "Kind", kinds, unset="No kind", write=_set_boundary_kind),
                *((side,) if lines else ()),
                _inside_field(),
                text_field("description", "Description", lines=2),
            ),
        ),
        SectionSpec("Notes", (text_field("notes", "Notes", lines=3),)),
    ]


def _inside_field() -> FieldSpec:
    return choice_field("parent", "Inside", unset="No boundary", options=_boundaries, write=edits.reparent)


def text_field(name: str, text: str, lines: int = 1) -> FieldSpec:
    """A text that is a field of its record."""
    return FieldSpec(
        name,
        text,
        _text_maker(lines),
        _field_reader(name),
        _field_writer(name),
        _HELP.get(name, ""),
        wide=lines > 1,
        applies=_having(name),
    )


def choice_field(
    name: str,
    text: str,
    choices: Iterable[Option] = (),
    *,
    unset: str | None = None,
    options: Options | None = None,
    write: Write | None = None,
) -> FieldSpec:
    """A choice that is a field of its record."""
    offered = tuple(choices)
    return FieldSpec(
        name,
        text,
        lambda: ChoiceField(offered, unset),
        _field_reader(name),
        write or _field_writer(name),
        _HELP.get(name, ""),
        options=options,
        choices=(*((Option(UNKNOWN, unset),) if unset else ()), *offered),
        applies=_having(name),
    )


def attribute_fields(library: Library, record: Element | Flow, names: Iterable[str]) -> tuple[FieldSpec, ...]:
    """Fields for some of the attributes that a record offers, in the order of the names."""
    offered = {attribute.name: attribute for attribute in _offered(library.catalog, [record])}
    wanted = [offered[name] for name in names if name in offered]
    return _attribute_fields(library, wanted, [record] if isinstance(record, Element) else [])


def _attribute_sections(
    library: Library, attributes: Sequence[Attribute], elements: Sequence[Element] = ()
) -> list[SectionSpec]:
    groups = dict.fromkeys(attribute.group for attribute in attributes)
    return [
        SectionSpec(g, _attribute_fields(library, [a for a in attributes if a.group == g], elements))
        for g in groups
    ]


def _attribute_fields(
    library: Library, attributes: Iterable[Attribute], elements: Sequence[Element]
) -> tuple[FieldSpec, ...]:
    return tuple(_attribute_field(library, attribute, elements) for attribute in attributes)


def _attribute_field(library: Library, attribute: Attribute, elements: Sequence[Element]) -> FieldSpec:
    name = attribute.name
    unset = _unset_text(library.catalog, attribute, elements)
    choices = _attribute_options(library, attribute)
    makers: dict[str, Callable[[], QWidget]] = {
        "text": TextField,
        "tags": lambda: TagsField(choices, unset),
        "mitigations": lambda: TagsField(choices, unset),
    }
    catalog = library.catalog
    return FieldSpec(
        name,
        attribute.label,
        makers.get(attribute.kind, lambda: ChoiceField(choices, unset)),
        lambda model, i: _properties(model[i]).get(name),
        lambda model, ids, value: _set_attribute(model, ids, name, value),
        attribute.help,
        wide=attribute.multiple,
        options=_lines if name == CROSSINGS else None,
        asked=name not in NOT_ASKED or name == "carries",
        choices=(Option(UNKNOWN, unset), *choices),
        applies=lambda model, i: any(row is attribute for row in _offer(catalog, model[i])),
    )


def _attribute_options(library: Library, attribute: Attribute) -> list[Option]:
    if attribute.kind == "mitigations":
        rows = sorted(library.mitigations.values(), key=lambda row: (row.title, row.id))
        return [*(Option(row.id, row.title, row.text) for row in rows), _NOT_APPLICABLE]
    return [*(Option(value, attribute.label_of(value)) for value in attribute.values), _NOT_APPLICABLE]


def _unset_text(catalog: Catalog, attribute: Attribute, elements: Sequence[Element]) -> str:
    """What an open value is called; where a default holds instead, which."""
    if attribute.name == "trust" and elements:
        defaults = {catalog.trust(element.type, element.properties) for element in elements}
        return (
            f"{attribute.label_of(defaults.pop())} by default"
            if len(defaults) == 1
            else "Default of its type"
        )
    return "None" if attribute.kind == "mitigations" else UNKNOWN_TEXT


def _offer(catalog: Catalog, record: Record) -> Sequence[Attribute]:
    if isinstance(record, Flow):
        return catalog.flow_attributes
    return catalog.attributes(record.type) if isinstance(record, Element) else ()


def _offered(catalog: Catalog, records: Sequence[Record]) -> list[Attribute]:
    """The attributes that any of some records offers, in the catalog's order."""
    names = {attribute.name for record in records for attribute in _offer(catalog, record)}
    return [attribute for attribute in catalog.all_attributes if attribute.name in names]


def _keys(catalog: Catalog, elements: Sequence[Element]) -> frozenset[str]:
    return frozenset(name for element in elements for name in catalog.key_attributes(element.type))


def _properties(record: Record) -> Any:
    return getattr(record, "properties", {})


def _text_maker(lines: int) -> Callable[[], QWidget]:
    return TextField if lines == 1 else lambda: LongTextField(lines)


def _set_attribute(model: Model, ids: Sequence[str], name: str, value: Value | Ticks | None) -> Model:
    """Sets an attribute alike of all, or ticks and clears some of its values and leaves the others."""
    if not isinstance(value, Ticks):
        return edits.set_property(model, ids, name, value)
    for record_id in ids:
        own = value.applied_to(_properties(model[record_id]).get(name))
        model = edits.set_property(model, [record_id], name, own)
    return model


def _having(name: str) -> Applies:
    return lambda model, i: has_field(model[i], name)


def _field_reader(name: str) -> Read:
    return lambda model, i: getattr(model[i], name, None)


def _field_writer(name: str) -> Write:
    return lambda model, ids, value: edits.update(model, ids, **{name: value})


def _set_side(model: Model, ids: Sequence[str], value: str | None) -> Model:
    return edits.update(model, ids, inside=value or "")


def _set_boundary_kind(model: Model, ids: Sequence[str], value: str | None) -> Model:
    return edits.set_type(model, ids, value or "")


def _boundaries(model: Model) -> list[Option]:
    boxes = [b for b in model.of(Boundary) if b.shape == "box"]
    return sorted(
        (Option(b.id, model.name_of(b.id)) for b in boxes), key=lambda o: (o.text.casefold(), o.value)
    )


def _lines(model: Model) -> list[Option]:
    named = [Option(b.id, model.name_of(b.id)) for b in model.of(Boundary) if b.shape == "line"]
    return [*sorted(named, key=lambda o: (o.text.casefold(), o.value)), _NOT_APPLICABLE]


def _elements(model: Model) -> list[Option]:
    named = (Option(e.id, model.name_of(e.id)) for e in model.of(Element))
    return sorted(named, key=lambda o: (o.text.casefold(), o.value))
