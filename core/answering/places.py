"""Focus: the passages found back, token for token, in documents that the model has read.

An answer then attends to what it read of them already, and little is read but the question.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from core.answering.prompts import BETWEEN, document_heading, page_text
from core.documents.document import BlockKind, Document, Page, Span
from core.library.passages import Passage

Range = tuple[int, int]  # [begin, end) in characters of a text, or in tokens of a prefix


class PrefixUnclear(ValueError):
    """The tokens of a prefix do not spell its text, so nothing can be found in it."""


class Spelled:
    """A text that stands at the end of a prefix, and the tokens that spell it.

    `pieces` are the bytes of each of the prefix's tokens. Errors: PrefixUnclear.
    """

    def __init__(self, text: str, pieces: Sequence[bytes]) -> None:
        self._text, size = text, len(_encoded(text))
        begin, length = len(pieces), 0
        while begin and length < size:
            begin -= 1
            length += len(pieces[begin])
        if not b"".join(pieces[begin:]).endswith(_encoded(text)):
            raise PrefixUnclear
        self._first = begin
        # Of each token, the byte of the text at which it begins; the first may begin before the text.
        self._begins = [*accumulate(map(len, pieces[begin:]), initial=size - length)]

    def tokens(self, start: int, end: int) -> Range:
        """Return the fewest tokens that spell the characters [start, end), as a range of the prefix."""
        first = bisect_right(self._begins, self._byte(start)) - 1
        last = bisect_left(self._begins, self._byte(end))
        return self._first + first, self._first + last

    def _byte(self, character: int) -> int:
        return len(_encoded(self._text[:character]))


class Places:
    """Where the spans of documents stand in a text in which their pages follow each other.

    `pages` are in the text's order. A page that is not in it as a whole has no place.
    """

    def __init__(self, text: str, pages: Iterable[tuple[Document, Page]]) -> None:
        self._pages: dict[tuple[str, int], tuple[Page, int]] = {}
        self._headings: dict[str, Range] = {}
        at = 0
        for document, page in pages:
            shown, heading = page_text(page), document_heading(document) + BETWEEN
            begin = text.find(shown, at) if shown else -1
            if begin < 0:
                continue
            if text.startswith(heading, begin - len(heading)):
                self._headings[document.document_id] = begin - len(heading), begin
            self._pages[document.document_id, page.page_number] = page, begin
            at = begin + len(shown)

    def heading(self, document_id: str) -> Range | None:
        """Return where the title stands that is above a document's pages."""
        return self._headings.get(document_id)

    def has(self, document_id: str, page_number: int) -> bool:
        """Whether a page is in the text as a whole."""
        return (document_id, page_number) in self._pages

    def mark(self, document_id: str, page_number: int) -> Range:
        """Return where the number of a page stands. Errors: KeyError for a page that is not in the text."""
        page, begin = self._pages[document_id, page_number]
        return begin, begin + len(page_text(page, ""))

    def of(self, document_id: str, span: Span) -> Range | None:
        """Return where a span stands, None where all of it is running headers and footers.

        Errors: KeyError for a page that is not in the text.
        """
        found = list(self._of(document_id, span))
        return (found[0][0], found[-1][1]) if found else None

    def _of(self, document_id: str, span: Span) -> Iterator[Range]:
        page, _ = self._pages[document_id, span.page_number]
        _, at = self.mark(document_id, span.page_number)
        for block in page.blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            start, end = max(block.start, span.start), min(block.end, span.end)
            if start < end:
                yield at + start - block.start, at + end - block.start
            at += block.end - block.start + len(BETWEEN)


class ReadText:
    """Finds passages in a prefix that ends with the text of documents.

    Errors: PrefixUnclear.
    """

    def __init__(self, text: str, pages: Iterable[tuple[Document, Page]], pieces: Sequence[bytes]) -> None:
        self._places, self._spelled = Places(text, pages), Spelled(text, pieces)

    def spans(self, passages: Sequence[Passage]) -> tuple[Range, ...]:
        """Return the tokens to attend to for these passages, as ranges of the prefix that do not touch.

        Those are the instructions, the titles of the documents, and of each passage its page's number and its
        text. Errors: KeyError for a passage that is not in the text as a whole.
        """
        ranges = [each for passage in passages for each in self._ranges(passage)]
        head = (0, self._spelled.tokens(0, 1)[0])
        return _joined([head, *(self._spelled.tokens(*each) for each in ranges)])

    def has(self, passage: Passage) -> bool:
        """Whether all the pages of a passage are in the text as a whole."""
        return all(self._places.has(passage.document_id, span.page_number) for span in passage.spans)

    def _ranges(self, passage: Passage) -> Iterator[Range]:
        heading = self._places.heading(passage.document_id)
        if heading:
            yield heading
        for span in passage.spans:
            found = self._places.of(passage.document_id, span)
            if found:
                yield self._places.mark(passage.document_id, span.page_number)
                yield found


def _joined(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Return ranges in order, as one where they touch or overlap."""
    joined: list[Range] = []
    for begin, end in sorted(ranges):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return tuple(joined)


def _encoded(text: str) -> bytes:
    """Return a text as the model's tokenizer is given it."""
    return text.replace("\0", " ").encode("utf-8", "replace")
