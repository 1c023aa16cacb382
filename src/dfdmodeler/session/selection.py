"""What is selected, and which of it is current."""

from __future__ import annotations

from collections.abc import Iterable

from dfdmodeler.session.event import Event


class Selection:
    """Ids of the selected records (elements, flows, boundaries, notes), the current one last, and the current
    threat.

    All are ids only; an id may outlive its record, and whoever shows it looks it up.
    """

    def __init__(self) -> None:
        self.ids: tuple[str, ...] = ()
        self.threat: str | None = None
        self.changed: Event[None] = Event()

    @property
    def current(self) -> str | None:
        """The record that panels show: the one selected last."""
        return self.ids[-1] if self.ids else None

    def set(self, ids: Iterable[str], threat: str | None = None) -> None:
        """Selects just these; naming a threat makes it current as well."""
        wanted = tuple(dict.fromkeys(ids))
        if (wanted, threat) != (self.ids, self.threat):
            self.ids, self.threat = wanted, threat
            self.changed.emit(None)

    def toggle(self, record_id: str) -> None:
        """Adds an id, or takes it away."""
        kept = [i for i in self.ids if i != record_id]
        self.set(kept if record_id in self.ids else [*kept, record_id])

    def clear(self) -> None:
        """Selects nothing."""
        self.set(())

    def set_threat(self, threat: str | None) -> None:
        """Makes a threat current and leaves the selected records as they are."""
        self.set(self.ids, threat)
