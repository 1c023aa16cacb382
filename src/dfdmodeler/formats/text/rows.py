"""Entries of the form, read key by key; and what reading them collects."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.consistency import suggestion
from dfdmodeler.formats.text.tree import Node, Place, Scalar, Table
from dfdmodeler.model.ids import RESERVED, is_valid, legal
from dfdmodeler.model.problem import Gravity, Problem

SHOWN = 60
"""How many characters of a text problems show."""
_LISTED = 12
"""How many known names a hint lists."""
_START = Place(0, 0)
_TRUTH = {"yes": "yes", "on": "yes", "true": "yes", "no": "no", "off": "no", "false": "no"}


class Intake:
    """What reading collects: problems, and the ids that are taken."""

    def __init__(self, where: str, catalog: Catalog) -> None:
        self.where, self.catalog = where, catalog
        self._told: list[tuple[Place, Problem]] = []
        self.taken: dict[str, Place] = {}

    def tell(
        self,
        place: Place | None,
        what: str,
        hint: str = "",
        gravity: Gravity = "error",
        subject: str | None = None,
    ) -> None:
        at = f"{self.where}:{place.line}:{place.column}" if place else self.where
        self._told.append((place or _START, Problem(at, what, hint, gravity, subject)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was told, in the order of the file."""
        return tuple(problem for _, problem in sorted(self._told, key=lambda told: told[0]))

    def hint(self, name: str, known: Iterable[str]) -> str:
        """The known name that was probably meant, or all of them if they are few."""
        names = list(known)
        listed = f"Known are {', '.join(names)}." if 0 < len(names) <= _LISTED else ""
        return suggestion(name, names) or listed


class Row:
    """One mapping of the form."""

    def __init__(self, table: Table, what: str, intake: Intake) -> None:
        self.table, self.what, self.intake = table, what, intake
        self.id = ""
        self.failed = False
        """Whether a value of it was told as an error."""

    def claim_id(self) -> bool:
        """Takes the id, which must be valid and new."""
        given = self.text("id")
        if not given:
            if not self.failed:
                self.intake.tell(self.table.place, f"This is {self.what} without an id.", "Add 'id: ...'.")
        elif not is_valid(given):
            why = "is reserved" if given in RESERVED else "holds a space, '@' or '/'"
            hint = f"It could be '{legal(given)[:SHOWN]}'."
            self.intake.tell(self.place("id"), f"The id '{given[:SHOWN]}' {why}.", hint)
        elif given in self.intake.taken:
            line = self.intake.taken[given].line
            what = f"The id '{given[:SHOWN]}' is taken already, in line {line}."
            self.intake.tell(self.place("id"), what, "Boundaries, elements and flows share their ids.")
        else:
            self.id = given
            self.intake.taken[given] = self.place("id")
            return True
        return False

    def node(self, key: str) -> Node | None:
        """The value of a key, or None if it is absent or says nothing."""
        entry = self.table.entries.get(key)
        if entry is None or (isinstance(entry[1], Scalar) and entry[1].empty):
            return None
        return entry[1]

    def place(self, key: str) -> Place:
        """Where the value of a key stands."""
        entry = self.table.entries.get(key)
        return entry[1].place if entry else self.table.place

    def text(self, key: str) -> str:
        """A text as it is written; empty if there is none."""
        node = self.node(key)
        if node is None or isinstance(node, Scalar):
            return node.text if node else ""
        self.fail(node.place, f"'{key}' of {self.what} is not a text.")
        return ""

    def reference(self, key: str) -> str | None:
        """The id of another entry."""
        return self.text(key) or None

    def choice(self, key: str, known: Collection[str], what: str = "") -> str:
        """One of the known words; empty if there is none, or another one, which is told."""
        node = self.node(key)
        if node is None or not isinstance(node, Scalar):
            return self.text(key)
        given = truth(node)
        if given in known:
            return given
        self.fail(
            node.place,
            f"'{given[:SHOWN]}' is no {what or key} that is known.",
            self.intake.hint(given, known),
        )
        return ""

    def fail(self, place: Place, what: str, hint: str = "") -> None:
        self.failed = True
        self.intake.tell(place, what, hint, subject=self.id or None)

    def others(self, known: Collection[str]) -> list[tuple[Scalar, Node]]:
        """The entries whose keys are not among the known ones."""
        return [entry for key, entry in self.table.entries.items() if key not in known]

    def refuse_others(self, known: Collection[str]) -> None:
        """Other keys are errors."""
        for key, _ in self.others(known):
            self.fail(
                key.place,
                f"{self.what.capitalize()} has no '{key.text[:SHOWN]}'.",
                self.intake.hint(key.text, known),
            )

    def tell_others(self, known: Collection[str]) -> None:
        """Other keys are left out, and told."""
        for key, _ in self.others(known):
            what = f"'{key.text[:SHOWN]}' is not read: {self.what} has no such key."
            self.intake.tell(key.place, what, suggestion(key.text, known), "warning")


def truth(scalar: Scalar) -> str:
    """A value as text: what YAML takes for a truth value without quotes is yes or no."""
    return _TRUTH.get(scalar.text.lower(), scalar.text) if scalar.plain else scalar.text
