"""The chunks nearest to a question, by the cosine of their vectors.

Exact while few vectors are asked: all of them are compared. Beyond that a graph (HNSW) is walked. The graph's
file is a cache: what is wrong, old or missing is made anew from the vectors in the library.
The only module that imports hnswlib.
"""

import json
import logging
import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import hnswlib
import numpy as np
from numpy.typing import NDArray

from core import paths
from core.errors import LibraryError
from core.library.store import ChunkIds, DocumentIds, Library, Vectors

Vector = NDArray[np.float32]
log = logging.getLogger(__name__)

EXACT_VECTORS = 50_000  # compared in about 5 ms
NEIGHBOURS, BUILD_BREADTH, SEARCH_BREADTH = 16, 200, 200  # M, ef_construction and ef of HNSW
SAVE_SHARE = 0.05  # of new vectors; as many as these are quickly added again
VERSION = 1
WIDER = 4  # how many times more are asked of the graph when only some documents count


class VectorSearch:
    """Finds the nearest chunks of a library among those that one embedder has embedded.

    Belongs to the thread of its library. `exact_vectors` is how many vectors are still compared one by one.
    """

    def __init__(self, library: Library, embedder_id: str, exact_vectors: int = EXACT_VECTORS) -> None:
        self._library, self._embedder_id, self._exact_vectors = library, embedder_id, exact_vectors
        self._ids: tuple[object, ChunkIds] | None = None
        self._vectors: tuple[object, ChunkIds, Vectors] | None = None
        self._graph: Graph | None = None

    def search(self, vector: Vector, count: int, document_ids: DocumentIds = None) -> list[tuple[int, float]]:
        """Return the `count` nearest chunks, best first, as (chunk id, cosine similarity).

        Shapes: `vector` is (d,), unit length; d is the embedder's dimension.
        Units:  similarity in [-1, 1], 1 is identical.
        Source: HNSW, Malkov and Yashunin 2018 (arXiv:1603.09320).
        """
        ids = self._asked(document_ids)
        if count <= 0 or not len(ids):
            return []
        if len(ids) > self._exact_vectors:
            found = self._walk(vector, count, ids)
            if len(found) >= min(count, len(ids)):
                return found
        return _nearest(vector, *self._loaded(document_ids), count)

    def _asked(self, document_ids: DocumentIds) -> ChunkIds:
        wanted = self._state(document_ids)
        if self._ids is None or self._ids[0] != wanted:
            self._ids = (wanted, self._library.embedded(self._embedder_id, document_ids))
        return self._ids[1]

    def _loaded(self, document_ids: DocumentIds) -> tuple[ChunkIds, Vectors]:
        wanted = self._state(document_ids)
        if self._vectors is None or self._vectors[0] != wanted:
            self._vectors = (wanted, *self._library.vectors(self._embedder_id, document_ids))
        return self._vectors[1:]

    def _state(self, document_ids: DocumentIds) -> object:
        return self._library.stamp(), None if document_ids is None else tuple(document_ids)

    def _walk(self, vector: Vector, count: int, asked: ChunkIds) -> list[tuple[int, float]]:
        if self._graph is None:
            self._graph = Graph.load(self._library, self._embedder_id)
        kept = asked if len(asked) == len(self._graph) else self._asked(None)
        self._graph = self._graph.brought_to(kept)
        if len(asked) == len(kept):
            return self._graph.search(vector, count)
        found = self._graph.search(vector, WIDER * count)
        among = np.isin([key for key, _ in found], asked)
        return [each for each, is_asked in zip(found, among, strict=True) if is_asked][:count]


class Graph:
    """An HNSW graph over the vectors of one embedder, with its file in the folder of indexes.

    A second file beside it holds the checksum: hnswlib trusts what it loads.
    """

    def __init__(self, library: Library, embedder_id: str) -> None:
        self._library, self._embedder_id = library, embedder_id
        self._index: Any = None
        self._ids = np.empty(0, np.int64)
        self._saved_count = 0

    def __len__(self) -> int:
        return len(self._ids)

    @classmethod
    def load(cls, library: Library, embedder_id: str) -> "Graph":
        """Return the saved graph, or an empty one where none is saved that is whole and of this library."""
        graph = cls(library, embedder_id)
        try:
            said = json.loads(graph._note.read_text(encoding="utf-8"))
            if said == graph._described(said["dimension"]):
                index = hnswlib.Index("ip", said["dimension"])
                index.load_index(str(graph._file))
                graph._index, graph._ids = index, np.sort(np.array(index.get_ids_list(), np.int64))
                graph._saved_count = len(graph)
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            log.warning("The index %s is made anew: %s", graph._file, error)
        return graph

    def brought_to(self, ids: ChunkIds) -> "Graph":
        """Return a graph of exactly these chunks: this one, with what is new added, or one made anew."""
        if len(np.setdiff1d(self._ids, ids, assume_unique=True)):  # forgotten since
            return Graph(self._library, self._embedder_id).brought_to(ids)
        new = np.setdiff1d(ids, self._ids, assume_unique=True)
        if len(new):
            self._add(new)
        return self

    def search(self, vector: Vector, count: int) -> list[tuple[int, float]]:
        """Return the `count` nearest chunks, or all there are, best first, as (chunk id, similarity)."""
        self._index.set_ef(max(SEARCH_BREADTH, count))
        labels, distances = self._index.knn_query(vector, k=min(count, len(self)))
        return [(int(key), 1.0 - float(far)) for key, far in zip(labels[0], distances[0], strict=True)]

    def _add(self, new: ChunkIds) -> None:
        ids, vectors = self._library.vectors(self._embedder_id)
        chosen = np.isin(ids, new)
        if self._index is None:
            self._index = hnswlib.Index("ip", vectors.shape[1])
            self._index.init_index(len(ids), BUILD_BREADTH, NEIGHBOURS)
        self._index.resize_index(max(self._index.get_max_elements(), len(self) + int(chosen.sum())))
        self._index.add_items(vectors[chosen], ids[chosen])
        self._ids = np.union1d(self._ids, ids[chosen])
        if len(self) - self._saved_count > SAVE_SHARE * len(self):
            self._save()

    def _save(self) -> None:
        partial = self._file.with_suffix(f".{os.getpid()}.partial")
        try:
            paths.ensure_folder(self._file.parent)
            self._index.save_index(str(partial))
            partial.replace(self._file)
            self._note.write_text(json.dumps(self._described(self._index.dim)), encoding="utf-8")
            self._saved_count = len(self)
        except (OSError, RuntimeError, LibraryError) as error:
            log.warning("The index is not saved, and will be made anew next time: %s", error)
            with suppress(OSError):
                partial.unlink()

    @property
    def _file(self) -> Path:
        return paths.indexes() / f"{self._embedder_id}.hnsw"

    @property
    def _note(self) -> Path:
        return self._file.with_suffix(".json")

    def _described(self, dimension: int) -> dict[str, object]:
        return {
            "library": self._library.library_id,
            "dimension": dimension,
            "checksum": _checksum(self._file),
            "parameters": [VERSION, NEIGHBOURS, BUILD_BREADTH],
        }


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as opened:
        while part := opened.read(1 << 20):
            total = zlib.crc32(part, total)
    return total


def _nearest(vector: Vector, ids: ChunkIds, vectors: Vectors, count: int) -> list[tuple[int, float]]:
    similarities = np.clip(vectors @ vector, -1.0, 1.0)
    best = np.argpartition(-similarities, min(count, len(ids)) - 1)[:count]
    order = best[np.lexsort((ids[best], -similarities[best]))]
    return [(int(ids[at]), float(similarities[at])) for at in order]
