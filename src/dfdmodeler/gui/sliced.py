"""A long question asked while nothing else is to be done: an answer later, or never if it is dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from dfdmodeler.analysis.slices import Slices
from dfdmodeler.gui.idle import IdleWork

T = TypeVar("T")


class Sliced(QObject, Generic[T]):
    """Works for as long as it lives and nobody drops the question."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = IdleWork(self)
        self._question: object = None

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._question is not None

    def ask(self, question: Slices[T], done: Callable[[T], object]) -> None:
        """Asks, instead of what was asked before; `done` is given the answer."""
        self._question = question

        def step() -> bool:
            if self._question is not question:
                return False
            try:
                next(question)
            except StopIteration as end:
                self._question = None
                done(end.value)
            except BaseException:
                self._question = None  # or the ended generator would be asked again
                raise
            return self._question is question

        self._work.run(step)

    def drop(self) -> None:
        """Forgets the question."""
        self._question = None
