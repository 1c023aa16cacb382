"""Whatever a stencil file holds, loading yields problems and a catalog that answers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.catalog.load import SECTIONS, load_catalog

NAMES = st.sampled_from(["process", "llm", "a", "b", "c", "flow", "element"])
PARENTS = st.one_of(st.none(), NAMES)
KEYS = sorted({key for kind in SECTIONS.values() for key in kind.model_fields})
SCALARS = st.one_of(
    NAMES.map(lambda name: f'"{name}"'),
    st.lists(NAMES, max_size=3).map(lambda names: str(names).replace("'", '"')),
    st.sampled_from(["1", "true", "1.5", "1979-05-27", "[]", "{}", '""']),
)
ROWS = st.tuples(st.sampled_from(sorted(SECTIONS)), st.dictionaries(st.sampled_from(KEYS), SCALARS))


def check_loading(content: bytes) -> None:
    with TemporaryDirectory() as directory:
        (Path(directory) / "x.toml").write_bytes(content)
        catalog, _ = load_catalog([Path(directory)])
    for type_ in catalog.stencils:
        assert catalog.ancestors(type_)[-1] in ("process", "external_entity", "data_store")
        catalog.attributes(type_)
    catalog.palettes()


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    check_loading(content)


@given(st.lists(ROWS, max_size=8))
def test_any_rows(rows: list[tuple[str, dict[str, str]]]) -> None:
    lines = (
        f"[[{section}]]\n" + "".join(f"{key} = {value}\n" for key, value in row.items())
        for section, row in rows
    )
    check_loading("".join(lines).encode())


@given(st.dictionaries(NAMES, PARENTS))
def test_any_parents(parents: dict[str, str | None]) -> None:
    lines = (
        f'[[stencil]]\ntype = "{type_}"\nlabel = "L"\n' + (f'parent = "{parent}"\n' if parent else "")
        for type_, parent in parents.items()
    )
    check_loading("".join(lines).encode())
