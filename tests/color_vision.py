"""How colours look to people who do not see all of them.

The matrices are those for complete protanopia and deuteranopia in G. M. Machado, M. M. Oliveira and L. A. F.
Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15 (6), 2009; they apply to linear RGB.
"""

from __future__ import annotations

Matrix = tuple[tuple[float, float, float], ...]

DEFICIENCIES: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def seen(color: str, deficiency: str) -> str:
    """The ``#RRGGBB`` that looks to everybody as a colour looks to people with a deficiency."""
    linear = [_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5)]
    rows = DEFICIENCIES[deficiency]
    mixed = (sum(share * part for share, part in zip(row, linear, strict=True)) for row in rows)
    return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, part)))):02X}" for part in mixed)


def blended(color: str, ground: str, opacity: float) -> str:
    """A colour over another one."""
    pairs = [(int(color[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(top * opacity + below * (1 - opacity)):02X}" for top, below in pairs)


def _linear(part: float) -> float:
    result: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return result


def _encoded(part: float) -> float:
    result: float = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return result
