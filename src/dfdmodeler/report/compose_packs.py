"""Which rules were applied: packs with their versions, and what the model or packs override."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dfdmodeler.analysis.overrides import Override
from dfdmodeler.report.document import Block, Column, Heading, Paragraph, Rich, Span, Table
from dfdmodeler.report.source import Source, muted, plain
from dfdmodeler.report.words import capital, counted, joined, shortened

ANCHOR = "packs"


def packs(source: Source) -> Iterator[Block]:
    """Every pack, and every override with its reason."""
    yield Heading(1, "Rules that were applied", ANCHOR)
    yield Table(
        (
            Column("Rule pack", 50),
            Column("Name", 18),
            Column("Version", 14),
            Column("At last save", 16),
        ),
        tuple(_packs(source)),
    )
    overrides = source.library.in_force(source.model).overrides.values()
    if overrides:
        yield Heading(2, "Overridden rules", "overrides")
        yield Paragraph(plain("For these rules the report does not follow their rule pack."), "lead")
        yield Table(
            (Column("Rule", 36), Column("Its pack says", 16), Column("Here", 16), Column("Why", 36)),
            tuple(_override(source, override) for override in overrides),
        )


def _packs(source: Source) -> Iterator[tuple[Rich, ...]]:
    saved: Mapping[str, object] = source.model.about.packs
    for pack in source.library.packs:
        used = pack.id not in source.model.about.packs_off
        yield (
            plain(pack.title or pack.id),
            plain(pack.id),
            plain(pack.version if used else f"{pack.version}, not used"),
            plain(str(saved.get(pack.id, "–"))),
        )
    for name in saved:
        if name not in source.library.versions:
            yield plain("Not available here"), plain(name), plain("–"), plain(str(saved[name]))


def _override(source: Source, override: Override) -> tuple[Rich, ...]:
    rule = source.library.rules[override.rule]
    own = rule.severity if rule.severity.isidentifier() else "Depends on the model"
    here = Span("Off") if override.off else Span(override.severity, severity=override.severity)
    reason = override.reason or "No reason was given."
    return (
        (Span(f"{rule.id} ", strong=True), Span(shortened(rule.title.replace("{subject}", "…")))),
        plain(own),
        (here,),
        (Span(reason), muted(f" ({capital(override.source)})")),
    )


def departure(source: Source) -> Iterator[Block]:
    """A sentence near the counts, where these depend on overrides."""
    overrides = source.library.in_force(source.model).overrides.values()
    graded = sum(threat.levels != threat.severity for threat in source.threats)
    off = sum(override.off for override in overrides)
    parts = []
    if graded:
        parts.append(f"{counted(graded, 'threat')} {_be(graded)} graded otherwise than the rules say.")
    if off:
        parts.append(f"{counted(off, 'rule')} {_be(off)} switched off.")
    if parts:
        yield Paragraph((Span(f"{joined(parts, ' ')} "), Span("Which, and why.", "overrides")))


def _be(count: int) -> str:
    return "is" if count == 1 else "are"
