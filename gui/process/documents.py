"""Documents come into the library, are indexed, described and forgotten: the core child's part of it."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

from core import paths
from core.answering.assembly import DEFAULT_EMBEDDER, forget
from core.answering.moving import moving
from core.documents.document import Document, PagesRead
from core.errors import EmbedderNotInstalled
from core.library.indexing import index
from core.library.opening import open_document, renew
from core.library.records import ChunksEmbedded, StoredDocument
from gui.process.requests import (
    CountConversations,
    DescribeDocument,
    FindPdfs,
    ForgetDocument,
    FoundPdfs,
    IndexDocument,
    ListDocuments,
    OpenDocument,
    OpenedDocument,
    WarmEmbedder,
)
from gui.process.resources import Resources

MOST_FROM_FOLDER = 500

Progress = TypeVar("Progress", PagesRead, ChunksEmbedded)


class Documents:
    """Serves the requests about documents."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def list(self, _request: ListDocuments) -> tuple[StoredDocument, ...]:
        """Return what is kept."""
        return tuple(self._resources.library.documents())

    @staticmethod
    def find_pdfs(request: FindPdfs) -> FoundPdfs:
        """Look through a folder."""
        found = sorted(
            Path(parent, name)
            for parent, _, names in os.walk(request.folder)
            for name in names
            if name.lower().endswith(".pdf") and not name.startswith(".")
        )
        kept = found[:MOST_FROM_FOLDER]
        return FoundPdfs(request.folder, tuple(kept), len(found) - len(kept))

    def describe(self, request: DescribeDocument) -> OpenedDocument:
        """Return a kept document in short."""
        return self._opened(self._resources.library.document(request.document_id))

    def open(self, request: OpenDocument) -> Generator[PagesRead, None, OpenedDocument]:
        """Read a PDF into the library; afterwards it can be searched by words."""
        library, embedder = self._resources.library, self._resources.embedder(request.settings)
        for event in open_document(library, request.path, request.password, embedder, moving):
            if isinstance(event, Document):
                return self._opened(event)
            yield event
        raise AssertionError("opening ends with a document")

    def index(self, request: IndexDocument) -> Generator[PagesRead | ChunksEmbedded, None, StoredDocument]:
        """Bring the document up to date and give its chunks vectors, in the pauses between questions."""
        library, embedder = self._resources.library, self._resources.embedder(request.settings)
        for event in renew(library, request.document_id, None, embedder, moving):
            if isinstance(event, PagesRead):
                yield event
                yield from self._giving_way(event)
        if embedder is None:
            raise EmbedderNotInstalled(_embedder_folder(request))
        for last in index(library, request.document_id, embedder):
            yield last
            yield from self._giving_way(last)
        return library.stored(request.document_id, embedder.embedder_id)

    def warm(self, request: WarmEmbedder) -> None:
        """Load the embedder where there is one; what is wrong with it is told by who needs it."""
        embedder = self._resources.embedder(request.settings)
        if embedder is not None:
            embedder.embed(["?"], "query")

    def _giving_way(self, progress: Progress) -> Iterator[Progress]:
        while self._resources.is_answering():
            self._resources.give_way()
            yield progress

    def count_conversations(self, request: CountConversations) -> int:
        """Return how many conversations would be deleted with the document."""
        return self._resources.library.conversations_about(request.document_id)

    def forget(self, request: ForgetDocument) -> None:
        """Delete the document from the library and from the disk."""
        forget(self._resources.library, request.document_id)

    def _opened(self, document: Document) -> OpenedDocument:
        labels = tuple(page.label for page in document.pages)
        stored = self._resources.library.stored(document.document_id)
        return OpenedDocument(stored, labels, document.outline)


def _embedder_folder(request: IndexDocument) -> Path:
    return paths.models() / (request.settings.embedder or DEFAULT_EMBEDDER)
