"""Preferences: one table, kept in one file that may be missing, damaged or newer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dfdmodeler import settings
from dfdmodeler.settings import Settings

CHANGED = Settings(
    author="Zoë",
    theme="dark",
    snap_to_grid=False,
    recent_files=("b.dfdm", "a.dfdm"),
    last_directory="models",
    window_geometry="AdnQywAD",
    window_state="AAAA/w==",
)


def test_every_field_says_what_it_is_for() -> None:
    for name, field in Settings.model_fields.items():
        assert field.title, name
        assert field.description, name


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "directory" / settings.FILE_NAME
    assert settings.save(CHANGED, path) is None
    assert settings.load(path) == (CHANGED, None)


def test_no_file_means_defaults_and_no_problem(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "absent.json") == (Settings(), None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "EOF"),
        (b"{", "EOF"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"[]", "object"),
        (b'{"theme": "mauve"}', "theme"),
        (b'{"recent_files": ["a", 1]}', "recent_files.1"),
        (b'{"author": "' + b"x" * settings.MAX_BYTES + b'"}', "too large"),
    ],
)
def test_a_bad_file_gives_a_problem_and_defaults(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_bytes(content)
    loaded, problem = settings.load(path)
    assert loaded == Settings()
    assert problem is not None
    assert problem.where == str(path)
    assert said in problem.what
    assert problem.hint


def test_a_directory_in_the_place_of_the_file_is_a_problem_both_ways(tmp_path: Path) -> None:
    loaded, problem = settings.load(tmp_path)
    assert loaded == Settings()
    assert problem is not None
    assert settings.save(CHANGED, tmp_path) is not None


def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / settings.FILE_NAME
    settings.save(CHANGED, path)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    problem = settings.save(Settings(), path)
    assert problem is not None
    assert "No space left" in problem.what
    assert settings.load(path) == (CHANGED, None)
    assert [entry.name for entry in tmp_path.iterdir()] == [settings.FILE_NAME]


def test_fields_of_a_newer_version_survive(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_text('{"author": "A", "density": "compact"}', encoding="utf-8")
    loaded, problem = settings.load(path)
    assert problem is None
    settings.save(loaded.with_recent("m.dfdm"), path)
    assert json.loads(path.read_text(encoding="utf-8"))["density"] == "compact"


def test_recent_files_are_newest_first_once_each_and_few() -> None:
    current = Settings()
    for number in [*range(15), 12]:
        current = current.with_recent(f"{number}.dfdm")
    assert current.recent_files[:4] == ("12.dfdm", "14.dfdm", "13.dfdm", "11.dfdm")
    assert len(current.recent_files) == settings.MAX_RECENT


def test_a_file_name_that_is_no_text_does_not_spoil_the_file(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE_NAME
    odd = Settings().with_recent(b"caf\xe9.dfdm".decode("utf-8", "surrogateescape"))
    assert settings.save(odd, path) is None
    assert settings.load(path) == (Settings(), None)


def test_what_a_person_sets_is_declared_with_its_words_and_choices() -> None:
    known = {one.name: one for one in settings.preferences()}
    assert list(known) == [
        "author", "theme", "contrast", "text_scale", "motion", "overview", "legend_in_pictures",
        "snap_to_grid", "alignment_guides",
    ]  # fmt: skip
    assert known["theme"].choices == (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    assert known["snap_to_grid"].is_flag
    assert all(one.title and one.help and one.group for one in known.values())
    assert settings.defaults() == {
        "author": "",
        "theme": "system",
        "contrast": "system",
        "text_scale": "100",
        "motion": "system",
        "overview": True,
        "legend_in_pictures": True,
        "snap_to_grid": True,
        "alignment_guides": True,
    }
