"""A document is cut into chunks again: those that read as before keep the vectors that they had."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from core.library.database import Database
from core.library.matching import CHUNKS_OF

# The document's title, the chunk's section and its text are all that an embedder reads of it.
TEXTS = f"SELECT c.chunk_id, d.title, c.section, c.text FROM {CHUNKS_OF} WHERE document_key = ?"


@contextmanager
def inherited(database: Database, document_key: int) -> Iterator[None]:
    """Put the document's new chunks in the place of the old ones meanwhile; the caller holds the write lock.

    A new chunk that an embedder would read as it read an old one gets the old one's vectors.
    """
    vectors = defaultdict[tuple[str, ...], list[tuple[str, bytes]]](list)
    sql = f"SELECT title, section, text, embedder_id, vector FROM ({TEXTS}) JOIN vectors USING (chunk_id)"
    for *read, embedder_id, vector in database.rows(sql, (document_key,)):
        vectors[tuple(read)].append((embedder_id, vector))
    yield
    database.execute_many(
        "INSERT OR IGNORE INTO vectors (chunk_id, embedder_id, vector) VALUES (?, ?, ?)",
        (
            (chunk_id, *vector)
            for chunk_id, *read in database.rows(TEXTS, (document_key,))
            for vector in vectors.get(tuple(read), ())
        ),
    )
