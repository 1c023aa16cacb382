"""Sign-off: finishing a review under a name, and what has moved on since."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.actions.state import has_elements
from dfdmodeler.gui.context import Context


def finish_review(context: Context) -> None:
    """Shows what is still open, and asks who approves or not."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.review import FinishReviewDialog

    def make() -> FinishReviewDialog:
        dialog = FinishReviewDialog(context.session, context.theme, context.reviewer, context.window)
        dialog.finished_by.connect(partial(_finish, context))
        return dialog

    show_beside(context.window, FinishReviewDialog, make, of_document=True)


def _finish(context: Context, reviewer: str, approves: bool, remark: str) -> None:
    session = context.session
    said = {"reviewer": reviewer, "date": context.reviewer.today(), "remark": remark}
    judge, threats = SignOff(session.library), session.threats
    session.edit("Finish a review", lambda model: judge.finish(model, threats, approves=approves, **said))
    context.window.status.say(f"The review by {reviewer} is kept in the model. Reviews lists all of them.")


def show_reviews(context: Context) -> None:
    """Lists who reviewed and approved, and what has moved on since."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.reviews import ReviewsDialog

    make = partial(ReviewsDialog, context.session, partial(finish_review, context), context.window)
    show_beside(context.window, ReviewsDialog, make, of_document=True)


def check_policy(context: Context) -> None:
    """Checks the model against a policy as a build would, and lists what fails."""
    from dfdmodeler.gui.dialogs.beside import show_beside
    from dfdmodeler.gui.dialogs.gate import GateDialog

    def make() -> GateDialog:
        preferences, documents = context.preferences, context.files.documents
        last = preferences.now.last_policy
        policy = Path(last) if last else None
        return GateDialog(
            context.session, context.theme, documents, context.reviewer.today(), policy,
            lambda path: preferences.change(last_policy=str(path)), context.window,
        )  # fmt: skip

    show_beside(context.window, GateDialog, make, of_document=True)


SIGNOFF: tuple[Action, ...] = (
    Action("finish-review", "Threats", 6, "Finish review…", finish_review, "Ctrl+Shift+F",
           enabled=has_elements, help="Puts a name, a verdict and a remark to the model as it is now"),
    Action("reviews", "Threats", 6, "Reviews…", show_reviews,
           help="Who approved the model, and what has moved on since"),
    Action("check-policy", "Threats", 6, "Check against a policy…", check_policy,
           help="What a build would say of this model, and why"),
)  # fmt: skip
