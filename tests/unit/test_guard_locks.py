"""The locked requirements agree with pyproject.toml, and each is one version with its hashes."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")
PLATFORMS = ("linux", "win32", "darwin")


def locked(name: str) -> list[Requirement]:
    """The requirements of a lock file; continued lines carry the hashes and are left off."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\").strip()) for line in lines if re.match(r"[a-z0-9]", line)]


def versions(requirements: list[Requirement], python: str, platform: str) -> dict[str, Version]:
    environment = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "sys_platform": platform,
    }
    return {
        canonicalize_name(requirement.name): Version(str(requirement.specifier).removeprefix("=="))
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate(environment)
    }


@pytest.mark.parametrize("name", ["run.txt", "test.txt", "dask.txt", "build.txt", "lock.txt"])
def test_each_locked_requirement_has_one_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    for entry in entries:
        assert re.match(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9, -]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", ["run.txt", "test.txt", "dask.txt", "build.txt"])
def test_the_lock_keeps_within_the_bounds_of_the_project(name: str, python: str, platform: str) -> None:
    project = PROJECT["project"]
    wanted = {
        "run.txt": project["dependencies"],
        "test.txt": project["dependencies"] + project["optional-dependencies"]["test"],
        "dask.txt": project["dependencies"] + project["optional-dependencies"]["dask"],
        "build.txt": PROJECT["build-system"]["requires"],
    }[name]
    have = versions(locked(name), python, platform)
    environment = {"python_version": python.rpartition(".")[0]}
    for requirement in map(Requirement, wanted):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            version = have[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement}: {version} is locked"


def test_tests_run_with_the_packages_that_users_get() -> None:
    for python in PYTHONS:
        names = ("run.txt", "dask.txt", "test.txt")
        run, dask, test = (versions(locked(name), python, "linux") for name in names)
        assert run.items() <= dask.items() <= test.items()


def test_what_is_needed_with_extras_is_locked_with_them() -> None:
    """Without them pip takes `coverage[toml]` for something else than the locked `coverage`, looks for its
    newest version, and finds no hash for it as soon as there is a newer one."""
    requirements = locked("test.txt")
    extras = {canonicalize_name(requirement.name): requirement.extras for requirement in requirements}
    applying = [r for r in requirements if r.marker is None or r.marker.evaluate()]
    needed = [need for r in applying for need in map(Requirement, requires(r.name) or [])]
    assert needed
    for need in needed:
        if need.extras and (need.marker is None or need.marker.evaluate({"extra": ""})):
            assert need.extras <= extras[canonicalize_name(need.name)], need
