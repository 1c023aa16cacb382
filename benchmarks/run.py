"""Measures everything, prints a table and writes it as JSON: ``python benchmarks/run.py [part ...]``.

The parts are start, analysis, canvas, session, register, memory, report, review, merge and kills; all of them
without arguments. A goal that is missed is marked and fails nothing: times depend on the machine and on what
else it does.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "latest.json"

sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = os.pathsep.join((str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from benchmarks import (  # noqa: E402
    analysis_speed,
    canvas_memory,
    canvas_speed,
    kills,
    merge_speed,
    register_speed,
    report_speed,
    review_speed,
    session_speed,
    start_up,
)
from benchmarks.measure import Result, table  # noqa: E402

PARTS: dict[str, Callable[[], Iterator[Result]]] = {
    "start": start_up.measure,
    "analysis": analysis_speed.measure,
    "canvas": canvas_speed.measure,
    "session": session_speed.measure,
    "register": register_speed.measure,
    "memory": canvas_memory.measure,
    "report": report_speed.measure,
    "review": review_speed.measure,
    "merge": merge_speed.measure,
    "kills": kills.measure,
}


def main(parts: Sequence[str]) -> int:
    unknown = set(parts) - set(PARTS)
    if unknown:
        print(f"There is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}.")
        return 2
    results: list[Result] = []
    for name in parts or PARTS:
        for result in PARTS[name]():
            print(f"{name}: {result.goal}: {result.cells()[1]}", file=sys.stderr, flush=True)
            results.append(result)
        _write(results)
    print(table(results))
    missed = sum(not result.met for result in results)
    print(f"\n{len(results) - missed} of {len(results)} goals met; written to {RESULTS.relative_to(ROOT)}")
    return 0


def _write(results: Sequence[Result]) -> None:
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    rows = [{**asdict(result), "met": result.met} for result in results]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"machine": machine, "results": rows}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
