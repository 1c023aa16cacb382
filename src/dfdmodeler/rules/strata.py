"""In which order what is kept of a model is brought up to date: everything after what it reads."""

from __future__ import annotations

from collections.abc import Iterator

from dfdmodeler.rules.program import Program, mentioned


class Strata:
    """Kept functions, totals and tables of a program, each above all that it reads. None reads itself."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.reads: dict[str, set[str]] = {
            name: set(mentioned(function.code)) for name, function in program.functions.items()
        }
        for name, table in program.tables.items():
            self.reads[name] = {table.counts, table.through, table.over, table.channel, table.emits}
        for name, total in program.totals.items():
            self.reads[name] = {total.each}
        self._done: set[str] = set()
        self.order: tuple[str, ...] = tuple(found for name in self.reads for found in self._above(name))
        """Their names, lowest first."""
        self.wide = frozenset(name for name, function in program.functions.items() if function.wide)
        """Functions that read what is not near."""
        self.summed = {
            name: frozenset(self.reads[name] & program.totals.keys()) for name in program.functions
        }
        """The totals that the code of each function reads."""

    def _above(self, name: str) -> Iterator[str]:
        if name in self._done:
            return
        self._done.add(name)
        for other in sorted(self.reads[name] & self.reads.keys()):
            yield from self._above(other)
        function = self.program.functions.get(name)
        if function is None or function.keep:
            yield name
