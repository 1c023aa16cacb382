"""The reference of rules as one page of HTML: all in one file, with links inside and nothing from outside.

A page and not Markdown, because every rule points to mitigations, questions and terms that stand elsewhere on
it, and because its examples are pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dfdmodeler.analysis.library import Library
from dfdmodeler.analysis.reference import RuleSheet, counted
from dfdmodeler.catalog.terms import Term
from dfdmodeler.drawing.tokens import SEVERITIES, color
from dfdmodeler.model.ids import slug
from dfdmodeler.rules.conditions import Line
from dfdmodeler.rules.examples import Example
from dfdmodeler.rules.taxonomies import case_words, reference_words

Draw = Callable[[Example], str]
"""An example's system as SVG."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What the page is made of."""

    library: Library
    sheets: Sequence[RuleSheet]
    terms: Sequence[Term]
    draw: Draw


def reference_page(reference: Reference) -> str:
    """The whole page."""
    return "".join(_page(reference))


def _page(reference: Reference) -> Iterator[str]:
    packs = ", ".join(f"{pack.title or pack.id} ({pack.version})" for pack in reference.library.packs)
    families = list(dict.fromkeys(sheet.rule.family for sheet in reference.sheets))
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Rules</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_style()}</style></head><body><main>\n<h1>Rules</h1>"
    yield _tag("p", f"{len(reference.sheets)} rules: {packs}.")
    yield f'<p class="muted">{_HOW_TO_READ}</p><nav>'
    for family in families:
        yield _tag("h2", family or "Other rules", id_=f"family-{slug(family)}")
        rows = [_row(sheet) for sheet in reference.sheets if sheet.rule.family == family]
        yield f"<table>{''.join(rows)}</table>"
    yield '<p><a href="#mitigations">Mitigations</a> · <a href="#questions">Questions</a> · '
    yield '<a href="#glossary">Glossary</a></p></nav>\n'
    glossary = _Glossary(reference.terms)
    for sheet in reference.sheets:
        yield from _rule(sheet, glossary, reference.draw)
    yield from _mitigations(reference, glossary)
    yield from _questions(reference)
    yield from _terms(reference.terms)
    yield "</main></body></html>\n"


def _row(sheet: RuleSheet) -> str:
    levels = " ".join(_level(level) for level, _ in sheet.levels)
    cells = (_link(sheet.rule.id), escape(sheet.rule.title), levels)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _rule(sheet: RuleSheet, glossary: _Glossary, draw: Draw) -> Iterator[str]:
    rule = sheet.rule
    yield f'<article id="{rule.id}"><h2><span class="id">{rule.id}</span> {escape(rule.title)}</h2>'
    facts = (rule.track.capitalize(), rule.family, sheet.violates, f"rule pack {sheet.pack}")
    yield _tag("p", " · ".join(fact for fact in facts if fact), "muted")
    yield f"<p>{glossary.linked(sheet.why)}</p>"
    if rule.parallel:
        yield f'<p class="muted">Like: {glossary.linked(rule.parallel)}</p>'
    yield "<h3>Fires</h3>"
    yield _tag("p", sheet.asked)
    yield _outline(sheet.when)
    yield f"<h3>Severity</h3>{''.join(_levels(sheet))}"
    if sheet.remedies:
        yield "<h3>What helps</h3><ul>"
        for remedy in sheet.remedies:
            row = remedy.mitigation
            yield f'<li>{_link(row.id, row.title)} <span class="muted">{row.kind}</span></li>'
        yield "</ul>"
    if sheet.questions:
        asked = "".join(f"<li>{_link(row.id)} {escape(row.text)}</li>" for row in sheet.questions)
        yield f"<h3>Questions</h3><ul>{asked}</ul>"
    yield from _outside(sheet)
    if sheet.examples:
        yield "<h3>Examples</h3>"
        yield from (_example(example, draw) for example in sheet.examples)
    yield "</article>\n"


def _levels(sheet: RuleSheet) -> Iterator[str]:
    for level, lines in sheet.levels:
        if lines:
            yield f"<p>{_level(level)} if {counted(lines).lower()} is true:</p>{_outline(lines)}"
        else:
            yield f"<p>{_level(level)} {'otherwise' if len(sheet.levels) > 1 else 'always'}</p>"


def _outside(sheet: RuleSheet) -> Iterator[str]:
    """What public catalogs call it, and where it happened."""
    if sheet.references:
        rows = "".join(_tag("li", f"{name}: {ids}") for name, ids in reference_words(sheet.references))
        yield f"<h3>References</h3><ul>{rows}</ul>"
    if sheet.incidents:
        rows = "".join(_tag("li", case_words(row)) for row in sheet.incidents)
        yield f"<h3>Known cases</h3><ul>{rows}</ul>"


def _example(example: Example, draw: Draw) -> str:
    how = ", ".join(part for part in (example.severity, example.confidence) if part)
    said = [(f"{'Fires' if example.fires else 'Silent'} at", example.at, f": {how}" if how else "")]
    said += [(f"{level} with", change, "") for change, level in example.severity_if.items()]
    said += [(f"{word.capitalize()} with", change, "") for change, word in example.confidence_if.items()]
    said += [("Silent with", change, "") for change in example.silent_if]
    rows = "".join(f"<li>{lead} <code>{escape(what)}</code>{end}</li>" for lead, what, end in said)
    note = _tag("p", example.note) if example.note else ""
    lines = "\n".join(line.strip() for line in example.system.splitlines())
    text = f"{note}<ul>{rows}</ul><pre>{escape(lines)}</pre>"
    return f'<div class="example"><figure>{draw(example)}</figure><div>{text}</div></div>'


def _mitigations(reference: Reference, glossary: _Glossary) -> Iterator[str]:
    yield '<h2 id="mitigations">Mitigations</h2>'
    for row in reference.library.mitigations.values():
        used = [sheet.rule.id for sheet in reference.sheets if row.id in sheet.rule.mitigations]
        yield f'<p id="{row.id}"><b>{escape(row.title)}</b> <span class="muted">{row.id}, {row.kind}</span>'
        yield f"<br>{glossary.linked(row.text)} {_links('For', used)}</p>\n"


def _questions(reference: Reference) -> Iterator[str]:
    yield '<h2 id="questions">Questions</h2>'
    for row in reference.library.questions.values():
        yield f'<p id="{row.id}"><b>{row.id}</b> {escape(row.text)} {_links("For", row.rules)}</p>\n'


def _terms(terms: Sequence[Term]) -> Iterator[str]:
    yield '<h2 id="glossary">Glossary</h2><dl>'
    for term in terms:
        also = f' <span class="muted">{escape(", ".join(term.aliases))}</span>' if term.aliases else ""
        yield f'<dt id="{_anchor(term)}">{escape(term.term)}{also}</dt>{_tag("dd", term.text)}\n'
    yield "</dl>"


class _Glossary:
    """Finds terms in texts and points to them."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_name = {name.casefold(): term for term in terms if not term.everyday for name in term.names}
        names = "|".join(re.escape(name) for name in sorted(self._by_name, key=len, reverse=True))
        self._pattern = re.compile(rf"\b({names})(?=s?\b)", re.IGNORECASE) if names else None

    def linked(self, text: str) -> str:
        """The text as HTML, with each term that it uses pointing to its explanation once."""
        seen: set[str] = set()

        def link(match: re.Match[str]) -> str:
            term = self._by_name[match[1].casefold()]
            if term.term in seen:
                return match[0]
            seen.add(term.term)
            return f'<a class="term" href="#{_anchor(term)}" title="{escape(term.text)}">{match[0]}</a>'

        safe = escape(text, quote=False)
        return self._pattern.sub(link, safe) if self._pattern else safe


def _anchor(term: Term) -> str:
    return f"term-{slug(term.term)}"


def _link(id_: str, text: str = "") -> str:
    return f'<a href="#{id_}">{escape(text or id_)}</a>'


def _links(word: str, ids: Iterable[str]) -> str:
    links = ", ".join(map(_link, ids))
    return f'<span class="muted">{word} {links}</span>' if links else ""


def _outline(lines: Iterable[Line]) -> str:
    """Nested lists."""
    parts, depth = [], -1
    for line in lines:
        parts.append("<ul>" if line.depth > depth else "</li>" + "</ul></li>" * (depth - line.depth))
        parts.append(f"<li>{escape(line.text, quote=False)}")
        depth = line.depth
    return "".join((*parts, "</li></ul>" * (depth + 1)))


def _level(level: str) -> str:
    return f'<span class="level {level.lower()}">{level}</span>'


def _tag(tag: str, text: str, class_: str = "", id_: str = "") -> str:
    attributes = (f' class="{class_}"' if class_ else "") + (f' id="{id_}"' if id_ else "")
    return f"<{tag}{attributes}>{escape(text, quote=False)}</{tag}>"


def _style() -> str:
    """The style with the colours of the program."""
    style = _STYLE
    for word in ("ink", "muted", "line", "accent", "window", "panel"):
        style = style.replace(word.upper(), color(word))
    return style + "".join(f".{level}{{color:{color(level)}}}" for level in SEVERITIES)


_HOW_TO_READ = """\
A rule fires where everything under “Fires” is true. What a model does not state is unknown. A protection
of which nobody has said whether it is there silences no rule; the finding is then called assumed."""
_STYLE = """
body{margin:0;background:WINDOW;color:INK;font:15px/1.5 "Noto Sans","Segoe UI",system-ui,sans-serif}
main{max-width:980px;margin:0 auto;padding:32px 24px 96px}
h1{font-size:28px;margin:0 0 8px}h2{font-size:20px;margin:32px 0 4px}h3{font-size:14px;margin:16px 0 2px}
p{margin:4px 0 8px}ul{margin:2px 0 6px;padding-left:22px}li{margin:1px 0}
table{border-collapse:collapse;width:100%}
td{padding:3px 8px 3px 0;border-bottom:1px solid LINE;vertical-align:top}
td:first-child{white-space:nowrap;width:80px}td:last-child{text-align:right;white-space:nowrap}
a{color:ACCENT;text-decoration:none}a:hover{text-decoration:underline}
a.term{color:inherit;border-bottom:1px dotted MUTED}
article{background:PANEL;border:1px solid LINE;border-radius:10px;padding:4px 24px 16px;margin:20px 0}
article h2{margin-top:16px}.id{color:MUTED;font-weight:400}.muted{color:MUTED}.level{font-weight:600}
.example{display:flex;gap:20px;align-items:flex-start;border-top:1px solid LINE;padding:10px 0}
figure{margin:0;flex:0 1 auto;max-width:46%}figure svg{max-width:100%;height:auto;border-radius:6px}
.example>div{flex:1 1 0;min-width:0}pre{margin:6px 0;font-size:12px;color:MUTED;white-space:pre-wrap}
code{font-size:13px}dt{font-weight:600;margin-top:10px}dd{margin:0}
@media print{body{background:PANEL}article{break-inside:avoid}nav{break-after:page}}
"""
