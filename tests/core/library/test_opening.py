from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF

from core import paths
from core.documents.document import Document
from core.errors import DocumentNotFound
from core.library.chunks import CHUNKER
from core.library.embedder import Embedder
from core.library.opening import ESTIMATED, open_document, renew
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


def read_by_an_older_reader(library: Library, document_id: str) -> None:
    """Change what is kept into what an older version could have read."""
    library._database.execute("UPDATE documents SET reader = '', chunker = 'old'")
    library._database.execute("UPDATE pages SET text = replace(text, 'harbour', 'h arbour')")
    assert not library.stored(document_id).is_current


def test_a_document_that_an_older_reader_read_is_read_again(library: Library, pdf: Path) -> None:
    first = opened(open_document(library, pdf))
    read_by_an_older_reader(library, first.document_id)
    again = opened(renew(library, first.document_id))
    assert again.pages == library.document(first.document_id).pages == first.pages
    assert library.stored(first.document_id).is_current
    assert library.matches('"harbour"', 5, [first.document_id])
    assert len(list(renew(library, first.document_id))) == 1, "it is not read a third time"


def test_a_document_whose_file_is_gone_or_changed_stays_as_it_was_read(library: Library, pdf: Path) -> None:
    first = opened(open_document(library, pdf))
    read_by_an_older_reader(library, first.document_id)
    pdf.write_bytes(pdf.read_bytes() + b"\n% changed")
    assert "h arbour" in opened(renew(library, first.document_id)).pages[0].text
    pdf.unlink()
    assert "h arbour" in opened(renew(library, first.document_id)).pages[0].text
    assert library.matches('"harbour"', 5, [first.document_id]), "its words are still found"


def test_without_its_file_a_document_is_still_cut_anew(
    library: Library, pdf: Path, embedder: Embedder
) -> None:
    first = opened(open_document(library, pdf))
    read_by_an_older_reader(library, first.document_id)
    pdf.unlink()
    opened(renew(library, first.document_id, embedder=embedder))
    stored = library.stored(first.document_id)
    assert (stored.reader, stored.chunker) == ("", CHUNKER)


def test_a_protected_document_that_an_older_reader_read_stays_without_its_password(
    library: Library, tmp_path: Path
) -> None:
    drawn, path = FPDF(), tmp_path / "locked.pdf"
    drawn.set_font("helvetica")
    drawn.add_page()
    drawn.multi_cell(0, text="The harbour is closed.")
    drawn.set_encryption(owner_password="owner", user_password="sesame")
    drawn.output(str(path))
    first = opened(open_document(library, path, "sesame"))
    read_by_an_older_reader(library, first.document_id)
    opened(renew(library, first.document_id))
    assert not library.stored(first.document_id).is_current
    opened(open_document(library, path, "sesame"))
    assert library.stored(first.document_id).is_current


def test_saved_answers_move_with_the_text(library: Library, pdf: Path) -> None:
    first = opened(open_document(library, pdf))
    kept = library.conversations
    kept.add_turn(kept.start([first.document_id]), "?", 0.0, None, [("whole", "", "old", [])])
    read_by_an_older_reader(library, first.document_id)
    opened(renew(library, first.document_id, moving=lambda before, after: lambda saved: f"{saved} moved"))
    assert [saved for _, saved in kept.answers(1)] == ["old moved"]
