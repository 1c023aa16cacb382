"""Open the application on an example model; without a display, analyse it and write its report instead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import check_system
from dfdmodeler.__main__ import has_display

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "resources" / "templates" / "rag-chatbot.dfdm"
REPORT = ROOT / "out" / "rag-chatbot.pdf"


def dfdmodeler(*arguments: str | Path) -> int:
    return subprocess.run([sys.executable, "-m", "dfdmodeler", *map(str, arguments)]).returncode


def main() -> int:
    if has_display():
        return check_system.main(["qt", "window"]) or dfdmodeler(EXAMPLE)
    print("No display here: analysing the example and writing its report instead of opening a window.")
    REPORT.parent.mkdir(exist_ok=True)
    failed = dfdmodeler("analyze", EXAMPLE) or dfdmodeler("report", EXAMPLE, "-o", REPORT)
    if not failed:
        print(f"Report: {REPORT}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
