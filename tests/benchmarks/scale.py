"""How soon does a library of 200,000 chunks answer, and what do adding and forgetting cost?

    python -m tests.benchmarks.scale [--chunks N] [--graph] [--folder FOLDER]

The text is made of invented words, as rare and as frequent as real ones, and the vectors lie around random
centres, as real ones lie around topics; documents have 400 chunks each. Times are medians in milliseconds, by
the clock and of the process's own computing. `--graph` walks an HNSW graph instead of comparing all vectors,
and makes it first.
"""

import argparse
import hashlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from core import paths
from core.documents.document import Block, BlockKind, Document, Page, Span
from core.library import keywords
from core.library.chunks import Chunk
from core.library.retriever import CANDIDATES
from core.library.store import Library
from core.library.vectors import EXACT_VECTORS, VectorSearch

DIMENSION = 384
DOCUMENT_CHUNKS = 400
FEW = 3  # documents, where a question is asked of a chosen few
QUESTIONS, QUESTION_WORDS, STOP_WORDS = 20, 6, 100
EMBEDDER = "synthetic"
Row = tuple[str, float, float]
Vectors = NDArray[np.float32]


class Words:
    """Sentences of words as often as they are in real text: a few very often, most of them seldom."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [
            hashlib.sha256(str(at).encode()).hexdigest()[:6].translate(_LETTERS) for at in range(30_000)
        ]
        self._weights = list(accumulate(1 / (at + 20) for at in range(len(self._words))))

    def text(self, words: int) -> str:
        """Return so many words."""
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=words))

    def question(self) -> str:
        """Return as many telling words as a question has; a search leaves the most frequent ones out."""
        weights = [weight - self._weights[STOP_WORDS - 1] for weight in self._weights[STOP_WORDS:]]
        return " ".join(self._random.choices(self._words[STOP_WORDS:], cum_weights=weights, k=QUESTION_WORDS))


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def vectors(chunks: int, seed: int) -> Vectors:
    """Return unit vectors around 500 centres; shape (chunks, DIMENSION)."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(7).standard_normal((500, DIMENSION)).astype(np.float32)
    found = centres[rng.integers(0, len(centres), chunks)]
    found += 0.7 * rng.standard_normal(found.shape).astype(np.float32)
    unit: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit


def add(library: Library, number: int, words: Words, chunks: int = DOCUMENT_CHUNKS) -> str:
    """Keep one document with its vectors; return its id."""
    texts = [words.text(60) for _ in range(chunks)]
    key = hashlib.sha256(str(number).encode()).hexdigest()
    page = Page(1, "1", "\n".join(texts), (Block(0, 1, BlockKind.PARAGRAPH),))
    document = Document(key, Path(f"{number}.pdf"), f"Document {number}", "", (page,))
    library.add(document, [Chunk(key, at, "", (Span(1, 0, 1),), text, 80) for at, text in enumerate(texts)])
    library.store_vectors(EMBEDDER, dict(zip(library.chunks([key]), vectors(chunks, number), strict=True)))
    return key


class Clock:
    """Collects what things take."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Note how long the block takes."""
        began, used = time.perf_counter(), time.process_time()
        yield
        self.rows.append((name, 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)))

    def median(self, name: str, calls: Sequence[Callable[[], object]]) -> None:
        """Note the median of several calls; the first is made once more, and not counted then."""
        inner = Clock()
        calls[0]()
        for call in calls:
            with inner.timed(name):
                call()
        took = statistics.median(row[1] for row in inner.rows)
        self.rows.append((name, took, statistics.median(row[2] for row in inner.rows)))


def measure(folder: Path, chunks: int, exact_vectors: int = EXACT_VECTORS) -> tuple[list[Row], float]:
    """Return what everything takes, and the recall@10 of searching by meaning, against comparing all."""
    clock, words = Clock(), Words(1)
    file = folder / f"{chunks}.sqlite"
    with Library(file) as library:
        kept = list(library.titles())
        wanted = max(FEW + 1, chunks // DOCUMENT_CHUNKS)
        kept += [add(library, number, words) for number in range(len(kept), wanted)]
    with clock.timed("the library is opened"):
        library = Library(file)
    with library:
        recall = _ask(library, kept, clock, words, exact_vectors)
    return clock.rows, recall


def _ask(library: Library, kept: Sequence[str], clock: Clock, words: Words, exact_vectors: int) -> float:
    search = VectorSearch(library, EMBEDDER, exact_vectors)
    asked, questions = vectors(QUESTIONS, 10**6), [words.question() for _ in range(QUESTIONS)]
    with clock.timed("first search by meaning"):
        search.search(asked[0], CANDIDATES)
    for name, chosen in (("all documents", None), (f"{FEW} documents", list(kept[:FEW]))):
        by_meaning = [partial(search.search, vector, CANDIDATES, chosen) for vector in asked]
        clock.median(f"{name}, by meaning", by_meaning)
        expressions = [keywords.match_expression(question) for question in questions]
        by_words = [partial(library.matches, each, CANDIDATES, chosen) for each in expressions]
        clock.median(f"{name}, by words", by_words)
    recall = _recall(library, search, asked)
    with clock.timed("a document is added"):
        added = add(library, 10**6 + os.getpid(), words)
    with clock.timed("search after that"):
        search.search(asked[0], CANDIDATES)
    with clock.timed("a document is forgotten"):
        library.forget(added)
    with clock.timed("search after that"):
        search.search(asked[0], CANDIDATES)
    return recall


def _recall(library: Library, search: VectorSearch, asked: Vectors) -> float:
    ids, kept = library.vectors(EMBEDDER)
    hits = 0
    for vector in asked:
        right = set(ids[np.argsort(-(kept @ vector))[:10]].tolist())
        hits += len(right & {key for key, _ in search.search(vector, 10)})
    return hits / (10 * len(asked))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--chunks", type=int, default=200_000)
    parser.add_argument("--graph", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "openbook-scale")
    options = parser.parse_args()
    os.environ[paths.HOME_VARIABLE] = str(options.folder)
    rows, recall = measure(options.folder, options.chunks, 0 if options.graph else EXACT_VECTORS)
    table = Table("", "ms", "ms of computing", title=f"{options.chunks:,} chunks, recall@10 {recall:.3f}")
    for name, took, computed in rows:
        table.add_row(name, f"{took:.1f}", f"{computed:.1f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
