"""What the parts of the compiler owe one another."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Protocol

from dfdmodeler.rules.program import Program, Total
from dfdmodeler.rules.terms import Path, Terms


class Emitter(Protocol):
    """Turns checked trees into code, and collects functions and tables on the way.

    Trees are of the rule language; code is Python, in the same syntax classes, over the names of `facts`.
    """

    program: Program
    terms: Terms

    def truth(self, tree: ast.expr) -> ast.expr:
        """Code that is true where the tree is."""

    def value(self, tree: ast.expr) -> ast.expr:
        """Code that has the tree's value."""

    def function(self, params: Sequence[str], body: ast.expr, *, keep: bool = False) -> str:
        """The name of a function with this code as its body; `keep` lets it keep its values."""

    def table(
        self,
        variable: str,
        path: Path,
        local: Sequence[ast.expr],
        *,
        other: bool = False,
        joined: bool = False,
        emits: str = "",
    ) -> str:
        """The name of the table of a path question about ends (`variable`) that meet the local conditions."""

    def total(self, total: Total) -> str:
        """The name of a total, which code calls for all its keys."""

    def reads(self, table: str, channel: int | None) -> None:
        """Notes that a table is read, so that it can be filled beforehand."""

    def path_arguments(self, path: Path) -> list[ast.expr]:
        """What a search for the ends of a path is called with."""
