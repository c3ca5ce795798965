"""Chunks that were found, put in order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.library import keywords
from core.library.chunks import Chunk

# How much a cosine counts, where the best match by words counts 1. With multilingual-e5-small, whose cosines
# lie close together, 10 to 20 are as good. Ranks alone find less: they hide by how much the first is better.
MEANING_WEIGHT = 12.0
DUPLICATE_SHARE = 0.9  # of the words of two chunks together, in both
# Of the best chunk's score: what is farther below it in another document is not about the question. At 1 and
# more, questions about one of the documents lose their evidence to the others.
NEAR_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Ranked:
    """A chunk that was found. `similarity` is the cosine to the question, None where only words found it."""

    chunk_id: int
    score: float
    similarity: float | None


def fused(similarity: Mapping[int, float], matches: Mapping[int, float]) -> list[Ranked]:
    """Return what was found, best first, by MEANING_WEIGHT times its cosine and its share of the best BM25.

    A chunk that has no vector yet is taken to be as near as the farthest that was found.
    """
    best, farthest = max(matches.values(), default=1.0), min(similarity.values(), default=0.0)
    found = [
        Ranked(
            key,
            MEANING_WEIGHT * similarity.get(key, farthest) + matches.get(key, 0.0) / best,
            similarity.get(key),
        )
        for key in similarity.keys() | matches.keys()
    ]
    return sorted(found, key=best_first)


def best_first(ranked: Ranked) -> tuple[float, int]:
    """Return what puts the best first when sorted by it."""
    return -ranked.score, ranked.chunk_id


def quoted_first(ranked: Sequence[Ranked], quoted: Collection[int]) -> list[Ranked]:
    """Return the chunks that have what the question quotes before the others."""
    return sorted(ranked, key=lambda each: each.chunk_id not in quoted)


def named_first(named: Sequence[int], ranked: Sequence[Ranked]) -> list[Ranked]:
    """Return the named chunks, best first, and then the others; one that the search did not find scores 0."""
    others = {each.chunk_id: each for each in ranked}
    chosen = [others.pop(key, Ranked(key, 0.0, None)) for key in named]
    chosen.sort(key=lambda each: -each.score)
    return [*chosen, *others.values()]


def each_document_first(
    ranked: Sequence[Ranked], chunks: Mapping[int, Chunk], with_listings: bool = False
) -> list[Ranked]:
    """Return the ranked chunks, in front the best of each document if near enough to the best of all.

    A contents page or an index is put in front only `with_listings`: for a question that may be about them.
    """
    best: dict[str, Ranked] = {}
    for each in ranked:
        chunk = chunks[each.chunk_id]
        if each.score > ranked[0].score - NEAR_ENOUGH and (with_listings or not chunk.is_listing):
            best.setdefault(chunk.document_id, each)
    front = [*best.values()]
    return front + [each for each in ranked if each not in front]


def distinct(ranked: Sequence[Ranked], chunks: Mapping[int, Chunk]) -> Iterator[Ranked]:
    """Yield the ranked chunks without those that say almost the same as a better one, and those forgotten."""
    seen: list[set[str]] = []
    for each in ranked:
        if each.chunk_id not in chunks:  # forgotten since it was found
            continue
        words = keywords.word_set(chunks[each.chunk_id].text)
        if not any(_are_alike(words, other) for other in seen):
            seen.append(words)
            yield each


def _are_alike(words: set[str], others: set[str]) -> bool:
    if min(len(words), len(others)) < DUPLICATE_SHARE * max(len(words), len(others)):
        return False  # saves comparing them
    return len(words & others) >= DUPLICATE_SHARE * len(words | others)
