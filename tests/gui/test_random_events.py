"""Whatever is done to a window by mouse, keys and menus: the model stays sound, and all can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from random_hand import RandomHand

from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.register import register
from dfdmodeler.formats import native
from dfdmodeler.model.check import check
from dfdmodeler.model.model import Model
from dfdmodeler.session.session import Session
from gui_parts import chat_model

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def no_files(monkeypatch) -> None:
    """Nobody answers when a file is asked for."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))


def undone(session: Session) -> Model:
    while session.history.done:
        session.undo()
    return session.model


def redone(session: Session, steps: int) -> Model:
    """The model after so many steps; what had been undone already stays so."""
    while len(session.history.done) < steps:
        session.redo()
    return session.model


def hold(window, session: Session, seed: int, times: int) -> None:
    beginnings = [session.model]
    session.opened.connect(lambda _: beginnings.append(session.model))
    hand = RandomHand(window, seed)
    try:
        hand.work(times)
        hand.rest()
    except BaseException:
        print("\n".join(hand.done[-40:]))  # for whoever looks into the failure
        raise
    told = f"seed {seed}, {hand.done[-12:]}"
    end, steps = session.model, len(session.history.done)
    grave = [problem for problem in check(end) if problem.gravity == "error"]
    assert not grave, told
    saved = native.write(end)
    again, problems = native.read(saved, "model.dfdm")
    assert again is not None, f"{told}: {problems}"
    assert native.write(again) == saved, told
    QApplication.processEvents()
    fresh = register(session.library, analyze(session.library, end), end)
    assert session.threats.threats == fresh.threats, told
    assert undone(session) == beginnings[-1], told
    assert redone(session, steps) == end, told


@pytest.mark.parametrize("seed", range(2))
def test_anything_done_to_an_empty_window_can_be_undone(window, session, seed):
    hold(window, session, seed, 120)


@pytest.mark.parametrize("seed", range(4, 5))
def test_anything_done_to_a_model_can_be_undone(window, session, seed):
    session.open(chat_model())
    hold(window, session, seed, 120)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_thousands_of_events_leave_a_sound_model(window, session, seed):
    if seed % 2:
        session.open(chat_model())
    hold(window, session, seed, 1000)
