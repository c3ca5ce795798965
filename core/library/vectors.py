"""The chunks nearest to a question, by the cosine of their vectors.

Exact while few vectors are asked: all of them are compared.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.library.store import ChunkIds, DocumentIds, Library, Vectors

Vector = NDArray[np.float32]


class VectorSearch:
    """Finds the nearest chunks of a library among those that one embedder has embedded."""

    def __init__(self, library: Library, embedder_id: str) -> None:
        self._library, self._embedder_id = library, embedder_id
        self._loaded: tuple[object, ChunkIds, Vectors] | None = None

    def search(self, vector: Vector, count: int, document_ids: DocumentIds = None) -> list[tuple[int, float]]:
        """Return the `count` nearest chunks, best first, as (chunk id, cosine similarity).

        Shapes: `vector` is (d,), unit length; d is the embedder's dimension.
        Units:  similarity in [-1, 1], 1 is identical.
        """
        ids, vectors = self._vectors(document_ids)
        return _nearest(vector, ids, vectors, count)

    def _vectors(self, document_ids: Sequence[str] | None) -> tuple[ChunkIds, Vectors]:
        wanted = (self._library.stamp(), None if document_ids is None else tuple(document_ids))
        if self._loaded is None or self._loaded[0] != wanted:
            self._loaded = (wanted, *self._library.vectors(self._embedder_id, document_ids))
        return self._loaded[1:]


def _nearest(vector: Vector, ids: ChunkIds, vectors: Vectors, count: int) -> list[tuple[int, float]]:
    if not len(ids) or count <= 0:
        return []
    similarities = np.clip(vectors @ vector, -1.0, 1.0)
    best = np.argpartition(-similarities, min(count, len(ids)) - 1)[:count]
    order = best[np.lexsort((ids[best], -similarities[best]))]
    return [(int(ids[at]), float(similarities[at])) for at in order]
