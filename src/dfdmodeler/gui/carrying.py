"""Offering to carry decisions along from originals to their copies, in a bar above the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dfdmodeler.analysis.copies import Carriable, carriable
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.gui.widgets.notice import Notice

if TYPE_CHECKING:
    from dfdmodeler.gui.canvas.view import Canvas
    from dfdmodeler.gui.reviewer import Reviewer
    from dfdmodeler.gui.widgets.notices import Notices
    from dfdmodeler.model.model import Model
    from dfdmodeler.session.history import Step
    from dfdmodeler.session.session import Session

KEY = "carry-decisions"
CARRY, NOT_NOW = "Carry along", "Not now"


class CarryOffer:
    """Offers it once the threats of the copies are known, for as long as the copies are there undecided."""

    def __init__(self, session: Session, canvas: Canvas, notices: Notices, reviewer: Reviewer) -> None:
        self._session, self._notices, self._reviewer = session, notices, reviewer
        self._say = canvas.message.emit
        self._made: list[tuple[Step, Mapping[str, str]]] = []
        """What was copied, and the step that did it."""
        self._told: tuple[int, int] = (0, 0)
        """How many decisions are offered, and how many of them on the same evidence."""
        canvas.copied.connect(self._copied)
        session.threats_changed.connect(lambda _: self._offer())
        session.opened.connect(lambda _: self._drop())

    def _copied(self, copies: Mapping[str, str]) -> None:
        self._made.append((self._session.history.done[-1], copies))
        if not self._session.analysing:
            self._offer()

    def _offer(self) -> None:
        """Offers what can be carried along now; what has nothing to carry is not looked at again."""
        if not self._made:
            return
        offers = self._offers(self._session.analysis, self._session.model)
        self._made = [
            made for made, offer in zip(self._made, offers, strict=True) if offer is None or offer.pairs
        ]
        there = [offer for offer in offers if offer]
        count = sum(len(offer.pairs) for offer in there), sum(len(offer.evidence) for offer in there)
        if count == self._told:
            return
        self._told = count
        if count[0]:
            choices = ((CARRY, self._carry), (NOT_NOW, self._drop))
            bar = self._notices.tell(Notice(KEY, _text(count[0]), _detail(*count), choices))
            bar.dismissed.connect(self._drop)
        else:
            self._notices.withdraw(KEY)

    def _offers(self, analysis: Analysis, model: Model) -> list[Carriable | None]:
        """What can be carried along for each copying; None for one that is undone."""
        done = {id(step) for step in self._session.history.done}
        return [
            carriable(analysis, model, copies) if id(step) in done else None for step, copies in self._made
        ]

    def _carry(self) -> None:
        author, date = self._reviewer.author(), self._reviewer.today()

        def edit(model: Model) -> Model:
            for offer in filter(None, self._offers(self._session.foreseen(model), model)):
                model = offer.carried(model, author=author, date=date)
            return model

        count = self._told[0]
        self._session.edit("Carry decisions along", edit)
        self._say(f"{_counted(count)} carried along. Undo takes that back.")
        self._drop()

    def _drop(self) -> None:
        self._made, self._told = [], (0, 0)
        self._notices.withdraw(KEY)


def _counted(count: int) -> str:
    return "1 decision" if count == 1 else f"{count} decisions"


def _text(count: int) -> str:
    what = "1 decision of the original" if count == 1 else f"{count} decisions of the originals"
    return f"{what} can be carried along to what was copied."


def _detail(count: int, same: int) -> str:
    if same == count:
        return "The facts are the same: nothing has to be reviewed again."
    if same == 0:
        return "The facts differ: what is carried along is to be reviewed again."
    return f"{count - same} of them are to be reviewed again: the facts differ there."
