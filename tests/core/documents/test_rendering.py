from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from core.documents.document import Document
from core.documents.pdf import read_document
from core.documents.rendering import Rendering
from core.documents.textlayer import Rectangle, TextLayer
from core.documents.tile import BYTES_PER_PIXEL, Tile
from core.errors import DocumentEncrypted, DocumentNotFound, DocumentPasswordWrong
from core.paths import ASSETS
from tests.core.documents.drawn import PROSE, new_pdf, paragraph, report, row, saved

SAMPLES = [ASSETS / "samples" / "sample-en.pdf", ASSETS / "samples" / "sample-he.pdf"]
WHITE, RED = b"\xff\xff\xff", b"\x00\x00\xff"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Rendering]:
    rendering = Rendering(report(tmp_path / "report.pdf"))
    yield rendering
    rendering.close()


def corner(path: Path, degrees: int = 0) -> Path:
    """Draw a page with a red square in its top left corner, turned in the file."""
    pdf = FPDF(unit="pt", format=(200, 400))
    pdf.add_page()
    pdf.set_fill_color(255, 0, 0)
    pdf.rect(0, 0, 50, 50, style="F")
    writer = PdfWriter()
    writer.append(PdfReader(saved(pdf, path)))
    writer.pages[0].rotate(degrees)
    writer.write(path)
    return path


def pixel(pixels: bytes, width: int, x: int, y: int) -> bytes:
    at = BYTES_PER_PIXEL * (y * width + x)
    return pixels[at : at + 3]


def reading_as(path: Path, letter: str, meant: str) -> Path:
    """Let a drawn letter be read as another one, as fonts say it of their ligatures."""
    code = f"1 beginbfchar <{ord(letter):02x}> <{ord(meant):04x}> endbfchar"
    table = StreamObject()
    table.set_data(f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {code} endcmap".encode())
    writer = PdfWriter()
    writer.append(PdfReader(path))
    resources: Any = writer.pages[0]["/Resources"].get_object()
    for font in resources["/Font"].values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(table)
    writer.write(path)
    return path


def document_of(path: Path) -> Document:
    *_, document = read_document(path)
    assert isinstance(document, Document)
    return document


def area(boxes: list[Rectangle]) -> Rectangle:
    around = boxes[0]
    for box in boxes:
        around = around.joined(box)
    return around


def span_of(layer: TextLayer, words: str) -> tuple[int, int]:
    start = layer.text.index(words)
    return start, start + len(words)


def test_a_tile_is_the_part_of_the_page_that_was_asked_for(tmp_path: Path) -> None:
    rendering = Rendering(corner(tmp_path / "corner.pdf"))
    whole = rendering.drawn(Tile(1, 400, 800, 0, 0, 400, 800))
    assert len(whole) == 400 * 800 * BYTES_PER_PIXEL
    assert pixel(whole, 400, 20, 20) == RED
    assert pixel(whole, 400, 120, 20) == WHITE
    beside = rendering.drawn(Tile(1, 400, 800, 90, 0, 50, 30))
    assert (pixel(beside, 50, 2, 10), pixel(beside, 50, 40, 10)) == (RED, WHITE)
    rendering.close()


@pytest.mark.parametrize("width", [1, 3, 50, 101])
def test_rows_of_pixels_follow_each_other_without_a_gap(tmp_path: Path, width: int) -> None:
    rendering = Rendering(corner(tmp_path / "corner.pdf"))
    assert len(rendering.drawn(Tile(1, 200, 400, 0, 0, width, 7))) == width * 7 * BYTES_PER_PIXEL
    rendering.close()


@pytest.mark.parametrize(
    ("in_file", "of_view", "x", "y"), [(0, 1, 390, 10), (90, 0, 390, 10), (90, 1, 190, 390)]
)
def test_the_turns_of_the_file_and_of_the_view_add_up(
    tmp_path: Path, in_file: int, of_view: int, x: int, y: int
) -> None:
    rendering = Rendering(corner(tmp_path / "corner.pdf", in_file))
    quarters = in_file // 90 + of_view
    width, height = (400, 200) if quarters % 2 else (200, 400)
    pixels = rendering.drawn(Tile(1, width, height, 0, 0, width, height, of_view))
    assert pixel(pixels, width, x, y) == RED
    assert rendering.page_sizes() == [(200, 400) if in_file == 0 else (400, 200)]
    rendering.close()


@pytest.mark.parametrize("path", SAMPLES, ids=["english", "hebrew"])
def test_the_text_is_that_of_reading_and_every_letter_has_a_place(path: Path) -> None:
    rendering, document = Rendering(path), document_of(path)
    sizes = rendering.page_sizes()
    for page in document.pages:
        layer, (width, height) = rendering.text_layer(page.page_number), sizes[page.page_number - 1]
        assert (layer.text, rendering.text(page.page_number)) == (page.text, page.text)
        for index, letter in enumerate(layer.text):
            if layer.lines[index] and not letter.isspace():
                left, bottom, right, top = layer.box(index)
                assert -2 <= left <= right <= width + 2, (page.page_number, index)
                assert -2 <= bottom < top <= height + 2, (page.page_number, index)
    rendering.close()


def test_letters_of_a_line_stand_beside_each_other_and_lines_below(opened: Rendering) -> None:
    layer = opened.text_layer(1)
    (first,) = layer.rectangles(*span_of(layer, "The Harbour Board"))
    assert abs(first.left - 72) < 2
    assert 745 < first.bottom < first.top < 765
    lines = layer.rectangles(*span_of(layer, PROSE.strip()))
    assert len(lines) >= 3
    assert [line.top for line in lines] == sorted((line.top for line in lines), reverse=True)


def test_hebrew_letters_stand_from_right_to_left(tmp_path: Path) -> None:
    rendering = Rendering(SAMPLES[1])
    layer = rendering.text_layer(1)
    start, _ = span_of(layer, "מוזיאון")
    lefts = [layer.box(index).left for index in range(start, start + 7)]
    assert lefts == sorted(lefts, reverse=True)
    rendering.close()


def test_a_ligature_of_two_letters_gives_each_its_half(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, "the Xsh of the sea")
    rendering = Rendering(reading_as(saved(pdf, tmp_path / "fish.pdf"), "X", "\ufb01"))
    layer = rendering.text_layer(1)
    rendering.close()
    start, _ = span_of(layer, "fish")
    f, i, s = (layer.box(start + step) for step in range(3))
    assert f.left < f.right == i.left < i.right <= s.left + 0.5


def test_cells_of_a_row_are_runs_of_their_own(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    for line in range(4):
        row(pdf, 100 + 16 * line, f"Item {line}", f"{line}00", f"{line}50")
    rendering = Rendering(saved(pdf, tmp_path / "table.pdf"))
    layer = rendering.text_layer(1)
    span = span_of(layer, "Item 1 | 100 | 150")
    assert len(layer.rectangles(*span)) == 3
    assert layer.copied(*span) == "Item 1\t100\t150"
    rendering.close()


def test_a_bar_that_is_printed_is_copied_as_a_bar(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    paragraph(pdf, "A bar | stands between these words, and is no border of a table at all.")
    rendering = Rendering(saved(pdf, tmp_path / "bar.pdf"))
    layer = rendering.text_layer(1)
    assert layer.copied(0, 10**6) == layer.text
    assert "bar | stands" in layer.text
    rendering.close()


def test_places_are_those_of_the_page_as_the_file_turns_it(tmp_path: Path) -> None:
    upright, turned = tmp_path / "upright.pdf", tmp_path / "turned.pdf"
    report(upright, 1)
    writer = PdfWriter()
    writer.append(PdfReader(upright))
    writer.pages[0].rotate(90)
    writer.write(turned)
    first, second = Rendering(upright), Rendering(turned)
    before, after = first.text_layer(1), second.text_layer(1)
    assert before.text == after.text
    box = area(before.rectangles(*span_of(before, "Chapter 1")))
    moved = area(after.rectangles(*span_of(after, "Chapter 1")))
    assert moved == pytest.approx((box.bottom, 612 - box.right, box.top, 612 - box.left), abs=0.1)
    first.close()
    second.close()


def test_links_lead_to_pages_and_addresses(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.add_page()
    inside = pdf.add_link(page=2, y=200)
    pdf.set_xy(72, 100)
    pdf.cell(100, 14, "to the second page", link=inside)
    pdf.set_xy(72, 140)
    pdf.cell(100, 14, "out", link="https://example.org/a")
    pdf.add_page()
    paragraph(pdf, PROSE)
    rendering = Rendering(saved(pdf, tmp_path / "links.pdf"))
    to_page, to_address = rendering.text_layer(1).links
    assert (to_page.page_number, to_page.address) == (2, "")
    assert to_page.top == pytest.approx(792 - 200, abs=1)
    assert to_page.place == pytest.approx((74, 792 - 113, 168, 792 - 101), abs=2)  # of the words
    assert (to_address.page_number, to_address.address) == (0, "https://example.org/a")
    rendering.close()


def test_labels_and_outline_come_from_the_file(opened: Rendering) -> None:
    assert opened.labels() == [""] * 6  # it prints numbers, and has no table of labels
    assert [item.title for item in opened.outline()] == [f"Chapter {number}" for number in range(1, 7)]


def test_what_is_closed_draws_white_and_can_be_closed_again(opened: Rendering) -> None:
    opened.drawn(Tile(1, 100, 130, 0, 0, 100, 130))
    opened.close()
    opened.close()
    assert opened.is_closed
    assert set(opened.drawn(Tile(2, 10, 10, 0, 0, 10, 10))) == {255}
    assert (opened.text(3), opened.text_layer(4).text) == ("", "")


def test_many_pages_are_drawn_though_few_are_held(tmp_path: Path) -> None:
    rendering = Rendering(report(tmp_path / "long.pdf", 12))
    first = [rendering.drawn(Tile(number, 60, 80, 0, 0, 60, 80)) for number in range(1, 13)]
    again = [rendering.drawn(Tile(number, 60, 80, 0, 0, 60, 80)) for number in range(1, 13)]
    assert first == again
    rendering.close()


def test_a_protected_file_wants_its_password(tmp_path: Path) -> None:
    path = report(tmp_path / "locked.pdf", 1)
    writer = PdfWriter()
    writer.append(PdfReader(path))
    writer.encrypt("sesame", algorithm="AES-256")
    writer.write(path)
    with pytest.raises(DocumentEncrypted):
        Rendering(path)
    with pytest.raises(DocumentPasswordWrong):
        Rendering(path, "open")
    rendering = Rendering(path, "sesame")
    assert "Chapter 1" in rendering.text(1)
    rendering.close()


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotFound):
        Rendering(tmp_path / "gone.pdf")
