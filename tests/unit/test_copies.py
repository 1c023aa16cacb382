"""Carrying decisions along to copies: on the same facts they stay settled, else they are reviewed again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from dfdmodeler.analysis.copies import Carriable, carriable
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import Register, register
from dfdmodeler.model import clipboard, edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Decision, Mitigation
from gui_parts import chat_model
from systems import shipped_library

ANN = {"author": "Ann", "date": "2026-01-02"}
BOB = {"author": "Bob", "date": "2026-01-03"}
ALL = ("user", "chat", "docs", "llm")


def registered(model: Model) -> Register:
    return register(shipped_library(), analyze(shipped_library(), model), model)


def decided(model: Model) -> Model:
    """Every threat accepted, on its evidence."""
    analysis = analyze(shipped_library(), model)
    for finding in analysis.findings:
        given = {"reason": "Small", "evidence": analysis.explain(finding).digest, "title": "T", **ANN}
        model = triage.decide(model, finding.id, status="accepted", **given)  # type: ignore[arg-type]
    return model


def copied(model: Model, ids: Iterable[str], stem: str = "copy") -> clipboard.Pasted:
    numbers = count(1)
    text = clipboard.copy(model, ids, "main")
    return clipboard.pasted(model, text, "main", (24.0, 24.0), lambda _: f"{stem}-{next(numbers)}")


def offered(model: Model, names: dict[str, str]) -> Carriable:
    return carriable(analyze(shipped_library(), model), model, names)


def standing_at(model: Model, subjects: Iterable[str]) -> dict[str, str]:
    there = set(subjects)
    return {row.id: row.standing for row in registered(model).threats if row.subject in there}


def test_a_copy_of_everything_is_on_the_same_facts() -> None:
    model, names = copied(decided(chat_model()), ALL)
    offer = offered(model, dict(names))
    assert {former for former, _ in offer.pairs} == {
        row.id for row in registered(chat_model()).threats if row.subject in names
    }
    assert set(offer.evidence) == {present for _, present in offer.pairs}
    after = offer.carried(model, **BOB)
    assert set(standing_at(after, names.values()).values()) == {"unchanged"}
    assert all(row.decided for row in registered(after).threats if row.subject in names.values())


def test_a_copy_of_a_copy_is_too() -> None:
    model, names = copied(decided(chat_model()), ALL)
    model = offered(model, dict(names)).carried(model, **BOB)
    model, again = copied(model, [names[i] for i in ALL], "third")
    offer = offered(model, dict(again))
    assert offer.pairs
    assert set(offer.evidence) == {present for _, present in offer.pairs}
    after = offer.carried(model, **BOB)
    assert set(standing_at(after, again.values()).values()) == {"unchanged"}
    origins = {d.carried_from.partition("@")[2] for d in after.of(Decision) if "third" in d.id}
    assert origins <= {*ALL, "ask", "upload", "prompt", "context"}


def test_facts_that_changed_at_the_copy_are_reviewed_again() -> None:
    model, names = copied(decided(chat_model()), ALL)
    model = offered(model, dict(names)).carried(model, **BOB)
    other = edits.put(model, model["user"].model_copy(update={"id": "guest"}))
    flow = model["ask"].model_copy(update={"id": "in", "source": "guest", "target": names["chat"]})
    after = standing_at(edits.put(other, flow), [names["chat"], names["llm"]])
    assert "again" in after.values()
    assert set(standing_at(edits.put(other, flow), ALL).values()) == {"unchanged"}


def test_a_copy_without_its_flows_carries_what_is_found_there() -> None:
    model, names = copied(decided(chat_model()), ["llm"])
    offer = offered(model, dict(names))
    found = {row.id for row in registered(model).threats if row.subject == names["llm"]}
    assert {present for _, present in offer.pairs} <= found
    assert {former for former, _ in offer.pairs} <= {d.id for d in model.of(Decision)}


def test_what_is_kept_at_the_copy_already_stays() -> None:
    model, names = copied(decided(chat_model()), ALL)
    once = offered(model, dict(names)).carried(model, **BOB)
    assert offered(once, dict(names)).pairs == ()
    own = triage.decide(model, f"ST-02@{names['chat']}", status="mitigated", **BOB)
    assert f"ST-02@{names['chat']}" not in {present for _, present in offered(own, dict(names)).pairs}


def test_mitigations_alone_are_carried_too() -> None:
    row = Mitigation(id="M-authn@ST-02@chat", threat="ST-02@chat", measure="M-authn", status="planned")
    model, names = copied(edits.put(chat_model(), row), ALL)
    offer = offered(model, dict(names))
    assert offer.pairs == (("ST-02@chat", f"ST-02@{names['chat']}"),)
    after = offer.carried(model, **BOB)
    assert {m.threat for m in after.of(Mitigation)} == {"ST-02@chat", f"ST-02@{names['chat']}"}
