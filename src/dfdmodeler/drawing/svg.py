"""A picture as a standalone SVG document."""

from __future__ import annotations

import re
from functools import singledispatch

from dfdmodeler.drawing.metrics import FALLBACK_FAMILY, FAMILY
from dfdmodeler.drawing.primitives import Box, Path, Picture, Primitive, Rectangle, Style, Text
from dfdmodeler.drawing.tokens import Theme, color

MARGIN = 24.0
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def svg(picture: Picture, theme: Theme = "light", title: str = "") -> str:
    """The SVG text of a picture in the colours of a theme; equal pictures give equal texts."""
    view = picture.bounds.grown(MARGIN)
    size = f'width="{_number(view.width)}" height="{_number(view.height)}"'
    box = " ".join(_number(value) for value in view)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}" '
        f'font-family="{FAMILY}, {FALLBACK_FAMILY}, sans-serif" font-kerning="none">',
    ]
    if title:
        lines.append(f"<title>{escaped(title)}</title>")
    lines.append(_element(Rectangle(view, Style(fill="canvas")), theme))
    for item in picture.items:
        lines.append(f'<g class="{item.role}" data-subject="{escaped(item.subject)}">')
        lines += [_element(primitive, theme) for primitive in item.primitives]
        lines.append("</g>")
    return "\n".join([*lines, "</svg>", ""])


def escaped(text: str) -> str:
    """Text for XML 1.0: mark-up escaped, characters that XML forbids left out."""
    return _ILLEGAL.sub("", text).translate(_ESCAPES)


@singledispatch
def _element(primitive: Primitive, theme: Theme) -> str:
    raise TypeError(type(primitive))


@_element.register
def _(primitive: Rectangle, theme: Theme) -> str:
    box: Box = primitive.box
    radius = f' rx="{_number(primitive.radius)}"' if primitive.radius else ""
    return (
        f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
        f'height="{_number(box.height)}"{radius}{_paint(primitive.style, theme)}/>'
    )


@_element.register
def _(primitive: Path, theme: Theme) -> str:
    data = " ".join(
        command + " ".join(_number(number) for number in numbers) for command, numbers in primitive.segments
    )
    return f'<path d="{data}"{_paint(primitive.style, theme)}/>'


@_element.register
def _(primitive: Text, theme: Theme) -> str:
    anchor = "" if primitive.anchor == "start" else f' text-anchor="{primitive.anchor}"'
    weight = "" if primitive.weight == 400 else f' font-weight="{primitive.weight}"'
    return (
        f'<text x="{_number(primitive.x)}" y="{_number(primitive.y)}" font-size="{_number(primitive.size)}"'
        f'{weight}{anchor} fill="{color(primitive.color, theme)}">{escaped(primitive.text)}</text>'
    )


def _paint(style: Style, theme: Theme) -> str:
    fill = f' fill="{color(style.fill, theme)}"' if style.fill else ' fill="none"'
    if style.fill and style.fill_opacity < 1:
        fill += f' fill-opacity="{_number(style.fill_opacity)}"'
    if not style.stroke:
        return fill
    dash = f' stroke-dasharray="{" ".join(_number(d) for d in style.dash)}"' if style.dash else ""
    stroke = f' stroke="{color(style.stroke, theme)}" stroke-width="{_number(style.width)}"'
    return f'{fill}{stroke}{dash} stroke-linecap="round" stroke-linejoin="round"'


def _number(value: float) -> str:
    """A number as short as it is exact to 0.01."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
