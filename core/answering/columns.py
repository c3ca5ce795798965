"""Of which year a number is, in a table and in a sentence: that of another year supports nothing."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from core.answering.quantities import Quantity, QuantityKind
from core.documents.document import BlockKind, Page
from core.library.tables import CELL_BREAK, is_figure, is_label

Place = tuple[int, int]

_DIGIT = re.compile(r"\d")
# Not in 2,018.5 or $2018; "FY2018" is one, and "FY18".
_YEAR = re.compile(r"(?<![\d.,$£€₪-])(?:19|20)\d\d(?!\d|[.,]\d|%)|\bFY ?['’]?(?P<short>\d\d)\b")
_BORDER = re.compile(r"[,;:]\s|\b(?:and|but|while|whereas|אבל|ואילו)\b|\sו")  # between what belongs together
_IN_THIS_ORDER = re.compile(r"\brespectively\b|בהתאמה")


def years(text: str) -> list[str]:
    """Return the years that `text` names, in order: 2022 of "FY2022" too."""
    return [_year(match) for match in _YEAR.finditer(text)]


def years_of_numbers(text: str, numbers: Sequence[Quantity]) -> dict[int, str]:
    """Return of which year each of a sentence's `numbers` is, by where it starts, if that is certain.

    "5 in 2020 and 6 in 2021", "in 2020 it was 5, and in 2021 6", "5 and 6 in 2020 and 2021, respectively".
    """
    named = [(match.span(), _year(match)) for match in _YEAR.finditer(text)]
    spans = [
        (each.start, each.end)
        for each in numbers
        if each.kind not in (QuantityKind.YEAR, QuantityKind.DATE) and not each.is_label
    ]
    if (
        len(named) < 2
        or len(spans) != len(named)
        or not _are_paired(text, [span for span, _ in named], spans)
    ):
        return {}
    return {start: year for (start, _), (_, year) in zip(spans, named, strict=True)}


def _are_paired(text: str, of_years: Sequence[Place], of_numbers: Sequence[Place]) -> bool:
    """Say whether the first year is that of the first number, and so on."""
    if of_numbers[-1] < of_years[0] or of_years[-1] < of_numbers[0]:
        return _IN_THIS_ORDER.search(text) is not None
    is_year_first = of_years[0] < of_numbers[0]
    pairs = list(
        zip(of_years, of_numbers, strict=True) if is_year_first else zip(of_numbers, of_years, strict=True)
    )
    gaps = [(one[1], other[0]) for one, other in pairs]
    between = [(one[1][1], other[0][0]) for one, other in pairwise(pairs)]
    is_parted = [_BORDER.search(text, *gap) is not None for gap in between]
    return (
        all(start <= end for start, end in (*gaps, *between))
        and not any(_BORDER.search(text, *gap) for gap in gaps)
        and (all(is_parted) or not is_year_first)
    )


def _year(match: re.Match[str]) -> str:
    return f"20{match['short']}" if match["short"] else match.group()


class RowYears:
    """Of which year the cells of a page's tables are; read when first asked for, as few pages are."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def at(self, start: int) -> tuple[str, ...]:
        """Return the years of the cells of the row that begins there; nothing where they are not told."""
        return self._found.get(start, ())

    @cached_property
    def _found(self) -> dict[int, tuple[str, ...]]:
        return years_of_rows(self._page)


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
