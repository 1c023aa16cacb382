"""What the inspector offers for a selection, as data: sections of fields, each with its reader and writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.gui.widgets.fields import (
    UNKNOWN_TEXT,
    ChoiceField,
    LongTextField,
    Option,
    TagsField,
    TextField,
)
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Note, Record
from dfdmodeler.model.values import NOT_APPLICABLE, Value

YES, NO = "yes", "no"
_YES_NO = (Option(YES, "Yes"), Option(NO, "No"))
_NOT_APPLICABLE = Option(NOT_APPLICABLE, "Not applicable")

Read = Callable[[Model, str], Value | None]
Write = Callable[[Model, Sequence[str], Any], Model]
Options = Callable[[Model], list[Option]]


@dataclass(frozen=True)
class FieldSpec:
    """One field. `read` gives a record's value, `write` sets it for several records at once."""

    name: str
    label: str
    make: Callable[[], QWidget]
    read: Read
    write: Write
    help: str = ""
    wide: bool = False
    """Whether the field stands below its label instead of beside it."""
    options: Options | None = None
    """Choices that depend on the model."""


@dataclass(frozen=True)
class SectionSpec:
    """Fields under one title."""

    title: str
    fields: tuple[FieldSpec, ...]


def sections(library: Library, records: Sequence[Record]) -> list[SectionSpec]:
    """What can be said about some records: of one kind everything, of several kinds what they share."""
    kinds = {type(record) for record in records}
    single = len(records) == 1
    if kinds == {Element}:
        return _element(library, [r for r in records if isinstance(r, Element)])
    if kinds == {Flow}:
        return _flow(library, single)
    if kinds == {Boundary}:
        return _boundary(library.catalog, single)
    if kinds == {Note}:
        return [SectionSpec("", (text_field("text", "Text", lines=6),))]
    described = [r for r in records if isinstance(r, Element | Flow)]
    return _attribute_sections(library, _shared(library.catalog, described)) if described else []


def about_sections() -> list[SectionSpec]:
    """What the document says of itself."""
    unknowns = FieldSpec(
        "report_unknowns",
        "Report what is unknown",
        lambda: ChoiceField(_YES_NO, unset=None),
        lambda model, _: YES if model.about.report_unknowns else NO,
        lambda model, _, value: edits.set_about(model, report_unknowns=value == YES),
        "Whether important questions without an answer are listed as findings.",
    )
    texts = [_about_field(name, text, lines) for name, text, lines in _ABOUT]
    return [SectionSpec("", (*texts, unknowns))]


_ABOUT = (
    ("title", "Title", 1),
    ("description", "Description", 4),
    ("owner", "Owner", 1),
    ("contributors", "Contributors", 1),
    ("reviewer", "Reviewer", 1),
    ("assumptions", "Assumptions", 4),
    ("external_dependencies", "External dependencies", 4),
)


def _about_field(name: str, text: str, lines: int) -> FieldSpec:
    return FieldSpec(
        name,
        text,
        _text_maker(lines),
        lambda model, _: str(getattr(model.about, name)),
        lambda model, _, value: edits.set_about(model, **{name: value}),
        wide=lines > 1,
    )


def _element(library: Library, elements: Sequence[Element]) -> list[SectionSpec]:
    catalog = library.catalog
    name = (text_field("name", "Name"),) if len(elements) == 1 else ()
    types = [Option(s.type, s.label, s.help) for _, group in catalog.palettes() for s in group]
    type_ = choice_field("type", "Type", types, write=edits.set_type)
    inside = choice_field("parent", "Inside", unset="No boundary", options=_boundaries, write=edits.reparent)
    offered = _shared(catalog, elements)
    keys = _keys(catalog, elements)
    first = [attribute for attribute in offered if attribute.name in keys]
    rest = [attribute for attribute in offered if attribute.name not in keys]
    key_section = [SectionSpec("Answer first", _attribute_fields(library, first, elements))] if first else []
    return [
        SectionSpec("", (*name, type_, inside, text_field("description", "Description", lines=2))),
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


def _boundary(catalog: Catalog, single: bool) -> list[SectionSpec]:
    name = (text_field("name", "Name"),) if single else ()
    kinds = [Option(kind.id, kind.label, kind.help) for kind in catalog.boundary_kinds.values()]
    return [
        SectionSpec(
            "",
            (
                *name,
                choice_field("type", "Kind", kinds, unset="No kind", write=_set_boundary_kind),
                choice_field(
                    "parent", "Inside", unset="No boundary", options=_boundaries, write=edits.reparent
                ),
                text_field("description", "Description", lines=2),
            ),
        ),
        SectionSpec("Notes", (text_field("notes", "Notes", lines=3),)),
    ]


def text_field(name: str, text: str, lines: int = 1) -> FieldSpec:
    """A text that is a field of its record."""
    return FieldSpec(name, text, _text_maker(lines), _field_reader(name), _field_writer(name), wide=lines > 1)


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
        options=options,
    )


def attribute_fields(library: Library, record: Element | Flow, names: Iterable[str]) -> tuple[FieldSpec, ...]:
    """Fields for some of the attributes that a record offers, in the order of the names."""
    offered = {attribute.name: attribute for attribute in _shared(library.catalog, [record])}
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
    return FieldSpec(
        name,
        attribute.label,
        makers.get(attribute.kind, lambda: ChoiceField(choices, unset)),
        lambda model, i: _properties(model[i]).get(name),
        lambda model, ids, value: edits.set_property(model, ids, name, value),
        attribute.help,
        wide=attribute.multiple,
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


def _shared(catalog: Catalog, records: Sequence[Element | Flow]) -> list[Attribute]:
    """The attributes that all of some records offer, in the catalog's order."""
    offers = [
        catalog.flow_attributes if isinstance(record, Flow) else catalog.attributes(record.type)
        for record in records
    ]
    names = set.intersection(*({attribute.name for attribute in offer} for offer in offers))
    return [attribute for attribute in offers[0] if attribute.name in names]


def _keys(catalog: Catalog, elements: Sequence[Element]) -> frozenset[str]:
    return frozenset(name for element in elements for name in catalog.key_attributes(element.type))


def _properties(record: Record) -> Any:
    return getattr(record, "properties", {})


def _text_maker(lines: int) -> Callable[[], QWidget]:
    return TextField if lines == 1 else lambda: LongTextField(lines)


def _field_reader(name: str) -> Read:
    return lambda model, i: getattr(model[i], name, None)


def _field_writer(name: str) -> Write:
    return lambda model, ids, value: edits.update(model, ids, **{name: value})


def _set_boundary_kind(model: Model, ids: Sequence[str], value: str | None) -> Model:
    return edits.set_type(model, ids, value or "")


def _boundaries(model: Model) -> list[Option]:
    boxes = [b for b in model.of(Boundary) if b.shape == "box"]
    return sorted(
        (Option(b.id, model.name_of(b.id)) for b in boxes), key=lambda o: (o.text.casefold(), o.value)
    )


def _elements(model: Model) -> list[Option]:
    named = (Option(e.id, model.name_of(e.id)) for e in model.of(Element))
    return sorted(named, key=lambda o: (o.text.casefold(), o.value))
