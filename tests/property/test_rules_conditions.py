"""Whatever condition the language allows can be put into words."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dfdmodeler.rules.conditions import Reader
from dfdmodeler.rules.glossary import definitions
from dfdmodeler.rules.rule import LEVELS
from dfdmodeler.rules.syntax import Checker, RefusedError
from dfdmodeler.rules.vocabulary import NODE
from systems import shipped_library

ATOMS = (
    "isa(V, 'llm')", "not inflows(V)", "V == e", "V.id == 'a'", "yes(V.sandboxed)",
    "has(V.effect, 'send', 'write')", "short_of(V.task, 'ranking')", "cls(V) == 'public'",
    "trust_of(V) != 'trusted'", "V.task == V.modality", "len(outflows(V)) >= 2",
    "len({f.source.id for f in inflows(V) if pers(f)}) == 1", "reach(e, V, ANY)", "V in callers(e)",
    "V not in [g.target for g in outflows(e)]", "down(V, TRAIN | ACT, 'tool', 'llm')",
    "past(V, TRAIN if isa(V, 'model') else ACT, 'tool')", "bool(mind(V))", "True", "boundaries", "nodes",
    "any(V.id in crossed(f) for f in flows)", "sens(V) == low(V)", "adj(V, 'llm')", "'a' in {'a', 'b'}",
    "any(isa(n, 'tool') and n.id in {'x'} for n in nodes for f in outflows(n) if network(f))",
)  # fmt: skip
GRADES = {
    "Low": ["Low"],
    "'Low' if {0} else 'Moderate'": ["Low", "Moderate"],
    "('Low' if {0} else 'Info') if {0} else ('Error' if {0} else 'Warning')": [
        "Low",
        "Info",
        "Error",
        "Warning",
    ],
}
DOMAINS = ("nodes", "mind(V)", "up(V, QUERY)", "[n for n in nodes if low(n)]", "adj(V)", "callers(V)")


def about(variable: str, depth: int) -> st.SearchStrategy[str]:
    """Conditions about a variable, nested so deep."""
    atom = st.sampled_from(ATOMS).map(lambda text: text.replace("V", variable))
    if not depth:
        return atom
    inner = about(variable, depth - 1)
    other = f"{variable}{depth}"
    return st.one_of(
        atom,
        inner.map("not ({})".format),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds(
            "{}({} for {} in {} if {})".format,
            st.sampled_from(["any", "all", "done_all"]),
            about(other, depth - 1),
            st.just(other),
            st.sampled_from(DOMAINS).map(lambda text: text.replace("V", variable)),
            about(other, 0),
        ),
    )


@given(about("e", 3), st.sampled_from(list(GRADES)))
def test_a_condition_that_is_allowed_has_words(condition: str, level: str) -> None:
    library = shipped_library()
    checker = Checker(library.catalog, library.kinds, definitions(library.catalog, library.kinds)[0])
    try:
        checked = checker.condition(condition, {"e": NODE})
    except RefusedError:
        return
    reader = Reader(library.catalog, library.kinds)
    lines = reader.read(checked)
    assert lines
    depths = [line.depth for line in lines]
    assert depths[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(depths))
    assert all(line.text.strip() and not line.text[0].islower() for line in lines)
    graded = reader.levels(checker.level(level.format(condition), {"e": NODE}, LEVELS))
    assert [name for name, _ in graded] == GRADES[level]
