"""The words of the library's chunks, as full-text search keeps them."""

from core.library import keywords
from core.library.database import Database
from core.library.matching import CHUNKS_OF, DocumentIds, among


def insert_terms(database: Database, chunk_id: int, title: str, section: str, text: str) -> None:
    """Keep the words of a chunk; the caller holds the write lock."""
    found, above, beside = (keywords.analyse(each) for each in (text, title, section))
    database.execute(
        "INSERT INTO terms (rowid, body, forms, title, section) VALUES (?, ?, ?, ?, ?)",
        (chunk_id, found.body, found.forms, _all(above), _all(beside)),
    )


def _all(found: keywords.Terms) -> str:
    return f"{found.body} {found.forms}"


def renew_terms(database: Database, document_ids: DocumentIds) -> None:
    """Analyse the chunks of those of these documents again whose words another analysis made."""
    where, values = among(document_ids)
    sql = f"SELECT document_key FROM documents d WHERE analysis != ? AND {where}"
    for (key,) in database.rows(sql, [keywords.VERSION, *values]):
        with database.writing():
            _renew(database, key)


def _renew(database: Database, document_key: int) -> None:
    chunks = database.rows(
        f"SELECT c.chunk_id, d.title, c.section, c.text FROM {CHUNKS_OF} WHERE document_key = ?",
        (document_key,),
    )
    database.execute_many("DELETE FROM terms WHERE rowid = ?", ((row[0],) for row in chunks))
    for row in chunks:
        insert_terms(database, *row)
    database.execute(
        "UPDATE documents SET analysis = ? WHERE document_key = ?", (keywords.VERSION, document_key)
    )
