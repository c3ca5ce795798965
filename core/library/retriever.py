"""The passages that are put before the model for a question.

Chunks near in meaning and chunks with the question's words are put in one order by the sum of both
likenesses; where the best two are about as good as each other, their single tokens decide. As many of the
best as the budget holds are joined with their neighbours and given in the order of the document: models
answer better from it than from the order of likeness (OP-RAG, arXiv:2409.01666).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

import numpy as np

from core.documents.document import Page
from core.library import keywords
from core.library.abbreviations import abbreviations, written_out
from core.library.chunks import Chunk, embedding_text, merge_spans, span_text
from core.library.embedder import Embedder
from core.library.filling import CountTokens, Part, fill
from core.library.interaction import likenesses
from core.library.listings import asks_for_listing
from core.library.matching import DocumentIds
from core.library.passages import Passage
from core.library.quantised import Kind
from core.library.ranking import (
    Ranked,
    best_first,
    distinct,
    each_document_first,
    fused,
    named_first,
    quoted_first,
)
from core.library.references import in_full, named_chunks
from core.library.store import Library
from core.library.vectors import Vector, VectorSearch

Stage = Literal["dense", "keywords", "fused", "late"]

CANDIDATES = 50
# So many are asked for by words, so that what meaning has found gets its share of words too: FTS5 scores all
# of them in any case.
MATCHES = 4 * CANDIDATES
MOST_CHUNKS = (
    5_000  # of those that are asked: in more, abbreviations are not sought, which would take too long
)
# The best two are compared token by token where no more lies between them; and how much that counts.
CLOSE, TOKENS_WEIGHT = 0.3, 4.0


class Retriever:
    """Finds passages in a library; by words alone where there is no embedder, or no vector yet.

    Belongs to the thread of its library.
    """

    def __init__(self, library: Library, embedder: Embedder | None) -> None:
        self._library, self._embedder = library, embedder
        # By the embedder's id, which changes when it is prepared.
        self._searches: dict[str, VectorSearch] = {}

    def search(
        self, question: str, document_ids: DocumentIds = None, count: int = CANDIDATES, stage: Stage = "late"
    ) -> list[Ranked]:
        """Return the best chunks for a question, best first; `stage` shows what one way of finding gives.

        Units: score is cosine for "dense", BM25 for "keywords", a sum of both for "fused" (`ranking.fused`),
               and for "late" the same and what tokens add where the best two are close to each other.
        """
        depth = max(count, CANDIDATES)
        vector = None if stage == "keywords" else self._vector(question)
        dense = [] if vector is None else self._nearest(vector, depth, document_ids)
        if stage == "dense":
            return [Ranked(key, score, score) for key, score in dense[:count]]
        quoted = dict(self._library.matches(keywords.phrase_expression(question), depth, document_ids))
        scores = quoted | self._matches(question, dict(dense), depth, document_ids)
        if stage == "keywords":
            found = self._text_first(question, [Ranked(key, score, None) for key, score in scores.items()])
            return quoted_first(found, quoted)[:count]
        similarity = dict(dense)
        if vector is not None and dense:
            similarity |= self._similarities(vector, [key for key in scores if key not in similarity])
        ranked = self._text_first(question, fused(similarity, scores))
        if stage == "late" and dense:
            ranked = self._told_apart(question, ranked)
        return quoted_first(ranked, quoted)[:count]

    def retrieve(
        self,
        question: str,
        document_ids: DocumentIds,
        budget_tokens: int,
        count_tokens: CountTokens,
        earlier: Sequence[str] = (),
    ) -> list[Passage]:
        """Return as many of the best passages as the budget holds, in the order of the documents.

        At least one, if anything was found: what does not fit is cut after a sentence. Of several chosen
        documents each gives its best passage first, if that is about as good as the best of all.
        `count_tokens` counts in the language model's tokens; titles and page marks are not in the budget.
        `earlier` are the conversation's questions, oldest first: a follow-up is sought with what it is about.
        What the question names by number (a page, a table, a section) comes first.
        """
        ranked = self.search(in_full(question, earlier), document_ids)
        named = named_chunks(self._library, question, document_ids)
        ranked = named_first(named, ranked)
        chunks = self._library.chunks_by_id([each.chunk_id for each in ranked])
        told: Iterable[Ranked] = distinct(ranked, chunks)
        if not named and document_ids is not None and len(document_ids) > 1:
            told = each_document_first([*told], chunks, with_listings=asks_for_listing(question))
        parts = fill(budget_tokens, told, chunks, self._pages_of, count_tokens)
        while passages := self._passages(parts, chunks, document_ids):
            if len(parts) == 1 or sum(count_tokens(each.text) for each in passages) <= budget_tokens:
                return passages
            parts = parts[:-1]  # joined texts can count a little more than their parts
        return []

    def nearest(self, vector: Vector, document_ids: DocumentIds, count: int) -> list[tuple[Chunk, float]]:
        """Return the chunks that mean most nearly what has this vector, and their cosines to it."""
        found = dict(self._nearest(vector, count, document_ids))
        chunks = self._library.chunks_by_id([*found])
        return [(chunks[chunk_id], cosine) for chunk_id, cosine in found.items()]

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """Return the cosine of `text` to each of the others; 0 without an embedder."""
        vector = self._vector(text)
        if vector is None or self._embedder is None:
            return [0.0] * len(others)
        cosines: list[float] = (self._embedder.embed(others, "document") @ vector).tolist()
        return cosines

    def vectors(self, texts: Sequence[str], kind: Kind) -> Sequence[Vector]:
        """Return the unit vector of each text; nothing without an embedder."""
        return () if self._embedder is None else [*self._embedder.embed(texts, kind)]

    def _vector(self, question: str) -> Vector | None:
        if self._embedder is None:
            return None
        vector: Vector = self._embedder.embed([question], "query")[0]
        return vector

    def _nearest(self, vector: Vector, count: int, document_ids: DocumentIds) -> list[tuple[int, float]]:
        assert self._embedder is not None
        embedder_id = self._embedder.embedder_id
        nearest = self._searches.setdefault(embedder_id, VectorSearch(self._library, embedder_id))
        return nearest.search(vector, count, document_ids)

    def _matches(
        self, question: str, near: Collection[int], count: int, document_ids: DocumentIds
    ) -> dict[int, float]:
        """Return the BM25 of the `count` best matches, and of those chunks `near` in meaning that match."""
        expression = keywords.match_expression(self._written_out(question, document_ids))
        found = self._library.matches(expression, max(count, MATCHES), document_ids)
        return dict(found[:count]) | {key: score for key, score in found[count:] if key in near}

    def _written_out(self, question: str, document_ids: DocumentIds) -> str:
        """Return the question, and behind it its abbreviations as the documents write them out."""
        named = abbreviations(question)
        texts = self._library.texts(document_ids, MOST_CHUNKS) if named else []
        return " ".join([question, *(written_out(each, texts) for each in named)])

    def _similarities(self, vector: Vector, chunk_ids: Sequence[int]) -> dict[int, float]:
        """Return the cosines of chunks that words have found, as far as they have vectors."""
        assert self._embedder is not None
        if not chunk_ids:
            return {}
        ids, vectors = self._library.vectors(self._embedder.embedder_id, np.array(chunk_ids))
        return dict(zip(ids.tolist(), (vectors @ vector).tolist(), strict=True)) if len(ids) else {}

    def _told_apart(self, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Return the ranked chunks, the best two in the order that their tokens decide if they are close.

        Costs the embedding of both once more. More than two would not be put in a better order: between
        chunks of a table and of prose, tokens prefer the prose.
        """
        best = ranked[:2]
        if self._embedder is None or len(best) < 2 or best[0].score - best[1].score > CLOSE:
            return [*ranked]
        likeness = self._token_likeness(self._embedder, question, [each.chunk_id for each in best])
        least = min(likeness.values(), default=0.0)
        # Scores only rise, so that all others stay behind.
        raised = [
            replace(each, score=each.score + TOKENS_WEIGHT * (likeness.get(each.chunk_id, least) - least))
            for each in best
        ]
        return [*sorted(raised, key=best_first), *ranked[2:]]

    def _token_likeness(
        self, embedder: Embedder, question: str, chunk_ids: Sequence[int]
    ) -> dict[int, float]:
        """Return how near the chunks' tokens are to the question's; of none where tokens cannot be had."""
        chunks, titles = self._library.chunks_by_id(chunk_ids), self._library.titles()
        texts = [embedding_text(titles[chunk.document_id], chunk) for chunk in chunks.values()]
        asked, found = embedder.embed_tokens([question], "query"), embedder.embed_tokens(texts, "document")
        return dict(zip(chunks, likenesses(asked[0], found), strict=True)) if asked and found else {}

    def _text_first(self, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Return contents pages and indexes behind the others, unless the question may be about them."""
        listed = set() if asks_for_listing(question) else self._library.listings([r.chunk_id for r in ranked])
        return sorted(ranked, key=lambda each: each.chunk_id in listed)

    def _pages_of(self, chunk: Chunk) -> Mapping[int, Page]:
        return self._library.pages(chunk.document_id, {span.page_number for span in chunk.spans})

    def _passages(
        self, parts: Sequence[Part], chunks: Mapping[int, Chunk], document_ids: DocumentIds
    ) -> list[Passage]:
        kept = self._library.titles()
        order = {key: at for at, key in enumerate(kept if document_ids is None else document_ids)}
        by_id = {part.ranked.chunk_id: part for part in parts}
        placed = sorted(by_id, key=lambda key: (order[chunks[key].document_id], chunks[key].ordinal))
        return [
            self._passage([by_id[key] for key in run], chunks[run[0]], kept)
            for run in _neighbours(placed, chunks, [key for key in placed if by_id[key].is_whole])
        ]

    def _passage(self, run: Sequence[Part], first: Chunk, titles: Mapping[str, str]) -> Passage:
        spans = [span for part in run for span in part.spans]
        pages = self._library.pages(first.document_id, {span.page_number for span in spans})
        merged = merge_spans(pages, spans)
        page = pages[merged[0].page_number]
        ranked = [part.ranked for part in run]
        return Passage(
            document_id=first.document_id,
            title=titles[first.document_id],
            page_number=page.page_number,
            label=page.label,
            section=first.section,
            spans=merged,
            text=span_text(pages, merged),
            score=max(each.score for each in ranked),
            similarity=max((each.similarity for each in ranked if each.similarity is not None), default=None),
            chunk_ids=tuple(each.chunk_id for each in ranked),
        )


def _neighbours(
    placed: Sequence[int], chunks: Mapping[int, Chunk], whole: Sequence[int]
) -> Iterator[list[int]]:
    """Yield runs of chunks that follow each other in one section of one document; what is cut ends a run."""
    run = list(placed[:1])
    for before, after in pairwise(placed):
        if before not in whole or not _follows(chunks[before], chunks[after]):
            yield run
            run = []
        run.append(after)
    if run:
        yield run


def _follows(first: Chunk, second: Chunk) -> bool:
    return (first.document_id, first.section, first.ordinal + 1) == (
        second.document_id, second.section, second.ordinal,
    )  # fmt: skip
