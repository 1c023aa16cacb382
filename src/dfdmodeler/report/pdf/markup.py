"""Text as the mark-up of reportlab's paragraphs: the only place where it meets what reads mark-up."""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path
from xml.sax.saxutils import escape

from dfdmodeler.drawing.metrics import FONT_FILES, Metrics, Weight
from dfdmodeler.report.document import Rich, Span
from dfdmodeler.report.pdf.painter import font_name, ink_code
from dfdmodeler.report.pdf.styles import LINK, Style

_LINE_END = re.compile(r"\r\n?")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[^\S\n]+")
_QUOTE = {'"': "&quot;"}


class Markup:
    """Writes text as mark-up, in fonts that have its characters."""

    def __init__(self, metrics: Metrics, fonts: Path, anchors: Set[str]) -> None:
        self._metrics, self._fonts, self._anchors = metrics, fonts, anchors
        self._written: dict[tuple[str, Weight], str] = {}

    def rich(self, spans: Rich, style: Style) -> str:
        """Spans as mark-up for a paragraph of a style. Links to anchors that do not exist are plain text."""
        return "".join(self._span(span, style) for span in spans)

    def _span(self, span: Span, style: Style) -> str:
        weight: Weight = 600 if span.strong else style.weight
        text = self.escaped(span.text, weight)
        linked = span.link in self._anchors
        color = LINK if linked and not span.quiet else "muted" if span.muted else style.color
        if weight != style.weight:
            text = f'<font name="{self._font(FONT_FILES[weight][0])}">{text}</font>'
        if linked:
            target = escape(span.link, _QUOTE)
            return f'<a href="#{target}" color="{ink_code(color)}" underline="0">{text}</a>'
        return text if color == style.color else f'<font color="{ink_code(color)}">{text}</font>'

    def escaped(self, text: str, weight: Weight) -> str:
        """Any text as mark-up that shows just this text; characters that no font has as their code points."""
        known = self._written.get((text, weight))
        if known is None:
            known = self._written[text, weight] = self._escaped(text, weight)
        return known

    def spelled(self, text: str, weight: Weight) -> str:
        """Text with code points for the characters that no font has, as it is shown."""
        runs = self._metrics.runs(text, 1.0, weight)
        return "".join(_code_point(run.text) if run.font is None else run.text for run in runs)

    def _escaped(self, text: str, weight: Weight) -> str:
        if not (text.isascii() and text.isprintable()):
            text = _EMPTY_LINES.sub("\n\n", _LINE_END.sub("\n", text))
            text = "\n".join(self._line(_SPACES.sub(" ", line), weight) for line in text.split("\n"))
            return text.replace("\n", "<br/>")
        return escape(text)

    def _line(self, text: str, weight: Weight) -> str:
        parts = []
        for run in self._metrics.runs(text, 1.0, weight):
            if run.font is None:
                parts.append(f'<font color="{ink_code("muted")}">{_code_point(run.text)}</font>')
            elif run.font != FONT_FILES[weight][0]:
                parts.append(f'<font name="{self._font(run.font)}">{escape(run.text)}</font>')
            else:
                parts.append(escape(run.text))
        return "".join(parts)

    def _font(self, file: str) -> str:
        return escape(font_name(self._fonts / file), _QUOTE)


def _code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"
