"""Open the application on an example model; without a display, analyse it and write its report instead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import check_system

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "resources" / "templates" / "rag-chatbot.dfdm"
REPORT = ROOT / "out" / "rag-chatbot.pdf"


def has_display() -> bool:
    """Windows and macOS sessions always have one; elsewhere a display server says where it is."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


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
