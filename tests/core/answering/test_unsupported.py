"""Sentences that a document should support and does not."""

from dataclasses import replace

import pytest

from core.answering.events import Citation, Mode
from core.answering.unsupported import unsupported
from tests.core.answering.said import answer


def _unsupported(text: str, mode: Mode = Mode.WHOLE, supported: str = "") -> list[str]:
    start = text.index(supported)
    citation = Citation(start, start + len(supported), "id", 3, 10, 60, 0.9)
    said = replace(answer(mode, text), citations=(citation,) if supported else ())
    return [text[start:end] for start, end in unsupported(said)]


def test_a_sentence_without_a_citation_is_told() -> None:
    text = "It grew by eight percent. The chair resigned in October."
    assert _unsupported(text, supported="It grew by eight percent.") == ["The chair resigned in October."]


@pytest.mark.parametrize(
    "text",
    [
        "The document does not say who signed it.",
        "The report doesn't mention who signed it.",
        "The passages do not mention any revenue for that year.",
        "There is no information about the chair in the text.",
        "המסמך אינו מציין מי חתם עליו.",
        "לא נאמר במסמך מי חתם על הדוח.",
        "Yes.",
        "It names three reasons for this growth:",
        "# The main reasons for growth in the year",
        "```\nfour words of code here\n```",
        "Do you want to know more about it?",
    ],
)
def test_what_claims_nothing_is_left_alone(text: str) -> None:
    assert _unsupported(text) == []


def test_a_claim_with_a_no_in_it_is_still_a_claim() -> None:
    text = "The report shows that revenue did not grow in 2023."
    assert _unsupported(text) == [text]


def test_closed_book_promises_no_support() -> None:
    assert _unsupported("It grew by eight percent in that year.", Mode.CLOSED) == []
