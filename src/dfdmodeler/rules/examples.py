"""Examples of rules: small systems beside a pack's rules, and what the rules say of them.

They stand in the directory ``examples`` of a pack, in any number of TOML files, each a list of
``[[example]]``. One example is one small system; its near misses are written as changes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.catalog.tables import read_rows
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.rules.rule import LEVELS, Identifier, Text
from dfdmodeler.rules.sketch import Sketch

FOLDER = "examples"
"""The directory of a pack that holds its examples."""
Level = Annotated[str, Field(pattern=f"^({'|'.join(LEVELS)})$")]
Confidence = Literal["confirmed", "assumed"]


class Example(BaseModel):
    """A small system, and what one rule says of one thing in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: Identifier
    at: Text
    """What the rule is asked about: the id of an element or boundary, ``a -> b``, or ``diagram``."""
    note: Text = ""
    """What the example shows, where that is not plain."""
    system: Text
    """The system, in the lines that `rules.sketch` draws."""
    fires: bool = True
    severity: Level | None = None
    confidence: Confidence | None = None
    silent_if: tuple[Text, ...] = ()
    """Changes that silence the rule, each by itself."""
    severity_if: Mapping[str, Level] = {}
    """Changes after which it fires with another severity."""
    confidence_if: Mapping[str, Confidence] = {}
    """Changes after which it fires with another confidence."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Example:
        more = (self.severity, self.confidence, self.silent_if, self.severity_if, self.confidence_if)
        if not self.fires and any(more):
            raise ValueError("a rule that does not fire has no severity, no confidence and no changes")
        return self


@dataclass(frozen=True, slots=True)
class Case:
    """One system to try, and what should come of it. Empty texts are not checked."""

    example: Example
    change: str = ""
    fires: bool = True
    severity: str = ""
    confidence: str = ""

    def model(self, catalog: Catalog) -> Model:
        """The system with its change. Raises SketchError."""
        sketch = Sketch(catalog, self.example.system)
        sketch.draw(self.change)
        return sketch.model()


def load_examples(pack: Path, problems: list[Problem]) -> list[Entry[Example]]:
    """The examples of a pack by its directory; what cannot be read is told in the problems."""
    rows = read_rows(pack / FOLDER, {"example": Example}, problems)
    return [Entry(entry.place, entry.row) for entry in rows if isinstance(entry.row, Example)]


def cases(example: Example) -> Iterator[Case]:
    """Everything that an example says: of its system, then of each change of it."""
    yield Case(example, "", example.fires, example.severity or "", example.confidence or "")
    for change in example.silent_if:
        yield Case(example, change, fires=False)
    for change, level in example.severity_if.items():
        yield Case(example, change, severity=level)
    for change, confidence in example.confidence_if.items():
        yield Case(example, change, confidence=confidence)
