"""What the rule language allows, and how it tells what it does not."""

from __future__ import annotations

import pytest

from dfdmodeler.rules.glossary import definitions
from dfdmodeler.rules.parsing import RefusedError
from dfdmodeler.rules.rule import LEVELS
from dfdmodeler.rules.syntax import Checker
from systems import shipped_library


@pytest.fixture(scope="module")
def checker() -> Checker:
    library = shipped_library()
    signatures, _ = definitions(library.catalog, library.kinds)
    return Checker(library.catalog, library.kinds, signatures)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("yes(e.sandboxd)", "unknown attribute 'sandboxd'", "Did you mean 'sandboxed'?"),
        ("isa(e, 'modell')", "unknown element type 'modell'", "Did you mean 'model'?"),
        ("taint(e, TRIAN)", "unknown name 'TRIAN'", "Did you mean 'TRAIN'?"),
        ("taints(e, TRAIN)", "unknown predicate 'taints'", "Did you mean 'taint'?"),
        ("any(carries(f, 'promt') for f in flows)", "unknown data kind 'promt'", "Did you mean 'prompt'?"),
        (
            "any(crosses(f, 'internt') for f in flows)",
            "unknown boundary kind 'internt'",
            "Did you mean 'internet'?",
        ),
        ("e.sandboxed", "a value is not true or false", "Ask yes(...), has(...), lacks(...) or compare it."),
        ("taint(e)", "taint takes 2 arguments, not 1", ""),
        ("taint(e, 'prompt')", "data kinds or a channel are wanted here, not a text", ""),
        ("network(e)", "network takes a flow here, not a node", ""),
        ("any(n.source == e for n in nodes)", "unknown attribute 'source'", ""),
        ("sources(e, TRAIN)", "unknown predicate 'sources'", ""),
        ("lambda: 1", "the language has no functions", ""),
        ("e.props['a']", "the language has no subscripts", ""),
        ("1 + 1 > 1", "the language has no arithmetic", ""),
        ("-1 < 2", "the language has no arithmetic", ""),
        ("e.__class__", "unknown attribute '__class__'", "Did you mean 'data_class'?"),
        ("__import__('os')", "unknown predicate '__import__'", ""),
        ("(lambda x: x)(e)", "only predicates can be called", ""),
        ("any([True])", "any takes one '... for ... in ...'", ""),
        ("any(True for nodes in nodes)", "'nodes' cannot name a loop variable", "Choose another name."),
        ("any(True for _x in nodes)", "'_x' cannot name a loop variable", "Choose another name."),
        ("any(True for x in 'abc')", "a loop runs over elements, flows or boundaries, not over a text", ""),
        ("e is e", "the language compares with ==, not with 'is'", ""),
        ("f'{e}'", "the language has no formatted texts", ""),
        ("None", "constants are texts, whole numbers, True and False", ""),
        ("isa(e, *['model'])", "a constant text is wanted here", ""),
        ("isa(x=e)", "isa takes at least 1 argument, not 0", ""),
        ("yes(e.sandboxed, x=1)", "arguments have no names", ""),
        ("isa(e, 'model') and", "this is not an expression (invalid syntax)", ""),
        ("not " * 200 + "True", "the expression is too long", "Split it into several rules."),
        ("(" * 300 + "True" + ")" * 300, "this is not an expression (too many nested parentheses)", ""),
        (" or ".join(["low(e)"] * 2000), "the expression is too long", "Split it into several rules."),
    ],
)
def test_refused(checker: Checker, text: str, what: str, hint: str) -> None:
    with pytest.raises(RefusedError) as caught:
        checker.condition(text, {"e": "node"})
    assert caught.value.what == what
    assert caught.value.hint == hint


def test_place_of_an_error(checker: Checker) -> None:
    with pytest.raises(RefusedError) as caught:
        checker.condition("low(e) and\nyes(e.nonsense)", {"e": "node"})
    assert (caught.value.line, caught.value.column) == (2, 5)


@pytest.mark.parametrize("text", ["Critical", "'Low' if low(e) else 'Important'"])
def test_levels(checker: Checker, text: str) -> None:
    assert checker.level(text, {"e": "node"}, LEVELS).sort == "text"


@pytest.mark.parametrize("text", ["Severe", "'Low' if low(e) else 'Grave'", "trust_of(e)", "low(e)"])
def test_what_is_no_level(checker: Checker, text: str) -> None:
    with pytest.raises(RefusedError):
        checker.level(text, {"e": "node"}, LEVELS)
