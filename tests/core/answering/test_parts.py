from collections.abc import Sequence
from itertools import pairwise

import pytest

from core.answering.parts import Part, cut, label
from core.answering.prompts import page_text
from core.documents.document import Document, OutlineItem, Page
from core.documents.text import sentences
from tests.core.library.documents import document, furniture, heading, page, paragraph


def words(text: str) -> int:
    return len(text.split())


def sentence(page_number: int, index: int, length: int = 10) -> str:
    return " ".join([f"P{page_number}s{index}", *["word"] * (length - 2), "end."])


def sized(page_number: int, sentence_count: int) -> Page:
    return page(
        page_number, paragraph(" ".join(sentence(page_number, each) for each in range(sentence_count)))
    )


def book(*sentence_counts: int, outline: Sequence[OutlineItem] = (), title: str = "A book") -> Document:
    pages = [sized(number, count) for number, count in enumerate(sentence_counts, 1)]
    return document(*pages, title=title, outline=outline)


def numbers(part: Part) -> list[int]:
    return [number for _, number in part.pages]


def test_parts_are_whole_pages_that_fill_the_room() -> None:
    read = book(*[4] * 12)
    parts = cut([read], 200, words)
    assert [numbers(part) for part in parts] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
    for part in parts:
        assert words(part.text) <= 200
        assert part.text.startswith("Document: A book\n\n[page ")
        for number in numbers(part):
            assert page_text(read.page(number)) in part.text


def test_the_same_document_makes_the_same_parts() -> None:
    assert cut([book(*range(1, 20))], 150, words) == cut([book(*range(1, 20))], 150, words)


def test_a_short_last_page_is_read_again_in_the_next_part() -> None:
    parts = cut([book(7, 7, 1, 7, 7, 7)], 180, words)
    assert [numbers(part) for part in parts] == [[1, 2, 3], [3, 4, 5], [6]]
    assert (parts[1].first_page, parts[1].last_page) == (3, 5)


def test_a_part_ends_where_a_section_begins_if_it_is_nearly_full() -> None:
    outline = [OutlineItem("One", 0, 1), OutlineItem("Two", 0, 4)]
    parts = cut([book(*[4] * 8, outline=outline)], 182, words)
    assert numbers(parts[0]) == [1, 2, 3]
    early = [OutlineItem("One", 0, 1), OutlineItem("Two", 0, 2)]
    assert numbers(cut([book(*[4] * 8, outline=early)], 182, words)[0]) == [1, 2, 3, 4]


def test_a_heading_on_top_of_a_page_begins_a_section() -> None:
    pages = [sized(1, 4), sized(2, 4), sized(3, 4)]
    chapter = page(4, furniture("The book"), heading("Chapter two"), paragraph(sentence(4, 0, 20)))
    assert numbers(cut([document(*pages, chapter, sized(5, 4))], 170, words)[0]) == [1, 2, 3]


def test_a_page_that_is_longer_than_a_part_is_cut_between_sentences_under_its_number() -> None:
    read = book(2, 40, 2)
    parts = cut([read], 120, words)
    pieces = [part for part in parts if 2 in numbers(part)]
    assert len(pieces) >= 4
    assert all("[page 2]\n" in part.text and words(part.text) <= 120 for part in pieces)
    said = [text[start:end] for text in (part.text for part in parts) for start, end in sentences(text)]
    assert {sentence(2, index) for index in range(40)} <= set(said)


def test_a_sentence_that_is_longer_than_a_part_is_cut_and_nothing_is_lost() -> None:
    read = document(page(1, paragraph(" ".join(f"w{index}" for index in range(1000)))))
    parts = cut([read], 100, words)
    text = " ".join(part.text for part in parts)
    assert all(words(part.text) <= 100 for part in parts)
    whole = "".join(part.text.split("[page 1]\n")[1] for part in parts)
    assert sum(f"w{index}" in whole for index in range(1000)) == 1000, text


def test_pages_of_several_documents_stand_under_their_document() -> None:
    one, two = book(4, 4, 4, title="One"), book(3, 3, 3, title="Two")
    parts = cut([one, two], 200, words)
    assert [part.document_ids for part in parts] == [(one.document_id, two.document_id), (two.document_id,)]
    assert parts[0].text.index("Document: Two") < parts[0].text.index("P1s0", parts[0].text.index("Two"))
    assert parts[1].text.startswith("Document: Two\n\n[page ")
    assert label(parts[0].begins, parts[0].ends) == "One, page 1 to Two, page 1"
    assert label(parts[1].begins, parts[1].ends) == "Two, pages 2 to 3"
    assert (parts[1].first_page, parts[1].last_page) == (5, 6)


def test_pages_without_text_are_passed_over_and_counted() -> None:
    read = document(sized(1, 4), page(2), sized(3, 4), sized(4, 4), sized(5, 4))
    parts = cut([read], 140, words)
    assert [numbers(part) for part in parts] == [[1, 3, 4], [5]]
    assert (parts[1].first_page, label(parts[1].begins, parts[1].ends)) == (5, "A title, page 5")


def test_nothing_to_read_makes_no_part() -> None:
    assert cut([], 100, words) == cut([document(page(1))], 100, words) == ()


@pytest.mark.parametrize("room", [60, 90, 140, 333, 1000])
def test_every_page_is_read_in_order_in_any_room(room: int) -> None:
    counts = [3, 1, 9, 2, 2, 14, 1, 1, 30, 4, 5]
    parts = cut([book(*counts)], room, words)
    assert all(words(part.text) <= room for part in parts)
    text = "\n".join(part.text for part in parts)
    for number, count in enumerate(counts, 1):
        assert all(f"P{number}s{index} " in text for index in range(count))
    for earlier, later in pairwise(parts):
        assert earlier.first_page <= later.first_page
        assert later.first_page in (earlier.last_page, earlier.last_page + 1)
