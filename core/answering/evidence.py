"""What was read, sentence by sentence, ready to be compared with what an answer claims."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from core.answering.columns import RowYears, years_of_numbers
from core.answering.quantities import Quantity, page_scales, quantities
from core.answering.terms import NEGATIONS, has_name, stems
from core.documents.document import Block, BlockKind, Document, Page
from core.documents.text import sentences
from core.library.chunks import Chunk
from core.library.keywords import STOP_WORDS, analyse
from core.library.passages import Passage
from core.library.tables import CELL_BREAK

LONGEST_RUN = 3  # sentences that one citation may span
LONGEST_GAP_CHARS = 100  # between its sentences: a footer may stand there, but nothing that was not read
SAMPLES = 20  # of the lines, that tell the scripts they are in
HEADING_ROWS = 3  # of a table, that say what its columns are
# How far it is from word to word, in telling words: a common one hardly counts, a new sentence parts.
COMMON_STEP, LINE_STEP, PAGE_STEP = 0.3, 3.0, 1000.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands over a block and is meant in each of its sentences: headings, and a table's first rows.

    `scales` are the powers of ten that the page gives for its numbers ("in millions"), `years` those of the
    cells of its tables' rows, by where a row begins.
    """

    text: str
    scales: tuple[int, ...]
    years: RowYears


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a document, or a row of a table: [start, end) of the page's text."""

    document_id: str
    page_number: int
    start: int
    end: int
    text: str
    kind: BlockKind
    around: Surroundings

    @property
    def years(self) -> tuple[str, ...]:
        """The years of the cells of a row, "" for those that are of none; nothing where they are not told."""
        return self.around.years.at(self.start)

    def year_at(self, offset: int) -> str:
        """Return the year of the cell that holds this place of the text, "" where it is not told."""
        return self.years[self.text.count(CELL_BREAK, 0, offset)] if self.years else ""


@dataclass(frozen=True, slots=True)
class Content:
    """A text by what can be compared: `words` as they are found, `stems` of the telling ones, numbers.

    `phrase` is the words in order, between spaces; `years` are those of numbers, by where these start.
    """

    words: frozenset[str]
    stems: frozenset[str]
    quantities: tuple[Quantity, ...]
    phrase: str
    is_negated: bool
    years: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of all lines, one after the other.

    `lines` has the line of each, `steps` how far along it stands, `postings` the words' indices by form.
    """

    lines: NDArray[np.int32]
    steps: NDArray[np.float32]
    postings: dict[str, NDArray[np.int32]]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Words":
        """Return the words of `lines`."""
        owners, steps, postings = list[int](), list[float](), dict[str, list[int]]()
        step, page = 0.0, ("", 0)
        for index, line in enumerate(lines):
            step += LINE_STEP if page == (line.document_id, line.page_number) else PAGE_STEP
            page = line.document_id, line.page_number
            for word in analyse(line.text).body.split():
                step += COMMON_STEP if word in STOP_WORDS else 1.0
                if word not in STOP_WORDS:
                    for form in stems(word):
                        postings.setdefault(form, []).append(len(owners))
                    owners.append(index)
                    steps.append(step)
        found = {form: np.array(places, np.int32) for form, places in postings.items()}
        return cls(np.array(owners, np.int32), np.array(steps, np.float32), found)

    def holding(self, forms: Iterable[str]) -> NDArray[np.int32]:
        """Return the indices of the words in one of these forms, in order."""
        found = [self.postings[form] for form in forms if form in self.postings]
        if len(found) == 1:
            return found[0]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int32)


class Lines:
    """Lines in the order in which they were read, with an index of their words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = list(lines)
        self._contents: dict[str, Content] = {}
        self._named: dict[str, Mapping[str, frozenset[int]]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, index: int) -> Line:
        return self._lines[index]

    @property
    def all(self) -> Sequence[Line]:
        """Every line."""
        return self._lines

    @cached_property
    def words(self) -> Words:
        """Where the words of the lines stand."""
        return Words.of(self._lines)

    def holding(self, forms: Iterable[str]) -> NDArray[np.int32]:
        """Return the indices of the lines that have a word in one of these forms, in order."""
        found = self.words.lines[self.words.holding(forms)]
        return found[np.append(True, found[1:] != found[:-1])] if len(found) else found

    @cached_property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that the lines are of."""
        return tuple(dict.fromkeys(line.document_id for line in self._lines))

    def sample(self) -> Sequence[Line]:
        """Return some lines, at even distances."""
        return self._lines[:: max(1, len(self._lines) // SAMPLES)]

    def of_chunk(self, chunk: Chunk) -> list[int]:
        """Return the indices of the lines that a chunk of the library has."""
        return [
            index
            for span in chunk.spans
            for index in self.of_page(chunk.document_id, span.page_number)
            if self._lines[index].start < span.end and span.start < self._lines[index].end
        ]

    def of_page(self, document_id: str, page_number: int) -> Sequence[int]:
        """Return the indices of the lines of a page."""
        return self._by_page.get((document_id, page_number), ())

    @cached_property
    def _by_page(self) -> dict[tuple[str, int], list[int]]:
        places: dict[tuple[str, int], list[int]] = {}
        for index, line in enumerate(self._lines):
            places.setdefault((line.document_id, line.page_number), []).append(index)
        return places

    def page_count(self, document_id: str) -> int:
        """Return how many pages of a document were read."""
        return self._page_counts[document_id]

    @cached_property
    def _page_counts(self) -> Counter[str]:
        return Counter(document_id for document_id, _ in self._by_page)

    def pages_with(self, name: str) -> Mapping[str, frozenset[int]]:
        """Return the pages of each document that have a name, or a word of its stem; worked out once."""
        if name not in self._named:
            like = [form for form in self.words.postings if has_name(name, (form,))]
            pages: dict[str, set[int]] = {document_id: set() for document_id in self.document_ids}
            for index in self.holding((*stems(name), *like)).tolist():
                pages[self._lines[index].document_id].add(self._lines[index].page_number)
            self._named[name] = {document_id: frozenset(found) for document_id, found in pages.items()}
        return self._named[name]

    def rarity(self, holders: int) -> float:
        """Return how much a word says that so many lines have: its inverse document frequency."""
        return log(1 + len(self._lines) / (1 + holders))

    def content(self, text: str) -> Content:
        """Return what a line's text, or that around it, holds; worked out once."""
        if text not in self._contents:
            self._contents[text] = content(text)
        return self._contents[text]

    def runs(self, index: int) -> Iterator[range]:
        """Yield the runs of up to `LONGEST_RUN` lines of one page that hold this line, shortest first."""
        for length in range(1, LONGEST_RUN + 1):
            for first in range(max(0, index - length + 1), index + 1):
                run = range(first, first + length)
                if run.stop <= len(self._lines) and self._are_together(run):
                    yield run

    def _are_together(self, run: range) -> bool:
        first, last = self._lines[run.start], self._lines[run.stop - 1]
        return (first.document_id, first.page_number) == (last.document_id, last.page_number) and all(
            0 <= self._lines[index + 1].start - self._lines[index].end <= LONGEST_GAP_CHARS
            for index in run[:-1]
        )


def content(text: str) -> Content:
    """Return what `text` holds."""
    words = analyse(text).body.split()
    found = tuple(quantities(text))
    return Content(
        frozenset(words),
        _stems(words),
        found,
        f" {' '.join(words)} ",
        not NEGATIONS.isdisjoint(words),
        years_of_numbers(text, found),
    )


def lines_of_documents(
    documents: Iterable[Document], only: Collection[tuple[str, int]] | None = None
) -> Iterator[Line]:
    """Yield every line of every page, running headers left out.

    `only` names pages by (document id, page number), where not all of them were read.
    """
    for document in documents:
        heading = ""
        for page in document.pages:
            is_read = only is None or (document.document_id, page.page_number) in only
            scales = page_scales(page.text) if is_read else ()
            years = RowYears(page)
            for block in page.blocks:
                if block.kind is BlockKind.HEADING:
                    heading = page.text[block.start : block.end]
                if is_read and block.kind is not BlockKind.FURNITURE:
                    around = _surroundings(page, block, heading, scales, years)
                    yield from _lines(document.document_id, page, block.start, block.end, block.kind, around)


def lines_of_passages(documents: Iterable[Document], passages: Iterable[Passage]) -> Iterator[Line]:
    """Yield the lines of the passages' spans, each once."""
    known = {document.document_id: document for document in documents}
    seen: set[tuple[str, int, int]] = set()
    for passage in passages:
        for span in passage.spans:
            page = known[passage.document_id].page(span.page_number)
            scales, years = page_scales(page.text), RowYears(page)
            for block in page.blocks or (Block(span.start, span.end, BlockKind.PARAGRAPH),):
                first, last = max(block.start, span.start), min(block.end, span.end)
                if first >= last or block.kind is BlockKind.FURNITURE:
                    continue
                around = _surroundings(page, block, passage.section, scales, years)
                for line in _lines(passage.document_id, page, first, last, block.kind, around):
                    place = line.document_id, line.page_number, line.start
                    if place not in seen:
                        seen.add(place)
                        yield line


def _surroundings(
    page: Page, block: Block, heading: str, scales: tuple[int, ...], years: RowYears
) -> Surroundings:
    text = heading if block.kind is not BlockKind.HEADING else ""
    if block.kind is BlockKind.TABLE:
        rows = page.text[block.start : block.end].split("\n")[:HEADING_ROWS]
        text = "\n".join((text, *rows))
    return Surroundings(text, scales, years)


def _lines(
    document_id: str, page: Page, start: int, end: int, kind: BlockKind, around: Surroundings
) -> Iterator[Line]:
    for first, last in sentences(page.text[start:end]):
        text = page.text[start + first : start + last]
        yield Line(document_id, page.page_number, start + first, start + last, text, kind, around)


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem for word in words if word not in STOP_WORDS for stem in stems(word))
