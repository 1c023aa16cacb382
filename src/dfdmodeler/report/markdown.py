"""Blocks as Markdown to paste in a pull request. What users wrote stays text and makes no mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch
from itertools import groupby

from dfdmodeler.report.document import Folded, Heading, Paragraph, Points, Rich, TextBlock

LIMIT = 60_000
"""Characters; the forges refuse a comment that is longer than about 65,000."""
_MARKUP = re.compile(r"([\\`*\[\]<>#|]|(?<![^\W_])_|_(?![^\W_])|~(?=\S)|(?<=\S)~|&(?=#|\w+;))")
_LIST = re.compile(r"^([+-]|\d+[.)])(?=\s)")
"""What would begin a list."""
_REFERENCE = re.compile(r"(?<![\w])@(?=\w)|#(?=\d)")
"""What a forge would make a link to a person or an issue."""
_JOINER = "\N{WORD JOINER}"


def markdown(blocks: Iterable[TextBlock]) -> str:
    """The blocks as one text, ending in a line feed. What is too long for a comment is left out, and told."""
    text, size = [], 0
    for block in blocks:
        part = "\n".join(rendered(block))
        if size + len(part) > LIMIT:
            text.append("*The rest is left out: it would be too long for a comment.*")
            break
        text.append(part)
        size += len(part) + 2
    return "\n\n".join(text) + "\n"


def escaped(text: str) -> str:
    """Text that means itself."""
    line = " ".join(text.split())
    return _MARKUP.sub(r"\\\1", _REFERENCE.sub(lambda found: f"{found[0]}{_JOINER}", line))


@singledispatch
def rendered(block: TextBlock) -> Iterator[str]:
    """The lines of a block."""
    raise TypeError(f"There is no Markdown for {type(block).__name__}.")


@rendered.register
def _(block: Heading) -> Iterator[str]:
    yield f"{'#' * (block.level + 1)} {escaped(block.text)}"


@rendered.register
def _(block: Paragraph) -> Iterator[str]:
    yield _rich(block.text)


@rendered.register
def _(block: Points) -> Iterator[str]:
    yield from (f"- {_rich(point.text)}" for point in block.points)


@rendered.register
def _(block: Folded) -> Iterator[str]:
    yield f"<details><summary>{_html(block.title)}</summary>"
    for inner in block.blocks:
        yield ""
        yield from rendered(inner)
    yield ""
    yield "</details>"


def _rich(text: Rich) -> str:
    groups = groupby(text, lambda span: span.strong)
    line = "".join(_piece("".join(span.text for span in spans), strong) for strong, spans in groups)
    return _LIST.sub(r"\\\1", line.strip())


def _piece(text: str, strong: bool) -> str:
    """Marks stand close to words, or they would not count."""
    words = escaped(text)
    if not words:
        return " " if text else ""
    before, after = (" " if end.isspace() else "" for end in (text[0], text[-1]))
    mark = "**" if strong else ""
    return f"{before}{mark}{words}{mark}{after}"


def _html(text: str) -> str:
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
