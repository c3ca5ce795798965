from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from core import paths
from core.documents.document import Document
from core.errors import DocumentNotFound
from core.library.chunks import CHUNKER
from core.library.embedder import Embedder
from core.library.opening import ESTIMATED, open_document
from core.library.store import Library


@pytest.fixture
def library() -> Iterator[Library]:
    with Library(paths.library_file()) as opened:
        yield opened


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    drawn = FPDF()
    drawn.set_font("helvetica")
    for number in range(3):
        drawn.add_page()
        drawn.multi_cell(0, text=f"Page {number} is about the harbour. Ships come and go all day long.")
    file = tmp_path / "harbour.pdf"
    drawn.output(str(file))
    return file


def opened(events: Iterator[object]) -> Document:
    *_, document = events
    assert isinstance(document, Document)
    return document


def test_a_pdf_can_be_searched_by_words_once_it_is_open(library: Library, pdf: Path) -> None:
    document = opened(open_document(library, pdf))
    assert library.matches('"harbour"', 5, [document.document_id])
    assert library.document(document.document_id).pages == document.pages


def test_the_same_file_is_read_once_under_whatever_name(library: Library, pdf: Path, tmp_path: Path) -> None:
    first = opened(open_document(library, pdf))
    moved = pdf.rename(tmp_path / "ships.pdf")
    events = list(open_document(library, moved))
    assert len(events) == 1, "nothing was read"
    assert isinstance(events[0], Document)
    assert events[0].document_id == first.document_id
    assert library.stored(first.document_id).path == moved
    assert len(library.documents()) == 1


def test_chunks_cut_by_estimate_are_cut_anew_once_there_is_an_embedder(
    library: Library, pdf: Path, starter_embedder: Path
) -> None:
    document = opened(open_document(library, pdf))
    assert library.stored(document.document_id).chunker == ESTIMATED
    opened(open_document(library, pdf, embedder=Embedder(starter_embedder)))
    assert library.stored(document.document_id).chunker == CHUNKER
    opened(open_document(library, pdf))
    assert library.stored(document.document_id).chunker == CHUNKER


def test_a_file_that_went_away_is_named_even_if_the_library_has_it(library: Library, pdf: Path) -> None:
    opened(open_document(library, pdf))
    pdf.unlink()
    with pytest.raises(DocumentNotFound):
        opened(open_document(library, pdf))
