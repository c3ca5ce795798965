from dataclasses import replace

import pytest

from core.documents.document import Document
from core.library.chunks import chunk_document
from core.library.references import References, in_full, is_follow_up, named_chunks, references
from core.library.retriever import Retriever
from core.library.store import Library
from tests.core.library.documents import WordsAsTokens, document, heading, page, paragraph


@pytest.mark.parametrize(
    ("question", "pages", "labels"),
    [
        ("What does it say on page 12?", (12,), ()),
        ("Compare pages 3-5 and p. 9", (3, 4, 5, 9), ()),
        ("pages 1 to 900", (1, 900), ()),
        ("מה כתוב בעמוד 12?", (12,), ()),
        ("בעמ' 7 ובעמודים 9–10", (7, 9, 10), ()),
        ("What is in Table 3?", (), ("Table 3",)),
        ("Compare section 2.1 with Appendix B", (), ("section 2.1", "Appendix B")),
        ("מה יש בטבלה 3 ובסעיף 2.1?", (), ("טבלה 3", "סעיף 2.1")),
        ("Is there a table a person could read, or note a change on that page?", (), ()),
        ("The homepage 12 has", (), ()),
    ],
)
def test_what_a_question_names_by_number_is_seen(
    question: str, pages: tuple[int, ...], labels: tuple[str, ...]
) -> None:
    assert references(question) == References(pages, labels)


@pytest.mark.parametrize(
    "question",
    ["And in 2021?", "why?", "How about costs?", "Why did they sell it?", "ומה ב-2021?", "כמה זה?"],
)
def test_a_question_that_leans_on_another_is_a_follow_up(question: str) -> None:
    assert is_follow_up(question)
    assert in_full(question, []) == question
    earlier = ["What was the revenue of Alpha in 2020?", "And its costs?"]
    assert in_full(question, earlier).startswith("What was the revenue of Alpha in ")
    assert in_full(question, earlier).endswith(question)
    assert ("2020" in in_full(question, earlier)) == ("2021" not in question)


@pytest.mark.parametrize(
    "question",
    [
        "Who are the primary customers of Boeing as of FY2022?",
        "Which city did this group of Norman barons plunder first?",
        "What does it say on page 12?",
        "מי כתב את ספר הדקדוק העברי הראשון?",
    ],
)
def test_a_question_of_its_own_stays_as_it_is(question: str) -> None:
    assert in_full(question, ["What was the revenue of Alpha?"]) == question


def count_words(text: str) -> int:
    return len(text.split())


@pytest.fixture
def report() -> Document:
    """Return a document whose pages are labelled i, ii, iii."""
    return document(
        page(1, heading("1 Overview"), paragraph("The sales are in Table 2, the rest is in Table 3.")),
        page(2, heading("2 Ships"), paragraph("Table 2. Sales of ships"), paragraph("Steel rose.")),
        page(3, heading("2.1 Boats"), paragraph("Boats are small."), heading("טבלה 4"), paragraph("לחם")),
    )


@pytest.mark.parametrize(
    ("question", "page_numbers"),
    [
        ("What is said on page 2?", {2}),
        ("What is said on page 7?", set()),
        ("What does Table 2 show?", {2}),
        ("Sum up section 2", {2}),
        ("Sum up section 2.1", {3}),
        ("מה יש בטבלה 4?", {3}),
        ("What of the boats?", set()),
    ],
)
def test_what_is_named_is_found(
    library: Library, report: Document, question: str, page_numbers: set[int]
) -> None:
    library.add(report, chunk_document(report, WordsAsTokens(), 12))
    chunks = library.chunks_by_id(named_chunks(library, question, [report.document_id]))
    assert {span.page_number for chunk in chunks.values() for span in chunk.spans} == page_numbers


def test_a_page_is_meant_by_its_label_where_it_has_one(library: Library) -> None:
    made = document(*(page(n, paragraph(f"This is page {n}.")) for n in range(1, 6)))
    pages = tuple(replace(each, label=str(each.page_number - 2)) for each in made.pages)
    library.add(replace(made, pages=pages), chunk_document(made, WordsAsTokens(), 4))
    (chunk,) = library.chunks_by_id(library.chunks_on([3])).values()
    assert chunk.spans[0].page_number == 5


def test_the_page_that_is_named_is_read(library: Library, report: Document) -> None:
    library.add(report, chunk_document(report, WordsAsTokens(), 12))
    found = Retriever(library, None).retrieve("What of boats on page 2?", None, 10, count_words)
    assert {passage.page_number for passage in found} == {2}


def test_a_follow_up_is_sought_with_what_it_is_about(library: Library) -> None:
    parts = ("Alpha sold ten boats in 2020.", "Alpha sold nine boats in 2021.", "Beta baked bread in 2021.")
    made = document(*(page(n, paragraph(part)) for n, part in enumerate(parts, 1)))
    library.add(made, chunk_document(made, WordsAsTokens(), 6))
    retriever, earlier = Retriever(library, None), ["How many boats did Alpha sell in 2020?"]
    (passage,) = retriever.retrieve("And what in 2021?", None, 6, count_words, earlier)
    assert passage.text == "Alpha sold nine boats in 2021."
