"""Where things lie: the data that ships with the application, and the user's own directories.

The only module that knows `appdirs`, how a wheel differs from a checkout, and the home directory. Everything
below is handed directories as arguments. No function here creates a directory: whoever writes does.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import appdirs

HOME_VARIABLE = "DFDMODELER_HOME"
"""Environment variable that puts all of the user's directories below one, for tests and portable installs."""

_DIRS = appdirs.AppDirs("dfdmodeler", appauthor=False)


def shipped() -> Path:
    """The directory that holds `stencils` and `resources`: inside an installed package, or the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parents[1]


def shipped_stencils() -> Path:
    return shipped() / "stencils"


def shipped_rules() -> Path:
    """One directory for each rule pack."""
    return shipped() / "resources" / "rules"


def shipped_taxonomies() -> Path:
    """The public catalogs to which rules refer."""
    return shipped() / "resources" / "taxonomies"


def templates() -> Path:
    """Models to start from and to learn from."""
    return shipped() / "resources" / "templates"


def suggestion_words() -> Path:
    """The words by which types and data are suggested."""
    return shipped() / "resources" / "suggestions" / "words.toml"


def glossary() -> Path:
    """The words that rules use, explained."""
    return shipped() / "resources" / "glossary.toml"


def policy() -> Path:
    """A policy for gates to begin with."""
    return shipped() / "resources" / "policy.toml"


def fonts() -> Path:
    return shipped() / "resources" / "fonts"


def icons() -> Path:
    """The application's own icon; those of elements are drawn from the stencils."""
    return shipped() / "resources" / "icons"


def user_data() -> Path:
    """What the user adds: `stencils` and `rules`, in the format of the shipped ones."""
    return _user("data", _DIRS.user_data_dir)


def user_stencils() -> Path:
    return user_data() / "stencils"


def user_rules() -> Path:
    return user_data() / "rules"


def rule_packs(named: Sequence[Path] = ()) -> list[Path]:
    """Where packs are looked for: those that ship first, then those named for this run, then the user's."""
    return [shipped_rules(), *named, user_rules()]


def user_state() -> Path:
    """What may be lost without harm once a document is saved: the recovery journals."""
    return _user("state", _DIRS.user_state_dir)


def user_cache() -> Path:
    """What can be made again at any time: small pictures of recent files."""
    return _user("cache", _DIRS.user_cache_dir)


def user_config() -> Path:
    """Where the preferences are kept."""
    return _user("config", _DIRS.user_config_dir)


def _user(kind: str, usual: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / kind if home else Path(usual)
