"""Documents put into a library, with chunks and vectors."""

import numpy as np

from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens

EMBEDDER = "an embedder"


def add(library: Library, made: Document, max_tokens: int = 12) -> Document:
    library.add(made, chunk_document(made, WordsAsTokens(), max_tokens))
    return made


def embed(library: Library, document_id: str, count: int = -1) -> None:
    rng = np.random.default_rng(0)
    pending = library.pending(document_id, EMBEDDER, count)
    library.store_vectors(EMBEDDER, {key: rng.standard_normal(4).astype(np.float32) for key in pending})
