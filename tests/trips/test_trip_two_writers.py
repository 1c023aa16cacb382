"""Two programs that save one file at the same time: it is whole at every moment, and nothing else stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dfdmodeler.formats import native
from dfdmodeler.model import edits
from dfdmodeler.model.model import EMPTY_MODEL

TIMES = 60
WRITE = """
import sys
from pathlib import Path
from dfdmodeler.formats import native, storage
from dfdmodeler.model import edits
from dfdmodeler.model.model import EMPTY_MODEL

path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    data = native.write(edits.set_about(EMPTY_MODEL, title=f"{name} {number}", description="x" * 20_000))
    problem = storage.replace(path, data, backup=True, verify=lambda read: bool(native.read(read, "")[0]))
    assert problem is None, problem
"""


def titled(data: bytes) -> str:
    model, problems = native.read(data, "m.dfdm")
    assert model is not None, problems
    assert native.write(model) == data
    return model.about.title


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody replace what is being read, and says so")
def test_two_writers_leave_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "m.dfdm"
    path.write_bytes(native.write(edits.set_about(EMPTY_MODEL, title="Old")))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), name, str(TIMES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("One", "Other")
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(titled(path.read_bytes()))
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    assert len(seen) > 2
    assert titled(path.read_bytes()) in {f"{name} {TIMES - 1}" for name in ("One", "Other")}
    titled(path.with_name("m.dfdm.bak").read_bytes())
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["m.dfdm", "m.dfdm.bak"]
