"""How good suggestions are: precision and recall against what a careful reader says.

``python tests/labelled/evaluate.py`` prints the table; ``--threshold X`` for another threshold, ``--wrong``
for what was suggested wrongly and ``--missed`` for what was not found. Systems whose name hashes to one third
of all values are held out: nobody looks at what is suggested for them while words and weights are tuned.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from dfdmodeler.analysis.suggest import Suggested, Words, apply_suggestions, load_words, suggest
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.formats.native import read
from dfdmodeler.formats.text.reader import read_text
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow, evolve
from dfdmodeler.model.values import EMPTY

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TUNED, HELD, LATE, OWN = "tuned on", "held out", "added later", "own templates"
ASPECTS = ("type", "data", "direction", "data class")
HELD_OUT_OF = 3
"""One system in so many is held out."""

Label = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A model with generic types, and what a reader says of it."""

    name: str
    group: str
    model: Model
    label: Label


@dataclass(frozen=True)
class Verdict:
    """One thing suggested, or one thing that should be: `suggested` and `right` tell which."""

    case: Case
    aspect: str
    subject: str
    what: str
    suggested: bool
    right: bool
    wanted: bool = True
    """Whether a reader expects it; what may be suggested, but need not, is not missed."""


def catalog_and_words() -> tuple[Catalog, Words]:
    """The shipped ones."""
    catalog, _ = load_catalog([ROOT / "stencils"])
    words, problems = load_words(ROOT / "resources" / "suggestions" / "words.toml")
    assert not problems, problems
    return catalog, words


def labels() -> dict[str, Label]:
    """All labels, by model."""
    found: dict[str, Label] = YAML(typ="safe").load((HERE / "labels.yaml").read_text(encoding="utf-8"))
    return found


def group_of(label: Label) -> str:
    """On which side of the split a model falls: by its system, so that variants stay together."""
    if label.get("late"):
        return LATE
    digest = int(hashlib.sha256(label["system"].encode()).hexdigest(), 16)
    return HELD if digest % HELD_OUT_OF == 0 else TUNED


def cases(catalog: Catalog) -> Iterator[Case]:
    """The labelled models, then the templates of the program with their types and data taken away."""
    for name, label in labels().items():
        path = HERE / "models" / f"{name}.dfd.yaml"
        model, problems = read_text(path.read_bytes(), path.name, catalog)
        assert model is not None, problems
        yield Case(name, group_of(label), model, label)
    for path in sorted((ROOT / "resources" / "templates").glob("*.dfdm")):
        template, problems = read(path.read_bytes(), path.name)
        assert template is not None, problems
        yield _stripped(path.stem, template, catalog)


def _stripped(name: str, model: Model, catalog: Catalog) -> Case:
    """A typed model as another tool would have it; what it said is its own label."""
    label: Label = {"elements": {}, "flows": {}}
    plain = []
    for record in model.values():
        if isinstance(record, Element):
            label["elements"][record.id] = record.type
            record = evolve(record, type=_shape(catalog, record.type), properties=EMPTY)
        elif isinstance(record, Flow):
            data = record.properties.get("carries", ())
            label["flows"][record.id] = {"data": list(data) or "unclear", "both": "unclear"}
            record = evolve(record, properties=EMPTY)
        plain.append(record)
    return Case(name, OWN, Model(plain), label)


def _shape(catalog: Catalog, type_: str) -> str:
    return next(s for s in ("external_entity", "data_store", "process") if catalog.isa(type_, s))


def verdicts(case: Case, catalog: Catalog, words: Words, threshold: float) -> Iterator[Verdict]:
    """Everything suggested for a case, right or wrong; then everything that was missed."""
    found = suggest(case.model, catalog, words, threshold)
    by_field: dict[tuple[str, str], Suggested] = {(s.subject, s.field): s for s in found}
    applied = apply_suggestions(case.model, found)
    yield from _types(case, by_field)
    yield from _classes(case, by_field)
    for flow in case.model.of(Flow):
        label = case.label["flows"][flow.id]
        yield from _direction(case, flow, label, by_field)
        yield from _data(case, flow, label, by_field, _implied(applied, flow, catalog))


def _several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _types(case: Case, by_field: dict[tuple[str, str], Suggested]) -> Iterator[Verdict]:
    for element in case.model.of(Element):
        right = _several(case.label["elements"][element.id])
        given = by_field.get((element.id, "type"))
        if "unclear" in right:
            continue
        if given is not None:
            yield Verdict(case, "type", element.id, str(given.value), True, given.value in right)
        elif element.type not in right:
            yield Verdict(case, "type", element.id, right[0], False, False)


def _classes(case: Case, by_field: dict[tuple[str, str], Suggested]) -> Iterator[Verdict]:
    wanted = case.label.get("data_class", {})
    for element in case.model.of(Element):
        given = by_field.get((element.id, "data_class"))
        right = _several(wanted.get(element.id, []))
        if given is not None and case.group != OWN:
            yield Verdict(case, "data class", element.id, str(given.value), True, given.value in right)
        elif given is None and element.id in wanted:
            yield Verdict(case, "data class", element.id, right[0], False, False)


def _direction(
    case: Case, flow: Flow, label: Label, by_field: dict[tuple[str, str], Suggested]
) -> Iterator[Verdict]:
    both = label.get("both", False)
    if both == "unclear":
        return
    given = (flow.id, "bidirectional") in by_field
    if given or both:
        yield Verdict(case, "direction", flow.id, "both ways", given, given and both)


def _data(
    case: Case,
    flow: Flow,
    label: Label,
    by_field: dict[tuple[str, str], Suggested],
    implied: frozenset[str],
) -> Iterator[Verdict]:
    """One verdict for each kind, on what goes and on what comes back."""
    for field, key in (("carries", "data"), ("carries_back", "back")):
        right = label.get(key, [])
        if right == "unclear" or (field == "carries_back" and label.get("both", False) == "unclear"):
            continue
        may = label.get("may" if key == "data" else "may_back", [])
        given = by_field.get((flow.id, field))
        kinds = _several(list(given.value) if given else [])
        for kind in kinds:
            wanted = kind in right
            yield Verdict(case, "data", flow.id, kind, True, wanted or kind in may, wanted)
        if not may or not set(may) & set(kinds):
            known = set(kinds) or (implied if field == "carries" else frozenset())
            for kind in sorted(set(right) - known):
                yield Verdict(case, "data", flow.id, kind, False, False)


def _implied(model: Model, flow: Flow, catalog: Catalog) -> frozenset[str]:
    ends = [model.find(Element, i) for i in (flow.source, flow.target)]
    source, target = (end.type if end else "" for end in ends)
    return catalog.default_kinds(source, target)


@dataclass(frozen=True)
class Count:
    """Counts of one aspect in one group."""

    suggested: int
    right: int
    wanted: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.suggested if self.suggested else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0


def count(found: Iterable[Verdict], aspect: str, *groups: str) -> Count:
    """Counts of an aspect in the groups."""
    mine = [v for v in found if v.aspect == aspect and v.case.group in groups]
    given = [v for v in mine if v.suggested]
    wanted = [v for v in mine if v.wanted and (v.right or not v.suggested)]
    return Count(len(given), sum(v.right for v in given), len(wanted), sum(v.suggested for v in wanted))


def everything(threshold: float) -> list[Verdict]:
    """All verdicts on all cases."""
    catalog, words = catalog_and_words()
    return [v for case in cases(catalog) for v in verdicts(case, catalog, words, threshold)]


def table(found: list[Verdict]) -> Iterator[str]:
    """The numbers as lines of text."""
    yield f"{'':<28}{'suggested':>10}{'right':>7}{'precision':>11}{'wanted':>8}{'found':>7}{'recall':>8}"
    single = [(group, (group,)) for group in (TUNED, HELD, LATE, OWN)]
    for name, groups in (*single[:-1], ("all of these", (TUNED, HELD, LATE)), single[-1]):
        for aspect in ASPECTS:
            n = count(found, aspect, *groups)
            yield (
                f"{name + ', ' + aspect:<28}{n.suggested:>10}{n.right:>7}{n.precision:>11.2f}"
                f"{n.wanted:>8}{n.found:>7}{n.recall:>8.2f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threshold", type=float, default=0.6)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--held-out", action="store_true", help="Show what is held out, too.")
    given = parser.parse_args()
    found = everything(given.threshold)
    lines = list(table(found))
    for v in found:
        shown = given.held_out or v.case.group not in (HELD, LATE)
        if shown and ((given.wrong and v.suggested and not v.right) or (given.missed and not v.suggested)):
            about = v.case.model.name_of(v.subject)
            lines.append(
                f"{'wrong' if v.suggested else 'missed'}: {v.case.name} {v.subject} '{about}': {v.what}"
            )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
