"""Icons of stencils: which SVG path data may be used."""

from __future__ import annotations

import re

ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
"""Path commands that icons may use, absolute or relative, and how many numbers each takes."""

_TOKEN = re.compile(r"[\s,]*(?:([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))[\s,]*")


def icon_error(data: str) -> str:
    """What is wrong with an icon's path data, as the end of a sentence; empty if nothing is."""
    commands: list[tuple[str, int]] = []
    position = 0
    while position < len(data):
        token = _TOKEN.match(data, position)
        if token is None:
            return f"has an unexpected '{data[position]}' at position {position + 1}"
        position = token.end()
        if token[1]:
            commands.append((token[1], 0))
        elif commands:
            letter, count = commands[-1]
            commands[-1] = (letter, count + 1)
        else:
            return "does not begin with M"
    if not commands or commands[0][0] not in "Mm":
        return "does not begin with M"
    return next((error for letter, count in commands if (error := _command_error(letter, count))), "")


def _command_error(letter: str, count: int) -> str:
    needed = ARGUMENTS.get(letter.upper())
    if needed is None:
        return f"uses the command '{letter}'; only {' '.join(ARGUMENTS)} are known"
    fits = count == 0 if needed == 0 else count > 0 and count % needed == 0
    return "" if fits else f"gives {count} numbers to the command '{letter}', which takes {needed}"
