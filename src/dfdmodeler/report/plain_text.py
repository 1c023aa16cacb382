"""Blocks as plain text for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from textwrap import wrap

from dfdmodeler.report.document import Folded, Heading, Paragraph, Points, Rich, TextBlock

WIDTH = 110


def plain_text(blocks: Iterable[TextBlock]) -> str:
    """The blocks as one text, ending in a line feed; what may be folded is told in full."""
    return "\n".join(line for block in blocks for line in rendered(block)).lstrip("\n") + "\n"


@singledispatch
def rendered(block: TextBlock) -> Iterator[str]:
    """The lines of a block."""
    raise TypeError(f"There is no text for {type(block).__name__}.")


@rendered.register
def _(block: Heading) -> Iterator[str]:
    yield from ("", block.text, "=" * len(block.text) if block.level == 1 else "-" * len(block.text))


@rendered.register
def _(block: Paragraph) -> Iterator[str]:
    yield from _wrapped(block.text)


@rendered.register
def _(block: Points) -> Iterator[str]:
    for point in block.points:
        yield from _wrapped(point.text, "  ", "    ")


@rendered.register
def _(block: Folded) -> Iterator[str]:
    yield f"{block.title}:"
    for inner in block.blocks:
        yield from rendered(inner)


def _wrapped(text: Rich, first: str = "", others: str = "") -> list[str]:
    words = " ".join("".join(span.text for span in text).split())
    return wrap(words, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
