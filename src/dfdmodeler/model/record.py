"""What all records are: frozen values with an id, and how a changed copy of one is made."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """What all records share: an id that is unique in the document and never changes."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
    id: Annotated[str, Field(min_length=1)]


R = TypeVar("R", bound=Record)


def has_field(record: Record, name: str) -> bool:
    """Whether a record has a field, of this version or of the one that wrote it."""
    return name in type(record).model_fields or name in (record.model_extra or {})


def evolve(record: R, **fields: Any) -> R:
    """A validated copy with some fields changed (`model_copy` would not validate).

    Raises:
        TypeError: the record has no such field; it would be kept as one of a newer version.
    """
    if strange := [name for name in fields if not has_field(record, name)]:
        raise TypeError(f"{type(record).__name__} has no field {', '.join(strange)}")
    return type(record).model_validate({**dict(record), **fields})
