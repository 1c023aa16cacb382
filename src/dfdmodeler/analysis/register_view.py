"""What is seen of the register: narrowed down, sorted, in groups; and such views as people keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dfdmodeler.analysis.columns import COLUMN, USUAL, Column
from dfdmodeler.analysis.facets import FACET, ME, Asker
from dfdmodeler.analysis.lines import Line
from dfdmodeler.analysis.sheet import guarded
from dfdmodeler.model.records import View
from dfdmodeler.model.values import FrozenMap

DOWN = "-"
"""Before a column by which it is sorted the other way round."""
_TEXT = "text"


@dataclass(frozen=True)
class Query:
    """What is asked of the register. Values of one facet are alternatives; facets are all to hold."""

    text: str = ""
    """Words that are all to be found."""
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Wanted values by facet; a facet without any lets everything through."""
    sort: tuple[str, ...] = ()
    """Columns, the most important first, `DOWN` before those turned round; empty: the order of threats."""
    group: str = ""
    """The column whose words make groups; empty: none."""
    columns: tuple[str, ...] = USUAL

    @property
    def narrows(self) -> bool:
        return bool(self.text.strip()) or any(self.facets.values())

    def with_facet(self, facet: str, values: Iterable[str]) -> Query:
        """The same with other values of one facet, or none."""
        wanted = {**self.facets, facet: frozenset(values)}
        return replace(self, facets={key: held for key, held in wanted.items() if held})

    def without(self, facet: str) -> Query:
        """The same with one facet left open, as for counting its values."""
        return self.with_facet(facet, ())

    def sorted_by(self, column: str, *, also: bool = False) -> Query:
        """Sorted by a column: first upwards, then downwards, then as before.

        `also` keeps the other columns: the new one only orders what is equal by them.
        """
        up, down = column, DOWN + column
        after = {up: (down,), down: ()}.get(_state_of(self.sort, column), (up,))
        if not also:
            return replace(self, sort=after)
        if up in self.sort or down in self.sort:
            parts = (after if part in (up, down) else (part,) for part in self.sort)
            return replace(self, sort=tuple(one for part in parts for one in part))
        return replace(self, sort=(*self.sort, *after))

    def place_in_sort(self, column: str) -> int:
        """1 for the most important column of the order, 0 for one that has no part in it."""
        names = [part.removeprefix(DOWN) for part in self.sort]
        return names.index(column) + 1 if column in names else 0

    def direction(self, column: str) -> int:
        """1 if it is sorted by the column upwards, -1 downwards, 0 if not by it."""
        return {column: 1, DOWN + column: -1}.get(_state_of(self.sort, column), 0)


def _state_of(sort: Sequence[str], column: str) -> str:
    return next((part for part in sort if part.removeprefix(DOWN) == column), "")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one title; without grouping there is a single one without a title."""

    title: str
    lines: tuple[Line, ...]


def narrowed(lines: Iterable[Line], query: Query, asker: Asker) -> list[Line]:
    """The lines that a query lets through, in the order they come."""
    words = query.text.casefold().split()
    facets = [(FACET[key].values, wanted) for key, wanted in query.facets.items() if wanted and key in FACET]
    return [
        line
        for line in lines
        if all(word in line.text for word in words)
        and all(not wanted.isdisjoint(values(line, asker)) for values, wanted in facets)
    ]


def in_order(lines: Iterable[Line], sort: Sequence[str]) -> list[Line]:
    """Lines sorted by columns; what a column says nothing of stands last, whichever way it is sorted."""
    ordered = list(lines)
    for part in reversed(sort):
        column = COLUMN.get(part.removeprefix(DOWN))
        if column:
            ordered = _by(column, ordered, down=part.startswith(DOWN))
    return ordered


def _by(column: Column, lines: list[Line], *, down: bool) -> list[Line]:
    told = [line for line in lines if column.words(line)]
    silent = [line for line in lines if not column.words(line)]
    return [*sorted(told, key=column.place, reverse=down), *silent]


def groups_of(lines: Iterable[Line], query: Query, asker: Asker) -> tuple[Group, ...]:
    """All that a query shows, group by group."""
    shown = in_order(narrowed(lines, query, asker), query.sort)
    column = COLUMN.get(query.group)
    if column is None:
        return (Group("", tuple(shown)),) if shown else ()
    parts: dict[str, list[Line]] = {}
    for line in in_order(shown, _group_sort(query)):
        parts.setdefault(column.words(line), []).append(line)
    return tuple(Group(words or _without(column), tuple(part)) for words, part in parts.items())


def _group_sort(query: Query) -> tuple[str, ...]:
    """Groups stand as the column of the group is sorted, if it is."""
    return (_state_of(query.sort, query.group) or query.group,)


def _without(column: Column) -> str:
    return f"No {column.title[0].lower()}{column.title[1:]}" if column.title.isalpha() else "None"


def as_text(lines: Iterable[Line], columns: Iterable[str]) -> str:
    """Lines below the titles of columns, with tabs between cells, as sheets and texts take them.

    What a sheet would take for a formula begins with an apostrophe.
    """
    shown = [COLUMN[id_] for id_ in columns]
    rows = [[column.title for column in shown]]
    for line in lines:
        rows.append([guarded(" ".join(column.words(line).split())) for column in shown])
    return "".join("\t".join(row) + "\n" for row in rows)


# Views that are kept.


def as_view(query: Query, id_: str, name: str) -> View:
    """A query as a record; what is usual is left out."""
    held = {key: tuple(sorted(wanted)) for key, wanted in query.facets.items() if wanted}
    text = {_TEXT: query.text.strip()} if query.text.strip() else {}
    columns = () if query.columns == USUAL else query.columns
    return View(
        id=id_, name=name, filter=FrozenMap({**held, **text}), sort=query.sort, group=query.group,
        columns=columns,
    )  # fmt: skip


def as_query(view: View) -> Query:
    """What a view shows. Columns and facets that this version does not know are passed over."""
    held = view.filter.plain()
    text = held.pop(_TEXT, "")
    facets = {key: frozenset((v,) if isinstance(v, str) else v) for key, v in held.items() if key in FACET}
    return Query(
        text=text if isinstance(text, str) else " ".join(text),
        facets=facets,
        sort=tuple(part for part in view.sort if part.removeprefix(DOWN) in COLUMN),
        group=view.group if view.group in COLUMN else "",
        columns=tuple(dict.fromkeys(c for c in view.columns if c in COLUMN)) or USUAL,
    )


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A view that every model has."""

    name: str
    query: Query
    nothing: str
    """What is told where it shows nothing."""


def _facets(**wanted: str) -> Mapping[str, frozenset[str]]:
    return {key: frozenset(values.split()) for key, values in wanted.items()}


BUILT_IN: tuple[BuiltIn, ...] = (
    BuiltIn("Everything", Query(), ""),
    BuiltIn("Open, gravest first", Query(facets=_facets(standing="open")),
            "Nothing is open: every threat is settled."),
    BuiltIn("Mine", Query(facets=_facets(owner=ME), sort=("due", "severity")),
            "No threat has your name as its owner."),
    BuiltIn("Review again", Query(facets=_facets(state="again reopened")),
            "Nothing is to be reviewed again: what was decided stands on the evidence it was decided on."),
    BuiltIn("Overdue and expired", Query(facets=_facets(dates="overdue ended"), sort=("due",)),
            "Nothing is overdue, and no decision has ended."),
    BuiltIn("New since the last review", Query(facets=_facets(state="new")),
            "Nothing is new since the last review."),
)  # fmt: skip
"""In the order in which they are offered."""
