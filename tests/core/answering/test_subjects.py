from pathlib import Path

import pytest

from core.answering.citations import whole_evidence
from core.answering.terms import names_in_runs
from core.documents.document import Block, BlockKind, Document, Page

FILLED = "Nothing of note is told here of the weather."


def cited_pages(answer: str, question: str, pages: dict[int, str], count: int = 20) -> list[int]:
    """Cite `answer` with `pages` of a book in which the other pages say little."""
    texts = [pages.get(number, FILLED) for number in range(1, count + 1)]
    made = tuple(
        Page(number, str(number), text, (Block(0, len(text), BlockKind.PARAGRAPH),))
        for number, text in enumerate(texts, 1)
    )
    evidence = whole_evidence([Document("id", Path("a.pdf"), "A", "en", made)])
    return [citation.page_number for citation in evidence.cite(answer, question)]


HAIFA, ACRE = (
    "The port of Haifa is large.",
    "The port of Acre is old. It was built by Agnes Thorley of stone.",
)


def test_a_line_far_from_what_is_asked_for_is_not_cited() -> None:
    pages = {3: HAIFA, 15: ACRE}
    assert cited_pages("Agnes Thorley.", "Who built the port of Acre?", pages) == [15]
    assert cited_pages("Agnes Thorley.", "Who built the port of Haifa?", pages) == []


def test_a_line_on_the_page_beside_the_name_is_cited() -> None:
    assert cited_pages("Agnes Thorley.", "Who built the port of Haifa?", {14: HAIFA, 15: ACRE}) == [15]


def test_a_name_that_the_document_does_not_have_tells_nothing() -> None:
    assert cited_pages("Agnes Thorley.", "Who built the port of Akko?", {15: ACRE}) == [15]


def test_a_name_that_is_on_many_pages_is_what_the_document_is_about() -> None:
    pages = {**dict.fromkeys(range(1, 8), HAIFA), 15: ACRE}
    assert cited_pages("Agnes Thorley.", "Who built the port of Haifa?", pages) == [15]


@pytest.mark.parametrize(("name", "initials"), [("United States", "US"), ("United Kingdom", "UK")])
def test_initials_stand_for_a_name(name: str, initials: str) -> None:
    pages = {3: f"He lives in the {name} now.", 15: f"In the {initials} the port was built by Agnes Thorley."}
    assert cited_pages("Agnes Thorley.", f"Who built the port in the {name}?", pages) == [15]
    assert cited_pages("Agnes Thorley.", f"Who built the port in the {name}?", {**pages, 15: ACRE}) == [
        *([15] if initials == "US" else [])
    ]


def test_a_whole_sentence_is_true_whatever_was_asked() -> None:
    answer = "The old port was built by Agnes Thorley of stone."
    assert cited_pages(answer, "What is told of Haifa?", {3: HAIFA, 15: ACRE}) == [15]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Who sold Best Buy to Agnes Thorley?", [("best", "buy"), ("agnes", "thorley")]),
        ("How much was it at Costco in FY2021? Answer in May.", [("costco",)]),
        ("What of Israel's Q2, and Haifa?", [("israel",), ("haifa",)]),
        ("מי הקים את SimpliVity?", [("simplivity",)]),
    ],
)
def test_names_that_follow_each_other_are_one(text: str, runs: list[tuple[str, ...]]) -> None:
    assert list(names_in_runs(text)) == runs
