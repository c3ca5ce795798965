import itertools
import re
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from core.documents.document import Document, Span
from core.documents.geometry import rectangles, rectangles_of_spans
from core.documents.pdf import read_document
from core.errors import DocumentNotFound
from tests.core.documents.beneath import text_under
from tests.core.documents.drawn import PROSE, new_pdf, paragraph, report, row, saved, turned

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def page_text(path: Path, page_number: int) -> str:
    *_, document = read_document(path)
    assert isinstance(document, Document)
    return document.page(page_number).text


def span_of(path: Path, page_number: int, words: str) -> tuple[int, int]:
    start = page_text(path, page_number).index(words)
    return start, start + len(words)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_the_text_under_the_rectangles_is_the_text_of_the_span(tmp_path: Path, quarters: int) -> None:
    path = tmp_path / "b.pdf"
    writer = PdfWriter(clone_from=PdfReader(report(tmp_path / "a.pdf", page_count=2)))
    for page in writer.pages:
        page.rotate(90 * quarters)
    writer.write(path)
    words = "Three keepers lived in the tower with their families"
    start, end = span_of(path, 2, words)
    assert text_under(path, 2, rectangles(path, 2, start, end)) == words


def test_a_turned_page_has_its_rectangles_where_they_are_shown(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=1)
    start, end = span_of(path, 1, "The Harbour Board")
    (upright,) = rectangles(path, 1, start, end)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].rotate(90)
    writer.write(path)
    (turned,) = rectangles(path, 1, *span_of(path, 1, "The Harbour Board"))
    assert (turned.left, turned.top) == pytest.approx((upright.bottom, 612 - upright.left), abs=0.1)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_what_is_drawn_turned_reads_and_is_marked_as_it_is_shown(tmp_path: Path, quarters: int) -> None:
    upright = report(tmp_path / "a.pdf", page_count=1)
    path = turned(upright, quarters)
    assert page_text(path, 1) == page_text(upright, 1)
    words = "Three keepers lived in the tower with their families"
    found = rectangles(path, 1, *span_of(path, 1, words))
    assert text_under(path, 1, found) == words
    assert found == [
        pytest.approx(place, abs=0.1) for place in rectangles(upright, 1, *span_of(upright, 1, words))
    ]


def test_a_crop_box_moves_the_origin(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=1)
    (before,) = rectangles(path, 1, *span_of(path, 1, "The Harbour Board"))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.pages[0].cropbox.lower_left = (20, 30)
    writer.write(path)
    (after,) = rectangles(path, 1, *span_of(path, 1, "The Harbour Board"))
    assert (after.left, after.bottom) == pytest.approx((before.left - 20, before.bottom - 30), abs=0.1)


def test_each_line_has_one_rectangle_and_they_go_down_the_page(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=1)
    found = rectangles(path, 1, *span_of(path, 1, f"In part 1.0: {PROSE.strip()}"))
    assert len(found) == 4
    assert all(upper.bottom > lower.top for upper, lower in itertools.pairwise(found))
    assert all(each.right - each.left < 470 and each.top - each.bottom < 14 for each in found)


def test_a_row_of_a_table_is_one_rectangle(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    row(pdf, 300, "Revenue", "2022", "2021")
    row(pdf, 318, "Net", "86,392", "79,474")
    path = saved(pdf, tmp_path / "a.pdf")
    (found,) = rectangles(path, 1, *span_of(path, 1, "Net | 86,392 | 79,474"))
    assert found.left == pytest.approx(72, abs=2)
    assert found.right > 400


def test_two_columns_keep_their_rectangles_apart(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for number in range(20):
        pdf.text(72, 90 + 14 * number, f"left column, line {number:02} of 20")
        pdf.text(320, 90 + 14 * number, f"right column, line {number:02} of 20")
    path = saved(pdf, tmp_path / "a.pdf")
    (found,) = rectangles(path, 1, *span_of(path, 1, "right column, line 07"))
    assert found.left > 310
    assert text_under(path, 1, [found]) == "right column, line 07"


def test_a_word_broken_at_the_end_of_a_line_has_two_rectangles(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    pdf.text(72, 100, "a new repre-")
    pdf.text(72, 114, "sentation of it")
    path = saved(pdf, tmp_path / "a.pdf")
    assert len(rectangles(path, 1, *span_of(path, 1, "representation"))) == 2


def test_spans_of_several_pages_come_in_their_own_order(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=3)
    places = [(3, *span_of(path, 3, "Of the lamp")), (1, *span_of(path, 1, "Of the lamp")), (9, 0, 5)]
    found = rectangles_of_spans(path, [Span(*place) for place in places])
    assert found == [rectangles(path, *place) for place in places]
    assert found[0]
    assert not found[2]


def test_a_span_outside_the_text_has_no_rectangle_and_a_missing_file_is_named(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=1)
    assert rectangles(path, 1, 100_000, 100_010) == rectangles(path, 1, 5, 5) == []
    with pytest.raises(DocumentNotFound):
        rectangles(tmp_path / "none.pdf", 1, 0, 1)


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
@pytest.mark.parametrize(
    ("name", "page_number", "words"),
    [
        ("qa_pdf/aragog/pdfs/bert.pdf", 1, "masked language model randomly masks"),
        ("qa_pdf/financebench/pdfs/PEPSICO_2022_10K.pdf", 63, "Net change on cash flow hedges"),
        ("hebrew/pdfs/issue11656.pdf", 1, "שלום עולם מה שלום כולם"),
    ],
)
def test_real_pages_give_back_what_stands_under_the_rectangles(
    name: str, page_number: int, words: str
) -> None:
    path = DATA / name
    found = rectangles(path, page_number, *span_of(path, page_number, words))
    assert re.sub(r"\W", "", words) in re.sub(r"\W", "", text_under(path, page_number, found))
