"""A pack of one's own from the command line: the page about packs, followed step by step."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from dfdmodeler.__main__ import _packs, main
from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.values import FrozenMap
from dfdmodeler.rules.vocabulary import INTERNAL
from pdf_text import Pdf
from systems import ROOT, shipped_library

PAGE = (ROOT / "docs" / "rule-packs.md").read_text(encoding="utf-8")
PACK = ROOT / "tests" / "examples" / "packs" / "house"
TEMPLATE = ROOT / "resources" / "templates" / "rag-chatbot.dfdm"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DFDMODELER_HOME", str(tmp_path / "home"))
    shutil.copytree(PACK, tmp_path / "house")
    shutil.copy(TEMPLATE, tmp_path / "rag-chatbot.dfdm")
    return tmp_path


def threats(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, str]:
    assert main(["analyze", "rag-chatbot.dfdm", "--format", "json", *more]) == 0
    found = json.loads(capsys.readouterr().out)
    return {threat["id"]: threat["severity"] for threat in found["threats"]}


def test_the_page_shows_the_pack_that_is_tested() -> None:
    shown = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
    first, *more = shown
    assert first == tomllib.loads((PACK / "pack.toml").read_text(encoding="utf-8"))
    rest: dict[str, list[object]] = {}
    for document in more:
        for section, rows in document.items():
            rest[section] = rest.get(section, []) + rows
    assert rest == tomllib.loads((PACK / "more.toml").read_text(encoding="utf-8"))


def test_the_page_names_every_predicate() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE.partition("| Predicate |")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)\(", row)}
    known = {name for name in _predicates() if name not in INTERNAL}
    assert named == known


def _predicates() -> set[str]:
    from dfdmodeler.rules.glossary import definitions

    library = shipped_library()
    return set(definitions(library.catalog, library.kinds)[0])


def test_a_pack_adds_and_overrides(capsys: pytest.CaptureFixture[str]) -> None:
    without, with_ = threats(capsys), threats(capsys, "--pack", "house")
    assert with_["HOUSE-1@llm"] == "Important"
    assert without["LLM-11@chat"] == "Important"
    assert with_["LLM-11@chat"] == "Critical"
    assert {id_ for id_ in with_ if not id_.startswith("HOUSE")} == {
        id_ for id_ in without if not id_.startswith("DV-16")
    }
    assert main(["analyze", "rag-chatbot.dfdm", "--pack", "house", "--fail-on", "critical"]) == 1
    assert "Critical" in capsys.readouterr().out


def test_a_pack_in_the_users_directory_is_always_there(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(PACK, here / "home" / "data" / "rules" / "house")
    assert "HOUSE-1@llm" in threats(capsys)


def test_rules_list_names_packs_and_overrides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--pack", "house"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "DV-16 is off, says rule pack house: We draw callers only where they matter." in shown
    assert "LLM-11 is Critical, says rule pack house" in shown
    version = shipped_library().versions["core"]
    assert f"rules in force of packs core {version}, house 1.0" in shown


def test_an_override_of_a_severity_that_depends_is_told_in_words(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    rows = [
        f'[[override]]\nrule = "{rule}"\nseverity = "Low"\nreason = "R"\n' for rule in ("LLM-01", "LLM-03")
    ]
    (here / "house" / "milder.toml").write_text("".join(rows), encoding="utf-8")
    assert main(["rules", "list", "--pack", "house"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "LLM-01 core security Low (overridden) Direct" in shown
    assert "LLM-03 core security Low instead of Moderate Jailbreak" in shown


def test_rules_test_tells_of_outside_ids_that_do_not_exist(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = here / "house" / "more.toml"
    file.write_text(
        file.read_text("utf-8").replace('"CWE-778"] }', '"CWE-778"], atlas = ["AML.T9999"] }'), "utf-8"
    )
    assert main(["rules", "test", "house"]) == 1
    assert "refers to 'AML.T9999'; MITRE ATLAS 5.6.0 has no such id." in capsys.readouterr().out


def test_a_rule_in_other_letters_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "llm-01"]) == 2
    assert "Did you mean 'LLM-01'?" in capsys.readouterr().err


def test_mistakes_are_told_as_the_page_says(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "house" / "pack.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("sens_ctx", "sens_ctxt"), encoding="utf-8")
    assert main(["rules", "list", "--pack", "house"]) == 0
    printed = capsys.readouterr()
    assert printed.err.replace("\\", "/").strip() in PAGE
    assert "HOUSE-2" in printed.out


@pytest.mark.parametrize("command", ["analyze", "check", "report", "rules list", "remedies", "explain"])
def test_a_directory_without_a_pack_is_refused(
    here: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"report": ["-o", "r.pdf"], "explain": ["LLM-11@chat"]}.get(command, [])
    assert main([*command.split(), "rag-chatbot.dfdm", *more, "--pack", str(here / "home")]) == 2
    assert "There is no rule pack here." in capsys.readouterr().err


def test_a_model_saved_with_other_packs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, _ = native.read(TEMPLATE.read_bytes(), "")
    assert model is not None
    model = edits.set_about(model, packs=FrozenMap({"core": "0.1", "house": "1.0"}))
    model = edits.override(
        model, "LLM-02", severity="Low", reason="Ours alone", author="Eve", date="2026-11-24"
    )
    (here / "m.dfdm").write_bytes(native.write(model))
    main(["check", "m.dfdm"])
    told = capsys.readouterr().out
    assert "warning: The rule pack 'house' 1.0, which the model was saved with, is not here." in told
    assert "info: The rule pack 'core' is" in told
    main(["check", "m.dfdm", "--pack", "house"])
    assert "'house'" not in capsys.readouterr().out
    assert main(["report", "m.dfdm", "-o", "r.pdf", "--pack", "house", "--date", "2026-11-24"]) == 0
    text = " ".join(Pdf((here / "r.pdf").read_bytes()).text.split())
    assert "Rules of our house" in text
    assert "Ours alone (This model, Eve, 2026-11-24)" in text
    assert "We draw callers only where they matter. (Rule pack house)" in text
    assert "Critical instead of Important (rule pack house)" in text


def test_the_schema_of_models_is_printed_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == native.schema()
    assert main(["schema", "--of", "pack"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "dfdmodeler rule pack"


def test_packs_before_the_file_are_for_the_window() -> None:
    assert _packs(["--pack", "a", "--pack=b", "m.dfdm"]) == ([Path("a"), Path("b")], ["m.dfdm"])
    assert _packs(["analyze", "m.dfdm", "--pack", "a"]) == ([], ["analyze", "m.dfdm", "--pack", "a"])
    assert _packs(["--pack"]) == ([], ["--pack"])
    assert main(["--pack", "a", "analyze", "m.dfdm"]) == 2


def test_the_window_gets_the_packs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path | None, list[Path]]] = []
    monkeypatch.setattr("dfdmodeler.gui.app.run", lambda path, packs: opened.append((path, packs)) or 0)
    assert main(["--pack", "house", "rag-chatbot.dfdm"]) == 0
    assert main(["--pack=house"]) == 0
    assert opened == [(Path("rag-chatbot.dfdm"), [Path("house")]), (None, [Path("house")])]
