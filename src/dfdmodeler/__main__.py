"""Where the program starts: a command goes to the command line, anything else to the window."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from dfdmodeler.cli import COMMANDS, EXIT_UNUSABLE
from dfdmodeler.drawing.primitives import Picture

EXIT_BUG = 70
"""The program itself failed; what `sysexits` calls an internal software error."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments; the exit code of the process."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception:
        traceback.print_exc()
        return EXIT_BUG


def _run(given: list[str]) -> int:
    if given == ["--self-test"]:
        from dfdmodeler.gui import selftest

        return _without_display() or selftest.run()
    packs, rest = _packs(given)
    if rest and (len(rest) > 1 or rest[0] in COMMANDS or rest[0].startswith("-")):
        from dfdmodeler.cli.main import run

        return run(given, _paint)
    return _open_window(Path(rest[0]) if rest else None, packs)


def _packs(given: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The rule packs that are named for the window, and the arguments after them."""
    packs: list[Path] = []
    rest = list(given)
    while rest and (rest[0].startswith("--pack=") or (rest[0] == "--pack" and len(rest) > 1)):
        first = rest.pop(0)
        packs.append(Path(first.partition("=")[2] if "=" in first else rest.pop(0)))
    return packs, rest


def _open_window(file: Path | None, packs: Sequence[Path]) -> int:
    if file is not None and not os.path.exists(file):  # Path.exists raises for names that are too long
        print(f"error: {file}: there is no such file or command.", file=sys.stderr)
        return EXIT_UNUSABLE
    missing = _without_display()
    if missing:
        return missing
    from dfdmodeler.gui import app

    code: int = app.run(file, packs)
    return code


def _without_display() -> int:
    """Says so and gives the exit code where no window can be shown; 0 where one can."""
    if os.environ.get("QT_QPA_PLATFORM") or has_display():
        return 0
    print(
        "error: there is no display to open a window on. `dfdmodeler --help` lists what works without one.",
        file=sys.stderr,
    )
    return EXIT_UNUSABLE


def has_display() -> bool:
    """Whether windows can be shown: Windows and macOS sessions always can, elsewhere a display server must
    answer. Qt would end the process if none did.
    """
    if sys.platform in ("win32", "darwin") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    return _answers("" if host == "unix" else host, number.partition(".")[0])


def _answers(host: str, number: str) -> bool:
    """Whether an X server listens at a display: beside this process if no host is named, or at its port."""
    import socket

    if not number.isdecimal():
        return False
    for address in () if host else (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local, suppress(OSError):
            local.connect(address)
            return True
    with suppress(OSError, OverflowError):
        socket.create_connection((host or "localhost", 6000 + int(number[:5])), timeout=3).close()
        return True
    return False


def _paint(picture: Picture, scale: float, theme: str) -> bytes:
    """PNG needs the canvas painter, and with it Qt, which the command line does not load."""
    from dfdmodeler.gui.pictures import png

    content: bytes = png(picture, scale, theme)
    return content


if __name__ == "__main__":
    sys.exit(main())
