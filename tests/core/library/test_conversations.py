"""Conversations in the library's file."""

import sqlite3
from pathlib import Path

import pytest

from core import paths
from core.errors import LibraryBusy, NotInHistory
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph
from tests.core.library.older import take_back

ANIMALS = document(page(1, paragraph("Cats purr when they are content.")), title="Animals")


def filled() -> Library:
    library = Library(paths.library_file())
    library.add(ANIMALS, chunk_document(ANIMALS, WordsAsTokens(), 12))
    return library


def test_a_library_of_the_first_format_gets_conversations_and_loses_nothing() -> None:
    filled().close()
    take_back(1)
    with Library(paths.library_file()) as library:
        assert library.document(ANIMALS.document_id) == ANIMALS
        assert library.conversations_about(ANIMALS.document_id) == 0
        assert library.conversations.start([ANIMALS.document_id])


def test_a_deleted_conversation_s_number_is_never_given_again() -> None:
    with filled() as library:
        first = library.conversations.start([ANIMALS.document_id])
        library.conversations.delete(first)
        assert library.conversations.start([ANIMALS.document_id]) > first


def test_what_a_reader_keeps_from_being_erased_goes_when_the_library_is_next_opened(
    data_folder: Path,
) -> None:
    with Library(paths.library_file(), busy_s=0.1) as library:
        library.add(ANIMALS, chunk_document(ANIMALS, WordsAsTokens(), 12))
        kept = library.conversations.start([ANIMALS.document_id])
        library.conversations.add_turn(kept, "Where is the zyzzyva?", 1.0, None, [])
        reader = sqlite3.connect(paths.library_file(), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turns").fetchall()
        with pytest.raises(LibraryBusy):
            library.conversations.delete(kept)
        with pytest.raises(NotInHistory):
            library.conversations.summary(kept)
    reader.close()
    Library(paths.library_file()).close()
    assert all(b"zyzzyva" not in file.read_bytes() for file in data_folder.rglob("*") if file.is_file())


def test_deleting_a_conversation_leaves_the_indexes_alone() -> None:
    paths.ensure_folder(paths.indexes())
    index = paths.indexes() / "an.hnsw"
    index.write_bytes(b"graph")
    with filled() as library:
        library.conversations.delete(library.conversations.start([ANIMALS.document_id]))
    assert index.exists()
