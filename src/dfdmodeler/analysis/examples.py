"""Trying the examples of rules: what does not come out as written, and which rules have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.library import Library
from dfdmodeler.catalog.consistency import Entry, suggestion
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import DIAGRAM_SUBJECT
from dfdmodeler.rules.examples import Case, Example, cases, load_examples
from dfdmodeler.rules.load import Pack
from dfdmodeler.rules.rule import PackInfo, Rule
from dfdmodeler.rules.sketch import SketchError, key_of

SILENT = "stays silent"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying the examples of some packs."""

    packs: tuple[PackInfo, ...]
    tried: int
    """Systems and changes of systems that were tried."""
    failed: int
    problems: tuple[Problem, ...]
    """What cannot be read, then what fails, then what is missing."""


def try_packs(library: Library, packs: Sequence[Pack], problems: Sequence[Problem] = ()) -> Trial:
    """Tries the examples of some packs under a library; `problems` are those of reading the packs."""
    examples, unreadable = examples_of(packs)
    failures = tuple(try_examples(library, examples))
    rules = [entry for pack in packs for entry in pack.rules]
    missing = rules_without_examples(rules, examples)
    return Trial(
        packs=tuple(pack.info for pack in packs),
        tried=sum(1 for entry in examples for _ in cases(entry.row)),
        failed=len(failures),
        problems=(*problems, *unreadable, *failures, *missing),
    )


def examples_of(packs: Iterable[Pack]) -> tuple[list[Entry[Example]], tuple[Problem, ...]]:
    """The examples of some packs, and what of them cannot be read."""
    problems: list[Problem] = []
    return [entry for pack in packs for entry in load_examples(pack.folder, problems)], tuple(problems)


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
