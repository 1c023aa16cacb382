"""What a report is made from, with the anchors and words for what it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import Register
from dfdmodeler.analysis.threat import AskedQuestion, Threat
from dfdmodeler.graph.topology import CALLERS_NAME, CALLERS_PREFIX
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Boundary, Element, Flow
from dfdmodeler.report.document import Rich, Span
from dfdmodeler.report.words import capital, joined, shortened


@dataclass(frozen=True)
class Source:
    """A model with everything that was found in it. Knows names and anchors."""

    model: Model
    library: Library
    analysis: Analysis
    register: Register
    date: str
    has_mitigations: bool = True
    has_questions: bool = True
    has_comments: bool = False
    today: str = ""
    """The ISO date by which things are late; empty: nothing is."""
    questions: Mapping[tuple[str, str], AskedQuestion] = field(init=False)
    """What is asked, by question and subject."""

    def __post_init__(self) -> None:
        asked = {(row.question, row.subject): row for row in self.analysis.questions()}
        object.__setattr__(self, "questions", asked)

    @cached_property
    def threats(self) -> tuple[Threat, ...]:
        """Threats found here or stated here, without what rules say of the drawing itself."""
        rows = self.register.threats
        return tuple(threat for threat in rows if threat.track != "validity" and not threat.origin)

    @cached_property
    def imported(self) -> tuple[Threat, ...]:
        """Threats that another tool recorded: they have a chapter of their own, so as not to hide ours."""
        return tuple(threat for threat in self.register.threats if threat.origin)

    @cached_property
    def checks(self) -> tuple[Threat, ...]:
        """What is wrong or unusual in the drawing itself."""
        return tuple(threat for threat in self.register.threats if threat.track == "validity")

    @cached_property
    def groups(self) -> Mapping[str, list[Threat]]:
        """Threats by subject: the subject with the gravest threat first."""
        groups: dict[str, list[Threat]] = {}
        for threat in self.threats:
            groups.setdefault(threat.subject, []).append(threat)
        return groups

    @cached_property
    def subject_anchors(self) -> Mapping[str, str]:
        return {subject: f"subject-{number}" for number, subject in enumerate(self.groups, 1)}

    @cached_property
    def threat_anchors(self) -> Mapping[str, str]:
        ids = (threat.id for threats in self.groups.values() for threat in threats)
        return {id_: f"threat-{number}" for number, id_ in enumerate(ids, 1)}

    @cached_property
    def section_anchors(self) -> Mapping[str, str]:
        """Anchors of the sections of questions."""
        sections = dict.fromkeys(row.section for row in self.questions.values())
        return {section: f"questions-{number}" for number, section in enumerate(sections, 1)}

    @cached_property
    def question_anchors(self) -> Mapping[str, str]:
        """Anchors of the questions, if there is a chapter of them."""
        asked = dict.fromkeys(row.question for row in self.questions.values()) if self.has_questions else ()
        return {question: f"question-{number}" for number, question in enumerate(asked, 1)}

    @cached_property
    def _shared_names(self) -> Set[str]:
        """Names of flows that more than one flow has."""
        counted = Counter(_words(flow.name) for flow in self.model.of(Flow))
        return {name for name, count in counted.items() if name and count > 1}

    def name(self, subject: str) -> str:
        """What a subject is called in running text."""
        if subject == DIAGRAM_SUBJECT:
            return "The model as a whole"
        if subject.startswith(CALLERS_PREFIX):
            return CALLERS_NAME
        flow = self.model.find(Flow, subject)
        if flow is not None and not flow.name.strip():
            return self._ends(flow)
        return f"{shortened(self.model.name_of(subject))}{self._which(subject)}"

    def _which(self, subject: str) -> str:
        """What tells a flow from others of the same name."""
        flow = self.model.find(Flow, subject)
        shared = flow is not None and _words(flow.name) in self._shared_names
        return f" ({self._ends(flow)})" if flow is not None and shared else ""

    def _ends(self, flow: Flow) -> str:
        return f"{self._end(flow.source)} to {self._end(flow.target)}"

    def place(self, subject: str) -> Span:
        """The name of a subject, leading to its threats if it has any."""
        return Span(self.name(subject), self.subject_anchors.get(subject, ""))

    def full_name(self, subject: str) -> str:
        """The name for the heading of a subject."""
        record = self.model.get(subject)
        name = str(getattr(record, "name", "")).strip()
        return f"{name}{self._which(subject)}" if name else self.name(subject)

    def about(self, subject: str) -> str:
        """What kind of thing a subject is and where."""
        record = self.model.get(subject)
        catalog = self.library.catalog
        if isinstance(record, Element):
            return joined([catalog.label(record.type), self._within(record.parent)], ", ")
        if isinstance(record, Boundary):
            kind = catalog.boundary_kinds.get(record.type)
            return kind.label if kind else "Trust boundary"
        if isinstance(record, Flow):
            return joined([f"Data flow from {self._ends(record)}", self._carried(record)], ", ")
        return ""

    def _within(self, boundary: str | None) -> str:
        return f"in {shortened(self.model.name_of(boundary))}" if boundary in self.model and boundary else ""

    def _end(self, element: str | None) -> str:
        return shortened(self.model.name_of(element), 40) if element else "nowhere"

    def _carried(self, flow: Flow) -> str:
        kinds = self.library.catalog.data_kinds
        value = flow.properties.get("carries", ())
        ids = (value,) if isinstance(value, str) else value
        labels = [kinds[i].label if i in kinds else i for i in ids]
        return f"carrying {', '.join(label.lower() for label in labels)}" if labels else ""


def _words(name: str) -> str:
    return " ".join(name.split())


def plain(text: str) -> Rich:
    return (Span(text),)


def muted(text: str) -> Span:
    return Span(text, muted=True)


def capitalised(span: Span) -> Span:
    return Span(capital(span.text), span.link, span.strong, span.muted)
