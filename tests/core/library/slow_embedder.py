"""An embedder without a model, for what the real one is too slow for: kills and races.

As a program it indexes every document of the library, and writes a line for each text that it embeds.

    python -m tests.core.library.slow_embedder SECONDS_PER_TEXT
"""

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import paths
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.quantised import Kind
from core.library.store import Library


class SlowEmbedder(Embedder):
    """Gives a vector that the text decides, and remembers which texts it was asked for."""

    def __init__(self, seconds: float = 0.0, dimension: int = 8) -> None:
        self.folder, self._seconds = Path("/no/folder"), seconds
        self.embedder_id, self.dimension = "slow", dimension
        self.asked: list[str] = []

    def prepare(self) -> Iterator[None]:
        yield from ()

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        time.sleep(self._seconds * len(texts))
        self.asked += texts
        vectors = np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, self.dimension))
        return vectors.astype(np.float32)

    def _vector(self, text: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension)
        return np.asarray(vector / np.linalg.norm(vector))


def main() -> None:
    embedder = SlowEmbedder(float(sys.argv[1]))
    with Library(paths.library_file()) as library:
        for stored in library.documents():
            for _ in index(library, stored.document_id, embedder):
                sys.stdout.write("".join("embedded\n" for _ in embedder.asked))
                sys.stdout.flush()
                embedder.asked.clear()


if __name__ == "__main__":
    main()
