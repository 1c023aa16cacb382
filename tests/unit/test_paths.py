"""Where shipped data and the user's directories are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from dfdmodeler import paths

CHECKOUT = Path(__file__).resolve().parents[2]


def test_a_checkout_serves_its_own_data() -> None:
    assert paths.shipped() == CHECKOUT
    for directory in (paths.shipped_stencils(), paths.shipped_rules().parent, paths.icons()):
        assert directory.is_dir()


def test_an_installed_package_serves_the_data_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "dfdmodeler"
    (package / "_data").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.shipped() == package / "_data"
    assert paths.shipped_rules() == package / "_data" / "resources" / "rules"
    assert paths.templates() == package / "_data" / "resources" / "templates"
    assert paths.fonts() == package / "_data" / "resources" / "fonts"


def test_one_variable_moves_all_user_directories(home: Path) -> None:
    places = [paths.user_data(), paths.user_state(), paths.user_config()]
    assert places == [home / "data", home / "state", home / "config"]
    assert paths.user_cache() == home / "cache"
    assert paths.user_stencils() == home / "data" / "stencils"
    assert paths.user_rules() == home / "data" / "rules"


def test_asking_for_a_place_does_not_make_it(home: Path) -> None:
    paths.user_state()
    assert list(home.iterdir()) == []


def test_without_the_variable_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    for place in (paths.user_data(), paths.user_state(), paths.user_config()):
        assert place.is_absolute()
        assert "dfdmodeler" in place.parts
