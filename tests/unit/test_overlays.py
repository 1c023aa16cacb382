"""Overlays: what each says of a small system from training data to an answer."""

from __future__ import annotations

import pytest

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.overlays import OVERLAYS, Overlay, Question, overlay_kind
from dfdmodeler.analysis.register import register
from dfdmodeler.analysis.slices import completed
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import DIAGRAM_SUBJECT, Threat
from systems import model_of, shipped_library, worked_models

PIPELINE = {
    "boundaries": [{"id": "org", "kind": "organisation"}],
    "elements": [
        {"id": "vendor", "type": "data_provider", "name": "Vendor"},
        {"id": "store", "type": "training_data_store", "boundary": "org", "data_class": "personal"},
        {"id": "train", "type": "training_job", "boundary": "org"},
        {"id": "model", "type": "inference_service", "boundary": "org"},
        {"id": "user", "type": "human_user", "name": "User"},
        {"id": "logs", "type": "log_store", "boundary": "org"},
    ],
    "flows": [
        {"id": "sell", "from": "vendor", "to": "store", "carries": ["training_data"]},
        {"id": "learn", "from": "store", "to": "train", "carries": ["training_data"]},
        {"id": "deploy", "from": "train", "to": "model", "carries": ["model_artifact"]},
        {"id": "ask", "from": "user", "to": "model", "carries": ["query"]},
        {"id": "answer", "from": "model", "to": "user", "carries": ["prediction"]},
        {"id": "log", "from": "model", "to": "logs", "carries": ["logs"]},
    ],
}
TRAINING_PATH = {"sell", "learn", "deploy", "answer"}


def overlay(name: str, model: Model, *selected: str) -> Overlay:
    library = shipped_library()
    analysis = analyze(library, model)
    threats = register(library, analysis, model).threats
    (kind,) = (kind for kind in OVERLAYS if kind.id == name)
    return completed(kind.make(Question(analysis, model, tuple(threats), selected)))


def marks(found: Overlay) -> dict[str, str]:
    return {subject: shade.mark for subject, shade in found.shades.items()}


def test_poison_reaches_all_that_learns_from_an_untrusted_source_and_who_reads_the_answers() -> None:
    found = overlay("poison", model_of(PIPELINE))
    assert marks(found) == {
        "vendor": "Source", "store": "Data", "train": "Passes on", "model": "Model", "user": "Reader",
        **dict.fromkeys(TRAINING_PATH, ""),
    }  # fmt: skip
    assert [row.shade.mark for row in found.rows()] == ["Source", "Model", "Data", "Reader", "Passes on", ""]


def test_poison_put_in_at_what_is_selected_reaches_less() -> None:
    assert marks(overlay("poison", model_of(PIPELINE), "model")) == {
        "model": "Source", "user": "Reader", "answer": "",
    }  # fmt: skip


def test_theft_reaches_back_from_outsiders_with_answers_to_the_data() -> None:
    found = overlay("theft", model_of(PIPELINE))
    assert marks(found) == {
        "user": "Exit", "model": "Model", "train": "Passes on", "store": "Data", "vendor": "Origin",
        **dict.fromkeys(TRAINING_PATH, ""),
    }  # fmt: skip


def test_nothing_goes_on_behind_external_entities() -> None:
    system = {
        **PIPELINE,
        "flows": [*PIPELINE["flows"], {"id": "back", "from": "user", "to": "logs", "carries": ["feedback"]}],
    }
    assert "logs" not in overlay("poison", model_of(system), "vendor").shades


def test_data_classes_are_read_as_rules_read_them() -> None:
    found = overlay("class", model_of(PIPELINE))
    assert marks(found)["store"] == "Personal"
    assert marks(found)["learn"] == "Personal", "a flow takes the class of the store that it comes from"
    assert marks(found)["answer"] == "?"
    assert "train" not in found.shades, "a job has no data class"


def test_a_flow_of_two_directions_shows_its_more_sensitive_one() -> None:
    elements = [
        {"id": "open", "type": "data_store", "data_class": "public"},
        {"id": "closed", "type": "data_store", "data_class": "special"},
    ]
    flow = {"id": "sync", "from": "open", "to": "closed", "bidirectional": "yes"}
    assert marks(overlay("class", model_of({"elements": elements, "flows": [flow]})))["sync"] == "Special"


def test_trust_is_given_or_by_type_and_crossings_are_counted() -> None:
    found = marks(overlay("trust", model_of(PIPELINE)))
    assert (found["user"], found["vendor"], found["model"]) == ("Untrusted", "Semi-trusted", "Trusted")
    assert {subject for subject in found if subject in TRAINING_PATH | {"ask", "log"}} == {
        "sell",
        "ask",
        "answer",
    }
    assert found["ask"] == "1"


def test_heat_counts_what_is_open_and_takes_the_gravest() -> None:
    model = model_of(PIPELINE)
    found = overlay("heat", model)
    threats = [t for t in register(shipped_library(), analyze(shipped_library(), model), model).threats]
    at_model = [t for t in threats if t.subject == "model" and t.track != "validity"]
    assert found.shades["model"].mark == str(len(at_model))
    assert found.shades["model"].words == min(
        (t.severity for t in at_model), key=lambda s: "CIPML".index(s[0])
    )


def test_threat_paths_count_each_threat_once_at_a_place() -> None:
    model = model_of(PIPELINE)
    found = overlay("paths", model)
    library, analysis = shipped_library(), analyze(shipped_library(), model)
    through = [
        threat.id
        for threat in register(library, analysis, model).threats
        if threat.rule and threat.track != "validity"
        and any("learn" in path.flows for path in analysis.explain(threat.id).paths)
    ]  # fmt: skip
    assert through
    assert found.shades["learn"].mark == str(len(through))


def test_unknown_attributes_count_less_where_the_first_to_answer_are_known() -> None:
    found = overlay("unknown", model_of(PIPELINE))
    assert found.shades["model"].color == "important"
    flow = found.shades["sell"]
    assert flow.color == "low", "what it carries is known"
    assert int(flow.mark) == len(shipped_library().catalog.flow_attributes) - 1


@pytest.mark.parametrize("kind", [kind.id for kind in OVERLAYS])
def test_every_shade_is_of_something_drawn_and_is_explained_by_the_legend(kind: str) -> None:
    for model in worked_models():
        found = overlay(kind, model)
        assert found.shades.keys() <= set(model)
        assert {shade.words for shade in found.shades.values()} == {row.shade.words for row in found.rows()}


def notes(name: str, *changed: dict[str, object]) -> str:
    by_id = {flow["id"]: flow for flow in PIPELINE["flows"]} | {flow["id"]: flow for flow in changed}
    return overlay(name, model_of({**PIPELINE, "flows": list(by_id.values())})).note


def test_why_nothing_is_reached_is_told() -> None:
    harmless = [{**flow, "carries": ["logs"]} for flow in PIPELINE["flows"]]
    assert "No flow is said to carry" in notes("poison", *harmless)
    assert "No flow is said to carry" in notes("theft", *harmless)
    assert "are trusted" in notes("poison", {**PIPELINE["flows"][0], "carries": ["logs"]})
    assert "No outsider receives" in notes("theft", {**PIPELINE["flows"][4], "carries": ["logs"]})


def test_what_is_selected_and_goes_nowhere_is_told() -> None:
    found = overlay("poison", model_of(PIPELINE), "logs")
    assert marks(found) == {"logs": "Source"}
    assert "leaves what is selected" in found.note


def test_a_selected_flow_stands_for_where_it_comes_from_or_goes_to() -> None:
    model = model_of(PIPELINE)
    assert overlay("poison", model, "deploy").shades == overlay("poison", model, "train").shades
    assert overlay("theft", model, "deploy").shades == overlay("theft", model, "model").shades


def test_a_threat_to_the_model_as_a_whole_is_at_no_place() -> None:
    model = Model([*model_of(PIPELINE).values(), Threat(id="t", subject=DIAGRAM_SUBJECT, title="All of it")])
    assert overlay("heat", model).shades.keys() <= set(model)


def test_a_legend_counts_what_is_shown_and_says_where_else_there_is_something() -> None:
    model = model_of(PIPELINE)
    kind, found = overlay_kind("trust"), overlay("trust", model)
    assert kind
    rows = kind.legend(found, {"user", "model"}).rows
    assert [(row.shade.mark, row.count) for row in rows] == [("Untrusted", 1), ("Trusted", 1)]
    assert kind.legend(found, {"nothing"}).note == "Nothing on this diagram, but there is on others."
