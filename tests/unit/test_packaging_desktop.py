"""The desktop entry opens the files of the program, and the MIME type is that of their names."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

from dfdmodeler.formats import native

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def test_a_double_click_on_a_model_opens_it() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(LINUX / "dfdmodeler.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert told["Exec"] == "dfdmodeler-gui %f"
    (kind,) = ElementTree.parse(LINUX / "dfdmodeler-mime.xml").getroot()
    assert told["MimeType"].rstrip(";") == kind.get("type")
    globs = kind.findall(f"{SPACE}glob")
    assert [glob.get("pattern") for glob in globs] == [f"*{native.SUFFIX}"]
