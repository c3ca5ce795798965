"""Of which year the columns of a table are: the right number of another year supports nothing."""

import re
from collections.abc import Iterator, Sequence

from core.documents.document import BlockKind, Page
from core.library.tables import CELL_BREAK, is_figure, is_label

_DIGIT = re.compile(r"\d")
# Not in 2,018.5 or $2018; "FY2018" is one.
_YEAR = re.compile(r"(?<![\d.,$£€₪-])(?:19|20)\d\d(?!\d|[.,]\d|%)")


def years(text: str) -> list[str]:
    """Return the years that `text` names, in order: 2022 of "FY2022" too."""
    return _YEAR.findall(text)


def years_of_rows(page: Page) -> dict[int, tuple[str, ...]]:
    """Return for the rows of a page's tables of which year each cell is, by where the row begins.

    "" where that is not told. Rows with more or fewer figures than there are heads are left out: which of the
    figures is missing cannot be known.
    """
    found: dict[int, tuple[str, ...]] = {}
    heads: Sequence[str] = ()
    apart: list[str] = []  # years in blocks of their own since the last table
    for block in page.blocks:
        text = page.text[block.start : block.end]
        if block.kind is BlockKind.TABLE:
            heads, apart = apart if len(apart) > 1 else heads, []
            for start, row in _rows(text):
                below, heads = heads, _heads(row, heads)
                if heads is below and (cells := _cells(row, heads)):  # not a row of heads itself
                    found[block.start + start] = cells
        elif block.kind is not BlockKind.FURNITURE and is_label(text):
            apart += years(text)
        elif block.kind is not BlockKind.FURNITURE and not text.endswith(":"):
            heads, apart = (), []
    return found


def _rows(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for row in text.split("\n"):
        yield start, row
        start += len(row) + 1


def _heads(row: str, before: Sequence[str]) -> Sequence[str]:
    """Return the years of a row that has one for at least two columns; those `before` under another row."""
    cells = row.split(CELL_BREAK)
    named = [years(cell) for cell in cells]
    if any(is_figure(cell) and not found for cell, found in zip(cells, named, strict=True)):
        return before
    own = named if named[0] else named[1:]  # the first may stand over the rows' names
    if sum(len(each) == 1 for each in own) > 1:
        return tuple(each[0] if len(each) == 1 else "" for each in own)
    is_head = len(cells) > 2 and not any(map(_DIGIT.search, cells[1:]))
    return () if is_head and not _are_below(cells, before) else before


def _are_below(cells: Sequence[str], heads: Sequence[str]) -> bool:
    """Say whether these are the same heads for each year, as "Shares | Amount | Shares | Amount" are."""
    return any(count > len(heads) > 0 == count % len(heads) for count in (len(cells), len(cells) - 1))


def _cells(row: str, heads: Sequence[str]) -> tuple[str, ...]:
    """Return of which year each cell is, or nothing if that cannot be told."""
    cells = row.split(CELL_BREAK)
    for are_figures in ([index > 0 for index in range(len(cells))], [is_figure(cell) for cell in cells]):
        if heads and sum(are_figures) == len(heads):
            following = iter(heads)
            return tuple(next(following) if each else "" for each in are_figures)
    return ()
