"""Vectors as rows of the library's database and back. Not among `records`: the window does without numpy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
ChunkIds = NDArray[np.int64]

STORED_AS = np.dtype("<f2")  # half the room of float32; cosines change by less than 0.001


def to_row(vector: Vectors) -> bytes:
    """Return one vector (d,) for the table of vectors."""
    return vector.astype(STORED_AS).tobytes()


def to_vectors(rows: Sequence[tuple[int, bytes]]) -> tuple[ChunkIds, Vectors]:
    """Return rows of chunk id and vector as ids (n,) and vectors (n, d)."""
    ids = np.array([chunk_id for chunk_id, _ in rows], np.int64)
    flat = np.frombuffer(b"".join(vector for _, vector in rows), STORED_AS)
    return ids, flat.astype(np.float32).reshape(len(rows), -1 if rows else 0)
