"""The library: documents, their pages, chunks, vectors and words, kept in one SQLite file.

    with Library(paths.library_file()) as library:
        library.add(document, chunk_document(document, tokenizer))

A `Library` belongs to the thread that opened it; other threads and processes open their own on the file.
"""

import json
import shutil
import time
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

import numpy as np

from core import paths
from core.documents.document import Document, Page
from core.errors import NameAmbiguous, NotInLibrary
from core.library import keywords, matching, records
from core.library.chunks import CHUNKER, Chunk
from core.library.conversations import Conversations, Moved
from core.library.database import BUSY_S, Database
from core.library.inheriting import inherited
from core.library.leases import take_lease
from core.library.matching import CHUNKS_OF, DocumentIds, among, marks
from core.library.records import CHUNK_COLUMNS, DOCUMENT_COLUMNS, STORED_COLUMNS, StoredDocument
from core.library.terms import insert_terms, renew_terms
from core.library.vector_rows import ChunkIds, Vectors, to_row, to_vectors

ID_PREFIX_CHARS = 6  # as many characters of a document id as say which one is meant
SCANNED = 20_000  # so many vectors are found sooner by reading all than one by one

PAGES = "SELECT page_number, label, text, blocks FROM pages WHERE document_key = ?"
EMBEDDED = f"{CHUNKS_OF} JOIN vectors v USING (chunk_id)"


class Library:
    """All that is kept of the documents that were read.

    Methods that take `document_ids` mean all documents by None, and pass over ids that are not kept.
    Errors, of every method: LibraryUnwritable, LibraryDamaged, LibraryTooNew, LibraryBusy, DiskFull.
    """

    def __init__(self, file: Path, busy_s: float = BUSY_S) -> None:
        self.file = file
        self._database = Database(file, busy_s)
        if self._fact("erase"):  # a document was forgotten, and we were stopped before its traces were gone
            self._erase()

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the library's file."""
        self._database.close()

    @cached_property
    def library_id(self) -> str:
        """A name that no other library has, to tell by what caches were made of."""
        if self._fact("library") is None:
            self._write("INSERT OR IGNORE INTO facts VALUES ('library', ?)", uuid4().hex)
        return str(self._fact("library"))

    def stamp(self) -> tuple[int, int]:
        """Return a value that changes whenever the library changes; it costs no reading."""
        return self._database.stamp()

    @cached_property
    def conversations(self) -> Conversations:
        """What was asked about the documents, and answered; `core.answering.history` reads and writes it."""
        return Conversations(self._database, self._erase_rows)

    # Documents

    def add(self, document: Document, chunks: Sequence[Chunk], chunker: str = CHUNKER) -> None:
        """Keep `document` and its chunks; from now on they can be found by words.

        A document that is kept already only takes on the new path, and new chunks where `chunker` says that
        they are made in another way; those of them that read as before keep their vectors.
        """
        with self._database.writing():
            kept = self._one(
                "SELECT document_key, chunker FROM documents WHERE document_id = ?", document.document_id
            )
            if kept is None:
                self._insert_chunks(self._insert_document(document, chunker), document.title, chunks)
                return
            key, kept_chunker = kept
            self._set_path(key, document.path)
            if kept_chunker != chunker:
                with inherited(self._database, key):
                    self._delete_chunks(key)
                    self._write("UPDATE documents SET chunker = ? WHERE document_key = ?", chunker, key)
                    self._insert_chunks(key, document.title, chunks)

    def renew(
        self, document: Document, chunks: Sequence[Chunk], chunker: str = CHUNKER, moved: Moved | None = None
    ) -> None:
        """Keep a document that was read anew in the place of the one that is kept, and its chunks.

        Chunks that read as before keep their vectors. Conversations about it stay; `moved` makes of each
        saved answer one about what was read now.
        Errors: NotInLibrary.
        """
        with self._database.writing():
            key = self._key(document.document_id)
            added_s = self._one("SELECT added_s FROM documents WHERE document_key = ?", key)[0]
            row = records.document_row(document, added_s, chunker)
            with inherited(self._database, key):
                self._delete_chunks(key)
                self._write("DELETE FROM pages WHERE document_key = ?", key)
                change = f"UPDATE documents SET ({DOCUMENT_COLUMNS}) = ({marks(row)}) WHERE document_key = ?"
                self._write(change, *row, key)
                self._insert_pages(key, document)
                self._insert_chunks(key, document.title, chunks)
            if moved:
                self.conversations.move_about(document.document_id, moved)

    def titles(self) -> dict[str, str]:
        """Return the title of each document that is kept by its id, in the order they were added."""
        return dict(self._database.rows("SELECT document_id, title FROM documents ORDER BY document_key"))

    def has(self, document_id: str) -> bool:
        """Say whether the document is kept."""
        return self._one("SELECT 1 FROM documents WHERE document_id = ?", document_id) is not None

    def documents(self, embedder_id: str | None = None) -> list[StoredDocument]:
        """Return what is kept, in the order it was added; vectors are counted of this embedder, or of any."""
        return self._stored("TRUE", embedder_id)

    def stored(self, document_id: str, embedder_id: str | None = None) -> StoredDocument:
        """Return what `documents` says of one document.

        Errors: NotInLibrary.
        """
        return self._stored("document_key = ?2", embedder_id, self._key(document_id))[0]

    def document(self, document_id: str) -> Document:
        """Return the document as it was read; the PDF is not needed. Errors: NotInLibrary."""
        with self._database.reading():
            key = self._key(document_id)
            row = self._one(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE document_key = ?", key)
            pages = self._database.rows(f"{PAGES} ORDER BY page_number", (key,))
        return records.to_document(row, pages)

    def pages(self, document_id: str, page_numbers: Collection[int]) -> dict[int, Page]:
        """Return these pages of a document by number.

        Errors: NotInLibrary.
        """
        numbered = f"{PAGES} AND page_number IN ({marks(page_numbers)})"
        rows = self._database.rows(numbered, [self._key(document_id), *page_numbers])
        return {row[0]: records.to_page(*row) for row in rows}

    def find(self, name: str) -> StoredDocument:
        """Return the document of this path, or else id or start of it, file name, or title.

        Errors: NotInLibrary, NameAmbiguous.
        """
        kept, path = self.documents(), Path(name).expanduser().absolute()
        known_as = (
            [d for d in kept if d.path == path],
            [d for d in kept if len(name) >= ID_PREFIX_CHARS and d.document_id.startswith(name.lower())],
            [d for d in kept if name.casefold() in (d.path.name.casefold(), d.path.stem.casefold())],
            [d for d in kept if d.title.casefold() == name.casefold()],
        )
        found = next(filter(None, known_as), [])
        if len(found) > 1:
            raise NameAmbiguous(name, [d.document_id for d in found])
        if not found:
            raise NotInLibrary(name)
        return found[0]

    def move(self, document_id: str, path: Path) -> None:
        """Note that the document's file now lies at `path`.

        Errors: NotInLibrary.
        """
        with self._database.writing():
            self._set_path(self._key(document_id), path)

    def forget(self, document_id: str) -> None:
        """Remove the document, the conversations about it, and every trace of both from the disk.

        Errors: NotInLibrary; LibraryBusy where another process reads on: the document is gone from the
        library then, and its traces go when the library is next opened.
        """
        with self._database.writing():
            key = self._key(document_id)
            self._delete_chunks(key)
            self._write("DELETE FROM documents WHERE document_key = ?", key)
            self.conversations.delete_about(document_id)
            self._set_fact("erase", "1")
        self._erase()

    def conversations_about(self, document_id: str) -> int:
        """Return how many conversations `forget` would remove with the document."""
        return self.conversations.count_about(document_id)

    # Chunks and their words

    def chunks(self, document_ids: DocumentIds = None) -> dict[int, Chunk]:
        """Return the chunks of these documents by chunk id, each document's in order."""
        where, values = among(document_ids)
        return self._chunks(f"WHERE {where} ORDER BY c.document_key, c.ordinal", values)

    def chunks_by_id(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        """Return these chunks by chunk id; ids that are not kept are passed over."""
        return self._chunks(f"WHERE c.chunk_id IN ({marks(chunk_ids)})", list(chunk_ids))

    def chunks_on(self, page_numbers: Collection[int], document_ids: DocumentIds = None) -> list[int]:
        """Return the ids of the chunks that are on these pages, in order.

        A number means the page with that label; where a document has no such label, the page itself.
        """
        where, values = among(document_ids)
        numbers = marks(page_numbers)
        rows = self._database.rows(
            f"""SELECT DISTINCT c.chunk_id FROM {CHUNKS_OF} JOIN json_each(c.spans) s
            JOIN pages p ON p.document_key = c.document_key AND p.page_number = json_extract(s.value, '$[0]')
            WHERE {where} AND (p.label IN ({numbers}) OR p.page_number IN ({numbers}) AND NOT EXISTS (
                SELECT 1 FROM pages o WHERE o.document_key = c.document_key AND o.label = '' || p.page_number
            )) ORDER BY c.chunk_id""",
            [*values, *map(str, page_numbers), *page_numbers],
        )
        return [key for (key,) in rows]

    def listings(self, chunk_ids: Sequence[int]) -> set[int]:
        """Return which of these chunks are of a contents page or an index."""
        where = f"is_listing AND chunk_id IN ({marks(chunk_ids)})"
        return {
            key for (key,) in self._database.rows(f"SELECT chunk_id FROM chunks WHERE {where}", chunk_ids)
        }

    def matches(
        self, expression: str, count: int, document_ids: DocumentIds = None
    ) -> list[tuple[int, float]]:
        """Return the chunks that match an FTS5 expression, best first, as (chunk id, score).

        Documents whose words another version of the analysis made are analysed again first.
        Units: score is BM25, more is better.
        """
        renew_terms(self._database, document_ids)
        return matching.matches(self._database, expression, count, document_ids)

    def texts(self, document_ids: DocumentIds, most: int) -> list[str]:
        """Return the texts of these documents' chunks; none where they have more than `most`."""
        return matching.texts(self._database, document_ids, most)

    # Vectors

    def pending(self, document_id: str, embedder_id: str, count: int = -1) -> dict[int, Chunk]:
        """Return the document's first `count` chunks (-1: all) that have no vector of this embedder yet.

        Errors: NotInLibrary.
        """
        return self._chunks(
            """WHERE c.document_key = ? AND NOT EXISTS
                (SELECT 1 FROM vectors v WHERE v.embedder_id = ? AND v.chunk_id = c.chunk_id)
            ORDER BY c.ordinal LIMIT ?""",
            [self._key(document_id), embedder_id, count],
        )

    def store_vectors(self, embedder_id: str, vectors: Mapping[int, Vectors]) -> None:
        """Keep one vector (d,) for each chunk id; chunks that were forgotten meanwhile are passed over."""
        rows = [(embedder_id, to_row(vector), key) for key, vector in vectors.items()]
        with self._database.writing():
            self._database.execute_many(
                """INSERT OR IGNORE INTO vectors (embedder_id, vector, chunk_id)
                SELECT ?, ?, chunk_id FROM chunks WHERE chunk_id = ?""",
                rows,
            )

    def embedded(self, embedder_id: str, document_ids: DocumentIds = None) -> ChunkIds:
        """Return the ids of the chunks that have a vector of this embedder, ascending; shape (n,)."""
        if document_ids is None:
            sql, values = "SELECT chunk_id FROM vectors WHERE embedder_id = ?", list[str]()
        else:
            where, values = among(document_ids)
            sql = f"SELECT v.chunk_id FROM {EMBEDDED} WHERE v.embedder_id = ? AND {where}"
        return np.sort(
            np.array([key for (key,) in self._database.rows(sql, [embedder_id, *values])], np.int64)
        )

    def vectors(self, embedder_id: str, chunk_ids: ChunkIds | None = None) -> tuple[ChunkIds, Vectors]:
        """Return the vectors of these chunks (None: of all that have one), as ids (n,) and vectors (n, d)."""
        every = "SELECT chunk_id, vector FROM vectors NOT INDEXED WHERE embedder_id = ?"
        if chunk_ids is None or len(chunk_ids) > SCANNED:  # read in the order in which they lie on the disk
            ids, vectors = to_vectors(self._database.rows(every, [embedder_id]))
            chosen = np.isin(ids, ids if chunk_ids is None else chunk_ids)
            return (ids, vectors) if chosen.all() else (ids[chosen], vectors[chosen])
        rows = self._database.rows(
            """SELECT chunk_id, vector FROM vectors
            WHERE embedder_id = ? AND chunk_id IN (SELECT value FROM json_each(?))""",
            [embedder_id, json.dumps(chunk_ids.tolist())],
        )
        return to_vectors(rows)

    # Who embeds what

    def lease(self, document_id: str, embedder_id: str, owner: str, pid: int) -> bool:
        """Take or renew the right to embed this document; false while another living process holds it.

        Errors: NotInLibrary.
        """
        return take_lease(self._database, self._key(document_id), embedder_id, owner, pid)

    def release(self, owner: str) -> None:
        """Give back every lease of `owner`."""
        with self._database.writing():
            self._write("DELETE FROM leases WHERE owner = ?", owner)

    # The rest is for this class alone

    def _one(self, sql: str, *values: Any) -> Any:
        return next(iter(self._database.rows(sql, values)), None)

    def _write(self, sql: str, *values: Any) -> int:
        return self._database.execute(sql, values)

    def _key(self, document_id: str) -> int:
        row = self._one("SELECT document_key FROM documents WHERE document_id = ?", document_id)
        if row is None:
            raise NotInLibrary(document_id)
        key: int = row[0]
        return key

    def _fact(self, name: str) -> str | None:
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return row and str(row[0])

    def _set_fact(self, name: str, value: str) -> None:
        self._write("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def _stored(self, where: str, embedder_id: str | None, *values: Any) -> list[StoredDocument]:
        rows = self._database.rows(
            f"""SELECT {STORED_COLUMNS},
                (SELECT count(*) FROM chunks c WHERE c.document_key = d.document_key),
                (SELECT count(DISTINCT v.chunk_id) FROM chunks c JOIN vectors v USING (chunk_id)
                 WHERE c.document_key = d.document_key AND (?1 IS NULL OR v.embedder_id = ?1))
            FROM documents d WHERE {where} ORDER BY document_key""",
            (embedder_id, *values),
        )
        return [records.to_stored(row) for row in rows]

    def _chunks(self, where: str, values: Sequence[Any]) -> dict[int, Chunk]:
        rows = self._database.rows(
            f"SELECT chunk_id, document_id, {CHUNK_COLUMNS} FROM {CHUNKS_OF} {where}", values
        )
        return {chunk_id: records.to_chunk(document_id, row) for chunk_id, document_id, *row in rows}

    def _set_path(self, key: int, path: Path) -> None:
        self._write("UPDATE documents SET path = ? WHERE document_key = ?", str(path.absolute()), key)

    def _insert_document(self, document: Document, chunker: str) -> int:
        row = (*records.document_row(document, time.time(), chunker), keywords.VERSION)
        key = self._write(f"INSERT INTO documents ({DOCUMENT_COLUMNS}, analysis) VALUES ({marks(row)})", *row)
        self._insert_pages(key, document)
        return key

    def _insert_pages(self, key: int, document: Document) -> None:
        self._database.execute_many(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?)",
            ((key, *records.page_row(page)) for page in document.pages),
        )

    def _insert_chunks(self, key: int, title: str, chunks: Sequence[Chunk]) -> None:
        for chunk in chunks:
            chunk_id = self._write(
                f"INSERT INTO chunks (document_key, {CHUNK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                key, *records.chunk_row(chunk),
            )  # fmt: skip
            insert_terms(self._database, chunk_id, title, chunk.section, chunk.text)

    def _delete_chunks(self, key: int) -> None:
        self._write(
            "DELETE FROM terms WHERE rowid IN (SELECT chunk_id FROM chunks WHERE document_key = ?)", key
        )
        self._write("DELETE FROM chunks WHERE document_key = ?", key)

    def _erase(self) -> None:
        shutil.rmtree(paths.indexes(), ignore_errors=True)
        self._erase_rows()

    def _erase_rows(self) -> None:
        self._database.erase_deleted()
        self._write("DELETE FROM facts WHERE name = 'erase'")
