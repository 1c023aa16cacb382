"""Who decides and answers, and what day it is: given from above, no panel asks a clock or the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reviewer:
    """`author` is the reviewer's name from the preferences, `today` an ISO date."""

    author: Callable[[], str]
    today: Callable[[], str]

    def signed(self) -> dict[str, str]:
        """Who and when, as the verbs of triage take it."""
        return {"author": self.author(), "date": self.today()}
