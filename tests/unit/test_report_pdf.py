"""The PDF itself: read back, what it says, where it leads, and that nothing breaks it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pytest

from dfdmodeler.drawing.metrics import Metrics
from dfdmodeler.drawing.primitives import Box, Picture
from dfdmodeler.drawing.shapes import NAME_SIZE
from dfdmodeler.model.model import EMPTY_MODEL, Model
from dfdmodeler.model.records import Decision, Element, evolve
from dfdmodeler.report.build import CancelledError, build_pdf
from dfdmodeler.report.compose import EVERYTHING, ReportOptions
from dfdmodeler.report.document import (
    Column,
    Contents,
    Document,
    Fields,
    Figure,
    Heading,
    Paragraph,
    Span,
    Table,
)
from dfdmodeler.report.figures import figures
from dfdmodeler.report.pdf import render, render_picture
from dfdmodeler.report.pdf.flowables import Text
from dfdmodeler.report.pdf.plates import sheets
from dfdmodeler.report.pdf.styles import FOOTER, MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP, PAPERS, STYLES
from drawing_models import on_grid
from pdf_text import Pdf
from report_models import DATE, FONTS, HOSTILE, composed, example, named, reviewed
from systems import shipped_library


def build(model: Model, options: ReportOptions = EVERYTHING) -> bytes:
    return build_pdf(model, shipped_library(), date=DATE, fonts=FONTS, options=options)


@cache
def built() -> Pdf:
    return Pdf(build(reviewed()))


def test_the_same_model_gives_the_same_bytes() -> None:
    one, other = build(example("EX4")), build(Model(list(example("EX4").values())[::-1]))
    assert one == other
    assert one.startswith(b"%PDF")


def test_pages_are_numbered() -> None:
    pages = built().pages
    for number, page in enumerate(pages[1:], 2):
        assert f"Page {number} of {len(pages)}" in page


def test_title_page_and_metadata() -> None:
    assert all(word in built().pages[0] for word in ("Fraud scoring", DATE, "Payments team", "22", "20"))
    assert built().information == {
        "Title": "Fraud scoring",
        "Author": "Payments team",
        "Subject": "Threat model report",
    }


def test_contents_tell_the_pages_of_chapters() -> None:
    lines = built().pages[1].splitlines()
    for chapter in ("Summary", "Threats", "Questions", "Mitigations", "Rules that were applied"):
        page = int(lines[lines.index(chapter) + 1])
        assert chapter in built().pages[page - 1].splitlines()


def test_outline_and_links_reach_every_threat() -> None:
    document = composed(reviewed())
    headings = [block for block in document.blocks if type(block).__name__ == "Heading"]
    besides = ("Diagram", "Best next controls")
    assert [title for title in built().outline if title not in besides] == [h.text for h in headings]
    pages = [n for n, page in enumerate(built().pages, 1) if "Decision\nOpen" in page]
    assert set(pages) <= set(built().links)


def test_a_path_is_drawn_under_its_words() -> None:
    lines = built().text.splitlines()
    at = lines.index("From an untrusted source to fraud carrying model input")
    drawn = lines[at + 1 : at + 12]
    assert [word for word in drawn if word in ("cust", "app", "fraud")] == ["cust", "app", "fraud"]
    assert [word for word in drawn if word in ("org", "ml", "queries")] == ["org", "queries", "ml", "queries"]


def test_nothing_in_names_is_mark_up() -> None:
    pdf = Pdf(build(named(example("EX2"), HOSTILE)))
    assert "<b>&amp;</b>" in pdf.text
    assert "(%s) \\ \n漢字\n" in pdf.text, "the fallback font has its own piece"
    assert "{subject}" in pdf.text
    assert "\x07" not in pdf.text


def test_what_no_font_has_is_a_boxed_code_point() -> None:
    model = Model([Element(id="a", type="llm", name="Smile \U0001f600\x07")])
    lines = Pdf(build(model)).text.splitlines()
    at = lines.index("1F6")
    assert lines[at : at + 4] == ["1F6", "00", "00", "07"], "in the diagram as a small box"
    assert "[U+1F600]" in lines
    assert "[U+0007]" in lines


@pytest.mark.parametrize("name", ["w" * 3_000, "word " * 500, "漢" * 1_500, "\n" * 300 + "x", "\ud800", ""])
def test_any_name_fits(name: str) -> None:
    model = named(example("EX4"), name)
    model = Model(evolve(r, title=name, owner=name) if r.id == "about" else r for r in model.values())
    assert Pdf(build(model)).pages


def test_long_reasons_run_over_pages() -> None:
    reason = " ".join(f"reason{i}" for i in range(1_200))
    decision = Decision(id="ML-1a@fraud", threat="ML-1a@fraud", status="accepted", reason=reason)
    text = Pdf(build(Model([*example("EX1").values(), decision]))).text.replace("\n", " ")
    assert all(f"reason{i} " in text for i in range(1_199))


def test_table_rows_taller_than_a_page_run_over() -> None:
    words = [f"word{i}" for i in range(1_500)]
    table = Table((Column("One", 1), Column("Other", 1)), (((Span(" ".join(words)),), (Span("side"),)),))
    pdf = Pdf(render(replace(composed(EMPTY_MODEL), blocks=(table,)), FONTS))
    assert [word for word in pdf.text.split() if word.startswith("word")] == words
    assert all(page.startswith("One\nOther\n") for page in pdf.pages if "word" in page)


def lines_of(count: int, word: str) -> tuple[Span, ...]:
    return (Span("\n".join(f"{word}{n}" for n in range(count))),)


def test_table_rows_stay_whole() -> None:
    rows = tuple((lines_of(7, f"r{row}-"),) for row in range(24))
    document = replace(composed(EMPTY_MODEL), blocks=(Table((Column("Title", 1),), rows),))
    pages = Pdf(render(document, FONTS)).pages
    assert len(pages) > 2
    assert all(page.splitlines().count("Title") == 1 for page in pages)
    for row in range(24):
        words = {f"r{row}-{line}" for line in range(7)}
        assert sum(words <= set(page.splitlines()) for page in pages) == 1


def test_tall_rows_break_at_the_end_of_a_page_under_one_row_of_titles() -> None:
    rows = tuple((lines_of(23, f"r{row}-"),) for row in range(9))
    document = replace(composed(EMPTY_MODEL), blocks=(Table((Column("Title", 1),), rows),))
    pages = [page.splitlines() for page in Pdf(render(document, FONTS)).pages]
    assert all(page.count("Title") == 1 for page in pages)
    assert len(pages) == 5, "and pages are full"
    words = [word for page in pages for word in page if re.fullmatch(r"r\d+-\d+", word)]
    assert words == [f"r{row}-{line}" for row in range(9) for line in range(23)]


def test_a_heading_stays_with_the_first_row_of_its_table() -> None:
    table = Table((Column("Title", 1),), ((lines_of(12, "row"),),) * 2)
    heading, lead = Heading(1, "Chapter", "c"), Paragraph((Span("Lead."),), "lead")
    for above in range(20, 46):
        blocks = (Paragraph(lines_of(above, "before")), heading, lead, table)
        pages = Pdf(render(replace(composed(EMPTY_MODEL), blocks=blocks), FONTS)).pages
        assert "row11" in next(page for page in pages if "Chapter" in page.splitlines())


def test_contents_have_one_line_for_each_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = (Contents("Contents"), Heading(2, "\u05e9\u05dc" * 60, "h"))
    texts = placed(replace(composed(EMPTY_MODEL), blocks=blocks), monkeypatch)
    assert texts[1].top - texts[1].bottom == pytest.approx(STYLES["section line"].leading)


def test_links_reach_a_labelled_row() -> None:
    link = Paragraph((Span("see", "row"),))
    fields = Fields((("Q", (Span("What?"),)),), {"Q": "row"})
    blocks = (link, Heading(1, "Next", "next", new_page=True), fields)
    assert Pdf(render(replace(composed(EMPTY_MODEL), blocks=blocks), FONTS)).links == [2]


def test_a_diagram_of_a_dozen_elements_fits_one_readable_page() -> None:
    picture = Picture((), Box(0.0, 0.0, 1156.0, 964.0), {})
    (sheet,) = sheets(Figure("Diagram", picture), PAPERS["A4"])
    assert NAME_SIZE * sheet.place.scale >= 6.0, "points"
    bottom = picture.bounds.bottom * sheet.place.scale + sheet.place.dy
    assert bottom <= sheet.size[1] - FOOTER - STYLES["footer"].size, "clear of the page number"


def test_links_without_a_target_are_plain_text() -> None:
    paragraph = Paragraph((Span("nowhere", "no-such-anchor"),))
    pdf = Pdf(render(replace(composed(EMPTY_MODEL), blocks=(paragraph,)), FONTS))
    assert "nowhere" in pdf.text
    assert pdf.links == []


class Placed(NamedTuple):
    """A paragraph on its page."""

    page: int
    left: float
    bottom: float
    top: float
    spare: float
    """Room right of its widest line."""
    heading: bool


def placed(document: Document, monkeypatch: pytest.MonkeyPatch) -> list[Placed]:
    """The paragraphs of a document in the order in which they are drawn."""
    found: list[Placed] = []
    draw = Text.draw

    def watched(text: Text) -> None:
        left, bottom = text.canv.absolutePosition(0, 0)
        spare = min((getattr(line, "extraSpace", None) or line[0] for line in text.blPara.lines), default=0.0)
        top = bottom + text.height
        found.append(Placed(text.canv.getPageNumber(), left, bottom, top, spare, text.heading is not None))
        draw(text)

    monkeypatch.setattr(Text, "draw", watched)
    render(document, FONTS)
    return found


def test_nothing_leaves_the_column(monkeypatch: pytest.MonkeyPatch) -> None:
    document = composed(named(reviewed(), "an-extremely_long/name" * 20))
    width, height = PAPERS[document.paper]
    for text in placed(document, monkeypatch):
        assert text.bottom >= MARGIN_BOTTOM - 0.01
        assert text.top <= height - MARGIN_TOP + 0.01
        assert MARGIN_SIDE - 0.01 <= text.left <= width - MARGIN_SIDE
        assert text.spare >= -0.01


def test_headings_stay_with_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = placed(composed(reviewed()), monkeypatch)
    last = {text.page: text for text in texts}
    assert any(text.heading for text in texts)
    assert not any(text.heading for text in last.values())


def test_tables_repeat_their_header() -> None:
    pages = [page for page in built().pages if "Open\n" in page and "Where" in page.splitlines()[0:4]]
    assert pages, "the table of all threats runs over to a second page"


def test_a_wide_diagram_lies_across() -> None:
    model = on_grid(24, 12)
    figure = figures(model, shipped_library().catalog, Metrics(FONTS), ())[0]
    whole = next(sheets(figure, PAPERS["A4"]))
    bounds, (scale, dx, dy) = figure.picture.bounds, whole.place
    assert whole.size[0] > whole.size[1]
    assert bounds.x * scale + dx >= whole.window.x - 0.01
    assert bounds.right * scale + dx <= whole.window.right + 0.01
    assert bounds.bottom * scale + dy <= whole.window.bottom + 0.01


def test_a_large_diagram_is_also_shown_in_readable_parts() -> None:
    figure = figures(on_grid(60, 12), shipped_library().catalog, Metrics(FONTS), ())[0]
    document = replace(composed(EMPTY_MODEL), blocks=(figure,))
    whole, *parts = sheets(figure, PAPERS["A4"])
    assert len(Pdf(render(document, FONTS)).pages) == 1 + len(parts)
    assert len(parts) > 1
    assert all(part.place.scale > 1.5 * whole.place.scale for part in parts)
    shown = {item.subject for part in parts for item in part.items}
    assert shown == {item.subject for item in figure.picture.items}


def test_no_diagrams_if_not_wanted() -> None:
    outline = Pdf(build(example("EX4"), ReportOptions(diagrams=False))).outline
    assert "Diagram" not in outline


def test_paper() -> None:
    assert b"[ 0 0 612 792 ]" in build(EMPTY_MODEL, ReportOptions(paper="Letter"))


def test_progress_grows_to_the_end_and_can_cancel() -> None:
    told: list[float] = []

    def go_on(share: float, doing: str) -> bool:
        assert doing
        told.append(share)
        return True

    def build_with(progress: object) -> bytes:
        return build_pdf(example("EX4"), shipped_library(), date=DATE, fonts=FONTS, progress=progress)  # type: ignore[arg-type]

    build_with(go_on)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    for last in (0, len(told) // 2, len(told) - 1):
        left = iter([True] * last)
        with pytest.raises(CancelledError):
            build_with(lambda share, doing, left=left: next(left, False))


def test_compression_does_not_change_what_is_said() -> None:
    document = composed(example("EX4"))
    small, large = render(document, FONTS), render(document, FONTS, compress=False)
    assert len(small) < len(large)
    assert Pdf(small).pages == Pdf(large).pages


def test_a_picture_is_a_page_of_its_size() -> None:
    figure = figures(on_grid(6, 3), shipped_library().catalog, Metrics(FONTS), ())[0]
    content = render_picture(figure.picture, "A <b>picture</b>\x07", FONTS)
    pdf = Pdf(content)
    assert content == render_picture(figure.picture, "A <b>picture</b>\x07", FONTS)
    assert len(pdf.pages) == 1
    assert b"/Image" not in content.replace(b"/ImageB /ImageC /ImageI", b"")
    assert pdf.information["Title"] == "A <b>picture</b>\N{REPLACEMENT CHARACTER}"
