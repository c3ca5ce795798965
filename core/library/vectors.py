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
from core.library.matching import DocumentIds
from core.library.store import Library
from core.library.vector_rows import ChunkIds, Vectors

Vector = NDArray[np.float32]
log = logging.getLogger(__name__)

EXACT_VECTORS = 250_000  # 200,000 are compared in about 30 ms; a graph of them takes minutes to make
NEIGHBOURS, BUILD_BREADTH, SEARCH_BREADTH = 16, 200, 200  # M, ef_construction and ef of HNSW
SAVE_SHARE = 0.05  # of new vectors; as many as these are quickly added again
VERSION = 2
WIDER = 4  # how many times more are asked of the graph when only some documents count
BLOCK = 65_536  # vectors copied where one of them is forgotten; smaller blocks are compared more slowly


class VectorSearch:
    """Finds the nearest chunks of a library among those that one embedder has embedded.

    Belongs to the thread of its library. `exact_vectors` is how many vectors are still compared one by one.
    """

    def __init__(self, library: Library, embedder_id: str, exact_vectors: int = EXACT_VECTORS) -> None:
        self._library, self._embedder_id, self._exact_vectors = library, embedder_id, exact_vectors
        self._ids: dict[tuple[str, ...] | None, tuple[object, ChunkIds]] = {}
        self._all, self._few = Held(library, embedder_id), Held(library, embedder_id)
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
        held = self._all if document_ids is None else self._few
        held.bring_to(ids)
        return _best(*held.similarities(vector), count)

    def _asked(self, document_ids: DocumentIds) -> ChunkIds:
        """Return the ids of the vectors asked for; those of one choice of documents are remembered."""
        chosen, stamp = None if document_ids is None else tuple(document_ids), self._library.stamp()
        known = self._ids.get(chosen)
        if known is None or known[0] != stamp:
            found = self._library.embedded(self._embedder_id, document_ids)
            if chosen is not None:
                self._ids = {key: ids for key, ids in self._ids.items() if key is None}
            self._ids[chosen] = known = (stamp, found)
        return known[1]

    def _walk(self, vector: Vector, count: int, asked: ChunkIds) -> list[tuple[int, float]]:
        if self._graph is None:
            self._graph = Graph.load(self._library, self._embedder_id)
        kept = asked if len(asked) == len(self._graph) else self._asked(None)
        self._graph.bring_to(kept)
        if len(asked) == len(kept):
            return self._graph.search(vector, count)
        found = self._graph.search(vector, WIDER * count)
        among = np.isin([key for key, _ in found], asked)
        return [each for each, is_asked in zip(found, among, strict=True) if is_asked][:count]


class Held:
    """Vectors in memory, which follow the library: only what is new is read, and little is copied."""

    def __init__(self, library: Library, embedder_id: str) -> None:
        self._library, self._embedder_id = library, embedder_id
        self._ids, self._blocks = np.empty(0, np.int64), list[tuple[ChunkIds, Vectors]]()

    def bring_to(self, ids: ChunkIds) -> None:
        """Hold the vectors of exactly these chunks; `ids` ascend."""
        if np.array_equal(ids, self._ids):
            return
        self._blocks = [kept for block in self._blocks if len((kept := _among(ids, *block))[0])]
        new = np.setdiff1d(ids, self._ids, assume_unique=True)
        if len(new):
            self._append(*self._library.vectors(self._embedder_id, new))
        self._ids = ids

    def similarities(self, vector: Vector) -> tuple[ChunkIds, Vector]:
        """Return the chunks that are held, as ids (n,), and the cosines of their vectors to `vector` (n,)."""
        ids, similarities = zip(*((ids, vectors @ vector) for ids, vectors in self._blocks), strict=True)
        return np.concatenate(ids), np.concatenate(similarities)

    def _append(self, ids: ChunkIds, vectors: Vectors) -> None:
        if self._blocks and len(self._blocks[-1][0]) + len(ids) <= BLOCK:
            last_ids, last = self._blocks.pop()
            ids, vectors = np.concatenate([last_ids, ids]), np.concatenate([last, vectors])
        self._blocks += [(ids[at : at + BLOCK], vectors[at : at + BLOCK]) for at in range(0, len(ids), BLOCK)]


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

    def bring_to(self, ids: ChunkIds) -> None:
        """Make this the graph of exactly these chunks: what is new is added, what is forgotten taken out."""
        gone = np.setdiff1d(self._ids, ids, assume_unique=True)
        new = np.setdiff1d(ids, self._ids, assume_unique=True)
        if len(gone) == len(self._ids) > 0:
            self._index, self._ids, gone = None, np.empty(0, np.int64), gone[:0]
        if len(gone):
            self._take_out(gone)
        if len(new):
            self._add(new)
        if len(gone) or len(new):
            self._save_if_much_changed()

    def search(self, vector: Vector, count: int) -> list[tuple[int, float]]:
        """Return the `count` nearest chunks, or all there are, best first, as (chunk id, similarity).

        None where the walk does not come by so many: that can be when most of what is near is forgotten.
        """
        self._index.set_ef(max(SEARCH_BREADTH, count))
        try:
            labels, distances = self._index.knn_query(vector, k=min(count, len(self)))
        except RuntimeError:
            return []
        return [(int(key), 1.0 - float(far)) for key, far in zip(labels[0], distances[0], strict=True)]

    def _take_out(self, gone: ChunkIds) -> None:
        """Take chunks out; the vectors of others take the place of theirs, so that none of them is saved."""
        kept = np.setdiff1d(self._ids, gone, assume_unique=True)
        # Of many others: a heap of equal ones would stand in the way of who searches there.
        others = kept[np.linspace(0, len(kept) - 1, len(gone)).astype(np.int64)]
        self._index.add_items(np.array(self._index.get_items(others), np.float32), gone)
        for key in gone.tolist():
            self._index.mark_deleted(key)
        self._ids = kept

    def _add(self, new: ChunkIds) -> None:
        ids, vectors = self._library.vectors(self._embedder_id, new)
        if self._index is None:
            self._index = hnswlib.Index("ip", vectors.shape[1])
            self._index.init_index(len(ids), BUILD_BREADTH, NEIGHBOURS)
        room = self._index.get_current_count() + len(ids)
        self._index.resize_index(max(self._index.get_max_elements(), room))
        self._index.add_items(vectors, ids)
        self._ids = np.union1d(self._ids, ids)

    def _save_if_much_changed(self) -> None:
        # The file is gone when a document was forgotten: it would hold that document's vectors.
        if not self._file.exists() or len(self) - self._saved_count > SAVE_SHARE * len(self):
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


def _among(wanted: ChunkIds, ids: ChunkIds, vectors: Vectors) -> tuple[ChunkIds, Vectors]:
    is_kept = np.isin(ids, wanted, assume_unique=True)
    return (ids, vectors) if is_kept.all() else (ids[is_kept], vectors[is_kept])


def _best(ids: ChunkIds, similarities: Vector, count: int) -> list[tuple[int, float]]:
    best = np.argpartition(-similarities, min(count, len(ids)) - 1)[:count]
    order = best[np.lexsort((ids[best], -similarities[best]))]
    return [(int(ids[at]), float(np.clip(similarities[at], -1.0, 1.0))) for at in order]
