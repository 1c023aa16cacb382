"""Programs killed at random moments while they edit, save and merge: how many files or edits that costs.

Not a matter of speed, but too long for a test: ``python benchmarks/run.py kills``.
"""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Result

KILLS = 500
SEED = 1_000
TESTS = Path(__file__).resolve().parents[1] / "tests"


def measure() -> Iterator[Result]:
    """Each kill in a directory of its own; what goes wrong is printed with its seed."""
    sys.path.insert(0, str(TESTS))
    import kills

    moments: Counter[str] = Counter()
    edits = failed = 0
    for seed in range(SEED, SEED + KILLS):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            try:
                said = kills.kill(seed, Path(directory) / "here")
            except AssertionError:
                failed += 1
                print(f"seed {seed}: {traceback.format_exc()}", file=sys.stderr, flush=True)
                continue
        moments[said.during] += 1
        edits += said.edits
    during = ", ".join(f"{count} during {moment}" for moment, count in sorted(moments.items()))
    yield Result(f"losses in {KILLS} kills", failed, 0, "", f"{during}; {edits:,} finished edits")
