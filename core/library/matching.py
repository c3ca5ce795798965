"""The chunks of a library that have the words asked for, all or those of chosen documents alone."""

from collections.abc import Collection, Sequence
from typing import Any

from core.library import keywords
from core.library.database import Database

DocumentIds = Sequence[str] | None  # None: all

CHUNKS_OF = "chunks c JOIN documents d USING (document_key)"
RANGES = 100  # of chunk ids in one query; SQLite bounds how long a condition can be


def matches(
    database: Database, expression: str, count: int, document_ids: DocumentIds
) -> list[tuple[int, float]]:
    """Return the chunks that match an FTS5 expression, best first, as (chunk id, BM25).

    Chosen documents are given to FTS5 as ranges of ids, which it seeks; a join would score all matches first.
    """
    if not expression:
        return []
    if document_ids is None:
        return _matches(database, expression, count, "TRUE", [])
    found: list[tuple[int, float]] = []
    ranges = _chunk_ranges(database, document_ids)
    for at in range(0, len(ranges), RANGES):
        part = ranges[at : at + RANGES]
        each = " OR ".join(["rowid BETWEEN ? AND ?"] * len(part))
        values = [part[0][0], part[-1][1], *(end for bounds in part for end in bounds)]
        found += _matches(database, expression, count, f"rowid BETWEEN ? AND ? AND ({each})", values)
    return sorted(found, key=lambda each: (-each[1], each[0]))[:count]


def _matches(
    database: Database, expression: str, count: int, where: str, values: Sequence[int]
) -> list[tuple[int, float]]:
    return database.rows(
        f"""SELECT rowid, -bm25(terms, {", ".join(map(str, keywords.COLUMN_WEIGHTS))}) AS score
        FROM terms WHERE terms MATCH ? AND {where} ORDER BY score DESC, rowid LIMIT ?""",
        [expression, *values, count],
    )


def texts(database: Database, document_ids: DocumentIds, most: int) -> list[str]:
    """Return the texts of these documents' chunks; none where they have more than `most`."""
    where, values = among(document_ids)
    found = database.rows(f"SELECT c.text FROM {CHUNKS_OF} WHERE {where} LIMIT ?", [*values, most + 1])
    return [text for (text,) in found] if len(found) <= most else []


def _chunk_ranges(database: Database, document_ids: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last chunk id of each document, which are kept in one go; ascending."""
    where, values = among(document_ids)
    return database.rows(
        f"""SELECT min(c.chunk_id), max(c.chunk_id) FROM {CHUNKS_OF}
        WHERE {where} GROUP BY c.document_key ORDER BY 1""",
        values,
    )


def marks(values: Collection[Any]) -> str:
    """Return a question mark for each value, as SQL writes a list."""
    return ", ".join("?" * len(values))


def among(document_ids: DocumentIds) -> tuple[str, list[str]]:
    """Return the condition that `d` is one of these documents, and its values."""
    if document_ids is None:
        return "TRUE", []
    return f"d.document_id IN ({marks(document_ids)})", list(document_ids)
