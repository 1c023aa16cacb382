"""Whatever the files of a pack hold, loading tells problems that point into them, at the right places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.catalog.places import Places
from dfdmodeler.rules.load import load_packs
from systems import ROOT

PACK = ROOT / "tests" / "examples" / "packs" / "house"
HEAD = (PACK / "pack.toml").read_text(encoding="utf-8")
ROWS = (PACK / "more.toml").read_text(encoding="utf-8")
CATALOG, _ = load_catalog([ROOT / "stencils"])
JUNK = st.one_of(
    st.sampled_from(
        ["", '"', "'", '"""', "[", "]]", "{", "=", "\n", "\\", "#", "low(e", "é", "\x00", "[[rule]]", "."]
    ),
    st.text(max_size=8),
)

PIECES = ["a", "§", " ", "é", "#", "[[x]]", "=", "'", '\\"', "\\\\", "\\n", "\\t", "\\u00e9", "\\U0001F600"]
LONG_PIECES = [*PIECES, "\n", '"', '""', "\\\n  ", "\\  \n\n ", "'''"]
SHORT = st.lists(st.sampled_from(PIECES), max_size=8).map(lambda parts: f'"{"".join(parts)}"')
LONG = st.lists(st.sampled_from(LONG_PIECES), max_size=8).map(lambda parts: f'"""{"".join(parts)}"""')
RAW = st.lists(st.sampled_from(["a", "é", "\\", '"', "#", "]"]), max_size=6).map(lambda p: f"'{''.join(p)}'")
RAW_LONG = st.lists(st.sampled_from(["a", "\\", "\n", "'", '"""', " "]), max_size=6).map(
    lambda parts: f"'''{''.join(parts)}'''"
)
SCALARS = st.one_of(
    SHORT, LONG, RAW, RAW_LONG, st.sampled_from(["1", "true", "1979-05-27 07:32:00", "-1.5e3"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda rows: f"[ # x\n {', '.join(rows)} ]"),
        st.lists(inner, max_size=2).map(
            lambda rows: "{" + ", ".join(f'"k {i}" . b = {row}' for i, row in enumerate(rows)) + "}"
        ),
    ),
    max_leaves=4,
)
HEADINGS = st.sampled_from(["[[row]]", "[row.sub]", "[[row.many]]", '["t#".u]', ""])
DOCUMENTS = st.lists(st.tuples(HEADINGS, VALUES, VALUES), min_size=1, max_size=4).map(
    lambda tables: "\n".join(f"{head}\nk = {one}  # c\n 'l]' = {two}" for head, one, two in tables)
)


def texts(value: Any, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All texts of a document with the ways that lead to them."""
    if isinstance(value, str):
        yield keys, value
    for key, part in value.items() if isinstance(value, dict) else ():
        yield from texts(part, (*keys, key))
    for number, part in enumerate(value if isinstance(value, list) else ()):
        yield from texts(part, (*keys, number))


@given(DOCUMENTS)
def test_every_text_is_found_with_each_of_its_characters(document: str) -> None:
    try:
        plain = tomllib.loads(document)
    except tomllib.TOMLDecodeError:
        assume(False)
    places, lines = Places(document), document.split("\n")
    for keys, text in texts(plain):
        line, column = places.of(keys, value=True) or (0, 0)
        assert lines[line - 1][column - 1] in "\"'", keys
        lead = len(text) - len(text.lstrip())
        for index, char in enumerate(text[lead:]):
            line, column = places.inside(keys, index) or (0, 0)
            shown = (lines[line - 1] + "\n")[column - 1]
            assert shown in (char, "\\"), (keys, index)


@given(st.data())
def test_a_damaged_pack_is_told_and_never_raises(data: st.DataObject) -> None:
    name, text = data.draw(st.sampled_from([("pack.toml", HEAD), ("more.toml", ROWS)]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(JUNK) + text[start + data.draw(st.integers(0, 12)) :]
    with TemporaryDirectory() as directory:
        folder = Path(directory)
        for file, content in (("pack.toml", HEAD), ("more.toml", ROWS), (name, text)):
            (folder / file).write_bytes(content.encode("utf-8", "surrogatepass"))
        packs, problems = load_packs([folder])
        problems += Library(CATALOG, packs).problems
        count = {file.name: file.read_bytes().count(b"\n") + 1 for file in folder.iterdir()}
    for problem in problems:
        place = re.fullmatch(rf"{re.escape(str(folder))}.(pack|more)\.toml(?::(\d+):(\d+))?", problem.where)
        assert place, problem
        assert int(place[2] or 1) <= count[f"{place[1]}.toml"]
