"""How lines support a claim, where the words of its question do not decide."""

from pathlib import Path

from core.answering.claims import claims
from core.answering.evidence import Lines, lines_of_documents
from core.answering.support import Sought
from core.documents.document import Block, BlockKind, Document, Page

TEXT = (
    "The hall by the river holds 340 guests at nine long tables. "
    "The old choir sang in the north aisle through the last 12 winters before the fire."
)
HALL = Document(
    "id", Path("a.pdf"), "A", "en", (Page(1, "1", TEXT, (Block(0, len(TEXT), BlockKind.PARAGRAPH),)),)
)


def is_told(answer: str, *indices: int) -> bool:
    lines = Lines(lines_of_documents([HALL]))
    sought = Sought(claims(answer)[0], "How long did it last?", lines)
    run = [lines[index] for index in indices]
    return sought.is_told(run, sought.coverage(run))


def test_what_a_line_says_nearly_all_of_is_told() -> None:
    assert is_told("in the north aisle through the last 12 winters before the fire", 1)
    assert not is_told("in the north aisle through the long snow of winters before dawn", 1)


def test_an_answer_of_few_words_is_not_told_by_a_line_that_has_them() -> None:
    assert not is_told("12 winters", 1)


def test_a_number_of_the_line_before_is_none_of_the_sentence() -> None:
    assert not is_told("in the north aisle through the last 340 winters before the fire", 0, 1)
