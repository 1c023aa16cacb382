"""What is wrong in a user's file, as a value that can be collected and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Gravity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and what its reader can do about it.

    `where` names a file, a line (``model.dfdm:12``) or a record id; `what` is one plain sentence; `hint` is
    the next step, or empty. An "error" makes its file unusable, a "warning" tells of something changed or
    left out, an "info" of something worth knowing. `subject` is the id of the record to select, if there is
    one.
    """

    where: str
    what: str
    hint: str = ""
    gravity: Gravity = "error"
    subject: str | None = None

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.hint}" if self.hint else text
