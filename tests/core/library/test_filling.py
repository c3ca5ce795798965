from collections.abc import Mapping, Sequence

import pytest

from core.documents.document import Page
from core.library.chunks import Chunk, chunk_document, span_text
from core.library.filling import Part, fill
from core.library.ranking import Ranked
from tests.core.library.documents import WordsAsTokens, document, page, paragraph

FERRY = "The ferry sails at six. It calls at the island. It is back by noon."
MADE = document(*(page(n, paragraph(text)) for n, text in enumerate([FERRY, FERRY, "Short one."], 1)))
CHUNKS = dict(enumerate(chunk_document(MADE, WordsAsTokens(), 15)))


def count_words(text: str) -> int:
    return len(text.split())


def pages_of(_: Chunk) -> Mapping[int, Page]:
    return {each.page_number: each for each in MADE.pages}


def filled(budget_tokens: int, *chunk_ids: int) -> list[Part]:
    ranked = [Ranked(key, 1.0, None) for key in chunk_ids]
    return fill(budget_tokens, ranked, CHUNKS, pages_of, count_words)


def texts(parts: Sequence[Part]) -> list[str]:
    return [span_text(pages_of(CHUNKS[0]), part.spans) for part in parts]


def test_what_fits_is_taken_whole() -> None:
    parts = filled(100, 0, 1, 2)
    assert texts(parts) == [CHUNKS[key].text for key in (0, 1, 2)]
    assert all(part.is_whole for part in parts)


@pytest.mark.parametrize(
    ("budget_tokens", "last"),
    [
        (25, "The ferry sails at six. It calls at the island."),
        (20, "The ferry sails at six."),
    ],
)
def test_the_first_that_does_not_fit_is_cut_after_a_sentence(budget_tokens: int, last: str) -> None:
    parts = filled(budget_tokens, 0, 1, 2)
    assert texts(parts) == [FERRY, last]
    assert [part.is_whole for part in parts] == [True, False]


@pytest.mark.parametrize("budget_tokens", [15, 17, 18])
def test_a_scrap_of_a_chunk_is_not_taken_and_nothing_farther_down_in_its_place(budget_tokens: int) -> None:
    assert texts(filled(budget_tokens, 0, 1, 2)) == [FERRY]


@pytest.mark.parametrize(
    ("budget_tokens", "text"),
    [(6, "The ferry sails at six."), (3, "The ferry sails"), (1, "The"), (0, "The")],
)
def test_of_the_best_chunk_something_is_always_taken(budget_tokens: int, text: str) -> None:
    assert texts(filled(budget_tokens, 0, 2)) == [text]


def test_nothing_found_fills_nothing() -> None:
    assert filled(100) == []
