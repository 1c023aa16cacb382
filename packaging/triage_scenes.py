"""Scenes of triage and review: the register, its sheets, merges, comparisons, sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import write_review_example as example
from scene_steps import DAY, OUT, opened, settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dfdmodeler.gui.app import Program
    from dfdmodeler.gui.comparing.dialog import CompareDialog
    from dfdmodeler.gui.window import Window
    from dfdmodeler.model.model import Model
    from dfdmodeler.model.records import Status


def sheet(program: Program, window: Window) -> QWidget:
    from dfdmodeler.analysis.lines import lines_of
    from dfdmodeler.analysis.register_sheet import register_sheet
    from dfdmodeler.analysis.sheet import Sheet
    from dfdmodeler.formats.sheets import write_csv
    from dfdmodeler.gui.dialogs.sheet_edits import SheetEditsDialog
    from dfdmodeler.gui.sheets import show_edits
    from dfdmodeler.model import triage

    opened(program, window, "rag-chatbot")
    exported = register_sheet(lines_of(window.session.threats, window.session.model))
    cells = [dict(zip((head.title for head in exported.headings), row, strict=True)) for row in exported.rows]
    for row in cells:
        row.update(SHEET_EDITS.get(row["Id"], {}))
    edited = Sheet(exported.name, exported.headings, tuple(tuple(row.values()) for row in cells))
    path = OUT / "home" / "Models" / "register.csv"
    path.write_bytes(write_csv(edited))
    ann = {"author": "Ann", "date": DAY}
    window.session.edit("Owner", lambda m: triage.track(m, ["LLM-02@llm"], owner="Platform team", **ann))
    settle(program, window)
    show_edits(window.context, path)
    dialog = window.findChild(SheetEditsDialog)
    dialog.tree.setCurrentIndex(dialog.rows.index(1, 0, dialog.rows.index(1, 0)))
    return dialog


SHEET_EDITS = {
    "LLM-01@llm": {
        "Decision": "Accepted", "Ends": "2026-09-30",
        "Reason": "Answers go to the one who asked, and nothing acts on them.\nLook again before tools come.",
    },
    "LLM-02@llm": {"Owner": "Mia", "Due": "2026-03-31", "Tags": "prompts, release 2"},
    "LLM-06@documents": {"Decision": "Needs investigation", "Notes": "Who may upload?"},
    "ST-11@index": {"Decision": "Not applicable"},
    "ST-07@chat": {"Due": "03/04/2026"},
}  # fmt: skip
"""What was edited in the spreadsheet, by threat."""


def register(program: Program, window: Window) -> QWidget:
    """A register that people have worked in, grouped by decision."""
    from dataclasses import replace

    opened(program, window, "rag-chatbot")
    worked_on(window)
    settle(program, window)
    window.triage.show()
    page = window.triage.page
    page.ask(replace(page.query, group="status"))
    settle(program, window)
    page.table.show_lines([page.table.rows.key_at(place) for place in (1, 2)], page.table.rows.key_at(1))
    page.table.chosen.emit()
    return window


def progress(program: Program, window: Window) -> QWidget:
    """How far the same work is since a review before it."""
    register(program, window)
    window.triage.page.show_mode("progress")
    return window


def board(program: Program, window: Window) -> QWidget:
    register(program, window)
    window.triage.page.show_mode("board")
    return window


def review(program: Program, window: Window) -> QWidget:
    """Somebody is about to approve what others decided."""
    from PySide6.QtTest import QTest

    from dfdmodeler.gui.dialogs.review import FinishReviewDialog

    opened(program, window, "rag-chatbot")
    worked_on(window)
    settle(program, window)
    window.menus.actions["finish-review"].trigger()
    dialog = window.findChild(FinishReviewDialog)
    dialog.approve.click()
    QTest.keyClicks(dialog.remark, "For the pilot. Look again before agents may use it.")
    return dialog


def gate(program: Program, window: Window) -> QWidget:
    """What a build would say of the same work."""
    from dfdmodeler import paths
    from dfdmodeler.gui.dialogs.gate import GateDialog

    opened(program, window, "rag-chatbot")
    worked_on(window)
    settle(program, window)
    window.menus.actions["check-policy"].trigger()
    dialog = window.findChild(GateDialog)
    dialog.use_policy(paths.policy())
    until(program, dialog.copy.isEnabled, "checking")
    return dialog


def details(program: Program, window: Window) -> QWidget:
    """What is kept about one threat, with a rating by CVSS."""
    from dfdmodeler.gui.panels.threat_pages import DETAILS

    talked_about(program, window)
    window.threats.pages.show_page(DETAILS)
    return window


def history(program: Program, window: Window) -> QWidget:
    """What people said about it, and what they wait for."""
    from dfdmodeler.gui.panels.threat_pages import HISTORY

    talked_about(program, window)
    window.show_follow_up("pen-test")
    window.threats.pages.show_page(HISTORY)
    return window


def talked_about(program: Program, window: Window) -> None:
    """A threat that two people look after."""
    from dfdmodeler.model import edits, triage
    from dfdmodeler.model.records import ActionItem, Assumption

    threat = "LLM-02@llm"
    ada = {"author": "Ada", "date": "2026-01-09"}
    grace = {"author": "Grace", "date": "2026-01-12"}
    vector = "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:L/VA:N/SC:L/SI:L/SA:N"

    def work(model: Model) -> Model:
        model = edits.set_about(model, rating="cvss4")
        model = triage.track(
            model, [threat], owner="Grace", due="2026-02-27", ticket="https://tickets.example/AI-112",
            tags=("pilot", "retrieval"), **ada,
        )  # fmt: skip
        model = triage.comment(model, threat, "Does anybody check what gets into the documents?", **ada)
        model = triage.track(model, [threat], cvss=vector, **grace)
        model = triage.decide(
            model, threat, status="needs_investigation", reason="Ask the red team.", **grace
        )
        model = triage.comment(model, threat, "Only the wiki is open to all. I ask them for a test.", **grace)
        return edits.put(
            model,
            Assumption(id="readers", text="Nobody outside writes to the wiki", subjects=("documents", threat),
                       owner="Ada", valid_until="2026-01-10"),
            ActionItem(id="pen-test", text="Ask the red team for a test", subjects=(threat,), owner="Grace",
                       due="2026-02-13", ticket="AI-113"),
            ActionItem(id="names", text="Write down who may publish", owner="Ada", due="2026-01-12"),
        )  # fmt: skip

    opened(program, window, "rag-chatbot")
    window.session.edit("Work", work)
    settle(program, window)
    window.session.selection.set_threat(threat)
    settle(program, window)
    window.threats.splitter.setSizes([200, 800])


def worked_on(window: Window) -> None:
    """Decides about some threats after a review, and says who sees to others."""
    from dfdmodeler.analysis.bulk import Signed, decide_all, set_all
    from dfdmodeler.model import edits
    from dfdmodeler.model.records import Review

    rows = [row for row in window.session.threats.threats if row.track != "validity"]
    stands = {row.id: window.session.analysis.explain(row.id).digest for row in rows if row.rule}
    review = Review(id="review/1", reviewer="Ada", date="2025-12-01", open=tuple(row.id for row in rows[1:]))

    def work(model: Model) -> Model:
        model = edits.put(model, review)
        for day, which, status, reason, end in (
            ("2025-12-03", rows[3:6], "accepted", "Answers are checked by the support team.", ""),
            ("2025-12-10", rows[6:7], "accepted", "Until the pilot ends.", "2026-01-10"),
            ("2025-12-12", rows[9:12], "mitigated", "", ""),
            ("2025-12-19", rows[15:17], "not_applicable", "No tenant shares an index.", ""),
        ):
            model = decide_all(model, which, stands, status, reason, end, Signed("Ada", day))  # type: ignore[arg-type]
        model = set_all(
            model, rows[:3], Signed("Ada", "2026-01-05"), owner="Ada", due="2026-01-10", tags=("web",)
        )
        return set_all(model, rows[12:15], Signed("Ada", "2026-01-05"), owner="Bob", due="2026-02-28")

    window.session.edit("Work", work)


def conflicts(program: Program, window: Window) -> QWidget:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from dfdmodeler.gui.dialogs.conflicts import ConflictsDialog
    from dfdmodeler.model.merge import merge

    opened(program, window, "rag-chatbot")
    base = window.session.model
    ours = _version(
        base, "Hosted model", "accepted", "The model only answers; nothing acts on it.", "Bob Stone"
    )
    theirs = _version(
        base, "Provider’s model", "needs_investigation", "To be tried by the red team.", "Eve Moss"
    )
    window.session.open(merge(base, ours, theirs).marked)
    settle(program, window)
    window.merging.show()
    dialog = window.findChild(ConflictsDialog)
    until(program, dialog.isActiveWindow, "the dialog")
    for key in (Qt.Key.Key_N, Qt.Key.Key_O):
        QTest.keyClick(dialog.list, key)
    return dialog


def _version(base: Model, name: str, status: Status, reason: str, author: str) -> Model:
    """What one of two people made of the chatbot."""
    from dfdmodeler.model import edits, triage

    model = edits.rename(base, "llm", name)
    model = edits.update(model, ["documents"], notes=f"Looked at by {author}.")
    said = {"reason": reason, "author": author, "date": DAY, "title": "Indirect prompt injection"}
    return triage.decide(model, "LLM-02@llm", status=status, **said)


def compared(program: Program, window: Window, before: Model, after: Model) -> CompareDialog:
    from dfdmodeler.gui.comparing.opening import Version, show_versions

    window.session.open(after)
    settle(program, window)
    saved = Version(before, "fraud-classifier.dfdm at main")
    dialog = show_versions(window.context, saved, Version(after, "the open document"))
    assert dialog is not None
    until(program, lambda: dialog.comparison.delta.traced, "the search for reasons")
    return dialog


def compare(program: Program, window: Window) -> QWidget:
    dialog = compared(program, window, example.before(), example.after())
    dialog.step(1)
    return dialog


def ghosts(program: Program, window: Window) -> QWidget:
    dialog = compared(program, window, example.after(), example.before())
    dialog.modes["over"].click()
    return dialog


TRIAGE = (sheet, register, board, progress, conflicts, compare, ghosts, review, gate, details, history)
"""In the order in which they are taken."""
