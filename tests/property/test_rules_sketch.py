"""Whatever stands in an example: it is a system that can be analysed, or it is told what is wrong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.analysis.examples import try_examples
from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.model.records import Boundary, Element, Flow
from dfdmodeler.rules.examples import Example
from dfdmodeler.rules.sketch import Sketch, SketchError
from systems import shipped_library

IDS = st.sampled_from(["a", "b", "z", "?", "a->b", "in", "no", "diagram", "a/b"])
WORDS = st.sampled_from([
    "llm", "tool", "boundary", "network boundary", "in z", "in b", "llm in z", "boundary in z", "query",
    "task=generation", "modality=image+text", "trust=", "=", "task=unknown", "effect=n/a", "+", "",
])  # fmt: skip
LINES = st.one_of(
    st.builds("{}: {}".format, IDS, st.lists(WORDS, max_size=3).map(", ".join)),
    st.builds("{} {} {}: {}".format, IDS, st.sampled_from(["->", "--"]), IDS, WORDS),
    st.builds("no {}".format, IDS),
    st.text(max_size=20),
)


@given(st.lists(LINES, max_size=6))
def test_a_sketch_is_drawn_or_told(lines: list[str]) -> None:
    try:
        model = Sketch(shipped_library().catalog, "\n".join(lines)).model()
    except SketchError:
        pass
    else:
        drawn = (*model.of(Boundary), *model.of(Element), *model.of(Flow))
        assert len(model) == len(drawn) + 1
        elements = {element.id for element in model.of(Element)}
        for flow in model.of(Flow):
            assert {flow.source, flow.target} <= {*elements, None}


@given(st.lists(LINES, max_size=6).map("\n".join), st.lists(LINES, max_size=2).map(";".join))
def test_trying_an_example_tells_problems_and_never_fails(system: str, change: str) -> None:
    example = Example(rule="LLM-01", at="a", system=system, silent_if=(change,))
    for problem in try_examples(shipped_library(), [Entry("here", example)]):
        assert problem.where == "here"
        assert problem.what.startswith("Example of LLM-01")
