"""Root causes: threats that one answer or decision would settle together, and which of them to see first."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.library import CompiledRule, Library
from dfdmodeler.analysis.threat import Threat
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow, Record
from dfdmodeler.model.values import NOT_APPLICABLE, UNKNOWN, Value
from dfdmodeler.rules.predicates import CONTROLS
from dfdmodeler.rules.reading import Readers
from dfdmodeler.rules.trees import called, is_name

VALUED = frozenset({"lacks", "short_of"})
"""Predicates that ask for a control by its attribute; the other controls know their attributes themselves."""
_KINDS: Mapping[type[Record], str] = {Element: "elements", Flow: "flows", Boundary: "boundaries"}
DISMISSED = ("not_applicable", "false_positive", "accepted")


@dataclass(frozen=True, slots=True)
class Cause:
    """Threats that stand for the same reason, in the order in which they came."""

    id: str
    threats: tuple[Threat, ...]
    title: str
    attribute: str = ""
    """The attribute that nobody has answered and that all of them hang on."""

    @property
    def is_group(self) -> bool:
        return len(self.threats) > 1


class Causes:
    """Finds the causes of threats under a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._readers = Readers(library.program)
        self._controls = {row.rule.id: tuple(self._controls_of(row)) for row in library.compiled}
        self._used = Counter(name for names in self._controls.values() for name in set(names))

    def of(self, model: Model, threats: Iterable[Threat]) -> tuple[Cause, ...]:
        """Threats by cause: the causes in the order of their first threats.

        Threats of one family that wait for the same answer share a cause, and so do threats of one rule for
        which the same control is missing, or which know no control at their subjects.
        """
        groups: dict[tuple[str, ...], list[Threat]] = {}
        for threat in threats:
            groups.setdefault(self._key(model, threat), []).append(threat)
        return tuple(self._cause(model, key, tuple(members)) for key, members in groups.items())

    def _key(self, model: Model, threat: Threat) -> tuple[str, ...]:
        if not threat.rule:
            return "stated", threat.id
        values = _properties(model, threat.subject)
        controls = self._controls.get(threat.rule, ())
        open_ = [name for name in controls if values.get(name, UNKNOWN) == UNKNOWN]
        if open_:
            lead = max(open_, key=lambda name: (self._used[name], name))
            return "open", threat.family, _kind(model, threat.subject), lead
        lacking = [name for name in controls if values.get(name) not in ("yes", NOT_APPLICABLE)]
        return "lacking", threat.rule, *lacking[:1]

    def _cause(self, model: Model, key: tuple[str, ...], threats: tuple[Threat, ...]) -> Cause:
        id_ = ":".join(key)
        where = _counted(model, threats)
        attribute = self._library.catalog.attribute(key[-1]) if key[0] == "open" else None
        if attribute is not None and len({threat.rule for threat in threats}) > 1:
            return Cause(id_, threats, f"{attribute.label} not answered: {where}", attribute.name)
        title = threats[0].title if len(threats) == 1 else f"{self._title(threats[0])}: {where}"
        return Cause(id_, threats, title, attribute.name if attribute else "")

    def _title(self, threat: Threat) -> str:
        rule = self._library.rules.get(threat.rule)
        return threat.title if rule is None or "{subject}" in rule.title else rule.title

    def _controls_of(self, row: CompiledRule) -> Iterator[str]:
        """The attributes of a rule's subject that are controls, in the order of its condition."""
        if row.when.variable:
            yield from dict.fromkeys(self._found(row.when.tree, row.when.variable))

    def _found(self, tree: ast.AST, variable: str) -> Iterator[str]:
        """Controls that a condition asks of a variable, in derived predicates about it too."""
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function, first = called(node), node.args[0]
            if function in VALUED and isinstance(first, ast.Attribute) and is_name(first.value, variable):
                yield first.attr
            elif is_name(first, variable):
                definition = self._library.definitions.get(function)
                if definition is not None:
                    yield from self._found(definition.body, definition.params[0])
                elif function in CONTROLS:
                    yield from self._readers.claims(function, self._library.catalog.flow_attributes)


def top(causes: Sequence[Cause], flows: int) -> tuple[Cause, ...]:
    """The causes to see first: those with something open, not more of them than the model has flows.

    A model without flows shows one.
    """
    open_ = [cause for cause in causes if any(not threat.decided for threat in cause.threats)]
    return tuple(open_[: max(1, flows)])


def dismissals(threats: Iterable[Threat]) -> Mapping[str, Mapping[str, int]]:
    """How often threats of each rule were dismissed in a model: rule to status to count, by rule."""
    counted: dict[str, Counter[str]] = {}
    for threat in threats:
        if threat.rule and threat.status in DISMISSED:
            counted.setdefault(threat.rule, Counter())[threat.status] += 1
    return dict(sorted(counted.items()))


def dismissed_words(counts: Mapping[str, int]) -> str:
    """Such as "not applicable 3 times, accepted once"; empty if a rule was never dismissed."""
    return ", ".join(
        f"{status.replace('_', ' ')} {_times(counts[status])}" for status in DISMISSED if counts.get(status)
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _counted(model: Model, threats: Sequence[Threat]) -> str:
    """How many different subjects, or the name of the only one."""
    names = dict.fromkeys((threat.subject, threat.subject_name) for threat in threats)
    if len(names) == 1:
        return next(iter(names))[1]
    kinds = {_kind(model, subject) for subject, _ in names}
    return f"{len(names)} {kinds.pop() if len(kinds) == 1 else 'places'}"


def _kind(model: Model, subject: str) -> str:
    record = model.get(subject)
    return next((words for kind, words in _KINDS.items() if isinstance(record, kind)), "places")


def _properties(model: Model, subject: str) -> Mapping[str, Value]:
    record = model.get(subject)
    return record.properties if isinstance(record, Element | Flow) else {}
