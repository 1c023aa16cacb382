"""Writes the pull-request text that the guide shows: ``python packaging/write_review_example.py``.

It is what `dfdmodeler diff --format md` says of a change to a template, so that it cannot tell of a program
that is no more.
"""

from __future__ import annotations

import sys
from pathlib import Path

from dfdmodeler import paths
from dfdmodeler.analysis.delta import comparing
from dfdmodeler.analysis.engine import Analysis
from dfdmodeler.analysis.library import load_library
from dfdmodeler.analysis.reasons import tracing
from dfdmodeler.analysis.slices import completed
from dfdmodeler.formats import native
from dfdmodeler.model import edits, triage
from dfdmodeler.model.differences import differences
from dfdmodeler.model.model import Model
from dfdmodeler.model.records import Element, Flow
from dfdmodeler.report.compose_differences import Comparison
from dfdmodeler.report.render_differences import RENDERERS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "guide" / "review.md"
TEMPLATE = ROOT / "resources" / "templates" / "fraud-classifier.dfdm"
BEGIN, END = "<!-- example -->\n", "<!-- end of example -->\n"


def before() -> Model:
    """The fraud classifier as it ships."""
    model, problems = native.read(TEMPLATE.read_bytes(), TEMPLATE.name)
    assert model is not None, problems
    return model


def after() -> Model:
    """The fraud classifier once partner shops may ask it, and once models are signed."""
    personal = {"data_class": "personal"}
    model = edits.put(
        before(),
        Element(id="partners", type="api_consumer", name="Partner shops"),
        Element(
            id="scoring",
            type="inference_api",
            name="Scoring API",
            parent="shop",
            properties={"exposure": "partner", "authorization": "yes", "dependencies_managed": "yes"},
        ),
        _flow("ask", "Payment to score", "partners", "scoring", "query", authn="token", **personal),
        _flow("told", "Score for a partner", "scoring", "partners", "prediction", authn="token"),
        _flow("ask-on", "Payment of a partner", "scoring", "classifier", "query", **personal),
        _flow("told-on", "Score of a partner’s payment", "classifier", "scoring", "prediction"),
    )
    model = edits.set_property(model, ["registry"], "artifact_signing", "yes")
    model = edits.set_property(model, ["classifier"], "artifact_verified", "yes")
    model = edits.set_property(model, ["download"], "protocol", "https")
    model = edits.place(
        model, "main", {"partners": (0.0, 40.0, 136.0, 56.0), "scoring": (600.0, 40.0, 136.0, 56.0)}
    )
    return triage.decide(
        model,
        "MS-06@training-data",
        status="accepted",
        reason="Nearly all of it are payments of our own; the public cases are dropped in August.",
        author="Ada Brandt",
        date="2026-06-12",
    )


def _flow(id_: str, name: str, source: str, target: str, carries: str, **properties: str) -> Flow:
    said = {"carries": (carries,), "protocol": "mtls", **properties}
    return Flow(id=id_, name=name, source=source, target=target, properties=said)


def example() -> str:
    """The text for the pull request."""
    library, problems = load_library(
        [paths.shipped_stencils()], [paths.shipped_rules()], [paths.shipped_taxonomies()]
    )
    assert not problems, problems
    found, analysis = differences(before(), after()), Analysis(library)
    delta = completed(tracing(found, completed(comparing(library, found, analysis)), analysis))
    return RENDERERS["md"](Comparison(found, delta, library), "")


def page(text: str) -> str:
    """The page of the guide with the example as it is now."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n{example()}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
