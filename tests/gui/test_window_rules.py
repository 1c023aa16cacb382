"""Rules in the window: severities, rules and packs that a person overrides, each undone by one undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.threat import Threat
from dfdmodeler.formats import native
from dfdmodeler.gui.app import Frame, fill
from dfdmodeler.gui.dialogs.override import OverrideDialog
from dfdmodeler.gui.dialogs.packs import PacksDialog
from dfdmodeler.gui.panels.threat_rows import GONE
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits, triage
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Override, override_id
from dfdmodeler.model.records import Threat as Stated
from dfdmodeler.model.values import FrozenMap
from dfdmodeler.session.session import Session
from gui_parts import TODAY, chat_model, dressed_theme

LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def threat(session: Session) -> Threat:
    return next(t for t in session.threats.threats if t.subject == "llm" and t.track == "security")


def menu_of(qtbot: QtBot, window: Window, threat: Threat) -> QMenu:
    """The menu that a right click on a threat's row brings up."""
    window.threats.update_now()
    rows = window.threats.list
    at = rows.visualRect(rows.rows.index(rows.rows.row_of(threat.id))).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=at)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, rows.viewport().mapToGlobal(at))
    QApplication.sendEvent(rows.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def answered(run: Callable[[], object], answer: Callable[[QDialog], None]) -> None:
    """Does what opens a dialog, and answers that; whatever goes wrong, the dialog is closed."""
    failures: list[BaseException] = []

    def begin() -> None:
        assert QApplication.activeModalWidget() is None
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        if len(shown) != 1:
            failures.append(AssertionError(f"there are {len(shown)} dialogs"))
            return
        dialog = shown[0]
        try:
            answer(dialog)
        except BaseException as error:
            failures.append(error)
        if dialog.isVisible():
            failures.append(AssertionError("the dialog was not closed"))
            dialog.reject()

    run()
    QTest.qWait(100)
    begin()
    QApplication.processEvents()
    if failures:
        raise failures[0]


def pick(qtbot: QtBot, menu: QMenu, text: str, answer: Callable[[QDialog], None]) -> None:
    """Clicks an entry of a menu and answers the dialog that it opens."""
    action = next(a for a in menu.actions() if a.text() == text)
    answered(lambda: qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center()), answer)


def press(qtbot: QtBot, dialog: QDialog, button: QDialogButtonBox.StandardButton) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    assert box.button(button).isEnabled()
    qtbot.mouseClick(box.button(button), LEFT)


def test_another_severity_from_the_menu_of_a_threat(qtbot, window, session, threat):
    assert threat.severity != "Low"

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, OverrideDialog)
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        qtbot.keyClick(dialog.severity, Qt.Key.Key_End)
        assert not ok.isEnabled()  # there is no reason yet
        qtbot.keyClicks(dialog.reason, "Behind glass")
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)

    pick(qtbot, menu_of(qtbot, window, threat), "Override severity…", answer)
    now = session.threats.find(threat.id)
    assert now is not None
    assert (now.severity, now.rated) == ("Low", threat.severity)
    record = session.model.find(Override, override_id(threat.rule))
    assert record is not None
    assert (record.reason, record.author, record.date) == ("Behind glass", "Ada", TODAY)
    window.threats.update_now()
    words = [label.text() for label in window.threats.card.findChildren(QLabel)]
    assert any(f"Low instead of {threat.severity}" in text for text in words)
    assert any("Behind glass" in text for text in words)
    window.menus.actions["undo"].trigger()
    assert session.threats.find(threat.id) == threat


def test_a_rule_is_switched_off_and_back_on(qtbot, window, session, threat):
    session.edit("Decide", lambda m: triage.decide(m, threat.id, status="accepted", reason="Fine"))

    def answer(dialog: QDialog) -> None:
        qtbot.keyClicks(dialog.reason, "Not ours")
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Ok)

    pick(qtbot, menu_of(qtbot, window, threat), "Switch rule off in this model…", answer)
    assert threat.rule not in {row.rule for row in session.threats.threats}
    assert [row.id for row in session.threats.gone] == [threat.id]
    session.selection.set_threat(GONE + threat.id)
    window.threats.update_now()
    words = " ".join(label.text() for label in window.threats.card.findChildren(QLabel))
    assert f"The rule {threat.rule} is switched off" in words
    assert "Not ours" in words

    def back(dialog: QDialog) -> None:
        button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Take back")
        qtbot.mouseClick(button, LEFT)
        assert not any(b.text() == "Take back" and b.isVisible() for b in dialog.findChildren(QPushButton))
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Close)

    answered(window.menus.actions["rule-packs"].trigger, back)
    assert session.threats.find(threat.id) is not None
    session.undo()
    assert session.threats.find(threat.id) is None


def test_cancelling_changes_nothing(qtbot, window, session, threat):
    before = session.model
    pick(qtbot, menu_of(qtbot, window, threat), "Override severity…", lambda dialog: dialog.reject())
    pick(qtbot, menu_of(qtbot, window, threat), "Switch rule off in this model…", lambda d: d.reject())
    assert session.model is before


def test_the_menu_offers_nothing_about_rules_for_a_stated_threat(qtbot, window, session, threat):
    session.edit("State", lambda m: edits.put(m, Stated(id="mine", subject="llm", title="Mine")))
    mine = session.threats.find("mine@")
    menu = menu_of(qtbot, window, mine)
    texts = [action.text() for action in menu.actions()]
    menu.close()
    assert "Accept…" in texts
    assert "Override severity…" not in texts
    assert "Take override back" not in texts


def test_packs_are_switched_for_the_model(qtbot, window, session):
    found = session.threats.threats
    session.edit("Save", lambda m: edits.set_about(m, packs=FrozenMap({"core": "0.1", "house": "2"})))

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, PacksDialog)
        words = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "this model was saved with 0.1" in words
        assert "house 2, which this model was saved with, is not here." in words
        box = dialog.boxes["core"]
        qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
        assert not box.isChecked()
        assert session.model.about.packs_off == ("core",)
        assert session.threats.threats == ()
        press(qtbot, dialog, QDialogButtonBox.StandardButton.Close)

    answered(window.menus.actions["rule-packs"].trigger, answer)
    assert session.threats.threats == ()
    session.undo()
    assert session.threats.threats == found


def test_what_is_wrong_with_named_packs_is_listed(qtbot, qapp, window, tmp_path):
    frame = Frame(qapp, dressed_theme(qapp), Window(dressed_theme(qapp)))
    qtbot.addWidget(frame.window, before_close_func=lambda w: w.session.history.mark_clean())
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.toml").write_text('id = "own"\nversion = "1"\n[[rule]]\n', encoding="utf-8")
    program = fill(frame, clock=lambda: TODAY, packs=[pack, tmp_path / "nowhere"])
    program.window.problems.update_now()
    told = [row.text for row in program.window.problems.list.rows.rows]
    assert "There is no rule pack here." in told
    assert any("lacks the key" in text for text in told)
    assert "own" in program.session.library.versions


def test_saving_notes_the_packs_in_use_and_opening_tells_what_differs(window, session, tmp_path):
    path = tmp_path / "m.dfdm"
    session.edit("Save", lambda m: edits.set_about(m, packs=FrozenMap({"core": "0.1"})))
    documents = window.files.documents
    path.write_bytes(native.write(session.model))
    told = [problem.what for problem in documents.read(path).problems]
    version = session.library.versions["core"]
    assert told == [f"The rule pack 'core' is {version} here; the model was saved with 0.1."]
    assert documents.stamped(session.model).about.packs == FrozenMap({"core": version})
    assert documents.stamped(edits.use_pack(session.model, "core", False)).about.packs == FrozenMap()
    documents.write(path, session.model)
    assert documents.read(path).problems == ()
    session.history.mark_clean()
    window.files.open_path(path)
    assert window.session.file_problems == ()
