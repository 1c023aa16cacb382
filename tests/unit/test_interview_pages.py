"""Open questions as pages: each asked once, what matters most first, answers kept with name and date."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dfdmodeler.analysis.effect import Effect, effect_between
from dfdmodeler.analysis.engine import Analysis, analyze
from dfdmodeler.analysis.interview import (
    NOT_KNOWN,
    Page,
    answer_page,
    pages,
    pass_page,
    question_text,
    settled_at,
    why_words,
)
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.analysis.stakes import LARGEST, Stakes, as_value
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, Element
from dfdmodeler.model.values import Value
from random_systems import random_system
from systems import model_of, shipped_library, worked_systems

LEVELS = ("Critical", "Important", "Privacy", "Moderate", "Low")


@cache
def example(number: int) -> Model:
    return model_of(worked_systems()[number - 1])


def asked(model: Model, closed: frozenset[str] = frozenset()) -> tuple[Analysis, tuple[Page, ...]]:
    library = shipped_library()
    analysis = analyze(library, model)
    return analysis, pages(analysis, model, completed(Stakes(library).weighed(model)), closed)


def page_of(found: tuple[Page, ...], subject: str, attribute: str) -> Page:
    return next(page for page in found if (page.subject, page.attribute) == (subject, attribute))


def first_value(page: Page) -> Value:
    attribute = shipped_library().catalog.attribute(page.attribute)
    assert attribute is not None
    return as_value(attribute, attribute.values[0])


@pytest.mark.parametrize("number", range(1, 7))
def test_nothing_is_asked_twice_and_nothing_open_is_left_out(number: int) -> None:
    model = example(number)
    analysis, found = asked(model)
    assert len({page.id for page in found}) == len(found)
    texts = [question_text(page, analysis.library.catalog, model) for page in found if page.attribute]
    assert all("{" not in text for text in texts)
    reviews = {(review.question, review.subject) for page in found for review in page.reviews}
    assert reviews == {(one.question, one.subject) for one in analysis.questions()}


@settings(max_examples=25)
@given(random=st.randoms(use_true_random=False))
def test_whatever_is_drawn_nothing_is_asked_twice(random: Random) -> None:
    """Of any system: each review question on some page, each attribute on one, and none that is known."""
    model = model_of(random_system(random, shipped_library().catalog))
    analysis = analyze(shipped_library(), model)
    found = pages(analysis, model, ())
    assert len({page.id for page in found}) == len(found)
    reviews = {(review.question, review.subject) for page in found for review in page.reviews}
    assert reviews == {(one.question, one.subject) for one in analysis.questions()}
    for page in found:
        record = model[page.subject]
        assert page.attribute not in record.properties
        assert question_text(page, analysis.library.catalog, model)


def test_the_gravest_and_most_come_first_and_what_decides_nothing_last() -> None:
    _, found = asked(example(4))
    weights = []
    for page in found:
        levels = list((page.decides or {}).values())
        important = levels.count("Important") + levels.count("Privacy")
        weights.append((levels.count("Critical"), important, levels.count("Moderate"), levels.count("Low")))
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > (1, 0, 0, 0)
    assert weights[-1] == (0, 0, 0, 0)


def test_why_counts_the_threats_and_names_the_gravest() -> None:
    model = example(4)
    analysis, found = asked(model)
    trust = page_of(found, "user", "trust")
    assert why_words(trust, analysis, model).startswith(
        f"Decides {len(trust.decides or {})} threats, among them Critical: "
    )
    closed = frozenset(trust.decides or {})
    assert not any(page.attribute == "trust" and page.decides for page in asked(model, closed)[1])


def test_an_answer_sets_the_attribute_and_keeps_who_and_when() -> None:
    model = example(4)
    analysis, found = asked(model)
    page = page_of(found, "llm", "rate_limiting")
    after = answer_page(analysis, model, page, value="yes", text="per key", author="Ada", date="2026-11-24")
    assert after["llm"].properties["rate_limiting"] == "yes"
    kept = after.find(Answer, "attribute:rate_limiting@llm")
    assert kept is not None
    assert (kept.text, kept.author, kept.date) == ("Yes. per key", "Ada", "2026-11-24")
    assert page.id not in {page.id for page in asked(after)[1]}
    again, problems = native.read(native.write(after), "chat.dfdm")
    assert again is not None
    assert not problems
    assert again.find(Answer, kept.id) == kept


def test_a_review_question_is_answered_with_the_last_attribute_that_it_waits_for() -> None:
    model = example(4)
    analysis, found = asked(model)
    review = next(one for one in analysis.questions() if (one.question, one.subject) == ("Q-A09", "llm"))
    assert settled_at(analysis, model, review) == (("llm", "drift_monitoring"), ("llm", "audit_logging"))
    model = answer_page(analysis, model, page_of(found, "llm", "drift_monitoring"), value="yes")
    assert model.find(Answer, "Q-A09@llm") is None
    analysis, found = asked(model)
    page = page_of(found, "llm", "audit_logging")
    model = answer_page(analysis, model, page, value="no", author="Ada", date="2026-11-24")
    answer = model.find(Answer, "Q-A09@llm")
    assert answer is not None
    assert (answer.text, answer.author) == ("Drift monitoring: Yes. Audit logging: No", "Ada")


def test_what_nobody_knew_stays_open_is_kept_and_comes_last() -> None:
    model = example(4)
    analysis, found = asked(model)
    after = pass_page(analysis, model, found[0], author="Ada", date="2026-11-24")
    kept = after.find(Answer, found[0].id)
    assert kept is not None
    assert (kept.status, kept.text, kept.author) == ("open", NOT_KNOWN, "Ada")
    assert after["llm"] == model["llm"]
    last = asked(after)[1][-1]
    assert (last.id, last.asked_before) == (found[0].id, kept)


def test_no_answers_are_tried_on_a_model_that_is_too_large() -> None:
    model = example(4)
    many = [Element(id=f"more{n}", type="process") for n in range(LARGEST)]
    large = edits.put(model, *many)
    assert not completed(Stakes(shipped_library()).weighed(large))
    assert asked(model)[1][0].decides
    analysis = analyze(shipped_library(), large)
    reviews = {review.question for page in pages(analysis, large, ()) for review in page.reviews}
    assert reviews == {one.question for one in analysis.questions()}


@pytest.mark.parametrize("number", [4, 6])
def test_answering_whatever_comes_first_comes_to_an_end(number: int) -> None:
    library, model = shipped_library(), example(number)
    stakes, seen = Stakes(library), set()
    analysis = analyze(library, model)
    weighed = completed(stakes.weighed(model))
    while found := pages(analysis, model, weighed):
        for page in found:
            assert page.id not in seen
            seen.add(page.id)
            value = first_value(page) if page.attribute else None
            model = answer_page(analysis, model, page, value=value, text="So it is")
        completed(analysis.run(model))
        weighed = completed(stakes.weighed(model))
    assert all(one.answer and one.answer.status == "answered" for one in analysis.questions())


def test_the_effect_counts_what_came_what_went_and_what_became_certain() -> None:
    library, model = shipped_library(), example(4)
    before = register(library, analyze(library, model), model).threats
    limited = edits.set_property(model, ["llm", "chat"], "rate_limiting", "yes")
    after = register(library, analyze(library, limited), limited).threats
    effect = effect_between(before, after)
    assert (effect.came, effect.confirmed) == ((), 0)
    assert dict(effect.went) == {"Important": 1, "Moderate": 1}
    unaligned = edits.set_property(model, ["llm"], "safety_alignment", "no")
    now = register(library, analyze(library, unaligned), unaligned).threats
    assert effect_between(before, now).words == "1 confirmed"
    assert effect_between(after, before).words == "+1 Important, +1 Moderate"
    assert not Effect()
    assert Effect().words == "No threat changed"
    assert set(dict(effect.went)) <= set(LEVELS)
