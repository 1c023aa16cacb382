"""Open questions one by one: unknown attributes and review questions as pages, what matters most first.

A review question whose answer settles attributes is asked by asking for these: it is answered with the last
of them, and nobody is asked the same twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.register import subject_name
from dfdmodeler.analysis.stakes import NOT_ASKED, Stake
from dfdmodeler.analysis.threat import SEVERITIES, AskedQuestion
from dfdmodeler.catalog.catalog import Catalog
from dfdmodeler.catalog.stencil import Attribute
from dfdmodeler.graph.topology import Node
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, AnswerStatus, Element, Flow, joined_id
from dfdmodeler.model.values import UNKNOWN, Value

ATTRIBUTE = "attribute:"
"""Before the name of an attribute, where an answer says which question it is to."""
NOT_KNOWN = "Not known"
"""What an answer says that was sought in vain; it stays open."""
GRADES = (("Critical",), ("Important", "Privacy"), ("Moderate",), ("Low",))
Place = tuple[str, str]
"""The id of an element or flow, and the name of an attribute."""


@dataclass(frozen=True, slots=True)
class Page:
    """One question: for an attribute, or (without one) a review question to be answered in words."""

    subject: str
    attribute: str = ""
    reviews: tuple[AskedQuestion, ...] = ()
    """The review questions that its answer helps to answer; of a question in words, that question."""
    decides: Mapping[str, str] | None = None
    """The open threats that some answer changes: id to gravest severity."""
    settled: str = ""
    """What the model says already, of a review question whose attributes are all known."""
    asked_before: Answer | None = None
    """When it was asked in vain."""

    @property
    def id(self) -> str:
        """The id of its answer."""
        return joined_id(self.question, self.subject)

    @property
    def question(self) -> str:
        return ATTRIBUTE + self.attribute if self.attribute else self.reviews[0].question


def pages(
    analysis: Analysis,
    model: Model,
    stakes: Sequence[Stake],
    closed: frozenset[str] = frozenset(),
) -> tuple[Page, ...]:
    """All that is open, in the order in which it should be asked.

    First what decides the gravest and the most threats, near to outsiders first; then what decides none, as
    the packs have it; last what was asked in vain. Threats that are `closed` do not count.
    """
    found = list(_pages(analysis, model, stakes, closed))
    packs = {id_: place for place, id_ in enumerate(analysis.library.questions)}
    names = {row.name: place for place, row in enumerate(analysis.library.catalog.all_attributes)}

    def key(page: Page) -> tuple[object, ...]:
        weight = [0] * len(GRADES)
        for severity in (page.decides or {}).values():
            grade = next((i for i, levels in enumerate(GRADES) if severity in levels), len(GRADES) - 1)
            weight[grade] -= 1
        near = analysis.ranking.exposure(page.subject) if page.decides else 0
        first = min((packs[review.question] for review in page.reviews), default=len(packs))
        return page.asked_before is not None, weight, near, first, page.subject, names.get(page.attribute, -1)

    return tuple(sorted(found, key=key))


def _pages(
    analysis: Analysis, model: Model, stakes: Sequence[Stake], closed: frozenset[str]
) -> Iterator[Page]:
    decides: dict[Place, Mapping[str, str]] = {
        (stake.subject, stake.attribute): {i: level for i, level in stake.decides.items() if i not in closed}
        for stake in stakes
    }
    reviews: dict[Place, list[AskedQuestion]] = {place: [] for place, hanging in decides.items() if hanging}
    for asked in analysis.questions():
        if asked.answer is not None and asked.answer.status != "open":
            continue
        places = settled_at(analysis, model, asked)
        missing = [place for place in places if _is_open(model, place)]
        for place in missing:
            reviews.setdefault(place, []).append(asked)
        if not missing:
            told = _told(analysis.library.catalog, model, asked.subject, places)
            yield Page(asked.subject, "", (asked,), settled=told, asked_before=asked.answer)
    for (subject, attribute), questions in reviews.items():
        if _is_open(model, (subject, attribute)):
            before = model.find(Answer, joined_id(ATTRIBUTE + attribute, subject))
            hanging = decides.get((subject, attribute))
            yield Page(subject, attribute, tuple(questions), hanging, asked_before=before)


def settled_at(analysis: Analysis, model: Model, asked: AskedQuestion) -> tuple[Place, ...]:
    """Where the answer to a review question is stated: at its subject, or at what is connected to it."""
    catalog, topology = analysis.library.catalog, analysis.topology
    node = topology.node(asked.subject)
    near: list[str] = []
    if node is not None:
        near = _around(node)
    elif halves := topology.halves.get(asked.subject):
        near = [halves[0].source.id, halves[0].target.id]
    found: list[Place] = []
    for name in asked.sets:
        if name not in NOT_ASKED:
            at_home = _offers(catalog, model, asked.subject, name)
            where = [asked.subject] if at_home else [i for i in near if _offers(catalog, model, i, name)]
            found += [(subject, name) for subject in where]
    return tuple(found)


def _around(node: Node) -> list[str]:
    """The flows of an element and the elements at their other ends."""
    hops = [hop for hop in (*node.inflows, *node.outflows) if hop.drawn]
    ends = [end.id for hop in hops for end in (hop.source, hop.target) if end is not node]
    return list(dict.fromkeys([*(hop.id for hop in hops), *ends]))


def _offers(catalog: Catalog, model: Model, subject: str, name: str) -> bool:
    record = model.get(subject)
    if isinstance(record, Flow):
        return any(row.name == name for row in catalog.flow_attributes)
    return isinstance(record, Element) and catalog.offers(record.type, name)


def _value(model: Model, place: Place) -> Value:
    record = model.get(place[0])
    return record.properties.get(place[1], UNKNOWN) if isinstance(record, Element | Flow) else ""


def _is_open(model: Model, place: Place) -> bool:
    return _value(model, place) == UNKNOWN


def _told(catalog: Catalog, model: Model, subject: str, places: Sequence[Place]) -> str:
    """What the model says at some places, in words."""
    said = []
    for place in places:
        row = catalog.attribute(place[1])
        if row is not None:
            where = "" if place[0] == subject else f" of {model.name_of(place[0])}"
            said.append(f"{row.label}{where}: {value_words(row, _value(model, place))}")
    return ". ".join(said)


def value_words(attribute: Attribute, value: Value) -> str:
    """A value as people read it after the attribute's label."""
    values = (value,) if isinstance(value, str) else value
    return ", ".join(attribute.label_of(one) for one in values)


def question_text(page: Page, catalog: Catalog, model: Model) -> str:
    """The question in words, with the name of what it is about."""
    attribute = catalog.attribute(page.attribute)
    if attribute is None:
        return page.reviews[0].text
    return attribute.question_of(subject_words(model, page.subject))


def subject_words(model: Model, subject: str) -> str:
    """What an element or flow is called within a sentence."""
    record = model.get(subject)
    if not isinstance(record, Flow):
        return subject_name(model, subject)
    if record.name:
        return f"the flow \N{LEFT DOUBLE QUOTATION MARK}{record.name}\N{RIGHT DOUBLE QUOTATION MARK}"
    ends = [model.name_of(end) if end else "nowhere" for end in (record.source, record.target)]
    return f"the flow from {ends[0]} to {ends[1]}"


def why_words(page: Page, analysis: Analysis, model: Model) -> str:
    """What hangs on the answer, in one sentence; empty if no threat does."""
    if not page.decides:
        return ""
    ranking = analysis.ranking
    keys = [ranking.key_of(level, True, *id_.split("@", 1)) for id_, level in page.decides.items()]
    grade, *_, rule, subject = min(keys)
    title = analysis.library.rules[rule].title.replace("{subject}", subject_name(model, subject))
    where = "" if subject == page.subject else f", at {subject_words(model, subject)}"
    head = "Decides one threat," if len(keys) == 1 else f"Decides {len(keys)} threats, among them"
    return f"{head} {SEVERITIES[grade]}: {title}{where}."


def answer_page(
    analysis: Analysis,
    model: Model,
    page: Page,
    *,
    value: Value | None = None,
    text: str = "",
    status: AnswerStatus = "answered",
    author: str = "",
    date: str = "",
) -> Model:
    """The model with a page answered: the attribute, and who answered what and when.

    Review questions that wait for nothing else any more are answered with what the model now says.
    """
    answer = Answer(
        id=page.id, question=page.question, subject=page.subject, status=status, author=author, date=date
    )
    catalog = analysis.library.catalog
    attribute = catalog.attribute(page.attribute)
    if attribute is None or value is None:
        return edits.answer(model, answer.model_copy(update={"text": text}))
    said = ". ".join(part for part in (value_words(attribute, value), text) if part)
    model = edits.set_property(model, [page.subject], page.attribute, value)
    model = edits.answer(model, answer.model_copy(update={"text": said}))
    for review in page.reviews:
        places = settled_at(analysis, model, review)
        if not any(_is_open(model, place) for place in places):
            told = _told(catalog, model, review.subject, places)
            known = {"id": joined_id(review.question, review.subject), "question": review.question}
            given = {"subject": review.subject, "text": told, "status": "answered"}
            model = edits.answer(model, answer.model_copy(update={**known, **given}))
    return model


def pass_page(analysis: Analysis, model: Model, page: Page, *, author: str = "", date: str = "") -> Model:
    """The model in which it is kept that a question was asked, and that nobody knew."""
    return answer_page(analysis, model, page, text=NOT_KNOWN, status="open", author=author, date=date)
