from dataclasses import replace

from core.library.chunks import Chunk
from core.library.ranking import Ranked, distinct, each_document_first, fused, named_first, quoted_first


def chunk(document_id: str, text: str = "") -> Chunk:
    return Chunk(document_id, 0, "", (), text, 1)


def ranked(*scores: float) -> list[Ranked]:
    return [Ranked(key, score, None) for key, score in enumerate(scores)]


def ids(found: list[Ranked]) -> list[int]:
    return [each.chunk_id for each in found]


def test_what_both_ways_find_comes_before_what_one_finds_as_well() -> None:
    assert ids(fused({1: 0.8, 2: 0.8, 3: 0.85}, {2: 5.0, 3: 5.0})) == [3, 2, 1]


def test_words_alone_and_meaning_alone_are_orders_too() -> None:
    assert ids(fused({}, {1: 2.0, 2: 5.0})) == [2, 1]
    assert ids(fused({1: 0.7, 2: 0.9}, {})) == [2, 1]
    assert fused({}, {}) == []


def test_a_chunk_without_a_vector_counts_as_the_farthest_found() -> None:
    found = fused({1: 0.9, 2: 0.7}, {3: 4.0})
    assert ids(found) == [1, 3, 2]
    assert found[1].similarity is None


def test_what_is_quoted_or_named_comes_first() -> None:
    assert ids(quoted_first(ranked(3, 2, 1), {2})) == [2, 0, 1]
    assert ids(named_first([1, 7], ranked(3, 2, 1))) == [1, 7, 0, 2]


def test_a_document_gives_its_best_first_if_that_is_near_enough() -> None:
    chunks = {0: chunk("a"), 1: chunk("a"), 2: chunk("b"), 3: chunk("c"), 4: chunk("b")}
    found = ranked(10.0, 9.9, 9.8, 9.0, 8.9)
    assert ids(each_document_first(found, chunks)) == [0, 2, 1, 3, 4]
    assert each_document_first([], chunks) == []


def test_a_contents_page_is_no_document_s_best_unless_it_may_be_asked_about() -> None:
    chunks = {0: chunk("a"), 1: chunk("a"), 2: replace(chunk("b"), is_listing=True)}
    found = ranked(10.0, 9.9, 9.8)
    assert ids(each_document_first(found, chunks)) == [0, 1, 2]
    assert ids(each_document_first(found, chunks, with_listings=True)) == [0, 2, 1]


def test_chunks_that_say_the_same_count_once_and_forgotten_ones_not_at_all() -> None:
    text = "one two three four five six seven eight nine ten"
    chunks = {
        0: chunk("a", text),
        1: chunk("b", text + " eleven"),
        2: chunk("b", text[:30]),
        4: chunk("c", ""),
    }
    assert ids(list(distinct(ranked(5, 4, 3, 2, 1), chunks))) == [0, 2, 4]
