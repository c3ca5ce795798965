"""A PDF comes into the library: read once, cut into chunks, searchable by words from then on."""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

from core.documents.document import READER, Document, PagesRead
from core.documents.pdf import fingerprint, read_document
from core.errors import DocumentError
from core.library.chunks import CHUNKER, Chunk, chunk_document
from core.library.conversations import Moved
from core.library.embedder import Embedder
from core.library.store import Library

log = logging.getLogger(__name__)

ESTIMATED = f"{CHUNKER}/estimated"

# The document as it was kept, and as it is read now -> what moves saved answers from the one to the other.
Moving = Callable[[Document, Document], Moved]


class EstimatedTokens:
    """Counts a token for every four characters, where no embedder is installed that could say better."""

    def counts(self, words: Sequence[str]) -> list[int]:
        """Return the number of tokens of each word, roughly."""
        return [1 + len(word) // 4 for word in words]


def open_document(
    library: Library,
    path: Path,
    password: str | None = None,
    embedder: Embedder | None = None,
    moving: Moving | None = None,
) -> Iterator[PagesRead | Document]:
    """Yield the progress of reading the PDF at `path`, and at last the document.

    A file that the library keeps already, under whatever name, is not read again, unless another version of
    the reader read it (see `renew`). Without an `embedder` the chunks are cut by estimate, and cut anew when
    the document is next opened with one.
    Errors: all that `read_document` raises, and what the library and the embedder raise.
    """
    document_id = fingerprint(path)
    if library.has(document_id):
        library.move(document_id, path)
        yield from renew(library, document_id, password, embedder, moving)
        return
    for event in read_document(path, password):
        if isinstance(event, Document):
            library.add(event, _chunks(event, embedder), _chunker(embedder))
        yield event


def renew(
    library: Library,
    document_id: str,
    password: str | None = None,
    embedder: Embedder | None = None,
    moving: Moving | None = None,
) -> Iterator[PagesRead | Document]:
    """Yield a kept document as the last item, read and cut as it would be today.

    It is read again where an older reader read it and its file is still there, unchanged and readable; else
    it stays as it is. What was asked about it stays, and is moved by `moving` to where the text is now.
    Errors: NotInLibrary, and what the library and the embedder raise.
    """
    kept, stored = library.document(document_id), library.stored(document_id)
    read = (yield from _read_again(kept, password)) if stored.reader != READER else None
    if read is not None:
        moved = moving(kept, read) if moving else None
        library.renew(read, _chunks(read, embedder), _chunker(embedder), moved)
    elif embedder and stored.chunker != CHUNKER:
        library.add(kept, _chunks(kept, embedder), CHUNKER)
    yield read or kept


def _read_again(kept: Document, password: str | None) -> Generator[PagesRead, None, Document | None]:
    """Yield the progress of reading a kept document's file again; return None where that cannot be done."""
    try:
        if fingerprint(kept.path) != kept.document_id:
            return None
        for event in read_document(kept.path, password):
            if isinstance(event, Document):
                return event
            yield event
    except DocumentError as error:
        log.info("%s stays as it was read: %s", kept.path.name, error)
    return None


def _chunker(embedder: Embedder | None) -> str:
    return CHUNKER if embedder else ESTIMATED


def _chunks(document: Document, embedder: Embedder | None) -> list[Chunk]:
    return chunk_document(document, embedder.tokenizer if embedder else EstimatedTokens())
