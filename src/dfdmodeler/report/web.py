"""Blocks as one self-contained HTML page: no script, nothing from elsewhere, light or dark by preference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch
from html import escape

from dfdmodeler.drawing.tokens import TOKENS
from dfdmodeler.report.document import (
    Folded,
    Heading,
    PageOf,
    Paragraph,
    Points,
    Rich,
    Span,
    Table,
    TextBlock,
)

_USED = (
    "window",
    "panel",
    "line",
    "ink",
    "muted",
    "accent",
    "critical",
    "important",
    "moderate",
    "low",
    "privacy",
)
_STYLE = """
body { background: var(--window); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 2rem auto; padding: 1.5rem 2rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: 8px; }
h1 { font-size: 1.5rem; margin: 0 0 .75rem; } h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .5rem 0; } .lead { margin: 1rem 0 .25rem; }
ul { margin: .25rem 0; padding-left: 1.25rem; list-style: none; }
li { margin: .2rem 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: .75rem 0; width: 100%; font-size: .93em; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { border-bottom: 1px solid var(--line); font-weight: 600; overflow-wrap: normal; }
tbody tr + tr td { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--accent); }
.muted { color: var(--muted); }
.level { border: 1px solid; border-radius: 4px; padding: 0 .35em; font-size: .9em; }
"""


def page(title: str, blocks: Iterable[TextBlock | Table]) -> str:
    """The blocks as a page."""
    body = "\n".join(line for block in blocks for line in rendered(block))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_colors()}{_STYLE.lstrip()}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _colors() -> str:
    light, dark = (" ".join(f"--{name}: {TOKENS[name][side]};" for name in _USED) for side in (0, 1))
    scheme = ":root { color-scheme: light dark; "
    return f"{scheme}{light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


@singledispatch
def rendered(block: TextBlock | Table) -> Iterator[str]:
    """The lines of a block."""
    raise TypeError(f"There is no HTML for {type(block).__name__}.")


@rendered.register
def _(block: Heading) -> Iterator[str]:
    yield f'<h{block.level} id="{escape(block.anchor)}">{escape(block.text)}</h{block.level}>'


@rendered.register
def _(block: Paragraph) -> Iterator[str]:
    role = ' class="lead"' if block.role == "lead" else ""
    yield f"<p{role}>{_rich(block.text)}</p>"


@rendered.register
def _(block: Points) -> Iterator[str]:
    yield "<ul>"
    yield from (f"<li>{_rich(point.text)}</li>" for point in block.points)
    yield "</ul>"


@rendered.register
def _(block: Table) -> Iterator[str]:
    sides = [' class="number"' if column.align == "right" else "" for column in block.columns]
    titles = (f"<th{side}>{escape(c.title)}</th>" for side, c in zip(sides, block.columns, strict=True))
    yield f"<table>\n<thead><tr>{''.join(titles)}</tr></thead>\n<tbody>"
    for row in block.rows:
        yield f"<tr>{''.join(map(_cell, sides, row))}</tr>"
    yield "</tbody>\n</table>"


def _cell(side: str, cell: Rich | PageOf) -> str:
    return f"<td{side}>{'' if isinstance(cell, PageOf) else _rich(cell)}</td>"


@rendered.register
def _(block: Folded) -> Iterator[str]:
    yield f"<details><summary>{escape(block.title)}</summary>"
    for inner in block.blocks:
        yield from rendered(inner)
    yield "</details>"


def _rich(text: Rich) -> str:
    return "".join(map(_span, text))


def _span(span: Span) -> str:
    words = escape(span.text)
    level = span.severity.lower()
    if level in TOKENS:
        words = f'<span class="level" style="color: var(--{level})">{words}</span>'
    elif span.muted:
        words = f'<span class="muted">{words}</span>'
    return f"<strong>{words}</strong>" if span.strong else words
