"""What the library keeps, and gives back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.documents.document import Document, OutlineItem
from core.errors import (
    NameAmbiguous,
    NotInLibrary,
)
from core.library.chunks import chunk_document
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, heading, page, paragraph
from tests.core.library.kept import EMBEDDER, add, embed


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
