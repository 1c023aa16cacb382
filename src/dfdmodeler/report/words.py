"""Words that reports use for what threats and models say by short names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TRACKS = {
    "security": "Security",
    "reliability": "Reliability",
    "privacy": "Privacy",
    "validity": "Validity",
}
STRIDE = {
    "S": "Spoofing",
    "T": "Tampering",
    "R": "Repudiation",
    "I": "Information disclosure",
    "D": "Denial of service",
    "E": "Elevation of privilege",
}
KINDS = {
    "proactive": "Prevent",
    "detective": "Detect",
    "response": "Respond",
}
"""What mitigations of a kind do."""

MOST_LISTED = 8
LONGEST_NAME = 90


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = MOST_LISTED) -> str:
    """Names in a row; the rest of many as a number."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
    """A name for running text; its heading has it in full."""
    words = " ".join(name.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """Text with a full stop, unless it ends in a mark of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".!?:…" else text + "."


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def joined(parts: Iterable[str], between: str = " · ") -> str:
    return between.join(part for part in parts if part)
