"""The model: an immutable mapping from id to record."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import Any, TypeVar

from dfdmodeler.model.change import Change
from dfdmodeler.model.records import ABOUT_ID, About, Diagram, Element, Flow, Note, Record

_NOTE_NAME = 40
R = TypeVar("R", bound=Record)


class Model(Mapping[str, Record]):
    """A document at one moment. Order carries no meaning: whoever shows records sorts by a stated key."""

    __slots__ = ("_records",)

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._records: dict[str, Record] = {record.id: record for record in records}

    def __getitem__(self, record_id: str) -> Record:
        return self._records[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    # What Mapping would derive from the above, several times slower; everything else reads through these.

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._records

    def get(self, record_id: str, default: Any = None) -> Any:
        return self._records.get(record_id, default)

    def keys(self) -> KeysView[str]:
        return self._records.keys()

    def values(self) -> ValuesView[Record]:
        return self._records.values()

    def items(self) -> ItemsView[str, Record]:
        return self._records.items()

    def __eq__(self, other: object) -> bool:
        return self._records == other._records if isinstance(other, Model) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def with_(self, change: Change) -> Model:
        """The model after a change; all records that it does not touch are shared."""
        if not change:
            return self
        records = dict(self._records)
        for record_id, (_, after) in change.items():
            if after is None:
                records.pop(record_id, None)
            else:
                records[record_id] = after
        model = Model.__new__(Model)
        model._records = records
        return model

    def of(self, kind: type[R]) -> list[R]:
        """All records of one type, sorted by id."""
        return sorted((r for r in self._records.values() if type(r) is kind), key=lambda r: r.id)

    def find(self, kind: type[R], record_id: str | None) -> R | None:
        """The record of this id if there is one and it is of this type."""
        record = self._records.get(record_id) if record_id is not None else None
        return record if type(record) is kind else None

    @property
    def about(self) -> About:
        """What the document says of itself, also when nothing was written yet."""
        return self.find(About, ABOUT_ID) or About()

    @property
    def diagrams(self) -> list[Diagram]:
        """The diagrams in the order they are shown."""
        return sorted(self.of(Diagram), key=lambda d: (d.order, d.id))

    def name_of(self, record_id: str) -> str:
        """The name of a record for people. Without one a flow is called by its ends, a note by how it begins,
        others by their id.
        """
        record = self._records.get(record_id)
        if isinstance(record, Note):
            return " ".join(record.text.split())[:_NOTE_NAME] or "Note"
        name: str = getattr(record, "name", "") or getattr(record, "title", "")
        if not name.strip() and isinstance(record, Flow):
            source, target = self.element(record.source), self.element(record.target)
            return (
                f"{self.name_of(source.id)} to {self.name_of(target.id)}" if source and target else record_id
            )
        return " ".join(name.split()) or record_id

    def element(self, record_id: str | None) -> Element | None:
        """The element of this id, if it is one."""
        return self.find(Element, record_id)


EMPTY_MODEL = Model()
