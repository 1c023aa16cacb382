"""Analysing many models in other processes or on other machines, through the standard executor interface.

A task carries the content of its file, because other machines need not see the same disk. What fails, fails
for one file: the others go on, in new processes if one has died.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dfdmodeler import paths
from dfdmodeler.analysis.engine import analyze
from dfdmodeler.analysis.gate.outcome import Given
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.portfolio import Summary, summarise
from dfdmodeler.analysis.register import register
from dfdmodeler.cli.model_files import ModelFile
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import storage
from dfdmodeler.formats.registry import MAX_BYTES, Context, read_content, titled
from dfdmodeler.model.problem import Problem

PER_WORKER = 2
"""Tasks that are handed out for each worker: enough to keep it busy, few enough to hold their files."""
BUG = "This is no fault of the file; please report it."
EXCUSES = {
    "KilledWorker": "There may not be enough memory for it.",
    "ModuleNotFoundError": "Install dfdmodeler on every machine of the cluster.",
}
"""What a failure of a kind probably means. Some are known by name alone: their package is optional."""
Opening = Callable[[int], AbstractContextManager[Executor]]
"""Starts so many workers, or takes those that there are."""
Told = Callable[[Summary], object]


class Task(NamedTuple):
    """A model to analyse."""

    file: str
    content: bytes
    packs: tuple[str, ...]
    """Directories of rule packs besides the others."""
    contents: str
    """What must be in force on the other machine; empty where it is this one."""
    today: str


class Job(NamedTuple):
    """What all models of a portfolio are analysed with."""

    packs: tuple[str, ...]
    today: str
    contents: str = ""


def summary_of(task: Task) -> Summary:
    """Does a task: reads the model and analyses it. What is wrong with the file is in the summary."""
    library = _library(task.packs)
    if task.contents and task.contents != contents_of(library):
        hint = "Install the same version of dfdmodeler and the same rule packs there."
        return _failed(task.file, "The cluster works with other rules than this machine.", hint)
    path = Path(task.file)
    context = Context(library.catalog, Metrics(paths.fonts()))
    model, problems, known = read_content(task.content, path, context)
    if model is None or known is None:
        first = next(problem for problem in problems if problem.gravity == "error")
        return _failed(task.file, first.what, first.hint)
    model = titled(model, path, known)
    analysis = analyze(library, model)
    threats = register(library, analysis, model, today=task.today)
    given = Given(model, analysis, threats, task.today, problems)
    return summarise(task.file, model.about.title, given)


@cache
def _library(packs: tuple[str, ...]) -> Library:
    """One for each process; what is wrong with the packs was told by the process that began."""
    stencils = [paths.shipped_stencils(), paths.user_stencils()]
    directories = paths.rule_packs([Path(pack) for pack in packs])
    return load_library(stencils, directories, [paths.shipped_taxonomies()])[0]


def contents_of(library: Library) -> str:
    """What is in force, as text that is the same wherever the same is."""
    return " ".join(f"{pack}={content}" for pack, content in sorted(library.contents.items()))


def _failed(file: str, what: str, hint: str = "") -> Summary:
    return Summary(file, problem=Problem(file, what, hint))


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Processes of this machine. Each begins anew on every system, and leaves Ctrl+C to this one."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor  # slow to load, and no other command needs it

    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_leave_interrupts)
    try:
        yield executor
    except BaseException:  # nobody waits for what is under way
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    executor.shutdown()


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def analysed(
    files: Iterable[ModelFile], job: Job, opening: Opening, workers: int, told: Told
) -> list[Summary]:
    """The summaries of all files, in no order. `told` hears of each when it is there.

    When workers die, all that they had in hand is tried again, one file at a time: whichever takes its worker
    down once more is at fault.
    """
    waiting, done = deque(files), list[Summary]()
    while waiting:
        suspects: list[ModelFile] = []
        with opening(workers) as executor:
            for outcome in _rounds(waiting, job, executor, PER_WORKER * workers):
                if isinstance(outcome, Summary):
                    done.append(outcome)
                    told(outcome)
                else:
                    suspects.append(outcome)
        for suspect in suspects:
            done.append(_alone(suspect, job, opening))
            told(done[-1])
    return done


def _alone(file: ModelFile, job: Job, opening: Opening) -> Summary:
    with opening(1) as executor:
        outcome = next(_rounds(deque([file]), job, executor, 1))
    if isinstance(outcome, Summary):
        return outcome
    return _failed(
        file.name, "Its analysis ended without a result.", "There may not be enough memory for it."
    )


def _rounds(
    waiting: deque[ModelFile], job: Job, executor: Executor, most: int
) -> Iterator[Summary | ModelFile]:
    """Works off what waits, a few at a time; yields summaries, and files whose worker died."""
    running: dict[Future[Summary], ModelFile] = {}
    whole = True
    try:
        while running or (waiting and whole):
            while whole and waiting and len(running) < most:
                file = waiting.popleft()
                data = storage.load(file.path, MAX_BYTES)
                if isinstance(data, Problem):
                    yield _failed(file.name, data.what, data.hint)
                    continue
                try:
                    running[executor.submit(summary_of, Task(file.name, data, *_given(job)))] = file
                except BrokenExecutor:
                    whole = False
                    waiting.appendleft(file)
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                file = running.pop(future)
                outcome = _outcome(future, file)
                whole = whole and isinstance(outcome, Summary)
                yield outcome
    finally:
        for future in running:
            future.cancel()


def _given(job: Job) -> tuple[tuple[str, ...], str, str]:
    return job.packs, job.contents, job.today


def _outcome(future: Future[Summary], file: ModelFile) -> Summary | ModelFile:
    """What came of a task. Any failure is told at its file: it must not cost the others their result."""
    try:
        return future.result()
    except BrokenExecutor:
        return file
    except CancelledError:
        return _failed(file.name, "The cluster gave up on it.", "Is it still running?")
    except Exception as error:
        kind = type(error).__name__
        return _failed(file.name, f"The analysis failed: {kind}: {error}.", EXCUSES.get(kind, BUG))
