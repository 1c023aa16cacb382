"""Splitting an element into two and merging several into one: flows are shared out, nothing said is lost."""

from __future__ import annotations

from dfdmodeler.analysis.copies import carriable
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.model import edits, triage
from dfdmodeler.model.change import diff
from dfdmodeler.model.joining import join
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    ActionItem,
    Answer,
    Assumption,
    Decision,
    Diagram,
    Element,
    Flow,
    Placement,
    Route,
    Suggestion,
    Threat,
)
from dfdmodeler.model.splitting import split
from gui_parts import chat_model
from systems import shipped_library

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}


def decide(model: Model, threat: str, status: str = "accepted", **fields: str) -> Model:
    given = {"reason": f"{status} at {threat}", **ANN, **fields}
    return triage.decide(model, threat, status=status, **given)  # type: ignore[arg-type]


def registered(model: Model) -> Register:
    return register(shipped_library(), analyze(shipped_library(), model), model)


def ends(model: Model, flow: str) -> tuple[str | None, str | None]:
    found = model.find(Flow, flow)
    assert found is not None
    return found.source, found.target


# Splitting.


def test_flows_are_shared_out_and_the_rest_stays() -> None:
    model = edits.bend(edits.bend(chat_model(), "main", "upload", [(1, 2)]), "main", "ask", [(3, 4)])
    after = split(model, "chat", "two", name="Worker", flows=["upload", "prompt", "context"])
    assert [ends(after, flow) for flow in ("ask", "upload", "prompt", "context")] == [
        ("user", "chat"), ("two", "docs"), ("two", "llm"), ("docs", "llm"),
    ]  # fmt: skip
    second = after.element("two")
    assert second is not None
    assert (second.name, second.type, second.parent) == ("Worker", "web_app", "org")
    assert after["chat"] == model["chat"]
    assert [route.subject for route in after.of(Route) if route.bends] == ["ask"]


def test_the_second_stands_beside_the_first_or_where_it_is_put() -> None:
    model = edits.put(chat_model(), Diagram(id="d2"))
    model = edits.place(model, "d2", {"chat": (0, 0, 100, 40)})
    after = split(model, "chat", "two", name="Two", boxes={"main": (5, 6, 7, 8)})
    drawn = {d: after.find(Placement, f"{d}/two") for d in ("main", "d2")}
    assert {d: (p.x, p.y, p.width, p.height) for d, p in drawn.items() if p} == {
        "main": (5, 6, 7, 8), "d2": (148, 0, 100, 40),
    }  # fmt: skip


def test_answers_and_suggestions_are_said_of_both() -> None:
    said = (
        Answer(id="Q@chat", question="Q", subject="chat", text="yes"),
        Suggestion(id="chat/type", subject="chat", field="type", value="web_app"),
    )
    after = split(edits.put(chat_model(), *said), "chat", "two", name="Two")
    assert after.find(Answer, "Q@two").text == "yes"  # type: ignore[union-attr]
    assert {"Q@chat", "chat/type", "two/type"} <= set(after)


def test_a_flow_to_itself_goes_as_a_whole() -> None:
    model = edits.put(chat_model(), Flow(id="loop", source="chat", target="chat"))
    assert ends(split(model, "chat", "two", name="Two", flows=["loop"]), "loop") == ("two", "two")


def test_nothing_is_split_that_is_not_there() -> None:
    model = chat_model()
    assert split(model, "org", "two", name="Two") is model
    assert split(model, "chat", "llm", name="Two") is model


def test_decisions_count_for_both_and_are_asked_again_where_the_facts_differ() -> None:
    model = chat_model()
    for row in registered(model).threats:
        model = decide(model, row.id, evidence=analyze(shipped_library(), model).explain(row.id).digest)
    model = decide(model, "ST-08@chat", "mitigated", evidence="other facts")
    after = split(model, "chat", "two", name="Two", flows=["ask"])
    offer = carriable(analyze(shipped_library(), after), after, {"chat": "two"})
    carried = offer.carried(after, **BOB)
    found = {row.id: row for row in registered(carried).threats}
    at_both = {id_ for id_ in found if id_.endswith("@two") and id_.replace("@two", "@chat") in model}
    assert at_both == {present for _, present in offer.pairs}
    assert at_both
    for id_ in at_both:
        row = found[id_]
        assert row.decision is not None
        assert row.decision.carried_from == id_.replace("@two", "@chat")
        assert (row.standing == "unchanged") == (id_ in offer.evidence)
    assert [id_ for id_ in at_both if found[id_].standing == "again"] == ["ST-08@two"]
    assert {i: carried[i] for i in model if "@" in i} == {i: model[i] for i in model if "@" in i}


# Merging.


def test_flows_of_all_end_at_the_one_and_those_between_are_gone() -> None:
    after = join(chat_model(), "chat", ["docs"], **BOB)
    assert "docs" not in after
    assert "upload" not in after
    assert ends(after, "context") == ("chat", "llm")
    assert not [record for record in after.values() if getattr(record, "subject", "") == "docs"]
    assert not any(flow.source == "docs" or flow.target == "docs" for flow in after.of(Flow))


def test_flows_that_say_the_same_become_one_with_the_decisions_of_both() -> None:
    twin = Element(id="user2", type="human_user", name="Guest")
    same = Flow(id="a-ask", source="user2", target="chat", name="Ask", properties={"carries": ["prompt"]})
    other = Flow(id="b-ask", source="user2", target="chat", properties={"carries": ["documents"]})
    model = decide(edits.put(chat_model(), twin, same, other), "ST-04@a-ask")
    after = join(model, "user", ["user2"], **BOB)
    assert {flow.id for flow in after.of(Flow) if flow.target == "chat"} == {"ask", "b-ask"}
    assert after.name_of("ask") == "Ask"
    assert after.find(Decision, "ST-04@ask").status == "accepted"  # type: ignore[union-attr]


def test_what_is_unknown_is_suggested_and_what_differs_is_noted() -> None:
    model = edits.set_property(chat_model(), ["docs"], "exposure", "internal")
    model = edits.set_property(model, ["docs"], "owner", "Ops")
    model = edits.update(model, ["docs"], notes="Old", description="Files")
    model = edits.set_property(model, ["chat"], "exposure", "public")
    after = join(model, "chat", ["docs"], **BOB)
    kept = after.element("chat")
    assert kept is not None
    assert (kept.properties["exposure"], kept.properties["owner"]) == ("public", "Ops")
    assert kept.notes == "Old\nDocuments: exposure internal"
    assert kept.description == "Files"
    suggestion = after.find(Suggestion, "chat/owner")
    assert suggestion is not None
    rejected = edits.reject(after, ["chat/owner"])
    assert "owner" not in rejected.element("chat").properties  # type: ignore[union-attr]


def test_what_people_said_of_the_other_is_said_of_the_one() -> None:
    said = (
        Answer(id="Q@docs", question="Q", subject="docs", text="No", author="Ann"),
        Answer(id="Q@chat", question="Q", subject="chat", text="Yes"),
        Answer(id="P@docs", question="P", subject="docs", text="Maybe"),
        Threat(id="t", subject="docs", related=("docs", "llm")),
        Assumption(id="as", subjects=("docs", "chat")),
        ActionItem(id="ac", subjects=("R@docs",)),
        Diagram(id="in", name="Inside", owner="docs"),
    )
    after = join(decide(edits.put(chat_model(), *said), "R@docs"), "chat", ["docs"], **BOB)
    assert {a.id: a.text for a in after.of(Answer)} == {"Q@chat": "Yes\nNo", "P@chat": "Maybe"}
    assert (after["t"].subject, after["t"].related) == ("chat", ("chat", "llm"))  # type: ignore[attr-defined]
    assert after["as"].subjects == ("chat",)  # type: ignore[attr-defined]
    assert after["ac"].subjects == ("R@chat",)  # type: ignore[attr-defined]
    assert after["in"].owner == "chat"  # type: ignore[attr-defined]


def test_of_two_verdicts_about_a_rule_one_counts_to_be_reviewed_again_and_the_other_can_be_read() -> None:
    model = decide(decide(chat_model(), "ST-02@chat", "mitigated"), "ST-02@docs", "needs_investigation")
    after = join(model, "chat", ["docs"], **BOB)
    (kept,) = after.of(Decision)
    assert (kept.id, kept.status) == ("ST-02@chat", "needs_investigation")
    told = {entry.text for entry in triage.history_of(after, "ST-02@chat")}
    assert {"mitigated at ST-02@chat", "needs_investigation at ST-02@docs"} <= told
    row = registered(after).find("ST-02@chat")
    assert row is not None
    assert row.standing == "again"


def test_it_is_drawn_where_only_the_other_was() -> None:
    model = edits.put(chat_model(), Diagram(id="d2"))
    model = edits.place(model, "d2", {"docs": (1, 2, 100, 40)})
    after = join(model, "chat", ["docs"], **BOB)
    assert after.find(Placement, "d2/chat").x == 1  # type: ignore[union-attr]
    assert after["main/chat"] == model["main/chat"]


def test_several_become_one_at_once_and_undo_brings_all_back() -> None:
    model = decide(decide(chat_model(), "R@docs"), "R@llm", "avoided", date="2026-02-01")
    after = join(model, "chat", ["docs", "llm", "nobody", "chat"], **BOB)
    assert [element.id for element in after.of(Element)] == ["chat", "user"]
    assert [(d.id, d.status) for d in after.of(Decision)] == [("R@chat", "avoided")]
    assert after.with_(diff(model, after).inverse()) == model


def test_nothing_is_merged_with_nothing() -> None:
    model = chat_model()
    assert join(model, "chat", ["nobody", "chat"], **BOB) is model
    assert join(model, "org", ["chat"], **BOB) is model
