import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
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
    NameAmbiguous,
    NotInLibrary,
)
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, furniture, heading, page, paragraph, table

EMBEDDER = "an embedder"


def add(library: Library, made: Document, max_tokens: int = 12) -> Document:
    library.add(made, chunk_document(made, WordsAsTokens(), max_tokens))
    return made


def embed(library: Library, document_id: str, count: int = -1) -> None:
    rng = np.random.default_rng(0)
    pending = library.pending(document_id, EMBEDDER, count)
    library.store_vectors(EMBEDDER, {key: rng.standard_normal(4).astype(np.float32) for key in pending})


@pytest.fixture
def animals() -> Document:
    return document(
        page(1, furniture("RUNNING"), heading("Cats"), paragraph("They purr. They sleep a lot.")),
        page(2),
        page(3, heading("Dogs"), paragraph("They bark."), table("Dog | 2022", "Rex | 12")),
        title="Animals",
        outline=[OutlineItem("Cats", 0, 1), OutlineItem("Dogs", 0, 3)],
        skipped=[SkippedPage(2, "a picture without text")],
        path=Path("/papers/animals.pdf"),
    )


@pytest.fixture
def plants() -> Document:
    return document(
        page(1, paragraph("Trees grow. Grass too.")), title="Plants", path=Path("/papers/plants.pdf")
    )


def test_a_document_comes_back_as_it_was_read(library: Library, animals: Document) -> None:
    add(library, animals)
    assert library.document(animals.document_id) == animals
    assert library.pages(animals.document_id, [3]) == {3: animals.page(3)}


def test_what_is_kept_is_there_when_the_library_is_opened_again(animals: Document) -> None:
    with Library(paths.library_file()) as library:
        add(library, animals)
        chunks = library.chunks()
    with Library(paths.library_file()) as library:
        assert library.document(animals.document_id) == animals
        assert library.chunks([animals.document_id]) == chunks
        assert list(chunks.values()) == chunk_document(animals, WordsAsTokens(), 12)


def test_a_list_of_documents_says_how_much_there_is(
    library: Library, animals: Document, plants: Document
) -> None:
    add(library, animals)
    add(library, plants)
    embed(library, animals.document_id, 1)
    first, second = library.documents(EMBEDDER)
    assert (first.title, first.path, first.author, first.language) == (
        "Animals",
        animals.path,
        "An author",
        "en",
    )
    assert (first.page_count, first.word_count, first.chunk_count) == (
        3,
        16,
        len(library.chunks([animals.document_id])),
    )
    assert first.skipped == animals.skipped
    assert (first.embedded_count, second.embedded_count) == (1, 0)
    assert library.stored(animals.document_id).embedded_count == 1
    assert library.stored(animals.document_id, "another").embedded_count == 0


def test_the_same_file_is_kept_once_and_takes_on_its_new_path(library: Library, animals: Document) -> None:
    add(library, animals)
    before = library.chunks()
    add(library, replace(animals, path=Path("/elsewhere/b.pdf")))
    assert library.chunks() == before
    assert [stored.path for stored in library.documents()] == [Path("/elsewhere/b.pdf")]
    library.move(animals.document_id, Path("/third/c.pdf"))
    assert library.find("c.pdf").document_id == animals.document_id


def test_chunks_made_in_another_way_take_the_place_of_the_old(library: Library, animals: Document) -> None:
    add(library, animals)
    embed(library, animals.document_id)
    old = library.chunks()
    new = chunk_document(animals, WordsAsTokens(), 5)
    library.add(animals, new, "another way")
    assert list(library.chunks().values()) == new
    assert not old.keys() & library.chunks().keys()
    assert library.stored(animals.document_id).embedded_count == 0
    assert library.stored(animals.document_id).chunker == "another way"
    assert {chunk_id for chunk_id, _ in library.matches('"purr"', 10)} <= library.chunks().keys()


@pytest.mark.parametrize("name", ["/papers/animals.pdf", "animals.pdf", "ANIMALS", "animals"])
def test_a_document_is_found_by_path_file_name_or_title(
    library: Library, animals: Document, plants: Document, name: str
) -> None:
    add(library, animals)
    add(library, plants)
    assert library.find(name).title == "Animals"


def test_a_document_is_found_by_the_start_of_its_id_and_by_a_relative_path(
    library: Library, animals: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, replace(animals, path=tmp_path / "a.pdf"))
    monkeypatch.chdir(tmp_path)
    assert library.find(animals.document_id[:8]) == library.find("a.pdf") == library.find("./a.pdf")


def test_a_name_that_nothing_or_too_much_goes_by_is_refused(
    library: Library, animals: Document, plants: Document
) -> None:
    add(library, animals)
    add(library, replace(plants, title="Animals", path=Path("/other/animals.pdf")))
    with pytest.raises(NameAmbiguous) as ambiguous:
        library.find("animals.pdf")
    assert set(ambiguous.value.document_ids) == {animals.document_id, plants.document_id}
    with pytest.raises(NotInLibrary):
        library.find("minerals")
    assert library.find("/other/animals.pdf").document_id == plants.document_id


UNKNOWN: list[Callable[[Library], object]] = [
    lambda library: library.document("?"),
    lambda library: library.stored("?"),
    lambda library: library.pages("?", [1]),
    lambda library: library.pending("?", EMBEDDER),
    lambda library: library.move("?", Path("x")),
    lambda library: library.forget("?"),
    lambda library: library.lease("?", EMBEDDER, "me", 1),
]


@pytest.mark.parametrize("ask", UNKNOWN)
def test_what_is_not_kept_is_named(library: Library, ask: Callable[[Library], object]) -> None:
    assert not library.has("?")
    with pytest.raises(NotInLibrary):
        ask(library)


def test_ids_that_are_not_kept_are_passed_over(library: Library, animals: Document) -> None:
    add(library, animals)
    assert library.chunks(["?"]) == {}
    assert library.chunks_by_id([10**6]) == {}
    assert library.matches('"purr"', 5, ["?"]) == []
    assert library.vectors(EMBEDDER, np.array([10**6]))[1].shape == (0, 0)
    library.store_vectors(EMBEDDER, {10**6: np.zeros(4, np.float32)})
    assert len(library.embedded(EMBEDDER)) == 0


def test_vectors_come_back_by_chunk_embedder_and_document(
    library: Library, animals: Document, plants: Document
) -> None:
    add(library, animals)
    add(library, plants)
    keys = list(library.chunks())
    vectors = np.random.default_rng(1).standard_normal((len(keys), 8)).astype(np.float32)
    library.store_vectors(EMBEDDER, dict(zip(keys, vectors, strict=True)))
    library.store_vectors("another", {keys[0]: np.ones(3, np.float32)})
    ids, found = library.vectors(EMBEDDER)
    assert sorted(ids) == keys
    np.testing.assert_allclose(found[np.argsort(ids)], vectors, rtol=1e-3, atol=1e-4)
    ids, found = library.vectors(EMBEDDER, library.embedded(EMBEDDER, [plants.document_id]))
    assert (
        set(ids)
        == library.chunks([plants.document_id]).keys()
        == set(library.embedded(EMBEDDER, [plants.document_id]))
    )
    assert library.vectors("another")[1].shape == (1, 3)


def test_pending_chunks_are_those_without_a_vector_of_this_embedder(
    library: Library, animals: Document
) -> None:
    add(library, animals)
    embed(library, animals.document_id, 2)
    keys = list(library.chunks())
    assert list(library.pending(animals.document_id, EMBEDDER)) == keys[2:]
    assert list(library.pending(animals.document_id, EMBEDDER, 1)) == keys[2:3]
    assert list(library.pending(animals.document_id, "another")) == keys


def vectors_by_text(library: Library) -> dict[str, list[float]]:
    ids, vectors = library.vectors(EMBEDDER)
    chunks = library.chunks()
    return {chunks[key].text: vector.tolist() for key, vector in zip(ids.tolist(), vectors, strict=True)}


def test_chunks_that_read_as_before_keep_their_vectors(library: Library, animals: Document) -> None:
    add(library, animals)
    embed(library, animals.document_id)
    before = vectors_by_text(library)
    others = animals.pages[1:]
    changed = replace(animals, pages=(page(1, heading("Cats"), paragraph("They purr no more.")), *others))
    library.renew(changed, chunk_document(changed, WordsAsTokens(), 12), "another")
    assert vectors_by_text(library) == {text: before[text] for text in list(before)[1:]}
    assert len(library.pending(animals.document_id, EMBEDDER)) == 1
    library.add(changed, chunk_document(changed, WordsAsTokens(), 12), "a third")
    assert len(vectors_by_text(library)) == len(before) - 1


def test_under_another_title_or_section_a_chunk_is_embedded_again(library: Library, plants: Document) -> None:
    add(library, plants)
    embed(library, plants.document_id)
    for changed in (replace(plants, title="Woods"), replace(plants, outline=(OutlineItem("Grass", 0, 1),))):
        library.renew(changed, chunk_document(changed, WordsAsTokens(), 12))
        assert len(library.pending(plants.document_id, EMBEDDER)) == 1
        embed(library, plants.document_id)


def test_the_stamp_changes_with_every_change_and_with_no_reading(library: Library, animals: Document) -> None:
    stamps = [library.stamp()]
    library.documents()
    assert library.stamp() == stamps[0]
    add(library, animals)
    stamps.append(library.stamp())
    with Library(paths.library_file()) as another:
        another.move(animals.document_id, Path("/b.pdf"))
    stamps.append(library.stamp())
    assert len(set(stamps)) == 3


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
