"""Nothing but the window loads Qt, and what is slow to load waits until it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ALL_BUT_THE_WINDOW = """
import importlib, pkgutil, sys
import dfdmodeler

def modules(path, prefix):
    for found in pkgutil.iter_modules(path, prefix):
        if found.name not in ("dfdmodeler.gui", "dfdmodeler.__main__"):
            yield found.name
            if found.ispkg:
                package = importlib.import_module(found.name)
                yield from modules(package.__path__, found.name + ".")

for name in ["dfdmodeler.cli", *modules(dfdmodeler.__path__, "dfdmodeler.")]:
    importlib.import_module(name)
"""
REPORT_LOADED = """
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after running the code."""
    result = subprocess.run([sys.executable, "-c", code + REPORT_LOADED], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.split())


@pytest.mark.parametrize("module", ["PySide6", "shiboken6"])
def test_no_module_outside_gui_loads_qt(module: str) -> None:
    assert module not in loaded_after(ALL_BUT_THE_WINDOW)


@pytest.mark.parametrize("module", ["networkx", "numpy", "PIL", "xlsxwriter"])
def test_slow_packages_wait_until_they_are_needed(module: str) -> None:
    assert module not in loaded_after("import sys, dfdmodeler.cli, dfdmodeler.session")


def test_what_the_engine_is_compared_with_shares_no_code_with_it() -> None:
    tests = str(Path(__file__).resolve().parents[1])
    loaded = loaded_after(f"import sys; sys.path.insert(0, {tests!r}); import reference.judge")
    assert "reference" in loaded
    assert "dfdmodeler" not in loaded
