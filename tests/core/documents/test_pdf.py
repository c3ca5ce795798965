import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle

from core.documents.document import BlockKind, Document, PagesRead
from core.documents.pdf import fingerprint, read_document
from core.errors import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotFound,
    DocumentNotPdf,
    DocumentPasswordWrong,
    DocumentUnreadable,
    DocumentWithoutText,
    OpenBookError,
)
from tests.core.documents.drawn import PROSE, heading, new_pdf, paragraph, report, row, saved, scan

DATA = Path(__file__).parents[3].parent / "shared" / "data"


def read(path: Path, password: str | None = None) -> Document:
    *_, document = read_document(path, password)
    assert isinstance(document, Document)
    return document


def texts(document: Document, page_number: int, kind: BlockKind) -> list[str]:
    page = document.page(page_number)
    return [page.text[block.start : block.end] for block in page.blocks if block.kind is kind]


def test_the_fingerprint_is_the_sha256_of_the_file(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf")
    assert fingerprint(path) == hashlib.sha256(path.read_bytes()).hexdigest() == read(path).document_id


def test_the_words_of_a_page_come_out_as_they_were_written(tmp_path: Path) -> None:
    document = read(report(tmp_path / "a.pdf"))
    assert f"In part 3.1: {PROSE.strip()}" in document.page(3).text


def test_progress_ends_with_all_pages_and_the_document_comes_last(tmp_path: Path) -> None:
    items = list(read_document(report(tmp_path / "a.pdf", page_count=4)))
    assert items[-2] == PagesRead(4, 4)
    assert isinstance(items[-1], Document)


def test_reading_can_be_stopped_and_the_file_is_free_again(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", page_count=4)
    reading = read_document(path)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    path.unlink()


def test_an_interrupted_program_ends_without_a_native_crash(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf")
    program = (
        "import sys\nfrom pathlib import Path\nfrom core.documents.pdfium import opened_pdf\n"
        f"reading = opened_pdf(Path({str(path)!r}))\npage = reading.__enter__().opened_page(1)\n"
        "page.__enter__()\nraise SystemExit(7)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 7


def test_blocks_cover_the_text_in_order_and_nothing_but_white_space_lies_between(tmp_path: Path) -> None:
    for page in read(report(tmp_path / "a.pdf")).pages:
        position = 0
        for block in page.blocks:
            assert page.text[position : block.start].strip() == ""
            assert position <= block.start < block.end
            position = block.end
        assert position == len(page.text)


def test_a_running_header_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    document = read(report(tmp_path / "a.pdf"))
    assert texts(document, 2, BlockKind.FURNITURE) == ["The Harbour Board, report of 1872", "4"]
    assert "Harbour Board, report" not in document.page(2).body
    assert "Harbour Board, report" in document.page(2).text


def test_the_printed_page_number_is_the_label_where_the_file_has_none(tmp_path: Path) -> None:
    assert [page.label for page in read(report(tmp_path / "a.pdf")).pages] == ["3", "4", "5", "6", "7", "8"]


def test_labels_in_the_file_win_over_printed_numbers(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(report(tmp_path / "a.pdf")))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 5, style=PageLabelStyle.DECIMAL, start=1)
    writer.write(tmp_path / "b.pdf")
    assert [page.label for page in read(tmp_path / "b.pdf").pages] == ["i", "ii", "1", "2", "3", "4"]


def test_the_first_lines_of_different_pages_are_not_furniture(tmp_path: Path) -> None:
    pdf = new_pdf()
    for town in ("Ashby", "Barton", "Corby", "Derby"):
        pdf.add_page()
        pdf.text(72, 60, f"A letter from {town}")
        pdf.set_xy(72, 120)
        paragraph(pdf, PROSE)
    document = read(saved(pdf, tmp_path / "a.pdf"))
    assert all(not texts(document, number, BlockKind.FURNITURE) for number in range(1, 5))


def test_larger_and_bolder_lines_are_headings(tmp_path: Path) -> None:
    document = read(report(tmp_path / "a.pdf"))
    assert texts(document, 1, BlockKind.HEADING) == ["Chapter 1: Of the lamp"]


def test_a_bold_word_at_the_beginning_of_a_paragraph_makes_no_heading(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    pdf.multi_cell(468, 14, f"**Revenue.** {PROSE}", markdown=True)
    document = read(saved(pdf, tmp_path / "a.pdf"))
    assert texts(document, 1, BlockKind.HEADING) == []


def test_the_outline_comes_with_the_document(tmp_path: Path) -> None:
    document = read(report(tmp_path / "a.pdf"))
    assert [item.title for item in document.outline] == [f"Chapter {number}" for number in range(1, 7)]
    assert document.outline[3].page_number == 4


def test_the_title_is_that_of_the_metadata_if_it_is_one(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.set_title("On Lighthouses")
    pdf.set_author("A. Keeper")
    pdf.add_page()
    paragraph(pdf, PROSE)
    document = read(saved(pdf, tmp_path / "a.pdf"))
    assert (document.title, document.author, document.language) == ("On Lighthouses", "A. Keeper", "en")


@pytest.mark.parametrize(
    "title", ["Microsoft Word - report.doc", "untitled", r"C:\reports\a.pdf", "0000764478-23"]
)
def test_a_title_that_is_none_gives_way_to_the_first_heading(tmp_path: Path, title: str) -> None:
    pdf = new_pdf()
    pdf.set_title(title)
    pdf.add_page()
    heading(pdf, "The Annual Report")
    paragraph(pdf, PROSE)
    assert read(saved(pdf, tmp_path / "a.pdf")).title == "The Annual Report"


def test_without_title_and_heading_the_file_gives_its_name(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    assert read(saved(pdf, tmp_path / "Lamp oil.pdf")).title == "Lamp oil"


def test_two_columns_are_read_one_after_the_other_whatever_the_order_they_were_drawn_in(
    tmp_path: Path,
) -> None:
    pdf = new_pdf()
    pdf.add_page()
    words = [f"word{number}" for number in range(240)]
    lines = [" ".join(words[start : start + 4]) for start in range(0, 240, 4)]
    for number in range(30):
        for column in (0, 1):
            pdf.text(72 + 250 * column, 90 + 14 * number, lines[number + 30 * column])
    text = read(saved(pdf, tmp_path / "a.pdf")).page(1).text
    assert re.findall(r"word\d+", text) == words


def test_a_row_of_a_table_is_a_line_with_its_cells_apart(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    row(pdf, 300, "(in millions)", "2022", "2021")
    row(pdf, 318, "Net revenue", "$ 86,392", "$ 79,474")
    row(pdf, 336, "Other", "(408)", "578")
    document = read(saved(pdf, tmp_path / "a.pdf"))
    assert texts(document, 1, BlockKind.TABLE) == [
        "(in millions) | 2022 | 2021\nNet revenue | $ 86,392 | $ 79,474\nOther | (408) | 578"
    ]


def test_the_cells_of_a_row_stand_in_the_order_in_which_they_are_seen(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    for y, name in ((300, "Lamp oil"), (318, "Wicks")):
        pdf.text(400, y, "2021")
        pdf.text(72, y, name)
        pdf.text(300, y, "2022")
    document = read(saved(pdf, tmp_path / "a.pdf"))
    assert texts(document, 1, BlockKind.TABLE) == ["Lamp oil | 2022 | 2021\nWicks | 2022 | 2021"]


def test_items_of_a_list_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for number, item in enumerate(("1. Fill the lamp.", "2. Trim the wick.", "3. Wind the clock.")):
        pdf.text(72, 100 + 14 * number, item)
    text = read(saved(pdf, tmp_path / "a.pdf")).page(1).text
    assert text == "1. Fill the lamp.\n2. Trim the wick.\n3. Wind the clock."


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("a new repre-", "sentation of it", "a new representation of it"),
        ("the filing of a 10-", "K form", "the filing of a 10-K form"),
        ("fine-tuning and fine-", "tuned models", "fine-tuning and fine-tuned models"),
        ("it is self-", "evident to us", "it is self-evident to us"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_only_where_it_breaks_a_word(
    tmp_path: Path, first: str, second: str, joined: str
) -> None:
    pdf = new_pdf()
    pdf.add_page()
    pdf.text(72, 100, first)
    pdf.text(72, 114, second)
    assert read(saved(pdf, tmp_path / "a.pdf")).page(1).text == joined


def test_text_on_a_turned_page_reads_as_on_any_other(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(report(tmp_path / "a.pdf")))
    for page in writer.pages:
        page.rotate(90)
    writer.write(tmp_path / "b.pdf")
    turned, upright = read(tmp_path / "b.pdf"), read(tmp_path / "a.pdf")
    assert [page.text for page in turned.pages] == [page.text for page in upright.pages]


def test_a_page_without_text_is_skipped_and_named(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    pdf.add_page()
    pdf.rect(100, 100, 200, 200, style="F")
    pdf.add_page()
    document = read(saved(pdf, tmp_path / "a.pdf"))
    skipped = {page.page_number: page.reason for page in document.skipped}
    assert skipped == {2: "a picture without text", 3: "blank"}
    assert [page.text == "" for page in document.pages] == [False, True, True]


def test_a_scanned_pdf_is_named_as_scanned(tmp_path: Path) -> None:
    with pytest.raises(DocumentWithoutText) as caught:
        read(scan(tmp_path / "scan.pdf", page_count=3))
    assert caught.value.page_count == 3


def encrypted(path: Path, password: str) -> Path:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, PROSE)
    pdf.set_encryption(owner_password="the owner", user_password=password)
    return saved(pdf, path)


def test_an_encrypted_pdf_opens_with_its_password_and_asks_for_it(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "a.pdf", "whale oil")
    assert "lighthouse" in read(path, "whale oil").page(1).text
    with pytest.raises(DocumentEncrypted):
        read(path)
    with pytest.raises(DocumentPasswordWrong):
        read(path, "gas")


def test_a_pdf_that_anyone_may_open_asks_for_no_password(tmp_path: Path) -> None:
    path = encrypted(tmp_path / "a.pdf", "")
    assert "lighthouse" in read(path).page(1).text
    assert "lighthouse" in read(report(tmp_path / "b.pdf"), "needless").page(1).text


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotFound):
        read(tmp_path / "none.pdf")
    with pytest.raises(DocumentNotFound):
        fingerprint(tmp_path / "none.pdf")


def test_what_is_not_a_pdf_is_named_as_such(tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("Dear keeper, the lamp is out.\n" * 50)
    for path in (tmp_path, text):
        with pytest.raises(DocumentNotPdf):
            read(path)


def test_an_empty_file_and_one_that_the_system_refuses_cannot_be_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    for path in (empty, tmp_path / ("long" * 100)):
        with pytest.raises(DocumentUnreadable):
            read(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_cannot_be_read(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf")
    path.chmod(0)
    with pytest.raises(DocumentUnreadable):
        read(path)


def test_a_pdf_without_pages_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    PdfWriter().write(path)
    with pytest.raises(DocumentEmpty):
        read(path)


def test_a_truncated_pdf_is_read_as_far_as_it_goes_or_refused_plainly(tmp_path: Path) -> None:
    whole = report(tmp_path / "a.pdf").read_bytes()
    cut = tmp_path / "cut.pdf"
    outcomes: set[type[object]] = set()
    for share in range(1, 20):
        cut.write_bytes(whole[: len(whole) * share // 20])
        try:
            outcomes.add(type(read(cut)))
        except OpenBookError as error:
            outcomes.add(type(error))
    assert outcomes <= {Document, DocumentUnreadable, DocumentEmpty, DocumentWithoutText}


def test_a_password_is_prepared_as_pdf_2_asks(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    writer = PdfWriter(clone_from=PdfReader(report(tmp_path / "plain.pdf")))
    writer.encrypt("SaSLprep", algorithm="AES-256")
    writer.write(path)
    assert "lighthouse" in read(path, "SªSL\N{SOFT HYPHEN}prep").page(1).text


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
def test_hebrew_comes_out_in_logical_order() -> None:
    document = read(DATA / "hebrew" / "pdfs" / "issue11656.pdf")
    assert "שלום עולם מה שלום כולם?" in document.page(1).text
    assert document.language == "he"


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
def test_a_paper_in_two_columns_reads_from_column_to_column() -> None:
    document = read(DATA / "qa_pdf" / "aragog" / "pdfs" / "bert.pdf")
    text = " ".join(document.page(1).text.split())
    assert "a new language representation model called BERT" in text
    assert text.index("De Meulder, 2003") < text.index("There are two existing strategies")
    assert "Introduction" in " ".join(texts(document, 1, BlockKind.HEADING))
