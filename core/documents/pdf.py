"""A PDF file becomes a Document: pages, text, outline, labels."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.documents.composition import Composition, Part, Sight, composed, sight_of
from core.documents.document import Block, BlockKind, Document, Page, PagesRead, SkippedPage
from core.documents.furniture import furniture_of
from core.documents.headings import BodyStyle, body_style, is_heading
from core.documents.outline import outline_of, title_of
from core.documents.pdfium import OpenPdf, opened_pdf, reading_from
from core.documents.text import language
from core.errors import DocumentNotPdf, DocumentWithoutText
from core.sentences import Sentence, said

PROGRESS_S = 0.1
LANGUAGE_PAGES = 20

PICTURE = said("a picture without text")
BLANK = said("blank")
NAMELESS = said("its fonts do not say which letters they draw")
DAMAGED = said("damaged: PDFium cannot load it")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of the file in hexadecimal: a document's id.

    Errors: DocumentNotFound, DocumentNotPdf (a folder), DocumentUnreadable.
    """
    with reading_from(path):
        if path.is_dir():
            raise DocumentNotPdf(path)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def read_document(path: Path, password: str | None = None) -> Iterator[PagesRead | Document]:
    """Yield how many pages have been read, about every 0.1 s, and as the last item the document.

    Closing the generator stops the reading. The password is used and not kept.
    Errors: DocumentNotFound, DocumentNotPdf, DocumentUnreadable, DocumentEmpty, DocumentEncrypted,
    DocumentPasswordWrong, DocumentWithoutText.
    """
    document_id = fingerprint(path)
    with opened_pdf(path, password) as pdf:
        contents: list[Composition] = []
        skipped: list[SkippedPage] = []
        reported = time.monotonic()
        for page_number in range(1, pdf.page_count + 1):
            with pdf.opened_page(page_number) as page:
                sight = sight_of(page) if page else None
            contents.append(composed(sight) if sight else Composition("", [], []))
            if not contents[-1].text:
                skipped.append(SkippedPage(page_number, str(_reason(sight))))
            if time.monotonic() - reported >= PROGRESS_S or page_number == pdf.page_count:
                yield PagesRead(page_number, pdf.page_count)
                reported = time.monotonic()
        if len(skipped) == pdf.page_count:
            raise DocumentWithoutText(path, pdf.page_count)
        pages = _pages(pdf, contents)
        yield Document(
            document_id=document_id,
            path=path,
            title=title_of(pdf.metadata("Title"), pages, path),
            language=language("\n".join(page.body for page in pages[:LANGUAGE_PAGES])),
            pages=pages,
            outline=outline_of(pdf.bookmarks(), pdf.page_count),
            skipped=tuple(skipped),
            author=pdf.metadata("Author"),
        )


def _reason(sight: Sight | None) -> Sentence:
    """Return why a page has no text."""
    if sight is None:
        return DAMAGED
    if sight.source.strip():
        return NAMELESS
    return PICTURE if sight.has_objects else BLANK


def _pages(pdf: OpenPdf, contents: Sequence[Composition]) -> tuple[Page, ...]:
    furniture = furniture_of(contents)
    body = body_style(contents)
    pages = []
    for number, content in enumerate(contents, 1):
        label = pdf.label(number) or furniture.printed[number - 1] or str(number)
        pages.append(Page(number, label, content.text, _blocks(content, furniture.parts[number - 1], body)))
    return tuple(pages)


def _blocks(content: Composition, furniture: set[int], body: BodyStyle) -> tuple[Block, ...]:
    return tuple(
        Block(
            part.start,
            part.end,
            BlockKind.FURNITURE if number in furniture else _kind(content.text, part, body),
        )
        for number, part in enumerate(content.parts)
    )


def _kind(text: str, part: Part, body: BodyStyle) -> BlockKind:
    if part.is_table:
        return BlockKind.TABLE
    heading = is_heading(text[part.start : part.end], part, body)
    return BlockKind.HEADING if heading else BlockKind.PARAGRAPH
