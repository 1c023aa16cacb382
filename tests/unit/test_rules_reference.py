"""Rules in words, the page that tells everything about them, and the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dfdmodeler import paths
from dfdmodeler.analysis.examples import examples_of
from dfdmodeler.analysis.library import Library, load_library
from dfdmodeler.analysis.reference import RuleSheet, rule_sheets
from dfdmodeler.catalog.consistency import Entry
from dfdmodeler.catalog.terms import Term, found_terms, load_terms
from dfdmodeler.cli import EXIT_GATE, EXIT_UNUSABLE, rules_docs
from dfdmodeler.cli.main import run
from dfdmodeler.cli.rules_docs import glossary_text
from dfdmodeler.report.reference_page import Reference, reference_page
from dfdmodeler.rules import conditions
from dfdmodeler.rules.conditions import Reader
from dfdmodeler.rules.glossary import definitions
from dfdmodeler.rules.load import load_packs
from dfdmodeler.rules.rule import LEVELS
from dfdmodeler.rules.syntax import Checker
from dfdmodeler.rules.vocabulary import INTERNAL, NODE, Signature
from systems import ROOT

VOID = {"meta", "br"}
"""Elements of HTML without an end."""


@cache
def library() -> Library:
    """The shipped library with names of references, and without trying to read anything of the user's."""
    found, problems = load_library([ROOT / "stencils"], [paths.shipped_rules()], [paths.shipped_taxonomies()])
    assert not problems
    return found


@cache
def sheets() -> tuple[RuleSheet, ...]:
    examples, problems = examples_of(load_packs([paths.shipped_rules()])[0])
    assert not problems
    return rule_sheets(library(), [entry.row for entry in examples], library().rules)


@cache
def terms() -> tuple[Term, ...]:
    found, problems = load_terms(paths.glossary())
    assert not problems
    return found


def in_words(condition: str) -> list[str]:
    """A condition about an element e, line by line."""
    checker = Checker(library().catalog, library().kinds, known())
    reader = Reader(library().catalog, library().kinds)
    return [
        f"{'  ' * line.depth}{line.text}" for line in reader.read(checker.condition(condition, {"e": NODE}))
    ]


@cache
def known() -> Mapping[str, Signature]:
    """The signatures of all predicates."""
    return definitions(library().catalog, library().kinds)[0]


def all_lines() -> Iterator[tuple[str, str]]:
    """Everything said of conditions, with the rule or mitigation."""
    for sheet in sheets():
        yield from ((sheet.rule.id, line.text) for line in sheet.when)
        yield from ((sheet.rule.id, line.text) for _, lines in sheet.levels for line in lines)
        for remedy in sheet.remedies:
            yield from ((remedy.mitigation.id, line.text) for line in remedy.seen)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("isa(e, 'model', 'agent')", ["The subject is a model or an agent"]),
        ("not isa(e, 'llm')", ["The subject is no LLM"]),
        ("lacks(e.sandboxed)", ["Nothing shows that the subject is sandboxed"]),
        ("not lacks(e.sandboxed)", ["The subject is sandboxed"]),
        ("yes(e.fetches_urls)", ["The subject fetches URLs"]),
        ("has(e.store_kind, 'sql', 'file')", ["Store kind of the subject: SQL database or files"]),
        ("not has(e.data_class, 'public')", ["Data class of the subject: not public"]),
        ("short_of(e.artifact_format, 'onnx')", ["Artifact format of the subject: not known to be ONNX"]),
        ("trust_of(e) != 'trusted'", ["Trust of the subject: not trusted"]),
        ("cls(e) == 'public' and e.task == 'ranking'", [
            "Data class of the subject: public",
            "Task of the subject: ranking",
        ]),
        ("e.task == e.deployment", ["Task of the subject: `e.deployment`"]),
        ("isolated(e) or loops(e)", [
            "At least one of these:",
            "  No flow touches the subject",
            "  What the subject sends can come back to it",
        ]),
        ("not (isolated(e) or low(e))", ["Flows touch the subject", "The subject is fully trusted"]),
        ("any(carries(f, 'logits') and crosses(f, 'internet') for f in outflows(e))", [
            "There is a flow out of the subject where",
            "  This flow carries logits",
            "  This flow crosses a trust boundary of the kind internet",
        ]),
        ("not any(isa(f.source, 'tool') for f in inflows(e))", [
            "There is no flow into the subject where",
            "  The sender of this flow is a tool",
        ]),
        ("all(yes(f.redundant) for f in inflows(e) if pers(f))", [
            "It is so for every flow into the subject where this flow holds or carries personal data:",
            "  This flow is redundant",
        ]),
        ("any(m == e or m in up(e, QUERY) for m in nodes if isa(m, 'model'))", [
            "There is an element where",
            "  This element is a model",
            "  At least one of these:",
            "    This element is the same as the subject",
            "    This element is a source of queries for the subject",
        ]),
        ("down(e, TRAIN, 'training_job')", ["Training data from the subject can reach a training job"]),
        ("not boundaries", ["There is no trust boundary"]),
        ("len({f.source.id for f in inflows(e)}) < 3", ["`len({f.source.id for f in inflows(e)}) < 3`"]),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: str, words: list[str]) -> None:
    assert in_words(condition) == words


def test_every_predicate_of_the_language_has_words() -> None:
    # These yield no truth value, or stand only where something is looked through.
    silent = {"cls", "trust_of", "crossed", "mind"}
    truths = {
        name
        for name, signature in known().items()
        if name not in INTERNAL | silent and signature.result in ("truth", "nodes", "flows")
    }
    assert truths - conditions.SAID - conditions.OWN_DOMAINS.keys() == set()
    assert silent < known().keys()


def test_no_shipped_condition_is_shown_as_code() -> None:
    assert [
        (owner, text) for owner, text in all_lines() if "`" in text or "{" in text or "lambda" in text
    ] == []


def test_sheets_say_all_severities_and_name_everything_that_the_rule_names() -> None:
    for sheet in sheets():
        assert bool(sheet.when) is (sheet.rule.when != "True")
        assert {level for level, _ in sheet.levels} <= set(LEVELS)
        assert [bool(lines) for _, lines in sheet.levels] == [True] * (len(sheet.levels) - 1) + [False]
        assert [remedy.mitigation.id for remedy in sheet.remedies] == list(sheet.rule.mitigations)
        assert [row.id for row in sheet.questions] == list(sheet.rule.questions)
        assert len(sheet.references) == sum(map(len, dict(sheet.rule.refs).values()))
        assert sheet.examples
        assert "{subject}" not in sheet.why


class _Page(HTMLParser):
    """What there is on a page: ids, links, and whether tags match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.scripts = 0
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value:
                self.links.append(value)
            if name in ("src", "href") and value and not value.startswith("#"):
                self.outside.append(value)
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.handle_starttag(tag, attrs)
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


@cache
def page() -> str:
    return reference_page(
        Reference(library(), sheets(), terms(), lambda example: f"<svg>{example.rule}</svg>")
    )


def test_page_has_every_rule_mitigation_question_and_term_and_links_only_to_itself() -> None:
    found = _Page(page())
    assert {*library().rules, *library().mitigations, *library().questions} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert found.outside == []
    assert found.scripts == 0
    assert page().count("<svg>ML-2a</svg>") == 2
    for term in terms():
        assert f">{term.term}" in page()


def test_page_points_to_terms_once_in_each_text() -> None:
    start = page().index('<article id="LLM-06">')
    article = page()[start : page().index("</article>", start)]
    assert article.count('href="#term-retrieval-augmented-generation"') <= 1
    start = page().index('<article id="AGT-02">')
    assert 'href="#term-confused-deputy"' in page()[start : page().index("</article>", start)]


def test_what_a_pack_says_is_text_on_the_page() -> None:
    first = sheets()[0]
    nasty = first.rule.model_copy(update={"title": "<script>alert(1)</script>", "why": "<b>{subject}</b>"})
    sheet = RuleSheet(nasty, first.pack, first.when, first.levels, (), (), (), (), ())
    text = reference_page(Reference(library(), [sheet], (), lambda _: ""))
    assert _Page(text).scripts == 0
    assert "&lt;script&gt;" in text
    assert "<b>the subject" not in text


def test_glossary_page_is_the_glossary_of_the_program() -> None:
    written = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert written == glossary_text(list(terms())), (
        "`dfdmodeler rules glossary -o docs/glossary.md` writes it"
    )


def test_terms_are_found_by_name_then_alias_then_mention() -> None:
    assert found_terms(terms(), "rag")[0].term == "Retrieval-augmented generation"
    assert found_terms(terms(), "poisoning")[0].term == "Data poisoning"
    mentions = found_terms(terms(), "noise")
    assert [term.term for term in mentions] == ["Differential privacy"]
    assert found_terms(terms(), "zzz") == []


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(arguments, lambda *_: b"")
    said = capsys.readouterr()
    return code, said.out, said.err


def test_rules_show_prints_everything(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "rules", "show", "LLM-05")
    assert code == 0
    for text in (
        "LLM-05  Retrieval that ignores the caller's permissions",
        "  - Nothing shows that the subject is permission aware",
        "  Important, otherwise",
        "M-perm_retrieval  Permission-aware retrieval (proactive).",
        "Q-B8",
        "LLM08 Vector and Embedding Weaknesses",
        "search: retriever, permission_aware=no",
        "Critical with: handbook: data_class=personal",
        "Silent with: search: permission_aware=yes",
    ):
        assert text in out


def test_one_condition_is_not_all_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    def shown(rule: str) -> str:
        return " ".join(printed(capsys, "rules", "show", rule)[1].split())

    assert "of its directions. This must be true: - The " in shown("DV-05")
    assert "all of this" not in shown("DV-05").lower()
    assert "no direction. It fires at each of them. Severity Error, always" in shown("DV-01")
    assert "Counts as done if this is true, or if it is named" in shown("LLM-15")
    assert "every element. All of this must be true:" in shown("LLM-15")
    assert "Critical, if this is true: - " in shown("MS-02")


def test_rules_show_knows_no_such_rule(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = printed(capsys, "rules", "show", "LL-05")
    assert (code, out) == (EXIT_UNUSABLE, "")
    assert "Did you mean 'LLM-05'?" in err


def test_rules_test_tries_a_pack_of_the_users(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack.toml").write_text('id = "own"\nversion = "1"\ntitle = "Own"\n')
    (tmp_path / "rules.toml").write_text(
        '[[rule]]\nid = "X-1"\nscope = "node"\ntrack = "security"\nwhen = "isa(e, \'llm\')"\n'
        'severity = "Low"\ntitle = "A language model"\nwhy = "{subject} is one."\n'
    )
    examples = tmp_path / "examples"
    examples.mkdir()
    row = "[[example]]\nrule = 'X-1'\nat = 'a'\nsystem = 'a: llm'\nseverity = 'Low'\n"
    (examples / "x.toml").write_text(f"{row}silent_if = ['a: tool']\n")
    code, out, _ = printed(capsys, "rules", "test", str(tmp_path))
    assert (code, out) == (0, "own 1: 2 examples tried, 0 failed, 0 other problems\n")
    (examples / "x.toml").write_text(row.replace("'Low'", "'Critical'"))
    code, out, _ = printed(capsys, "rules", "test", str(tmp_path))
    assert code == EXIT_GATE
    assert "x.toml:1" in out
    assert "it fires as Low, not as Critical" in out
    assert "No example shows where 'X-1' stays silent." in out
    assert "1 failed, 1 other problem\n" in out
    code, _, err = printed(capsys, "rules", "test", str(examples))
    assert code == EXIT_UNUSABLE
    assert "There is no rule pack here." in err


def test_rules_docs_writes_a_page_with_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    examples, _ = examples_of(load_packs([paths.shipped_rules()])[0])
    broken = Entry("here", examples[1].row.model_copy(update={"system": "a: nothing"}))
    monkeypatch.setattr(rules_docs, "examples_of", lambda _: ([examples[0], broken], ()))
    code, _, err = printed(capsys, "rules", "docs", "-o", str(tmp_path))
    assert code == 0
    assert "rules.html" in err
    text = (tmp_path / "rules.html").read_text("utf-8")
    assert text.count("<svg ") == 1
    assert text.count("<figure>") == 2
    _Page(text)


def test_rules_glossary_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "rules", "glossary", "confused deputy")
    assert code == 0
    assert out.startswith("Confused deputy\n  A program with more rights")
    code, _, err = printed(capsys, "rules", "glossary", "xyzzy")
    assert code == EXIT_UNUSABLE
    assert "The glossary has no 'xyzzy'." in err
    target = tmp_path / "glossary.md"
    assert printed(capsys, "rules", "glossary", "-o", str(target))[0] == 0
    assert target.read_text("utf-8") == glossary_text(list(terms()))
