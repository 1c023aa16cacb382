"""Make the templates of the application from their readable sources.

Each `packaging/templates/*.dfd.yaml` is laid out and written as a native model into `resources/templates`.
With `--check`, nothing is written: the exit code tells whether the templates are up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dfdmodeler.catalog.load import load_catalog
from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.formats import native
from dfdmodeler.formats.registry import Context, read_file

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "packaging" / "templates"
TEMPLATES = ROOT / "resources" / "templates"


def templates() -> dict[str, bytes]:
    """The templates as they should be, by file name. Raises ValueError if a source is not in order."""
    catalog, problems = load_catalog([ROOT / "stencils"])
    context = Context(catalog, Metrics(ROOT / "resources" / "fonts"))
    made = {}
    for source in sorted(SOURCES.glob("*.dfd.yaml")):
        reading = read_file(source, context)
        problems = (*problems, *reading.problems)
        if reading.model is not None:
            made[source.name.replace(".dfd.yaml", native.SUFFIX)] = native.write(reading.model)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return made


def main(arguments: list[str]) -> int:
    made = templates()
    if "--check" in arguments:
        stale = [name for name, data in made.items() if (TEMPLATES / name).read_bytes() != data]
        print(f"Out of date: {', '.join(stale)}" if stale else "The templates are up to date.")
        return 1 if stale else 0
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (TEMPLATES / name).write_bytes(data)
    print(f"Wrote {', '.join(made)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
