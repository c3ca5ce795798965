"""A document's chunks get their vectors, in steps that last about a second and are kept as they are done."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from core.library.chunks import Chunk, embedding_text
from core.library.embedder import Embedder
from core.library.records import ChunksEmbedded
from core.library.store import Library

STEP_S = 1.0
FIRST_STEP = 16
LARGEST_STEP = 1024
WATCH_S = 0.25


def index(library: Library, document_id: str, embedder: Embedder) -> Iterator[ChunksEmbedded]:
    """Embed the chunks of a document that have no vector yet; what is done is kept if the iterator is closed.

    The embedder is prepared first, which takes half a minute the first time. Where another process embeds the
    same document, its progress is told, and its work taken over if it ends.
    Errors: NotInLibrary, and what the library and the embedder raise.
    """
    for _ in embedder.prepare():
        yield ChunksEmbedded(0, library.stored(document_id).chunk_count)
    embedder_id, step = embedder.embedder_id, FIRST_STEP
    with _lease(library, document_id, embedder_id) as take_lease:
        while True:
            kept = library.stored(document_id, embedder_id)
            yield ChunksEmbedded(kept.embedded_count, kept.chunk_count)
            if kept.embedded_count == kept.chunk_count:
                return
            if not take_lease():
                time.sleep(WATCH_S)
                continue
            began = time.perf_counter()
            _embed(library, embedder, kept.title, library.pending(document_id, embedder_id, step))
            step = _next_step(step, time.perf_counter() - began)


@contextmanager
def _lease(library: Library, document_id: str, embedder_id: str) -> Iterator[Callable[[], bool]]:
    owner = uuid4().hex
    try:
        yield lambda: library.lease(document_id, embedder_id, owner, os.getpid())
    finally:
        library.release(owner)


def _embed(library: Library, embedder: Embedder, title: str, chunks: Mapping[int, Chunk]) -> None:
    vectors = embedder.embed([embedding_text(title, chunk) for chunk in chunks.values()], "document")
    library.store_vectors(embedder.embedder_id, dict(zip(chunks, vectors, strict=True)))


def _next_step(step: int, took_s: float) -> int:
    """Return how many chunks last about STEP_S, judged by the last step; at most twice as many as in it."""
    return max(1, min(LARGEST_STEP, 2 * step, round(step * STEP_S / max(took_s, 1e-3))))
