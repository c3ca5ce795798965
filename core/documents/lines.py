"""The lines of a page as PDFium finds them, with their places, sizes and cells."""

import itertools
import re
from collections import Counter
from typing import NamedTuple

from core.documents.pdfium import Box, Style, TextPage

_LINE = re.compile("[^\r\n\x02\ufffe]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"\S+")
_HYPHENS = "\x02\ufffe"
CELL_BREAK = " | "
CELL_GAP_EMS = 1.5  # words of a justified line stand closer, columns of a table farther apart
WIDE_CHAR_EMS = 0.58  # prose has about 0.45 em per character; a line drawn wider may have gaps in it


class Cell(NamedTuple):
    """A run of a line's characters, [start, end) in `TextPage.text`, and where it stands.

    `before` is what parts it from the cell before it in the same line.
    """

    start: int
    end: int
    left: float
    right: float
    before: str = ""


class Line(NamedTuple):
    """A line of text.

    Units: points of the page as the text stands upright. `weight` is the lesser of those of its first
    and last character, 0 where unknown. `is_hyphenated`: its last word goes on in the next line.
    """

    cells: tuple[Cell, ...]
    left: float
    right: float
    baseline: float
    size: float
    weight: int
    is_upright: bool
    is_rtl: bool
    is_hyphenated: bool

    @property
    def start(self) -> int:
        """Where its text begins."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """Where its text ends."""
        return self.cells[-1].end

    @property
    def is_row(self) -> bool:
        """Whether it has cells that stand apart, as a row of a table does."""
        return any(cell.before == CELL_BREAK for cell in self.cells)

    @property
    def char_count(self) -> int:
        """The number of characters, white space between cells left out."""
        return sum(cell.end - cell.start for cell in self.cells)


def lines_of(page: TextPage) -> list[Line]:
    """Return the lines of `page` as PDFium orders them, and turn the page so that most stand upright."""
    runs = [run for match in _LINE.finditer(page.text) if (run := _stripped(page.text, *match.span()))]
    styles = [(page.style(start), page.style(end - 1)) for start, end in runs]
    page.turn = _prevailing_turn(runs, [first.turn for first, _ in styles])
    return [_line(page, run, *style) for run, style in zip(runs, styles, strict=True)]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _prevailing_turn(runs: list[tuple[int, int]], turns: list[int]) -> int:
    chars: Counter[int] = Counter()
    for (start, end), turn in zip(runs, turns, strict=True):
        chars[turn] += end - start
    return chars.most_common(1)[0][0] if chars else 0


def _line(page: TextPage, run: tuple[int, int], first: Style, last: Style) -> Line:
    start, end = run
    boxes = page.boxes(start, end) or [page.box(start)]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    size = max(first.size, last.size) or max(box.top - box.bottom for box in boxes)
    is_rtl = _RIGHT_TO_LEFT.search(page.text, start, end) is not None
    cells: tuple[Cell, ...] = (Cell(start, end, left, right),)
    if _may_have_cells(boxes, (right - left) / (end - start), size):
        cells = _cells(page, start, end, size)
    return Line(
        cells,
        left,
        right,
        page.baseline(start),
        size,
        min(first.weight, last.weight),
        first.turn == page.turn,
        is_rtl,
        page.text[end : end + 1] in _HYPHENS and end < len(page.text),
    )


def _may_have_cells(boxes: list[Box], char_width: float, size: float) -> bool:
    if char_width > WIDE_CHAR_EMS * size:
        return True
    boxes = sorted(boxes)
    return any(b.left - a.right > CELL_GAP_EMS * size for a, b in itertools.pairwise(boxes))


def _cells(page: TextPage, start: int, end: int, size: float) -> tuple[Cell, ...]:
    """Part a line where two of its words stand far apart."""
    cells: list[Cell] = []
    for match in _WORD.finditer(page.text, start, end):
        word = _word(page, *match.span())
        if cells and _gap(cells[-1], word) < CELL_GAP_EMS * size:
            cells[-1] = joined(cells[-1], word)
        else:
            cells.append(word._replace(before=CELL_BREAK) if cells else word)
    return tuple(cells)


def joined(a: Cell, b: Cell) -> Cell:
    """Return the one cell that two neighbours of the same line make."""
    return Cell(a.start, b.end, min(a.left, b.left), max(a.right, b.right), a.before)


def _word(page: TextPage, start: int, end: int) -> Cell:
    first, last = page.box(start), page.box(end - 1)
    return Cell(start, end, min(first.left, last.left), max(first.right, last.right))


def _gap(a: Cell, b: Cell) -> float:
    return max(b.left - a.right, a.left - b.right)
