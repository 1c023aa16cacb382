"""What `git install` sets and `git uninstall` takes out again: settings, and a line of attributes."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from dfdmodeler.formats import native, storage
from dfdmodeler.formats.git_program import git, named, top
from dfdmodeler.model.problem import Problem

DRIVER = "dfdmodeler"
LINE = f"*{native.SUFFIX} merge={DRIVER} diff={DRIVER}".encode()
"""What a file of attributes says; whoever has not set up the driver gets git's own way."""
ATTRIBUTES = ".gitattributes"
_KEYS = (f"merge.{DRIVER}.name", f"merge.{DRIVER}.driver", f"diff.{DRIVER}.textconv")
_LIMIT = 16 * 1024 * 1024
_MISSING = 5
"""How `git config --unset-all` ends where there is no such setting."""


def settings() -> dict[str, str]:
    """The settings with their values. Git runs them in a shell, on Windows in its own; it quotes what it puts
    in for a percent sign.
    """
    program = " ".join(shlex.quote(part) for part in command())
    values = (
        "threat models, by record and field",
        f"{program} merge %O %A %B -o %A --name=%P",
        f"{program} git text --",
    )
    return dict(zip(_KEYS, values, strict=True))


def command() -> list[str]:
    """How this very program is started again, wherever its caller's PATH leads."""
    python = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [python.as_posix()]
    script = python.with_name("dfdmodeler.exe" if sys.platform == "win32" else "dfdmodeler")
    if script.is_file():
        return [script.as_posix()]
    return [python.as_posix(), "-P", "-m", "dfdmodeler"]  # -P: no module out of the repository


def install(where: Path, user: bool) -> tuple[Path, bool] | Problem:
    """Sets everything; the file of attributes, and whether anything had to be changed."""
    attributes = _attributes(where, user)
    if isinstance(attributes, Problem):
        return attributes
    changed = False
    for key, value in settings().items():
        before = git(where, "config", _scope(user), "--get-all", key, expected=(0, 1))
        if isinstance(before, Problem):
            return before
        if before.output.decode("utf-8", "replace").splitlines() != [value]:
            done = git(where, "config", _scope(user), "--replace-all", key, value)
            if isinstance(done, Problem):
                return done
            changed = True
    lined = _with_line(attributes, True)
    return lined if isinstance(lined, Problem) else (attributes, changed or lined)


def uninstall(where: Path, user: bool) -> tuple[Path, bool] | Problem:
    """Takes out what `install` set and nothing else; the file of attributes, and whether there was any."""
    attributes = _attributes(where, user)
    if isinstance(attributes, Problem):
        return attributes
    changed = False
    for key in _KEYS:
        done = git(where, "config", _scope(user), "--unset-all", key, expected=(0, _MISSING))
        if isinstance(done, Problem):
            return done
        changed |= done.code == 0
    lined = _with_line(attributes, False)
    return lined if isinstance(lined, Problem) else (attributes, changed or lined)


def _scope(user: bool) -> str:
    return "--global" if user else "--local"


def _attributes(where: Path, user: bool) -> Path | Problem:
    """The file of attributes: of the repository, or the one that git reads for all of the user's."""
    if not user:
        root = top(where)
        if isinstance(root, Problem):
            return root
        own = root / ATTRIBUTES
        if own.is_symlink():  # it may lead anywhere, and came with the repository
            hint = "Replace it with a file, or use --user."
            return Problem(str(own), "This is a link, which git does not follow.", hint)
        return own
    chosen = git(where, "config", "--global", "--type=path", "--get", "core.attributesFile", expected=(0, 1))
    if isinstance(chosen, Problem):
        return chosen
    if chosen.code == 0 and chosen.output.strip():
        return named(chosen.output)
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.environ.get("HOME") or Path.home(), ".config")
    return Path(base) / "git" / "attributes"


def _with_line(path: Path, wanted: bool) -> bool | Problem:
    """Puts the line at the end of a file, or takes it out; whether that changed anything. A file of which
    nothing is left is deleted.
    """
    before: bytes | Problem = storage.load(path, _LIMIT) if os.path.lexists(path) else b""
    if isinstance(before, Problem):
        return before
    after = added(before) if wanted else removed(before)
    if after == before:
        return False
    try:
        if not after:
            path.unlink()
            return True
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Problem(str(path), f"The file cannot be written: {(error.strerror or str(error)).lower()}.")
    return storage.replace(path, after) or True


def added(content: bytes) -> bytes:
    """A file of attributes with the line, in the way its other lines end."""
    if LINE in map(bytes.strip, content.split(b"\n")):
        return content
    end = b"\r\n" if b"\r\n" in content else b"\n"
    if not content or content.endswith(b"\n"):
        return content + LINE + end
    return content + end + LINE  # so that taking it out leaves the file as it was, without a last end


def removed(content: bytes) -> bytes:
    """A file of attributes without the line."""
    lines = content.split(b"\n")
    kept = [line for line in lines if line.strip() != LINE]
    if len(kept) == len(lines):
        return content
    without = b"\n".join(kept)
    return without.removesuffix(b"\r") if lines[-1].strip() == LINE else without
