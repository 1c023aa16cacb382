"""One round of an interview: which page comes next, the way back, and what came of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from dfdmodeler.analysis.interview import Page

Result = Literal["answered", "not known", "skipped"]


class Round:
    """Pages are asked in the order of the latest ranking; what was asked in this round is not asked again."""

    def __init__(self) -> None:
        self.results: dict[str, Result] = {}
        """By page, what came of it."""
        self.questions: dict[str, str] = {}
        """The words of each page that was asked."""
        self._ranked: tuple[Page, ...] = ()
        self._trail: list[Page] = []
        self._place = -1

    @property
    def current(self) -> Page | None:
        """The page that is shown; None before the first and after the last."""
        return self._trail[self._place] if 0 <= self._place < len(self._trail) else None

    @property
    def left(self) -> int:
        """How many pages are still to come, with the present one."""
        return sum(page.id not in self.results for page in self._ranked)

    @property
    def done(self) -> int:
        """How many were answered, or asked in vain."""
        return sum(result != "skipped" for result in self.results.values())

    def count(self, result: Result) -> int:
        return Counter(self.results.values())[result]

    def rank(self, ranked: Sequence[Page]) -> None:
        """Takes a new ranking. Pages behind the present one that nobody left yet are ranked anew.

        An answered page that is open again was undone: it is asked again.
        """
        self._ranked = tuple(ranked)
        newer = {page.id: page for page in ranked}
        current = self.current
        undone = {id_ for id_, result in self.results.items() if result == "answered" and id_ in newer}
        self.results = {id_: result for id_, result in self.results.items() if id_ not in undone}
        behind = [page for page in self._trail[: max(self._place, 0)] if page.id not in undone]
        ahead = [page for page in self._trail[self._place + 1 :] if page.id in self.results]
        self._place = len(behind) if self._place >= 0 else -1
        trail = [*behind, *([current] if current else []), *ahead]
        self._trail = [newer.get(page.id, page) for page in trail]

    def forward(self) -> Page | None:
        """Goes on: along the way that was gone back, then to the first page that was not asked yet."""
        if self._place < len(self._trail):
            self._place += 1
        if self._place == len(self._trail):
            known = {page.id for page in self._trail} | set(self.results)
            coming = next((page for page in self._ranked if page.id not in known), None)
            if coming is not None:
                self._trail.append(coming)
        return self.current

    def back(self) -> Page | None:
        """Goes to the page before; stays at the first."""
        self._place = max(0, self._place - 1) if self._trail else -1
        return self.current

    def end(self) -> None:
        """Goes behind the last page."""
        self._place = len(self._trail)

    def note(self, result: Result, words: str) -> None:
        """Says what came of the present page."""
        page = self.current
        if page is not None and not (result == "skipped" and page.id in self.results):
            self.results[page.id] = result
            self.questions[page.id] = words

    def ask_skipped(self) -> None:
        """Puts what was skipped back among what is still to come."""
        skipped = {id_ for id_, result in self.results.items() if result == "skipped"}
        self.results = {id_: result for id_, result in self.results.items() if id_ not in skipped}
        self._trail = [page for page in self._trail if page.id not in skipped]
        self._place = len(self._trail) - 1

    def not_known(self) -> list[str]:
        """The questions that nobody could answer."""
        return [self.questions[id_] for id_, result in self.results.items() if result == "not known"]
