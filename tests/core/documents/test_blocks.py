"""What belongs together on a page: items of lists, and paragraphs that notes or other fonts interrupt."""

from pathlib import Path

import pytest
from fpdf import FPDF

from core.documents.document import BlockKind, Document
from core.documents.geometry import rectangles
from core.documents.marks import counts_on
from core.documents.pdf import read_document
from tests.core.documents.drawn import new_pdf, saved, turned
from tests.core.documents.test_logical import FONT, as_seen

DATA = Path(__file__).parents[3].parent / "shared" / "data"
LEADING = 14


def read(path: Path) -> Document:
    *_, document = read_document(path)
    assert isinstance(document, Document)
    return document


def blocks(path: Path) -> list[str]:
    page = read(path).page(1)
    return [page.text[block.start : block.end] for block in page.blocks]


def lines(pdf: FPDF, x: float, y: float, *texts: str) -> float:
    """Draw lines one below the other, and return where the next would be."""
    for text in texts:
        pdf.text(x, y, text)
        y += LEADING
    return y


def raised(pdf: FPDF, x: float, y: float, mark: str) -> float:
    """Draw the mark of a note, and return where it ends."""
    size = pdf.font_size_pt
    pdf.set_font_size(0.65 * size)
    pdf.text(x, y - 0.35 * size, mark)
    end = x + float(pdf.get_string_width(mark))
    pdf.set_font_size(size)
    return end


def test_an_item_goes_on_under_its_own_first_word(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    y = 100.0
    for number in range(1, 4):
        pdf.text(72, y, f"{number}.")
        y = lines(
            pdf,
            90,
            y,
            "The keeper wrote down every ship that went by in the course of the night,",
            "and when.",
        )
        y += LEADING
    found = blocks(saved(pdf, tmp_path / "a.pdf"))
    assert found == [
        f"{number}. The keeper wrote down every ship that went by in the course of the night, and when."
        for number in range(1, 4)
    ]


@pytest.mark.skipif(not FONT.exists(), reason="needs the DejaVu fonts")
def test_hebrew_items_of_one_length_stay_apart(tmp_path: Path) -> None:
    pdf = FPDF(unit="pt", format="letter")
    pdf.add_font("DejaVu", fname=FONT)
    pdf.set_font("DejaVu", size=10)
    pdf.add_page()
    items = ["ט. הנחיות לניסוח של שאלה", "י. הנחיות לניסוח של שאלה", "יא. הנחיות לניסוח של שאלה"]
    for number, item in enumerate(items):
        as_seen(pdf, 100 + LEADING * number, item)
    assert read(saved(pdf, tmp_path / "a.pdf")).page(1).text == "\n".join(items)


@pytest.mark.parametrize(
    ("before", "after"),
    [("a) x", "b) y"), ("(9) x", "(10) y"), ("י. א", "יא. ב"), ("יד. א", "טו. ב"), ("9Of it", "10And it")],
)
def test_marks_that_follow_each_other_are_known(before: str, after: str) -> None:
    text = f"{before}\n{after}"
    assert counts_on(text, 0, len(before) + 1)
    assert not counts_on(text, len(before) + 1, 0)
    assert not counts_on(text, 0, 0)


def test_a_paragraph_ends_before_the_mark_of_a_note(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    y = lines(pdf, 72, 100, "The lamp was lit with whale oil at first, and then with gas for many years,")
    ending = "and since 1926 with electricity, as the board had asked for."
    pdf.text(72, y, ending)
    raised(pdf, 72 + pdf.get_string_width(ending), y, "9")
    lines(
        pdf, 84, y + LEADING,
        "Three keepers lived in the tower with their families, and the log that they",
    )  # fmt: skip
    lines(
        pdf,
        72,
        y + 2 * LEADING,
        "kept names every ship that passed the rocks by day or by night in all years.",
    )
    first, second = blocks(saved(pdf, tmp_path / "a.pdf"))
    assert first.endswith("had asked for.9")
    assert second.startswith("Three keepers lived")
    assert second.endswith("in all years.")


def test_a_note_that_begins_with_a_raised_mark_stays_in_one_piece(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    lines(pdf, 72, 100, *["The lamp was lit with whale oil at first, and then with gas for many years,"] * 8)
    pdf.set_font_size(9)
    x = raised(pdf, 84, 700, "2")
    lines(pdf, x, 700, "The oil of the northern whale is meant, which was dearer than that of any")
    lines(pdf, 72, 712, "other one, and burned with a light that was seen from farther away.")
    assert "dearer than that of any other one" in blocks(saved(pdf, tmp_path / "a.pdf"))[-1]


@pytest.mark.parametrize("style", ["B", "I"])
def test_a_last_word_in_another_font_parts_no_paragraph(tmp_path: Path, style: str) -> None:
    pdf = new_pdf()
    pdf.add_page()
    y = lines(pdf, 72, 100, "The board of the harbour lists the lights of the coast. It first names the")
    start = "great light on the rocks, whose name in all books that it wrote is "
    pdf.text(72, y, start)
    x = 72 + pdf.get_string_width(start)
    pdf.set_font("Helvetica", style=style, size=13)
    pdf.text(x, y, "Skerries.")
    pdf.set_font("Helvetica", size=11)
    lines(
        pdf, 72, y + LEADING, "It was built by the board of the harbour, which paid for it by a tax on salt."
    )
    (found,) = blocks(saved(pdf, tmp_path / "a.pdf"))
    assert "is Skerries. It was built" in found


def two_columns(path: Path) -> Path:
    pdf = new_pdf()
    pdf.add_page()
    left = "the keepers of the light wrote down in"
    right = "their book what they saw by day and by"
    for number in range(30):
        pdf.text(72, 90 + LEADING * number, "of the tower who had once met Captain" if number == 29 else left)
    pdf.set_font_size(8)
    pdf.text(72, 530, "1 The oldest book of them is lost, and no")
    pdf.text(72, 540, "copy was made of it.")
    pdf.set_font_size(11)
    for number in range(30):
        pdf.text(
            320, 90 + LEADING * number, "Lindqvist, who wrote all of it down in" if number == 0 else right
        )
    pdf.set_font_size(8)
    pdf.text(320, 530, "2 The second book of them is kept, and a")
    pdf.text(320, 540, "copy was made of it.")
    return saved(pdf, path)


def test_a_footnote_does_not_interrupt_a_sentence_that_goes_on_in_the_next_column(tmp_path: Path) -> None:
    text = read(two_columns(tmp_path / "a.pdf")).page(1).text
    assert "the tower who had once met Captain Lindqvist, who wrote all of it" in text
    assert (
        text.index("their book what they saw") < text.index("1 The oldest book") < text.index("2 The second")
    )
    assert text.endswith("copy was made of it.")


def test_a_footnote_is_marked_where_it_stands(tmp_path: Path) -> None:
    path = two_columns(tmp_path / "a.pdf")
    start = read(path).page(1).text.index("1 The oldest book")
    (place,) = rectangles(path, 1, start, start + len("1 The oldest book of them is lost"))
    assert place.left == pytest.approx(72, abs=2)
    assert place.bottom == pytest.approx(792 - 530, abs=3)


@pytest.mark.skipif(not DATA.exists(), reason="the development data is not here")
def test_a_heading_that_pdfium_takes_for_the_end_of_the_line_above_is_one() -> None:
    page = read(DATA / "qa_pdf" / "financebench" / "pdfs" / "NIKE_2018_10K.pdf").page(57)
    headings = [page.text[b.start : b.end] for b in page.blocks if b.kind is BlockKind.HEADING]
    assert "NOTE 4 — Identifiable Intangible Assets and Goodwill" in headings


def test_small_print_does_not_interrupt_a_sentence_that_goes_on_in_the_next_column(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for number in range(30):
        pdf.text(72, 90 + LEADING * number, "the keepers of the light wrote down in")
    pdf.set_font_size(8)
    pdf.text(72, 530, "Copies of this book may be made by all")
    pdf.text(72, 540, "who do not sell them.")
    pdf.set_font_size(11)
    for number in range(30):
        pdf.text(320, 90 + LEADING * number, "their book what they saw by day and by")
    text = read(saved(pdf, tmp_path / "a.pdf")).page(1).text
    assert "wrote down in their book what they saw" in text
    assert text.endswith("Copies of this book may be made by all who do not sell them.")


@pytest.mark.parametrize("quarters", [0, 1])
def test_words_of_a_scan_that_are_set_wide_have_no_spaces_within(tmp_path: Path, quarters: int) -> None:
    pdf = new_pdf()
    pdf.add_page()
    pdf.set_char_spacing(2)
    words = ["The", "keepers", "wrote", "down", "every", "ship", "and", "every", "storm"]
    for number in range(6):
        x = 72.0
        for word in words:
            for part in (word[:-1], word[-1] + " "):  # as some programs write what they recognise
                pdf.text(x, 100 + LEADING * number, part)
                x += float(pdf.get_string_width(part))
    path = saved(pdf, tmp_path / "a.pdf")
    assert read(turned(path, quarters) if quarters else path).page(1).text.split() == words * 6


def test_a_heading_that_is_drawn_last_is_read_where_it_stands(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for y in (100, 200, 300):
        lines(
            pdf, 72, y, *["The lamp was lit with whale oil at first, and then with gas for many years."] * 4
        )
    pdf.set_font("Helvetica", style="B", size=16)
    pdf.text(72, 180, "Of the oil")
    pdf.text(72, 280, "Of the gas")
    pdf.set_font("Helvetica", size=11)
    pdf.text(72, 40, "The Harbour Board")
    text = read(saved(pdf, tmp_path / "a.pdf")).page(1).text
    assert [part[:10] for part in text.split("\n\n")] == [
        "The Harbou", "The lamp w", "Of the oil", "The lamp w", "Of the gas", "The lamp w",
    ]  # fmt: skip


def test_columns_of_numbers_that_stand_near_each_other_are_cells(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    rows = [("Lamps lit, in gallons", 118449, 118258), ("Ships seen", 187949, 197838)]
    for number, (label, first, last) in enumerate(rows):
        y = 100 + LEADING * number
        pdf.text(72, y, label)
        pdf.text(195, y, f"{first:,}")
        pdf.text(195 + pdf.get_string_width(f"{first:,}") + 10.5, y, f"{last:,}")
    lines(
        pdf,
        72,
        200,
        "In the years 1926 and 1927, and again from 1930, 1931",
        "to 1935 1936 the lamp was out.",
    )
    table, prose = blocks(saved(pdf, tmp_path / "a.pdf"))
    assert table.split("\n") == [
        "Lamps lit, in gallons | 118,449 | 118,258",
        "Ships seen | 187,949 | 197,838",
    ]
    assert "|" not in prose
