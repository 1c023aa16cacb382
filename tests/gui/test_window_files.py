"""Files from the window: saving, opening, what is not saved, what cannot be read, pictures, recovery."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMessageBox

from dfdmodeler.drawing.primitives import Picture
from dfdmodeler.gui import files, pictures, recovery
from dfdmodeler.gui.canvas import arranging
from dfdmodeler.gui.dialogs.report import ReportDialog
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from dfdmodeler.session.journal import Journal, find
from dfdmodeler.session.session import Session
from gui_parts import chat_model

Buttons = QMessageBox.StandardButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def told(window, monkeypatch) -> list[tuple[str, tuple]]:
    """What the person was told, instead of a box that waits."""
    seen: list[tuple[str, tuple]] = []
    monkeypatch.setattr(window.files, "tell_problems", lambda title, problems: seen.append((title, problems)))
    return seen


def meaning(model: Model) -> Model:
    """A model without what a save adds to it."""
    return edits.set_about(model, packs={})


def test_saved_and_opened_again_it_is_the_same(window, session, told, tmp_path, monkeypatch):
    session.open(chat_model(), clean=False)
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Answers"))
    path = tmp_path / "chat.dfdm"
    monkeypatch.setattr(window.files, "ask_save_path", lambda *_: path)
    window.menus.actions["save"].trigger()
    assert session.is_clean
    assert session.path == path
    saved = session.model
    session.open(Model())
    assert window.files.open_path(path)
    assert meaning(session.model) == meaning(saved)
    assert window.preferences.now.recent_files == (str(path),)
    assert not told


def test_a_name_without_suffix_gets_ours(window, session, told, tmp_path, monkeypatch):
    session.open(chat_model(), clean=False)
    monkeypatch.setattr(window.files, "ask_save_path", lambda *_: tmp_path / "chat")
    assert window.files.save_as()
    assert (tmp_path / "chat.dfdm").exists()


@pytest.mark.parametrize(
    ("action", "typed", "chosen", "written"),
    [
        ("save-as", "fraud v1.2", "dfdmodeler model (*.dfdm)", "fraud v1.2.dfdm"),
        ("save-as", "Fraud.DFDM", "dfdmodeler model (*.dfdm)", "Fraud.DFDM"),
        ("export-picture", "drawn", "PNG picture (*.png)", "drawn.png"),
        ("export-picture", "v1.2", "SVG picture (*.svg)", "v1.2.svg"),
        ("export-model", "fraud", "Text form (*.dfd.yaml *.dfd.yml)", "fraud.dfd.yaml"),
    ],
)
def test_a_name_gets_the_ending_of_the_chosen_format(
    qtbot, window, session, told, tmp_path, monkeypatch, action, typed, chosen, written
):
    session.open(chat_model(), clean=False)
    window.menus.refresh()
    answer = (str(tmp_path / typed), chosen)
    monkeypatch.setattr(files.QFileDialog, "getSaveFileName", lambda *_: answer)
    window.menus.actions[action].trigger()
    qtbot.waitUntil(lambda: [path.name for path in tmp_path.glob("[!.]*")] == [written])


def test_a_file_is_replaced_only_if_the_person_was_asked_about_its_whole_name(
    qtbot, window, session, tmp_path, monkeypatch
):
    session.open(chat_model(), clean=False)
    there = tmp_path / "chat.dfdm"
    there.write_text("of somebody else")
    answer = (str(tmp_path / "chat"), "dfdmodeler model (*.dfdm)")
    monkeypatch.setattr(files.QFileDialog, "getSaveFileName", lambda *_: answer)

    def press(words: str) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "chat.dfdm" in box.text()
        button = next(b for b in box.buttons() if b.text().replace("&", "") == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, lambda: press("Cancel"))
    assert not window.files.save_as()
    assert there.read_text() == "of somebody else"
    QTimer.singleShot(50, lambda: press("Replace"))
    assert window.files.save_as()
    assert session.path == there


@pytest.mark.parametrize(
    ("answer", "leaves", "saves"),
    [(Buttons.Save, True, True), (Buttons.Discard, True, False), (Buttons.Cancel, False, False)],
)
def test_unsaved_changes_are_asked_about(window, session, tmp_path, monkeypatch, answer, leaves, saves):
    path = tmp_path / "chat.dfdm"
    session.open(chat_model(), path=path, clean=False)
    monkeypatch.setattr(window.files, "ask_unsaved", lambda: answer)
    window.menus.actions["new"].trigger()
    assert (len(session.model) == 0) is leaves
    assert path.exists() is saves


def test_what_cannot_be_read_is_told_and_nothing_is_lost(window, session, told, tmp_path):
    session.open(chat_model())
    bad = tmp_path / "bad.dfdm"
    bad.write_text("{not json")
    assert not window.files.open_path(bad)
    assert told
    assert told[0][0] == "“bad.dfdm” could not be opened"
    assert session.model == chat_model()
    assert not window.files.open_path(tmp_path / "missing.dfdm")
    assert len(told) == 2


def test_a_recent_file_that_is_gone_is_no_longer_offered(window, session, told, tmp_path):
    paths = [tmp_path / name for name in ("kept.dfdm", "gone.dfdm")]
    for path in paths:
        assert not window.files.documents.write(path, chat_model())
        assert window.files.open_path(path)
    paths[1].unlink()
    assert not window.files.open_path(paths[1])
    assert window.preferences.now.recent_files == (str(paths[0]),)
    paths[0].write_text("{not json")
    assert not window.files.open_path(paths[0])
    assert window.preferences.now.recent_files == (str(paths[0]),)


def test_what_cannot_be_written_is_told_and_stays_unsaved(window, session, told, tmp_path, monkeypatch):
    session.open(chat_model(), path=tmp_path / "no such directory" / "chat.dfdm", clean=False)
    assert not window.files.save()
    assert told
    assert not session.is_clean


def test_the_diagram_is_exported_as_svg_and_png(qtbot, window, session, told, tmp_path, monkeypatch):
    session.open(chat_model())
    window.menus.refresh()
    for name in ("chat.svg", "chat.png"):
        monkeypatch.setattr(window.files, "ask_save_path", lambda *_, name=name: tmp_path / name)
        window.menus.actions["export-picture"].trigger()
    qtbot.waitUntil(lambda: (tmp_path / "chat.svg").exists() and (tmp_path / "chat.png").exists())
    assert "Documents" in (tmp_path / "chat.svg").read_text()
    image = QImage(str(tmp_path / "chat.png"))
    assert image.width() > 800
    assert len({image.pixel(x, image.height() // 4) for x in range(0, image.width(), 2)}) > 3
    assert not told


def test_a_picture_is_drawn_beside_the_window_and_can_be_given_up(
    qtbot, window, session, told, tmp_path, monkeypatch
):
    session.open(chat_model())
    drawn_in: list[threading.Thread] = []
    go_on = threading.Event()

    def slow(picture: Picture) -> bytes:
        drawn_in.append(threading.current_thread())
        go_on.wait(10)
        return b"picture"

    monkeypatch.setattr(pictures, "png", slow)
    work = window.files.write_picture(tmp_path / "chat.png")
    qtbot.waitUntil(lambda: bool(drawn_in))
    assert drawn_in != [threading.main_thread()]
    with qtbot.waitSignal(work.destroyed):
        work.progress.buttons["Cancel"].click()
        go_on.set()
    assert not (tmp_path / "chat.png").exists()
    assert not told


def test_opening_and_arranging_can_be_given_up_and_change_nothing(window, session, told, monkeypatch):
    session.open(chat_model())
    before = session.model
    monkeypatch.setattr(files, "waited_for", lambda *_: None)
    monkeypatch.setattr(arranging, "waited_for", lambda *_: None)
    assert not window.files.open_path("huge.tm7")
    window.menus.actions["layout"].trigger()
    assert session.model is before
    assert not session.history.done
    assert not told


@pytest.fixture
def killed(library, tmp_path) -> Path:
    """What two runs left behind that were killed."""
    directory = tmp_path / "killed"
    directory.mkdir()
    for number, name in enumerate(("Answers", "Replies")):
        lost = Session(
            library, choose=lambda letters: letters[0], journal=Journal(tmp_path / f"run-{number}")
        )
        lost.open(edits.set_about(chat_model(), title=f"Chat {number}"))
        lost.edit("Rename", lambda m, name=name: edits.rename(m, "llm", name))
        for written in (tmp_path / f"run-{number}").glob("*.journal"):
            shutil.copy(written, directory / f"{number}.journal")
        lost.close()
    return directory


def offered(window):
    return window.notices.find(recovery.KEY)


def test_an_unfinished_run_is_offered_and_restored(qtbot, window, session, killed):
    recovery.offer_recovery(window, killed)
    assert QApplication.activeModalWidget() is None
    assert "Chat 0" in offered(window).text.text()
    qtbot.mouseClick(offered(window).buttons["Restore"], Qt.MouseButton.LeftButton)
    assert session.model.name_of("llm") == "Answers"
    assert not session.is_clean
    assert len(find(killed)[0]) == 2, "nothing else holds it yet"
    session.edit("Rename", lambda m: edits.rename(m, "llm", "More"))
    assert [r.model.about.title for r in find(killed)[0]] == ["Chat 1"]
    assert "Chat 1" in offered(window).text.text(), "the next one is offered"


def test_what_is_left_over_never_takes_the_place_of_unsaved_work(qtbot, window, session, killed, monkeypatch):
    session.open(chat_model(), clean=False)
    recovery.offer_recovery(window, killed)
    monkeypatch.setattr(window.files, "ask_unsaved", lambda: Buttons.Cancel)
    qtbot.mouseClick(offered(window).buttons["Restore"], Qt.MouseButton.LeftButton)
    assert session.model == chat_model()
    assert len(find(killed)[0]) == 2


def test_what_is_left_over_is_thrown_away_or_put_off(qtbot, window, session, killed):
    recovery.offer_recovery(window, killed)
    qtbot.mouseClick(offered(window).buttons["Discard"], Qt.MouseButton.LeftButton)
    assert [r.model.about.title for r in find(killed)[0]] == ["Chat 1"]
    assert "Chat 1" in offered(window).text.text()
    qtbot.mouseClick(offered(window).close_button, Qt.MouseButton.LeftButton)
    assert offered(window) is None
    assert len(find(killed)[0]) == 1
    assert not session.model


def test_the_report_is_written_beside_the_window(qtbot, window, session, told, tmp_path, monkeypatch):
    session.open(chat_model())
    path = tmp_path / "chat.pdf"
    monkeypatch.setattr(window.files, "ask_save_path", lambda *_: path)
    with qtbot.waitSignal(window.files.message, timeout=30_000) as said:
        window.menus.actions["export-pdf"].trigger()
        dialog = window.findChild(ReportDialog)
        assert not dialog.isModal()
        dialog.accept()
    assert said.args == ["Wrote chat.pdf"]
    assert path.read_bytes().startswith(b"%PDF-")
    assert not told


def test_a_window_that_closes_gives_up_what_it_was_making(qtbot, window, session, tmp_path, monkeypatch):
    session.open(chat_model())
    go_on = threading.Event()
    monkeypatch.setattr(pictures, "png", lambda _: b"picture" if go_on.wait(10) else b"")
    work = window.files.write_picture(tmp_path / "chat.png")
    with qtbot.waitSignal(work.destroyed):
        window.close()
        go_on.set()
    assert not (tmp_path / "chat.png").exists()
