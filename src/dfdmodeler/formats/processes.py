"""Which processes run on this machine: what one that is gone left behind may be tidied up by others."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path


def runs(pid: int) -> bool:
    """Whether there is such a process on this machine."""
    if pid <= 0:
        return False
    if sys.platform == "win32":  # where signal 0 would end it
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    import ctypes

    still_active, may_query = 259, 0x1000
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    process = kernel.OpenProcess(may_query, False, pid)
    if not process:
        return False
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(process, ctypes.byref(code))
    kernel.CloseHandle(process)
    return not known or code.value == still_active


def born(pid: int) -> str:
    """When a process began, as Linux tells it; empty elsewhere."""
    try:
        return (
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="ascii", errors="replace")
            .rpartition(")")[2]
            .split()[19]
        )
    except (OSError, IndexError):
        return ""


def machine() -> str:
    """A short name of this machine for file names: the numbers of processes mean nothing on others, which may
    share its directories.
    """
    return hashlib.sha256(socket.gethostname().encode(errors="replace")).hexdigest()[:8]
