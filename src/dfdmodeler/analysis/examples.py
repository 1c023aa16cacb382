"""Trying the examples of rules: what does not come out as written, and which rules have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.consistency import Entry, suggestion
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import DIAGRAM_SUBJECT
from dfdmodeler.rules.examples import Case, Example, cases
from dfdmodeler.rules.rule import Rule
from dfdmodeler.rules.sketch import SketchError, key_of

SILENT = "stays silent"


def try_examples(library: Library, examples: Iterable[Entry[Example]]) -> Iterator[Problem]:
    """What of some examples does not come out as written, in their order."""
    for entry in examples:
        rule = entry.row.rule
        if rule in library.rules:
            yield from _tried(library, entry)
        else:
            what = f"There is no rule '{rule}' in force."
            yield Problem(entry.where, what, suggestion(rule, library.rules))


def rules_without_examples(
    rules: Iterable[Entry[Rule]], examples: Iterable[Entry[Example]]
) -> Iterator[Problem]:
    """The rules that no example shows firing, and those that none shows silent."""
    shown = {(case.example.rule, case.fires) for entry in examples for case in cases(entry.row)}
    for entry in rules:
        for fires, (lack, hint) in _LACKS.items():
            if (entry.row.id, fires) not in shown:
                yield Problem(entry.where, f"No example shows where '{entry.row.id}' {lack}.", hint)


_LACKS = {
    True: ("fires", "Add an [[example]] of it to the directory 'examples' of the pack."),
    False: (SILENT, "Add 'silent_if' to an example of it: a change after which it no longer fires."),
}


def _tried(library: Library, entry: Entry[Example]) -> Iterator[Problem]:
    for case in cases(entry.row):
        after = f" after '{case.change}'" if case.change else ""
        try:
            what, hint = _difference(library, case), ""
        except SketchError as error:
            what, hint = f"the system cannot be drawn: {error}", error.hint
        if what:
            yield Problem(entry.where, f"Example of {entry.row.rule}{after}: {what}", hint)
        if what and not case.change:
            return  # its changes would go wrong for the same reason


def _difference(library: Library, case: Case) -> str:
    """What comes out other than the case says, as a sentence; empty if all is as it says."""
    model = case.model(library.catalog)
    subject = key_of(case.example.at)
    if subject not in model and subject != DIAGRAM_SUBJECT:
        return f"there is no '{case.example.at}' in the system."
    rule = case.example.rule
    findings = analyze(library, model).findings
    found = next((one for one in findings if one.rule == rule and one.subject == subject), None)
    if found is None:
        return f"it {SILENT}, but should fire." if case.fires else ""
    if not case.fires:
        return "it fires, but should stay silent."
    confidence = "confirmed" if found.confirmed else "assumed"
    for expected, actual in ((case.severity, found.severity), (case.confidence, confidence)):
        if expected and expected != actual:
            return f"it fires as {actual}, not as {expected}."
    return ""
