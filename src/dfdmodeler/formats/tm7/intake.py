"""What reading a file collects: records with unique ids, problems, and checked numbers."""

from __future__ import annotations

import math

from dfdmodeler.model.ids import legal
from dfdmodeler.model.problem import Gravity, Problem
from dfdmodeler.model.records import Record

MAX_COORDINATE = 1e5
"""Far beyond any drawing, and small enough that no curve leaves the range of records."""

SHOWN = 60
"""How many characters of a name problems show."""

NO_GUID = "00000000-0000-0000-0000-000000000000"


class Intake:
    """Collects records and problems; every record gets an id that no other has."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.records: dict[str, Record] = {}
        self.problems: list[Problem] = []
        self._claimed: dict[str, int] = {}

    def add(self, record: Record) -> None:
        """Keeps a record under its id, which `claim` gave or which is derived from such an id."""
        self.records[record.id] = record

    def tell(
        self, what: str, subject: str | None = None, gravity: Gravity = "warning", hint: str = ""
    ) -> None:
        """Reports something lost, changed or worth knowing."""
        self.problems.append(Problem(self.where, what, hint, gravity, subject))

    def claim(self, wanted: str, what: str) -> str:
        """The nearest valid id to the wanted one that is still free; tells when an id was used twice."""
        stem = legal(wanted)
        if stem not in self._claimed:
            self._claimed[stem] = 1
            return stem
        while (candidate := self._next(stem)) in self._claimed:
            pass
        self._claimed[candidate] = 1
        if wanted:
            self.tell(f"{what} has an id that something else has too; it was given a new one.", candidate)
        return candidate

    def _next(self, stem: str) -> str:
        self._claimed[stem] += 1
        return f"{stem}-{self._claimed[stem]}"

    def number(self, written: str, default: float, what: str, subject: str | None) -> float:
        """A coordinate or length; what is no number of sensible size becomes the default, and is told."""
        try:
            value = float(written)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and abs(value) <= MAX_COORDINATE:
            return value
        shown = f"'{written[:40]}'" if written else "nothing"
        self.tell(f"{what} says {shown} where a number belongs; {default:g} was taken.", subject)
        return default
