"""Is everything here that pip cannot install? If not, name it, with the one command that brings it.

`check_system.py GROUP...` looks at the version of Python and at the groups of system parts named below.
On a Debian machine with CI set it installs what is missing; elsewhere it only says so and exits with 1.
Runs on the system's Python before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

OLDEST_PYTHON = (3, 11)

# What the Qt wheels expect of a Linux system: library -> Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# A window on X11 needs these too.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What models are merged and compared in.
VERSION_CONTROL = {"git": "git"}
# A virtual screen to show windows on, and a reader for the PDFs that were written.
TOOLS = {"Xvfb": "xvfb", "xauth": "xauth", "pdftotext": "poppler-utils"}


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def runs(program: str) -> bool:
    return shutil.which(program) is not None


def imports(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


GROUPS: Mapping[str, tuple[Callable[[str], bool], Mapping[str, str]]] = {
    "python": (imports, {"ensurepip": "python3-venv"}),
    "qt": (loads, QT_LIBRARIES),
    "git": (runs, VERSION_CONTROL),
    "window": (loads, WINDOW_LIBRARIES),
    "tools": (runs, TOOLS),
}


def missing(groups: list[str]) -> dict[str, str]:
    """The parts that are not there, each with its Debian package."""
    parts = {}
    for group in groups:
        found, table = GROUPS[group]
        parts.update({part: package for part, package in table.items() if not found(part)})
    return parts


def install(packages: list[str]) -> None:
    rights = [] if os.geteuid() == 0 else ["sudo"]
    subprocess.run([*rights, "apt-get", "update", "-qq"], check=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run([*rights, "env", "DEBIAN_FRONTEND=noninteractive", *command], check=True)


def advice(parts: Mapping[str, str]) -> str:
    packages = " ".join(sorted(set(parts.values())))
    command = f"sudo apt-get install --no-install-recommends {packages}"
    return f"Missing on this system: {', '.join(parts)}.\nOn Debian or Ubuntu: {command}"


def main(groups: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: set PYTHON=/path/to/python")
        return 1
    if not sys.platform.startswith("linux"):
        return 0
    parts = missing(groups)
    if parts and os.environ.get("CI") and runs("apt-get"):
        install(sorted(set(parts.values())))
        parts = missing(groups)
    if parts:
        print(advice(parts))
    return 1 if parts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(GROUPS)))
