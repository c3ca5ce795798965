"""How many of the best chunks a budget holds, and what of the last one."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.documents.document import Page, Span
from core.documents.text import sentences
from core.library.chunks import Chunk, merge_spans, span_text
from core.library.ranking import Ranked

CountTokens = Callable[[str], int]
PagesOf = Callable[[Chunk], Mapping[int, Page]]

LEAST_SHARE = 1 / 4  # of a chunk that is cut: less of it says little


@dataclass(frozen=True, slots=True)
class Part:
    """What is taken of a chunk: the spans of all of it, or of its leading sentences."""

    ranked: Ranked
    spans: tuple[Span, ...]
    is_whole: bool = True


def fill(
    budget_tokens: int,
    ranked: Iterable[Ranked],
    chunks: Mapping[int, Chunk],
    pages_of: PagesOf,
    count_tokens: CountTokens,
) -> list[Part]:
    """Return the best chunks that fit the budget together, and the first that does not, cut after a sentence.

    A smaller chunk farther down would fill the rest with less. Of the best chunk at least a word is taken.
    """
    parts: list[Part] = []
    left = budget_tokens
    for each in ranked:
        chunk = chunks[each.chunk_id]
        tokens = count_tokens(chunk.text)
        if tokens > left:
            is_best, pages = not parts, pages_of(chunk)
            if is_best or left >= LEAST_SHARE * tokens:
                spans = _leading(pages, chunk.spans, left, count_tokens, may_cut_sentences=is_best)
                parts += [Part(each, spans, is_whole=False)] if spans else []
            break
        parts.append(Part(each, chunk.spans))
        left -= tokens
    return parts


def _leading(
    pages: Mapping[int, Page],
    spans: Sequence[Span],
    budget_tokens: int,
    count_tokens: CountTokens,
    may_cut_sentences: bool,
) -> tuple[Span, ...]:
    """Return the leading sentences of `spans` that fit; where not one does, its leading words or nothing."""
    parts = [part for span in spans for part in _parts(span, sentences(_text(pages, span)))]
    fitting = _fitting(pages, parts, budget_tokens, count_tokens)
    if fitting or not may_cut_sentences:
        return fitting
    words = _parts(parts[0], [m.span() for m in re.finditer(r"\S+", _text(pages, parts[0]))])
    return _fitting(pages, words, budget_tokens, count_tokens) or merge_spans(pages, words[:1])


def _fitting(
    pages: Mapping[int, Page], parts: Sequence[Span], budget_tokens: int, count_tokens: CountTokens
) -> tuple[Span, ...]:
    """Return as many of the parts as fit, from the first on."""

    def is_over(count: int) -> bool:
        return count_tokens(span_text(pages, merge_spans(pages, parts[:count]))) > budget_tokens

    count = bisect_left(range(1, len(parts) + 1), True, key=is_over)
    return merge_spans(pages, parts[:count])


def _text(pages: Mapping[int, Page], span: Span) -> str:
    return pages[span.page_number].text[span.start : span.end]


def _parts(span: Span, places: Sequence[tuple[int, int]]) -> list[Span]:
    return [Span(span.page_number, span.start + start, span.start + end) for start, end in places]
