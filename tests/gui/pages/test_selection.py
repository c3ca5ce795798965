from array import array

import pytest

from core.documents.document import Span
from core.documents.textlayer import TextLayer
from gui.pages.selection import REST_OF_PAGE, Selection, Unit
from gui.pages.text import PointedText

WORDS = "one two three\n\nfour five"


@pytest.fixture
def text() -> PointedText:
    return PointedText(
        TextLayer(WORDS, array("f", bytes(16 * len(WORDS))), array("i", bytes(4 * len(WORDS))))
    )


def selected(selection: Selection) -> str:
    return "".join(WORDS[span.start : span.end] for span in selection.spans())


def test_a_drag_selects_what_lies_between_its_ends_either_way(text: PointedText) -> None:
    selection = Selection()
    selection.begin(1, text, 4, Unit.LETTER)
    assert not selection
    selection.extend(1, text, 7)
    assert selected(selection) == "two"
    selection.extend(1, text, 0)
    assert selected(selection) == "one "


def test_a_drag_that_began_with_a_word_goes_by_words(text: PointedText) -> None:
    selection = Selection()
    selection.begin(1, text, 5, Unit.WORD)
    assert selected(selection) == "two"
    selection.extend(1, text, 10)
    assert selected(selection) == "two three"
    selection.extend(1, text, 1)
    assert selected(selection) == "one two"


def test_three_clicks_select_the_paragraph(text: PointedText) -> None:
    selection = Selection()
    selection.begin(1, text, 5, Unit.PARAGRAPH)
    assert selected(selection) == "one two three"


def test_a_selection_over_pages_takes_the_pages_between_whole(text: PointedText) -> None:
    selection = Selection()
    selection.begin(4, text, 8, Unit.LETTER)
    selection.extend(2, text, 15)
    assert list(selection.spans()) == [
        Span(2, 15, REST_OF_PAGE),
        Span(3, 0, REST_OF_PAGE),
        Span(4, 0, 8),
    ]
    assert selection.on_page(5) is None


def test_nothing_is_selected_after_it_was_cleared(text: PointedText) -> None:
    selection = Selection()
    selection.select(Span(3, 0, 5))
    assert selection
    selection.clear()
    assert not selection
    assert list(selection.spans()) == []
