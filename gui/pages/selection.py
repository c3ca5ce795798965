"""The text that is selected, from where a drag began to where it is, over as many pages as it takes."""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from core.documents.document import Span
from gui.pages.text import PointedText

REST_OF_PAGE = 2**31 - 1


class Unit(IntEnum):
    """By what a selection grows; the number of clicks that begins it."""

    LETTER = 1
    WORD = 2
    PARAGRAPH = 3


class Caret(NamedTuple):
    """A place between two letters of the document."""

    page_number: int
    offset: int


class Selection:
    """What is selected; empty to begin with."""

    def __init__(self) -> None:
        self._first = self._last = self._from = self._to = Caret(1, 0)
        self._unit = Unit.LETTER

    def __bool__(self) -> bool:
        return self._from < self._to

    def clear(self) -> None:
        """Select nothing."""
        self._first = self._last = self._from = self._to = Caret(1, 0)

    def begin(self, page_number: int, text: PointedText, index: int, unit: Unit) -> None:
        """Begin where a drag begins: with nothing, or with the word or paragraph there."""
        self._unit = unit
        start, end = _whole(text, index, unit)
        self._first, self._last = Caret(page_number, start), Caret(page_number, end)
        self._from, self._to = self._first, self._last

    def extend(self, page_number: int, text: PointedText, index: int) -> None:
        """Reach to where the drag is now, by whole words or paragraphs if it began with one."""
        start, end = _whole(text, index, self._unit)
        self._from = min(self._first, Caret(page_number, start))
        self._to = max(self._last, Caret(page_number, end))

    def select(self, span: Span) -> None:
        """Select a run of one page."""
        self._unit = Unit.LETTER
        self._first = self._from = Caret(span.page_number, span.start)
        self._last = self._to = Caret(span.page_number, span.end)

    def page_numbers(self) -> range:
        """Return the pages it reaches over."""
        return range(self._from.page_number, self._to.page_number + 1) if self else range(0)

    def spans(self) -> Iterator[Span]:
        """Yield what is selected of each page; the end may lie behind the page's text."""
        for number in self.page_numbers():
            if span := self.on_page(number):
                yield span

    def on_page(self, page_number: int) -> Span | None:
        """Return what is selected of a page."""
        if page_number not in self.page_numbers():
            return None
        start = self._from.offset if page_number == self._from.page_number else 0
        end = self._to.offset if page_number == self._to.page_number else REST_OF_PAGE
        return Span(page_number, start, end) if start < end else None


def _whole(text: PointedText, index: int, unit: Unit) -> tuple[int, int]:
    if unit is Unit.WORD:
        return text.word_at(index)
    return text.paragraph_at(index) if unit is Unit.PARAGRAPH else (index, index)
