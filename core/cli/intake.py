"""Opening and indexing PDFs in the terminal, with a live line for each."""

import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from core.cli.console import remaining, step
from core.documents.document import Document
from core.errors import DocumentEncrypted

if TYPE_CHECKING:
    from core.library.embedder import Embedder
    from core.library.store import Library


def open_all(
    library: "Library", files: Sequence[Path], password: str | None, embedder: "Embedder | None"
) -> list[Document]:
    """Return the documents at `files`: from the library where it has them, else read into it first."""
    documents = [_open(library, file, password, embedder) for file in files]
    return list({document.document_id: document for document in documents}.values())


def index_all(library: "Library", documents: Sequence[Document], embedder: "Embedder") -> None:
    """Embed what is not embedded yet. It is kept as it comes, so a stop loses next to nothing."""
    from core.library.indexing import index

    for document in documents:
        with step(f"Indexing {document.title}") as line:
            started_at, first = perf_counter(), None
            for event in index(library, document.document_id, embedder):
                first = event.done if first is None else first
                left = remaining(event.done - first, event.total - first, perf_counter() - started_at)
                line.show(event.done, event.total, f"{event.done:,} of {event.total:,} passages  {left}")


def _open(library: "Library", file: Path, password: str | None, embedder: "Embedder | None") -> Document:
    try:
        return _read(library, file, password, embedder)
    except DocumentEncrypted:
        if password is not None or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
    return _read(library, file, getpass(f"Password for {file.name}: ", stream=sys.stderr), embedder)


def _read(library: "Library", file: Path, password: str | None, embedder: "Embedder | None") -> Document:
    from core.answering.moving import moving
    from core.library.opening import open_document

    with step(f"Opening {file.name}") as line:
        for event in open_document(library, file, password, embedder, moving):
            if isinstance(event, Document):
                return event
            line.show(event.done, event.total, f"{event.done:,} of {event.total:,} pages")
    raise AssertionError("opening ends with a document")
