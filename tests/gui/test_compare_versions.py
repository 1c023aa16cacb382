"""Comparing versions: both diagrams move as one, differences are stepped through, and nothing is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dfdmodeler.formats import native
from dfdmodeler.gui.comparing.dialog import CompareDialog
from dfdmodeler.gui.comparing.opening import compare_with_revision, known_revisions
from dfdmodeler.gui.comparing.revision import RevisionDialog
from dfdmodeler.gui.comparing.still import StillView
from dfdmodeler.gui.work import Work
from dfdmodeler.model import edits
from dfdmodeler.model.edits import new_placement
from dfdmodeler.model.model import Model
from dfdmodeler.model.problem import Problem
from dfdmodeler.model.records import Diagram, Element
from gui_parts import chat_model

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


def edited(model: Model) -> Model:
    """The chat with a gateway in front, without its store of documents, and a model of another name."""
    model = edits.put(model, Element(id="gate", type="guardrail", name="Gate", parent="org"))
    model = edits.place(model, "main", {"gate": (60.0, 300.0, 120.0, 48.0)})
    model = edits.delete(model, ["docs"])
    return edits.rename(model, "llm", "Answers")


@pytest.fixture
def saved(window, session, tmp_path) -> Path:
    """The chat saved in a file, and edited since."""
    path = tmp_path / "chat.dfdm"
    path.write_bytes(native.write(chat_model()))
    assert window.files.open_path(path)
    session.edit("Edit", edited)
    return path


@pytest.fixture
def dialog(window, saved, qtbot) -> CompareDialog:
    window.menus.refresh()
    window.menus.actions["compare-saved"].trigger()
    made = shown(window)
    qtbot.waitUntil(lambda: made.comparison.delta.traced)
    return made


def shown(window) -> CompareDialog:
    (made,) = (one for one in window.findChildren(CompareDialog) if one.isVisible())
    QApplication.processEvents()
    return made


def keys_of(dialog: CompareDialog) -> list[str]:
    return [row.key for row in dialog.list.rows.rows if row.key]


def near(one: StillView, other: StillView) -> bool:
    """Whether two views show the same part, within a pixel."""
    close = all(abs(a - b) * one.zoom <= 1.5 for a, b in zip(one.middle, other.middle, strict=True))
    return close and one.zoom == other.zoom


def test_what_was_done_since_the_last_save_is_listed_and_marked(dialog):
    texts = [row.text for row in dialog.list.rows.rows]
    assert "Guardrail “Gate”" in texts
    assert "Document store “Documents”" in texts
    assert dialog.gist.text().startswith("Threats ")
    assert "layout: 2 places differ" in dialog.rest.text()
    before, after, over = dialog.views.all
    assert before.box_of("docs")
    assert not after.box_of("docs")
    assert after.box_of("gate")
    assert not before.box_of("gate")
    QTest.mouseClick(dialog.modes["over"], LEFT)
    assert over.box_of("docs"), "as a ghost"
    assert over._ghosts == {"docs", "upload", "context"}


def test_both_views_pan_and_zoom_as_one(dialog, qtbot):
    before, after, _ = dialog.views.all
    assert near(before, after)
    start = before.middle
    port = before.viewport()
    QTest.mousePress(port, LEFT, pos=QPoint(50, 50))
    QTest.mouseMove(port, QPoint(90, 70))
    QTest.mouseRelease(port, LEFT, pos=QPoint(90, 70))
    assert before.middle != start
    qtbot.waitUntil(lambda: near(before, after))
    at = QPointF(100, 60)
    wheel = QWheelEvent(
        at,
        QPointF(after.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    zoom = after.zoom
    QApplication.sendEvent(after.viewport(), wheel)
    assert after.zoom > zoom
    qtbot.waitUntil(lambda: near(before, after))


def test_keys_step_through_the_differences_and_the_views_go_along(dialog):
    keys = keys_of(dialog)
    assert dialog.list.current_key == keys[0]
    seen = []
    for _ in keys:
        seen.append(dialog.list.current_key)
        entry = dialog.entries.by_key[dialog.list.current_key]
        assert dialog.title.text() == entry.title
        assert {view.current for view in dialog.views.shown} == {entry.subject}
        if entry.subject:
            visible = [v for v in dialog.views.shown if (box := v.box_of(entry.subject)) and _sees(v, box)]
            assert visible, entry.title
        QTest.keyClick(dialog, Qt.Key.Key_Down, ALT)
    assert seen == keys
    assert dialog.list.current_key == keys[0], "after the last comes the first"
    QTest.keyClick(dialog, Qt.Key.Key_Up, ALT)
    assert dialog.list.current_key == keys[-1]
    QTest.mouseClick(dialog.next, LEFT)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.list.current_key == keys[1]


def _sees(view: StillView, box) -> bool:
    return view.visible_box().meets(box)


def test_threats_tell_the_edit_behind_them(dialog):
    keys = [key for key in keys_of(dialog) if key.endswith("@gate")]
    assert keys
    dialog.go(keys[0])
    assert "Because: guardrail “Gate” added." in dialog.details.text()


def test_a_click_on_a_thing_leads_to_its_entry(dialog, qtbot):
    before = dialog.views.before
    qtbot.waitUntil(lambda: not before.content.is_sketchy)
    box = before.box_of("docs")
    at = before.mapFromScene(QPointF(*box.center))
    QTest.mouseClick(before.viewport(), LEFT, pos=at)
    assert dialog.list.current_key == "record:docs:removed"
    assert before.current == "docs"


def test_one_view_shows_both_versions_with_what_is_gone_dashed(dialog):
    QTest.mouseClick(dialog.modes["over"], LEFT)
    over = dialog.views.over
    assert dialog.views.shown == (over,)
    item = over.content.item("docs")
    dashes = [p.style.dash for p in over._shown(item).primitives if getattr(p, "style", None)]
    assert any(dashes)
    llm = over.content.item("llm")
    assert over._shown(llm) is llm
    assert over.visible_box().holds(over.content.bounds)
    QTest.mouseClick(dialog.modes["beside"], LEFT)
    assert len(dialog.views.shown) == 2


def test_it_closes_with_escape_and_nothing_is_changed(dialog, window, session, saved):
    model, file = session.model, saved.read_bytes()
    steps = session.history.steps
    QTest.keyClick(dialog.views.before, Qt.Key.Key_Delete)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not any(one.isVisible() for one in window.findChildren(CompareDialog))
    assert session.model is model
    assert session.history.steps == steps
    assert saved.read_bytes() == file


def test_closing_ends_the_search_for_reasons(window, saved, qtbot):
    window.menus.refresh()
    window.menus.actions["compare-saved"].trigger()
    made = shown(window)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: Work._running == 0)
    assert not any(one.isVisible() for one in window.findChildren(CompareDialog))


def test_sides_can_be_swapped(dialog, window, qtbot):
    added = [row.change for row in dialog.comparison.found.changes if row.id == "gate"]
    QTest.mouseClick(dialog.swap, LEFT)
    other = shown(window)
    assert added == ["added"]
    assert [row.change for row in other.comparison.found.changes if row.id == "gate"] == ["removed"]
    assert other.views.heads[0].text() == "Before: the open document"


def test_a_step_to_another_diagram_shows_it_in_both_views(window, session, tmp_path):
    path = tmp_path / "chat.dfdm"
    path.write_bytes(native.write(chat_model()))
    assert window.files.open_path(path)
    inner = [Diagram(id="inner", name="Inside", order=1), Element(id="cache", type="process", name="Cache")]
    session.edit("Add", lambda m: edits.put(m, *inner, new_placement("inner", "cache", (0, 0, 120, 48))))
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Answers"))
    window.menus.refresh()
    window.menus.actions["compare-saved"].trigger()
    dialog = shown(window)
    dialog.go("record:llm")
    assert dialog.views.diagram == dialog.diagrams.currentData() == "main"
    dialog.go("record:cache")
    assert dialog.views.diagram == dialog.diagrams.currentData() == "inner"
    assert dialog.views.after.current == "cache"
    assert dialog.views.heads[0].text() == "Before: the saved file, which has no such diagram"
    assert dialog.views.heads[1].text() == "After: the open document"
    dialog.go("record:llm")
    assert dialog.views.diagram == "main"
    assert dialog.views.before.box_of("llm")


def test_what_is_edited_meanwhile_can_be_compared_again(dialog, window, session):
    assert not dialog.again.isVisible()
    session.edit("Rename", lambda model: edits.rename(model, "user", "Customer"))
    assert dialog.again.isVisible()
    assert "user" not in {row.id for row in dialog.comparison.found.changes}
    QTest.mouseClick(dialog.again, LEFT)
    assert "user" in {row.id for row in shown(window).comparison.found.changes}


def test_the_text_for_a_pull_request_is_copied(dialog):
    QTest.mouseClick(dialog.copy, LEFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("**Threats ")
    assert "Guardrail “Gate” added" in text


def test_a_file_of_any_format_can_be_compared(window, session, saved, tmp_path, monkeypatch):
    other = tmp_path / "other.dfd.yaml"
    window.files.documents.write(other, edits.rename(chat_model(), "user", "Customer"))
    monkeypatch.setattr(window.files, "ask_open_path", lambda: other)
    window.menus.actions["compare-file"].trigger()
    names = [row.fields.get("name") for row in shown(window).comparison.found.changes if row.id == "user"]
    assert names == [("Customer", "User")]


def test_what_cannot_be_read_or_does_not_differ_is_said(window, session, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(window.files, "tell_problems", lambda title, problems: told.append(title))
    monkeypatch.setattr(window.files, "ask_open_path", lambda: tmp_path / "gone.dfdm")
    window.menus.actions["compare-file"].trigger()
    assert told == ["Gone.dfdm could not be read"]
    assert not window.menus.actions["compare-saved"].isEnabled()
    path = tmp_path / "chat.dfdm"
    path.write_bytes(native.write(chat_model()))
    assert window.files.open_path(path)
    said = []
    monkeypatch.setattr(window.status, "say", said.append)
    window.menus.refresh()
    window.menus.actions["compare-saved"].trigger()
    assert said == ["Nothing differs between the saved file and the open document."]


def run_git(directory: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True)


def test_a_revision_in_git_can_be_compared(window, session, saved, monkeypatch):
    told, asked = [], []
    monkeypatch.setattr(window.files, "tell_problems", lambda title, problems: told.append(title))
    window.menus.refresh()
    window.menus.actions["compare-revision"].trigger()
    assert told == ["There are no revisions to compare with"], "not in a repository"
    run_git(saved.parent, "init", "-q", "-b", "main")
    run_git(saved.parent, "add", "chat.dfdm")
    run_git(saved.parent, "commit", "-q", "-m", "The chat as it was")
    revisions = known_revisions(window.context)
    assert not isinstance(revisions, Problem)
    assert [(one.author, one.subject) for one in revisions] == [("Ada", "The chat as it was")]

    def choose(dialog: RevisionDialog) -> bool:
        asked.append([row.text for row in dialog.list.rows.rows])
        dialog.show()
        assert not dialog.compare.isEnabled()
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        assert dialog.compare.isEnabled()
        dialog.accept()
        return True

    monkeypatch.setattr(RevisionDialog, "exec", choose)
    window.menus.actions["compare-revision"].trigger()
    assert asked == [["The chat as it was"]]
    dialog = shown(window)
    assert "docs" in {row.id for row in dialog.comparison.found.changes if row.change == "removed"}
    assert dialog.views.heads[0].text() == f"Before: chat.dfdm at {revisions[0].id}"


def test_a_revision_that_is_not_there_is_told(window, saved, monkeypatch):
    told = []
    monkeypatch.setattr(window.files, "tell_problems", lambda title, problems: told.append(problems))
    run_git(saved.parent, "init", "-q")
    assert compare_with_revision(window.context, "nowhere") is None
    assert "nowhere" in str(told[0][0])
