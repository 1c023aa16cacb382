"""The register out to a file and back: exactly the edits that were made, whatever the texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.analysis import likelihood, owasp, ratings
from dfdmodeler.analysis.bulk import Signed
from dfdmodeler.analysis.columns import LEVELS
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.lines import Line, lines_of
from dfdmodeler.analysis.ratings import with_metric
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.register_sheet import EDITABLE, register_sheet, value_of
from dfdmodeler.analysis.sheet import Grid, Sheet, guarded, looks_like_formula, unguarded
from dfdmodeler.analysis.sheet_edits import ERRORS, edits_of, take_over
from dfdmodeler.analysis.sheet_pages import guide_sheet
from dfdmodeler.analysis.triage_words import STATUS_WORDS
from dfdmodeler.formats.sheets import read_sheets, write_csv, write_sheets
from dfdmodeler.model import triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from systems import model_of, shipped_library

BY = Signed("Bob", "2026-03-01")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.sampled_from("=+-@'\t\r\n ;,\"|<r>/_x0041é😀\x00\x1f\u2028＝#"), max_size=12),
    st.sampled_from(["<r></r>", "=1+1", "'=1", "TRUE", "0012", "1e5", "#N/B", "2026-03-04", "sep=;", "Open"]),
).filter(lambda text: text.strip() not in ERRORS)
"""What a formula without a value shows is told, not read."""
DAYS = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day >= "1000")
BY_COLUMN = {
    "status": st.sampled_from(list(STATUS_WORDS.values())),
    "severity": st.sampled_from(LEVELS),
    "likelihood": st.sampled_from(list(likelihood.LEVELS.values())),
    "impact": st.sampled_from(list(likelihood.LEVELS)),
    "cvss": st.sampled_from(["", ratings.BEGINNING, with_metric("", "VC", "H"), f"{ratings.BEGINNING}/E:X"]),
    "owasp": st.dictionaries(st.sampled_from(list(owasp.FACTORS)), st.integers(0, 9)).map(owasp.vector_of),
    "due": DAYS,
    "expires": DAYS,
}
CELLS = st.fixed_dictionaries({}, optional={c.id: BY_COLUMN.get(c.id, TEXTS) for c in EDITABLE})
SUFFIXES = st.sampled_from([".csv", ".xlsx", ";", "\t"])


CHATBOT: dict[str, Any] = {
    "title": "Chatbot",
    "elements": [
        {"id": "user", "type": "human_user", "name": "=User"},
        {"id": "bot", "type": "llm", "name": "'Helper\n2"},
    ],
    "flows": [{"id": "ask", "from": "user", "to": "bot", "carries": ["prompt"]}],
}


@cache
def start() -> Model:
    return model_of(CHATBOT)


@cache
def analysis() -> Analysis:
    """Decisions do not change what is found."""
    return analyze(shipped_library(), start())


def lines(model: Model) -> tuple[Line, ...]:
    return lines_of(register(shipped_library(), analysis(), model), model)


def ids() -> list[str]:
    return [line.id for line in lines(start())]


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, dict[str, str]]:
    """What is said of some threats, by their ids and the ids of the columns: no reason is taken away."""
    said = {}
    for id_ in draw(st.sets(st.sampled_from(ids()), max_size=4)):
        cells = draw(CELLS)
        if "reason" in cells or cells.get("status", "Open") not in (
            "Open",
            "Needs investigation",
            "Mitigated",
        ):
            cells["reason"] = f"{cells.get('reason', '')}.So"
        if {"severity", "severity_reason"} & cells.keys():
            cells["severity_reason"] = f"{cells.get('severity_reason', '')}.So"
        said[id_] = cells
    return said


def kept(said: dict[str, dict[str, str]]) -> Model:
    """A model of which all this is said."""
    model = start()
    for id_, cells in said.items():
        values = {c.id: value_of(c.cell, cells[c.id]) for c in EDITABLE if c.cell and c.id in cells}
        verdict = {name: values.pop(name) for name in ("status", "reason", "expires") if name in values}
        model = triage.decide(model, id_, **({"status": "open"} | verdict), author="Ann", date="2026-01-01")
        model = triage.track(model, [id_], **values, author="Ann", date="2026-01-01")
    return model


def through(sheet: Sheet, kind: str) -> tuple[Grid, ...]:
    """A sheet after it was a file."""
    if kind.startswith("."):
        name = f"a{kind}"
        data = write_sheets(Path(name), [sheet, guide_sheet()])
    else:
        name, data = "a.csv", write_csv(sheet, kind, mark=False)
    assert isinstance(data, bytes)
    found = read_sheets(data, name)
    assert not isinstance(found, Problem), found
    return found


def edited(sheet: Sheet, said: dict[str, dict[str, str]]) -> Sheet:
    """The sheet with cells written anew."""
    titles = [heading.title for heading in sheet.headings]
    places = {column.id: titles.index(column.title) for column in EDITABLE}
    rows = []
    for row in sheet.rows:
        cells = list(row)
        for name, text in said.get(row[titles.index("Id")], {}).items():
            cells[places[name]] = text
        rows.append(tuple(cells))
    return Sheet(sheet.name, sheet.headings, tuple(rows), sheet.frozen)


@given(sheets(), SUFFIXES)
def test_out_and_back_without_edits_differs_in_nothing(said: dict[str, dict[str, str]], kind: str) -> None:
    found = lines(kept(said))
    back = edits_of(through(register_sheet(found), kind), found, "a")
    assert (back.edits, back.problems) == ((), ())
    assert back.rows == len(found)


@given(sheets(), sheets(), SUFFIXES)
def test_edits_come_back_as_exactly_these(
    before: dict[str, dict[str, str]], said: dict[str, dict[str, str]], kind: str
) -> None:
    model = kept(before)
    found = {line.id: line for line in lines(model)}
    wanted = {}
    for id_, cells in said.items():
        for column in EDITABLE:
            if column.cell and column.id in cells:
                value = value_of(column.cell, cells[column.id])
                assert value is not None
                if column.cell.words(value) != column.words(found[id_]):
                    wanted[id_, column.id] = value
    sheet = edited(register_sheet(found.values()), said)
    back = edits_of(through(sheet, kind), found.values(), "a")
    assert not back.problems
    assert {(edit.threat, edit.column.id): edit.value for edit in back.edits} == wanted
    assert back.edits == back.sure
    after = {line.id: line for line in lines(take_over(model, back.edits, {}, BY))}
    for (id_, name), value in wanted.items():
        column = next(column for column in EDITABLE if column.id == name)
        assert column.cell
        assert column.words(after[id_]) == column.cell.words(value)


@given(sheets(), sheets(), SUFFIXES)
def test_no_change_of_the_model_is_overwritten_unasked(
    before: dict[str, dict[str, str]], meanwhile: dict[str, dict[str, str]], kind: str
) -> None:
    """A sheet of one model in which everything was edited comes back to another: what changed stays."""
    old, now = lines(kept(before)), lines(kept(meanwhile))
    sheet = edited(register_sheet(old), {line.id: {"owner": "Zoe", "notes": "Mine"} for line in old})
    back = edits_of(through(sheet, kind), now, "a")
    then = {line.id: line.kept for line in old}
    for edit in back.sure:
        assert getattr(edit.line.kept, edit.field) == getattr(then[edit.threat], edit.field)


@given(TEXTS)
def test_what_is_guarded_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text) in (text, f"'{text}")
    assert unguarded(text) == text or looks_like_formula(text)
