"""What becomes of the library's file: erased, damaged, newer, locked, full."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.documents.document import Document, OutlineItem, SkippedPage
from core.errors import (
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryTooNew,
    LibraryUnwritable,
)
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, heading, page, paragraph
from tests.core.library.kept import EMBEDDER, add, embed


def test_a_forgotten_document_leaves_no_trace_on_the_disk(library: Library, data_folder: Path) -> None:
    filler = [paragraph(f"Sentence {n} is about words such as thing{n % 50}.") for n in range(400)]
    secret = document(
        page(1, heading("Xylographica"), paragraph("The zyzzyva flies."), *filler, paragraph("Zyzzyva end.")),
        title="Quixotical", path=Path("/papers/jabberwocky.pdf"),
        outline=[OutlineItem("Xylographica", 0, 1)], skipped=[SkippedPage(2, "brobdingnag")],
    )  # fmt: skip
    for n in range(5):
        add(library, document(page(1, *filler[n * 20 :]), title=f"Before {n}"))
    add(library, secret)
    for n in range(5):
        add(library, document(page(1, *filler[: n * 20 + 20]), title=f"After {n}"))
    embed(library, secret.document_id)
    marked = np.frombuffer(b"vectrace" * 2, np.float16).astype(np.float32)
    library.add(secret, chunk_document(secret, WordsAsTokens(), 30), "again")
    library.store_vectors(EMBEDDER, dict.fromkeys(library.chunks([secret.document_id]), marked))
    paths.indexes().mkdir()
    (paths.indexes() / "an.index").write_bytes(b"zyzzyva")
    words = [
        b"zyzzyva",
        b"xylograph",
        b"quixotic",
        b"jabberwocky",
        b"brobdingnag",
        b"vectrace",
        secret.document_id.encode(),
    ]
    assert all(word in everything(data_folder) for word in words)

    library.forget(secret.document_id)
    assert [word for word in words if word in everything(data_folder)] == []
    library.close()
    assert [word for word in words if word in everything(data_folder)] == []
    with Library(paths.library_file()) as again:
        assert len(again.documents()) == 10
        assert again.matches('"zyzzyva"', 5) == []
        assert len(again.matches('"thing7"', 500)) > 10


def everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file()).lower()


def test_what_could_not_be_erased_goes_when_the_library_is_next_opened(
    animals: Document, data_folder: Path
) -> None:
    reader = None
    with Library(paths.library_file(), busy_s=0.1) as library:
        add(library, animals)
        reader = sqlite3.connect(paths.library_file(), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM chunks").fetchall()
        with pytest.raises(LibraryBusy):
            library.forget(animals.document_id)
        assert not library.has(animals.document_id)
    reader.close()
    Library(paths.library_file()).close()
    assert b"purr" not in everything(data_folder)


def test_a_file_that_is_no_library_is_named_damaged(tmp_path: Path) -> None:
    file = tmp_path / "library.sqlite"
    file.write_bytes(b"This is a letter to my aunt. " * 500)
    with pytest.raises(LibraryDamaged):
        Library(file)


def test_a_library_with_broken_pages_is_named_damaged(animals: Document) -> None:
    with Library(paths.library_file()) as library:
        add(library, document(*[page(n, paragraph("words " * 500)) for n in range(1, 30)]))
        add(library, animals)
    content = bytearray(paths.library_file().read_bytes())
    content[4096 * 4 :] = b"\xff" * (len(content) - 4096 * 4)
    paths.library_file().write_bytes(content)
    with pytest.raises(LibraryDamaged):
        read_all(paths.library_file())


def read_all(file: Path) -> None:
    with Library(file) as library:
        library.documents()
        library.chunks()


def test_a_library_of_a_later_version_is_left_alone(animals: Document) -> None:
    with Library(paths.library_file()) as library:
        add(library, animals)
    with sqlite3.connect(paths.library_file()) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(LibraryTooNew):
        Library(paths.library_file())


def test_a_library_that_another_process_writes_to_is_busy(animals: Document) -> None:
    with Library(paths.library_file(), busy_s=0.1) as library:
        writer = sqlite3.connect(paths.library_file(), isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryBusy):
            add(library, animals)
        writer.rollback()
        writer.close()
        add(library, animals)


def test_a_full_disk_is_named_and_loses_nothing(animals: Document, plants: Document) -> None:
    with Library(paths.library_file()) as library:
        add(library, animals)
        library._database.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages that it has
        with pytest.raises(DiskFull):
            add(library, replace(plants, pages=(page(1, paragraph("word " * 100_000)),)))
        assert library.document(animals.document_id) == animals
        assert not library.has(plants.document_id)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryUnwritable):
        Library(tmp_path / "file" / "library.sqlite")
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(LibraryUnwritable):
        Library(tmp_path / "folder.sqlite")


def test_an_error_in_the_middle_of_adding_leaves_nothing_behind(library: Library, animals: Document) -> None:
    chunks = chunk_document(animals, WordsAsTokens(), 12)
    with pytest.raises(sqlite3.IntegrityError):
        library.add(animals, [*chunks, chunks[0]])
    assert not library.has(animals.document_id)
    assert library.chunks() == {}


def test_two_processes_that_open_and_fill_a_new_library_do_not_disturb_each_other() -> None:
    code = """
import sys
from core import paths
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph
with Library(paths.library_file()) as library:
    for n in range(30):
        made = document(page(1, paragraph(f"Shared {n}. " * 20)))
        library.add(made, chunk_document(made, WordsAsTokens(), 12))
        own = document(page(1, paragraph(f"Own {n} {sys.argv[1]}.")))
        library.add(own, chunk_document(own, WordsAsTokens(), 12))
"""
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(n)], cwd=Path(__file__).parents[3], env=os.environ)
        for n in range(3)
    ]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    with Library(paths.library_file()) as library:
        assert len(library.documents()) == 30 + 3 * 30
        assert library._database.rows("PRAGMA integrity_check") == [("ok",)]
        assert len(library.matches('"shared"', 1000)) == sum(
            "Shared" in c.text for c in library.chunks().values()
        )
