from core.documents.document import Span
from gui.pages.marks import Marks

HITS = [Span(2, 5, 9), Span(2, 20, 24), Span(5, 0, 4), Span(7, 3, 7)]


def test_marks_are_in_the_order_of_the_document_however_they_come() -> None:
    marks = Marks()
    marks.add(HITS[2:])
    marks.add(HITS[:2])
    marks.current = HITS[0]
    seen = [marks.current_index]
    seen += [marks.current_index for _ in range(4) if marks.step(1)]
    assert seen == [0, 1, 2, 3, 0]
    assert list(marks.on_page(2)) == HITS[:2]
    assert list(marks.on_page(3)) == []


def test_back_from_the_first_is_the_last() -> None:
    marks = Marks()
    marks.replace(HITS[::-1], HITS[0])
    assert marks.step(-1) == HITS[3]


def test_the_first_from_a_page_goes_round_the_end() -> None:
    marks = Marks()
    marks.add(HITS)
    assert [marks.first_from(page) for page in (1, 3, 7, 8)] == [HITS[0], HITS[2], HITS[3], HITS[0]]


def test_without_marks_there_is_no_step() -> None:
    marks = Marks()
    assert (marks.step(1), marks.first_from(1), marks.current_index, len(marks)) == (None, None, -1, 0)
