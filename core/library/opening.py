"""A PDF comes into the library: read once, cut into chunks, searchable by words from then on."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.documents.document import Document, PagesRead
from core.documents.pdf import fingerprint, read_document
from core.library.chunks import CHUNKER, Chunk, chunk_document
from core.library.embedder import Embedder
from core.library.store import Library

ESTIMATED = f"{CHUNKER}/estimated"


class EstimatedTokens:
    """Counts a token for every four characters, where no embedder is installed that could say better."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return the number of tokens of each word, roughly."""
        return [1 + len(word) // 4 for word in words]


def open_document(
    library: Library, path: Path, password: str | None = None, embedder: Embedder | None = None
) -> Iterator[PagesRead | Document]:
    """Yield the progress of reading the PDF at `path`, and at last the document.

    A file that the library keeps already, under whatever name, is not read again. Without an `embedder` the
    chunks are cut by estimate, and cut anew when the document is next opened with one.
    Errors: all that `read_document` raises, and what the library and the embedder raise.
    """
    document_id = fingerprint(path)
    chunker = CHUNKER if embedder else ESTIMATED
    if library.has(document_id):
        library.move(document_id, path)
        document = library.document(document_id)
        if embedder and library.stored(document_id).chunker != chunker:
            library.add(document, _chunks(document, embedder), chunker)
        yield document
        return
    for event in read_document(path, password):
        if isinstance(event, Document):
            library.add(event, _chunks(event, embedder), chunker)
        yield event


def _chunks(document: Document, embedder: Embedder | None) -> list[Chunk]:
    return chunk_document(document, embedder.tokenizer if embedder else EstimatedTokens())
