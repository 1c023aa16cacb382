"""`diff` on real files: exit codes, the JSON contract, every format, and what counts as a difference."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dfdmodeler.__main__ import main
from dfdmodeler.cli import diff as command
from dfdmodeler.cli import inputs
from dfdmodeler.formats import native, registry
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import (
    ActionItem,
    Assumption,
    Conflict,
    Diagram,
    Element,
    Flow,
    Mitigation,
    Note,
    Opaque,
    Review,
    View,
)
from dfdmodeler.model.values import FrozenMap
from systems import shipped_library

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "resources" / "templates" / "fraud-classifier.dfdm"
TEXT_FORM = ROOT / "packaging" / "templates" / "fraud-classifier.dfd.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(inputs, "load_library", lambda *_: (shipped_library(), ()))
    return tmp_path


@pytest.fixture
def model() -> Model:
    read, _ = native.read(TEMPLATE.read_bytes(), TEMPLATE.name)
    assert read is not None
    return read


def written(model: Model, name: str = "b.dfdm") -> str:
    Path(name).write_bytes(native.write(model))
    return name


def told(
    capsys: pytest.CaptureFixture[str], after: str, *options: str, code: int = 1, before: str = str(TEMPLATE)
) -> str:
    assert main(["diff", before, after, *options]) == code
    return capsys.readouterr().out


def result(capsys: pytest.CaptureFixture[str], model: Model, *options: str, code: int = 1) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(told(capsys, written(model), "--format", "json", *options, code=code))
    return answer


def test_a_file_does_not_differ_from_itself_nor_from_one_saved_with_other_packs(
    capsys: pytest.CaptureFixture[str], model: Model
) -> None:
    assert told(capsys, str(TEMPLATE), code=0) == "Nothing differs.\n"
    saved = edits.set_about(model, packs=FrozenMap({"core": "99"}))
    answer = result(capsys, saved, code=0)
    nothing: dict[str, Any] = {"appeared": [], "gone": [], "changed": [], "details": {}, "because": {}}
    assert answer == {"changes": [], "threats": nothing, "layout": 0}


def test_the_contract(capsys: pytest.CaptureFixture[str], model: Model) -> None:
    after = edits.rename(model, "audit-log", "Decision log")
    after = edits.set_property(after, ["registry"], "artifact_signing", "yes")
    after = edits.set_property(after, ["classifier"], "artifact_verified", "yes")
    after = edits.put(after, Element(id="mail", type="web_app", name="Mail"))
    after = edits.delete(after, ["analyst"])
    after = edits.place(after, "main", {"customer": (5.0, 5.0, 136.0, 56.0)})
    answer = result(capsys, after)
    rows = {row["id"]: row for row in answer["changes"]}
    assert rows["audit-log"] == {
        "id": "audit-log",
        "kind": "element",
        "change": "changed",
        "fields": {"name": ["Audit log", "Decision log"]},
    }
    assert rows["registry"]["fields"] == {"artifact_signing": ["no", "yes"]}
    assert rows["classifier"]["fields"] == {"artifact_verified": [None, "yes"]}
    assert rows["mail"]["change"] == "added"
    assert rows["mail"]["fields"] == {"type": [None, "web_app"], "name": [None, "Mail"]}
    assert (rows["analyst"]["change"], rows["doubtful"]["change"]) == ("removed", "removed")
    assert rows["analyst"]["fields"]["name"] == ["Fraud analyst", None]
    assert set(rows) == {"audit-log", "registry", "classifier", "mail", "analyst", "doubtful"}
    assert answer["layout"] == 2  # moved, and gone with its element
    threats = answer["threats"]
    assert "MS-02@registry" in threats["gone"]
    assert "ST-03@mail" not in threats["gone"]
    assert any(id_.endswith("@mail") for id_ in threats["appeared"])
    assert threats["because"]["MS-02@registry"] == [
        {"of": "exists", "changes": [{"id": "registry", "field": "artifact_signing"}]}
    ]
    assert all(threats["because"][id_] for id_ in (*threats["appeared"], *threats["gone"]))


def test_every_kind_of_record_is_told_in_every_format(
    capsys: pytest.CaptureFixture[str], model: Model
) -> None:
    side = {"kind": "element", "id": "pay", "name": "Pay"}
    strange = Opaque.model_validate({"id": "odd", "kind": "spell", "words": {"a": [1]}})
    kept = [
        View(id="v", name="Mine", filter=FrozenMap({"severity": ("Critical", "Low")}), sort=("severity",)),
        Assumption(id="a", text="Nobody else has the keys", subjects=("checkout",)),
        ActionItem(id="i", text="Ask the bank", owner="Ann"),
        Mitigation(id="m", threat="ML-3@classifier", title="Round scores", status="planned"),
        Conflict.model_validate({"id": "!name@pay", "subject": "pay", "field": "name", "ours": side}),
        Review(id="r", reviewer="Ann", date="2026-01-02"),
        Diagram(id="inner", name="Inside", owner="classifier"),
        Note(id="n", diagram="main", text="Beware"),
        strange,
    ]
    written(edits.put(model, *kept))
    answer = json.loads(told(capsys, "b.dfdm", "--format", "json"))
    assert {row["id"] for row in answer["changes"]} == {record.id for record in kept}
    filters = next(row["fields"]["filter"] for row in answer["changes"] if row["id"] == "v")
    assert filters == [None, {"severity": ["Critical", "Low"]}]
    said = told(capsys, "b.dfdm")
    for words in (
        "“Mine”",
        "“Ask the bank”",
        "“Round scores” on “Model inversion",
        "“Beware”",
        "Spell “odd”",
    ):
        assert words in said
    assert "Owner: “Fraud classifier”" in said
    for format in ("md", "html"):
        assert "Ask the bank" in told(capsys, "b.dfdm", "--format", format)


def test_layout_alone_is_a_difference_of_one_line(capsys: pytest.CaptureFixture[str], model: Model) -> None:
    moved = edits.place(model, "main", {"customer": (5.0, 5.0, 136.0, 56.0)})
    answer = result(capsys, moved)
    assert (answer["changes"], answer["layout"]) == ([], 1)
    assert not any(answer["threats"].values())
    said = told(capsys, "b.dfdm")
    assert said.startswith(
        "No threat comes, goes or changes. What the model says is the same; layout: 1 place"
    )


def test_the_same_model_in_another_format_means_the_same(
    capsys: pytest.CaptureFixture[str], model: Model
) -> None:
    assert told(capsys, str(TEXT_FORM), code=0) == "Nothing differs.\n"
    untitled = edits.set_about(model, title="")
    for name in ("one.dfd.yaml", "two.dfd.yaml"):
        library = shipped_library()
        known = registry.format_of(Path(name))
        assert known
        assert known.write
        Path(name).write_bytes(known.write(untitled, library.catalog))
    assert told(capsys, "two.dfd.yaml", before="one.dfd.yaml", code=0) == "Nothing differs.\n"


def test_the_model_before_may_be_a_revision_in_git(
    capsys: pytest.CaptureFixture[str], model: Model, here: Path
) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    written(model)
    for step in (("init", "-q", "-b", "main"), ("add", "b.dfdm"), ("commit", "-q", "-m", "First")):
        subprocess.run(["git", *identity, *step], cwd=here, check=True, capture_output=True)
    assert told(capsys, "b.dfdm", before="main", code=0) == "Nothing differs.\n"
    written(edits.rename(model, "analyst", "Clerk"))
    assert "“Fraud analyst” → “Clerk”" in told(capsys, "b.dfdm", before="HEAD")


def test_a_file_of_another_program_is_called_as_the_model_it_is_compared_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tm7,) = sorted((ROOT / "tests" / "fixtures" / "tm7").glob("every-state.tm7"))
    assert main(["convert", str(tm7), "c.dfdm"]) == 0
    for pair in ((str(tm7), "c.dfdm"), ("c.dfdm", str(tm7))):
        assert told(capsys, pair[1], before=pair[0], code=0) == "Nothing differs.\n"


@pytest.mark.parametrize(
    ("before", "after"), [("gone.dfdm", "b.dfdm"), ("b.dfdm", "gone.dfdm"), ("b.dfdm", "c.txt")]
)
def test_what_cannot_be_read_is_told(
    capsys: pytest.CaptureFixture[str], model: Model, before: str, after: str
) -> None:
    written(model)
    Path("c.txt").write_text("no model")
    assert main(["diff", before, after]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")


@pytest.mark.parametrize("format", list(command.DiffFormat))
def test_every_format_tells_of_names_and_of_the_edit_behind_a_threat(
    capsys: pytest.CaptureFixture[str], model: Model, format: str
) -> None:
    signed = edits.set_property(model, ["registry"], "artifact_signing", "yes")
    written(edits.put(signed, Flow(id="f-1", source="customer", target="registry")))
    text = told(capsys, "b.dfdm", "--format", format)
    assert text == told(capsys, "b.dfdm", "--format", format), "the same twice"
    if format != "json":
        assert "Artifact signing" in text
        assert "no → yes" in text
        assert "Model replaced between training and deployment" in text
        assert "artifact_signing" not in text
        assert "MS-02" not in text
        assert "f-1" not in text


def test_it_writes_a_file_and_leaves_out_reasons(capsys: pytest.CaptureFixture[str], model: Model) -> None:
    written(edits.set_property(model, ["registry"], "artifact_signing", "yes"))
    assert told(capsys, "b.dfdm", "--no-because", "--format", "json", "-o", "out.json") == ""
    answer = json.loads(Path("out.json").read_text("utf-8"))
    assert answer["threats"]["gone"] == ["MS-02@registry"]
    assert answer["threats"]["because"] == {"MS-02@registry": []}
