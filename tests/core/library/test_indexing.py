import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core import paths
from core.errors import NotInLibrary
from core.library.chunks import chunk_document, embedding_text
from core.library.embedder import Embedder
from core.library.indexing import _next_step, index
from core.library.records import ChunksEmbedded
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, page, paragraph
from tests.core.library.slow_embedder import SlowEmbedder

ROOT = Path(__file__).parents[3]


@pytest.fixture
def document_id(library: Library) -> str:
    made = document(page(1, paragraph(" ".join(f"Sentence number {n}." for n in range(400)))))
    library.add(made, chunk_document(made, WordsAsTokens(), 3))
    return made.document_id


@pytest.fixture
def indexers() -> Iterator[list[subprocess.Popen[str]]]:
    running: list[subprocess.Popen[str]] = []
    yield running
    for each in running:
        each.kill()
        each.wait()
        assert each.stdout is not None
        each.stdout.close()


def start(seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.core.library.slow_embedder", str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)


def embedded_count(library: Library, document_id: str) -> int:
    return library.stored(document_id, "slow").embedded_count


def wait_until(library: Library, document_id: str, count: int) -> None:
    deadline = time.monotonic() + 30
    while embedded_count(library, document_id) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_every_chunk_gets_its_own_vector(library: Library, document_id: str) -> None:
    embedder = SlowEmbedder()
    progress = list(index(library, document_id, embedder))
    assert progress[0] == ChunksEmbedded(0, 400)
    assert progress[-1] == ChunksEmbedded(400, 400)
    ids, vectors = library.vectors("slow")
    chunks = library.chunks()
    expected = SlowEmbedder().embed([embedding_text("A title", chunks[int(key)]) for key in ids], "document")
    np.testing.assert_allclose(vectors, expected, atol=1e-3)


def test_what_is_indexed_is_not_indexed_again(library: Library, document_id: str) -> None:
    list(index(library, document_id, SlowEmbedder()))
    embedder = SlowEmbedder()
    assert list(index(library, document_id, embedder)) == [ChunksEmbedded(400, 400)]
    assert embedder.asked == []


@pytest.mark.parametrize(
    ("step", "took_s", "following"),
    [(16, 0.1, 32), (64, 2.0, 32), (100, 1.0, 100), (4, 100.0, 1), (1024, 0.1, 1024), (16, 0.0, 32)],
)
def test_the_next_step_is_sized_to_last_about_a_second(step: int, took_s: float, following: int) -> None:
    assert _next_step(step, took_s) == following


def test_a_stopped_index_keeps_what_it_has_and_goes_on_from_there(library: Library, document_id: str) -> None:
    first, second = SlowEmbedder(), SlowEmbedder()
    events = index(library, document_id, first)
    assert [next(events), next(events)] == [ChunksEmbedded(0, 400), ChunksEmbedded(16, 400)]
    events.close()  # type: ignore[attr-defined]
    assert next(index(library, document_id, second)) == ChunksEmbedded(16, 400)
    list(index(library, document_id, second))
    assert sorted(first.asked + second.asked) == sorted(set(first.asked + second.asked))


def test_a_killed_index_goes_on_where_it_was(
    library: Library, document_id: str, indexers: list[subprocess.Popen[str]]
) -> None:
    kept = 0
    for _ in range(4):
        indexers.append(start(0.01))
        wait_until(library, document_id, kept + 1)
        indexers[-1].send_signal(signal.SIGKILL)
        indexers[-1].wait()
        assert embedded_count(library, document_id) >= kept + 1
        kept = embedded_count(library, document_id)
    embedder = SlowEmbedder()
    list(index(library, document_id, embedder))
    assert len(embedder.asked) == 400 - kept
    assert library._database.rows("PRAGMA integrity_check") == [("ok",)]


def test_two_processes_share_one_document_without_doing_it_twice(
    library: Library, document_id: str, indexers: list[subprocess.Popen[str]]
) -> None:
    indexers += [start(0.003), start(0.003)]
    outputs = [each.communicate(timeout=60)[0] for each in indexers]
    assert embedded_count(library, document_id) == 400
    assert sum(output.count("embedded") for output in outputs) == 400
    assert library._database.rows("PRAGMA integrity_check") == [("ok",)]


def test_the_work_of_a_killed_process_is_taken_over_by_the_one_that_watches(
    library: Library, document_id: str, indexers: list[subprocess.Popen[str]]
) -> None:
    indexers.append(start(0.02))
    wait_until(library, document_id, 1)
    indexers.append(start(0.0))
    time.sleep(0.5)
    assert embedded_count(library, document_id) < 400
    indexers[0].kill()
    indexers[0].communicate()
    indexers[1].communicate(timeout=30)
    assert embedded_count(library, document_id) == 400


def test_a_lease_that_is_not_renewed_runs_out(
    library: Library, document_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.lease(document_id, "slow", "me", os.getpid())
    assert not library.lease(document_id, "slow", "another", os.getpid())
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert library.lease(document_id, "slow", "another", os.getpid())


def test_a_document_forgotten_meanwhile_ends_the_index(library: Library, document_id: str) -> None:
    events = index(library, document_id, SlowEmbedder())
    next(events)
    with Library(paths.library_file()) as another:
        another.forget(document_id)
    with pytest.raises(NotInLibrary):
        list(events)


def test_the_real_embedder_indexes_too(library: Library, embedder: Embedder) -> None:
    made = document(page(1, paragraph("Cats purr. Dogs bark.")))
    library.add(made, chunk_document(made, embedder.tokenizer, 5))
    list(index(library, made.document_id, embedder))
    assert library.vectors(embedder.embedder_id)[1].shape == (2, embedder.dimension)
