import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core import paths
from core.library.chunks import Chunk
from core.library.store import Library
from core.library.vectors import VectorSearch
from tests.core.library.documents import document, page

EMBEDDER = "e"
DIMENSION = 16


def fill(library: Library, title: str, count: int, seed: int) -> str:
    """Keep a document of `count` chunks with vectors around a few centres, as real ones lie."""
    made = document(page(1), title=title)
    library.add(made, [Chunk(made.document_id, n, "", (), f"{title} {n}", 1) for n in range(count)])
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((20, DIMENSION))
    vectors = centres[rng.integers(0, 20, count)] + 0.5 * rng.standard_normal((count, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    keys = library.chunks([made.document_id])
    library.store_vectors(EMBEDDER, dict(zip(keys, vectors.astype(np.float32), strict=True)))
    return made.document_id


def questions(count: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(99).standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def recall(library: Library, searched: VectorSearch, document_ids: list[str] | None = None) -> float:
    exact = VectorSearch(library, EMBEDDER)
    hits = 0
    for vector in questions(50):
        right = {key for key, _ in exact.search(vector, 10, document_ids)}
        hits += len(right & {key for key, _ in searched.search(vector, 10, document_ids)})
    return hits / 500


def files() -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in paths.indexes().iterdir()}


def test_the_nearest_chunks_come_first_with_their_cosine(library: Library) -> None:
    fill(library, "One", 200, 1)
    ids, vectors = library.vectors(EMBEDDER)
    (vector,) = questions(1)
    found = VectorSearch(library, EMBEDDER).search(vector, 5)
    cosines = vectors @ vector
    assert [key for key, _ in found] == [int(ids[at]) for at in np.argsort(-cosines)[:5]]
    np.testing.assert_allclose([cosine for _, cosine in found], np.sort(cosines)[::-1][:5], rtol=1e-5)


def test_only_the_documents_asked_for_are_searched(library: Library) -> None:
    first, second = fill(library, "One", 50, 1), fill(library, "Two", 50, 2)
    for exact_vectors in (1000, 10):
        searched = VectorSearch(library, EMBEDDER, exact_vectors)
        for document_id in (first, second):
            found = {key for key, _ in searched.search(questions(1)[0], 20, [document_id])}
            assert len(found) == 20
            assert found <= library.chunks([document_id]).keys()


def test_nothing_embedded_means_nothing_found(library: Library) -> None:
    (vector,) = questions(1)
    assert VectorSearch(library, EMBEDDER).search(vector, 5) == []
    fill(library, "One", 3, 1)
    assert VectorSearch(library, "another").search(vector, 5) == []
    assert VectorSearch(library, EMBEDDER).search(vector, 0) == []
    assert len(VectorSearch(library, EMBEDDER, 1).search(vector, 5)) == 3


def test_what_is_embedded_later_is_found_too(library: Library) -> None:
    fill(library, "One", 20, 1)
    for exact_vectors in (1000, 10):
        searched = VectorSearch(library, EMBEDDER, exact_vectors)
        searched.search(questions(1)[0], 5)
        fill(library, f"More {exact_vectors}", 20, exact_vectors)
        assert len(searched.search(questions(1)[0], 1000)) == len(library.embedded(EMBEDDER))


def test_the_graph_finds_what_exact_search_finds(library: Library) -> None:
    first = fill(library, "One", 3000, 1)
    fill(library, "Two", 500, 2)
    searched = VectorSearch(library, EMBEDDER, 100)
    assert recall(library, searched) >= 0.98
    assert recall(library, searched, [first]) >= 0.98


def test_the_graph_is_loaded_and_not_made_anew(library: Library) -> None:
    fill(library, "One", 500, 1)
    VectorSearch(library, EMBEDDER, 100).search(questions(1)[0], 5)
    before = files()
    assert recall(library, VectorSearch(library, EMBEDDER, 100)) >= 0.98
    fill(library, "A few", 10, 2)
    assert len(VectorSearch(library, EMBEDDER, 100).search(questions(1)[0], 1000)) == 510
    assert files() == before
    fill(library, "Many", 100, 3)
    assert len(VectorSearch(library, EMBEDDER, 100).search(questions(1)[0], 1000)) == 610
    assert files() != before


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:1000])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("harm", [_flip, _cut, _empty, Path.unlink])
@pytest.mark.parametrize("suffix", [".hnsw", ".json"])
def test_a_graph_that_is_damaged_is_made_anew(library: Library, suffix: str, harm: object) -> None:
    fill(library, "One", 300, 1)
    VectorSearch(library, EMBEDDER, 100).search(questions(1)[0], 5)
    assert callable(harm)
    harm(paths.indexes() / f"{EMBEDDER}{suffix}")
    assert recall(library, VectorSearch(library, EMBEDDER, 100)) >= 0.98
    json.loads((paths.indexes() / f"{EMBEDDER}.json").read_text())


def test_a_graph_of_another_library_is_made_anew() -> None:
    with Library(paths.library_file()) as library:
        fill(library, "One", 300, 1)
        VectorSearch(library, EMBEDDER, 100).search(questions(1)[0], 5)
    for file in paths.home().glob("library.sqlite*"):
        file.unlink()
    with Library(paths.library_file()) as library:
        fill(library, "Another", 300, 2)
        assert recall(library, VectorSearch(library, EMBEDDER, 100)) >= 0.98


def test_a_forgotten_document_is_in_no_graph(library: Library) -> None:
    first, second = fill(library, "One", 200, 1), fill(library, "Two", 200, 2)
    searched = VectorSearch(library, EMBEDDER, 100)
    searched.search(questions(1)[0], 5)
    _, vectors = library.vectors(EMBEDDER, library.embedded(EMBEDDER, [first]))
    forgotten = [vector.tobytes() for vector in vectors]
    assert any(vector in (paths.indexes() / f"{EMBEDDER}.hnsw").read_bytes() for vector in forgotten)
    library.forget(first)
    assert not paths.indexes().exists()
    found = searched.search(questions(1)[0], 1000)
    assert {key for key, _ in found} == library.chunks([second]).keys()
    assert not any(vector in (paths.indexes() / f"{EMBEDDER}.hnsw").read_bytes() for vector in forgotten)


def test_a_graph_from_which_a_document_was_forgotten_is_kept(library: Library) -> None:
    first = fill(library, "One", 200, 1)
    fill(library, "Two", 3000, 2)
    searched = VectorSearch(library, EMBEDDER, 100)
    searched.search(questions(1)[0], 5)
    library.forget(first)
    assert recall(library, searched) >= 0.98
    fill(library, "Three", 200, 3)
    assert recall(library, VectorSearch(library, EMBEDDER, 100)) >= 0.98


@pytest.mark.parametrize("exact_vectors", [10, 1000])
def test_a_search_follows_what_is_added_and_forgotten(library: Library, exact_vectors: int) -> None:
    first, second = fill(library, "One", 50, 1), fill(library, "Two", 50, 2)
    searched = VectorSearch(library, EMBEDDER, exact_vectors)
    for chosen in (None, [second], [first, second], None):
        searched.search(questions(1)[0], 5, chosen)
    library.forget(first)
    third = fill(library, "Three", 50, 3)
    for chosen in (None, [third], [second, third], [first]):
        found = {key for key, _ in searched.search(questions(1)[0], 1000, chosen)}
        assert found == library.chunks(chosen).keys()
    library.forget(second)
    library.forget(third)
    assert searched.search(questions(1)[0], 5) == []
    fill(library, "Four", 50, 4)
    assert len(searched.search(questions(1)[0], 1000)) == 50


def test_a_graph_that_cannot_be_saved_still_searches(library: Library) -> None:
    fill(library, "One", 300, 1)
    paths.indexes().write_text("a file where the folder would be")
    assert recall(library, VectorSearch(library, EMBEDDER, 100)) >= 0.98
