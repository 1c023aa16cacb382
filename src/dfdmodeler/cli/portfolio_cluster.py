"""The workers of a Dask cluster that somebody runs already, as a standard executor."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import NamedTuple

from dfdmodeler.cli.outputs import refuse
from dfdmodeler.model.problem import Problem

PATIENCE = 5
"""Seconds to wait for the scheduler to answer."""


class Cluster(NamedTuple):
    """What works, and how much at once."""

    executor: Executor
    threads: int


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster whose scheduler has an address such as ``tcp://host:8786``; no cluster ends the command."""
    try:
        from distributed import Client
    except ImportError:
        hint = "Install dfdmodeler[dask]."
        refuse([Problem(address, "Working on a cluster needs the package distributed.", hint)])
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"The scheduler cannot be reached: {' '.join(str(error).split())}."
        refuse([Problem(address, what, "Give its address as it prints it, such as tcp://host:8786.")])
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            refuse([Problem(address, "The cluster has no workers.", "Start some: dask worker ADDRESS.")])
        executor: Executor = client.get_executor(pure=False)
        try:
            yield Cluster(executor, threads)
        except BaseException:
            executor.shutdown(wait=False)
            raise
