"""The coverage of rules in the window: what fired and what did not, and why a threat is missing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dfdmodeler.analysis.verdicts import Verdicts
from dfdmodeler.gui.panels.coverage import CoveragePanel
from dfdmodeler.gui.panels.coverage_tree import FAMILY
from dfdmodeler.gui.widgets.labels import PointableLabel
from dfdmodeler.gui.window import Window
from dfdmodeler.model import edits
from dfdmodeler.model.model import Model
from gui_parts import chat_model

KEY, LEFT, RIGHT = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, of popups


@pytest.fixture
def drawn() -> Model:
    return chat_model()


@pytest.fixture
def panel(qtbot: QtBot, window: Window) -> CoveragePanel:
    """The panel, brought to the front by its keys and counted."""
    qtbot.keyClick(window.canvas, KEY.Key_8, CTRL_SHIFT)
    settle(qtbot, window.coverage)
    return window.coverage


def settle(qtbot: QtBot, panel: CoveragePanel) -> None:
    qtbot.waitUntil(lambda: panel.is_seen and not panel._counting.busy and not panel._stale)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def listed(panel: CoveragePanel) -> dict[str, str]:
    """What the rows of rules tell, by the id of the rule."""
    return {row.key: row.detail for branch in panel.tree.rows.branches for row in branch.rules}


def said(panel: CoveragePanel) -> list[str]:
    return [sentence.text() for sentence in panel.card.widget().findChildren(QLabel)]


def go_to(qtbot: QtBot, panel: CoveragePanel, rule: str) -> None:
    """Finds a rule by keyboard, as a person would."""
    panel.search.setFocus()
    panel.search.selectAll()
    qtbot.keyClicks(panel.search, rule)
    qtbot.keyClick(panel.search, KEY.Key_Return)
    assert panel.tree.hasFocus()
    assert panel.rule == rule
    QApplication.processEvents()


def test_families_and_rules_tell_their_verdicts(qtbot, window, session, panel):
    verdicts = Verdicts(session.analysis, session.model)
    by_rule = {row.rules[0].id: row for row in verdicts.tallies()}
    assert set(listed(panel)) == set(by_rule)
    tally = by_rule["LLM-01"]
    assert tally.by_kind["fires"] == 1
    assert listed(panel)["LLM-01"] == "1 examined: 1 fired, 0 silent; 3 not applicable"
    family = panel.tree.rows.index_of(FAMILY + "LLM and retrieval")
    assert not panel.tree.isExpanded(family)
    assert "fired" in family.data(Qt.ItemDataRole.AccessibleTextRole)
    fired = sum(1 for row in by_rule.values() if row.by_kind["fires"])
    assert panel.scope.text() == f"{len(by_rule)} rules, {fired} fired"


def test_the_tree_opens_and_closes_by_keyboard_and_stays_so_after_an_edit(qtbot, window, session, panel):
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, KEY.Key_Down)
    qtbot.keyClick(panel.tree, KEY.Key_Return)
    first = panel.tree.rows.index(0, 0)
    assert panel.tree.isExpanded(first)
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Big model"))
    settle(qtbot, panel)
    assert panel.tree.isExpanded(first)
    qtbot.keyClick(panel.tree, KEY.Key_Return)
    assert not panel.tree.isExpanded(first)


def test_a_rule_its_subjects_and_the_reasons_by_keyboard_alone(qtbot, window, session, panel):
    go_to(qtbot, panel, "ST-05")
    rows = panel.list.rows.rows
    sections = [row.text for row in rows if not row.key]
    kinds = Verdicts(session.analysis, session.model).kinds("ST-05")
    assert {row.key for row in rows if row.key} == set(kinds)
    assert sections[0] == f"Fires ({sum(kind == 'fires' for kind in kinds.values())})"
    assert not panel.card.isVisible()
    qtbot.keyClick(panel.tree, KEY.Key_Return)
    assert panel.list.hasFocus()
    chosen = panel.list.current_key
    assert kinds[chosen] == "fires"
    assert said(panel)[0].startswith("ST-05: ")
    assert said(panel)[1].startswith("Fires at the flow from ")
    assert "Why" in said(panel)
    assert chosen in window.canvas._marks.highlighted
    QApplication.processEvents()
    qtbot.keyClick(panel.list, KEY.Key_Return)
    assert isinstance(focused(), PointableLabel)
    assert panel.card.isAncestorOf(focused())


def test_the_threat_of_a_rule_that_fires_is_one_step_away(qtbot, window, session, panel):
    go_to(qtbot, panel, "LLM-01")
    qtbot.keyClick(panel.tree, KEY.Key_Return)
    QApplication.processEvents()
    button = panel.card.findChild(QPushButton)
    assert button.isVisible()
    button.setFocus()
    qtbot.keyClick(button, KEY.Key_Space)
    assert session.selection.threat == "LLM-01@llm"
    assert window.docks.shows("threats")
    current = window.threats.current()
    assert current is not None
    assert current.id == "LLM-01@llm"


def test_the_verdict_narrows_the_rules(qtbot, window, session, panel):
    panel.kind.setFocus()
    qtbot.keyClick(panel.kind, KEY.Key_Down)
    settle(qtbot, panel)
    assert panel.kind.currentText() == "Fires"
    assert set(listed(panel)) == {finding.rule for finding in session.analysis.findings}
    assert all(
        panel.tree.isExpanded(panel.tree.rows.index_of(b.family.key)) for b in panel.tree.rows.branches
    )


def test_nothing_found_and_nothing_drawn_say_what_to_do(qtbot, window, session, panel):
    qtbot.keyClicks(panel.search, "no such rule")
    settle(qtbot, panel)
    assert panel.empty.isVisible()
    assert panel.empty.text().startswith("No rule matches.")
    session.open(Model())
    settle(qtbot, panel)
    assert panel.search.text() == ""
    assert panel.empty.isVisible()
    assert "once something is drawn" in panel.empty.text()
    assert not panel.tree.isVisible()


def test_why_a_threat_is_missing_by_keys_from_the_canvas(qtbot, window, session):
    session.selection.set(("docs",))
    window.canvas.setFocus()
    QApplication.processEvents()
    qtbot.keyClick(window.canvas, KEY.Key_Y, CTRL_SHIFT)
    panel = window.coverage
    settle(qtbot, panel)
    assert panel.search.hasFocus()
    assert panel.scope.text().startswith("Documents: ")
    assert set(listed(panel).values()) <= {"Fires", "Silent", "Not applicable"}
    assert listed(panel)["LLM-01"] == "Not applicable"
    silent = next(rule for rule, verdict in listed(panel).items() if verdict == "Silent")
    go_to(qtbot, panel, silent)
    assert not panel.list.isVisible()
    assert said(panel)[1] == "Silent at Documents."
    assert "Why not" in said(panel)
    assert "The condition" in said(panel)
    assert "docs" in window.canvas._marks.highlighted
    qtbot.keyClick(panel.tree, KEY.Key_Return)
    assert panel.card.isAncestorOf(focused())


def test_families_without_anything_examined_stay_folded_at_an_element(qtbot, window, session, panel):
    session.selection.set(("docs",))
    settle(qtbot, panel)
    for branch in panel.tree.rows.branches:
        opened = panel.tree.isExpanded(panel.tree.rows.index_of(branch.family.key))
        assert opened is any(row.detail in ("Fires", "Silent") for row in branch.rules), branch.family.text
    session.selection.clear()
    settle(qtbot, panel)
    families = [panel.tree.rows.index_of(branch.family.key) for branch in panel.tree.rows.branches]
    assert not any(map(panel.tree.isExpanded, families))


def test_the_action_needs_something_that_rules_are_about(window, session):
    window.menus.refresh()
    assert not window.menus.actions["why-missing"].isEnabled()
    session.selection.set(("ask",))
    window.menus.refresh()
    assert window.menus.actions["why-missing"].isEnabled()


def popup_over(qtbot: QtBot, viewport: QWidget, at: QPoint) -> QMenu:
    qtbot.mouseClick(viewport, RIGHT, pos=at)
    if not isinstance(QApplication.activePopupWidget(), QMenu):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
        QApplication.sendEvent(viewport, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(qtbot: QtBot, menu: QMenu, text: str) -> None:
    action = next(action for action in menu.actions() if action.text() == text)
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


@pytest.mark.parametrize("subject", ["llm", "ask", "org"])
def test_why_a_threat_is_missing_from_the_menu_on_the_canvas(qtbot, window, session, subject):
    at = window.canvas.rect_of(subject).center()
    if subject == "org":
        at = window.canvas.rect_of(subject).bottomLeft() + QPoint(4, -4)
    pick(qtbot, popup_over(qtbot, window.canvas.viewport(), at), "Why is a threat missing…")
    settle(qtbot, window.coverage)
    assert session.selection.ids == (subject,)
    assert window.coverage.scope.text().startswith(f"{session.model.name_of(subject)}: ")


def test_why_a_threat_is_missing_from_the_menu_of_the_outline(qtbot, window, session):
    window.docks.show("outline")
    QApplication.processEvents()
    tree = window.outline.tree
    at = tree.visualRect(window.outline.tree_model.index_of("llm")).center()
    menu = popup_over(qtbot, tree.viewport(), at)
    assert session.selection.ids == ("llm",)
    assert "Fit the diagram" not in [action.text() for action in menu.actions()]
    pick(qtbot, menu, "Why is a threat missing…")
    settle(qtbot, window.coverage)
    assert window.coverage.scope.text().startswith("Model: ")


def test_it_shows_what_an_edit_changes(qtbot, window, session, panel):
    session.selection.set(("llm",))
    settle(qtbot, panel)
    go_to(qtbot, panel, "MS-05")
    assert listed(panel)["MS-05"] == "Fires"
    change = lambda model: edits.set_property(model, ["llm"], "rate_limiting", "yes")  # noqa: E731
    session.edit("Limit", change)
    settle(qtbot, panel)
    assert listed(panel)["MS-05"] == "Silent"
    assert any("rate limiting" in text for text in said(panel))
    session.undo()
    settle(qtbot, panel)
    assert listed(panel)["MS-05"] == "Fires"


def test_choosing_a_sentence_selects_and_keeps_the_reasons_in_place(qtbot, window, session, panel):
    session.selection.set(("llm",))
    settle(qtbot, panel)
    go_to(qtbot, panel, "LLM-01")
    before = said(panel)
    station = next(s for s in panel.card.findChildren(PointableLabel) if s.ids == ("chat",))
    station.setFocus()
    assert window.canvas._marks.highlighted == {"chat"}
    qtbot.keyClick(station, KEY.Key_Return)
    settle(qtbot, panel)
    assert session.selection.ids == ("chat",)
    assert said(panel) == before
    session.selection.set(("user",))
    settle(qtbot, panel)
    assert said(panel)[1] == "Not applicable at User."


def test_the_highlight_ends_when_another_panel_comes_to_the_front(qtbot, window, session, panel):
    session.selection.set(("llm",))
    settle(qtbot, panel)
    go_to(qtbot, panel, "LLM-01")
    assert window.canvas._marks.highlighted >= {"llm", "user", "ask"}
    window.docks.show("questions")
    qtbot.waitUntil(lambda: not panel.is_seen and not window.canvas._marks.highlighted)
    window.docks.show("coverage")
    qtbot.waitUntil(lambda: window.canvas._marks.highlighted >= {"llm", "user", "ask"})


def test_nothing_is_counted_behind_another_tab(qtbot, window, session):
    panel = window.coverage
    session.edit("Rename", lambda model: edits.rename(model, "llm", "Big model"))
    QApplication.processEvents()
    assert not panel.is_seen
    assert (panel._counted, panel._tallies) == (None, ())
    window.docks.show("coverage")
    settle(qtbot, panel)
    assert panel._tallies


def test_an_edit_meanwhile_drops_the_count_and_begins_another(qtbot, window, session, panel):
    session.selection.set(("llm",))
    panel.update_now()
    assert panel._counting.busy
    session.edit("Delete", lambda model: edits.delete(model, ["docs"]))
    assert not panel._counting.busy
    session.selection.clear()
    settle(qtbot, panel)
    assert listed(panel)["LLM-01"] == "1 examined: 1 fired, 0 silent; 2 not applicable"


def test_everything_in_it_has_a_name(panel):
    for widget in (panel.search, panel.kind, panel.tree, panel.list, panel.card):
        assert widget.accessibleName(), widget
