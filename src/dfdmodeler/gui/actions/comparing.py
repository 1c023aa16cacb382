"""Comparing the document with other versions of it. What it takes is imported when it is asked for."""

from __future__ import annotations

from dfdmodeler.gui.actions.action import Action
from dfdmodeler.gui.context import Context


def has_file(context: Context) -> bool:
    return context.session.path is not None


def _with_file(context: Context) -> None:
    from dfdmodeler.gui.comparing.opening import compare_with_file

    compare_with_file(context)


def _with_saved(context: Context) -> None:
    from dfdmodeler.gui.comparing.opening import compare_with_saved

    compare_with_saved(context)


def _with_named(context: Context) -> None:
    from dfdmodeler.gui.comparing.opening import ask_revision, compare_with_revision

    compare_with_revision(context, ask_revision(context))


COMPARING: tuple[Action, ...] = (
    Action("compare-file", "File", 3, "Compare with file…", _with_file,
           help="Shows what another version of the model says differently, and which threats follow from it"),
    Action("compare-saved", "File", 3, "Compare with last saved", _with_saved, enabled=has_file,
           help="Shows what was done since the model was saved"),
    Action("compare-revision", "File", 3, "Compare with git revision…", _with_named, enabled=has_file,
           help="Shows what was done since a commit, a branch or a tag"),
)  # fmt: skip
