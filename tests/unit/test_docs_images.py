"""The pictures of the documentation: pages show each of them, and no other than the script takes."""

from __future__ import annotations

import re
from pathlib import Path

import take_screenshots

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_PICTURE = re.compile(r"""[("]([^("\s]*images/[^)"\s]+\.png)[)"]""")


def shown() -> set[Path]:
    """The pictures that pages show."""
    return {(page.parent / path).resolve() for page in PAGES for path in _PICTURE.findall(page.read_text())}


def test_pages_show_what_the_script_takes_and_nothing_else_is_kept() -> None:
    taken = {take_screenshots.IMAGES / f"{name}.png" for name in take_screenshots.SHOWN}
    assert shown() == taken == set(take_screenshots.IMAGES.iterdir())


def test_every_picture_is_of_a_scene_in_a_theme() -> None:
    made = {f"{scene}-{theme}" for scene in take_screenshots.SCENES for theme in take_screenshots.THEMES}
    assert set(take_screenshots.SHOWN) <= made


def test_pictures_are_small() -> None:
    assert all(path.stat().st_size < 150_000 for path in take_screenshots.IMAGES.iterdir())
