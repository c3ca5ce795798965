"""How often is the evidence found? Each stage of search in turn, beside a plain baseline, in one run.

    python -m tests.benchmarks.retrieval [--sets financebench heq xquad] [--cache FOLDER] [--max-tokens N]

FinanceBench: each question is asked of its own PDF, and found means that a page with evidence is among the
first k pages. HeQ and XQuAD: each question is asked of one library of all passages, and found means that its
passage is among the first k. The baseline is what one would write in an afternoon: pypdf's text, 200 words a
chunk, the same embedder, or BM25 over lower-case words. "words" are the steps of keyword search, which ends
in "keywords". "in N" asks whether the evidence's place is in the passages that a budget of N of the
embedder's tokens holds, "said N" whether words that answer are. "wait" is the median of what a question waits
for its passages, embedding and all, in seconds by the clock, "cpu" of computing. Vectors stay in the cache,
so that a second run is short.
"""

import argparse
import hashlib
import json
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from core import paths
from core.documents.document import Document
from core.library.chunks import CHUNKER, MAX_TOKENS, chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.matching import DocumentIds
from core.library.passages import Passage
from core.library.quantised import Kind
from core.library.ranking import Ranked
from core.library.retriever import CANDIDATES, Retriever, Stage
from core.library.store import Library
from tests.benchmarks.plain import Bm25, Plain, lower_words
from tests.benchmarks.question_sets import DATA, Case, Task, load
from tests.benchmarks.word_steps import STEPS, WordSearch

AT = (1, 3, 5, 10)
BUDGETS = (256, 512, 1024)
DEPTH = 50
WAITING = 20  # questions that are timed from end to end

Row = tuple[str, dict[str, float]]


class RememberingEmbedder(Embedder):
    """Embeds each question, and each text for its tokens, once: a run asks the same ones in many ways."""

    def __init__(self, folder: Path, cache: Path) -> None:
        super().__init__(folder)
        self._cache, self._known = cache, dict[str, NDArray[np.float32]]()
        self._tokens = dict[tuple[str, Kind], NDArray[np.float32]]()

    def remember(self, questions: Sequence[str]) -> None:
        """Embed all questions at once, or take their vectors from the cache."""
        self._known.update(zip(questions, cached_vectors(self, questions, "query", self._cache), strict=True))

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        if kind == "query" and all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return super().embed(texts, kind)

    def embed_tokens(self, texts: Sequence[str], kind: Kind) -> list[NDArray[np.float32]]:
        new = [text for text in texts if (text, kind) not in self._tokens]
        for text, tokens in zip(new, super().embed_tokens(new, kind), strict=False):
            self._tokens[text, kind] = tokens
        return [self._tokens[text, kind] for text in texts if (text, kind) in self._tokens]


class Staged(Retriever):
    """Searches by one stage, each question once."""

    def __init__(self, library: Library, embedder: Embedder, stage: Stage) -> None:
        super().__init__(library, embedder)
        self._stage, self._found = stage, dict[tuple[str, DocumentIds], list[Ranked]]()

    def search(
        self, question: str, document_ids: DocumentIds = None, count: int = CANDIDATES, stage: Stage = "late"
    ) -> list[Ranked]:
        key = question, document_ids
        if key not in self._found:
            self._found[key] = super().search(question, document_ids, count, self._stage)
        return self._found[key]


def measure(task: Task, folder: Path, cache: Path, max_tokens: int = MAX_TOKENS) -> list[Row]:
    """Return one row of shares for each way of searching; `folder` is the embedder's."""
    embedder = RememberingEmbedder(folder, cache)
    for _ in embedder.prepare():
        pass
    embedder.remember([case.question for case in task.cases])
    chunker = CHUNKER if max_tokens == MAX_TOKENS else f"{CHUNKER}/{max_tokens}"
    file = cache / f"{task.name}-{chunker.replace('/', '-')}" / "library.sqlite"
    with Library(file) as library:
        fill(library, task.documents, embedder, max_tokens, chunker)
        rows = [*_baseline(task, embedder, cache), *_word_steps(task, library)]
        rows += [(stage, _staged(task, library, embedder, stage)) for stage in get_args(Stage)]
        rows[-1][1].update(_wait(task, Retriever(library, Embedder(folder)), embedder.tokenizer.count))
    return rows


def fill(
    library: Library, documents: Iterable[Document], embedder: Embedder, max_tokens: int, chunker: str
) -> None:
    """Put documents into the library with their vectors; what is there already costs nothing."""
    for document in documents:
        if not library.has(document.document_id):
            library.add(document, chunk_document(document, embedder.tokenizer, max_tokens), chunker)
        for _ in index(library, document.document_id, embedder):
            pass


def _staged(task: Task, library: Library, embedder: Embedder, stage: Stage) -> dict[str, float]:
    retriever = Staged(library, embedder, stage)

    def found(case: Case) -> list[Hashable]:
        ranked = retriever.search(case.question, case.document_ids)
        return _places(task, library, [each.chunk_id for each in ranked])

    return _recall(task.cases, found) | _within_budgets(task, retriever, embedder)


def _places(task: Task, library: Library, chunk_ids: Sequence[int]) -> list[Hashable]:
    chunks = library.chunks_by_id(chunk_ids[:DEPTH])
    return [
        task.place(chunks[key].document_id, span.page_number)
        for key in chunk_ids[:DEPTH]
        for span in chunks[key].spans
    ]


def _recall(cases: Sequence[Case], search: Callable[[Case], Sequence[Hashable]]) -> dict[str, float]:
    ranks = [_rank(case, search(case)) for case in cases]
    return {f"@{k}": sum(rank <= k for rank in ranks) / len(ranks) for k in AT}


def _rank(case: Case, places: Sequence[Hashable]) -> float:
    distinct = list(dict.fromkeys(places))
    return next((at for at, place in enumerate(distinct, 1) if place in case.evidence), math.inf)


def _within_budgets(task: Task, retriever: Retriever, embedder: Embedder) -> dict[str, float]:
    shares = {}
    for budget in BUDGETS:
        given = [_retrieve(retriever, case, budget, embedder.tokenizer.count) for case in task.cases]
        hits = [_holds(task, *each) for each in zip(task.cases, given, strict=True)]
        shares[f"in {budget}"] = sum(hits) / len(hits)
        said = [_says(*each) for each in zip(task.cases, given, strict=True) if each[0].answers]
        if said:
            shares[f"said {budget}"] = sum(said) / len(said)
    return shares


def _retrieve(
    retriever: Retriever, case: Case, budget: int, count_tokens: Callable[[str], int]
) -> list[Passage]:
    return retriever.retrieve(case.question, case.document_ids, budget, count_tokens)


def _holds(task: Task, case: Case, passages: Sequence[Passage]) -> bool:
    return any(task.place(p.document_id, s.page_number) in case.evidence for p in passages for s in p.spans)


def _says(case: Case, passages: Sequence[Passage]) -> bool:
    """Say whether a passage of the evidence's document has words that answer."""
    documents = {place for place in case.evidence if isinstance(place, str)}
    texts = [passage.text for passage in passages if passage.document_id in documents]
    return any(answer in text for answer in case.answers for text in texts)


def _wait(task: Task, retriever: Retriever, count_tokens: Callable[[str], int]) -> dict[str, float]:
    """Return the median wait for the passages of a question that nobody has embedded yet, in seconds."""
    clock, computing = list[float](), list[float]()
    for case in task.cases[: WAITING + 1]:
        began, used = time.perf_counter(), time.process_time()
        _retrieve(retriever, case, BUDGETS[1], count_tokens)
        clock.append(time.perf_counter() - began)
        computing.append(time.process_time() - used)
    # The first one waited for the embedder to be loaded.
    return {
        "wait": statistics.median(clock[1:] or clock),
        "cpu": statistics.median(computing[1:] or computing),
    }


def _word_steps(task: Task, library: Library) -> Iterator[Row]:
    chunks = library.chunks()
    for step in STEPS:
        yield step.name, _recall(task.cases, partial(_by_words, task, library, WordSearch(step, chunks)))


def _by_words(task: Task, library: Library, words: WordSearch, case: Case) -> list[Hashable]:
    asked = None if case.document_ids is None else library.chunks(case.document_ids).keys()
    return _places(
        task, library, [key for key in words.search(case.question) if asked is None or key in asked]
    )


def _baseline(task: Task, embedder: Embedder, cache: Path) -> Iterable[Row]:
    texts = [chunk.text for chunk in task.plain]
    vectors = cached_vectors(embedder, texts, "document", cache)
    bm25 = Bm25([lower_words(text) for text in texts])

    def ranked(case: Case, scores: NDArray[np.floating]) -> list[Hashable]:
        order = [at for at in np.argsort(-scores, kind="stable") if _asked(task.plain[at], case)]
        return [place for at in order[:DEPTH] for place in task.plain[at].places]

    yield (
        "baseline dense",
        _recall(task.cases, lambda c: ranked(c, vectors @ embedder.embed([c.question], "query")[0])),
    )
    yield "baseline BM25", _recall(task.cases, lambda c: ranked(c, bm25.scores(lower_words(c.question))))


def _asked(chunk: Plain, case: Case) -> bool:
    return case.document_ids is None or chunk.document_id in case.document_ids


def cached_vectors(embedder: Embedder, texts: Sequence[str], kind: Kind, cache: Path) -> NDArray[np.float32]:
    """Return the vectors of `texts`, from the cache where they were embedded before."""
    name = hashlib.sha256(json.dumps([embedder.embedder_id, kind, list(texts)]).encode()).hexdigest()[:32]
    file = cache / f"{name}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, embedder.embed(texts, kind))
    vectors: NDArray[np.float32] = np.load(file)
    return vectors


def show(task: Task, rows: Sequence[Row], console: Console) -> None:
    """Print the rows as one table."""
    columns = list(dict.fromkeys(name for _, shares in rows for name in shares))
    table = Table(
        "", *columns, title=f"{task.name}: {len(task.cases)} questions, {len(task.documents)} documents"
    )
    for name, shares in rows:
        table.add_row(name, *(f"{shares[column]:.3f}" if column in shares else "" for column in columns))
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sets", nargs="+", default=["financebench", "heq", "xquad"])
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "openbook-retrieval")
    parser.add_argument("--embedder", type=Path, default=paths.models() / "multilingual-e5-small")
    parser.add_argument("--max-tokens", type=int, default=MAX_TOKENS)
    options = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(f"{DATA} is missing: there are no questions to ask")
    for name in options.sets:
        task = load(name)
        show(task, measure(task, options.embedder, options.cache, options.max_tokens), Console(width=160))


if __name__ == "__main__":
    main()
