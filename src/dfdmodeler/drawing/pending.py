"""What a picture still has to do after changes that were followed with sketches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dfdmodeler.drawing.primitives import Box
from dfdmodeler.drawing.stretching import Origin


@dataclass(slots=True)
class Pending:
    """What changed since flows were last routed."""

    subjects: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    places: list[Box] = field(default_factory=list)
    """Where the subjects were and are."""
    origins: dict[str, Origin] = field(default_factory=dict)
    """How sketched flows ran before."""
    marks: dict[str, None] = field(default_factory=dict)
    """What is to be drawn again because it is marked differently, in that order."""

    def copy(self) -> Pending:
        return Pending(
            set(self.subjects), set(self.flows), list(self.places), dict(self.origins), dict(self.marks)
        )

    def settle(self, flows: Iterable[str]) -> None:
        """These flows are routed."""
        for flow in flows:
            self.flows.discard(flow)
            self.origins.pop(flow, None)
