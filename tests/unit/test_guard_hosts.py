"""No file names a package registry: where packages come from is each machine's own configuration."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Put together here, so that this file does not contain them itself.
FORBIDDEN = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("proxy.golang", "org"),
        ("deb.debian", "org"),
    )
] + [
    "--" + option
    for option in ("index-url", "extra-index-url", "find-links", "default-index", "trusted-host")
]


def tracked_files() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only a git checkout knows which files are tracked")
    listing = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name]


def test_no_tracked_file_names_a_package_registry() -> None:
    found = []
    for path in tracked_files():
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "replace").lower()
            found += [f"{path.relative_to(ROOT)}: {host}" for host in FORBIDDEN if host in text]
    assert not found, "\n".join(found)
