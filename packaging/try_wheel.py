"""Build the wheel, install it in an empty environment away from the checkout, and use it there.

Shows that the package carries its data and that its locked requirements suffice. A failing step ends the run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "requirements" / "run.txt"
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def run(*command: str | Path, cwd: Path, **extra: str) -> str:
    """Run a command without any trace of the checkout in its environment, and return what it printed."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | {"DFDMODELER_HOME": str(cwd / "home")} | extra,
        stdout=subprocess.PIPE,
        text=True,
    )
    if result.returncode:
        print(result.stdout)
        sys.exit(f"Failed in the installed package: {' '.join(map(str, command))}")
    return result.stdout


def build(into: Path) -> Path:
    python = Path(sys.executable)
    run(python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", into, ROOT, cwd=into)
    return next(into.glob("*.whl"))


def install(wheel: Path, place: Path) -> Path:
    """Make an empty environment with the wheel in it; the result is its directory of programs."""
    venv.create(place, with_pip=True)
    programs = place / SCRIPTS
    pip = (programs / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", LOCKED, cwd=place)
    run(*pip, "--no-deps", wheel, cwd=place)
    return programs


def use(programs: Path, place: Path) -> None:
    where = run(programs / "python", "-c", "from dfdmodeler import paths; print(paths.shipped())", cwd=place)
    shipped = Path(where.strip())
    if ROOT in shipped.parents or not shipped.is_dir():
        sys.exit(f"The installed package does not read its own data: {shipped}")
    model, report = place / "model.dfdm", place / "model.pdf"
    shutil.copyfile(shipped / "resources" / "templates" / "rag-chatbot.dfdm", model)
    program = programs / "dfdmodeler"
    print(run(program, "analyze", model, cwd=place).rstrip().splitlines()[-1])
    run(program, "report", model, "-o", report, cwd=place)
    if not report.read_bytes().startswith(b"%PDF-"):
        sys.exit("The installed package wrote a report that is no PDF.")
    run(program, "--self-test", cwd=place, QT_QPA_PLATFORM="offscreen")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dfdmodeler-wheel-") as name:
        place = Path(name)
        wheel = build(place)
        use(install(wheel, place / "environment"), place)
        print(f"{wheel.name}: analyze, report and self-test passed away from the checkout")


if __name__ == "__main__":
    main()
