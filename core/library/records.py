"""What the library keeps, as rows of its database and back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.documents.document import READER, Block, BlockKind, Document, OutlineItem, Page, SkippedPage, Span
from core.library.chunks import CHUNKER, Chunk

STORED_COLUMNS = (
    "document_id, path, title, author, language, added_s, page_count, word_count, chunker, reader, skipped"
)
DOCUMENT_COLUMNS = STORED_COLUMNS + ", outline"
CHUNK_COLUMNS = "ordinal, section, spans, text, token_count, is_listing"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that the library keeps, in short.

    `added_s` is in seconds since 1970. `word_count` is without running headers and footers. `embedded_count`
    says how many of its `chunk_count` chunks have a vector. `reader` and
    `chunker` made its pages and its chunks.
    """

    document_id: str
    path: Path
    title: str
    author: str
    language: str
    added_s: float
    page_count: int
    word_count: int
    skipped: tuple[SkippedPage, ...]
    chunker: str
    chunk_count: int
    embedded_count: int
    reader: str = READER

    @property
    def is_current(self) -> bool:
        """Whether it was read and cut as it would be today."""
        return self.reader == READER and self.chunker.startswith(CHUNKER)


@dataclass(frozen=True, slots=True)
class ChunksEmbedded:
    """How many of a document's chunks have a vector."""

    done: int
    total: int


def document_row(document: Document, added_s: float, chunker: str) -> tuple[Any, ...]:
    """Return the values of DOCUMENT_COLUMNS for `document`, which was read just now."""
    return (
        document.document_id,
        str(document.path.absolute()),
        document.title,
        document.author,
        document.language,
        added_s,
        len(document.pages),
        sum(len(page.body.split()) for page in document.pages),
        chunker,
        READER,
        json.dumps([(page.page_number, page.reason) for page in document.skipped]),
        json.dumps([(item.title, item.level, item.page_number) for item in document.outline]),
    )


def page_row(page: Page) -> tuple[Any, ...]:
    """Return page number, label, text and blocks for the table of pages."""
    blocks = json.dumps([(block.start, block.end, block.kind) for block in page.blocks])
    return page.page_number, page.label, page.text, blocks


def chunk_row(chunk: Chunk) -> tuple[Any, ...]:
    """Return the values of CHUNK_COLUMNS for a chunk."""
    spans = json.dumps([(span.page_number, span.start, span.end) for span in chunk.spans])
    return chunk.ordinal, chunk.section, spans, chunk.text, chunk.token_count, chunk.is_listing


def to_stored(row: Sequence[Any]) -> StoredDocument:
    """Return the document of a row of STORED_COLUMNS and the two counts."""
    document_id, path, title, author, language, added_s, pages, words, chunker, reader, skipped = row[:-2]
    chunk_count, embedded_count = row[-2:]
    return StoredDocument(
        document_id, Path(path), title, author, language, added_s, pages, words, _skipped(skipped), chunker,
        chunk_count, embedded_count, reader,
    )  # fmt: skip


def to_document(row: Sequence[Any], pages: Sequence[Sequence[Any]]) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS and the rows of its pages."""
    document_id, path, title, author, language, *_, skipped, outline = row
    return Document(
        document_id=document_id,
        path=Path(path),
        title=title,
        language=language,
        pages=tuple(to_page(*page) for page in pages),
        outline=tuple(OutlineItem(*item) for item in json.loads(outline)),
        skipped=_skipped(skipped),
        author=author,
    )


def to_page(page_number: int, label: str, text: str, blocks: str) -> Page:
    """Return the page of a row as `page_row` makes it."""
    placed = tuple(Block(start, end, BlockKind(kind)) for start, end, kind in json.loads(blocks))
    return Page(page_number, label, text, placed)


def to_chunk(document_id: str, row: Sequence[Any]) -> Chunk:
    """Return the chunk of a row of CHUNK_COLUMNS."""
    ordinal, section, saved, text, token_count, is_listing = row
    spans = tuple(Span(*span) for span in json.loads(saved))
    return Chunk(document_id, ordinal, section, spans, text, token_count, bool(is_listing))


def _skipped(saved: str) -> tuple[SkippedPage, ...]:
    return tuple(SkippedPage(*page) for page in json.loads(saved))
