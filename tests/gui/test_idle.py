"""Work that is done when nothing else is."""

from __future__ import annotations

import gc

from dfdmodeler.gui.idle import IdleWork


def test_garbage_is_looked_for_between_slices_only(qtbot) -> None:
    seen: list[bool] = []

    def slice_() -> bool:
        seen.append(gc.isenabled())
        return len(seen) < 3

    work = IdleWork()
    work.run(slice_)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert not any(seen)
    assert gc.isenabled()


def test_garbage_that_nobody_looks_for_is_left_alone(qtbot) -> None:
    done: list[bool] = []
    work = IdleWork()
    gc.disable()
    try:
        work.run(lambda: bool(done.append(gc.isenabled())))
        qtbot.waitUntil(lambda: bool(done))
        assert not gc.isenabled()
    finally:
        gc.enable()
