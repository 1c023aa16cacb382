"""Cut, copy and paste as functions of models."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from dfdmodeler.model import clipboard, diagrams, edits
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import (
    Answer,
    Boundary,
    Decision,
    Diagram,
    Element,
    Flow,
    Note,
    Placement,
    Route,
    Suggestion,
)


def numbered() -> Callable[[str], str]:
    numbers = count(1)
    return lambda name: f"new-{next(numbers)}"


def sample() -> Model:
    """a and b inside org, c outside; a -> b and b -> c; a decision, an answer and a suggestion at a."""
    return Model(
        [
            Diagram(id="d", name="D"),
            Boundary(id="org", name="Org"),
            Element(id="a", type="process", name="A", parent="org"),
            Element(id="b", type="process", name="B", parent="org"),
            Element(id="c", type="process", name="C"),
            Flow(id="ab", source="a", target="b", properties={"line_crossings": ["line"]}),
            Flow(id="bc", source="b", target="c"),
            Boundary(id="line", name="Line", shape="line"),
            Note(id="n", diagram="d", text="Note", x=5, y=6),
            Decision(id="R@a", threat="R@a", status="accepted"),
            Answer(id="Q@a", question="Q", subject="a", text="yes"),
            Suggestion(id="a/type", subject="a", field="type", value="process"),
            Route(id="d/ab", diagram="d", subject="ab", bends=((30, 40),)),
            Placement(id="d/line", diagram="d", subject="line", points=((0, 0), (0, 100))),
            *(new_placement("d", subject, (x, 0, 10, 10)) for subject, x in (("a", 0), ("b", 50), ("c", 90))),
            new_placement("d", "org", (0, 0, 70, 20)),
        ]
    )


def pasted(model: Model, text: str, offset: tuple[float, float] = (0, 0)) -> Model:
    return clipboard.paste(model, text, "d", offset, numbered())


def test_cut_and_paste_gives_back_the_same_model() -> None:
    model = sample()
    for chosen in (["a"], ["a", "b"], ["org", "a", "b"], ["n"], ["bc"], ["a", "b", "c", "org", "n"]):
        text = clipboard.copy(model, chosen, "d", cut=True)
        assert pasted(edits.delete(model, chosen), text) == model, chosen


def test_what_was_cut_is_pasted_a_second_time_as_a_copy() -> None:
    model = sample()
    text = clipboard.copy(model, ["b"], "d", cut=True)
    once = pasted(edits.delete(model, ["b"]), text)
    twice = pasted(once, text)
    assert [e.name for e in twice.of(Element)].count("B") == 2
    assert len(twice.of(Flow)) == len(model.of(Flow))


def test_a_copy_has_new_ids_and_inner_flows_and_no_decisions() -> None:
    model = sample()
    after = pasted(model, clipboard.copy(model, ["a", "b"], "d"), (24, 24))
    new = {i: r for i, r in after.items() if i not in model}
    elements = {r.name: r for r in new.values() if isinstance(r, Element)}
    (flow,) = [r for r in new.values() if isinstance(r, Flow)]
    assert set(elements) == {"A", "B"}
    assert (flow.source, flow.target) == (elements["A"].id, elements["B"].id)
    assert elements["A"].parent == "org"
    assert len(after.of(Decision)) == 1
    assert len(after.of(Answer)) == 1
    route = after[f"d/{flow.id}"]
    assert isinstance(route, Route)
    assert route.bends == ((54, 64),)
    suggestion = after[f"{elements['A'].id}/type"]
    assert isinstance(suggestion, Suggestion)
    assert suggestion.subject == elements["A"].id


def test_a_copied_boundary_brings_its_members() -> None:
    model = sample()
    after = pasted(model, clipboard.copy(model, ["org"], "d"))
    new = {i: r for i, r in after.items() if i not in model}
    (boundary,) = [r for r in new.values() if isinstance(r, Boundary)]
    assert {r.parent for r in new.values() if isinstance(r, Element)} == {boundary.id}
    assert sum(isinstance(r, Flow) for r in new.values()) == 1


def test_a_copied_flow_alone_runs_beside_the_old_one() -> None:
    model = sample()
    after = pasted(model, clipboard.copy(model, ["bc"], "d"))
    assert [(f.source, f.target) for f in after.of(Flow)].count(("b", "c")) == 2


def test_in_another_model_what_is_missing_there_is_let_go() -> None:
    model = sample()
    other = pasted(EMPTY_MODEL, clipboard.copy(model, ["a", "bc"], "d"))
    (element,) = other.of(Element)
    assert element.parent is None
    assert other.of(Flow) == []


def test_line_crossings_follow_the_copied_line() -> None:
    model = sample()
    after = pasted(model, clipboard.copy(model, ["a", "b", "line"], "d"))
    (flow,) = [f for f in after.of(Flow) if f.id not in model]
    (line,) = [b for b in after.of(Boundary) if b.id not in model]
    assert flow.properties["line_crossings"] == (line.id,)
    placement = after[f"d/{line.id}"]
    assert isinstance(placement, Placement)
    assert placement.points == ((0, 0), (0, 100))


def test_foreign_and_broken_texts_change_nothing() -> None:
    model = sample()
    for text in ("", "hello", "{}", '{"format": "dfdmodeler-fragment", "records": 5}', "[" * 5000):
        assert not clipboard.is_fragment(text)
        assert pasted(model, text) is model


def test_a_forged_fragment_cannot_bring_ids_that_join() -> None:
    forged = '{"kind": "element", "id": "x@y", "type": "t"}'
    text = f'{{"format": "dfdmodeler-fragment", "cut": true, "records": [{forged}]}}'
    (element,) = pasted(EMPTY_MODEL, text).of(Element)
    assert element.id == "new-1"


def test_what_was_cut_opens_its_diagram_again() -> None:
    model = diagrams.add_own(sample(), "inside", "a", "d")
    text = clipboard.copy(model, ["a"], "d", cut=True)
    left = edits.delete(model, ["a"])
    assert diagrams.own(left, "a") is None
    after = pasted(left, text)
    assert diagrams.own(after, "a") == "inside"
    again = pasted(after, text)
    assert len(again.of(Diagram)) == 2, "a second paste has no inside of its own"
    assert diagrams.own(again, "a") == "inside"
    copied = pasted(model, clipboard.copy(model, ["a"], "d"))
    assert [d.owner for d in copied.of(Diagram)] == [None, "a"]


def test_pasting_as_the_same_adds_places_and_nothing_else() -> None:
    model = diagrams.add(sample(), "two", "Two")
    text = clipboard.copy(model, ["a", "b"], "d")
    after = clipboard.paste_same(model, text, "two", numbered())
    assert set(after) - set(model) == {"two/a", "two/b", "two/ab"}
    assert all(after[i] is model[i] for i in model)
    assert clipboard.paste_same(after, text, "two", numbered()) is after


def test_pasting_as_the_same_leaves_what_was_said_meanwhile() -> None:
    model = diagrams.add(sample(), "two", "Two")
    text = clipboard.copy(model, ["a"], "d")
    renamed = edits.remove(edits.rename(model, "a", "Other"), ["a/type"])
    after = clipboard.paste_same(renamed, text, "two", numbered())
    assert after.name_of("a") == "Other"
    assert "a/type" not in after


def test_pasting_as_the_same_adds_what_is_not_there_and_copies_notes() -> None:
    model = diagrams.add(sample(), "two", "Two")
    text = clipboard.copy(model, ["a", "b", "n"], "d")
    after = clipboard.paste_same(edits.delete(model, ["a"]), text, "two", numbered())
    assert {"a", "ab", "two/a", "two/b"} <= set(after), "under its own id, with its flow"
    assert [(n.id, n.diagram) for n in after.of(Note)] == [("n", "d"), ("new-1", "two")]
    assert "Q@a" in after, "an answer finds it again"
    assert clipboard.subjects_of(text) == {"a", "b", "ab", "n"}
    assert not clipboard.subjects_of("words")


def test_a_deleted_thing_about_which_something_is_kept_comes_back_as_itself() -> None:
    model = sample()
    text = clipboard.copy(model, ["a", "b"], "d")
    back = pasted(edits.delete(model, ["a", "b"]), text)
    assert {i: back[i] for i in ("a", "b", "ab", "R@a")} == {i: model[i] for i in ("a", "b", "ab", "R@a")}
    nothing_kept = edits.remove(edits.delete(model, ["a", "b"]), ["R@a", "Q@a"])
    assert not {"a", "b", "ab"} & set(pasted(nothing_kept, text))
    assert {"new-1", "new-2", "new-3"} <= set(pasted(model, text))
