"""Colour tokens: the only place where a colour has a value. Pictures name tokens; a drawer picks a theme."""

from __future__ import annotations

from typing import Literal

Theme = Literal["light", "dark"]
"""Each of them also in high contrast."""

TOKENS: dict[str, tuple[str, str]] = {
    "window": ("#F6F7F9", "#14181E"),
    "panel": ("#FFFFFF", "#1B2129"),
    "canvas": ("#FBFCFD", "#171C23"),
    "line": ("#D5DAE1", "#313A46"),
    "ink": ("#1B2430", "#E8ECF1"),
    "muted": ("#5B6776", "#A3AFBD"),
    "faint": ("#626E7C", "#8E9AA8"),
    "accent": ("#2A68D0", "#7FAEFF"),
    "accent_tint": ("#E6EEFC", "#22324D"),
    "flow": ("#4A5665", "#9AA7B5"),
    "boundary": ("#7A8798", "#6F7D8D"),
    "dimmed": ("#A3AEBB", "#56626F"),
    "critical": ("#C2410C", "#FF8A5B"),
    "important": ("#946200", "#F0B84A"),
    "moderate": ("#2B7A78", "#5FC9BE"),
    "low": ("#5B6776", "#A3AFBD"),
    "privacy": ("#6D4BC3", "#B79CFF"),
    "data": ("#0F766E", "#4FD1C1"),
    "training": ("#6D4BC3", "#B79CFF"),
    "serving": ("#2A68D0", "#7FAEFF"),
    "llm": ("#B0307A", "#FF8CC6"),
    "people": ("#475569", "#9FB0C3"),
    "explained": ("#C2410C", "#FF8A5B"),
    "guide": ("#D6249F", "#FF6FC8"),
    "on_mark": ("#FFFFFF", "#14181E"),
}
"""Token name -> (light, dark). `on_mark` is for text on a severity colour or on the accent; `explained` is
the path that is being explained; `guide` is for alignment guides; `dimmed` are lines that an overlay says
nothing of."""

HIGH_CONTRAST: dict[str, tuple[str, str]] = {
    "window": ("#FFFFFF", "#000000"),
    "panel": ("#FFFFFF", "#000000"),
    "canvas": ("#FFFFFF", "#000000"),
    "line": ("#5A6572", "#9AA5B1"),
    "ink": ("#000000", "#FFFFFF"),
    "muted": ("#2B333D", "#DCE3EA"),
    "faint": ("#3A434E", "#C6CED7"),
    "accent": ("#0B4AA8", "#A9CBFF"),
    "flow": ("#1B2430", "#E8ECF1"),
    "boundary": ("#3A434E", "#C6CED7"),
    "critical": ("#8A2B06", "#FFB08F"),
    "important": ("#664200", "#FFD27A"),
    "moderate": ("#12524F", "#8CEBDF"),
    "low": ("#38414C", "#C9D2DC"),
    "privacy": ("#4A2B9E", "#D3C2FF"),
    "data": ("#0A4F49", "#7CEADC"),
    "training": ("#4A2B9E", "#D3C2FF"),
    "serving": ("#0B4AA8", "#A9CBFF"),
    "llm": ("#7E1C55", "#FFB3DC"),
    "people": ("#28333F", "#CBD6E2"),
    "explained": ("#8A2B06", "#FFB08F"),
    "on_mark": ("#FFFFFF", "#000000"),
}
"""What differs in high contrast: text and marks at least 7 : 1 on every background."""

BACKGROUNDS = ("window", "panel", "canvas")
SEVERITIES = ("critical", "important", "moderate", "low", "privacy")
FAMILIES = ("data", "training", "serving", "llm", "people")
TEXT_TOKENS = ("ink", "muted", "faint", "accent", "flow", "explained", *SEVERITIES, *FAMILIES)
"""Tokens that may colour text on any background token."""

FALLBACK = "muted"


def color(token: str, theme: Theme = "light", *, high_contrast: bool = False) -> str:
    """The ``#RRGGBB`` of a token; an unknown token (from a user's stencil) is drawn muted."""
    known = token if token in TOKENS else FALLBACK
    light, dark = (HIGH_CONTRAST.get(known) if high_contrast else None) or TOKENS[known]
    return light if theme == "light" else dark


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#RRGGBB`` colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(hex_color: str) -> float:
    red, green, blue = (_linear(int(hex_color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    result: float = channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
    return result
