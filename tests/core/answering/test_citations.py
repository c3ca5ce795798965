from pathlib import Path

from core.answering.citations import passage_evidence, whole_evidence
from core.documents.document import Block, BlockKind, Document, Page, Span
from core.library.passages import Passage


def document(*pages: str) -> Document:
    made = tuple(
        Page(number, str(number), text, (Block(0, len(text), BlockKind.PARAGRAPH),))
        for number, text in enumerate(pages, 1)
    )
    return Document("id", Path("a.pdf"), "A", "en", made)


BOOK = document(
    "The clinic opened in 1998. It was founded by Dr. Miriam Alon.",
    "In 2021 the clinic treated 4,310 patients. In 2022 it treated 4,705 patients.",
    "The roof was mended in spring. Rain had come in for years.",
)


def cited_text(answer: str) -> list[str]:
    citations = whole_evidence([BOOK]).cite(answer)
    return [BOOK.page(c.page_number).text[c.page_start : c.page_end] for c in citations]


def test_a_sentence_is_cited_with_the_line_that_says_it() -> None:
    assert cited_text("Dr. Miriam Alon founded the clinic.") == ["It was founded by Dr. Miriam Alon."]


def test_numbers_decide_between_lines_with_the_same_words() -> None:
    assert cited_text("The clinic treated 4,705 patients.") == ["In 2022 it treated 4,705 patients."]


def test_a_number_that_no_line_has_is_not_supported() -> None:
    assert cited_text("The clinic treated 9,999 patients.") == []


def test_a_sentence_about_something_else_cites_nothing() -> None:
    assert cited_text("The document does not say.") == []


def test_each_sentence_of_an_answer_is_cited_for_itself() -> None:
    answer = "The clinic opened in 1998. Bananas are yellow. The roof was mended in spring."
    citations = whole_evidence([BOOK]).cite(answer)
    assert [(answer[c.start : c.end], c.page_number) for c in citations] == [
        ("The clinic opened in 1998.", 1),
        ("The roof was mended in spring.", 3),
    ]


def test_the_number_of_a_list_item_is_no_claim() -> None:
    assert cited_text("7. The clinic opened in 1998.") == ["The clinic opened in 1998."]


def test_only_what_was_read_is_cited() -> None:
    text = BOOK.page(3).text
    read = Passage("id", "A", 3, "3", "", (Span(3, 0, 30),), text[:30], 1.0, None, (1,))
    evidence = passage_evidence([BOOK], [read])
    assert [c.page_start for c in evidence.cite("The roof was mended in spring.")] == [0]
    assert evidence.cite("Dr. Miriam Alon founded the clinic.") == ()


def test_nothing_read_cites_nothing() -> None:
    assert whole_evidence([]).cite("The roof was mended.") == ()
