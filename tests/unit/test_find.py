"""Finding anything in a model by what it says."""

from __future__ import annotations

from functools import cache

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.find import Book, Hit, value_words
from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.register import register
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Answer, Diagram, Note
from gui_parts import chat_model, shipped_library


@cache
def library() -> Library:
    return shipped_library()


def said() -> Model:
    """The chat with a note, an answer, a description, a decision and a second diagram."""
    model = edits.put(
        chat_model(),
        Diagram(id="two", name="Serving side", order=1),
        Note(id="n", diagram="main", text="Ask Ada about\nretention"),
        Answer(id="attribute:encrypted_at_rest@docs", question="attribute:encrypted_at_rest", subject="docs",
               text="Disk encryption by the provider"),
    )  # fmt: skip
    model = edits.update(model, ["llm"], description="Runs on rented GPUs")
    model = edits.set_property(model, ["upload"], "encrypted", "yes")
    return triage.decide(model, "LLM-01@llm", status="accepted", reason="Red team said so")


def found(query: str, model: Model | None = None) -> list[tuple[str, str]]:
    model = model or said()
    threats = register(library(), analyze(library(), model), model).threats
    book = Book(model, library().catalog, threats, library().questions)
    return [(hit.subject, hit.what) for hit in book.find(query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("documents", ("docs", "Name")),
        ("web app", ("chat", "Kind")),
        ("organisation", ("org", "Name")),
        ("retention", ("n", "Note")),
        ("ada ASK", ("n", "Note")),
        ("rented", ("llm", "Description")),
        ("serving", ("two", "Diagram")),
        ("disk provider", ("docs", "Answer")),
        ("red team", ("llm", "Decision")),
        ("LLM-01", ("llm", "Threat")),
    ],
)
def test_everything_that_is_said_is_found(query: str, expected: tuple[str, str]) -> None:
    assert expected in found(query)


def test_attributes_are_found_by_label_and_value() -> None:
    label = library().catalog.attribute("encrypted").label  # type: ignore[union-attr]
    assert ("upload", label) in found(label)
    assert ("upload", label) in found(f"{label} yes")
    assert ("upload", label) not in found(f"{label} no")


def test_words_may_name_the_thing_and_what_is_said_of_it() -> None:
    assert found("model rented") == [("llm", "Description")]
    assert ("llm", "Description") not in found("model"), "its name alone is one hit, not one for all it says"


def test_names_that_begin_so_come_first_and_hits_of_one_thing_together() -> None:
    model = edits.rename(edits.rename(said(), "user", "A document reader"), "chat", "Zebra")
    hits = found("document", model)
    assert hits[:2] == [("docs", "Name"), ("docs", "Kind")]
    subjects = [subject for subject, _ in hits]
    assert [s for n, s in enumerate(subjects) if n == 0 or subjects[n - 1] != s] == list(
        dict.fromkeys(subjects)
    )
    assert subjects.index("user") < subjects.index("upload"), "named so, before what merely carries it"


def test_nothing_is_asked_and_nothing_is_found() -> None:
    assert found("  ") == []
    assert found("xyzzy") == []


def test_a_hit_tells_what_stands_there() -> None:
    book = Book(said(), library().catalog)
    assert book.find("retention") == [Hit("n", "Note", "Ask Ada about retention")]


def test_what_is_read_piece_by_piece_is_found_alike() -> None:
    pieces, whole = Book(said(), library().catalog), Book(said(), library().catalog)
    assert pieces.read(3)
    assert not pieces.read(10_000)
    assert pieces.find("a") == whole.find("a")


def test_values_are_told_as_people_read_them() -> None:
    assert value_words(None, ("some_thing", "other")) == "some thing, other"
    carries = library().catalog.attribute("carries")
    assert value_words(carries, ("prompt",)) == library().catalog.data_kinds["prompt"].label
