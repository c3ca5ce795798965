"""Saved answers follow a document that was read again."""

from dataclasses import replace

import pytest

from core.answering.events import Mode
from core.answering.history import History, PastTurn, decode, encode
from core.answering.moving import moving, place
from core.documents.document import Document, Span
from core.library.store import Library
from tests.core.answering.said import answer
from tests.core.library.documents import document, page, paragraph


def read_again(clinic: Document, *first: str) -> Document:
    """Return the same document with other text on its first page."""
    return replace(clinic, pages=(page(1, *map(paragraph, first)), clinic.page(2)))


def test_a_citation_moves_to_where_its_words_are_now(clinic: Document) -> None:
    after = read_again(clinic, "A head.", "The clinic in\nHaifa opened in 1998.")
    moved = decode(moving(clinic, after)(encode(answer(Mode.RETRIEVED, "In 1998.", clinic))))
    (citation,) = moved.citations
    start = after.page(1).text.index("The clinic")
    assert (citation.page_start, citation.page_end) == (start, len(after.page(1).text))
    assert moved.passages[0].spans == (Span(1, start, len(after.page(1).text)),)


def test_a_citation_of_words_that_are_gone_goes(clinic: Document) -> None:
    moved = decode(
        moving(clinic, read_again(clinic, "Other words."))(encode(answer(Mode.WHOLE, "In 1998.", clinic)))
    )
    assert moved.citations == ()
    assert moved.text == "In 1998."


def test_an_answer_about_another_document_stays_as_it_is(clinic: Document) -> None:
    other = document(page(1, paragraph("The ship sailed in 1901.")))
    saved = encode(answer(Mode.RETRIEVED, "In 1901.", other))
    assert moving(clinic, read_again(clinic, "Other words."))(saved) == saved


@pytest.mark.parametrize(("at", "expected"), [(0, 4), (20, 24)])
def test_of_several_places_the_nearest_is_meant(at: int, expected: int) -> None:
    before, after = page(1, paragraph("cats " * 5)), page(1, paragraph("old cats " + "dogs " * 3 + "cats"))
    assert place(before, after, Span(1, at, at + 4)) == Span(1, expected, expected + 4)


def test_the_history_shows_the_moved_answer(library: Library, clinic: Document) -> None:
    history = History(library)
    conversation_id = history.start([clinic.document_id])
    history.add_turn(conversation_id, PastTurn("When?", 1.0, (answer(Mode.WHOLE, "In 1998.", clinic),)))
    after = read_again(clinic, "A head.", "The clinic in Haifa opened in 1998.")
    library.renew(after, [], moved=moving(clinic, after))
    (turn,) = history.load(conversation_id).turns
    assert turn.answers[0].citations[0].page_start == 9
