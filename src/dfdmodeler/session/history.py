"""Undo and redo: a list of steps, each a change with a label."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dfdmodeler.model.change import Change


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person did."""

    label: str
    change: Change
    merge: str | None = None
    """Steps that follow one another with the same key become one, as when typing a name."""
    time: str = ""
    """When it was done last, as the session's clock has it."""


class History:
    """Steps done and undone, and which state is the saved one."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._clean: int | None = 0

    def push(self, step: Step) -> None:
        """Records a step that was just done; what was undone before can no longer be redone."""
        if self._clean is not None and self._clean > len(self.done):
            self._clean = None
        self.undone.clear()
        last = self.merging(step.merge)
        if last:
            self._merge(last, step)
        else:
            self.done.append(step)

    def merging(self, key: str | None) -> Step | None:
        """The step that a further one with this key would become part of, if there is one."""
        last = self.done[-1] if self.done else None
        same = last is not None and key is not None and key == last.merge
        return last if same and self._clean != len(self.done) else None

    def _merge(self, last: Step, step: Step) -> None:
        """Makes two steps one; none, if the second takes the first back."""
        both = last.change.then(step.change)
        if both:
            self.done[-1] = Step(last.label, both, step.merge, step.time)
        else:
            self.done.pop()

    def undo(self) -> Step | None:
        """The step to take back, now counted as undone."""
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def redo(self) -> Step | None:
        """The step to do again, now counted as done."""
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in the order in which they were done, those that were taken back last."""
        return (*self.done, *reversed(self.undone))

    @property
    def saved_at(self) -> int | None:
        """After how many steps the document was what the file holds; None if after none of these."""
        return self._clean

    def go_to(self, done: int) -> Change:
        """Takes back or does again so many steps that just `done` are done; all that changes, as one."""
        change = Change()
        while len(self.done) > done and (step := self.undo()):
            change = change.then(step.change.inverse())
        while len(self.done) < done and (step := self.redo()):
            change = change.then(step.change)
        return change

    def seal(self) -> None:
        """Ends merging: the next step is a step of its own, even with the same key."""
        if self.done and self.done[-1].merge is not None:
            last = self.done[-1]
            self.done[-1] = replace(last, merge=None)

    def mark_clean(self) -> None:
        """The present state is what the file holds."""
        self._clean = len(self.done)

    def mark_dirty(self) -> None:
        """No state in the history is what the file holds, as after a recovery."""
        self._clean = None

    @property
    def is_clean(self) -> bool:
        """Whether the present state is what the file holds."""
        return self._clean == len(self.done)
