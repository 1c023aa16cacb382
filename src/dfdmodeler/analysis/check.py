"""What is wrong with a model in the eyes of a catalog, besides what `model.check` finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.overrides import check_rules
from dfdmodeler.analysis.register import Register
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.model.check import check, place
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Gravity, Problem
from dfdmodeler.model.records import About, Boundary, Element, Flow, Opaque, Record
from dfdmodeler.model.values import NOT_APPLICABLE

Told = tuple[str, str, Gravity]
"""What is wrong, a hint, and how grave it is."""
_KNOWN_EXTRAS: Mapping[type[Record], frozenset[str]] = {About: frozenset({"text_id"})}
"""Fields beyond those of the records that this version writes itself."""
_SHOWN = 60
GRAVITIES: Mapping[str, Gravity] = {"Error": "error", "Warning": "warning", "Info": "info"}
"""What the levels of findings about the drawing are as problems, gravest first."""


def check_model(
    model: Model, catalog: Catalog, mitigations: Collection[str] | None = None
) -> tuple[Problem, ...]:
    """Everything that is wrong with a model, by record.

    Errors are broken references and what the catalog does not know; warnings are what has no effect; infos
    are parts of newer versions, which are kept. Ids of mitigations are checked if the known ones are given.
    """
    known = _Known(catalog, mitigations)
    found = list(check(model))
    for record in sorted(model.values(), key=lambda record: record.id):
        for what, hint, gravity in (*known.of(record), *_newer(record)):
            found.append(Problem(place(model, record.id), what, hint, gravity, record.id))
    return tuple(found)


def check_all(
    model: Model, library: Library, register: Register, of_file: Iterable[Problem] = ()
) -> tuple[Problem, ...]:
    """Everything that is wrong with a model, its rules and its drawing, gravest first.

    `of_file` is what was wrong with the file that it was read from.
    """
    found = [*of_file, *check_model(model, library.catalog, library.mitigations)]
    found += check_rules(model, library)
    broken = {problem.subject for problem in found if problem.gravity == "error"}
    ends = {rule.id for rule in library.rules.values() if rule.scope == "badflow"}
    found += [
        Problem(
            place(model, t.subject), f"{t.title}.", t.why, GRAVITIES.get(t.severity, "warning"), t.subject
        )
        for t in register.threats
        # A flow whose end leads nowhere has been told already, and by its end.
        if t.track == "validity" and not (t.subject in broken and t.rule in ends)
    ]
    order = list(GRAVITIES.values())
    return tuple(sorted(found, key=lambda p: (order.index(p.gravity), p.where, p.what)))


class _Known:
    """What a catalog says of records."""

    def __init__(self, catalog: Catalog, mitigations: Collection[str] | None) -> None:
        self._catalog, self._mitigations = catalog, mitigations

    def of(self, record: Record) -> Iterator[Told]:
        if isinstance(record, Boundary):
            kinds = self._catalog.boundary_kinds
            if record.type and record.type not in kinds:
                what = f"The kind of boundary '{record.type[:_SHOWN]}' is not known."
                yield what, _hint(record.type, kinds), "error"
        elif isinstance(record, Element):
            known = self._catalog.stencil(record.type) is not None
            if not known:
                what = f"The type '{record.type[:_SHOWN]}' is not known."
                yield what, _hint(record.type, self._catalog.stencils), "error"
            offered = self._catalog.attributes(record.type) if known else self._catalog.all_attributes
            yield from self._properties(record, offered, f"The type '{record.type}'")
        elif isinstance(record, Flow):
            yield from self._properties(record, self._catalog.flow_attributes, "A flow")

    def _properties(self, record: Element | Flow, offered: Iterable[Attribute], owner: str) -> Iterator[Told]:
        own = {attribute.name: attribute for attribute in offered}
        for name, value in record.properties.items():
            attribute = own.get(name) or self._catalog.attribute(name)
            if attribute is None:
                yield f"The attribute '{name[:_SHOWN]}' is not known.", _hint(name, own), "error"
                continue
            if name not in own:
                yield f"{owner} does not offer '{name}'.", "It is kept, and rules still read it.", "warning"
            if not isinstance(value, str) and not attribute.multiple:
                yield f"'{attribute.label}' has several values.", "It takes one.", "error"
            yield from self._values(attribute, (value,) if isinstance(value, str) else value)

    def _values(self, attribute: Attribute, values: Iterable[str]) -> Iterator[Told]:
        allowed = attribute.values
        if attribute.kind == "mitigations" and self._mitigations is not None:
            allowed = tuple(self._mitigations)
        for value in values if allowed else ():
            if value not in allowed and value != NOT_APPLICABLE:
                yield (
                    f"'{value[:_SHOWN]}' is no value of '{attribute.label}'.",
                    _hint(value, allowed),
                    "error",
                )


def _hint(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or all of them if they are few."""
    names = list(known)
    return suggestion(name, names) or (f"Known are {', '.join(names)}." if 0 < len(names) <= 12 else "")


def _newer(record: Record) -> Iterator[Told]:
    """Kinds and fields that this version does not know. They may also be typing errors."""
    if isinstance(record, Opaque):
        # Whole parts of a file that are not known are kept as records of this kind.
        part = record.kind == "/"
        what = (
            f"The part '{record.id[1:]}' of the file"
            if part
            else f"The kind of record '{record.kind[:_SHOWN]}'"
        )
        yield f"{what} is not known.", "It is kept as it is.", "info"
        return
    known = type(record).model_fields
    for name in sorted(set(record.model_extra or ()) - _KNOWN_EXTRAS.get(type(record), frozenset())):
        hint = f"{suggestion(name, known)} It is kept as it is.".strip()
        yield f"The field '{name[:_SHOWN]}' is not known.", hint, "info"
