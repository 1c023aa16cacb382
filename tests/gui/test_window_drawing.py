"""The fraud classifier drawn from empty, by mouse and by keyboard alone: the files are what was expected.

To write the expected files anew after a deliberate change, run with `DFDMODELER_WRITE_EXPECTED=1` and look at
what changed in them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from drawing_hands import CTRL, Artist, Key, Typist

from dfdmodeler import paths
from dfdmodeler.formats import native
from dfdmodeler.gui.window import Window
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Boundary, Element, Flow

EXPECTED = Path(__file__).resolve().parents[1] / "fixtures" / "drawn"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def room(window: Window) -> Window:
    """The canvas keeps its size, whatever else is in the window: what is inserted first is in its middle."""
    window.canvas.setFixedSize(820, 720)
    return window


def told(model: Model) -> dict[str, list[tuple[object, ...]]]:
    """What a model says, by names: not where it is drawn, and not what its ids are."""

    def name(record_id: str | None) -> str:
        return model.name_of(record_id) if record_id else ""

    return {
        "elements": sorted((e.name, e.type, name(e.parent)) for e in model.of(Element)),
        "boundaries": sorted((b.name, b.type, name(b.parent)) for b in model.of(Boundary)),
        "flows": sorted(
            (name(f.source), name(f.target), f.name, f.properties.get("carries", ())) for f in model.of(Flow)
        ),
    }


def template() -> Model:
    model, problems = native.read((paths.templates() / "fraud-classifier.dfdm").read_bytes(), "template")
    assert model is not None
    assert not problems
    return model


def check(window: Window, name: str) -> None:
    """The drawn model says what the template says, and its file is the expected one, byte for byte."""
    assert told(window.session.model) == told(template())
    written, expected = native.write(window.session.model), EXPECTED / name
    if os.environ.get("DFDMODELER_WRITE_EXPECTED"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_bytes(written)
    assert written.decode() == expected.read_text(encoding="utf-8")


def test_the_fraud_classifier_is_drawn_by_keyboard_alone(qtbot, room: Window) -> None:
    window = room
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    person = Typist(window)
    person.go_to_canvas()
    person.insert("data pipeline", "Data preparation")
    for query, name, flow, carries in (
        ("", "Training data", "", "Training data"),
        ("", "", "", "Training data"),
        ("", "", "New model", "Model artifact"),
    ):
        person.add_next(query, name)
        person.tell_flow(Key.Key_Left, flow, carries)
    person.press(Key.Key_A, CTRL)
    person.insert("pipeline stage", "Weekly retraining")
    person.go_to("Model registry", Key.Key_Right, Key.Key_Right)
    person.add_next("", "Fraud classifier")
    person.tell_flow(Key.Key_Left, "Deploy", "Model artifact")
    person.add_next("log store", "Audit log")
    person.tell_flow(Key.Key_Left, "Decisions", "Logs")
    person.go_to("Fraud classifier", Key.Key_Left)
    person.add_next("human reviewer", "Fraud analyst")
    person.tell_flow(Key.Key_Left, "Doubtful payments", "Confidence", "Prediction")
    person.go_to("Fraud classifier", Key.Key_Left)
    person.add_before("web app", "Checkout")
    person.tell_flow(Key.Key_Right, "Payment to judge", "Query")
    person.go_to("Fraud classifier", Key.Key_Right)
    person.connect("checkout")
    person.tell("Fraud score", "Confidence", "Prediction")
    person.go_along(Key.Key_Left)
    person.connect("data preparation")
    person.tell("Disputed payments", "Raw data")
    person.press(Key.Key_A, CTRL)
    person.insert("organization", "Online shop")
    person.go_to("Checkout", Key.Key_Right, Key.Key_Down)
    person.add_before("human user", "Customer")
    person.tell_flow(Key.Key_Right, "Pays", "Query")
    person.go_to("Checkout", Key.Key_Right)
    person.connect("customer")
    person.tell("Accepted or declined", "Prediction")
    person.go_to("Data preparation", Key.Key_Left, Key.Key_Up, Key.Key_Left, Key.Key_Left)
    person.add_before("public dataset", "Public fraud cases")
    person.tell_flow(Key.Key_Right, "Download", "Training data")
    check(window, "fraud-classifier-by-keyboard.dfdm")


def test_the_fraud_classifier_is_drawn_by_mouse(qtbot, room: Window) -> None:
    window = room
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    person = Artist(window)
    person.zoom_out(3)
    person.frame("boundary:organisation", "Online shop", -416, -256, 688, 248)
    person.frame("boundary:pipeline_stage", "Weekly retraining", -384, 32, 656, 216)
    customer = person.put("human_user", "Customer", -616, -76)
    checkout = person.find("web app", "Checkout", -248, -76)
    classifier = person.put("inference_service", "Fraud classifier", 232, -76)
    log = person.find("log", "Audit log", 552, -76)
    analyst = person.put("human_reviewer", "Fraud analyst", 232, -188)
    cases = person.find("public", "Public fraud cases", -600, 140)
    preparation = person.put("data_pipeline", "Data preparation", -248, 140)
    data = person.find("tr d s", "Training data", 32, 140)
    job = person.put("training_job", "", 296, 140)
    registry = person.put("model_registry", "", 552, 140)
    person.draw(customer, checkout, "Pays", ["Query"])
    person.draw(checkout, customer, "Accepted or declined", ["Prediction"])
    person.draw(checkout, classifier, "Payment to judge", ["Query"])
    person.draw(classifier, checkout, "Fraud score", ["Confidence", "Prediction"])
    person.draw(classifier, analyst, "Doubtful payments", ["Confidence", "Prediction"])
    person.draw(classifier, log, "Decisions", ["Logs"])
    person.draw(registry, classifier, "Deploy", ["Model artifact"])
    person.draw(checkout, preparation, "Disputed payments", ["Raw data"], down=True)
    person.draw(cases, preparation, "Download", ["Training data"])
    person.draw(preparation, data, "", ["Training data"])
    person.draw(data, job, "", ["Training data"])
    person.draw(job, registry, "New model", ["Model artifact"])
    check(window, "fraud-classifier-by-mouse.dfdm")
