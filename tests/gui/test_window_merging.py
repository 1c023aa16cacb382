"""Merging in the window: what a merge left is told, looked at and chosen, by keys and mouse."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from dfdmodeler.formats import native
from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog
from dfdmodeler.gui.dialogs.merge_with import MergeWithDialog
from dfdmodeler.gui.merging import CONFLICTS
from dfdmodeler.model import edits, triage
from dfdmodeler.model.merge import merge
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Conflict, Decision, Element, Entry
from gui_parts import TODAY, chat_model

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
BASE = chat_model()
THREAT = "LLM-02@llm"


def decided(model: Model, status: str, author: str) -> Model:
    return triage.decide(model, THREAT, status=status, reason=f"{author}'s reason", author=author, date=TODAY)


OURS = edits.update(edits.rename(decided(BASE, "accepted", "Bob"), "chat", "Front"), ["docs"], notes="one")
THEIRS = edits.update(edits.rename(decided(BASE, "avoided", "Eve"), "chat", "Back"), ["docs"], notes="two")
THEIRS = edits.set_property(THEIRS, ["user"], "trained", "yes")


@pytest.fixture
def drawn() -> Model:
    return merge(BASE, OURS, THEIRS).marked


def act(window, name: str) -> None:
    window.menus.refresh()
    window.menus.actions[name].trigger()


def left(session) -> set[str]:
    return {conflict.subject for conflict in session.model.of(Conflict)}


@pytest.fixture
def dialog(qtbot, window, session, drawn) -> ConflictsDialog:
    session.open(drawn)
    qtbot.mouseClick(window.notices.find(CONFLICTS).buttons["Choose…"], LEFT)
    return shown(qtbot, window)


def shown(qtbot, window) -> ConflictsDialog:
    """The dialog, once keys go to it."""
    dialog = next(d for d in window.findChildren(ConflictsDialog) if d.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def go_to(qtbot, dialog, subject: str) -> None:
    """By keys, as a person does."""
    for _ in range(9):
        if dialog.current and dialog.current.subject == subject:
            return
        qtbot.keyClick(dialog.list, KEY.Key_N)
    raise AssertionError(f"{subject} is not reached")


def test_a_document_with_conflicts_says_so(window, session, drawn):
    session.open(drawn)
    assert window.notices.find(CONFLICTS).text.text() == "A merge left 3 choices"
    session.open(BASE)
    assert window.notices.find(CONFLICTS) is None
    window.menus.refresh()
    assert not window.menus.actions["conflicts"].isEnabled()


def test_conflicts_are_shown_in_words_with_both_sides(qtbot, dialog):
    assert dialog.says.text() == "0 of 3 settled"
    assert [row.text for row in dialog.list.rows.rows] == [
        "Left to choose (3)", "Notes", "Name", "Decision",
    ]  # fmt: skip
    go_to(qtbot, dialog, THREAT)
    assert dialog.cards["ours"].text.text() == f"Accepted\n“Bob's reason”\nBob, {TODAY}"
    assert dialog.cards["ours"].title.text() == "Ours, as it is now"
    assert dialog.cards["theirs"].text.text() == f"Avoided\n“Eve's reason”\nEve, {TODAY}"
    assert dialog.cards["base"].text.text() == "Nothing yet"
    go_to_base = dialog.cards["base"]
    qtbot.keyClick(dialog.list, KEY.Key_P)
    assert go_to_base.text.text() == "“Chat”"


def test_the_diagram_goes_to_what_is_looked_at(qtbot, window, session, dialog):
    go_to(qtbot, dialog, "chat")
    assert session.selection.ids == ("chat",)
    go_to(qtbot, dialog, THREAT)
    assert (session.selection.ids, session.selection.threat) == (("llm",), THREAT)
    assert window.canvas.rect_of("llm").intersects(window.canvas.viewport().rect())


@pytest.mark.parametrize(("key", "name"), [(KEY.Key_O, "Front"), (KEY.Key_T, "Back"), (KEY.Key_K, "Front")])
def test_a_key_makes_a_choice_and_goes_on(qtbot, session, dialog, key, name):
    go_to(qtbot, dialog, "chat")
    qtbot.keyClick(dialog.list, key)
    assert session.model.name_of("chat") == name
    assert left(session) == {"docs", THREAT}
    assert dialog.says.text() == "1 of 3 settled"
    assert dialog.progress.value() == 1
    assert dialog.current is not None, "the next one is looked at"
    assert dialog.current.subject == THREAT


def test_a_choice_is_taken_back_by_the_usual_keys(qtbot, session, dialog, drawn):
    go_to(qtbot, dialog, "chat")
    qtbot.keyClick(dialog.list, KEY.Key_T)
    qtbot.keyClick(dialog.list, KEY.Key_Z, CTRL)
    assert session.model == drawn
    assert dialog.says.text() == "0 of 3 settled"
    qtbot.keyClick(dialog.list, KEY.Key_Y, CTRL)
    assert session.model.name_of("chat") == "Back"


def test_what_was_chosen_is_saved_from_where_it_is_chosen(qtbot, window, session, drawn, tmp_path):
    path = tmp_path / "merged.dfdm"
    session.open(drawn, path=path)
    qtbot.mouseClick(window.notices.find(CONFLICTS).buttons["Choose…"], LEFT)
    dialog = shown(qtbot, window)
    go_to(qtbot, dialog, "chat")
    qtbot.keyClick(dialog.list, KEY.Key_T)
    qtbot.keyClick(dialog.list, KEY.Key_S, CTRL)
    saved, _ = native.read(path.read_bytes(), "merged.dfdm")
    assert saved is not None
    assert saved.name_of("chat") == "Back"


def test_both_texts_are_kept_where_that_makes_sense(qtbot, session, dialog):
    go_to(qtbot, dialog, "chat")
    assert not dialog.buttons["both"].isVisible()
    qtbot.keyClick(dialog.list, KEY.Key_B)
    assert left(session) == {"docs", "chat", THREAT}, "of two names only one"
    qtbot.keyClick(dialog.list, KEY.Key_P)
    assert dialog.current.subject == "docs"
    qtbot.mouseClick(dialog.buttons["both"], LEFT)
    assert session.model["docs"].notes == "one\ntwo"


def test_what_was_changed_by_hand_meanwhile_can_be_kept(qtbot, session, dialog):
    go_to(qtbot, dialog, "chat")
    assert not dialog.buttons["keep"].isVisible()
    session.edit("Rename", lambda m: edits.rename(m, "chat", "Mine"))
    assert dialog.buttons["keep"].isVisible()
    qtbot.mouseClick(dialog.buttons["keep"], LEFT)
    assert session.model.name_of("chat") == "Mine"
    assert left(session) == {"docs", THREAT}


def test_a_decision_that_is_taken_over_is_signed(qtbot, session, dialog):
    go_to(qtbot, dialog, THREAT)
    qtbot.mouseClick(dialog.buttons["theirs"], LEFT)
    assert session.model.find(Decision, THREAT).author == "Eve", "who decided, not who merged"
    noted = [entry for entry in session.model.of(Entry) if entry.author == "Ada"]
    assert [(entry.before, entry.after, entry.date) for entry in noted] == [("accepted", "avoided", TODAY)]


def test_all_theirs_is_one_step(qtbot, window, session, dialog, drawn):
    qtbot.mouseClick(dialog.all_theirs, LEFT)
    assert not left(session)
    assert session.model.name_of("chat") == "Back"
    assert session.model["docs"].notes == "two"
    assert dialog.says.text() == "3 of 3 settled"
    assert dialog.pages.currentIndex() == 1
    assert window.notices.find(CONFLICTS) is None
    session.undo()
    assert session.model == drawn


def test_who_leaves_before_the_end_is_reminded(qtbot, window, dialog):
    assert window.notices.find(CONFLICTS) is None
    qtbot.keyClick(dialog.list, KEY.Key_T)
    qtbot.mouseClick(dialog.end, LEFT)
    assert window.notices.find(CONFLICTS).text.text() == "A merge left 2 choices"
    act(window, "conflicts")
    assert shown(qtbot, window).says.text() == "1 of 3 settled", "what was settled before counts"


def test_a_bar_that_was_put_away_stays_away_while_one_works(qtbot, window, session, drawn):
    session.open(drawn)
    qtbot.mouseClick(window.notices.find(CONFLICTS).close_button, LEFT)
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    assert window.notices.find(CONFLICTS) is None


def test_what_git_merged_while_the_file_was_open_is_told_after_reloading(window, session, drawn, tmp_path):
    path = tmp_path / "model.dfdm"
    path.write_bytes(native.write(OURS))
    assert window.files.open_path(path)
    path.write_bytes(native.write(drawn))
    assert window.files.reload()
    assert window.notices.find(CONFLICTS).text.text() == "A merge left 3 choices"
    session.undo()
    assert window.notices.find(CONFLICTS) is None


def test_saving_tells_what_is_left(window, session, drawn, tmp_path):
    path = tmp_path / "model.dfdm"
    path.write_bytes(native.write(drawn))
    window.files.open_path(path)
    session.edit("Rename", lambda m: edits.rename(m, "llm", "Other"))
    assert window.files.save()
    assert window.status.currentMessage() == "Saved model.dfdm. 3 choices are left from a merge"


def test_another_document_takes_its_conflicts_away(qtbot, window, session, dialog):
    session.open(BASE)
    qtbot.waitUntil(lambda: not window.findChildren(ConflictsDialog))
    assert window.merging.seen == {}


def test_what_another_program_made_of_a_conflict_is_told_in_words(qtbot, window, session):
    odd = {"kind": "element", "name": 5}
    session.open(Model([*BASE.values(), Conflict(id="!@chat", subject="chat", ours=odd, theirs=None)]))
    act(window, "conflicts")
    dialog = shown(qtbot, window)
    assert dialog.cards["ours"].text.text() == "Something that fits no record"
    assert not dialog.buttons["ours"].isEnabled()
    qtbot.keyClick(dialog.list, KEY.Key_O)
    assert left(session) == {"chat"}
    qtbot.keyClick(dialog.list, KEY.Key_K)
    assert session.model == BASE


class TestMergeWith:
    """File > Merge with…"""

    @pytest.fixture
    def drawn(self) -> Model:
        return OURS

    @pytest.fixture
    def files(self, tmp_path: Path) -> dict[str, Path]:
        made = {}
        for name, model in (("base", BASE), ("theirs", THEIRS), ("deleting", edits.delete(BASE, ["docs"]))):
            made[name] = tmp_path / f"{name}.dfdm"
            made[name].write_bytes(native.write(model))
        return made

    def merge(self, qtbot, window, other: Path, base: Path | None = None) -> None:
        act(window, "merge-with")
        dialog = next(d for d in window.findChildren(MergeWithDialog) if d.isVisible())
        assert not dialog.merge.isEnabled()
        qtbot.keyClicks(dialog.other.line, str(other))
        if base:
            window.files.ask_open_path = lambda: base
            dialog.base.button.click()
        qtbot.mouseClick(dialog.merge, LEFT)

    def test_it_is_one_step_and_leaves_what_is_to_choose(self, qtbot, window, session, files):
        before = len(session.history.done)
        self.merge(qtbot, window, files["theirs"], files["base"])
        assert session.model == merge(BASE, OURS, THEIRS).marked
        assert len(session.history.done) == before + 1
        assert window.findChild(ConflictsDialog).says.text() == "0 of 3 settled"
        session.undo()
        assert session.model == OURS
        assert window.merging.count == 0

    def test_without_a_base_every_difference_is_asked(self, qtbot, window, session, files):
        self.merge(qtbot, window, files["theirs"])
        assert session.model == merge(None, OURS, THEIRS).marked
        assert isinstance(session.model["user"], Element)
        assert session.model["user"].properties["trained"] == "yes"

    def test_a_deletion_needs_a_base_to_be_seen(self, qtbot, window, session, files):
        session.open(BASE)
        self.merge(qtbot, window, files["deleting"])
        assert session.model == BASE
        assert "says nothing that is not here already" in window.status.currentMessage()
        self.merge(qtbot, window, files["deleting"], files["base"])
        assert session.model == edits.delete(BASE, ["docs"])

    def test_what_both_began_with_may_be_a_git_revision(self, qtbot, window, session, files):
        path = files["base"].with_name("ours.dfdm")
        path.write_bytes(native.write(BASE))
        ours = ["-C", str(path.parent), "-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        for command in (["init", "-q"], ["add", "ours.dfdm"], ["commit", "-q", "-m", "First"]):
            subprocess.run(["git", *ours, *command], check=True)
        session.open(OURS, path=path)
        assert window.merging.merge_with(files["theirs"], "HEAD")
        assert session.model == merge(BASE, OURS, THEIRS).marked
        session.undo()
        assert not window.merging.merge_with(files["theirs"], "nowhere")
        assert "“nowhere” could not be read" in window.notices.find("file-problems").text.text()

    def test_a_file_that_is_no_model_is_told_and_nothing_changes(self, qtbot, window, session, tmp_path):
        broken = tmp_path / "broken.dfdm"
        broken.write_text("{", encoding="utf-8")
        self.merge(qtbot, window, broken)
        assert "“broken.dfdm” could not be read" in window.notices.find("file-problems").text.text()
        assert session.model == OURS
