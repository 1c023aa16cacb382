"""`reviews`: who reviewed and approved a model, and what has moved on since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.signoff import SignOff
from dfdmodeler.analysis.signoff import reviews as reviews_of
from dfdmodeler.analysis.signoff_words import moved_lines, standing_words
from dfdmodeler.cli.inputs import Packs, Today, day_of, open_input, tell_of_file
from dfdmodeler.cli.outputs import counted, say


def reviews(
    file: Annotated[Path, typer.Argument(help="The model.")],
    today: Today = None,
    packs: Packs = None,
) -> None:
    """List the reviews of a model, the newest first, and what has moved on since each."""
    given = open_input(file, packs, drawn=False)
    tell_of_file(given.problems, file)
    found = reviews_of(given.model)[::-1]
    if not found:
        say("Nobody has finished a review of this model")
        return
    rows = register(given.library, analyze(given.library, given.model), given.model, today=day_of(today))
    judge = SignOff(given.library)
    for number, review in enumerate(found):
        moved = judge.moved(given.model, rows, review)
        say(standing_words(review, moved))
        if review.remark:
            say(f"  {review.remark}")
        if review.open:
            say(f"  {counted(len(review.open), 'threat')} then open")
        for line in moved_lines(moved, given.model, rows) if number == 0 else ():
            say(f"  {line}")
