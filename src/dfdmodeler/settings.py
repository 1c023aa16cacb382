"""The user's preferences as one declared table.

A field's title and description are its label and help in the preferences window, which shows the fields that
name a group. The file is JSON; one that cannot be used is reported and the defaults take its place, so that a
damaged file never prevents a start.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dfdmodeler.model.problem import Problem

FILE_NAME = "settings.json"
MAX_BYTES = 1_000_000
MAX_RECENT = 10

Theme = Literal["system", "light", "dark"]
Motion = Literal["system", "none"]
Contrast = Literal["system", "normal", "high"]
TextScale = Literal["100", "125", "150", "175", "200"]


class Settings(BaseModel):
    """Preferences and the remembered window; fields of newer versions are kept and written back."""

    model_config = ConfigDict(frozen=True, extra="allow")

    author: str = Field(
        default="",
        title="Your name",
        description="Written beside the decisions you take about threats.",
        json_schema_extra={"group": "Review"},
    )
    theme: Theme = Field(
        default="system",
        title="Colours",
        description="Light, dark, or as the system has it.",
        json_schema_extra={
            "group": "Look",
            "choices": {"system": "As the system", "light": "Light", "dark": "Dark"},
        },
    )
    contrast: Contrast = Field(
        default="system",
        title="Contrast",
        description="High contrast has stronger colours on plain black or white.",
        json_schema_extra={
            "group": "Look",
            "choices": {"system": "As the system", "normal": "Normal", "high": "High"},
        },
    )
    text_scale: TextScale = Field(
        default="100",
        title="Text size",
        description="Of menus, panels and dialogs; the diagram has its own zoom.",
        json_schema_extra={
            "group": "Look",
            "choices": {scale: f"{scale} %" for scale in get_args(TextScale)},
        },
    )
    motion: Motion = Field(
        default="system",
        title="Motion",
        description="Whether things glide to their new places when they are laid out.",
        json_schema_extra={"group": "Look", "choices": {"system": "As the system", "none": "None"}},
    )
    overview: bool = Field(
        default=True,
        title="Overview",
        description="A large diagram that is not all in view is shown in small in a corner.",
        json_schema_extra={"group": "Look"},
    )
    legend_in_pictures: bool = Field(
        default=True,
        title="Legend in pictures",
        description="A picture that is exported under an overlay tells below the diagram what it means.",
        json_schema_extra={"group": "Look"},
    )
    snap_to_grid: bool = Field(
        default=True,
        title="Snap to grid",
        description="Elements land on the grid when they are drawn or moved.",
        json_schema_extra={"group": "Drawing"},
    )
    alignment_guides: bool = Field(
        default=True,
        title="Alignment guides",
        description="What is drawn, moved or resized lines up with what is near.",
        json_schema_extra={"group": "Drawing"},
    )
    shortcuts: dict[str, tuple[str, ...]] = Field(
        default={},
        title="Keyboard shortcuts",
        description="Keys of your own by the name of the action; no keys at all take its shortcut away.",
    )
    recent_files: tuple[str, ...] = Field(
        default=(),
        title="Recent files",
        description="Documents opened or saved last, newest first.",
    )
    last_directory: str = Field(
        default="",
        title="Last directory",
        description="Where file dialogs begin.",
    )
    last_policy: str = Field(
        default="",
        title="Last policy",
        description="The file of the policy that models were checked against last.",
    )
    window_geometry: str = Field(
        default="",
        title="Window position",
        description="Size and place of the main window, as base64 text.",
    )
    window_state: str = Field(
        default="",
        title="Window layout",
        description="Which panels are shown and where, as base64 text.",
    )

    def with_recent(self, path: str) -> Settings:
        """These settings with `path` first among the recent files, named once.

        A name that is no text (bytes that are not UTF-8, on Linux) has no place in JSON: it is left out.
        """
        if not _is_text(path):
            return self
        others = self.without_recent(path).recent_files
        return self.model_copy(update={"recent_files": (path, *others)[:MAX_RECENT]})

    def without_recent(self, path: str) -> Settings:
        """These settings without `path` among the recent files: it is not there any more."""
        return self.model_copy(update={"recent_files": tuple(p for p in self.recent_files if p != path)})


@dataclass(frozen=True)
class Preference:
    """A field that a person sets, as it is to be shown: `choices` are values with their words. One without
    any is a yes or no (`is_flag`), or text.
    """

    name: str
    group: str
    title: str
    help: str
    choices: tuple[tuple[str, str], ...]
    is_flag: bool


def preferences() -> list[Preference]:
    """The fields that a person sets, in the order in which they are declared."""
    return [
        Preference(
            name,
            told["group"],
            told["title"],
            told["description"],
            tuple((value, told["choices"][value]) for value in told.get("enum", ())),
            told["type"] == "boolean",
        )
        for name, told in Settings.model_json_schema()["properties"].items()
        if "group" in told
    ]


def defaults() -> dict[str, Any]:
    """What the fields that a person sets are until somebody does."""
    return {known.name: Settings.model_fields[known.name].get_default() for known in preferences()}


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def load(path: Path) -> tuple[Settings, Problem | None]:
    """The settings in a file: the defaults if there is none, the defaults and a problem if it is unusable."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return Settings(), _unusable(path, "it is too large")
        return Settings.model_validate_json(content), None
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), _unusable(path, error.strerror or str(error))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        return Settings(), _unusable(path, f"{field}: {first['msg']}" if field else first["msg"])


def save(settings: Settings, path: Path) -> Problem | None:
    """Replace the file at once or leave it as it was; a failure is told as a problem."""
    text = settings.model_dump_json(indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        return Problem(str(path), f"The preferences were not saved: {reason}.", gravity="warning")
    return None


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _unusable(path: Path, reason: str) -> Problem:
    hint = "The defaults are used; saving the preferences replaces this file."
    return Problem(str(path), f"The preferences cannot be read: {reason}.", hint, gravity="warning")
