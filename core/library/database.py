"""The library's SQLite file: opened, brought to the newest format, written whole or not at all.

The only module that imports sqlite3. `Database` belongs to the thread that opened it: another thread or
process opens its own on the same file, and WAL keeps readers and the one writer out of each other's way.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import DiskFull, LibraryBusy, LibraryDamaged, LibraryTooNew, LibraryUnwritable
from core.paths import ensure_folder

BUSY_S = 10.0
UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR}

# One tuple of statements for each format; user_version counts how many of them a file has had.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE documents (
            document_key INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id TEXT NOT NULL UNIQUE,
            path TEXT NOT NULL,
            title TEXT NOT NULL,
            author TEXT NOT NULL,
            language TEXT NOT NULL,
            added_s REAL NOT NULL,
            page_count INTEGER NOT NULL,
            word_count INTEGER NOT NULL,
            chunker TEXT NOT NULL,
            outline TEXT NOT NULL,
            skipped TEXT NOT NULL
        )""",
        """CREATE TABLE pages (
            document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            page_number INTEGER NOT NULL,
            label TEXT NOT NULL,
            text TEXT NOT NULL,
            blocks TEXT NOT NULL,
            PRIMARY KEY (document_key, page_number)
        )""",
        """CREATE TABLE chunks (
            chunk_id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            section TEXT NOT NULL,
            spans TEXT NOT NULL,
            text TEXT NOT NULL,
            token_count INTEGER NOT NULL,
            UNIQUE (document_key, ordinal)
        )""",
        # The rows are wide; the index alone answers which chunks have a vector.
        """CREATE TABLE vectors (
            chunk_id INTEGER NOT NULL REFERENCES chunks ON DELETE CASCADE,
            embedder_id TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (embedder_id, chunk_id)
        )""",
        "CREATE INDEX vectors_by_chunk ON vectors (chunk_id)",
        """CREATE TABLE leases (
            document_key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            embedder_id TEXT NOT NULL,
            owner TEXT NOT NULL,
            pid INTEGER NOT NULL,
            renewed_s REAL NOT NULL,
            PRIMARY KEY (document_key, embedder_id)
        ) WITHOUT ROWID""",
        """CREATE VIRTUAL TABLE terms USING fts5 (
            body, forms, heading, tokenize = "porter unicode61 remove_diacritics 0 tokenchars '.'"
        )""",
    ),
    (
        # What is called words is the text above it, normalised to be searched.
        """CREATE TABLE conversations (
            conversation_id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            name_words TEXT NOT NULL,
            created_s REAL NOT NULL,
            changed_s REAL NOT NULL
        )""",
        """CREATE TABLE conversation_documents (
            conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            document_id TEXT NOT NULL,
            UNIQUE (conversation_id, document_id)
        )""",
        "CREATE INDEX conversations_by_document ON conversation_documents (document_id)",
        """CREATE TABLE turns (
            turn_id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            position INTEGER NOT NULL,
            question TEXT NOT NULL,
            words TEXT NOT NULL,
            asked_s REAL NOT NULL,
            winners TEXT,
            UNIQUE (conversation_id, position)
        )""",
        """CREATE TABLE answers (
            turn_id INTEGER NOT NULL REFERENCES turns ON DELETE CASCADE,
            mode TEXT NOT NULL,
            words TEXT NOT NULL,
            saved TEXT NOT NULL,
            UNIQUE (turn_id, mode)
        )""",
    ),
    (
        # Which reader gave a document its pages, and which analysis its terms; "" is an older one.
        "ALTER TABLE documents ADD COLUMN reader TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE documents ADD COLUMN analysis TEXT NOT NULL DEFAULT ''",
        """UPDATE documents SET analysis = coalesce((SELECT value FROM facts WHERE name = 'analysis'), '')""",
        "DELETE FROM facts WHERE name = 'analysis'",
    ),
    ("ALTER TABLE chunks ADD COLUMN is_listing INTEGER NOT NULL DEFAULT 0",),
    (
        # The words of title and section apart; documents are analysed again when they are searched.
        "DROP TABLE terms",
        """CREATE VIRTUAL TABLE terms USING fts5 (
            body, forms, title, section, tokenize = "porter unicode61 remove_diacritics 0 tokenchars '.'"
        )""",
        "UPDATE documents SET analysis = ''",
    ),
)


class Database:
    """One connection to the library's file.

    Errors: LibraryUnwritable, LibraryDamaged, LibraryTooNew, LibraryBusy, DiskFull; so do all its methods.
    """

    def __init__(self, file: Path, busy_s: float = BUSY_S) -> None:
        self.file, self._busy_s = file, busy_s
        ensure_folder(file.parent)
        with self._faults():
            self._connection = sqlite3.connect(file, timeout=busy_s, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the connection; the last one to close folds the write-ahead log back into the file."""
        with self._faults():
            self._connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Return all rows of one statement, as tuples."""
        with self._faults():
            return self._connection.execute(sql, parameters).fetchall()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement and return the row id that it inserted last."""
        with self._faults():
            return self._connection.execute(sql, parameters).lastrowid or 0

    def execute_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        with self._faults():
            self._connection.executemany(sql, parameters)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock for one transaction: all of it is kept, or nothing."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            with self._faults():
                self._connection.rollback()
            raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one unchanging state of the library for several statements."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            with self._faults():
                self._connection.rollback()

    def stamp(self) -> tuple[int, int]:
        """Return a value that changes whenever the library is written, by us or by another process."""
        return self.rows("PRAGMA data_version")[0][0], self._connection.total_changes

    def erase_deleted(self) -> None:
        """Leave no byte of deleted rows in any file of the library."""
        # Deleted words stay in FTS5's segments until these are merged into one.
        self.execute("INSERT INTO terms (terms) VALUES ('optimize')")
        # What is deleted is zeroed, but cells that once moved within a page left copies: VACUUM drops those.
        self.execute("VACUUM")
        if self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
            raise LibraryBusy(self.file)

    def _prepare(self) -> None:
        found = self.rows("PRAGMA user_version")[0][0]
        if found > len(MIGRATIONS):
            raise LibraryTooNew(self.file, found, len(MIGRATIONS))
        self._enter_wal()
        for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            self.execute(f"PRAGMA {pragma}")
        if found < len(MIGRATIONS):
            self._migrate()

    def _enter_wal(self) -> None:
        # The change to WAL answers "busy" at once, without the timeout that other statements wait for.
        deadline = time.monotonic() + self._busy_s
        while True:
            try:
                self.execute("PRAGMA journal_mode = WAL")
                return
            except LibraryBusy:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _migrate(self) -> None:
        with self.writing():
            found = self.rows("PRAGMA user_version")[0][0]  # again, now that no one else migrates
            for statements in MIGRATIONS[found:]:
                for statement in statements:
                    self.execute(statement)
            self.execute(f"PRAGMA user_version = {max(found, len(MIGRATIONS))}")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            ours = _fault(self.file, error)
            if ours is None:
                raise
            raise ours from error


def _fault(file: Path, error: sqlite3.Error) -> Exception | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest says more
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(file)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryBusy(file)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return LibraryDamaged(file, str(error))
    return LibraryUnwritable(file, str(error)) if code in UNWRITABLE else None
