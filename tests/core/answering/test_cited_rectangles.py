"""A citation is a place on a page: what stands under its rectangles is what it cites."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from core.answering.citations import whole_evidence
from core.documents.document import Document
from core.documents.geometry import rectangles
from core.documents.pdf import read_document
from core.documents.textlayer import Rectangle
from tests.core.documents.drawn import new_pdf, saved

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
LEFT = ("The clinic opened its doors in 1998,", "in a house by the sea. The roof", "was mended in spring.")
RIGHT = ("Miriam Alon founded the clinic and", "led it for 21 years. She wrote each", "report by hand.")
HEBREW = ("המרפאה נפתחה בשנת 1998 בבית ליד הים", "ומאז טופלו בה 4,705 חולים.", "הגג תוקן באביב.")


def columns(pdf: FPDF) -> None:
    for place, lines in ((72, LEFT), (330, RIGHT)):
        for number in range(5):
            for at, line in enumerate(lines):
                if number == 2:
                    pdf.text(place, 100 + 14 * (3 * number + at), line)
                else:
                    pdf.text(place, 100 + 14 * (3 * number + at), "Words of no weight fill the column.")


def hebrew(pdf: FPDF) -> None:
    pdf.add_font("DejaVu", fname=FONT)
    pdf.set_font("DejaVu", size=10)
    for at, line in enumerate(HEBREW):  # as seen: letters from the right, and numbers from the left
        shown = " ".join(word if word[0].isdigit() else word[::-1] for word in reversed(line.split()))
        pdf.text(540 - pdf.get_string_width(shown), 100 + 14 * at, shown)


def drawn(path: Path, draw: Callable[[FPDF], None], turn: int) -> Path:
    pdf = new_pdf()
    pdf.add_page()
    draw(pdf)
    writer = PdfWriter(clone_from=PdfReader(saved(pdf, path)))
    writer.pages[0].rotate(turn)
    writer.write(path)
    return path


def cited(path: Path, answer: str) -> tuple[str, list[Rectangle]]:
    *_, document = read_document(path)
    assert isinstance(document, Document)
    (citation,) = whole_evidence([document]).cite(answer)
    text = document.page(1).text[citation.page_start : citation.page_end]
    return text, rectangles(path, 1, citation.page_start, citation.page_end)


def letters_under(path: Path, found: list[Rectangle]) -> list[str]:
    """Return the letters whose middle PDFium has within the rectangles, on a page that is not turned."""
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        page.set_rotation(0)
        text = page.get_textpage()
        letters = []
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(each.left <= x <= each.right and each.bottom <= y <= each.top for each in found):
                letters.append(text.get_text_range(index, 1))
    return sorted(letter for letter in letters if letter.isalnum())


def upright(found: list[Rectangle], turn: int, width: float, height: float) -> list[Rectangle]:
    """Return rectangles of a turned page as they were before the turn."""
    if turn == 90:
        return [Rectangle(width - r.top, r.left, width - r.bottom, r.right) for r in found]
    if turn == 270:
        return [Rectangle(r.bottom, height - r.right, r.top, height - r.left) for r in found]
    return found


@pytest.mark.parametrize("turn", [0, 90, 270])
@pytest.mark.parametrize(
    ("draw", "answer", "line_count"),
    [
        (columns, "Miriam Alon founded the clinic and led it for 21 years.", 2),
        (columns, "The clinic opened in 1998 in a house by the sea.", 2),
        (hebrew, "מאז 1998 טופלו במרפאה שליד הים 4,705 חולים.", 2),
    ],
)
def test_the_letters_under_the_rectangles_are_those_that_are_cited(
    tmp_path: Path, draw: Callable[[FPDF], None], answer: str, line_count: int, turn: int
) -> None:
    if draw is hebrew and not FONT.exists():
        pytest.skip("needs the DejaVu fonts")
    path = drawn(tmp_path / "a.pdf", draw, turn)
    text, found = cited(path, answer)
    assert len(found) == line_count
    under = letters_under(path, upright(found, turn, 612, 792))
    assert under == sorted(letter for letter in text if letter.isalnum())
