"""Rows of tables as questions: what a figure is, in a year, beside the figures that it may be taken for.

Only tables whose heads are years and nothing else, and rows that have a figure for each of them, so that what
is right is certain without the code that is measured.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.answering.terms import telling_words
from core.documents.document import Block, BlockKind, Document, Page

CELL_BREAK = " | "
LABEL_CHARS = 80
FEWEST_WORDS = 2  # of a label: "Total" and "Other" stand in every table
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(r"\$? ?\(?(\d{1,3}(?:,\d{3})+|\d{3,}|\d+\.\d+)\)?(?: ?%)?")


@dataclass(frozen=True)
class RowQuestion:
    """A figure of a table, [start, end) being its row; `other_column` and `other_row` are wrong.

    `other_column` is right of `other_year`.
    """

    label: str
    year: str
    other_year: str
    figure: str
    other_column: str
    other_row: str
    page_number: int
    start: int
    end: int


@dataclass(frozen=True)
class _Row:
    label: str
    figures: tuple[str, ...]
    years: tuple[str, ...]
    page_number: int
    start: int
    end: int


def row_questions(document: Document, most: int) -> list[RowQuestion]:
    """Return up to `most` questions to rows of a document, the same ones each time."""
    rows = [list(_rows(page, block.start, block.end)) for page, block in _tables(document)]
    meant: dict[str, set[tuple[str, ...]]] = {}
    for row in (row for table in rows for row in table):
        meant.setdefault(row.label.lower(), set()).add(row.figures)
    chance = random.Random(document.path.name)
    found = [
        question
        for table in rows
        for row, other in zip(table, [*table[1:], *table[:1]], strict=True)
        if len(meant[row.label.lower()]) == 1
        for question in _questions(row, other, chance)
    ]
    return chance.sample(found, min(most, len(found)))


def _tables(document: Document) -> Iterator[tuple[Page, Block]]:
    for page in document.pages:
        for block in page.blocks:
            if block.kind is BlockKind.TABLE:
                yield page, block


def _rows(page: Page, start: int, end: int) -> Iterator[_Row]:
    """Yield the rows that have a label and a figure for each year of the head above them."""
    years: tuple[str, ...] = ()
    at = start
    for text in page.text[start:end].split("\n"):
        label, *cells = text.split(CELL_BREAK)
        heads = [label, *cells] if _YEAR.search(label) else cells
        named = tuple(found.group() for head in heads if (found := _YEAR.search(head)))
        if len(named) > 1 and len(set(named)) == len(named) == len(heads):
            years = named
        figures = tuple(found.group(1) for cell in cells if (found := _FIGURE.fullmatch(cell.strip())))
        if len(figures) == len(cells) == len(years) > 1 and named != years:
            yield _Row(label.strip(" $"), figures, years, page.page_number, at, at + len(text))
        at += len(text) + 1


def _questions(row: _Row, other: _Row, chance: random.Random) -> Iterator[RowQuestion]:
    column = chance.randrange(len(row.figures))
    beside = column + 1 if column + 1 < len(row.figures) else column - 1
    is_clear = len(row.label) <= LABEL_CHARS and len(set(telling_words(row.label))) >= FEWEST_WORDS
    is_told_apart = len({*row.figures, *other.figures}) == len(row.figures) + len(other.figures)
    if is_clear and is_told_apart and row.years == other.years:
        yield RowQuestion(
            row.label, row.years[column], row.years[beside],
            row.figures[column], row.figures[beside], other.figures[column],
            row.page_number, row.start, row.end,
        )  # fmt: skip
