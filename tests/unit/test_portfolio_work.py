"""Models analysed by whatever executor: what fails, fails for one file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from dfdmodeler import paths
from dfdmodeler.analysis.portfolio import Summary, gathered
from dfdmodeler.cli import portfolio_work
from dfdmodeler.cli.model_files import ModelFile, model_files
from dfdmodeler.cli.portfolio_work import Job, analysed, contents_of, summary_of
from systems import shipped_library

JOB = Job((), "2026-11-26")
TEMPLATES = model_files(paths.templates())[0]


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_work, "_library", lambda packs: shipped_library())


@contextmanager
def threads(jobs: int) -> Iterator[Executor]:
    with ThreadPoolExecutor(jobs) as executor:
        yield executor


class Changed(Executor):
    """An executor in which some files meet something else."""

    def __init__(self, inner: Executor, acts: dict[str, Callable[..., Any]]) -> None:
        self._inner, self._acts = inner, acts

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        act = self._acts.get(args[0].file)
        return self._inner.submit(act, 1) if act else self._inner.submit(fn, *args, **kwargs)


def harmless(task: Any) -> Summary:
    """What a process that has nothing loaded can do."""
    return Summary(task.file)


def fail(_: int) -> None:
    raise RuntimeError("out of luck")


def heard(files: list[ModelFile], opening: Any, job: Job = JOB) -> tuple[list[Summary], list[str]]:
    told: list[str] = []
    found = analysed(files, job, opening, 2, lambda one: told.append(one.file))
    return found, told


def test_every_model_is_told_once() -> None:
    found, told = heard(TEMPLATES, threads)
    assert sorted(told) == sorted(one.file for one in found) == [file.name for file in TEMPLATES]
    assert all(one.problem is None and sum(one.counts) for one in found)
    one_by_one, _ = heard(TEMPLATES[::-1], lambda jobs: threads(1))
    assert gathered(found) == gathered(one_by_one)


def test_a_broken_file_stops_nobody(tmp_path: Path) -> None:
    for name, content in {"a.dfdm": b"{", "b.tm7": b"", "c.dfdm": TEMPLATES[0].path.read_bytes()}.items():
        (tmp_path / name).write_bytes(content)
    files = [*model_files(tmp_path)[0], ModelFile("gone.dfdm", tmp_path / "gone.dfdm")]
    portfolio = gathered(heard(files, threads)[0])
    assert [one.file for one in portfolio.models] == ["c.dfdm"]
    assert [one.file for one in portfolio.failed] == ["a.dfdm", "b.tm7", "gone.dfdm"]
    assert all(one.problem and one.problem.what for one in portfolio.failed)


def test_a_bug_costs_one_file() -> None:
    @contextmanager
    def opening(jobs: int) -> Iterator[Executor]:
        with threads(jobs) as executor:
            yield Changed(executor, {TEMPLATES[1].name: fail})

    portfolio = gathered(heard(TEMPLATES, opening)[0])
    assert len(portfolio.models) == len(TEMPLATES) - 1
    ((failed,), problem) = portfolio.failed, portfolio.failed[0].problem
    assert failed.file == TEMPLATES[1].name
    assert problem is not None
    assert problem.what == "The analysis failed: RuntimeError: out of luck."


def test_a_worker_that_dies_costs_only_the_file_that_kills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        (tmp_path / f"{number}.dfdm").write_bytes(b"{}")
    monkeypatch.setattr(portfolio_work, "summary_of", harmless)

    @contextmanager
    def opening(jobs: int) -> Iterator[Executor]:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
            yield Changed(executor, {"3.dfdm": os._exit})

    found, told = heard(model_files(tmp_path)[0], opening)
    portfolio = gathered(found)
    assert [one.file for one in portfolio.models] == [f"{n}.dfdm" for n in range(9) if n != 3]
    assert [one.file for one in portfolio.failed] == ["3.dfdm"]
    assert "ended without a result" in str(portfolio.failed[0].problem)
    assert len(told) == 9


def test_other_rules_elsewhere_are_told() -> None:
    right = JOB._replace(contents=contents_of(shipped_library()))
    assert gathered(heard(TEMPLATES[:1], threads, right)[0]).models
    wrong = gathered(heard(TEMPLATES[:1], threads, right._replace(contents="core=other"))[0])
    assert "other rules" in str(wrong.failed[0].problem)


def test_what_is_under_way_is_given_up_when_a_person_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: Summary) -> None:
        raise KeyboardInterrupt

    pending: list[Future[Any]] = []

    class Waiting(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            pending.append(future)
            if len(pending) == 1:
                future.set_result(summary_of(*args))
            return future

    @contextmanager
    def opening(jobs: int) -> Iterator[Executor]:
        yield Waiting()

    with pytest.raises(KeyboardInterrupt):
        analysed(TEMPLATES, JOB, opening, 2, stop)
    assert len(pending) == portfolio_work.PER_WORKER * 2
    assert all(future.cancelled() for future in pending[1:])
