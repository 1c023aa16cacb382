"""Compares engine and reference on seeded systems: ``python -m reference [how many]``.

To be run from `tests`, with `src` on the path of Python or the package installed.
"""

from __future__ import annotations

import sys

from reference.seeded import compare


def main(count: int) -> int:
    tally = compare(range(count))
    print("\n".join(tally.lines()))
    print("\n".join(tally.differences[:20]))
    return bool(tally.differences)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
