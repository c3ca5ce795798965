"""How often is the evidence found? Dense, keyword and fused search beside a plain baseline, in one run.

    python -m tests.benchmarks.retrieval [--sets financebench heq xquad] [--cache FOLDER] [--max-tokens N]

FinanceBench: each question is asked of its own PDF, and found means that a page with evidence is among the
first k pages. HeQ and XQuAD: each question is asked of one library of all passages, and found means that its
passage is among the first k. The baseline is what one would write in an afternoon: pypdf's text, 200 words a
chunk, the same embedder, or BM25 over lower-case words. "in N" asks whether the evidence is in the passages
that a budget of N of the embedder's tokens holds. Vectors stay in the cache, so that a second run is short.
"""

import argparse
import hashlib
import json
import math
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from pypdf import PdfReader
from rich.console import Console
from rich.table import Table

from core import paths
from core.documents.document import Block, BlockKind, Document, Page
from core.documents.pdf import read_document
from core.library.chunks import CHUNKER, MAX_TOKENS, chunk_document
from core.library.embedder import Embedder
from core.library.indexing import index
from core.library.passages import Passage
from core.library.quantised import Kind
from core.library.retriever import Retriever, Stage
from core.library.store import Library

DATA = Path(__file__).parents[2].parent / "shared" / "data"
BASELINE_WORDS = 200
AT = (1, 3, 5, 10)
BUDGETS = (256, 512, 1024)
DEPTH = 50


@dataclass(frozen=True)
class Case:
    """A question, the documents it is asked of (None: all), and the places that hold its evidence."""

    question: str
    document_ids: tuple[str, ...] | None
    evidence: frozenset[Hashable]


@dataclass(frozen=True)
class Plain:
    """The baseline's chunk: its words and where they are."""

    document_id: str
    text: str
    places: tuple[Hashable, ...]


@dataclass(frozen=True)
class Task:
    """A set of questions over documents; `place` says where a (document id, page number) is."""

    name: str
    documents: Sequence[Document]
    plain: Sequence[Plain]
    cases: Sequence[Case]
    place: Callable[[str, int], Hashable]


Row = tuple[str, dict[str, float]]


class RememberingEmbedder(Embedder):
    """Embeds each question once in its life: a run asks the same ones in many ways."""

    def __init__(self, folder: Path, cache: Path) -> None:
        super().__init__(folder)
        self._cache, self._known = cache, dict[str, NDArray[np.float32]]()

    def remember(self, questions: Sequence[str]) -> None:
        """Embed all questions at once, or take their vectors from the cache."""
        self._known.update(zip(questions, cached_vectors(self, questions, "query", self._cache), strict=True))

    def embed(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        if kind == "query" and all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return super().embed(texts, kind)


def measure(task: Task, folder: Path, cache: Path, max_tokens: int = MAX_TOKENS) -> list[Row]:
    """Return one row of shares for each way of searching; `folder` is the embedder's."""
    embedder = RememberingEmbedder(folder, cache)
    for _ in embedder.prepare():
        pass
    embedder.remember([case.question for case in task.cases])
    rows = [*_baseline(task, embedder, cache)]
    chunker = CHUNKER if max_tokens == MAX_TOKENS else f"{CHUNKER}/{max_tokens}"
    file = cache / f"{task.name}-{chunker.replace('/', '-')}" / "library.sqlite"
    with Library(file) as library:
        fill(library, task.documents, embedder, max_tokens, chunker)
        retriever = Retriever(library, embedder)
        for stage in get_args(Stage):
            found = partial(_found, retriever, library, task, stage)
            rows.append((stage, _recall(task.cases, found)))
        rows[-1][1].update(_within_budgets(task, retriever, embedder))
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


def _found(retriever: Retriever, library: Library, task: Task, stage: Stage, case: Case) -> list[Hashable]:
    ranked = retriever.search(case.question, case.document_ids, DEPTH, stage)
    chunks = library.chunks_by_id([each.chunk_id for each in ranked])
    return [
        task.place(chunks[each.chunk_id].document_id, span.page_number)
        for each in ranked
        for span in chunks[each.chunk_id].spans
    ]


def _recall(cases: Sequence[Case], search: Callable[[Case], Sequence[Hashable]]) -> dict[str, float]:
    began = time.perf_counter()
    ranks = [_rank(case, search(case)) for case in cases]
    took_ms = 1000 * (time.perf_counter() - began) / len(cases)
    return {f"@{k}": sum(rank <= k for rank in ranks) / len(ranks) for k in AT} | {"ms": took_ms}


def _rank(case: Case, places: Sequence[Hashable]) -> float:
    distinct = list(dict.fromkeys(places))
    return next((at for at, place in enumerate(distinct, 1) if place in case.evidence), math.inf)


def _within_budgets(task: Task, retriever: Retriever, embedder: Embedder) -> dict[str, float]:
    shares = {}
    for budget in BUDGETS:
        hits = [
            _holds(
                task,
                case,
                retriever.retrieve(case.question, case.document_ids, budget, embedder.tokenizer.count),
            )
            for case in task.cases
        ]
        shares[f"in {budget}"] = sum(hits) / len(hits)
    return shares


def _holds(task: Task, case: Case, passages: Sequence[Passage]) -> bool:
    return any(task.place(p.document_id, s.page_number) in case.evidence for p in passages for s in p.spans)


# The baseline


def _baseline(task: Task, embedder: Embedder, cache: Path) -> Iterable[Row]:
    texts = [chunk.text for chunk in task.plain]
    vectors = cached_vectors(embedder, texts, "document", cache)
    bm25 = Bm25([_words(text) for text in texts])

    def ranked(case: Case, scores: NDArray[np.floating]) -> list[Hashable]:
        order = [at for at in np.argsort(-scores, kind="stable") if _asked(task.plain[at], case)]
        return [place for at in order[:DEPTH] for place in task.plain[at].places]

    yield (
        "baseline dense",
        _recall(task.cases, lambda c: ranked(c, vectors @ embedder.embed([c.question], "query")[0])),
    )
    yield "baseline BM25", _recall(task.cases, lambda c: ranked(c, bm25.scores(_words(c.question))))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _asked(chunk: Plain, case: Case) -> bool:
    return case.document_ids is None or chunk.document_id in case.document_ids


class Bm25:
    """BM25 with its usual numbers (k1 1.5, b 0.75) over lists of words."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(words) for words in texts]
        lengths = np.array([len(words) for words in texts], np.float64)
        self._norm = 1.5 * (0.25 + 0.75 * lengths / max(1.0, lengths.mean()))
        self._holders = Counter(word for count in self._counts for word in count)

    def scores(self, words: Sequence[str]) -> NDArray[np.float64]:
        total = np.zeros(len(self._counts))
        for word in set(words) & self._holders.keys():
            held = np.array([count[word] for count in self._counts], np.float64)
            rarity = math.log(1 + (len(held) - self._holders[word] + 0.5) / (self._holders[word] + 0.5))
            total += rarity * held * 2.5 / (held + self._norm)
        return total


def cached_vectors(embedder: Embedder, texts: Sequence[str], kind: Kind, cache: Path) -> NDArray[np.float32]:
    """Return the vectors of `texts`, from the cache where they were embedded before."""
    name = hashlib.sha256(json.dumps([embedder.embedder_id, kind, list(texts)]).encode()).hexdigest()[:32]
    file = cache / f"{name}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(file, embedder.embed(texts, kind))
    vectors: NDArray[np.float32] = np.load(file)
    return vectors


def plain_chunks(document_id: str, pages: Iterable[tuple[Hashable, str]]) -> list[Plain]:
    """Return a document's words in runs of BASELINE_WORDS, each with the places it touches."""
    words = [(word, place) for place, text in pages for word in text.split()]
    runs = [words[at : at + BASELINE_WORDS] for at in range(0, len(words), BASELINE_WORDS)]
    return [
        Plain(document_id, " ".join(word for word, _ in run), tuple(dict.fromkeys(place for _, place in run)))
        for run in runs
    ]


# The sets of questions


def pdf_task(name: str, folder: Path, questions: Sequence[dict[str, object]]) -> Task:
    """Return the task of finding the right page, each question in its own PDF."""
    documents: dict[str, Document] = {}
    plain: list[Plain] = []
    for file in dict.fromkeys(str(question["document"]) for question in questions):
        document = next(event for event in read_document(folder / file, None) if isinstance(event, Document))
        documents[file] = document
        texts = [page.extract_text() for page in PdfReader(folder / file).pages]
        key = document.document_id
        plain += plain_chunks(key, (((key, number), text) for number, text in enumerate(texts, 1)))
    cases = [_pdf_case(question, documents[str(question["document"])].document_id) for question in questions]
    return Task(name, list(documents.values()), plain, cases, lambda key, number: (key, number))


def _pdf_case(question: dict[str, object], document_id: str) -> Case:
    pages = question["evidence_pages"]
    assert isinstance(pages, list)  # 0-based in the data
    places = frozenset((document_id, number + 1) for number in pages)
    return Case(str(question["question"]), (document_id,), places)


def passage_task(name: str, questions: Sequence[dict[str, object]]) -> Task:
    """Return the task of finding the right passage among all passages of the set."""
    passages = {str(question["evidence_text"]): str(question["document"]) for question in questions}
    documents = {text: _passage_document(title, text) for text, title in passages.items()}
    plain = [
        part
        for d in documents.values()
        for part in plain_chunks(d.document_id, [(d.document_id, d.pages[0].text)])
    ]
    cases = [
        Case(str(q["question"]), None, frozenset({documents[str(q["evidence_text"])].document_id}))
        for q in questions
        if q["answerable"]
    ]
    return Task(name, list(documents.values()), plain, cases, lambda key, _: key)


def _passage_document(title: str, text: str) -> Document:
    key = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    page = Page(1, "1", text, (Block(0, len(text), BlockKind.PARAGRAPH),))
    return Document(key, Path(f"{key}.pdf"), title.replace("_", " "), "", (page,))


def load(name: str) -> Task:
    """Return a task over the shared data."""
    if name == "financebench":
        folder = DATA / "qa_pdf"
        return pdf_task(name, folder, json.loads((folder / name / "financebench.json").read_text("utf-8")))
    file = {"heq": DATA / "hebrew/heq/heq_val.json", "xquad": DATA / "qa_text/xquad/xquad.en.json"}[name]
    return passage_task(name, json.loads(file.read_text("utf-8")))


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
        show(task, measure(task, options.embedder, options.cache, options.max_tokens), Console(width=110))


if __name__ == "__main__":
    main()
